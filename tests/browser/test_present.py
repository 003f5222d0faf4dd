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
