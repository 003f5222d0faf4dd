"""Who reads the files of a batch ahead of their being put away: threads, or for many files processes of our own.

Cleaning cells is plain Python, which one process does on one core whatever its threads. Another process takes about a second to
start: below MANY files that is more than it saves; of the demo's 203 files it saves 12 of 27 seconds.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path

from pipelines.extract.reading import Reading

AHEAD = 2  # files read while one is put away
MANY = 40  # files


def read_ahead(read: Callable[..., Reading], jobs: Sequence[tuple[object, ...]]) -> Iterator[Reading]:
    """Yield what `read` makes of each job (its arguments), in order, AHEAD of what is taken; what it raises is raised here."""
    with _readers(len(jobs)) as readers:
        waiting: deque[Future[Reading]] = deque()
        for job in jobs:
            waiting.append(readers.submit(read, *job))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _readers(files: int) -> Executor:
    cores = os.cpu_count() or 1
    if files < MANY or cores < 2 or not _is_guarded():
        return ThreadPoolExecutor(max_workers=AHEAD)
    # a fork would inherit the locks of DuckDB's threads
    return ProcessPoolExecutor(max_workers=min(AHEAD, cores), mp_context=get_context("spawn"), initializer=_obey)


def _is_guarded() -> bool:
    """Say whether the program that runs can be imported: a new process does so, and would run an unguarded script once more."""
    program = getattr(sys.modules["__main__"], "__file__", None)
    try:
        return program is None or "__main__" in Path(program).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False


def _obey() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that is gone: nobody is left to hand over a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
