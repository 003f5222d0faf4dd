"""What pay consists of, on the screen and in the engine, equals plain pandas on the clerks' workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.data import Gate, Viewer
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.engine.pay_parts import MONTHS, PAY, pay_parts
from tests.backtest import oracle_pay
from tests.backtest.oracle import ORDINARY, Books
from tests.backtest.workbooks_pay import read_files

YEARS = (2019, 2023, 2024)


@pytest.fixture(scope="module")
def told(books: Books, demo_workspace: Path) -> dict[int, pd.DataFrame]:
    """By year: facility of each rural doctor's post, part and amount, a row for each of what they were paid."""
    files, found = read_files(demo_workspace / "incoming"), {}
    for year in YEARS:
        people = oracle_pay.person_years(books, files, year).set_index("person")
        lines = books.pay[(books.pay["end"].dt.year == year) & books.pay["component"].isin((*ORDINARY, "emergency"))]
        lines = lines[lines["person"].isin(people.index)]
        rows = [lines.assign(facility=lines["person"].map(people["facility"]), part=lines["component"], amount=lines["paid"])]
        rows += [people.reset_index().assign(part=part, amount=people[column].to_numpy()) for part, column in ((PAY, "paid"), (MONTHS, "months"))]
        found[year] = pd.concat([r[["facility", "part", "amount"]] for r in rows])
    return found


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", ["prefecture", "county", "township"])
def test_every_part_of_pay_is_that_of_the_workbooks(demo_build: tuple[Any, Any], books: Books, told: Any, level: str, year: int) -> None:
    frame = pay_parts(demo_build[0])
    frame = frame[frame["period"] == str(year)]
    home = books.home[level]
    got = frame.assign(region=frame["place_code"].map(home)).groupby(["region", "part"])["amount"].sum()
    wanted = told[year].assign(region=told[year]["facility"].map(home)).groupby(["region", "part"])["amount"].sum()
    wanted = wanted[wanted != 0]
    pd.testing.assert_series_equal(got[got != 0].sort_index(), wanted.sort_index(), check_names=False, rtol=1e-9, check_dtype=False)


def test_the_card_shows_each_component_a_person_year_and_the_rest_as_untold(gate: Gate, books: Books, told: Any) -> None:
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state("/pay", "?region=140300&period=2024&lang=en", choices(edition, viewer))
    assert state is not None
    card = next(c for c in state.page.cards if c.name == "pay_components")
    chart = chart_of(Sight(edition=edition, viewer=viewer, state=state), card)
    for year in YEARS:
        rows = told[year].assign(region=told[year]["facility"].map(books.home["prefecture"])).query("region == '140300'")
        sums = rows.groupby("part")["amount"].sum()
        people, pay = sums[MONTHS] / 12, sums[PAY]
        drawn = {s.code: {p.label: p for p in s.points} for s in chart.series}
        for code in ("base", "performance", "public_health"):
            if sums.get(code, 0.0):
                assert drawn[code][str(year)].value == pytest.approx(sums[code] / people, rel=1e-9)
            else:
                assert str(year) not in drawn[code], "what nobody told is no bar of zero"
        top = max(p.base + p.value for points in drawn.values() for label, p in points.items() if label == str(year))
        assert top == pytest.approx((pay + sums.get("emergency", 0.0)) / people, rel=1e-9), "the bars add up to what was paid"
    assert chart.x.ticks[-1][1] == "2024", "no year after the chosen one"
    assert chart.footer.n.startswith("n = ") and "person-year in 2024" in chart.finding
