"""A dashboard that ends while pages are being asked ahead ends in order: no words of a thread that lost its build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys, threading, time
from pathlib import Path
from dashboard.app import make_app

def main():
    app = make_app(Path(sys.argv[1]))
    time.sleep(float(sys.argv[2]))
    print("warming", any(t.name == "warm" for t in threading.enumerate()))

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("seconds", [0.0, 1.5])
def test_the_program_ends_in_order_while_pages_are_asked_ahead(demo_workspace: Path, tmp_path: Path, seconds: float) -> None:
    program = tmp_path / "serve.py"
    program.write_text(PROGRAM, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(program), str(demo_workspace), str(seconds)], capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (ended.returncode, ended.stdout.strip(), own(ended.stderr)) == (0, "warming True", "")


def own(said: str) -> str:
    """Leave out what DuckDB's binding counts at an exit, now and then: it is no word of a thread of ours."""
    counted = ("nanobind: ", " - leaked ", " - ... skipped", "See https://nanobind")
    return "\n".join(line for line in said.splitlines() if not line.startswith(counted))
