"""The bar and the navigation stay mounted from page to page; what they offer, say and lead to is of what is shown."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from dashboard.page import all_pages
from dashboard.state import Choices
from pipelines.engine.observe import all_indicators
from tests.browser.conftest import Seen, go, wait_filled
from tests.browser.reading import faults, settle
from tests.browser.test_address import choose

LEADS = "() => Object.fromEntries([...document.querySelectorAll('[data-leads]')].map(a => [a.dataset.leads, a.getAttribute('href')]))"
HERE = "() => [...document.querySelectorAll('.nav-link.here')].map(a => a.dataset.leads)"
BREAKDOWN = ".bar .mantine-Select-input >> nth=3"


def breakdowns(page_name: str) -> int:
    """How many breakdowns a page can be drawn by, of its declaration."""
    declared = next(p for p in all_pages() if p.name == page_name)
    return len(Choices.breakdowns(type("Of", (), {"indicators": all_indicators()})(), declared))


def asked(address: str) -> tuple[str, dict[str, str]]:
    """Path and query of an address."""
    parts = urlparse(address)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_the_bar_follows_the_page_the_place_and_the_period(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    page.evaluate("document.querySelector('.bar .mantine-Select-input').dataset.kept = 'yes'")
    for name in ("supply", "telemedicine", "retention"):
        page.click(f".nav-link[data-leads={name}]")
        wait_filled(page, name)
        settle(page)
        assert page.evaluate(HERE) == [name]
        assert page.locator(BREAKDOWN).is_disabled() is (breakdowns(name) == 0)
        if breakdowns(name):
            page.click(BREAKDOWN)
            assert page.locator(".mantine-Select-option:visible").count() == breakdowns(name) + 2
            page.keyboard.press("Escape")
    choose(page, 1, "2021")
    page.wait_for_function("() => document.querySelector('.answer').innerText.includes('2021')")
    settle(page)
    leads = {name: asked(address) for name, address in page.evaluate(LEADS).items()}
    assert leads["~wall"] == ("/retention", {"region": "140300", "lang": "zh", "period": "2021", "mode": "wall"})
    assert leads["~language"] == ("/retention", {"region": "140300", "lang": "en", "period": "2021"})
    assert leads["~export"][0] == "/export/retention.pptx" and leads["~export"][1]["period"] == "2021"
    assert leads["supply"] == ("/supply", {"region": "140300", "lang": "zh", "period": "2021"})
    page.go_back()
    page.wait_for_function("() => !document.querySelector('.answer').innerText.includes('2021')")
    page.go_back()
    wait_filled(page, "telemedicine")
    settle(page)
    assert page.evaluate(HERE) == ["telemedicine"]
    assert page.evaluate("document.querySelector('.bar .mantine-Select-input').dataset.kept") == "yes", "the bar was not made anew"
    assert faults(page) == [] and seen.faults == []
