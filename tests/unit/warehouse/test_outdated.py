"""A build that another program made, or this one for other settings, is told from one that would be made the same today."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.intake.rebuild import rebuild, renew
from pipelines.intake.session import Turn
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.outdated import outdated, program_of
from pipelines.warehouse.program import program_stamp
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import by_other_program, load, registered, returns, rows, undo, write


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace whose second build holds a return of five doctors."""
    made = registered(tmp_path)
    load(made, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    return made


def test_a_build_of_this_program_and_these_settings_is_as_it_would_be_made(workspace: Workspace) -> None:
    connection, build, note = open_current(workspace)
    with connection:
        assert (build, note) == ("b000002", None)
    assert program_of(workspace, build) == program_stamp()


def test_a_build_of_another_program_opens_and_says_so(workspace: Workspace) -> None:
    by_other_program(workspace.ledger_path)
    connection, build, note = open_current(workspace)
    with connection:
        assert connection.execute("select sum(headcount) from raw_workforce_return").fetchone() == (5,)
    assert build == "b000002" and program_of(workspace, build) == "older"
    assert note is not None and "another version of the program" in note.en and "另一版本的程序" in note.zh
    assert all("b000002" in said and "xiangyi rebuild --publish" in said for said in (note.zh, note.en))


def test_settings_changed_since_are_told_and_remarks_are_not(workspace: Workspace) -> None:
    site = workspace.path / "site.toml"
    text = site.read_text(encoding="utf-8")
    site.write_text(text + "# a word\n", encoding="utf-8")
    assert outdated(Workspace.open(workspace.path), "b000002") is None
    site.write_text(text.replace("small_n = 5", "small_n = 9"), encoding="utf-8")
    note = outdated(Workspace.open(workspace.path), "b000002")
    assert note is not None and "settings changed" in note.en


def test_a_ledger_that_does_not_tell_raises_no_doubt(workspace: Workspace) -> None:
    assert outdated(workspace, "b000009") is None
    workspace.ledger_path.write_bytes(b"x" * 5000)
    by_other_program(workspace.ledger_copy)
    assert outdated(workspace, "b000002") is not None, "its copy tells"
    workspace.ledger_copy.unlink()
    assert outdated(workspace, "b000002") is None and program_of(workspace, "b000002") is None
    workspace.ledger_path.unlink()
    assert outdated(workspace, "b000002") is None and not workspace.ledger_path.exists(), "looking makes no ledger"


def test_made_anew_it_holds_the_same_rows_and_nothing_is_to_be_told(workspace: Workspace) -> None:
    by_other_program(workspace.ledger_path)
    assert renew(workspace, turn=Turn(by="赵六")) == ("b000003", ())
    assert rows(workspace, "select sum(headcount) from raw_workforce_return") == [(5,)], "rows() refuses a build with a note"
    with Ledger(workspace.ledger_path) as ledger:
        assert [(b["step"], b["made_by"]) for b in ledger.builds()][-1] == ("mend", "赵六")
        assert {b["batch"]: b["state"] for b in ledger.batches()} == {"k000001": "published", "k000002": "published"}
    assert rebuild(workspace).is_same
    assert undo(workspace).build == "b000004"
    assert rows(workspace, "select count(*) from raw_workforce_return") == [(0,)], "a build made anew stands in the way of no undo"


def test_made_anew_in_the_meantime_it_is_left(workspace: Workspace) -> None:
    assert renew(workspace, if_outdated=True) == ("b000002", ())
    by_other_program(workspace.ledger_path)
    assert renew(workspace, if_outdated=True)[0] == "b000003"


def test_what_an_interrupted_load_left_is_told_when_a_build_is_made_anew(workspace: Workspace) -> None:
    with Ledger(workspace.ledger_path) as ledger:
        ledger.receive("k000009", [("half.csv", "0" * 64)])
    build, said = renew(workspace)
    assert build == "b000003" and len(said) == 1 and "k000009" in said[0].en and "load its files again" in said[0].en
