"""Links and their use, replies with the unanswered, visits, equipment: small tables in, rows worked out by hand out."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from tests.unit.engine.small_build import facilities, regions, small_build, small_site

PLACES = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2"))
CLINICS = facilities(A="T11", B="T11", D="T12", E="T21")


def _link(clinic: str, kind: str, start: str, end: str | None = None) -> dict[str, Any]:
    return {"hospital_code": "H", "facility_code": clinic, "link_kind": kind, "start_on": start, "end_on": end, "hospital_level": "tertiary_a"}


def _request(number: str, clinic: str, kind: str, at: str, replied: str | None = None, closed: str | None = None, **more: Any) -> dict[str, Any]:
    return {"request_id": number, "hospital_code": "H", "facility_code": clinic, "consultation_kind": kind, "requested_at": at, "replied_at": replied,
            "closed_at": closed, "period": at[:7], **more}


RAW: dict[str, list[dict[str, Any]]] = {
    "region": PLACES, "facility": CLINICS,
    "link": [
        _link("A", "tele_ecg", "2022-01-01"), _link("A", "tele_imaging", "2022-01-01"), _link("B", "group_support", "2022-01-01", "2022-11-30"),
        _link("D", "alliance", "2022-01-01"),
    ],
    "consultation": [
        _request("1", "A", "ecg", "2022-12-05 09:00", "2022-12-05 10:30", "2022-12-05 11:00", consultation_outcome="advised"),
        _request("2", "A", "ecg", "2022-12-20 22:15", "2022-12-22 08:00"), _request("3", "A", "consultation", "2022-12-25 12:00"),
        _request("4", "D", "other", "2022-10-15 08:00", None, "2022-10-16 08:00", consultation_outcome="cancelled"),
        _request("5", "E", "imaging", "2022-12-31 18:00", "2022-12-31 18:20"),
        _request("6", "E", "ecg", "2022-12-06", "2022-12-06"), _request("7", "E", "ecg", "2022-12-06 09:30", "2022-12-07"),
        _request("8", "E", "ecg", "2022-12-06", "2022-12-07 09:30"), _request("9", "E", "ecg", "2022-12-06 21:00", None, "2022-12-06"),
    ],
    "expert_visit": [
        {"hospital_code": "H", "facility_code": "B", "on_date": "2022-11-10", "experts": 2, "visit_days": 3, "cases": 90, "period": "2022-11"},
        {"hospital_code": "H", "facility_code": "B", "on_date": "2022-11-20", "cases": 10, "period": "2022-11"},
    ],
    "asset": [
        {"facility_code": "A", "asset_code": str(i), "asset_kind": "ecg", "asset_status": s, "fault_days": d,
         "on_date": "2022-12-20"}
        for i, (s, d) in enumerate((("in_use", 3), ("faulty", 40), ("scrapped", 100)))
    ],
}


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """One build for all the questions of this module."""
    return small_build(small_site(), RAW, first=date(2022, 1, 1))


def _ask(build: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return build.execute(sql).fetchall()


def test_a_link_is_used_by_what_it_is_for(build: duckdb.DuckDBPyConnection) -> None:
    rows = _ask(build, "select place_code, link_kind, used_on::varchar from link_use order by all")
    assert rows == [
        ("A", "tele_ecg", "2022-12-05"), ("A", "tele_ecg", "2022-12-20"), ("A", "tele_imaging", None), ("B", "group_support", "2022-11-10"),
        ("B", "group_support", "2022-11-20"), ("D", "alliance", "2022-10-15"),
    ], "the tracing does not use the link for images; the request of E goes to a hospital it has no link with"


def test_a_facility_is_linked_or_not_where_a_register_speaks_and_unknown_elsewhere(build: duckdb.DuckDBPyConnection) -> None:
    sums = "sum(in_link_register), sum(linked), sum(active_short), sum(active_long)"
    rows = _ask(build, f"select place_code, {sums} from link_state where from_on <= '2022-12-31' and to_on > '2022-12-31' group by 1 order by 1")
    assert rows == [("A", 1, 1, 1, 1), ("B", 1, 0, 0, 0), ("D", 1, 1, 0, 1)], "no register speaks for E; the link of B has ended"


def test_a_link_is_active_for_so_many_days_after_each_use(build: duckdb.DuckDBPyConnection) -> None:
    rows = _ask(build, "select place_code, from_on::varchar, to_on::varchar from link_state where active_short = 1 order by 1, 2")
    assert rows == [
        ("A", "2022-12-05", "2023-01-01"), ("B", "2022-11-10", "2022-12-01"), ("D", "2022-10-15", "2022-11-14"),
    ], "uses within 30 days run together; nothing outlasts the link, nor the last day that is known"
    assert _ask(build, "select max(n) from (select count(*) as n from link_state group by place_code, in_link_register, linked, active_short)") == [(1,)]


def test_a_request_without_a_reply_waits_on_and_never_makes_anybody_fast(build: duckdb.DuckDBPyConnection) -> None:
    rows = _ask(build, "select request_id, event, is_open, hours_waited, is_completed, on_date::varchar from consultation_reply order by 1")
    assert rows == [
        ("1", 1, False, 1.5, True, "2022-12-05"), ("2", 1, False, 33.75, False, "2022-12-20"), ("3", 0, True, 150 + 20 / 60, False, "2022-12-25"),
        ("4", 0, False, 24, False, "2022-10-15"), ("5", 1, False, pytest.approx(20 / 60), False, "2022-12-31"),
        ("6", 1, False, 24, False, "2022-12-06"), ("7", 1, False, 38.5, False, "2022-12-06"), ("8", 1, False, 33.5, False, "2022-12-06"),
        ("9", 0, False, 3, False, "2022-12-06"),
    ], "a day without a time of day counts whole: nobody answered at once because no hour was written"


def test_visits_in_expert_days_and_equipment_that_can_be_worked_with(build: duckdb.DuckDBPyConnection) -> None:
    assert _ask(build, "select period, place_code, visits, expert_days, cases from expert_visit_month") == [("2022-11", "B", 2, 7, 100)]
    assert _ask(build, "select place_code, asset_kind, pieces, asset_days, working_days from asset_uptime") == [("A", "ecg", 2, 730, 687)]
