"""One writer at a time, by a lock the operating system drops with its holder."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.ledger import now

_FAR = 1 << 30  # Windows locks bytes; one far behind the text leaves the text readable
_PAUSE = 0.1


@contextmanager
def hold_lock(path: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path` while the block runs.

    Raises BUSY, saying which process holds it since when, after `wait_seconds`. A killed holder leaves a file behind and no
    lock, so nothing needs to be removed by hand.
    """
    deadline = time.monotonic() + wait_seconds
    with path.open("a+b") as file:
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                raise _busy(path)
            time.sleep(_PAUSE)
        try:
            _sign(file)
            yield
        finally:
            _unlock(file)


def _sign(file: BinaryIO) -> None:
    file.seek(0)
    file.truncate()
    file.write(json.dumps({"pid": os.getpid(), "since": now()}).encode())
    file.flush()


def _busy(path: Path) -> XiangyiError:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        pid, since = holder["pid"], holder["since"]
    except (OSError, ValueError, KeyError, TypeError):
        pid, since = "?", "?"
    return XiangyiError(
        Text(f"另一个加载正在进行（进程 {pid}，始于 {since} UTC）；请等它结束后重试",
             f"another load is running (process {pid}, since {since} UTC); try again when it has ended"),
        ExitCode.BUSY,
    )


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
