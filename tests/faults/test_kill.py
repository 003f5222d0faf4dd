"""A load or an undo killed at any named point leaves the build before, or the new one, and nothing to put right by hand."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.batch import load_files
from pipelines.intake.lock import hold_lock
from pipelines.intake.rebuild import rebuild
from pipelines.intake.undo import undo_batch
from pipelines.site import site_text
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.killpoint import KillPoint
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.workspace import Workspace
from tests.faults.ending import kill_at

ROUNDS = 5
UNDO_POINTS = list(KillPoint)[list(KillPoint).index(KillPoint.BUILD_RAW) :]  # an undo archives and stages nothing
AFTER_SWAP = {KillPoint.POINTER_SWAP, KillPoint.LEDGER_PUBLISH, KillPoint.CLEANUP}
REGIONS = """地区代码,地区名称,层级,上级代码
542521,普兰县,县,542500
542521100,普兰镇,乡镇,542521
542521200,巴嘎乡,乡镇,542521
"""
FACILITIES = """机构代码,机构名称,机构类型,所在乡镇代码
542521100-V01,甲村卫生室,村卫生室,542521100
542521200-V01,乙村卫生室,村卫生室,542521200
"""


def write_return(folder: Path, headcount: int) -> Path:
    """Write a return of two clinics whose headcounts add up to `headcount` + 1."""
    path = folder / "人员年报.csv"
    rows = f"542521100-V01,2022,乡村医生,{headcount}\n542521200-V01,2022,乡村医生,1\n"
    path.write_text("机构代码,年份,人员类别,在岗人数\n" + rows, encoding="utf-8")
    return path


def served(workspace: Workspace) -> tuple[str, int, float]:
    """Return the served build, its rows of the return and their headcount; it must be the one that was published last."""
    connection, build, note = open_current(workspace)
    with connection:
        row = connection.execute("select count(*), sum(headcount) from raw_workforce_return").fetchone()
    assert note is None and row is not None
    return build, row[0], row[1]


def kill_load(workspace: Workspace, file: Path, point: KillPoint) -> int | None:
    """Load a file in a process of its own that ends at `point`; return how it ended."""
    return kill_at(point, "load", str(file), "--workspace", str(workspace.path), "--yes")


def assert_tidy(workspace: Workspace) -> None:
    """No temporary file, no write-ahead log, no rows of a batch that does not count."""
    left = [p for p in workspace.path.rglob("*") if p.name.startswith("tmp-") or p.suffix in (".tmp", ".wal")]
    assert left == [] and list(workspace.tmp.iterdir()) == []
    builds = sorted(p.stem for p in workspace.builds.glob("*.duckdb"))
    assert 1 <= len(builds) <= 3 and builds[-1] == workspace.named_build()
    with Ledger(workspace.ledger_path) as ledger:
        states = {str(b["batch"]): b["state"] for b in ledger.batches()}
        keys = [load.key for load in ledger.live()]
    assert set(states.values()) <= {"published", "superseded", "failed", "undone"}
    assert {p.name for p in workspace.cleaned.iterdir()} == {b for b, s in states.items() if s != "failed"}
    assert len(keys) == len(set(keys)) == 6


def prepared(folder: Path, *headcounts: int) -> Path:
    """Make a folder with a workspace that knows its places and into which a return was loaded for each headcount."""
    folder.mkdir()
    workspace = Workspace.create(folder / "workspace", site_text("ngari"))
    register = [folder / "地区.csv", folder / "机构.csv"]
    for path, text in zip(register, (REGIONS, FACILITIES), strict=True):
        path.write_text(text, encoding="utf-8")
    for headcount in headcounts:
        load_files(workspace, [*register, write_return(folder, headcount)], None, lambda plan: True)
    return folder


def at_each(ready: Path, points: Sequence[Any], act: Callable[[Path, Any], Any]) -> list[Any]:
    """Copy a folder once for each point and act on the copies, as many at a time as there are cores; return the points reached."""
    folders = [Path(shutil.copytree(ready, ready.with_name(point.value))) for point in points]
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        return list(pool.map(act, folders, points))


def run_point(folder: Path, point: KillPoint) -> KillPoint:
    """Kill a load at `point` again and again, each time with new figures, and load after the first and the last; return the point."""
    workspace = Workspace.open(folder / "workspace")
    for headcount in range(101, 101 + ROUNDS):
        before, _, known = served(workspace)
        file = write_return(folder, headcount)
        assert kill_load(workspace, file, point) == -signal.SIGKILL, f"{point} was not hit"
        build, rows, total = served(workspace)
        assert rows == 2
        assert (build != before) == (point in AFTER_SWAP)
        assert total == (headcount + 1 if point in AFTER_SWAP else known)
        if headcount in (101, 100 + ROUNDS):  # in between, what one killed load left meets the next
            result = load_files(workspace, [file], None, lambda plan: True)
            assert result.exit_code == ExitCode.OK
            assert (result.plan.files[0].already_loaded_on is not None) == (point in AFTER_SWAP)
            assert served(workspace)[1:] == (2, headcount + 1)
            assert_tidy(workspace)
    return point


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what is tested; Windows ends by os._exit")
@pytest.mark.timeout(600)
def test_every_kill_point_leaves_a_workspace_that_loads_again(tmp_path: Path) -> None:
    assert at_each(prepared(tmp_path / "ready", 100), list(KillPoint), run_point) == list(KillPoint)


def undo_at_point(folder: Path, point: KillPoint) -> KillPoint:
    """Kill the undo of a replacement at `point`, then undo, load and rebuild; return the point."""
    workspace, file = Workspace.open(folder / "workspace"), folder / "人员年报.csv"
    assert kill_at(point, "undo", "k000002", "--workspace", str(workspace.path), "--yes") == -signal.SIGKILL, f"{point} was not hit"
    is_undone = point in AFTER_SWAP
    assert served(workspace)[1:] == (2, 101 if is_undone else 201)
    if is_undone:
        with pytest.raises(XiangyiError, match="was undone on"):
            undo_batch(workspace, "k000002", lambda plan: True)
    else:
        assert undo_batch(workspace, "k000002", lambda plan: True).build is not None
    assert served(workspace)[1:] == (2, 101)
    assert_tidy(workspace)
    assert rebuild(workspace).is_same
    assert load_files(workspace, [file], None, lambda plan: True).batch == "k000003"
    assert served(workspace)[1:] == (2, 201)
    assert_tidy(workspace)
    return point


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what is tested; Windows ends by os._exit")
@pytest.mark.timeout(600)
def test_every_kill_point_of_an_undo_leaves_a_workspace_that_goes_on(tmp_path: Path) -> None:
    assert at_each(prepared(tmp_path / "ready", 100, 200), UNDO_POINTS, undo_at_point) == UNDO_POINTS and len(UNDO_POINTS) == 10


def test_a_second_load_is_told_who_holds_the_workspace(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", site_text("ngari"))
    with hold_lock(workspace.path / "lock"), pytest.raises(XiangyiError) as caught:
        load_files(workspace, [write_return(tmp_path, 1)], None, lambda plan: True)
    assert caught.value.code == ExitCode.BUSY
    assert str(os.getpid()) in caught.value.text.en and str(os.getpid()) in caught.value.text.zh
