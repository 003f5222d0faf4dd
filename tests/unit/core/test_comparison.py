"""What each period is compared with, for every kind of period; and that part of a year only meets the same part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.comparison import COMPARISONS, compared_with, previous, same_last_year, year_opening, year_to_date
from pipelines.core.period import Period, month_end, month_span, parse_period


def period(label: str, fiscal_start_month: int = 1) -> Period:
    found = parse_period(label, fiscal_start_month)
    assert found is not None
    return found


def label(found: Period | None) -> str | None:
    return None if found is None else found.label


TABLE = [  # period, same last year, before, opening, year to date
    ("2024-07", "2023-07", "2024-06", "2023-12", "2024-01..2024-07"),
    ("2024-01", "2023-01", "2023-12", "2023-12", "2024-01"),
    ("2024-12", "2023-12", "2024-11", "2023-12", "2024"),
    ("2024-Q3", "2023-Q3", "2024-Q2", "2023-Q4", "2024-01..2024-09"),
    ("2024-Q1", "2023-Q1", "2023-Q4", "2023-Q4", "2024-Q1"),
    ("2024-H1", "2023-H1", "2023-H2", "2023-H2", "2024-H1"),
    ("2024-H2", "2023-H2", "2024-H1", "2023-H2", "2024"),
    ("2024", "2023", "2023", "2023", "2024"),
    ("2024-01..2024-07", "2023-01..2023-07", None, "2023", "2024-01..2024-07"),
]


@pytest.mark.parametrize(("told", "last_year", "before", "opening", "to_date"), TABLE)
def test_calendar_years(told: str, last_year: str, before: str | None, opening: str, to_date: str) -> None:
    one = period(told)
    assert (label(same_last_year(one)), label(previous(one))) == (last_year, before)
    assert (label(year_opening(one)), label(year_to_date(one))) == (opening, to_date)


def test_fiscal_years_that_begin_in_april() -> None:
    year, june = period("2022-23", 4), period("2022-06")
    assert (label(same_last_year(year)), label(previous(year)), label(year_opening(year, 4))) == ("2021-22", "2021-22", "2021-22")
    assert (label(year_to_date(june, 4)), label(year_opening(june, 4))) == ("2022-04..2022-06", "2022-03")
    assert label(year_to_date(period("2023-03"), 4)) == "2022-23" and label(year_to_date(year, 4)) == "2022-23"
    assert label(same_last_year(period("2022-04..2023-01"))) == "2021-04..2022-01"
    assert year_to_date(period("2024"), 4) is None


def test_all_time_is_compared_with_nothing() -> None:
    everything = Period(date(2015, 1, 1), date(2024, 12, 31), "all", "all")
    assert [f(everything) for f in (same_last_year, previous, year_opening, year_to_date)] == [None] * 4
    assert compared_with(everything, "same_last_year", "stock") == "no_such_period"


@given(st.integers(1990, 2060), st.integers(1, 12), st.sampled_from(["month", "quarter", "half", "year", "span"]), st.integers(1, 11))
def test_like_is_compared_with_like(year: int, month: int, kind: str, length: int) -> None:
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "span": length}[kind]
    first = month if kind in ("month", "span") else (month - 1) // months * months + 1
    last = year * 12 + first - 1 + months - 1
    name = {
        "month": f"{year}-{first:02d}", "quarter": f"{year}-Q{(first + 2) // 3}", "half": f"{year}-H{(first + 5) // 6}", "year": f"{year}",
        "span": f"{year}-{first:02d}..{last // 12}-{last % 12 + 1:02d}",
    }[kind]  # fmt: skip
    one = period(name)
    assert one == month_span(year, first, months, name, kind)  # type: ignore[arg-type]
    earlier = same_last_year(one)
    assert earlier is not None and earlier == period(earlier.label)
    assert (earlier.start_on.month, earlier.end_on.month, earlier.months) == (one.start_on.month, one.end_on.month, one.months)
    assert earlier.start_on.year == one.start_on.year - 1
    before = previous(one)
    if before is not None:
        assert before == period(before.label) and before.end_on + timedelta(days=1) == one.start_on and before.months == one.months
    opening = year_opening(one)
    assert opening is not None and opening == period(opening.label) and opening.end_on == month_end(one.end_on.year - 1, 12)
    to_date = year_to_date(one)
    if to_date is not None:
        assert to_date == period(to_date.label) and to_date.end_on == one.end_on and to_date.start_on == date(one.end_on.year, 1, 1)


def test_a_stock_is_not_summed_and_a_flow_has_no_opening() -> None:
    july = period("2024-07")
    assert compared_with(july, "year_to_date", "stock") == "stock_is_not_summed"
    assert compared_with(july, "year_opening", "flow") == "flow_has_no_opening"
    told, against = compared_with(july, "year_to_date", "flow")
    assert (told.label, against.label) == ("2024-01..2024-07", "2023-01..2023-07")  # type: ignore[union-attr]
    assert compared_with(july, "parent", "flow") == (july, july)
    assert compared_with(period("2024-01..2024-07"), "previous", "flow") == "no_such_period"


def test_every_comparison_has_its_name_under_its_own_key() -> None:
    assert all(kind == found.kind for kind, found in COMPARISONS.items()) and len(COMPARISONS) == 7
    assert [COMPARISONS[k].title.zh for k in ("same_last_year", "previous", "year_opening")] == ["同比", "环比", "较年初"]
