"""What stands on a wall: drawings that fill two rows, no hole at the end of one, and on a page without drawings its list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.layout.card import BARE_KINDS, COLUMNS, GRAPH_KINDS, filled, on_wall
from dashboard.page import Card, all_pages
from pipelines.core.text import Text

PAGES = {page.name: page for page in all_pages()}


def spans(*widths):
    return [Card(name=f"c{i}", kind="trend", title=Text("题", "Title"), span=wide) for i, wide in enumerate(widths)]


def rows(cards):
    """Sum the spans as a grid of twelve columns places them."""
    found, taken = [], 0
    for card in cards:
        if taken + card.span > COLUMNS:
            found.append(taken)
            taken = 0
        taken += card.span
    return [*found, taken]


@pytest.mark.parametrize(("given", "wanted"), [
    ((5, 6, 6, 6), [5, 7, 6, 6]), ((6, 6), [6, 6]), ((4,), [12]), ((7, 7), [12, 12]), ((), []), ((3, 3, 3, 4), [3, 3, 6, 12]),
])
def test_the_last_card_of_a_row_takes_what_is_left(given, wanted):
    assert [card.span for card in filled(spans(*given))] == wanted


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_has_something_for_the_wall_and_no_row_has_a_hole(name):
    page = PAGES[name]
    shown = filled(on_wall(page))
    assert shown and [card.name for card in shown] == [card.name for card in on_wall(page)]
    assert all(total == COLUMNS for total in rows(shown)) and len(rows(shown)) <= 3
    if any(card.kind in GRAPH_KINDS for card in page.cards):
        assert all(card.kind in GRAPH_KINDS or card.kind == "attention" for card in shown)
    else:
        assert len(shown) == 1 and shown[0] == replace(next(c for c in page.cards if c.kind not in BARE_KINDS), span=COLUMNS)
