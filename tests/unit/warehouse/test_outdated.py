"""A build that another program made, or this one for other settings, is told from one that would be made the same today."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.intake.rebuild import rebuild, renew
from pipelines.intake.session import Turn
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.outdated import is_of_other_program, outdated
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import load, registered, returns, rows, undo, write


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace whose second build holds a return of five doctors."""
    made = registered(tmp_path)
    load(made, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    return made


def by_other_program(workspace: Workspace) -> Workspace:
    """Let the ledger say that an older program made every build."""
    with closing(sqlite3.connect(workspace.ledger_path)) as db:
        db.execute("update build set program = 'older'")
        db.commit()
    return workspace


def test_a_build_of_this_program_and_these_settings_is_as_it_would_be_made(workspace: Workspace) -> None:
    connection, build, note = open_current(workspace)
    with connection:
        assert (build, note) == ("b000002", None)
    assert not is_of_other_program(workspace, build)


def test_a_build_of_another_program_opens_and_says_so(workspace: Workspace) -> None:
    connection, build, note = open_current(by_other_program(workspace))
    with connection:
        assert connection.execute("select sum(headcount) from raw_workforce_return").fetchone() == (5,)
    assert build == "b000002" and is_of_other_program(workspace, build)
    assert note is not None and "another version of the program" in note.en and "另一版本的程序" in note.zh
    assert all("b000002" in said and "xiangyi rebuild --publish" in said for said in (note.zh, note.en))


def test_settings_changed_since_are_told(workspace: Workspace) -> None:
    site = workspace.path / "site.toml"
    site.write_text(site.read_text(encoding="utf-8") + "# a word\n", encoding="utf-8")
    note = outdated(Workspace.open(workspace.path), "b000002")
    assert note is not None and "settings changed" in note.en and not is_of_other_program(workspace, "b000002")


def test_a_ledger_that_does_not_tell_raises_no_doubt(workspace: Workspace) -> None:
    assert outdated(workspace, "b000009") is None
    workspace.ledger_path.write_bytes(b"x" * 5000)
    assert outdated(workspace, "b000002") is None and not is_of_other_program(workspace, "b000002")
    workspace.ledger_path.unlink()
    assert outdated(workspace, "b000002") is None and not workspace.ledger_path.exists(), "looking makes no ledger"


def test_made_anew_it_holds_the_same_rows_and_nothing_is_to_be_told(workspace: Workspace) -> None:
    assert renew(by_other_program(workspace), turn=Turn(by="赵六")) == "b000003"
    assert rows(workspace, "select sum(headcount) from raw_workforce_return") == [(5,)], "rows() refuses a build with a note"
    with Ledger(workspace.ledger_path) as ledger:
        assert [(b["step"], b["made_by"]) for b in ledger.builds()][-1] == ("mend", "赵六")
        assert {b["batch"]: b["state"] for b in ledger.batches()} == {"k000001": "published", "k000002": "published"}
    assert rebuild(workspace).is_same
    assert undo(workspace).build == "b000004"
    assert rows(workspace, "select count(*) from raw_workforce_return") == [(0,)], "a build made anew stands in the way of no undo"
