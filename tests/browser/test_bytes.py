"""What a reader's line has to carry: the first page, a change of period or place, and boundaries once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import go, wait_filled

FIRST, CHANGE = 3_200_000, 150_000  # bytes as they travel


@dataclass
class Carried:
    """The answers that came over the line, with their bytes as they travelled; what came out of the browser's cache did not."""

    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Listen to the network of a page."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda event: self._asked.update({event["requestId"]: event["request"]["url"]}))
        session.on("Network.loadingFinished", self._ended)

    def _ended(self, event: dict[str, Any]) -> None:
        if event["encodedDataLength"] > 0:
            self.answers[event["requestId"]] = (self._asked.get(event["requestId"], ""), int(event["encodedDataLength"]))

    def told(self) -> tuple[int, dict[str, int]]:
        """Return the bytes since the last time, in all and by address, and begin anew."""
        found, self.answers = list(self.answers.values()), {}
        return sum(size for _, size in found), {url.partition("?")[0]: size for url, size in sorted(found, key=lambda one: -one[1])[:8]}


def changed(page: Page, carried: Carried, name: str) -> dict[str, int]:
    """Choose a period, a place and what it was at first, each within its bytes; return those of the heaviest answers."""
    heaviest: dict[str, int] = {}
    for search in ("?region=140300&period=2022", "?region=140322&period=2022", "?region=140300"):
        before = page.inner_text(".answer")
        page.evaluate("search => window.dash_clientside.set_props('address', {search: search})", search)
        page.wait_for_function("before => document.querySelector('.answer').innerText !== before", arg=before)
        page.wait_for_function("() => !document.querySelector('.card[aria-busy]')")
        wait_filled(page, name)
        size, by = carried.told()
        print(f"  bytes: {search} {size:,}", flush=True)
        assert 0 < size <= CHANGE, (search, by)
        heaviest |= by
    return heaviest


def opened(page: Page, demo: str, address: str, name: str) -> tuple[Carried, dict[str, int]]:
    """Open a page as a newcomer within the bytes of a first load; return the counter, and the heaviest answers."""
    carried = Carried()
    carried.watch(page)
    go(page, demo + address, name)
    first, by = carried.told()
    print(f"\n  bytes: first {name} {first:,}", flush=True)
    assert 500_000 < first <= FIRST, by
    return carried, by


def test_a_page_with_grids_and_a_change_on_it(newcomer, demo):
    """The grids' library comes with the first grid, once."""
    page = newcomer
    carried, by = opened(page, demo, "/supply?region=140300", "supply")
    assert page.locator(".ag-root-wrapper").count() > 1 and [url for url in by if url.endswith("async-community.js")]
    assert [url for url in changed(page, carried, "supply") if url.endswith(".js")] == []


def test_the_first_page_a_change_and_the_boundaries(newcomer, demo):
    page = newcomer
    carried, _ = opened(page, demo, "/?region=140300", "overview")
    heaviest = changed(page, carried, "overview")
    page.click(".nav-link >> nth=1")
    wait_filled(page, "supply")
    moved, by = carried.told()
    assert moved <= CHANGE * 4, by
    assert [url for url in by if "/boundaries/" in url] == []
    page.reload()
    wait_filled(page, "supply")
    again, by = carried.told()
    print(f"\n  bytes: again {again:,}, to another page {moved:,}, heaviest of changes {heaviest}", flush=True)
    kept = [url for url, size in by.items() if size > 2_000 and ("/boundaries/" in url or "plotly" in url or url.endswith(".css"))]
    assert again <= CHANGE * 4 and kept == [], by
