"""A browser without network, and servers of the demo and of England on this machine."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from waitress import create_server

from dashboard.app import make_app

ARTEFACTS = Path(__file__).resolve().parent / "artefacts"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
FILLED = """page => {
  const cards = [...document.querySelectorAll('.card')];
  return cards.length > 0 && cards.every(c => c.dataset.page === page && c.querySelector('h2') && (() => {
    const drawing = c.querySelector('.drawing');
    return !drawing || getComputedStyle(drawing).display === 'none'
      || drawing.querySelector('.maplibregl-canvas, .main-svg .trace');
  })());
}"""


@dataclass
class Seen:
    """What a page did that it should not have done."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page: console errors, exceptions, failed, refused and foreign requests."""
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

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


def _until_closed(server: Any) -> None:
    with contextlib.suppress(OSError):  # to close it takes the socket from under its loop
        server.run()


def serve(workspace: Path) -> Iterator[str]:
    """Serve a workspace on a free port of this machine for as long as the tests run."""
    server = create_server(make_app(workspace).server, host="127.0.0.1", port=0, threads=8, ident=None)
    thread = threading.Thread(target=_until_closed, args=(server,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def demo(demo_workspace: Path) -> Iterator[str]:
    """The address of the demo."""
    yield from serve(demo_workspace)


@pytest.fixture(scope="session")
def england(england_workspace: Path) -> Iterator[str]:
    """The address of England's published files."""
    yield from serve(england_workspace)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a screen and without a network."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "no chromium found; run: make setup-system"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page as wide as the picture of the look."""
    context = browser.new_context(viewport={"width": 1680, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(150_000)  # a busy machine is slow, and no speed is tested here
    yield opened
    context.close()


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
