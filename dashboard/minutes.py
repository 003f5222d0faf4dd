"""The minutes: one SQLite file of the workspace in which meetings keep notes on cards and pin cards to a report.

Several processes may write it: each write is one short transaction that waits for the others. Notes are never written over; what
becomes of one is a mark of its own.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text

_TABLES = (
    """create table if not exists note(
        number integer primary key, page text not null, card text not null, region text not null, period text not null, conclusion text not null,
        measure text not null, unit text not null, due_on text not null, by text not null, at text not null, build text not null)""",
    """create table if not exists note_mark(
        number integer primary key, note integer not null references note(number),
        action text not null check(action in ('done', 'reopened', 'withdrawn')), by text not null, at text not null)""",
    """create table if not exists pin(
        number integer primary key, report text not null, position real not null, page text not null, card text not null, search text not null,
        build text not null, at text not null)""",
)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield the minutes in one transaction, made where there are none yet; raises DAMAGED when they cannot be read."""
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))  # names stand in it: its owner alone may read it
    try:
        with closing(sqlite3.connect(path, timeout=30)) as db, db:
            for table in _TABLES:
                db.execute(table)
            yield db
    except sqlite3.DatabaseError as error:
        raise XiangyiError(
            Text(f"{path} 无法读写（{error}）；请检查权限和磁盘，或从备份恢复", f"{path} cannot be read or written ({error}); check the disk, or restore it from a backup"),
            ExitCode.DAMAGED,
        ) from error
