"""What an erasure changes in a copy of the ledger: hashes and names of files, row counts, accounts, differences, builds' hashes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.warehouse.loads import Count, LoadKey, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Fewer:
    """Rows of one load that go: a file's own, or (no file) those a correction took over."""

    batch: str
    file: str | None
    key: LoadKey
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Records of one sheet's row account that now count as ignored: `loaded` of them were loaded, `kept_out` quarantined."""

    batch: str
    file: str
    dataset: str
    form: str
    sheet: str
    total: int
    loaded: int
    kept_out: int


@contextmanager
def editing(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a copy of the ledger in one transaction; afterwards no free page of it holds what stood there before."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("pragma foreign_keys=off")
        db.execute("begin immediate")
        yield db
        db.execute("commit")
        db.execute("vacuum")


def refile(db: sqlite3.Connection, files: Mapping[str, str]) -> None:
    """Point to archived files by their new hashes; a file without one was never loaded and is forgotten."""
    for before, after in files.items():
        if after:
            db.execute("insert or ignore into file select ?, name, first_seen from file where sha256 = ?", (after, before))
            db.execute(
                "update batch_file set sha256 = ?, content = 'erased ' || batch || '/' || file_no where sha256 = ?", (after, before)
            )
        if after != before:
            db.execute("delete from file where sha256 = ?", (before,))


def rename(db: sqlite3.Connection, names: Mapping[str, str], sheets: Mapping[str, str]) -> None:
    """Give files and sheets other names, wherever they stand."""
    for before, after in names.items():
        db.execute("update file set name = ? where name = ?", (after, before))
        db.execute("update batch_file set name = ? where name = ?", (after, before))
        db.execute("update quality set file = ? where file = ?", (after, before))
    for before, after in sheets.items():
        db.execute("update quality set source_sheet = ? where source_sheet = ?", (after, before))


def lessen(db: sqlite3.Connection, loads: Iterable[Fewer]) -> None:
    """Take rows out of loads; raises AssertionError where a load has not got as many."""
    for item in loads:
        where = (item.batch, item.key.dataset, item.key.unit, item.key.period)
        if item.file is None:
            done = db.execute(
                "update load set carried = carried - ? where batch = ? and dataset = ? and unit = ? and period = ? and carried >= ?",
                (item.rows, *where, item.rows),
            )
        else:
            done = db.execute(
                "update load set rows = rows - ? where batch = ? and dataset = ? and unit = ? and period = ? and rows >= ?"
                " and file_no = (select file_no from batch_file f where f.batch = load.batch and f.name = ?)",
                (item.rows, *where, item.rows, item.file),
            )
        if done.rowcount != 1:
            raise AssertionError(f"{item.batch}, {item.key.dataset}: the ledger has not {item.rows} rows to take out")


def move_to_ignored(db: sqlite3.Connection, accounts: Iterable[Moved]) -> None:
    """Count erased rows as ignored by rule: what came in stays the sum of what became of it."""
    for item in accounts:
        where = (item.batch, item.file, item.dataset, item.form, item.sheet)
        row = db.execute(
            "select rowid, loaded, quarantined, duplicate from quality"
            " where batch = ? and file = ? and dataset = ? and form = ? and source_sheet = ?", where,
        ).fetchone()
        if row is None:
            continue
        loaded, kept_out = min(item.loaded, row[1]), min(item.kept_out, row[2])
        duplicate = min(max(item.total - loaded - kept_out, 0), row[3])
        db.execute(
            "update quality set loaded = loaded - ?, quarantined = quarantined - ?, duplicate = duplicate - ?, ignored = ignored + ?"
            " where rowid = ?", (loaded, kept_out, duplicate, loaded + kept_out + duplicate, row[0]),
        )


def lessen_differences(db: sqlite3.Connection, found: Iterable[tuple[str, Count]]) -> None:
    """Take the person's rows out of what each batch changed when it was loaded."""
    for batch, count in found:
        db.execute(
            "update diff set new = max(new - ?, 0), changed = max(changed - ?, 0), gone = max(gone - ?, 0),"
            " unchanged = max(unchanged - ?, 0) where batch = ? and dataset = ? and unit = ? and period = ?",
            (count.new, count.changed, count.gone, count.unchanged, batch, count.key.dataset, count.key.unit, count.key.period),
        )


def keep_hashes(db: sqlite3.Connection, made: Mapping[str, Mapping[str, tuple[int, str]]], program: str) -> None:
    """Keep what the tables of builds are without the person, and which program made them again."""
    for build, tables in made.items():
        db.execute("update build set tables = ?, program = ? where build = ?", (json.dumps(tables), program, build))


def tell_erasure(db: sqlite3.Connection, by: str, build: str, originals: int, rows: Mapping[tuple[str, str], int]) -> None:
    """Say that rows were erased: when, by whom, in which build, how many of which batch and dataset; not whose."""
    cursor = db.execute(
        "insert into erasure(at, by, build, rows, originals) values(?, ?, ?, ?, ?)", (now(), by, build, sum(rows.values()), originals)
    )
    db.executemany(
        "insert into erased values(?, ?, ?, ?)", [(cursor.lastrowid, batch, dataset, n) for (batch, dataset), n in rows.items()]
    )
