"""Instalments off their rate, counted again in plain pandas on the workbooks: the finding of the card of rates and its table."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import sight_at
from dashboard.view import chart_of
from tests.backtest.dossiers import Dossiers, Window
from tests.backtest.oracle import Books
from tests.backtest.oracle_rates import rated
from tests.backtest.oracle_subsidy import GRACE_DAYS, Subsidies

TOLERANCE = 1.0  # yuan
WHERE = [("140300", "2025"), ("140300", "2024"), ("140300", "2024-H1"), ("542500", "2025"), ("140321", "2023"), ("140322106", "2020")]


@pytest.fixture(scope="module")
def grants(demo_workspace: Path, books: Books) -> pd.DataFrame:
    """Every grant held against its rate: scheme, place, due, yuan, by_rate, is_once."""
    return rated(books, Dossiers(demo_workspace / "incoming"))


def shown(gate: Gate, region: str, period: str) -> Chart:
    """The card of rates in English."""
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "subsidies", f"region={region}&period={period}&lang=en")
    assert sight is not None
    return chart_of(sight, next(c for page in all_pages() for c in page.cards if c.name == "rates"))


def held(grants: pd.DataFrame, books: Books, region: str, period: str) -> pd.DataFrame:
    """Grants of a region whose days of grace end in a period, with how far each lies from its rate."""
    window, places = Window.of(period), {f for level in books.home.values() for f, home in level.items() if home == region}
    until = grants["due"] + pd.Timedelta(days=GRACE_DAYS)
    mine = grants[grants["place"].isin(places) & (until >= window.first) & (until <= window.last)]
    return mine.assign(apart=mine["yuan"] - mine["by_rate"])


@pytest.mark.parametrize(("region", "period"), WHERE)
def test_instalments_off_their_rate(gate: Gate, grants: pd.DataFrame, books: Books, region: str, period: str) -> None:
    mine = held(grants, books, region, period)
    apart = mine.loc[~mine["is_once"], "apart"]
    below, above = -apart[apart < -TOLERANCE], apart[apart > TOLERANCE]
    off = len(below) + len(above)
    assert len(apart) > 100 and off > 20
    said = f"{off:,} of the {len(apart):,} recurring instalments with a known rate are not at it"
    if above.empty:
        said += f", below by {below.sum():,.0f} yuan together"
    else:
        assert len(above) == 1, "the demo has no place where several are above"
        said += f": {len(below):,} below by {below.sum():,.0f} yuan together and 1 above by {above.sum():,.0f} yuan"
    assert not (mine.loc[mine["is_once"], "apart"] > TOLERANCE).any(), "the demo pays no one-off grant above its rate"
    chart = shown(gate, region, period)
    assert chart.finding.endswith(f"; besides, {said}, to be checked as the table of rates may be out of date.") and "one-off" not in chart.finding
    due, paid, owed = (sum(float(row[i].value or 0.0) for row in chart.rows) for i in range(3, 6))
    assert chart.finding.startswith(f"Due {due:,.0f} yuan, paid {paid:,.0f} yuan, " + (f"in arrears {owed:,.0f} yuan;" if owed else "nothing in arrears;"))


@pytest.mark.parametrize(("region", "period"), WHERE)
def test_each_scheme_is_held_against_its_rate(gate: Gate, grants: pd.DataFrame, books: Books, region: str, period: str) -> None:
    mine = held(grants, books, region, period)
    wanted = sorted(
        (
            len(rows), ((rows["apart"] > TOLERANCE) | (rows["apart"] < -TOLERANCE) & ~rows["is_once"]).sum(),
            rows.loc[rows["apart"] > TOLERANCE, "apart"].sum(), *(() if rows["is_once"].all() else (rows["by_rate"].sum(), -rows.loc[rows["apart"] < -TOLERANCE, "apart"].sum())),
        )
        for _, rows in mine.groupby("scheme")
    )  # fmt: skip
    chart = shown(gate, region, period)
    assert [c.name for c in chart.columns][6:] == ["judged", "by_rate", "off", "below", "above"] and "million" not in chart.columns[3].title
    found = sorted(tuple(row[i].value for i in (6, 8, 10, 7, 9) if row[i].value is not None) for row in chart.rows if row[6].value)
    assert [tuple(round(v, 2) for v in row) for row in found] == [tuple(round(float(v), 2) for v in row) for row in wanted]


def test_what_is_above_the_rate_is_not_set_off_in_the_prefecture(gate: Gate) -> None:
    """Of 2024 one instalment is 295 yuan above its rate and 1,250 are below theirs: net of each other they would come to 451,659."""
    said = "1,251 of the 4,623 recurring instalments with a known rate are not at it: 1,250 below by 451,954 yuan together and 1 above by 295 yuan, to be"
    assert said in shown(gate, "140300", "2024").finding


def test_parts_of_a_year_add_up_but_for_what_was_paid_by_their_last_day(gate: Gate, demo_workspace: Path, books: Books) -> None:
    """As the note says: instalments and due of halves make the year, arrears do not; what falls due in the last days of a year is of the next."""
    grants = Subsidies(books, Dossiers(demo_workspace / "incoming")).grants
    mine = grants[grants["place"].isin({f for level in books.home.values() for f, home in level.items() if home == "140300"})]
    until, said = mine["due"] + pd.Timedelta(days=GRACE_DAYS), {}
    for period in ("2025-H1", "2025-H2", "2025"):
        window = Window.of(period)
        of = mine[(until >= window.first) & (until <= min(window.last, grants["paid"].fillna(grants["due"]).max()))]
        paid = of["paid_yuan"].fillna(0.0).where(~(of["paid"] > window.last), 0.0)
        wanted = (len(of), of["due_yuan"].sum(), paid.sum(), (of["due_yuan"] - paid).clip(lower=0.0).sum())
        chart = shown(gate, "140300", period)
        said[period] = [sum(float(row[i].value or 0.0) for row in chart.rows) for i in range(2, 6)]
        assert said[period] == pytest.approx(wanted), period
        assert "last 7 days of a period is counted in the next one" in chart.footer.note
    first, second, year = said.values()
    assert [a + b for a, b in zip(first[:2], second[:2], strict=True)] == pytest.approx(year[:2]) and first[3] + second[3] > 1.5 * year[3] > 0
    late = grants[(grants["due"] > "2024-12-24") & (grants["due"] <= "2024-12-31")]
    assert len(late) == 15 and late["due_yuan"].sum() == 115_400 and (late["due"] + pd.Timedelta(days=GRACE_DAYS)).dt.year.eq(2025).all()
