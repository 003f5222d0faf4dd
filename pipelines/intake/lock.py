"""One writer at a time, by a lock the operating system drops with its holder."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.loads import now

_FAR = 1 << 30  # Windows locks bytes; one far behind the text leaves the text readable
_PAUSE = 0.1


LOADING, UNDOING = Text("加载", "load"), Text("撤销", "undo")
ERASING = Text("删除个人数据", "erasing of a person")
REBUILDING, WATCHING = Text("重建", "rebuild"), Text("监视文件夹", "watch of a folder")
Waiting = Callable[[Text], None]


@contextmanager
def hold_lock(
    path: Path, wait_seconds: float = 0.0, by: str = "", doing: Text = LOADING, waiting: Waiting | None = None
) -> Iterator[None]:
    """Hold the lock file `path` while the block runs; `by` and `doing` are what others are told of it.

    Where it is held, `waiting` hears once who holds it, and after `wait_seconds` BUSY is raised with the same sentence. A
    killed holder leaves a file behind and no lock, so nothing needs to be removed by hand.
    """
    deadline = time.monotonic() + wait_seconds
    is_told = False
    with path.open("a+b") as file:
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                then = Text("请等它结束后重试，或用 --wait 秒数 等候", "try again when it has ended, or wait with --wait SECONDS")
                raise XiangyiError(_holder(path, then), ExitCode.BUSY)
            if waiting is not None and not is_told:
                waiting(_holder(path, Text("正在等候", "waiting for it")))
                is_told = True
            time.sleep(_PAUSE)
        try:
            _sign(file, by, doing)
            yield
        finally:
            _unlock(file)


def _sign(file: BinaryIO, by: str, doing: Text) -> None:
    file.seek(0)
    file.truncate()
    said = {"pid": os.getpid(), "since": now(), "by": by, "doing": {"zh": doing.zh, "en": doing.en}}
    file.write(json.dumps(said, ensure_ascii=False).encode())
    file.flush()


def _holder(path: Path, then: Text) -> Text:
    """Return who holds the lock: what it does, for whom, which process, since when; and what to do."""
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        pid, by = holder["pid"], holder.get("by", "")
        since = str(holder["since"]).removesuffix("+00:00").replace("T", " ")
        doing = Text(holder["doing"]["zh"], holder["doing"]["en"]) if "doing" in holder else LOADING
    except (OSError, ValueError, KeyError, TypeError):
        pid, since, by, doing = "?", "?", "", LOADING
    whose = Text(f"{by} 的", f" by {by}") if by else Text("另一个", " by another process")
    return Text(
        f"工作区正被占用：{whose.zh}{doing.zh}（进程 {pid}，始于 {since} UTC）；{then.zh}",
        f"the workspace is held: {doing.en}{whose.en} (process {pid}, since {since} UTC); {then.en}",
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
