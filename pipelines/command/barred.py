"""Files the operating system does not let us read or write: the reader's to mend, no fault of the program."""

from __future__ import annotations

import errno
import os

from pipelines.core.text import Text

_BARRED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOSPC, errno.ENAMETOOLONG)
_DATABASES = ("sqlite3", "duckdb", "_duckdb")  # they tell of a file in words only
_WORDS = ("permission denied", "read-only file system", "readonly database", "unable to open database file", "disk is full")
_FULL = Text("请腾出磁盘空间后重试", "free some space on the disk, then try again")
_MEND = Text(
    "请检查该路径是否存在、是否有读写权限，或换一个文件夹后重试",
    "check that it may be read and written by you, or choose another folder, then try again",
)


def barred_line(error: Exception, workspace: str | None) -> Text | None:
    """Return which path could not be used and what to do; None when `error` is about something else."""
    if isinstance(error, OSError):
        if error.filename is None or error.errno not in _BARRED:
            return None
        path, why = os.fspath(error.filename), os.strerror(error.errno or 0)
    elif type(error).__module__.split(".")[0] in _DATABASES and any(word in str(error).lower() for word in _WORDS):
        path, why = workspace or ".", " ".join(str(error).split())
    else:
        return None
    shown = path.decode(errors="replace") if isinstance(path, bytes) else str(path)
    mend = _FULL if getattr(error, "errno", None) == errno.ENOSPC else _MEND
    return Text(f"无法读写 {shown}（{why}）；{mend.zh}", f"{shown} cannot be read or written ({why}); {mend.en}")
