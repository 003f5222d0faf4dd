"""Faults of the program itself: told apart from what a person can mend, and written down without what stood in the files."""

from __future__ import annotations

import errno
import os
import secrets
import traceback

from pipelines.core.errors import XiangyiError
from pipelines.warehouse.durable import put_text
from pipelines.warehouse.loads import now
from pipelines.warehouse.model import SqlFailed
from pipelines.warehouse.workspace import Workspace

_OF_THE_MACHINE = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOENT,
)  # fmt: skip


def is_fault(error: Exception) -> bool:
    """Say whether an error is the program's own: not one told in words for people, and not the machine's (disk, rights)."""
    if isinstance(error, XiangyiError):
        return isinstance(error, SqlFailed)
    return not (isinstance(error, OSError) and error.errno in _OF_THE_MACHINE)


def record_fault(workspace: Workspace, error: Exception) -> str:
    """Write the kind of an error, its causes and where in the program they rose into the workspace's logs; return its number.

    Messages are left out: they may quote a row.
    """
    number = f"{now()[:10].replace('-', '')}-{secrets.token_hex(4)}"
    told: list[str] = []
    at: BaseException | None = error
    while at is not None:
        told.append(f"{type(at).__name__}{os.linesep}{''.join(traceback.format_tb(at.__traceback__))}")
        at = at.__cause__ or at.__context__
    folder = workspace.path / "logs"
    folder.mkdir(exist_ok=True)
    put_text(folder / f"incident-{number}.txt", "\n".join(told))
    return number
