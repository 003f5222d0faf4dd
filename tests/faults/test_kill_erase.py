"""An erasure killed at any named point leaves the build before in use and can be run again, or is finished by the next writer."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from pipelines.intake.erasure.erase import erase_person
from pipelines.intake.erasure.person import Wanted
from pipelines.intake.rebuild import rebuild
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.killpoint import ErasePoint, KillPoint
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.workspace import Workspace
from tests.faults.ending import kill_at
from tests.faults.erasing import NUMBER, OTHER, PAY_HEAD, csv, holders, small, words
from tests.faults.test_kill import at_each
from tests.unit.intake.files import load, undo

POINTS: list[KillPoint | ErasePoint] = [KillPoint.BUILD_RAW, KillPoint.BUILD_MARTS, KillPoint.CHECKPOINT, *ErasePoint]
AFTER_READY = set(list(ErasePoint)[list(ErasePoint).index(ErasePoint.READY) :])
AFTER_SWAP = {ErasePoint.POINTER, ErasePoint.REMOVED}


def served(workspace: Workspace) -> tuple[str, int]:
    """Return the served build, which must be the one the pointer names, and how many rows of the roster it has."""
    connection, build, note = open_current(workspace)
    with connection:
        row = connection.execute("select count(*) from raw_roster").fetchone()
    assert note is None and row is not None
    return build, row[0]


def erase_at_point(folder: Path, point: KillPoint | ErasePoint) -> KillPoint | ErasePoint:
    """Kill an erasure at `point`, look at what is served, let a load or another erasure follow, and see that all is gone."""
    workspace = Workspace.open(folder)
    assert kill_at(point, "erase", "--workspace", str(folder), "--yes", said=f"{NUMBER}\n") == -signal.SIGKILL, f"{point} was not hit"
    assert served(workspace) == (("b000004", 2) if point in AFTER_SWAP else ("b000003", 3))
    if point in (ErasePoint.REBUILT, ErasePoint.FILES, ErasePoint.LEDGER):  # somebody else writes first
        more = [PAY_HEAD, ["测试甲", OTHER, "A-V01", "基本工资", "2020-01-01", "2020-01-31", 1]]
        assert load(workspace, csv(folder.parent, f"{point.value}.csv", more)).build is not None
        done = erase_person(workspace, Wanted(number=NUMBER), lambda plan: True)
        assert done.is_done == (point not in AFTER_READY)
    else:
        done = erase_person(workspace, Wanted(number=NUMBER), lambda plan: True)
        assert done.is_done == (point not in AFTER_READY) and bool(done.plan.said) == (point in AFTER_READY)
    assert served(workspace)[1] == 2
    assert {what: where for what, where in holders(workspace.path, words(workspace)).items() if where} == {}
    assert not (workspace.path / "erasing").exists() and list(workspace.tmp.iterdir()) == []
    with Ledger(workspace.ledger_path) as ledger:
        assert [row["originals"] for row in ledger.select("select originals from erasure")] == [3]
    assert rebuild(workspace).is_same
    if point in (POINTS[0], ErasePoint.READY, POINTS[-1]):  # one of each: before, between and after
        assert rebuild(workspace, "b000003", from_archive=True).is_same
        undo(workspace, "k000003")
        assert served(workspace)[1] == 2
    return point


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what is tested; Windows ends by os._exit")
@pytest.mark.timeout(900)
def test_every_kill_point_of_an_erasure_leaves_the_state_before_or_one_that_is_finished(tmp_path: Path) -> None:
    made = small(tmp_path)
    assert at_each(made.path, POINTS, erase_at_point) == POINTS and len(POINTS) == 10
