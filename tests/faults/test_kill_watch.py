"""A watch killed at any point: every file is in one place, nothing is loaded twice, and the next run finishes the work."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipelines.core.errors import ExitCode
from pipelines.intake.watch import Round, Watched, watch
from pipelines.warehouse.killpoint import KillPoint, WatchPoint
from pipelines.warehouse.workspace import Workspace
from tests.faults.ending import kill_at
from tests.faults.test_kill import assert_tidy, at_each, prepared, served, write_return

POINTS: list[KillPoint | WatchPoint] = [*KillPoint, *(point for point in WatchPoint if point != WatchPoint.ARRIVED)]
BAD = "机构代码,年份,人员类别,在岗人数\n542521100-V01,2022,乡村医生,很多\n"
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what is tested; Windows ends by os._exit")


def watching(watched: Watched) -> list[str]:
    """Return the words of the command that watches."""
    return ["watch", str(watched.incoming), "--out", str(watched.out), "--workspace", str(watched.workspace.path), "--every", "0.1"]


def ready(folder: Path) -> Path:
    """Make a folder with a registered workspace, and beside it a folder to watch with a good and a bad file in it."""
    prepared(folder, 1)
    incoming = folder / "in"
    incoming.mkdir()
    write_return(incoming, 200)
    (incoming / "坏.csv").write_text(BAD, encoding="utf-8")
    return folder


def watched_in(folder: Path, out: Path) -> Watched:
    """Return what watches a folder made by `ready`."""
    return Watched(workspace=Workspace.open(folder / "workspace"), incoming=folder / "in", out=out, every=0.05)


def places(watched: Watched, name: str) -> list[str]:
    """Return the folders that hold a file of this name: in, loaded, returned."""
    found = [("in", watched.incoming), ("loaded", watched.out / "loaded"), ("returned", watched.out / "returned")]
    return [label for label, folder in found for path in folder.rglob(name) if path.is_file()]


def kill_and_go_on(folder: Path, point: KillPoint | WatchPoint, out: Path | None = None) -> KillPoint | WatchPoint:
    """Kill a watch at `point`, look where the files are, and let the next run finish; return the point."""
    watched = watched_in(folder, out or folder / "out")
    assert kill_at(point, *watching(watched), "--once") == -signal.SIGKILL, f"{point} was not hit"
    held = [places(watched, name) for name in ("人员年报.csv", "坏.csv")]
    assert all(len(found) == 1 for found in held) or point == WatchPoint.ARRIVED, (point, held)
    rounds: list[Round] = []
    watch(watched, rounds.append, lambda text: None, once=True)
    assert [places(watched, name) for name in ("人员年报.csv", "坏.csv")] == [["loaded"], ["returned"]]
    assert places(watched, "坏.csv_已标注.xlsx") == ["returned"]
    assert served(watched.workspace)[1:] == (2, 201)
    assert_tidy(watched.workspace)
    return point


@on_posix
@pytest.mark.timeout(900)
def test_every_kill_point_leaves_each_file_in_one_place(tmp_path: Path) -> None:
    assert at_each(ready(tmp_path / "ready"), POINTS, kill_and_go_on) == POINTS


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than the tests' own."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    with TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@on_posix
def test_a_kill_between_copy_and_removal_on_another_disk_is_finished(tmp_path: Path, other_disk: Path) -> None:
    assert kill_and_go_on(ready(tmp_path / "ready"), WatchPoint.ARRIVED, other_disk / "out") == WatchPoint.ARRIVED
    assert not [path for path in other_disk.rglob("*") if path.name.endswith(".tmp")]


@on_posix
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_that_is_stopped_ends_without_error(tmp_path: Path, stop: signal.Signals) -> None:
    watched = watched_in(ready(tmp_path / "ready"), tmp_path / "out")
    command = [sys.executable, "-m", "pipelines", *watching(watched)]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a run that was started in the background hands on that it is ignored
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", preexec_fn=heard)
    deadline = time.monotonic() + 200
    while places(watched, "坏.csv") != ["returned"] or places(watched, "人员年报.csv") != ["loaded"]:
        assert time.monotonic() < deadline, "the watch did not get to work"
        time.sleep(0.1)
    process.send_signal(stop)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == ExitCode.OK and "Traceback" not in out and served(watched.workspace)[1:] == (2, 201)
