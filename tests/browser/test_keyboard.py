"""A page without a mouse: everything is reached by Tab and seen to be, places are looked into by their names, Escape closes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, go
from tests.browser.reading import settle, stand

MOST = 160  # presses of the key
STOP = """() => {
  const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
  const before = getComputedStyle(one, '::after');
  const ringed = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
  const card = one.closest('.card'), named = document.getElementById(one.getAttribute('aria-labelledby'));
  return {
    name: (one.getAttribute('aria-label') || named && named.textContent || one.title || one.textContent || '').trim().slice(0, 60), kind: one.className.toString(), tag: one.tagName,
    card: card ? card.dataset.card : '', isSeen: box.width > 0 && box.height > 0,
    isRinged: ringed(look) || ringed(before) || look.borderColor !== 'rgb(227, 232, 236)' && one.tagName === 'INPUT',
  };
}"""


def stops(page: Page) -> list[dict[str, object]]:
    """Press Tab from the top of the page until it has been through, and return where it stopped."""
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    found: list[dict[str, object]] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(STOP)
        if here["tag"] == "BODY" or found and here == found[0]:
            break
        found.append(here)
    return found


def test_a_page_is_used_without_a_mouse(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/retention?region=140300&lang=zh", "retention")
    settle(page)
    found = stops(page)
    kinds = " ".join(str(stop["kind"]) for stop in found)
    assert all(name in kinds for name in ("nav-link", "mantine-Select-input", "button", "language", "card-more", "info", "maplibregl-canvas", "ag-"))
    assert sum("ag-" in str(stop["kind"]) for stop in found) == page.locator(".ag-root-wrapper").count(), "one stop a grid; arrows move inside"
    cards = {str(stop["card"]) for stop in found if "card-more" in str(stop["kind"])}
    assert cards == set(page.eval_on_selector_all(".card", "cards => cards.map(card => card.dataset.card)"))
    assert [stop for stop in found if not (stop["isRinged"] and stop["isSeen"])] == []
    assert found[0]["kind"] == "skip" and found[1]["kind"].startswith("nav-link"), "the first stop leads past the navigation and the bar"
    page.focus(".skip")
    assert page.locator(".skip").bounding_box()["y"] >= 0 and page.evaluate("() => document.activeElement.textContent") == "跳到正文"
    before = page.url
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.tagName") == "H1" and page.url == before
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")
    look_into_a_place_of_the_map(page)
    assert seen.faults == []


@pytest.mark.parametrize(("lang", "said"), [("zh", "按回车键排序"), ("en", "Press Enter to sort")])
def test_a_page_with_grids_and_maps_is_used_without_a_mouse(page, demo, lang, said):
    """Each stop is seen and has a name; a column is ordered and filtered by keys that are told to who hears it."""
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/supply?region=140300&lang={lang}", "supply")
    stand(page)
    found = stops(page)
    kinds = [(str(stop["card"]), str(stop["kind"])) for stop in found]
    assert [stop for stop in found if not (stop["isRinged"] and stop["isSeen"] and stop["name"])] == []
    assert sum("ag-" in kind for _, kind in kinds) == page.locator(".ag-root-wrapper").count() == 3
    assert sum("maplibregl-canvas" in kind for _, kind in kinds) == page.locator(".card.map").count() == 2
    for what in (".card-more", ".foot .info"):
        cards = page.eval_on_selector_all(f".card {what}", "marks => marks.map(one => one.closest('.card').dataset.card)")
        assert sorted(cards) == sorted(card for card, kind in kinds if card and what.rpartition(".")[2] in kind.split())
    head, names = page.locator("[data-card=gap_table] .ag-header-cell").first, "[data-card=gap_table] .ag-pinned-left-cols-container .ag-row"
    head.focus()
    expect(page.locator("[data-card=gap_table] .ag-aria-description-container")).to_contain_text(said)
    before = page.locator(names).count()
    page.keyboard.press("Control+Enter")
    page.locator(".ag-filter input:focus").wait_for()
    page.keyboard.type("zzz")
    expect(page.locator(names)).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator(names)).to_have_count(before)
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('.ag-filter') && document.activeElement.matches('.ag-header-cell')")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert seen.faults == []


def look_into_a_place_of_the_map(page: Page) -> None:
    """Open the map's menu and its table by key, follow the name of a place, and find Escape closing what it should."""
    menu = page.locator("[data-card=leaver_map] .card-more")
    menu.focus()
    page.keyboard.press("Enter")
    page.locator(".card-menu").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('.card-menu') && document.activeElement.matches('.card-more')")
    page.keyboard.press("Enter")
    page.locator(".menu-item:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("dialog[open] tbody tr").first.wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('dialog') && document.activeElement.matches('.card-more')")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    place = page.locator("dialog[open] tbody a.drill").first
    place.wait_for()
    place.focus()
    wanted = place.get_attribute("data-place")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_function("code => new URLSearchParams(location.search).get('region') === code", arg=wanted)


def tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press a key until what a selector names has the focus."""
    for _ in range(MOST):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached by {key}")


@pytest.mark.parametrize("card", ["density_map", "density_ranking"])
def test_from_the_overview_into_a_place_and_its_table_by_keys_alone(page, demo, card):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    tab_to(page, f"[data-card={card}] summary")
    page.keyboard.press("Enter")
    tab_to(page, f"[data-card={card}] .places li:nth-child(2) a")
    wanted = page.evaluate("() => document.activeElement.dataset.place")
    page.keyboard.press("Enter")
    page.wait_for_function("code => new URLSearchParams(location.search).get('region') === code", arg=wanted)
    assert len(wanted) == 6, "from a prefecture to a county"
    page.wait_for_function("() => document.querySelectorAll('.crumbs > a').length === 1 && !document.documentElement.dataset.loading")
    page.wait_for_function("card => document.activeElement.matches(`[data-card=${card}] summary`)", arg=card)
    assert page.get_attribute("#head", "aria-live") == "polite" and page.locator(".places[open]").count() == 0
    tab_to(page, f"[data-card={card}] .card-more", "Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("dialog[open] tbody tr").first.wait_for()
    page.keyboard.press("Escape")
    back = "card => !document.querySelector('dialog, .card-menu') && document.activeElement.matches(`[data-card=${card}] .card-more`)"
    page.wait_for_function(back, arg=card)
    for key in ("Enter", "ArrowUp", "ArrowUp", "ArrowUp", "Enter"):  # what was agreed on the card, third from the end of its menu
        page.keyboard.press(key)
    page.locator("dialog[open] textarea").first.wait_for()
    assert page.get_attribute("dialog[open]", "aria-label") == page.inner_text("dialog[open] h2")
    page.keyboard.press("Escape")
    page.wait_for_function(back, arg=card)
    for key in ("Enter", "Shift+Tab"):
        page.keyboard.press(key)
    expect(page.locator(".card-menu"), "a menu that is left closes").to_have_count(0)
    assert seen.faults == []


def test_a_row_of_a_grid_is_followed_by_enter(page, demo):
    go(page, f"{demo}/clinics?region=140321&lang=en", "clinics")
    page.locator("[data-card=clinics] .ag-center-cols-container .ag-row").first.wait_for()
    tab_to(page, "[data-card=clinics] .ag-header-cell")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    wanted = page.locator("[data-card=clinics] .ag-row[row-index='1'] a").first.get_attribute("data-facility")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('facility')")
    assert parse_qs(urlparse(page.url).query)["facility"] == [wanted]


def test_a_definition_is_told_by_pointer_and_by_key_and_goes_with_escape(page, demo):
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    mark, tip = page.locator("[data-card=density_map] .info").last, page.locator("#tip")
    told = mark.get_attribute("data-definition")
    assert told and not tip.is_visible()
    mark.hover()
    assert tip.is_visible() and tip.inner_text().split() == told.split()
    page.mouse.move(0, 0)
    assert not tip.is_visible()
    mark.focus()
    box, view = tip.bounding_box(), page.viewport_size
    assert mark.get_attribute("aria-describedby") == "tip" and tip.is_visible()
    assert box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= view["width"] and box["y"] + box["height"] <= view["height"]
    page.keyboard.press("Escape")
    assert not tip.is_visible() and mark.get_attribute("aria-describedby") is None


def test_in_a_table_led_by_ranks_the_name_leads_and_stays_in_sight(page, demo):
    page.set_viewport_size({"width": 1440, "height": 1000})
    go(page, f"{demo}/training?region=140300&lang=en", "training")
    settle(page)
    card = "[data-card=training_table]"
    page.locator(f"{card} .ag-pinned-left-cols-container .ag-row a.drill").first.wait_for()
    pinned = page.locator(f"{card} .ag-pinned-left-cols-container [row-index='0'] .ag-cell")
    assert pinned.evaluate_all("cells => cells.map(c => c.getAttribute('col-id'))") == ["rank", "region"]
    bodies = page.evaluate(f"""() => [...document.querySelectorAll("{card} .ag-body-viewport, {card} .ag-center-cols-viewport")]
        .map(e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth])""")
    assert bodies and all(down <= 1 and aside <= 1 for down, aside in bodies), "nothing of it is cut at 1,440"
    page.focus(f"{card} .card-more")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("dialog[open] tbody tr").first.wait_for()
    links = page.locator("dialog[open] tbody a.drill")
    assert links.evaluate_all("links => links.map(a => a.closest('td').cellIndex)") == [1] * 5
    wanted = links.nth(1).get_attribute("data-place")
    links.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("code => new URLSearchParams(location.search).get('region') === code && !document.querySelector('dialog')", arg=wanted)
