"""Commands in processes of their own, forked from one that has imported the program and made its tables once, and has nothing open.

Doing so anew for each of a hundred kills takes longer than what is killed.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pipelines.command.changing
import pipelines.command.loading
import pipelines.command.watching
import pipelines.intake.batch
import pipelines.intake.erasure.erase
import pipelines.intake.undo  # noqa: F401 (all of them: what a child would import)
from pipelines.__main__ import main
from pipelines.warehouse.killpoint import VARIABLE, ErasePoint, KillPoint, WatchPoint
from tests.unit.engine.small_build import small_build, small_site

LATE = ("pydantic.type_adapter", "rich.console", "rich.table", "pipelines.command.differences", "pipelines.command.plan")  # what a command imports as it runs
Point = KillPoint | WatchPoint | ErasePoint
small_build(small_site(), {}).close()  # every child then knows the model


def kill_at(point: Point, *words: str, said: str = "", timeout: float = 200) -> int | None:
    """Run a command that ends at `point`, with `said` on its standard input; return how it ended, None where it did not in time."""
    process = _started(_run, point.value, words, said)
    process.join(timeout)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return process.exitcode


def tell(output: Path, *words: str) -> int | None:
    """Run a command to its end and write all it prints to a file; return how it ended."""
    process = _started(_tell, str(output), words)
    process.join()
    return process.exitcode


def _started(run: Callable[..., None], *given: Any) -> BaseProcess:
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *LATE])
    process = context.Process(target=run, args=given)
    process.start()
    return process


def _run(point: str, words: Sequence[str], said: str) -> None:
    os.environ[VARIABLE] = point
    _print_to(os.devnull)
    sys.stdin, sys.argv = io.TextIOWrapper(io.BytesIO(said.encode()), encoding="utf-8"), ["pipelines", *words]
    main()


def _tell(output: str, words: Sequence[str]) -> None:
    _print_to(output)
    sys.argv = ["pipelines", *words]
    main()


def _print_to(path: str) -> None:
    there = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(there, stream)
