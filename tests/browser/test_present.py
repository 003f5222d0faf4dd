"""A card presented stands whole on the screen, whatever it is and however long its finding."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Seen, go, shot
from tests.browser.reading import settle

HEIGHT = "() => [document.documentElement.scrollHeight, window.innerHeight, document.querySelector('.card .foot').getBoundingClientRect().bottom]"
CARDS = (("pay", "pay_gaps", 1366, 768), ("pay", "pay_gaps", 1920, 1080), ("supply", "density_map", 1366, 768))


@pytest.mark.parametrize(("name", "card", "width", "height"), CARDS)
def test_a_presented_card_needs_no_scrolling(page, demo, name, card, width, height):
    seen = Seen(demo)
    seen.watch(page)
    page.set_viewport_size({"width": width, "height": height})
    go(page, f"{demo}/{name}?region=140300&lang=zh&mode=present&card={card}", name)
    settle(page)
    whole, window, foot = page.evaluate(HEIGHT)
    shot(page, f"present-{card}-{width}")
    assert whole == window and foot <= window
    assert page.locator(".card").count() == 1 and page.locator(".drawing").bounding_box()["height"] >= 240
    assert seen.faults == []


def test_who_leaves_by_escape_is_not_led_back_into_presenting(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/supply?region=140300&lang=zh", "supply")
    page.evaluate("() => window.go({ mode: 'present', card: 'density_map' })")
    page.wait_for_function("() => document.documentElement.dataset.mode === 'present'")
    page.wait_for_selector(".asked dl")
    terms = page.locator(".asked dt").all_text_contents()
    assert terms[0] == "样本量" and len(set(terms)) == len(terms) and not {"标题", "结论", "单位"} & set(terms)
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.documentElement.dataset.mode === 'page'")
    page.go_back()
    page.wait_for_timeout(1500)
    assert page.evaluate("document.documentElement.dataset.mode") == "page" and "mode=present" not in page.url
    assert seen.faults == []


def test_a_grid_goes_onto_paper_with_all_its_columns_and_rows(page, demo):
    go(page, f"{demo}/retention?region=140300&lang=zh", "retention")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    table = page.locator(".paper-table")
    assert table.count() == 1 and table.locator("tbody tr").count() == 5 and table.locator("th").count() == 7
    assert all(cell for cell in table.locator("td").all_text_contents())
    assert page.evaluate("() => document.adoptedStyleSheets.some(s => [...s.cssRules].some(r => r.cssText.includes('阳泉市')))")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert table.count() == 0
