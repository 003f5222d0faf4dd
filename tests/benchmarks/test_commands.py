"""What a user waits for: loading England, building the demo, asking from the shell. Bars stand in the assertions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.measure import measure, say


@pytest.fixture(scope="module")
def england(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean workspace of England's site."""
    folder = tmp_path_factory.mktemp("bench") / "england"
    measure(["init", str(folder), "--site", "england"])
    return folder


def test_all_files_of_england_load_in_25_seconds_and_1_5_gb(england: Path, realdata: Path) -> None:
    files = [str(p) for p in sorted((realdata / "england").glob("*.csv"))]
    took = measure(["load", *files, "--workspace", str(england), "--yes", "--json"])
    say("England, all files", seconds=took.seconds, peak_gb=took.peak_gb)
    assert json.loads(took.out)["build"]
    assert took.seconds <= 25
    assert took.peak_gb <= 1.5


def test_england_answers_from_the_shell_in_a_second(england: Path) -> None:
    took = min(
        (measure(["observe", "headcount", "--workspace", str(england), "--format", "json"]) for _ in range(3)),
        key=lambda m: m.seconds,
    )
    say("observe from the shell", seconds=took.seconds, peak_gb=took.peak_gb)
    assert len(json.loads(took.out)) >= 9
    assert took.seconds <= 1.0


def test_the_demo_answers_from_the_shell_in_0_8_seconds(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    measure(["demo", "--no-serve", "--workspace", str(folder)])
    question = ["--workspace", str(folder), "--level", "county", "--period", "2022"]
    asked = min((measure(["observe", "density", *question]) for _ in range(5)), key=lambda m: m.seconds)
    traced = min((measure(["trace", "density", "--region", "140321", *question[:2], "--period", "2022"]) for _ in range(3)), key=lambda m: m.seconds)
    say("observe the demo from the shell", seconds=asked.seconds, peak_gb=asked.peak_gb, trace_seconds=traced.seconds)
    assert asked.seconds <= 0.8
    assert traced.seconds <= 3


def test_help_comes_at_once() -> None:
    took = min((measure(["--help"]) for _ in range(3)), key=lambda m: m.seconds)
    say("xiangyi --help", seconds=took.seconds)
    assert took.seconds <= 0.6


def test_the_demo_is_generated_and_loaded_in_45_seconds(tmp_path: Path) -> None:
    first = measure(["demo", "--no-serve", "--workspace", str(tmp_path / "demo")])
    again = measure(["demo", "--no-serve", "--workspace", str(tmp_path / "demo")])
    say("demo", first_seconds=first.seconds, again_seconds=again.seconds, peak_gb=first.peak_gb)
    assert first.seconds <= 45
    assert again.seconds <= 15
