"""Measure a command: seconds, and the most memory its whole process tree held at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.05
COUNTED, COUNTED_SECONDS = 4_000_000, 0.094  # counted by an office machine of 2.5 GHz, and the seconds it takes


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took; `peak_gb` is resident memory of it and its children, sampled, as are the seconds of their processors."""

    seconds: float
    peak_gb: float
    out: str
    cpu_seconds: float


def measure(argv: list[str]) -> Measured:
    """Run `xiangyi argv` and measure it; raises CalledProcessError when it fails."""
    return measure_program([str(Path(sys.executable).with_name("xiangyi")), *argv])


def measure_program(argv: list[str]) -> Measured:
    """Run a program with its arguments and measure it; raises CalledProcessError when it fails."""
    start = time.perf_counter()
    keeping = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # an installed program has its bytecode
    process = psutil.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=keeping)
    peak = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    out, err = process.communicate()
    seconds = time.perf_counter() - start
    watcher.join()
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, argv, out, err)
    return Measured(seconds, peak[0] / 1e9, out, peak[1])


def _watch(process: psutil.Popen, peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], _tree_bytes(process))
        peak[1] = max(peak[1], _cpu_seconds(process))
        time.sleep(SAMPLE_SECONDS)


def _cpu_seconds(process: psutil.Popen) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _tree_bytes(process: psutil.Popen) -> int:
    total = 0
    try:
        for member in (process, *process.children(recursive=True)):
            total += member.memory_info().rss
    except psutil.Error:
        return total  # it ended between being listed and being asked
    return total


def best_seconds(run: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several runs in this process."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def slowness() -> float:
    """Return how many times longer a fixed count takes now than on an ordinary machine; never less than 1.

    A shared machine changes its speed by more than half from hour to hour: a bar in seconds holds for a machine of one speed.
    """
    return max(1.0, best_seconds(lambda: sum(map(int, range(COUNTED))), 3) / COUNTED_SECONDS)


def say(what: str, **figures: float) -> None:
    """Print one line of figures for people and logs."""
    print(f"\n  {what}: " + ", ".join(f"{name} {value:,.3g}" for name, value in figures.items()), end="", flush=True)
