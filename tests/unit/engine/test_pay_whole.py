"""A year's pay, added up or annualised, is complete only where every month of the year was sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from pipelines.engine.observe import Query, observe
from tests.unit.engine.small_build import facilities, regions, small_build, small_site

PLACES = {
    "region": regions(("C1", "county", "P"), ("T1", "township", "C1"), ("T2", "township", "C1")),
    "facility": facilities(A="T1", B="T2"),
}


def _month(person: str, facility: str, year: int, first: int, last: int, yuan: float) -> dict[str, Any]:
    end = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    return {"person_key": person, "facility_code": facility, "pay_component": "base", "period_start": f"{year}-{first:02d}-01",
            "period_end": str(end), "paid_yuan": yuan, "due_yuan": yuan}


def _pay(facility: str, year: int, months: range, yuan: float = 1000) -> list[dict[str, Any]]:
    return [_month(facility.lower(), facility, year, m, m, yuan) for m in months]


PAY = [
    *_pay("A", 2020, range(1, 13)), *_pay("B", 2020, range(1, 13)),
    *_pay("A", 2021, range(1, 13)), *_pay("B", 2021, range(1, 11)),  # November and December never came
    *_pay("A", 2022, range(1, 7)), _month("a", "A", 2022, 7, 12, 6000), _month("b", "B", 2022, 1, 12, 12000),  # spans speak for each month
]  # fmt: skip


@pytest.fixture(scope="module")
def built() -> duckdb.DuckDBPyConnection:
    posts = [
        {"person_key": f.lower(), "facility_code": f, "start_on": "2010-01-01", "staff_group": "village_doctor"} for f in "AB"
    ]
    return small_build(small_site(), {**PLACES, "employment": posts, "pay": PAY}, date(2020, 1, 1), date(2022, 12, 31))


def _of(built: duckdb.DuckDBPyConnection, indicator: str, level: str = "county") -> dict[tuple[str, str], tuple[Any, ...]]:
    answer = observe(built, small_site(), Query(indicator, level=level))
    return {(row["region_code"], row["period"]): (row["value"], row["reported"], row["expected"], row["status"]) for _, row in answer.iterrows()}


def test_a_sum_that_lacks_months_is_partial(built: duckdb.DuckDBPyConnection) -> None:
    found = {period: told[:3] for (_, period), told in _of(built, "pay_bill").items()}
    assert found == {"2020": (24000, 2, 2), "2021": (22000, 1, 2), "2022": (24000, 2, 2)}
    statuses = {key: told[3] for key, told in _of(built, "pay_bill", "township").items()}
    assert {key for key, status in statuses.items() if status == "partial"} == {("T2", "2021")}


def test_growth_upon_a_year_that_lacks_months_is_partial(built: duckdb.DuckDBPyConnection) -> None:
    for indicator in ("pay_growth_nominal", "pay_growth_total", "pay_growth_same_person"):
        found = {period: told[1:3] for (_, period), told in _of(built, indicator).items() if period > "2020"}
        assert found == {"2021": (1, 2), "2022": (1, 2)}, indicator  # B sent 2021 in part
    townships = {key: told[3] for key, told in _of(built, "pay_growth_nominal", "township").items() if key[1] > "2020"}
    assert {key for key, status in townships.items() if status == "partial"} == {("T2", "2021"), ("T2", "2022")}


def test_what_is_annualised_is_shown_and_partial_as_well(built: duckdb.DuckDBPyConnection) -> None:
    for indicator in ("mean_pay", "median_pay"):
        found = {period: told[:3] for (_, period), told in _of(built, indicator).items()}
        assert found == {"2020": (12000, 2, 2), "2021": (12000, 1, 2), "2022": (12000, 2, 2)}
        assert {key for key, told in _of(built, indicator, "township").items() if told[3] == "partial"} == {("T2", "2021")}
    assert {told[1:3] for told in _of(built, "pay_arrears").values()} == {(2, 2)}, "what is owed for the months that were sent is known"


def test_six_months_and_a_bonus_are_no_year() -> None:
    posts = [{"person_key": "a", "facility_code": "A", "start_on": "2010-01-01", "staff_group": "village_doctor"}]
    pay = [*_pay("A", 2021, range(7, 13)), _row("year_end", "2021-12-01", "2021-12-31", 6000)]
    days = date(2021, 1, 1), date(2021, 12, 31)
    told = _of(small_build(small_site(), {**PLACES, "employment": posts, "pay": pay}, *days), "mean_pay", "township")["T1", "2021"]
    assert told == (24000, 0, 1, "partial"), "18,000 a year and the bonus once: the bonus was doubled with the months"


def test_months_before_anybody_came_are_not_missing_and_without_known_posts_every_month_is_wanted() -> None:
    pay = [*_pay("A", 2021, range(1, 13)), *_pay("B", 2021, range(8, 13))]
    posts = [{"person_key": "a", "facility_code": "A", "start_on": "2010-01-01", "staff_group": "village_doctor"}]
    late = [*posts, {"person_key": "b", "facility_code": "B", "start_on": "2021-08-01", "staff_group": "village_doctor"}]
    days = date(2021, 1, 1), date(2021, 12, 31)
    told = _of(small_build(small_site(), {**PLACES, "employment": late, "pay": pay}, *days), "pay_bill")
    assert told["C1", "2021"][:3] == (17000, 2, 2)
    unknown = small_build(small_site(), {**PLACES, "employment": posts, "pay": pay}, *days)
    assert unknown.execute("select place_code from pay_whole where is_whole").fetchall() == [("T1",)]


def _whole(pay: list[dict[str, Any]], last: date = date(2021, 12, 31), **staff: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    built = small_build(small_site(), {**PLACES, **staff, "pay": pay}, date(2021, 1, 1), last)
    return set(built.execute("select place_code, period from pay_whole where is_whole").fetchall())


def _row(component: str, first: str, last: str, yuan: float) -> dict[str, Any]:
    return {"person_key": "a", "facility_code": "A", "pay_component": component, "period_start": first, "period_end": last, "paid_yuan": yuan}


def test_who_stands_on_the_first_roster_may_have_come_before() -> None:
    roster = [{"person_key": "a", "facility_code": "A", "as_at": "2021-12-31", "staff_group": "village_doctor"}]
    assert _whole(_pay("A", 2021, range(12, 13)), roster=roster) == set()
    assert _whole(_pay("A", 2021, range(1, 13)), roster=roster) == {("T1", "2021")}


def test_a_month_in_post_for_half_of_it_or_less_is_not_wanted() -> None:
    post = {"person_key": "a", "facility_code": "A", "staff_group": "village_doctor"}
    left, stayed = ({**post, "start_on": "2010-01-01", "end_on": f"2021-03-{day}"} for day in ("01", "20"))
    assert _whole(_pay("A", 2021, range(1, 3)), employment=[left]) == {("T1", "2021")}
    assert _whole(_pay("A", 2021, range(1, 3)), employment=[stayed]) == set()
    came, early = ({**post, "start_on": f"2021-08-{day}"} for day in ("31", "10"))
    assert _whole(_pay("A", 2021, range(9, 13)), employment=[came]) == {("T1", "2021")}
    assert _whole(_pay("A", 2021, range(9, 13)), employment=[early]) == set()


def test_a_bonus_a_pension_and_noughts_speak_for_no_month() -> None:
    posts = [{"person_key": "a", "facility_code": "A", "start_on": "2010-01-01", "staff_group": "village_doctor"}]
    most = _pay("A", 2021, range(1, 11))
    assert _whole([*most, _row("year_end", "2021-01-01", "2021-12-31", 5000)], employment=posts) == set()
    late = [_row("pension", f"2021-{m}-01", f"2021-{m}-30", 100) for m in (11, 12)]
    assert _whole([*most, *late], employment=posts) == set()
    assert _whole([*most, *_pay("A", 2021, range(11, 13), 0)], employment=posts) == set()


def test_the_months_to_come_of_a_year_that_is_not_over_are_missing() -> None:
    posts = [{"person_key": "a", "facility_code": "A", "start_on": "2010-01-01", "staff_group": "village_doctor"}]
    assert _whole(_pay("A", 2021, range(1, 7)), last=date(2021, 6, 30), employment=posts) == set()
