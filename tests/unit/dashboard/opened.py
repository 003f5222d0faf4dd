"""A page of the demo as a reader of one release profile opens it."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import Card
from dashboard.sight import Sight, sight_at
from dashboard.view import page_cards, shown_chart


def page(gate: Gate, name: str, search: str, profile: str = "internal") -> tuple[Sight, list[Card], list[Chart]]:
    """The sight of a page of the demo, its cards and their charts."""
    areas = (("140300", profile), ("542500", profile))
    sight = sight_at(gate.edition(), Viewer("a", "planner", areas), name, search)
    assert sight is not None
    cards = page_cards(sight)
    return sight, cards, [shown_chart(sight, card) for card in cards]
