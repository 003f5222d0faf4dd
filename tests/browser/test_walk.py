"""Every page in both languages: nothing fails, nothing leaves this machine, axe finds no fault, and all it says is of one language."""

from __future__ import annotations

import html
import re

import pytest

from dashboard import words
from dashboard.data import Gate
from dashboard.page import all_pages
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace
from tests.browser.conftest import Seen, go, serve, shot
from tests.browser.reading import faults, misspoken, pointed, settle, stand
from tests.unit.dashboard.readback import is_told_by
from tests.unit.dashboard.spoken import Recorded

READ_BACK = ("overview", "pay", "subsidies")  # the browser's own numbers; every page's are read back in tests/unit/dashboard


@pytest.fixture(scope="module")
def recorded(demo_workspace):
    gate = Gate(demo_workspace)
    yield Recorded.in_build(gate)
    gate.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("lang", "root"), [("zh", "140300"), ("en", "542500")])
def test_the_demo_opens_without_a_fault(page, demo, recorded, lang, root):
    """Each page is opened once, and all that is asked of it is asked then."""
    seen, found = Seen(demo), []
    seen.watch(page)
    for declared in all_pages():
        go(page, f"{demo}{declared.path}?region={root}&lang={lang}", declared.name)
        assert page.inner_text("h1") == declared.question.of(lang)
        assert words.SYNTHETIC.of(lang) in page.inner_text(".where")
        assert page.locator(".card").count() == len(declared.cards)
        assert page.locator(".headline").count() == len(declared.headline)
        assert [d for d in page.locator(".drawn:visible").all() if not page.locator(f"#{d.get_attribute('aria-labelledby')}").count()] == []
        stand(page)
        found += [(declared.name, "as it opens", fault) for fault in faults(page)]
        settle(page)
        found += [(declared.name, "scrolled through", fault) for fault in faults(page)]
        found += [(declared.name, word) for word in misspoken(page, lang, recorded)]
        if declared.name in READ_BACK:
            found += [(declared.name, told) for told in untabled(page, demo, declared.name, f"region={root}&lang={lang}")]
        shot(page, f"demo-{root}-{declared.name}-{lang}")
    assert found == [], "\n".join(map(str, found))
    assert seen.faults == []
    assert seen.parts == {"async-graph.js", "async-community.js"}, "one library draws, one makes grids, and not its enterprise part"


def untabled(page, origin, name, query):
    """Return what a pointer is told that the table of its card does not tell."""
    found = []
    for card, points in pointed(page).items():
        told = page.request.get(f"{origin}/card/{name}/{card}.json?{query}").json() if points else {}
        lines = [[html.unescape(part) for part in re.sub("</?b>", "", point).split("<br>")] for point in points]
        found += [(card, line) for line in lines if not line[0].startswith("0 ") and not is_told_by(line, told["rows"])]
    return found


@pytest.mark.parametrize(("name", "lang"), [("supply", "zh"), ("subsidies", "en")])
def test_the_dark_theme_has_no_fault_either(page, demo, name, lang):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/{name}?region=140300&lang={lang}&theme=dark", name)
    stand(page)
    assert faults(page) == [] and seen.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_england_opens_without_a_fault(page, england, lang):
    seen, found = Seen(england), []
    seen.watch(page)
    for declared in all_pages():
        go(page, f"{england}{declared.path}?lang={lang}", declared.name)
        assert words.SYNTHETIC.of(lang) not in page.inner_text("body")
        if declared.name in ("overview", "pay") and lang == "en":
            stand(page)
            found += [(declared.name, fault) for fault in faults(page)]
        shot(page, f"england-{declared.name}-{lang}")
    assert seen.faults == [] and found == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_workspace_says_so_on_every_page(page, tmp_path, lang):
    Workspace.create(tmp_path / "empty", site_text("yangquan"))
    server = serve(tmp_path / "empty")
    address = next(server)
    seen = Seen(address)
    seen.watch(page)
    found = []
    for declared in all_pages():
        page.goto(f"{address}{declared.path}?lang={lang}")
        page.wait_for_selector("h1")
        assert page.inner_text("h1") == words.NO_DATA_TITLE.of(lang)
        found += [(declared.name, fault) for fault in (*faults(page), *misspoken(page, lang, Recorded.of([])))]
        shot(page, f"empty-{declared.name}-{lang}")
    assert found == [] and seen.faults == []
    server.close()


def test_what_england_does_not_collect_is_said_in_words(page, england):
    go(page, f"{england}/?lang=en", "overview")
    for name, title in (("retention_12m", "12-month retention"), ("credit_completion", "Credits reached")):
        assert page.locator(f"[data-indicator={name}]").count() == 0 and title in page.inner_text(".left-out")
    assert page.locator("[data-indicator=headcount]").count() == 1 and "not collected" not in page.inner_text(".headlines .headline")
    assert words.MAP_NONE.en.rstrip(".") in page.inner_text("[data-card=density_ranking] .foot")
    assert not page.locator("[data-card=density_map]").is_visible(), "the ranking that stands in for it is on the page"
    assert page.locator("[data-card=density_ranking] .main-svg .trace").count() > 0
    assert "who stayed and who left cannot be told" in page.inner_text("[data-card=survival_remoteness] .inside")
    go(page, f"{england}/retention?lang=en", "retention")
    assert "No unit in England reported what the figures at the top of this page need" in page.inner_text(".answer")


def test_a_narrow_screen_stacks_the_cards(page, demo):
    page.set_viewport_size({"width": 1240, "height": 900})
    go(page, f"{demo}/?region=140300", "overview")
    lefts = {round(box["x"]) for c in page.locator(".card").all() if (box := c.bounding_box())}
    assert len(lefts) > 1
    for width in (1200, 700):
        page.set_viewport_size({"width": width, "height": 900})
        lefts = {round(box["x"]) for c in page.locator(".card").all() if (box := c.bounding_box())}
        assert len(lefts) == 1
        page.wait_for_function("() => document.documentElement.scrollWidth <= window.innerWidth")  # once drawings are as narrow as their cards
