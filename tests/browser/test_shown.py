"""What axe finds where a page is shown otherwise: one card for a meeting, a wall, a card's menu and dialogs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, go
from tests.browser.reading import faults, stand

ASIDE = "() => { const aside = document.querySelector('.asked'); return [aside.scrollHeight > aside.clientHeight + 20, aside.scrollTop]; }"


def present(page: Page, origin: str, name: str, card: str, lang: str) -> None:
    """Open a card as a meeting sees it, with what may be asked of it."""
    go(page, f"{origin}/{name}?region=140300&lang={lang}&mode=present&card={card}", name)
    page.locator(".asked dl").wait_for()
    stand(page)


def test_a_card_presented_has_no_fault_and_what_may_be_asked_is_reached_by_key(page, demo):
    """Left and right turn the cards wherever the focus is, up and down scroll what has it."""
    seen = Seen(demo)
    seen.watch(page)
    page.set_viewport_size({"width": 1366, "height": 620})
    present(page, demo, "supply", "density_map", "zh")
    assert faults(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate("() => document.documentElement.scrollHeight <= window.innerHeight")
    page.focus(".asked")
    assert page.evaluate(ASIDE) == [True, 0], "a short screen does not hold it whole"
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('.asked').scrollTop > 0")
    assert page.locator(".card").get_attribute("data-card") == "density_map"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.card').dataset.card !== 'density_map'")
    page.wait_for_function("() => document.activeElement.matches('.asked') && document.activeElement.scrollTop === 0")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('.card').dataset.card === 'density_map'")
    assert seen.faults == []


def test_arrows_in_a_grid_that_is_presented_move_between_its_cells_and_a_clicker_turns(page, demo):
    present(page, demo, "retention", "retention_table", "en")
    assert faults(page) == []
    page.focus(".ag-header-cell")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.activeElement.matches('.ag-cell')")
    before = page.evaluate("() => document.activeElement.getAttribute('col-id')")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.activeElement.matches('.ag-cell') && document.activeElement.getAttribute('col-id') !== before", arg=before)
    page.wait_for_timeout(500)  # in which a card would turn
    assert page.locator(".card").get_attribute("data-card") == "retention_table"
    page.keyboard.press("PageDown")
    page.wait_for_function("() => document.querySelector('.card').dataset.card !== 'retention_table'")


@pytest.mark.parametrize(("name", "lang"), [("overview", "en"), ("data", "zh")])
def test_a_wall_has_no_fault(page, demo, name, lang):
    go(page, f"{demo}/{'' if name == 'overview' else name}?region=140300&lang={lang}&mode=wall", name)
    stand(page)
    assert faults(page) == []


def test_the_menu_of_a_card_and_its_dialogs_have_no_fault(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/retention?region=140300&lang=en", "retention")
    stand(page)
    found = []
    for what, at in (("menu", None), ("table", 0), ("about", 1), ("note", -3)):
        page.click("[data-card=leaver_map] [data-menu]")
        if at is not None:
            items = page.locator(".menu-item")
            items.nth(at % items.count()).click()
            page.locator("dialog[open] :is(tbody tr, dd, textarea)").first.wait_for()
        found += [(what, fault) for fault in faults(page)]
        page.keyboard.press("Escape")
        expect(page.locator("dialog, .card-menu")).to_have_count(0)
    assert found == [], "\n".join(map(str, found))
    assert seen.faults == []


def test_a_list_presented_has_as_many_rows_as_there_is_room_for(page, demo):
    """On a page a grid ends after fourteen rows; a card presented has the whole screen."""
    page.set_viewport_size({"width": 1440, "height": 900})
    go(page, f"{demo}/supply?region=140300&period=2025&lang=zh&mode=present&card=gap_table", "supply")
    page.locator("[data-card=gap_table] .ag-row").first.wait_for()
    grid, foot = (page.locator(f"[data-card=gap_table] {part}").bounding_box() for part in (".ag-root-wrapper", ".foot"))
    assert grid and foot and 0 <= foot["y"] - grid["y"] - grid["height"] < 60, "up to its foot"
    go(page, f"{demo}/supply?region=140300&period=2025&lang=zh&mode=present&card=supply_table", "supply")
    page.locator("[data-card=supply_table] .ag-row").nth(4).wait_for()
    grid, rows = page.locator("[data-card=supply_table] .ag-root-wrapper").bounding_box(), page.locator("[data-card=supply_table] .ag-row").count()
    assert grid and grid["height"] < 400 and rows >= 5, "five rows take no more than they need"
