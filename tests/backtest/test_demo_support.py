"""Links, requests and days online of the demo equal plain pandas on the workbooks, at every level, to 1e-9."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.backtest import oracle_support as oracle
from tests.backtest.oracle import Books, _persons, differing
from tests.backtest.workbooks_support import SupportBooks

Ask = Callable[..., pd.DataFrame]
LEVELS = ("prefecture", "county", "township", "facility")
SPANS = {
    "2022": ("2022-01-01", "2022-12-31"), "2024-Q2": ("2024-04-01", "2024-06-30"), "2024-11": ("2024-11-01", "2024-11-30"),
    "2025-01..2025-05": ("2025-01-01", "2025-05-31"),
}


def _span(period: str) -> oracle.Span:
    first, last = (pd.Timestamp(day) for day in SPANS[period])
    return first, last


@pytest.mark.parametrize("period", SPANS)
@pytest.mark.parametrize("level", LEVELS)
def test_links_and_their_use(demo: Ask, books: Books, support: SupportBooks, level: str, period: str) -> None:
    found = oracle.links(books, support, level, _span(period)[1])
    for indicator, top, bottom in (
        ("linked_share", "linked", "register"), ("active_share_short", "short", "linked"), ("active_share_long", "long", "linked"),
    ):
        expected = found[top] / found[bottom].where(found[bottom] > 0)
        assert differing(demo(indicator, level=level, period=period), expected) == {}, indicator
    assert found["short"].sum() < found["long"].sum() < found["linked"].sum(), "links that exist and are idle"


@pytest.mark.parametrize("period", SPANS)
@pytest.mark.parametrize("level", LEVELS)
def test_waiting_for_a_reply(demo: Ask, books: Books, support: SupportBooks, level: str, period: str) -> None:
    rows = oracle.requests(books, support, level, _span(period))
    for indicator, statistic in (
        ("response_time_median", oracle.quantile(0.5)), ("response_time_p90", oracle.quantile(0.9)), ("response_within_24h", oracle.within_24h),
        ("consultation_completion", lambda r: r["completed"].mean()), ("transfer_avoided_share", lambda r: r["avoided"].mean()),
    ):
        expected = oracle.by_region(rows, statistic)
        assert differing(demo(indicator, level=level, period=period), expected) == {}, indicator


@pytest.mark.parametrize("period", SPANS)
@pytest.mark.parametrize("level", LEVELS[:3])
def test_requests_per_1000_people(demo: Ask, books: Books, support: SupportBooks, level: str, period: str) -> None:
    persons = _persons(books, level, int(period[:4]))
    made = oracle.requests(books, support, level, _span(period)).groupby("region").size().reindex(persons.index).fillna(0)
    assert differing(demo("consultation_rate", level=level, period=period), made / persons * 1000) == {}


@pytest.mark.parametrize(("period", "months"), [("2025", range(1, 13)), ("2025-Q3", range(7, 10)), ("2025-02", (2,))])
@pytest.mark.parametrize("level", LEVELS)
def test_days_online(demo: Ask, books: Books, support: SupportBooks, level: str, period: str, months: Any) -> None:
    expected = oracle.uptime(books, support, level, [f"2025-{m:02d}" for m in months])
    assert differing(demo("link_uptime", level=level, period=period), expected) == {}
