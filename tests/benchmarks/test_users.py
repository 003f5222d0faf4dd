"""Fifty readers at once: walks recorded in a browser, replayed at the pace of readers whether answers have come or not."""

from __future__ import annotations

import http.client
import json
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psutil
import pytest

from tests.benchmarks.measure import say, slowness
from tests.browser.conftest import chromium, go, page, reader, wait_filled

__all__ = ["chromium", "page", "reader"]  # fixtures of the browser tests, used by name

USERS, SECONDS, THINK = 50, 60.0, (4.0, 12.0)  # readers, how long, and the seconds a reader looks at a view
BAR_MS = 400.0
WORKERS, THREADS = 2, 4
MOST_WAITING = 200  # calls that may be on their way at once
CALL = "/_dash-update-component"
VIEWS = (
    ("overview", "?region=140300"), ("overview", "?region=140300&period=2022"), ("overview", "?region=140322"), ("supply", "?region=140322"),
    ("supply", "?region=140300&by=sex"), ("retention", "?region=140300"), ("pay", "?region=140300"), ("pay", "?region=542500"),
    ("equity", "?region=542500"), ("services", "?region=140300&lang=en"),
)


@dataclass(frozen=True)
class Asked:
    """A call of a recorded walk: its body, and what a reader alone was answered."""

    body: bytes
    answer: object


@pytest.fixture
def served(demo_workspace) -> Iterator[tuple[str, int, psutil.Process]]:
    """The demo behind gunicorn as a bureau serves it: two workers of four threads."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", str(WORKERS), "--threads", str(THREADS), "-b", f"127.0.0.1:{port}",
               f"tests.benchmarks.served:application('{demo_workspace}')"]
    running = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}", port, running
    finally:
        running.terminate()
        running.wait(30)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            if _ask(port, "GET", "/build", None)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("gunicorn does not answer")


def _ask(port: int, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def record(page, address: str) -> list[list[Asked]]:  # noqa: F811  # a fixture is asked for by its name
    """Walk through the views in a browser, and return of each the calls it made."""
    views: list[list[Asked]] = []
    for name, search in VIEWS:
        calls = []
        page.on("requestfinished", keep := lambda r, calls=calls: calls.append(r) if CALL in r.url else None)
        go(page, f"{address}/{'' if name == 'overview' else name}{search}", name)
        wait_filled(page, name)
        page.remove_listener("requestfinished", keep)
        views.append([Asked(c.post_data_buffer, json.loads(c.response().body() or b"null")) for c in calls])
    return views


def cpu_seconds(running: psutil.Process) -> float:
    """Return the processor seconds of gunicorn and its workers."""
    return sum(sum(p.cpu_times()[:2]) for p in (running, *running.children(recursive=True)))


def schedule(views: list[list[Asked]]) -> list[tuple[float, Asked]]:
    """Return the calls of all readers with the second each is made, in order; what a reader does waits for no answer."""
    drawn, made = random.Random(50), []
    for _ in range(USERS):
        at, view = drawn.uniform(0, THINK[1]), drawn.randrange(len(views))
        while at < SECONDS:
            made += [(at + 0.15 * i, call) for i, call in enumerate(views[view % len(views)])]
            at, view = at + drawn.uniform(*THINK), view + 1
    return sorted(made, key=lambda one: one[0])


@pytest.mark.timeout(900)
def test_fifty_readers_are_answered_in_time_and_rightly(page, served):  # noqa: F811
    address, port, running = served
    views = record(page, address)
    calls = schedule(views)
    assert all(views) and len(calls) > USERS * 10
    for _ in range(WORKERS * 2):  # every worker has met the questions
        for view in views:
            for call in view:
                _ask(port, "POST", CALL, call.body)
    start, before = time.perf_counter(), cpu_seconds(running)

    def make(planned: tuple[float, Asked]) -> tuple[float, bool, bool]:
        at, call = planned
        status, body = _ask(port, "POST", CALL, call.body)
        waited = (time.perf_counter() - start - at) * 1000
        return waited, status not in (200, 204), status == 200 and json.loads(body) != call.answer

    with ThreadPoolExecutor(MOST_WAITING) as readers:
        asked = []
        for planned in calls:
            time.sleep(max(0.0, start + planned[0] - time.perf_counter()))
            asked.append(readers.submit(make, planned))
        found = [one.result() for one in asked]
    waits = sorted(wait for wait, _, _ in found)
    p50, p95 = (waits[int(len(waits) * share)] for share in (0.5, 0.95))
    errors, wrong = sum(error for _, error, _ in found), sum(bad for _, _, bad in found)
    cpu = (cpu_seconds(running) - before) / len(calls) * 1000
    say("50 readers", calls=len(calls), p50_ms=p50, p95_ms=p95, cpu_ms_a_call=cpu, errors=errors, wrong=wrong)
    assert errors == 0 and wrong == 0
    assert p95 <= BAR_MS * slowness()
