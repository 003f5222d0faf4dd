"""Marts of services and policy: work by place and period, workload, policies, tasks, partners, surveys, evaluations, claims."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from pipelines.indicators.services import EDUCATION_EVENTS_PER_CLINIC, EDUCATION_REACH
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T21", "township", "C2"))
CLINICS = [
    {**row, "facility_type": kind}
    for row, kind in zip(facilities(A="T11", H="T21"), ("village_clinic", "township_health_centre"), strict=True)
]


def _work(facility: str, period: str, **kinds: float) -> list[dict[str, Any]]:
    return [{"facility_code": facility, "period": period, "service_kind": k, "service_count": n} for k, n in kinds.items()]


SERVICES = [
    *(row for m in range(1, 13) for row in _work("A", f"2021-{m:02d}", visits=100 + m, hypertension_registered=50 + m)),
    *_work("A", "2022-01", visits=70, hypertension_registered=65), *_work("A", "2022-02", visits=80),
    *_work("H", "2021", visits=9000, education_events=24), *_work("H", "2021-01", visits=1), *_work("H", "2022-Q1", visits=5),
    *_work("H", "2022-02", visits=7), *_work("GHOST", "2021", visits=11),
]  # fmt: skip
STANDARDS = [
    {"staff_group": "village_doctor", "activity": "visit", "service_kind": "visits", "standard_minutes": 10.0, "available_hours": 1500.0},
    {"staff_group": "village_doctor", "activity": "chronic_care", "service_kind": "hypertension_registered", "standard_minutes": 30.0,
     "times_a_year": 4.0},
    {"staff_group": "village_doctor", "activity": "meeting", "allowance_share": 0.2},
    {"staff_group": "township_doctor", "activity": "visit", "service_kind": "visits", "standard_minutes": 8.0, "available_hours": 1600.0},
]
POLICIES = [
    {"policy_id": "N", "policy_title": "国家", "issuer": "甲", "issued_on": "2019-05-01", "policy_instrument": "plan"},
    {"policy_id": "Q", "policy_title": "县", "issuer": "乙", "region_code": "C1", "issued_on": "2020-12-01", "effective_on": "2021-06-01",
     "expires_on": "2022-06-30", "policy_instrument": "subsidy"},
]
TASKS = [
    {"policy_id": "Q", "region_code": place, "milestone_item": item, "due_on": due, "done_on": done, "evidence": evidence}
    for place, item, due, done, evidence in (
        ("C1", "a", "2021-06-30", "2021-06-30", "名册"), ("C1", "b", "2021-06-30", "2022-02-01", None), ("C2", "a", "2021-06-30", None, None),
        ("C2", "b", "2023-12-31", None, None),
    )
]
PARTNERS = [
    {"partner_name": "大学", "partner_item": item, "partner_kind": "university", "region_code": "C1", "cooperation_start_on": start,
     "cooperation_end_on": end, "due_on": due, "is_met": met, "met_on": on}
    for item, start, end, due, met, on in (
        ("a", "2020-03-01", "2021-12-31", "2020-12-31", True, "2021-02-01"), ("b", "2020-03-01", None, "2021-12-31", False, None),
        ("c", "2021-03-01", None, "2021-12-31", None, None),
    )
]
ANSWERS = [
    {"person_key": "p1", "region_code": "T11", "period": "2021", "survey_item": "intention_to_leave", "survey_value": 1.0},
    {"person_key": "p2", "region_code": "T11", "period": "2021", "survey_item": "intention_to_leave", "survey_value": 0.0},
    {"respondent_group": "village_doctor", "region_code": "T11", "period": "2021", "survey_item": "intention_to_leave", "survey_value": 0.4,
     "respondents": 10.0},
    {"respondent_group": "village_doctor", "region_code": "T21", "period": "2021", "survey_item": "intention_to_leave", "survey_value": 0.9},
]
EFFECTS = [
    {"evaluation_id": e, "policy_id": "Q", "region_code": "P", "evaluation_design": design, "effect": -1.8, "effect_lower": low,
     "effect_upper": high, "evidence_grade": "low"}
    for e, design, low, high in (("E1", "did", -3.1, -0.5), ("E2", "before_after", -2.0, 0.4), ("E3", "qualitative", None, None))
]
CLAIM = {"claim_id": "C1", "region_code": "P", "claim_text": "培训 1200 余名", "claim_value": 1200.0, "computed_from": "training"}


MARTS = (
    "service_place", "workload_place", "policy_coverage", "milestone_due", "milestone_place", "partner_due", "survey_place", "evaluation_effect",
    "claim_register", "reporting",
)  # fmt: skip


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """A village clinic filed by month, a centre filed by year, and what policy asked of two counties."""
    staff = [spell("p1", "A", "2015-01-01"), spell("p2", "A", "2015-01-01"), spell("old", "A", "2015-01-01", "2020-01-10")]
    staff.append(spell("h", "H", "2015-01-01", "2022-12-31", staff_group="township_doctor", fte=0.5))
    return small_build(small_site(), {
        "region": PLACES, "facility": CLINICS, "service": SERVICES, "activity_standard": STANDARDS, "policy": POLICIES, "milestone": TASKS,
        "partner": PARTNERS, "survey": ANSWERS, "evaluation": EFFECTS, "published_claim": [CLAIM], "employment": staff,
    }, only=MARTS)  # fmt: skip


def _of(build: duckdb.DuckDBPyConnection, place: str, kind: str, period: str) -> list[tuple[Any, ...]]:
    return build.execute(
        "select service_count, months_filed, months, is_filed from service_place where place_code = ? and service_kind = ? and period = ?",
        [place, kind, period],
    ).fetchall()


def test_months_add_up_to_a_year_and_of_a_stock_the_last_speaks(build: duckdb.DuckDBPyConnection) -> None:
    assert _of(build, "A", "visits", "2021") == [(sum(100 + m for m in range(1, 13)), 12, 12, 0)]
    assert _of(build, "A", "hypertension_registered", "2021") == [(62, 12, 12, 0)]
    assert _of(build, "A", "hypertension_registered", "2021-H1") == [(56, 6, 6, 0)]
    assert _of(build, "A", "visits", "2022") == [(150, 2, 12, 0)], "two months of a year are said to be two"
    assert _of(build, "A", "visits", "2020") == []


def test_what_was_filed_for_a_year_is_not_added_to_its_months(build: duckdb.DuckDBPyConnection) -> None:
    assert _of(build, "H", "visits", "2021") == [(9000, 12, 12, 1)]
    assert _of(build, "H", "visits", "2021-Q1") == [(1, 1, 3, 0)]
    assert _of(build, "H", "visits", "2022") == [(5, 3, 12, 0)], "a quarter and a month in it are not added together"


def test_work_of_a_facility_nobody_registered_counts_as_unassigned(build: duckdb.DuckDBPyConnection) -> None:
    assert build.execute("select sum(service_count) from service_place where service_kind = 'visits' and period = '2021'").fetchone() == (
        sum(100 + m for m in range(1, 13)) + 9000 + 11,
    )
    assert build.execute("select distinct facility_type from service_place where place_code = 'GHOST'").fetchall() == [("unknown",)]


def test_staff_the_work_needs_beside_the_staff_there_is(build: duckdb.DuckDBPyConnection) -> None:
    columns = "place_code, period, staff_group, service_minutes, available_hours, allowance_share, missing_standards, fte"
    rows = build.execute(f"select {columns} from workload_place order by all").fetchall()
    minutes = sum(100 + m for m in range(1, 13)) * 10 + 62 * 4 * 30
    assert [row for row in rows if row[1] == "2021"] == [
        ("A", "2021", "village_doctor", minutes, 1500, 0.2, 0, 2), ("H", "2021", "township_doctor", 72_000, 1600, 0, 0, 0.5),
    ]
    assert [row[:4] for row in rows if row[1] == "2022"] == [
        ("A", "2022", "village_doctor", None), ("H", "2022", "township_doctor", None),
    ], "two months of 2022 do not stand for its year"


def test_who_filed_health_education_for_half_a_year_is_a_facility_that_filed() -> None:
    """Three clinics filed every month of 2021 and six months of 2022; one filed events and no attendances. Counted are they, not their years."""
    clinics = facilities(A="T11", B="T11", C="T21")
    months = [f"2021-{m:02d}" for m in range(1, 13)] + [f"2022-{m:02d}" for m in range(1, 7)]
    filed = [row for f in "ABC" for m in months for row in _work(f, m, education_events=2, **({} if f == "C" else {"education_attendances": 30}))]
    build = small_build(small_site(), {"region": PLACES, "facility": clinics, "service": filed}, only=("education_work",))
    counted = [i.reported.column for i in (EDUCATION_EVENTS_PER_CLINIC, EDUCATION_REACH) if i.reported]
    sums = ", ".join(f"sum({column})" for column in (*counted, "clinic_years"))
    rows = build.execute(f"select period, {sums} from education_work where period in ('2021', '2022') group by period order by period").fetchall()
    assert rows == [("2021", 3, 2, 3.0), ("2022", 3, 2, 1.5)]


def test_a_standard_without_a_time_and_a_group_without_standards_are_missed() -> None:
    meeting = {"staff_group": "village_doctor", "activity": "home_visit", "service_kind": "home_visits"}
    raw = {
        "region": PLACES, "facility": CLINICS, "service": [*_work("A", "2021", visits=10), *_work("H", "2021", visits=10)],
        "activity_standard": [*STANDARDS[:3], meeting], "employment": [spell(p, "H", day, staff_group="township_nurse") for p, day in (("p1", "2021-03-01"), ("p2", "2022-03-01"))],
    }
    build = small_build(small_site(), raw, only=("workload_place",))
    rows = build.execute("select place_code, staff_group, missing_standards, fte from workload_place order by all").fetchall()
    assert rows == [("A", "village_doctor", 1, None), ("H", "township_nurse", 1, 1)], "staff of the other township is not known to be none"


def test_what_one_clinic_files_beside_all_others_is_asked_of_none() -> None:
    clinics = [{**row, "facility_type": "village_clinic"} for row in facilities(A="T11", B="T11", D="T11")]
    work = [
        *_work("A", "2021", visits=10, hypertension_registered=1), *_work("B", "2021", visits=10), *_work("D", "2021", visits=10, home_visits=5),
    ]
    asked = [*STANDARDS[:3], {**STANDARDS[0], "activity": "home_visit", "service_kind": "home_visits"}]
    build = small_build(small_site(), {"region": PLACES, "facility": clinics, "service": work, "activity_standard": asked}, only=("workload_place",))
    found = build.execute("select place_code, service_minutes from workload_place order by all").fetchall()
    assert found == [("A", 220), ("B", 100), ("D", 150)]
    most = [*work, *_work("B", "2021", hypertension_registered=2)]
    build = small_build(small_site(), {"region": PLACES, "facility": clinics, "service": most, "activity_standard": asked}, only=("workload_place",))
    assert build.execute("select place_code, service_minutes from workload_place order by all").fetchall() == [("A", 220), ("B", 340), ("D", None)]


def test_a_clinic_that_files_the_return_has_its_headcount_once_beside_the_work() -> None:
    staff = {"facility_code": "A", "period": "2021", "staff_group": "village_doctor", "headcount": 3, "fte": 2.5, "female": 1, "aged_55_over": 2,
             "licensed": 1}
    raw = {"region": PLACES, "facility": CLINICS, "service": SERVICES, "activity_standard": STANDARDS, "workforce_return": [staff]}
    build = small_build(small_site(), raw, only=("workload_place",))
    assert build.execute("select fte, headcount from workload_place where place_code = 'A' and period = '2021'").fetchall() == [(2.5, 3)]


def test_a_national_policy_holds_everywhere_and_a_county_s_in_the_county_while_in_force(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute("select period, policy_instrument, place_code, policies from policy_coverage where level = 'county' order by all")
    assert rows.fetchall() == [
        ("2020", "plan", "C1", 1), ("2020", "plan", "C2", 1), ("2021", "plan", "C1", 1), ("2021", "plan", "C2", 1), ("2021", "subsidy", "C1", 1),
        ("2022", "plan", "C1", 1), ("2022", "plan", "C2", 1),
    ]  # fmt: skip
    below = "select place_code from policy_coverage where policy_instrument = 'subsidy' and level = 'township'"
    assert build.execute(below).fetchall() == [("T11",)]


def test_tasks_from_the_day_they_are_due(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute("select place_code, from_on::varchar, due, on_time from milestone_due order by all").fetchall()
    assert rows == [("C1", "2021-06-30", 1, 0), ("C1", "2021-06-30", 1, 1), ("C2", "2021-06-30", 1, 0), ("C2", "2023-12-31", 1, 0)]


def test_a_place_has_delivered_nothing_until_its_first_task_is_done(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute("select place_code, from_on::varchar, to_on::varchar, without_delivery from milestone_place order by all").fetchall()
    assert rows == [("C1", "2021-06-30", "9999-12-31", 0), ("C2", "2021-06-30", "9999-12-31", 1)]


def test_commitments_from_the_day_they_are_due_met_late_and_not_known(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute("select from_on::varchar, to_on::varchar, due, met from partner_due order by all").fetchall()
    assert rows == [("2020-12-31", "2021-02-01", 1, 0), ("2021-02-01", "9999-12-31", 1, 1), ("2021-12-31", "9999-12-31", 1, 0)]


def test_answers_are_weighed_by_how_many_gave_them(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute(
        "select place_code, role, staff_group, respondents, value_sum, results_without_number from survey_place order by 1"
    ).fetchall()
    assert rows == [("T11", "intention", "village_doctor", 12, 5.0, 0), ("T21", "intention", "village_doctor", None, None, 1)]


def test_an_evaluation_says_whether_it_compared_and_whether_zero_is_ruled_out(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute("select evaluation_id, policy_title, has_comparison, excludes_zero from evaluation_effect order by 1").fetchall()
    assert rows == [("E1", "县", 1, 1), ("E2", "县", 0, 0), ("E3", "县", 0, None)]


def test_a_claim_stays_beside_its_place_and_reaches_no_figure(build: duckdb.DuckDBPyConnection) -> None:
    assert build.execute("select claim_id, level, claim_value from claim_register").fetchall() == [("C1", "prefecture", 1200)]


def test_who_sent_its_work_of_a_period_is_known(build: duckdb.DuckDBPyConnection) -> None:
    sent = "select place_code from reporting where dataset = 'service' and period = ? order by 1"
    assert build.execute(sent, ["2022-02"]).fetchall() == [("T11",), ("T21",)]
    assert build.execute(sent, ["2022-Q2"]).fetchall() == []
    expected = build.execute("select distinct place_code from reporting where dataset = 'expected' and to_on > date '2022-02-28' order by 1").fetchall()
    assert expected == [("T11",), ("T21",)]
