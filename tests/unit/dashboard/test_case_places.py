"""What does not fit between records, by place: the rows account for all of the total above them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of


@pytest.mark.parametrize("region", ["140300", "542500", "140322"])
def test_no_money_of_the_total_is_missing_below_it(demo_workspace: Path, region: str) -> None:
    gate = Gate(demo_workspace)
    viewer = Viewer.local(gate.site)
    page = next(page for page in all_pages() if page.name == "subsidies")
    card = next(card for card in page.cards if card.kind == "case_places")
    state = read_state(page.path, f"region={region}&period=2025&lang=zh", choices(gate.edition(), viewer))
    assert state is not None
    whole, *each = chart_of(Sight(edition=gate.edition(), viewer=viewer, state=state), card).rows
    cases, money = ([row[place].value for row in (whole, *each)] for place in (2, 4))
    assert each and money[0] and sum(money[1:]) >= money[0] * (1 - 1e-9), "an amount may stand under several kinds, and under one at least"
    assert sum(cases[1:]) >= cases[0] and all(c or m for c, m in zip(cases, money, strict=True))
    gate.close()
