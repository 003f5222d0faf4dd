"""The ledger: which files came, what they brought, and which batches count. SQLite, every commit on disk when it returns."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.durable import flush_file, swap

SCHEMA = """
create table if not exists file(sha256 text primary key, name text not null, first_seen text not null);
create table if not exists batch(
  batch text primary key, made_at text not null, published_at text,
  state text not null check(state in ('received','parsed','staged','published','superseded','failed')));
create table if not exists batch_file(
  batch text not null references batch, file_no integer not null, name text not null, sha256 text not null references file,
  reading text not null, content text not null, complete integer not null, primary key(batch, file_no));
create table if not exists load(
  batch text not null references batch, file_no integer not null, dataset text not null, unit text not null, period text not null,
  rows integer not null, primary key(batch, file_no, dataset, unit, period));
create index if not exists load_key on load(dataset, unit, period, batch);
create table if not exists quality(
  batch text not null references batch, file text not null, dataset text not null, form text not null, source_sheet text not null,
  rows_in integer not null, loaded integer not null, quarantined integer not null, duplicate integer not null,
  ignored integer not null, check(rows_in = loaded + quarantined + duplicate + ignored));
create table if not exists build(
  build text primary key, batch text not null references batch, made_at text not null, published_at text, tables text not null);
create view if not exists counted as select * from batch where state in ('published','superseded');
create view if not exists live as
  select l.* from load l join (
    select dataset, unit, period, max(batch) as batch from load join counted using(batch) group by dataset, unit, period
  ) using(dataset, unit, period, batch);
"""


@dataclass(frozen=True, slots=True)
class LoadKey:
    """What a load replaces: a dataset, a reporting unit, a period ("" for registers and spells)."""

    dataset: str
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class Live:
    """One live load: its key, the batch it came in and its rows."""

    key: LoadKey
    batch: str
    rows: int


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a batch: `reading` identifies its bytes and how they were read, `content` the rows it gave.

    `complete` is False when rows were kept out because their place was not known: the same file may give more next time.
    """

    name: str
    sha256: str
    reading: str
    content: str
    complete: bool
    loads: Mapping[LoadKey, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was loaded before: when (UTC, ISO), and the keys it brought."""

    at: str
    keys: frozenset[LoadKey]


def now() -> str:
    """Return the present moment in UTC as ISO text to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def damaged_ledger(path: Path) -> XiangyiError:
    """Return the error for a ledger that cannot be read and has no good copy."""
    return XiangyiError(
        Text(f"台账 {path} 已损坏，且没有可用的副本；现有数据版本仍可查看，请从备份恢复该文件后再加载",
             f"the ledger {path} is damaged and has no good copy; the present build can still be read, restore the file from a "
             "backup before loading"),
        ExitCode.DAMAGED,
    )


class Ledger:
    """An open ledger. Use as a context manager; every method is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for needed in (path.parent, path):  # SQLite writes beside the file; not being let is no damage to restore from
            if needed.exists() and not os.access(needed, os.R_OK | os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(needed))
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=full")
            self._db.execute("pragma foreign_keys=on")
            self._db.executescript(SCHEMA)
            sound = self._db.execute("pragma quick_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError as error:
            self.close()
            raise damaged_ledger(path) from error
        if not sound:
            self.close()
            raise damaged_ledger(path)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was committed stays."""
        if hasattr(self, "_db"):
            self._db.close()

    @contextmanager
    def _commit(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("begin immediate")
        try:
            yield self._db
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def next_batch(self) -> str:
        """Return the id the next batch will have."""
        (count,) = self._db.execute("select coalesce(max(cast(substr(batch, 2) as integer)), 0) from batch").fetchone()
        return f"k{count + 1:06d}"

    def next_build(self) -> str:
        """Return the id the next build will have; ids of builds that were never published are not used again."""
        (count,) = self._db.execute("select coalesce(max(cast(substr(build, 2) as integer)), 0) from build").fetchone()
        return f"b{count + 1:06d}"

    def receive(self, batch: str, files: Iterable[tuple[str, str]]) -> None:
        """Open a batch with the (name, sha256) of its files."""
        with self._commit() as db:
            db.execute("insert into batch(batch, made_at, state) values(?, ?, 'received')", (batch, now()))
            db.executemany(
                "insert into file(sha256, name, first_seen) values(?, ?, ?) on conflict do nothing",
                [(sha256, name, now()) for name, sha256 in files],
            )

    def parsed(self, batch: str, files: Iterable[FileEntry], quality: Iterable[tuple[object, ...]]) -> None:
        """Record what each file of a batch brought: its loads and its row account."""
        with self._commit() as db:
            for number, entry in enumerate(files):
                db.execute(
                    "insert into batch_file values(?, ?, ?, ?, ?, ?, ?)",
                    (batch, number, entry.name, entry.sha256, entry.reading, entry.content, int(entry.complete)),
                )
                db.executemany(
                    "insert into load values(?, ?, ?, ?, ?, ?)",
                    [(batch, number, k.dataset, k.unit, k.period, rows) for k, rows in entry.loads.items()],
                )
            db.executemany("insert into quality values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [(batch, *row) for row in quality])
            db.execute("update batch set state = 'parsed' where batch = ?", (batch,))

    def staged(self, batch: str) -> None:
        """Record that the batch's cleaned rows are on disk."""
        with self._commit() as db:
            db.execute("update batch set state = 'staged' where batch = ?", (batch,))

    def built(self, build: str, batch: str, made_at: str, tables: Mapping[str, tuple[int, str]]) -> None:
        """Record a finished build that is not yet served, with rows and content hash of each table."""
        with self._commit() as db:
            db.execute("insert into build values(?, ?, ?, null, ?)", (build, batch, made_at, json.dumps(tables)))

    def publish(self, build: str) -> None:
        """Count the batch of `build` from now on, and mark batches of which nothing counts any more as superseded."""
        with self._commit() as db:
            db.execute("update build set published_at = ? where build = ? and published_at is null", (now(), build))
            db.execute(
                "update batch set state = 'published', published_at = ? where batch = (select batch from build where build = ?)",
                (now(), build),
            )
            db.execute("update batch set state = 'superseded' where state = 'published' and batch not in (select batch from live)")

    def fail_unpublished(self) -> list[str]:
        """Mark every batch that was cut short as failed; return their ids."""
        with self._commit() as db:
            rows = db.execute("select batch from batch where state in ('received','parsed','staged')").fetchall()
            db.execute("update batch set state = 'failed' where state in ('received','parsed','staged')")
        return [row[0] for row in rows]

    def is_published(self, build: str) -> bool | None:
        """Return whether `build` was published; None when the ledger does not know it."""
        row = self._db.execute("select published_at is not null from build where build = ?", (build,)).fetchone()
        return None if row is None else bool(row[0])

    def live(self, with_batch: str = "") -> list[Live]:
        """Return the loads that count, the newest batch for each key; `with_batch` counts as if it were published."""
        rows = self._db.execute(
            "select l.dataset, l.unit, l.period, l.batch, sum(l.rows) from load l join ("
            " select dataset, unit, period, max(batch) as batch from load"
            " where batch = ? or batch in (select batch from counted) group by dataset, unit, period"
            ") using(dataset, unit, period, batch) group by 1, 2, 3, 4 order by 1, 2, 3", (with_batch,),
        ).fetchall()
        return [Live(LoadKey(d, u, p), b, r) for d, u, p, b, r in rows]

    def seen(self, *, reading: str = "", content: str = "") -> Seen | None:
        """Return when a file was loaded whose bytes were read the same way, or whose rows are the same, all still live."""
        column, wanted = ("reading", reading) if reading else ("content", content)
        rows = self._db.execute(
            f"select f.batch, f.file_no, b.published_at from batch_file f join counted b using(batch) where f.{column} = ?"
            " and (f.complete or ? = 'content') order by f.batch desc", (wanted, column),
        ).fetchall()
        for batch, number, published_at in rows:
            found = self._db.execute(
                "select l.dataset, l.unit, l.period, v.batch is not null from load l left join"
                " (select distinct dataset, unit, period, batch from live) v using(dataset, unit, period, batch)"
                " where l.batch = ? and l.file_no = ?", (batch, number),
            ).fetchall()
            if found and all(row[3] for row in found):
                return Seen(published_at, frozenset(LoadKey(*row[:3]) for row in found))
        return None

    def batches(self) -> list[dict[str, object]]:
        """Return every batch that counts or counted, with its files and rows, oldest first."""
        return self._table(
            "select b.batch, b.made_at, b.published_at, b.state,"
            " (select group_concat(name, ', ') from batch_file f where f.batch = b.batch) as files,"
            " (select coalesce(sum(rows), 0) from load l where l.batch = b.batch) as rows from batch b order by b.batch"
        )

    def builds(self) -> list[dict[str, object]]:
        """Return every published build, oldest first."""
        return self._table("select build, batch, made_at, published_at, tables from build where published_at is not null order by build")

    def quality(self, batches: Iterable[str] | None = None) -> list[dict[str, object]]:
        """Return the row accounts, of the given batches or of every batch that counts."""
        rows = self._table("select * from quality order by rowid")
        kept = set(batches) if batches is not None else {r["batch"] for r in self._table("select batch from counted")}
        return [row for row in rows if row["batch"] in kept]

    def _table(self, sql: str) -> list[dict[str, object]]:
        cursor = self._db.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def copy_to(self, path: Path) -> None:
        """Write a whole copy to `path`, flushed and renamed into place."""
        beside = path.with_name(path.name + ".tmp")
        beside.unlink(missing_ok=True)
        with closing(sqlite3.connect(beside)) as target:
            self._db.backup(target)
            target.execute("pragma journal_mode=delete")
        flush_file(beside)
        swap(beside, path)
