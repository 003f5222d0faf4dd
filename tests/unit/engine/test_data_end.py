"""To which day data reach: what is filed of months that had not begun when it came is planned."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.engine.data_end import last_day
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell


@pytest.mark.parametrize(("months", "came", "wanted"), [
    (("2024-05", "2024-06"), date(2024, 7, 3), date(2024, 6, 30)),
    (("2024-05", "2024-06"), date(2024, 6, 20), date(2024, 6, 30)),  # the month under way
    (("2024-05", "2024-06", "2024-12"), date(2024, 6, 20), date(2024, 6, 30)),  # instalments of a register of grants to the end of the year
    (("2024-05", "2024-06", "2024-12"), date(2025, 1, 9), date(2024, 12, 31)),
])  # fmt: skip
def test_months_to_come_are_planned(months: tuple[str, ...], came: date, wanted: date) -> None:
    info = {"load_info": [("grant", "C", month, "", "k1", 1, came) for month in months]}
    raw = {"region": regions(("C", "county", "P"), ("T", "township", "C")), "facility": facilities(F="T"),
           "employment": [spell("p", "F", "2024-02-01")]}  # fmt: skip
    assert last_day(small_build(small_site(), raw, date(2024, 1, 1), date(2024, 12, 31), only=("data_span",), info=info)) == wanted


@pytest.mark.parametrize(("again", "wanted"), [("2024-01-09", date(2024, 2, 1)), ("2024-05-20", date(2024, 5, 31))])
def test_a_month_sent_in_advance_and_again_once_it_began_is_told(again: str, wanted: date) -> None:
    """A load keeps the day its month first came; its batch is that of the file it now holds."""
    info = {
        "load_info": [("grant", "C", "2024-05", "", "k2", 1, date(2024, 1, 5))],
        "batch_info": [("k2", f"{again}T08:00:00+00:00", "published", "f", 1, "", "replace", None, None, date.fromisoformat(again))],
    }
    raw = {"employment": [spell("p", "F", "2024-02-01")]}
    assert last_day(small_build(small_site(), raw, date(2024, 1, 1), date(2024, 12, 31), only=("data_span",), info=info)) == wanted


@pytest.mark.parametrize(("again", "wanted"), [("2024-12-28", date(2024, 10, 31)), ("2025-01-15", date(2024, 12, 31))])
def test_a_return_sent_before_its_year_was_over_and_again_after_is_told(again: str, wanted: date) -> None:
    info = {
        "load_info": [("workforce_return", "C", "2024", "", "k2", 1, date(2024, 12, 20)), ("grant", "C", "2024-10", "", "k1", 1, date(2024, 11, 2))],
        "batch_info": [("k2", f"{again}T08:00:00+00:00", "published", "f", 1, "", "replace", None, None, date.fromisoformat(again))],
    }
    raw = {"employment": [spell("p", "F", "2024-02-01")]}
    assert last_day(small_build(small_site(), raw, date(2024, 1, 1), date(2024, 12, 31), only=("data_span",), info=info)) == wanted
