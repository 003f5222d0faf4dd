"""Licences, titles, contracts, students, talents, exams and posts as marts: small tables in, rows worked out by hand out."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"))
CLINICS = facilities(A="T11", B="T11", D="T12")
Rows = list[dict[str, Any]]


def _licence(person: str, kind: str, issued: str, to: str | None = None, facility: str = "A", registered: str = "A") -> dict[str, Any]:
    return {"person_key": person, "facility_code": facility, "licence_type": kind, "issued_on": issued, "valid_to": to,
            "registered_facility_code": registered, "registered_region_code": "C1"}


def _title(person: str, title: str, awarded: str | None, **more: Any) -> dict[str, Any]:
    return {"person_key": person, "facility_code": "A", "title": title, "awarded_on": awarded, **more}


RAW: dict[str, Rows] = {
    "region": PLACES, "facility": CLINICS,
    "employment": [
        spell("a", "A", "2015-01-01", contract_type="village_hired", pension_scheme="resident"),
        spell("b", "A", "2015-01-01", contract_type="established", pension_scheme="public_institution"),
        spell("c", "D", "2015-01-01", contract_type="contract", contract_end_on="2021-06-30"),
        spell("d", "B", "2015-01-01"), spell("gone", "A", "2015-01-01", "2019-12-30"), spell("end", "D", "2022-01-01", "2022-12-31"),
        spell("s1", "B", "2019-08-01"),
    ],
    "licence": [
        _licence("a", "village_certificate", "2015-01-01", "2019-12-31"), _licence("a", "village_certificate", "2019-12-01", "2024-11-30"),
        _licence("b", "assistant", "2016-05-01"), _licence("b", "physician", "2021-09-01", registered="D"),
        _licence("c", "village_certificate", "2016-01-01", "2021-12-31", facility="D", registered="D"),
    ],
    "title_award": [
        _title("a", "resident", "2016-06-30", title_level="senior"), _title("a", "attending", "2020-06-30", title_result="passed", title_route="exam"),
        _title("a", "associate_chief", "2022-06-30", title_result="failed"), _title("b", "associate_chief", None, applied_on="2022-03-01"),
        _title("c", "rural_general_assistant", "2021-01-01", title_route="remote_training"),
    ],
    "training_event": [
        {"event_id": "K1", "region_code": "C1", "training_topic": "x", "training_mode": "classroom", "training_hours": 16, "credit_class": "class_1",
         "started_on": "2020-03-01"},
        {"event_id": "K2", "region_code": "C1", "training_topic": "y", "training_mode": "online", "training_hours": 8, "credit_class": "class_2",
         "started_on": "2020-03-01"},
    ],
    "training": [
        {"person_key": "a", "facility_code": "A", "event_id": "K1", "enrolled_on": "2020-03-01", "completed_on": "2020-03-03",
         "training_result": "passed", "credits": 2, "period": "2020-03"},
        {"person_key": "a", "facility_code": "A", "event_id": "K2", "enrolled_on": "2019-12-15", "completed_on": "2020-01-20", "minutes": 400,
         "training_result": "passed", "credits": 1, "period": "2019-12"},
        {"person_key": "b", "facility_code": "A", "event_id": "K2", "enrolled_on": "2020-05-01", "minutes": 30, "training_result": "not_completed",
         "period": "2020-05"},
        {"person_key": "gone", "facility_code": "A", "event_id": "K2", "enrolled_on": "2020-01-05", "minutes": 10, "period": "2020-01"},
    ],
    "post": [
        {"post_id": "1", "facility_code": "A", "staff_group": "township_doctor", "fte": 1, "hardship": "class_2", "is_key_post": True,
         "opened_on": "2020-01-01", "offers": 2, "filled_on": "2020-07-01"},
        {"post_id": "2", "facility_code": "A", "staff_group": "township_doctor", "fte": 0.5, "opened_on": "2020-01-01", "filled_on": "2020-03-01",
         "vacated_on": "2021-02-01"},
        {"post_id": "3", "facility_code": "D", "staff_group": "village_doctor", "opened_on": "2020-06-01", "closed_on": "2021-06-01"},
        {"post_id": "4", "facility_code": "D", "staff_group": "village_doctor", "opened_on": "2021-01-01"},
    ],
    "student": [
        {"student_id": "s1", "person_key": "s1", "facility_code": "B", "programme": "order_college", "intake_year": 2016, "graduated_on": "2019-07-01",
         "obligation_years": 3, "posted_facility_code": "B", "posted_on": "2019-08-01"},
        {"student_id": "s2", "person_key": "s2", "facility_code": "B", "programme": "order_bachelor", "intake_year": 2014, "graduated_on": "2019-07-01",
         "obligation_years": 6, "posted_on": "2019-08-01", "breach_on": "2021-05-01"},
        {"student_id": "s3", "person_key": "s3", "facility_code": "D", "programme": "order_bachelor", "intake_year": 2020},
    ],
    "exam": [
        {"person_key": p, "facility_code": "A", "exam": "assistant", "on_date": "2021-08-20", "exam_result": r}
        for p, r in (("a", "passed"), ("c", "failed"), ("d", "absent"), ("e", "excellent"))
    ],
    "honour": [
        {"person_key": p, "facility_code": "A", "honour": h, "honour_level": "province", "honour_kind": "professional", "on_date": "2021-08-19"}
        for p, h in (("a", "x"), ("a", "y"), ("c", "x"))
    ],
    "talent_member": [{"person_key": "b", "facility_code": "A", "talent_scheme": "名医", "talent_level": "prefecture", "joined_on": "2021-01-01"}],
    "talent_benefit": [
        {"person_key": "b", "facility_code": "A", "talent_scheme": "名医", "benefit_kind": kind, "value_yuan": value, "granted_on": "2021-06-01"}
        for kind, value in (("settling_in", 50000.0), ("special_allowance", 12000.0), ("spouse_job", None))
    ],
}


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """One build for all the questions of this module."""
    return small_build(small_site(), RAW, first=date(2019, 1, 1))


def _ask(build: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return build.execute(sql).fetchall()


def test_a_renewal_ends_the_certificate_before_it(build: duckdb.DuckDBPyConnection) -> None:
    assert _ask(build, "select issued_on::varchar, last_on::varchar from licence_spell where person_key = 'a' order by 1") == [
        ("2015-01-01", "2019-11-30"), ("2019-12-01", "2024-11-30"),
    ]


def test_the_best_licence_in_force_runs_out_in_its_last_ninety_days_and_has_run_out_after_them(build: duckdb.DuckDBPyConnection) -> None:
    spans = "select validity, min(from_on)::varchar, max(to_on)::varchar, min(place_code) from licence_state where person_key = '{}' group by 1 order by 2"
    assert _ask(build, spans.format("c")) == [("expiring", "2021-10-02", "2022-01-01", "D"), ("expired", "2022-01-01", "2023-01-01", "D")]
    assert _ask(build, spans.format("a")) == [("expiring", "2019-10-02", "2019-12-01", "A")], "until it is renewed, and the new one goes on"
    assert _ask(build, spans.format("b")) == [] and _ask(build, spans.format("d")) == [], "one without a last day, and none at all"


def test_titles_step_by_step_with_the_time_and_the_training_before(build: duckdb.DuckDBPyConnection) -> None:
    steps = _ask(build, "select person_key, title_level, level_before, days_since, is_promotion, online_courses_before, is_after_remote_training"
                        " from title_step order by person_key, awarded_on")
    assert steps == [
        ("a", "junior", None, None, True, 0, False),
        ("a", "intermediate", "junior", (date(2020, 6, 30) - date(2016, 6, 30)).days, True, 1, True),
        ("c", "junior", None, None, True, 0, True),
    ], "the level is that of the title; what failed or waits is no step"
    assert dict(_ask(build, "select title, title_result from stg_title_award where person_key = 'b'")) == {"associate_chief": "waiting"}
    mix = dict(_ask(build, "select title, sum(headcount)::int from workforce_state where from_on <= date '2021-12-31' and to_on > date '2021-12-31' group by 1"))
    assert mix == {"intermediate": 1, "none": 3, "junior": 1}, "who has an award has it wherever he works"


def test_every_attempt_at_a_title_stays_and_only_who_was_decided_on_waits_no_longer():
    tries = [
        _title("p", "attending", "2020-06-30", title_result="failed"), _title("p", "attending", "2020-12-20", title_result="failed"),
        _title("p", "attending", None, applied_on="2021-02-01", title_result="failed"), _title("p", "attending", None, applied_on="2021-08-01", title_result="failed"),
        _title("p", "attending", None, applied_on="2022-02-01"), _title("p", "attending", "2022-06-30", title_result="passed"),
        _title("q", "attending", "2020-06-30", title_result="failed"), _title("q", "attending", None, applied_on="2021-01-10", title_result="waiting"),
        _title("r", "attending", "2020-06-30", title_result="failed"), _title("r", "attending", None, batch="k2"),
        _title("s", "attending", None), _title("s", "attending", "2020-06-30", title_result="failed", batch="k2"),
    ]
    build = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "title_award": tries}, only=("stg_title_award",))
    rows = _ask(build, "select person_key, coalesce(awarded_on, applied_on)::varchar, title_result from stg_title_award order by 1, 2 nulls last")
    assert rows == [
        ("p", "2020-06-30", "failed"), ("p", "2020-12-20", "failed"), ("p", "2021-02-01", "failed"), ("p", "2021-08-01", "failed"),
        ("p", "2022-06-30", "passed"), ("q", "2020-06-30", "failed"), ("q", "2021-01-10", "waiting"), ("r", "2020-06-30", "failed"),
        ("r", None, "waiting"), ("s", "2020-06-30", "failed"),
    ], "p's application of 2022 was decided on; r's list of those waiting came after the refusal, s's before it"


def test_what_a_person_learned_in_a_year_is_nothing_only_where_nothing_was_attended(build: duckdb.DuckDBPyConnection) -> None:
    rows = _ask(build, "select person_key, place_code, hours, hours_known, credits, judged from learning_year where period = '2020' order by 1")
    assert rows == [
        ("a", "A", 16, 1, 2, 0), ("b", "A", 0.5, 1, 0, 0), ("d", "B", 0, 1, 0, 0), ("s1", "B", 0, 1, 0, 0),
    ], "minutes are hours; D's township sends no training, so c is not there; nobody's licence is on a roster, so nobody is judged"
    enrolled = _ask(build, "select person_key, sum(enrolments)::int, sum(ended)::int, sum(completed)::int, sum(passed)::int, sum(begun)::int"
                           " from training_enrolled group by 1 order by 1")
    assert enrolled == [("a", 2, 2, 2, 2, 1), ("b", 1, 1, 0, 0, 1), ("gone", 1, 1, 0, 0, 1)]
    held = "select sum(headcount) from workforce_state where from_on <= date '2020-12-31' and to_on > date '2020-12-31' and person_key in"
    trained = "(select person_key from training_enrolled where on_date between date '2020-01-01' and date '2020-12-31')"
    assert _ask(build, f"{held} {trained}") == [(2,)], "who has left is not in post"


def test_hours_and_credits_that_nobody_wrote_down_stay_unknown():
    events = [{"event_id": e, "region_code": "C1", "training_topic": e, "training_mode": "online", "credit_class": "class_1", "started_on": "2020-03-01",
               "credits": c} for e, c in (("K1", None), ("K2", None), ("K3", 6))]  # fmt: skip
    base = {"facility_code": "A", "enrolled_on": "2020-03-01", "completed_on": "2020-04-01", "period": "2020-03", "training_result": "passed"}
    came = [base | {"person_key": p, "event_id": e, "minutes": m, "credits": c}
            for p, e, m, c in (("p", "K1", 60, 2), ("p", "K2", None, None), ("q", "K1", 30, None), ("q", "K3", 0, None), ("r", "K1", None, 30))]
    spells = [spell(p, "A", "2015-01-01") for p in "pqr"]
    seen = [{"person_key": p, "as_at": "2020-12-31", "facility_code": "A", "staff_group": "village_doctor", "licence": "physician"} for p in "pqr"]
    raw = {"region": PLACES, "facility": CLINICS, "training_event": events, "training": came, "employment": spells, "roster": seen}
    rows = _ask(small_build(small_site(), raw, only=("learning_year",)), "select person_key, hours, hours_known, credits, credits_known, judged, met,"
                " judged_class_1, met_class_1, judged_class_2, met_class_2 from learning_year where period = '2020' order by 1")
    assert rows == [
        ("p", None, 0, None, 0, 0, 0, 0, 0, 1, 0), ("q", 0.5, 1, None, 0, 0, 0, 1, 1, 1, 0), ("r", None, 0, 30, 1, 1, 0, 1, 1, 1, 0),
    ], "the 6 credits of K3 suffice for class I though K1's are not known; of r's 30, 10 count, and class II is none"


def test_a_post_is_vacant_until_filled_or_closed_and_again_once_vacated(build: duckdb.DuckDBPyConnection) -> None:
    rows = _ask(build, "select post_id, began_as, vacant_on::varchar, ended_on::varchar, event, days_vacant from vacancy_spell order by 1, 3")
    last = date(2022, 12, 31)
    assert rows == [
        ("1", "opened", "2020-01-01", "2020-07-01", 1, 182), ("2", "opened", "2020-01-01", "2020-03-01", 1, 60),
        ("2", "vacated", "2021-02-01", None, 0, (last - date(2021, 2, 1)).days), ("3", "opened", "2020-06-01", "2021-06-01", 0, 365),
        ("4", "opened", "2021-01-01", None, 0, (last - date(2021, 1, 1)).days),
    ]
    stock = "select sum(posts)::int, sum(vacant)::int, sum(vacant_fte), sum(filled)::int from post_state where from_on <= '{0}' and to_on > '{0}'"
    assert _ask(build, stock.format("2020-12-31")) == [(3, 1, 1.0, 2)]
    assert _ask(build, stock.format("2021-12-31")) == [(3, 2, 1.5, 1)]


def test_posts_are_counted_to_the_last_day_of_data_and_no_further():
    posts = [{"post_id": "1", "facility_code": "A", "staff_group": "village_doctor", "opened_on": "2020-01-01"}]
    spells = [spell("a", "A", "2015-01-01"), spell("b", "A", "2015-01-01", "2021-10-31")]
    raw = {"region": PLACES, "facility": CLINICS, "post": posts, "employment": spells}
    assert _ask(small_build(small_site(), raw, only=("post_state",)), "select from_on::varchar, to_on::varchar from post_state") == [("2021-01-01", "2021-11-01")]


def test_contracts_pensions_students_exams_honours_and_talents(build: duckdb.DuckDBPyConnection) -> None:
    footing = _ask(build, "select contract, pension_scheme, sum(headcount)::int from workforce_state where from_on <= date '2021-12-31'"
                          " and to_on > date '2021-12-31' group by 1, 2 order by 1, 2")
    assert footing == [("contract", "unknown", 1), ("established", "public_institution", 1), ("unknown", "unknown", 2), ("village_hired", "resident", 1)]
    students = _ask(build, "select student_id, has_graduated, has_arrived, has_breached, has_fulfilled, is_in_post_after from student_outcome order by 1")
    assert students == [("s1", True, True, False, True, True), ("s2", True, True, True, False, False), ("s3", False, False, False, False, False)]
    sat = "select exam_role, sum(entered)::int, sum(sat)::int, sum(passed)::int from exam_sitting where year(on_date) = 2021 group by 1"
    assert _ask(build, sat) == [("licence", 4, 3, 2)]
    assert _ask(build, "select admin_level, sum(honours)::int, count(distinct person_key) from honour_event group by 1") == [("province", 3, 2)]


def test_no_mart_holds_a_name(build: duckdb.DuckDBPyConnection) -> None:
    names = {row[0] for row in _ask(build, "select distinct column_name from duckdb_columns() where schema_name = 'main' and not internal")}
    assert names.isdisjoint({"person_name", "id_number", "phone", "birth_date", "licence_number"})
