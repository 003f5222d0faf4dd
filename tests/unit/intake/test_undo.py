"""Any batch can be undone: what it replaced counts again, who undid it is kept, and its files may be loaded again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.site import site_text
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, returns, rows, undo, write

HEADCOUNTS = "select facility_code, headcount from raw_workforce_return order by 1"
STATES = "select batch, state, undone_by from batch_info order by 1"


def refused(workspace: Workspace, batch: str) -> XiangyiError:
    """Return the error an undo ends in."""
    with pytest.raises(XiangyiError) as caught:
        undo(workspace, batch)
    return caught.value


def test_the_last_batch_gives_way_to_what_it_replaced(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    load(workspace, write(tmp_path, "r2.csv", returns(A_V01=5)))
    result = undo(workspace, by="王五")
    assert result.build == "b000004" and result.plan.batch == "k000003" and result.plan.files == "r2.csv"
    assert [(d.unit, d.changed, d.name and d.name.zh) for d in result.plan.diffs] == [("140321100", 1, "冠山镇")]
    (example,) = result.plan.diffs[0].examples
    assert (example.file, example.row, example.changes[0].before, example.changes[0].after) == ("r.csv", 2, "5.0", "2.0")
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0), ("B-V01", 3.0)]
    assert rows(workspace, STATES) == [("k000001", "published", None), ("k000002", "published", None), ("k000003", "undone", "王五")]
    with Ledger(workspace.ledger_path) as ledger:
        record = ledger.batches()[-1]
    assert record["state"] == "undone" and record["undone_by"] == "王五" and str(record["undone_at"]).startswith("20")


def test_a_batch_in_the_middle_is_undone_and_later_ones_stay(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    for number, text in enumerate((returns(A_V01=1), returns(A_V01=2, B_V01=2), returns(B_V01=3))):
        load(workspace, write(tmp_path, f"{number}.csv", text))
    undo(workspace, "k000003")
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 1.0), ("B-V01", 3.0)]
    undo(workspace, "k000004")
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 1.0)]


def test_a_superseded_batch_is_undone_without_a_change_now_but_for_later(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "1.csv", returns(A_V01=1)))
    load(workspace, write(tmp_path, "2.csv", returns(A_V01=2)))
    assert undo(workspace, "k000002").plan.diffs == ()
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]
    undo(workspace)
    assert rows(workspace, HEADCOUNTS) == []


def test_the_same_bytes_load_again_after_an_undo(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    file = write(tmp_path, "r.csv", returns(A_V01=2))
    load(workspace, file)
    undo(workspace)
    assert load(workspace, file).batch == "k000003" and rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]


def test_everything_can_be_undone_and_then_nothing_is_left(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    assert [undo(workspace).plan.batch for _ in range(2)] == ["k000002", "k000001"]
    assert rows(workspace, "select count(*) from raw_region") == [(0,)]
    error = refused(workspace, "last")
    assert error.code == ExitCode.REFUSED and "没有可撤销的批次" in error.text.zh and "nothing is left to undo" in error.text.en


def test_what_cannot_be_undone_is_said(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    undo(workspace, by="王五")
    again = refused(workspace, "k000002")
    assert again.code == ExitCode.REFUSED and "王五" in again.text.zh and "load its files again" in again.text.en
    assert refused(workspace, "k000009").code == ExitCode.NOT_FOUND
    empty = Workspace.create(tmp_path / "empty", site_text("yangquan"))
    assert refused(empty, "last").code == ExitCode.REFUSED


def test_a_batch_that_is_corrected_waits_for_its_corrections(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    load(workspace, write(tmp_path, "c.csv", returns(A_V01=3) + "A-V01,2022,卫生员,1\n"), mode="correct")
    error = refused(workspace, "k000002")
    assert error.code == ExitCode.REFUSED and "undo k000003 first" in error.text.en and "请先撤销 k000003" in error.text.zh
    undo(workspace, "k000003")
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]
    undo(workspace, "k000002")
    assert rows(workspace, HEADCOUNTS) == []


def test_saying_no_changes_nothing(tmp_path: Path, registered_workspace: Registered) -> None:
    from pipelines.intake.undo import undo_batch

    workspace = registered_workspace()
    assert undo_batch(workspace, "last", lambda plan: False).build is None
    assert workspace.current_build() == "b000001" and rows(workspace, "select count(*) from raw_region") == [(3,)]
