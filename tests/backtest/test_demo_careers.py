"""Curves and exits by time in post of a page are those known on its day: Kaplan-Meier by hand, from the workbooks of the demo."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.answer import answer
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from tests.backtest.oracle import DAY, DAYS_A_MONTH, NOT_LEAVING, Books, presences
from tests.backtest.oracle_retention import A_YEAR, BANDS, FIRST_DAY

END = 120.0  # months, as far as a curve is drawn
DAYS = {"2025-Q2": "2025-06-30", "2023": "2023-12-31", "2025": "2025-12-31"}
CASES = [(region, level, period) for region, level in (("140300", "prefecture"), ("140321", "county")) for period in DAYS]


def sight(gate: Gate, page: str, region: str, period: str, by: str = "", viewer: Viewer | None = None) -> Sight:
    """A page as the planner of the whole site sees it."""
    edition, viewer = gate.edition(), viewer or Viewer.local(gate.site)
    path = next(p.path for p in all_pages() if p.name == page)
    state = read_state(path, f"?region={region}&period={period}&lang=en" + (f"&by={by}" if by else ""), choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def shown(seen: Sight, card: str) -> Chart:
    """A card of a page."""
    return chart_of(seen, next(c for c in seen.state.cards if c.name == card))


def seen_by(books: Books, level: str, region: str, day: pd.Timestamp) -> pd.DataFrame:
    """Stays of a region as they were known on a day: person, entry and exit (days since they began), has_left."""
    stays = presences(books, level)
    stays = stays[(stays["region"] == region) & (stays["start"] <= day) & (stays["end"] >= FIRST_DAY - DAY)]
    is_over = stays["end"] < day
    until = (stays["end"] + DAY).where(is_over, day)
    found = pd.DataFrame({
        "person": stays["person"], "entry": (FIRST_DAY - DAY - stays["start"]).dt.days.clip(lower=0), "exit": (until - stays["start"]).dt.days,
        "has_left": is_over & ~stays["reason"].isin(NOT_LEAVING),
    })
    return found[found["exit"] > found["entry"]]


def days_at(months: float) -> float:
    """Days at a point of a curve: exits lie on whole days, whole years between two (365.25)."""
    days = months * DAYS_A_MONTH
    return round(days) if abs(days - round(days)) < 1e-6 else days


def kaplan_meier(rows: pd.DataFrame, days: float) -> tuple[float, int]:
    """The share still there after so many days, and how many are followed that long."""
    entry, end, left, share = rows["entry"].to_numpy(), rows["exit"].to_numpy(), rows["has_left"].to_numpy(), 1.0
    for moment in np.unique(end[left & (end <= days)]):
        share *= 1 - (left & (end == moment)).sum() / ((entry < moment) & (end >= moment)).sum()
    return share, int(((entry < days) & (end >= days)).sum())


@pytest.mark.parametrize(("region", "level", "period"), CASES)
def test_a_curve_knows_what_was_known_on_the_day_of_its_page(gate: Gate, books: Books, region: str, level: str, period: str) -> None:
    day = pd.Timestamp(DAYS[period])
    rows = seen_by(books, level, region, day)
    chart = shown(sight(gate, "retention", region, period, by="sex"), "survival_remoteness")
    assert DAYS[period] in chart.subtitle and DAYS[period] in chart.footer.as_at and len(chart.series) == 2
    for series in chart.series:
        own = rows[(rows["person"].str[16].astype(int) % 2 == 1) == (series.code == "male")]
        points = [p for p in series.points if p.value is not None and p.x > 0]
        wanted = [kaplan_meier(own, days_at(p.x)) for p in points]
        assert len(points) > 20 and [p.value for p in points] == pytest.approx([share for share, _ in wanted], abs=1e-9)
        assert [p.n for p in points] == [n for _, n in wanted], "numbers at risk"
        assert points[-1].x == END, "level to the end of the axis"
    for (at, _), (tick, told) in zip(chart.x.ticks[1:], chart.at_risk[1:], strict=True):
        left = {s.name: rows[(rows["person"].str[16].astype(int) % 2 == 1) == (s.code == "male")] for s in chart.series}
        wanted_at = [(name, f"{kaplan_meier(own, days_at(at))[1]:,}") for name, own in left.items()]
        assert list(told) == wanted_at, f"under the tick of {tick} months those at risk then, not at the exit after it"


@pytest.mark.parametrize(("region", "level", "period"), CASES)
def test_exits_by_time_in_post_are_those_known_on_the_day(gate: Gate, books: Books, region: str, level: str, period: str) -> None:
    rows = seen_by(books, level, region, pd.Timestamp(DAYS[period]))
    chart = shown(sight(gate, "retention", region, period), "hazard_tenure")
    rates = {}
    for band, (low, high) in BANDS.items():
        spent = np.clip(np.minimum(rows["exit"], high * A_YEAR) - np.maximum(rows["entry"], low * A_YEAR), 0, None).sum() / A_YEAR
        rates[band] = 100 * (rows["has_left"] & (rows["exit"] > low * A_YEAR) & (rows["exit"] <= high * A_YEAR)).sum() / spent
    assert {p.code: p.value for s in chart.series for p in s.points} == pytest.approx(rates)
    assert DAYS[period] in chart.subtitle


def test_the_overview_has_the_same_curve_as_the_page_on_retention(gate: Gate) -> None:
    charts = [shown(sight(gate, page, "140300", "2025-Q2"), "survival_remoteness") for page in ("overview", "retention")]
    assert charts[0].series == charts[1].series and charts[0].series[0].points and "2025-06-30" in charts[0].subtitle
    whole = shown(sight(gate, "overview", "140300", "2025"), "survival_remoteness")
    assert whole.series != charts[0].series, "half a year more is known at its end"


def test_the_sentence_of_a_quarter_is_of_what_was_known_at_its_end(gate: Gate, books: Books) -> None:
    seen = sight(gate, "retention", "140300", "2025-Q2")
    said = answer(seen, headlines(seen))
    stays = presences(books, "prefecture")
    stays = stays[stays["region"] == "140300"]
    before, last = pd.Timestamp("2025-03-31"), pd.Timestamp("2025-06-30")
    first, now = (int(((stays["start"] <= day) & (stays["end"] >= day)).sum()) for day in (before, last))
    came = int(((stays["start"] > before) & (stays["start"] <= last)).sum())
    assert said.startswith(f"Yangquan, 2025-Q2: {first:,} at the start, {now:,} at the end: joined +{came}, ")


def test_a_colleague_from_elsewhere_gets_no_sentence_of_days_to_come(gate: Gate) -> None:
    """What is released is the curve to the last day of the data: it is shown with that day, and does not lead the page of a quarter."""
    viewer = Viewer("b", "planner", (("140300", "restricted"),))
    seen = sight(gate, "retention", "140300", "2025-Q2", viewer=viewer)
    said, chart = answer(seen, headlines(seen)), shown(seen, "survival_remoteness")
    assert "months" not in said and said
    assert "2025-12-31" in chart.footer.as_at
