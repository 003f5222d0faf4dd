"""The ledger: which files came, what they brought, and which batches count. SQLite, every commit on disk when it returns."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.durable import flush_file, swap
from pipelines.warehouse.ledger_schema import bring_up_to_date
from pipelines.warehouse.loads import Count, FileEntry, Live, LoadKey, Mode, Origin, Seen, Step, now
from pipelines.warehouse.released import Withheld

__all__ = ["FileEntry", "Ledger", "Live", "LoadKey", "Seen", "damaged_ledger", "now"]


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
            bring_up_to_date(self._db)
            sound = self._db.execute("pragma quick_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError as error:
            self.close()
            raise damaged_ledger(path) from error
        except XiangyiError:
            self.close()
            raise
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

    def receive(self, batch: str, files: Iterable[tuple[str, str]], origin: Origin | None = None) -> None:
        """Open a batch with its origin and the (name, sha256) of its files."""
        came = origin or Origin()
        with self._commit() as db:
            site = _keep_site(db, came.settings)
            db.execute(
                "insert into batch(batch, made_at, state, sender, mode, period_given, site, program) values(?, ?, 'received', ?, ?, ?, ?, ?)",
                (batch, now(), came.sender, came.mode, came.period, site, came.program),
            )
            db.executemany(
                "insert into file(sha256, name, first_seen) values(?, ?, ?) on conflict do nothing",
                [(sha256, name, now()) for name, sha256 in files],
            )

    def parsed(
        self, batch: str, files: Iterable[FileEntry], quality: Iterable[tuple[object, ...]],
        diff: Iterable[Count] = (), problems: tuple[int, int] = (0, 0),
    ) -> None:
        """Record what each file of a batch brought: its loads, its row account, what it changes, how many errors and warnings."""
        with self._commit() as db:
            for number, entry in enumerate(files):
                db.execute(
                    "insert into batch_file values(?, ?, ?, ?, ?, ?, ?)",
                    (batch, number, entry.name, entry.sha256, entry.reading, entry.content, int(entry.complete)),
                )
                db.executemany("insert into load values(?, ?, ?, ?, ?, ?, ?, ?)", _load_rows(batch, number, entry))
            db.executemany("insert into quality values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [(batch, *row) for row in quality])
            db.executemany(
                "insert into diff values(?, ?, ?, ?, ?, ?, ?, ?)",
                [(batch, c.key.dataset, c.key.unit, c.key.period, c.new, c.changed, c.gone, c.unchanged) for c in diff],
            )
            db.execute("update batch set state = 'parsed', errors = ?, warnings = ? where batch = ?", (*problems, batch))

    def staged(self, batch: str) -> None:
        """Record that the batch's cleaned rows are on disk."""
        with self._commit() as db:
            db.execute("update batch set state = 'staged' where batch = ?", (batch,))

    def built(
        self, build: str, step: Step, made_at: str, tables: Mapping[str, tuple[int, str]], withheld: Iterable[Withheld] = ()
    ) -> None:
        """Record a finished build that is not yet served, what it was made for, rows and content hash of each table, and
        the cells it hides because the one before it did."""
        with self._commit() as db:
            site = _keep_site(db, step.settings)
            db.execute(
                "insert into build(build, batch, made_at, tables, step, made_by, site, program) values(?, ?, ?, ?, ?, ?, ?, ?)",
                (build, step.batch, made_at, json.dumps(tables), step.kind, step.by, site, step.program),
            )
            db.executemany("insert into withheld values(?, ?, ?)", [(build, profile, cell) for profile, cell, _ in withheld])

    def withheld(self, build: str) -> tuple[Withheld, ...]:
        """Return the cells a build hides because the one before it did."""
        return tuple(self._db.execute("select profile, cell, null from withheld where build = ? order by profile, cell", (build,)))

    def publish(self, build: str) -> None:
        """Let the step of `build` count from now on, and mark which batches have something in force and which are superseded."""
        with self._commit() as db:
            found = db.execute("select batch, step, made_by from build where build = ? and published_at is null", (build,)).fetchone()
            if found is None:
                return
            batch, step, by = found
            db.execute("update build set published_at = ? where build = ?", (now(), build))
            if step == "load":
                db.execute("update batch set state = 'published', published_at = ? where batch = ?", (now(), batch))
            elif step == "undo":
                db.execute("update batch set undone_at = ?, undone_by = ? where batch = ?", (now(), by, batch))
            named = [row[0] for row in db.execute("select batch from counted")]
            standing = self.in_force(self.live_among(named))
            db.executemany("update batch set state = ? where batch = ?", [("published" if b in standing else "superseded", b) for b in named])

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

    def counted(self) -> set[str]:
        """Return the batches that count: published and not undone."""
        return {row[0] for row in self._db.execute("select batch from counted")}

    def live(self, with_batch: str = "", without: str = "") -> list[Live]:
        """Return the loads that count, the newest batch for each key.

        `with_batch` counts as if it were published, `without` as if it were undone.
        """
        return self.live_among((self.counted() | {with_batch}) - {without})

    def live_among(self, batches: Iterable[str]) -> list[Live]:
        """Return the loads that would count if exactly `batches` did."""
        rows = self._db.execute(
            "select l.dataset, l.unit, l.period, l.batch, sum(l.rows + l.carried) from load l join ("
            " select dataset, unit, period, max(batch) as batch from load"
            " where batch in (select value from json_each(?)) group by dataset, unit, period"
            ") using(dataset, unit, period, batch) group by 1, 2, 3, 4 order by 1, 2, 3", (json.dumps(sorted(batches)),),
        ).fetchall()
        return [Live(LoadKey(d, u, p), b, r) for d, u, p, b, r in rows]

    def in_force(self, live: Iterable[Live]) -> set[str]:
        """Return the batches of which rows count among `live`: what a title left empty keeps none in force whose own rows were all replaced.

        A batch that never brought a row (every one left empty) is in force as long as anything of it is live.
        """
        brought = {row[0] for row in self._db.execute("select distinct batch from load where rows + carried > 0")}
        return {load.batch for load in live if load.rows or load.batch not in brought}

    def first_came(self, batches: Iterable[str]) -> dict[LoadKey, str]:
        """Return when each load key first came with one of `batches` (UTC, ISO): a correction does not make it late."""
        rows = self._db.execute(
            "select l.dataset, l.unit, l.period, min(b.made_at) from load l join batch b using(batch)"
            " where batch in (select value from json_each(?)) group by 1, 2, 3", (json.dumps(sorted(batches)),),
        )
        return {LoadKey(dataset, unit, period): made_at for dataset, unit, period, made_at in rows}

    def seen(self, *, reading: str = "", content: str = "", mode: Mode = "replace") -> Seen | None:
        """Return when a file was loaded whose bytes were read the same way, or whose rows are the same, all still live.

        A file that is to replace (`mode`) was not seen where it corrected before: it may remove what the correction left.
        """
        column, wanted = ("reading", reading) if reading else ("content", content)
        rows = self._db.execute(
            f"select f.batch, f.file_no, b.published_at from batch_file f join counted b using(batch) where f.{column} = ?"
            " and (f.complete or ? = 'content') and (b.mode = 'replace' or ? = 'correct') order by f.batch desc", (wanted, column, mode),
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

    def built_upon(self, batch: str) -> list[str]:
        """Return the corrections that count and took over rows of `batch`, the newest first."""
        rows = self._db.execute(
            "select distinct batch from load where upon = ? and batch in (select batch from counted) order by batch desc", (batch,)
        )
        return [row[0] for row in rows]

    def batches(self) -> list[dict[str, object]]:
        """Return every batch, oldest first: its origin, files, rows of its own, state (`undone` too), and what became of it."""
        return self.select(
            "select b.batch, b.made_at, b.published_at, case when b.undone_at is null then b.state else 'undone' end as state,"
            " (select group_concat(name, ', ') from batch_file f where f.batch = b.batch) as files,"
            " (select coalesce(sum(rows), 0) from load l where l.batch = b.batch) as rows,"
            " b.sender, b.mode, b.period_given, b.errors, b.warnings, b.undone_at, b.undone_by from batch b order by b.batch"
        )

    def builds(self) -> list[dict[str, object]]:
        """Return every published build, oldest first, with what it was made for (`step`), by whom, and its tables as JSON."""
        return self.select(
            "select build, batch, made_at, published_at, tables, step, made_by, program, s.settings from build b"
            " left join site s on s.hash = b.site where published_at is not null order by build"
        )

    def quality(self, batches: Iterable[str] | None = None) -> list[dict[str, object]]:
        """Return the row accounts, of the given batches or of every batch that counts."""
        rows = self.select("select * from quality order by rowid")
        kept = set(batches) if batches is not None else self.counted()
        return [row for row in rows if row["batch"] in kept]

    def select(self, sql: str, *values: object) -> list[dict[str, object]]:
        """Return the rows of a query written in the program, by column name."""
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def take_over(self, path: Path) -> None:
        """Become what the ledger at `path` is, in one transaction; nothing of what stood here before is left on disk."""
        with closing(sqlite3.connect(path)) as source:
            source.backup(self._db)
        self._db.execute("pragma wal_checkpoint(truncate)")

    def copy_to(self, path: Path) -> None:
        """Write a whole copy to `path`, flushed and renamed into place."""
        beside = path.with_name(path.name + ".tmp")
        beside.unlink(missing_ok=True)
        with closing(sqlite3.connect(beside)) as target:
            self._db.backup(target)
            target.execute("pragma journal_mode=delete")
        flush_file(beside)
        swap(beside, path)


def _keep_site(db: sqlite3.Connection, settings: str) -> str | None:
    """Keep the text of a site's settings once, and return its hash; None where it is not known."""
    if not settings:
        return None
    digest = hashlib.sha256(settings.encode()).hexdigest()
    db.execute("insert into site(hash, settings) values(?, ?) on conflict do nothing", (digest, settings))
    return digest


def _load_rows(batch: str, number: int, entry: FileEntry) -> list[tuple[object, ...]]:
    """Return the rows of table load for one file."""
    found: list[tuple[object, ...]] = []
    for key, rows in entry.loads.items():
        carried = entry.carried.get(key)
        taken_over = (0, None) if carried is None else (carried.rows, carried.upon)
        found.append((batch, number, key.dataset, key.unit, key.period, rows, *taken_over))
    return found
