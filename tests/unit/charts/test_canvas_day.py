"""The day under a chart is that of the last figure it tells, never later than the page's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.charts.trend import trend
from tests.unit.charts.samples import card, context, frame


@pytest.mark.parametrize(("day", "periods", "expected"), [
    (date(2022, 6, 30), ("2020", "2021"), "2021-12-31"),  # yearly figures on the page of a half-year
    (date(2022, 6, 30), ("2021-H2", "2022-H1"), "2022-06-30"),
    (date(2022, 6, 30), ("2021", "2022"), "2022-06-30"),  # a year the data have not reached the end of
    (date(2022, 12, 31), ("2021", "2022"), "2022-12-31"),
])  # fmt: skip
def test_a_trend_is_as_at_the_end_of_what_it_tells(day, periods, expected) -> None:
    rows = frame(*({"indicator": "headcount", "period": period, "value": 9.0} for period in periods))
    chart = trend(card("trend", "headcount"), rows, replace(context("en"), as_at=day))
    assert chart.subtitle.endswith(f"as at {expected}") and chart.footer.as_at == f"as at {expected}"
