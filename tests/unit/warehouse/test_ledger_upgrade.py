"""A workspace whose ledger an older version wrote opens, tells, loads, is undone and rebuilt."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.rebuild import rebuild
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.ledger_schema import STEPS
from pipelines.warehouse.publish import open_ledger
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import load, registered, returns, rows, undo, write

OLD = """
create table file(sha256 text primary key, name text not null, first_seen text not null);
create table batch(
  batch text primary key, made_at text not null, published_at text,
  state text not null check(state in ('received','parsed','staged','published','superseded','failed')));
create table batch_file(
  batch text not null references batch, file_no integer not null, name text not null, sha256 text not null references file,
  reading text not null, content text not null, complete integer not null, primary key(batch, file_no));
create table load(
  batch text not null references batch, file_no integer not null, dataset text not null, unit text not null, period text not null,
  rows integer not null, primary key(batch, file_no, dataset, unit, period));
create index load_key on load(dataset, unit, period, batch);
create table quality(
  batch text not null references batch, file text not null, dataset text not null, form text not null, source_sheet text not null,
  rows_in integer not null, loaded integer not null, quarantined integer not null, duplicate integer not null,
  ignored integer not null, check(rows_in = loaded + quarantined + duplicate + ignored));
create table build(
  build text primary key, batch text not null references batch, made_at text not null, published_at text, tables text not null);
create view counted as select * from batch where state in ('published','superseded');
create view live as
  select l.* from load l join (
    select dataset, unit, period, max(batch) as batch from load join counted using(batch) group by dataset, unit, period
  ) using(dataset, unit, period, batch);
"""  # as the first version made it
COLUMNS = {
    "file": "sha256, name, first_seen", "batch": "batch, made_at, published_at, state",
    "batch_file": "batch, file_no, name, sha256, reading, content, complete", "load": "batch, file_no, dataset, unit, period, rows",
    "quality": "batch, file, dataset, form, source_sheet, rows_in, loaded, quarantined, duplicate, ignored",
    "build": "build, batch, made_at, published_at, tables",
}


def make_old(path: Path) -> None:
    """Write the ledger at `path` as the first version had it, with what it held."""
    old = path.with_name("old.sqlite")
    with closing(sqlite3.connect(old)) as db:
        db.executescript(OLD)
        db.execute("attach ? as new", (str(path),))
        for table, columns in COLUMNS.items():
            db.execute(f"insert into {table}({columns}) select {columns} from new.{table}")
        db.commit()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    old.replace(path)


@pytest.fixture
def old(tmp_path: Path) -> Workspace:
    """A workspace with two loads of one return, its ledger as the first version wrote it."""
    workspace = registered(tmp_path)
    for headcount in (2, 3):
        load(workspace, write(tmp_path, "r.csv", returns(A_V01=headcount, B_V01=1)))
    make_old(workspace.ledger_path)
    with closing(sqlite3.connect(workspace.ledger_path)) as db:
        assert db.execute("pragma user_version").fetchone() == (0,)
    return workspace


def test_an_old_ledger_is_brought_up_to_date_once_and_loses_nothing(old: Workspace) -> None:
    for _ in range(2):
        with Ledger(old.ledger_path) as ledger:
            assert [(b["batch"], b["state"], b["sender"], b["mode"], b["period_given"]) for b in ledger.batches()] == [
                ("k000001", "published", "", "replace", None), ("k000002", "superseded", "", "replace", None),
                ("k000003", "published", "", "replace", None),
            ]
            assert [(b["build"], b["step"]) for b in ledger.builds()] == [(f"b00000{n}", "load") for n in (1, 2, 3)]
            assert len(ledger.live()) == 6 and len(ledger.quality()) == 4
            assert ledger.select("pragma user_version") == [{"user_version": len(STEPS)}]


def test_it_loads_corrects_and_is_undone(tmp_path: Path, old: Workspace) -> None:
    total = "select sum(headcount) from raw_workforce_return"
    assert load(old, tmp_path / "r.csv").build is None  # it is known what was loaded
    load(old, write(tmp_path, "c.csv", returns(A_V01=9)), mode="correct")
    assert rows(old, total) == [(10.0,)]
    undo(old), undo(old, "k000003")
    assert rows(old, total) == [(3.0,)]


def test_its_builds_are_made_again_and_what_is_not_known_is_said(old: Workspace) -> None:
    for build in ("b000001", "b000002", "b000003"):
        made = rebuild(old, build, from_archive=True)
        assert made.is_same
        said = " ".join(note.en for note in made.notes)
        assert "present ones were used" in said and "--period" in said and "another version of the program" in said


def test_a_newer_ledger_is_refused_and_never_replaced_by_its_copy(old: Workspace) -> None:
    with closing(sqlite3.connect(old.ledger_path)) as db:
        db.execute("pragma user_version = 99")
    for opening in (lambda: Ledger(old.ledger_path), lambda: open_ledger(old)):
        with pytest.raises(XiangyiError) as caught:
            opening()
        assert caught.value.code == ExitCode.REFUSED and "newer version" in caught.value.text.en
    with closing(sqlite3.connect(old.ledger_path)) as db:
        assert db.execute("pragma user_version").fetchone() == (99,)
