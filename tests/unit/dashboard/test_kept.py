"""A chart is kept for every reader: who looks at a wall, in the dark, or was first, leaves no trace in it."""

from __future__ import annotations

import re

import pytest

from dashboard.data import Gate
from dashboard.layout.card import card_foot
from tests.unit.dashboard.opened import page

FILES = r"\d 个文件）"


@pytest.mark.parametrize("own", ["&lang=zh&mode=wall&theme=dark", ""])
def test_what_is_kept_for_all_has_nothing_of_the_wall_or_the_dark_of_who_asked_first(demo_workspace, own):
    gate = Gate(demo_workspace)
    charts = {name: page(gate, name, f"?region=140321&period=2024{own}")[2] for name in ("overview", "subsidies")}
    gate.close()
    links = [cell.href for chart in charts["subsidies"] for row in chart.rows for cell in row if cell.href]
    assert links, "the list of whom to talk to leads to people"
    assert not [href for href in links if "mode" in href or "theme" in href or "lang=zh" not in href]
    for made in charts.values():
        told = [chart.footer for chart in made if re.search(FILES, chart.footer.source)]
        assert told and all(foot.brief_source and not re.search(FILES, foot.brief_source) for foot in told)
        shown = [str(card_foot(chart, mode)) for mode in ("wall", "") for chart in made if chart.footer in told]
        assert [bool(re.search(FILES, foot)) for foot in shown] == [False] * len(told) + [True] * len(told)
