"""A chart is kept for every reader: who looks at a wall, in the dark, or was first, leaves no trace in it."""

from __future__ import annotations

import re

from dashboard.cards import CARDS
from dashboard.data import Gate
from dashboard.layout.card import card_foot
from tests.unit.dashboard.opened import page

FILES = r"\d 个文件）"


def test_what_is_kept_for_all_has_nothing_of_the_wall_or_the_dark_of_who_asked_first(demo_workspace):
    gate = Gate(demo_workspace)
    searches = ("?region=140321&period=2024&lang=zh&mode=wall&theme=dark", "?region=140321&period=2024")
    charts = {name: [page(gate, name, search) for search in searches] for name in ("overview", "subsidies")}
    gate.close()
    for (of_wall, cards, first), (_, _, second) in charts.values():
        assert of_wall.state.mode == "wall" and cards and len(first) == len(second)
        assert all(one is other for card, one, other in zip(cards, first, second, strict=True) if not CARDS[card.kind].is_live)
        links = [cell.href for chart in first for row in chart.rows for cell in row if cell.href]
        assert not [href for href in links if "mode" in href or "theme" in href or "lang=zh" not in href]
        told = [chart.footer for chart in first if re.search(FILES, chart.footer.source)]
        assert told and all(foot.brief_source and not re.search(FILES, foot.brief_source) for foot in told)
        shown = [str(card_foot(chart, mode)) for mode in ("wall", "") for chart in first if chart.footer in told]
        assert [bool(re.search(FILES, foot)) for foot in shown] == [False] * len(told) + [True] * len(told)
    assert any(cell.href for chart in charts["subsidies"][0][2] for row in chart.rows for cell in row), "the list of whom to talk to leads to people"
