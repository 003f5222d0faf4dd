"""Many files are read by processes of our own: the same readings in the same order, and none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.extract.reading import Reading, read_file
from pipelines.intake import readers
from pipelines.intake.readers import MANY, read_ahead
from pipelines.site import parse_site, site_text
from tests.unit.intake.files import returns

ROOT = Path(__file__).resolve().parents[3]
SITE = parse_site(site_text("yangquan"))
Job = tuple[Path, object, bytes, None, str]


def jobs(folder: Path, count: int) -> list[tuple[object, ...]]:
    """Write returns of as many headcounts, each in a file of its own, one of them no file of ours."""
    found: list[tuple[object, ...]] = []
    for n in range(count):
        path = folder / f"年报{n}.csv"
        path.write_text("甲,乙\n1,2\n" if n == 3 else returns(A_V01=n), encoding="utf-8")
        found.append((path, SITE, b"0" * 32, None, path.name))
    return found


def told(reading: Reading) -> tuple[object, ...]:
    """Return all a reading says, in values that can be compared."""
    tables = [(t.dataset, t.rows_in, t.frame.astype(object).where(t.frame.notna(), None).values.tolist()) for t in reading.tables]
    return reading.file, reading.sha256, tables, reading.problems, reading.notes, reading.quarantine.values.tolist()


def refused(number: int) -> Reading:
    """Refuse, as a read does whose period is none."""
    raise XiangyiError(Text(f"第{number}个", f"number {number}"), ExitCode.REFUSED)


@pytest.mark.parametrize("count", [5, MANY])
def test_readings_are_those_of_one_after_the_other(tmp_path: Path, count: int) -> None:
    given = jobs(tmp_path, count)
    found = [told(reading) for reading in read_ahead(read_file, given)]
    assert found == [told(read_file(*job)) for job in given]  # type: ignore[arg-type]
    assert len({f[0] for f in found}) == count and found[3][3], "the file that is none of ours is told"


@pytest.mark.parametrize("count", [1, MANY])
def test_what_a_read_raises_arrives_whole(count: int) -> None:
    with pytest.raises(XiangyiError) as caught:
        list(read_ahead(refused, [(n,) for n in range(count)]))
    assert caught.value.text == Text("第0个", "number 0") and caught.value.code == ExitCode.REFUSED


def slow(number: int) -> Reading:
    """Take longer than the test."""
    time.sleep(600)
    raise AssertionError(number)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what is tested")
def test_readers_end_with_the_process_that_started_them() -> None:
    program = f"from tests.unit.intake.test_readers import slow; from {readers.__name__} import read_ahead; list(read_ahead(slow, [(n,) for n in range({MANY})]))"
    started = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    deadline = time.monotonic() + 60
    children: list[psutil.Process] = []
    while len([c for c in children if "spawn_main" in " ".join(c.cmdline())]) < 2:
        assert time.monotonic() < deadline and started.poll() is None, "no readers were started"
        time.sleep(0.1)
        children = psutil.Process(started.pid).children(recursive=True)
    time.sleep(2)  # until they are at work
    started.send_signal(signal.SIGKILL)
    started.wait()
    gone, left = psutil.wait_procs(children, timeout=30)
    assert left == [] and len(gone) >= 2


def test_a_script_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        f"""from tests.unit.intake.test_readers import jobs, read_ahead, read_file, Path
print("once")
print(len(list(read_ahead(read_file, jobs(Path({str(tmp_path)!r}), {MANY})))))
""",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["once", str(MANY)]
