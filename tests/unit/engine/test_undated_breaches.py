"""A breach without its day is in no year's count, and the years in which it may have been say that they are not complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.engine.observe import Query, observe
from pipelines.engine.quality import findings
from tests.unit.engine.small_build import facilities, regions, small_build, small_site

PLACES = {
    "region": regions(("C1", "county", "P"), ("T1", "township", "C1"), ("T2", "township", "C1")),
    "facility": facilities(A="T1", B="T2"),
}


def _agreement(number: str, facility: str, start: str, end: str, status: str = "active", breach_on: str | None = None) -> dict[str, Any]:
    return {"person_key": f"p{number}", "agreement_id": number, "facility_code": facility, "agreed_from": start, "agreed_to": end,
            "agreed_years": 3, "agreement_status": status, "breach_on": breach_on, "repay_due_yuan": 1000 if status == "breached" else None}


ROWS = [
    _agreement("1", "A", "2019-01-01", "2021-12-31", "breached", "2020-06-01"),
    _agreement("2", "A", "2021-01-01", "2023-12-31"),
    _agreement("3", "B", "2018-07-01", "2021-06-30", "breached", "2021-03-01"),
    _agreement("4", "B", "2019-07-01", "2021-02-28", "breached"),  # on which day nobody knows
]


@pytest.fixture(scope="module")
def built() -> duckdb.DuckDBPyConnection:
    roster = [{"person_key": "x", "facility_code": f, "as_at": f"{y}-12-31", "staff_group": "village_doctor"} for f in "AB" for y in (2018, 2022)]
    return small_build(small_site(), {**PLACES, "agreement": ROWS, "roster": roster}, date(2018, 1, 1), date(2022, 12, 31))


def _told(built: duckdb.DuckDBPyConnection, indicator: str, columns: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    answer = observe(built, small_site(), Query(indicator, level="county"))
    return {row["period"]: tuple(row[c] for c in columns) for _, row in answer.iterrows()}


def test_breaches_of_years_in_which_one_may_be_missing_are_partial(built: duckdb.DuckDBPyConnection) -> None:
    found = _told(built, "agreement_breaches", ("value", "reported", "expected", "status"))
    assert found == {
        "2018": (0, 2, 2, "ok"), "2019": (0, 1, 2, "partial"), "2020": (1, 1, 2, "partial"), "2021": (1, 1, 2, "partial"), "2022": (0, 2, 2, "ok"),
    }
    assert {year: row[0] for year, row in _told(built, "breach_rate", ("status",)).items()} == {
        "2018": "ok", "2019": "partial", "2020": "partial", "2021": "partial", "2022": "ok"
    }
    assert _told(built, "repayment_due", ("value", "status"))["2020"] == (1000, "partial")


def test_how_agreements_ended_stays_partly_unknown_for_good(built: duckdb.DuckDBPyConnection) -> None:
    served = _told(built, "obligation_served", ("reported", "expected", "status"))
    assert served["2018"][:2] == (2, 2) and {served[y] for y in ("2019", "2020", "2021", "2022")} == {(1, 2, "partial")}


def test_the_quality_list_names_the_breach_without_a_day(built: duckdb.DuckDBPyConnection) -> None:
    listed = findings(built).query("rule == 'row_in_doubt'")
    assert listed[["dataset", "place_code", "period", "item", "found", "checked"]].values.tolist() == [
        ["agreement", "T2", "2022", "breach_without_day", 1, 2], ["agreement", "T2", "2022", "years_against_days", 1, 2]
    ]
    assert "违约没有违约日期" in listed["detail_zh"].iloc[0] and "Breaches without a day: 1 of 2 rows" in listed["detail_en"].iloc[0]


def test_a_breach_of_long_ago_leaves_the_years_told_as_they_are() -> None:
    """The agreement was over before the first period: the day that is missing lies in none of them."""
    roster = [{"person_key": "x", "facility_code": f, "as_at": f"{y}-12-31", "staff_group": "village_doctor"} for f in "AB" for y in (2018, 2022)]
    old = [*ROWS[:3], _agreement("9", "B", "2010-01-01", "2012-12-31", "breached")]
    found = _told(small_build(small_site(), {**PLACES, "agreement": old, "roster": roster}, date(2018, 1, 1), date(2022, 12, 31)),
                  "agreement_breaches", ("value", "status"))  # fmt: skip
    assert found == {"2018": (0, "ok"), "2019": (0, "ok"), "2020": (1, "ok"), "2021": (1, "ok"), "2022": (0, "ok")}


def test_a_breach_without_its_day_right_under_a_county_is_seen_there() -> None:
    places = {**PLACES, "facility": [*PLACES["facility"], *facilities(H="C1")]}
    roster = [{"person_key": f"x{f}", "facility_code": f, "as_at": f"{y}-12-31", "staff_group": "village_doctor"} for f in "ABH" for y in (2018, 2022)]
    rows = [*ROWS[:3], _agreement("9", "H", "2019-01-01", "2021-12-31", "breached")]
    built = small_build(small_site(), {**places, "agreement": rows, "roster": roster}, date(2018, 1, 1), date(2022, 12, 31))
    found = _told(built, "agreement_breaches", ("reported", "expected", "status"))
    assert found == {
        "2018": (3, 3, "ok"), "2019": (2, 3, "partial"), "2020": (2, 3, "partial"), "2021": (2, 3, "partial"), "2022": (3, 3, "ok"),
    }  # fmt: skip
    listed = findings(built).query("rule == 'row_in_doubt' and item == 'breach_without_day'")
    assert listed[["place_code", "found"]].values.tolist() == [["C1", 1]]
