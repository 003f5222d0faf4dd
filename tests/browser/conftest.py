"""A browser without network, and servers of the demo and of England on this machine."""

from __future__ import annotations

import contextlib
import faulthandler
import re
import shutil
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    ViewportSize,
    sync_playwright,
)
from waitress import create_server

from dashboard.app import make_app

ARTEFACTS = Path(__file__).resolve().parent / "artefacts"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SIZE: ViewportSize = {"width": 1680, "height": 1000}
FILLED = """page => {
  const cards = [...document.querySelectorAll('.card')];
  return cards.length > 0 && cards.every(c => c.dataset.page === page && c.querySelector('h2') && (() => {
    const drawing = c.querySelector('.drawing');
    return !drawing || getComputedStyle(drawing).display === 'none'
      || drawing.querySelector('.maplibregl-canvas, .main-svg .trace');
  })());
}"""
STANDS = """() => JSON.stringify({
  busy: [...document.querySelectorAll('[aria-busy]')].map(e => e.id || e.dataset.card || e.className), loading: document.documentElement.dataset.loading,
  cards: [...document.querySelectorAll('.card')].map(c => c.dataset.page + '/' + c.dataset.card + ': ' + c.innerText.slice(0, 60)),
  text: document.body.innerText.slice(0, 500),
})"""
UNUSED = re.compile(r"enterprise|charts-shared|async-\w*(chart|heatmap|sparkline)|(re|e|high|apex)charts", re.IGNORECASE)
FAILED = pytest.StashKey[bool]()


@dataclass
class Seen:
    """What a page did that it should not have done."""

    origin: str
    faults: list[str] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)  # of the component kits, that came only once they were needed

    def watch(self, page: Page) -> None:
        """Listen to a page: console errors, exceptions, failed, refused and foreign requests, heavy parts that no page needs."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page left before its answer came
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.faults.append(f"foreign: {request.url}")
        name = request.url.partition("?")[0].rpartition("/")[2]
        if UNUSED.search(name):
            self.faults.append(f"heavy and unused: {request.url}")
        if name.startswith("async-"):
            self.parts.add(name)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


def _until_closed(server: Any) -> None:
    with contextlib.suppress(OSError):  # to close it takes the socket from under its loop
        server.run()


def serve(workspace: Path, *, warm: bool = True) -> Iterator[str]:
    """Serve a workspace on a free port of this machine for as long as the tests run.

    Asking ahead (`warm`) takes a processor for minutes where there is much data, and most of it is asked by no test.
    """
    server = create_server(make_app(workspace, warm=warm).server, host="127.0.0.1", port=0, threads=8, ident=None)
    thread = threading.Thread(target=_until_closed, args=(server,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def demo(demo_workspace: Path) -> Iterator[str]:
    """The address of the demo."""
    yield from serve(demo_workspace, warm=False)


@pytest.fixture(scope="session")
def england(england_workspace: Path) -> Iterator[str]:
    """The address of England's published files."""
    yield from serve(england_workspace, warm=False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """What starts a browser."""
    with sync_playwright() as playwright:
        yield playwright.chromium


def program() -> str:
    """Debian's chromium; it has no screen and no network."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "no chromium found; run: make setup-system"
    return found


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """A browser for those who have never been here: each of its contexts begins with an empty cache."""
    started = chromium.launch(executable_path=program(), args=ARGUMENTS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def reader(chromium: BrowserType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """The browser of somebody who was here before: the program's scripts are in its cache, compiled, which halves the work of a page."""
    started = chromium.launch_persistent_context(tmp_path_factory.mktemp("reader"), executable_path=program(), args=ARGUMENTS, viewport=SIZE)
    yield started
    started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a page know at its end whether its test failed."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


@pytest.fixture
def page(reader: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new tab of the reader's, with nothing of an earlier one stored."""
    with _tab(reader, request) as opened:
        yield opened
        with contextlib.suppress(Error):  # a page that is gone, or of no site
            opened.evaluate("() => window.localStorage.clear()")
    for tab in reader.pages[1:]:  # with its last tab a browser ends
        tab.close()


@pytest.fixture
def newcomer(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser of its own: nothing is in its cache, and what is set in it is set nowhere else."""
    with browser.new_context(viewport=SIZE) as context, _tab(context, request) as opened:
        yield opened


@contextlib.contextmanager
def _tab(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab as wide as the picture of the look; where its test failed it tells what stood on it and what the server was at."""
    opened = context.new_page()
    opened.set_default_timeout(150_000)  # a busy machine is slow, and no speed is tested here
    heard: list[str] = []
    opened.on("request", lambda r: heard.append(f"{time.time():.2f} asks {r.url[-70:]} {(r.post_data or '')[:60]} {(r.post_data or '')[-90:]}"))
    opened.on("response", lambda r: heard.append(f"{time.time():.2f} got {r.status} {r.url[-70:]}"))
    opened.on("console", lambda m: heard.append(f"{time.time():.2f} says {m.text[:300]}"))
    yield opened
    if request.node.stash.get(FAILED, False):
        _tell(opened, heard, re.sub(r"\W+", "-", request.node.name))


def _tell(page: Page, heard: list[str], name: str) -> None:
    """Print what a page last asked and was answered, what stands on it, and where each thread of its server is."""
    print(*heard[-40:], sep="\n")
    with contextlib.suppress(Error):  # a page that is gone
        print(page.url, page.evaluate(STANDS))
        shot(page, f"failed-{name}")
    ARTEFACTS.mkdir(exist_ok=True)
    threads = ARTEFACTS / f"failed-{name}.txt"
    with threads.open("w", encoding="utf-8") as out:
        faulthandler.dump_traceback(out, all_threads=True)
    print(threads.read_text(encoding="utf-8"))


def go(page: Page, address: str, name: str) -> None:
    """Open an address and wait until every card of page `name` is filled."""
    page.goto(address)
    wait_filled(page, name)


def wait_filled(page: Page, name: str) -> None:
    """Wait until the cards of page `name` are there, each with its title and its drawing."""
    page.wait_for_function(FILLED, arg=name)
    page.wait_for_load_state("networkidle")


def shot(page: Page, name: str) -> None:
    """Keep a picture of the whole page for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)
