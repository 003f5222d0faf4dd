"""What stands right under a county, in no township, is the county's own unit: whom it awaits, and when it has sent all it owes."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.engine.observe import Query, observe
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"))
CLINICS = facilities(A="T11", B="T12")
PEOPLE = [{"region_code": t, "period": "2022", "population_kind": "resident", "persons": 1000} for t in ("T11", "T12")]
HONOURS = [{"person_key": "A0", "honour": "好医生", "on_date": "2022-05-01", "facility_code": "A", "honour_level": "county"}]
ENDS = [spell("first", "A", "2015-01-01", "2019-06-30"), spell("last", "A", "2015-01-01", "2022-12-31")]


def _right_under_the_county(kind: str) -> dict[str, Any]:
    return {"facility_code": "H", "facility_name": "H", "region_code": "C1", "period": "", "facility_type": kind}


def _doctors(facility: str, group: str = "village_doctor") -> list[dict[str, Any]]:
    return [spell(f"{facility}{n}", facility, "2015-01-01", staff_group=group) for n in range(6)]


def _answer(indicator: str, own: dict[str, Any], spells: list[dict[str, Any]], level: str = "county") -> list[tuple[Any, ...]]:
    raw = {"region": PLACES, "facility": [*CLINICS, own], "population": PEOPLE, "honour": HONOURS,
           "employment": [*_doctors("A"), *_doctors("B"), *ENDS, *spells]}
    build = small_build(small_site(), raw)
    rows = observe(build, small_site(), Query(indicator, level=level, period="2022"))
    return [tuple(row) for row in rows[["region_code", "value", "reported", "expected", "status"]].itertuples(index=False)]


@pytest.mark.parametrize(("indicator", "value"), [("headcount", 13), ("density", 13 / 2), ("registered_population", 2000)])
def test_a_hospital_of_whose_staff_nothing_is_sent_makes_no_county_partial(indicator, value):
    hospital = _right_under_the_county("county_hospital")
    assert _answer(indicator, hospital, []) == [("C1", value, 2, 2, "ok")]
    townships = _answer(indicator, hospital, [], "township")
    assert [row[0] for row in townships] == ["T11", "T12"] and sum(row[3] for row in townships) == 2


def test_a_hospital_whose_doctors_are_of_no_base_lacks_neither_people_nor_honours():
    own = _right_under_the_county("county_hospital"), _doctors("H", "county_hospital_doctor")
    assert _answer("density", *own) == [("C1", 13 / 2, 3, 3, "ok")], "its doctors were sent; nobody lives in a hospital"
    assert [row[2:] for row in _answer("honours_per_1000_doctors", *own)] == [(3, 3, "small_n")], "the county's list of honours speaks for it"


def test_doctors_right_under_the_county_are_counted_and_need_no_population_of_their_own():
    own = _right_under_the_county("village_clinic"), _doctors("H")
    assert _answer("density", *own) == [("C1", 19 / 2, 3, 3, "ok")]
    assert _answer("registered_population", *own) == [("C1", 2000, 2, 2, "ok")]


def test_a_clinic_right_under_the_county_that_sends_nothing_is_missed():
    clinic = _right_under_the_county("village_clinic")
    assert _answer("headcount", clinic, []) == [("C1", 13, 2, 3, "partial")]
    assert [row[0] for row in _answer("headcount", clinic, [], "township")] == ["C1.unassigned", "T11", "T12"]


def test_a_registered_hospital_is_no_facility_that_no_register_knows():
    raw = {"region": PLACES, "facility": [*CLINICS, _right_under_the_county("county_hospital")],
           "employment": [*_doctors("A"), *_doctors("Z"), *_doctors("H"), *ENDS]}
    build = small_build(small_site(), raw, only=("quality_test",))
    assert build.execute("select found, checked from quality_test where rule = 'place_unknown' and period = '2022'").fetchall() == [(1, 4)], "Z alone"
