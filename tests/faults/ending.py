"""Commands in processes of their own that end at a named point, forked from one that has imported the program but opened nothing.

Importing it anew for each of a hundred kills takes longer than what is killed.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from multiprocessing import get_context

import pipelines.command.changing
import pipelines.command.loading
import pipelines.command.watching
import pipelines.intake.batch
import pipelines.intake.erasure.erase
import pipelines.intake.undo  # noqa: F401 (all of them: what a child would import)
from pipelines.__main__ import main
from pipelines.warehouse.killpoint import VARIABLE, ErasePoint, KillPoint, WatchPoint

Point = KillPoint | WatchPoint | ErasePoint


def kill_at(point: Point, *words: str, said: str = "", timeout: float = 200) -> int | None:
    """Run a command that ends at `point`, with `said` on its standard input; return how it ended, None where it did not in time."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_run, args=(point.value, words, said))
    process.start()
    process.join(timeout)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return process.exitcode


def _run(point: str, words: Sequence[str], said: str) -> None:
    os.environ[VARIABLE] = point
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    sys.stdin, sys.argv = io.TextIOWrapper(io.BytesIO(said.encode()), encoding="utf-8"), ["pipelines", *words]
    main()
