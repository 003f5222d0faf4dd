"""A change of boundaries: people and clinics move whole, totals of a place are shared out, and what holds a part of them says so."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from pipelines.engine.approximate import datasets_of
from pipelines.engine.lineage import lineage_of
from pipelines.engine.marts import all_marts
from pipelines.engine.observe import Query, observe, resolve
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = [
    *regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2")),
    {**regions(("OLD", "township", "C1"))[0], "valid_to": "2020-12-31"},
]
CLINICS = [
    *facilities(A="T11", B="T12", D="T21"),
    {"facility_code": "Z", "facility_name": "Z", "region_code": "OLD", "period": "", "opened_on": "2010-01-01", "closed_on": "2020-06-30"},
]
SPLIT = [("OLD", "T11", 0.6), ("OLD", "T12", 0.4)]
ACROSS = [("OLD", "T11", 0.5), ("OLD", "T12", 0.3), ("OLD", "T21", 0.2)]
WHOLE = [("OLD", "T11", 1.0)]


def _people(*rows: tuple[str, str, float], kind: str = "resident") -> list[dict[str, Any]]:
    return [{"region_code": c, "period": p, "population_kind": kind, "persons": n} for c, p, n in rows]


def _build(walk: list[tuple[str, str, float]], kind: str = "split", **raw: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    crosswalk = [{"from_code": a, "to_code": b, "on_date": "2021-01-01", "share": s, "crosswalk_kind": kind} for a, b, s in walk]
    staff = [spell(home.lower(), home, "2015-01-01", end) for home, end in (("A", None), ("B", None), ("D", "2022-12-31"), ("Z", "2020-06-30"))]
    given = {"region": PLACES, "facility": CLINICS, "employment": staff, "population": _people(
        ("OLD", "2020", 100.0), *((t, y, 50.0) for t in ("T11", "T12", "T21") for y in ("2020", "2021", "2022")))}
    return small_build(small_site(), {**given, "region_crosswalk": crosswalk, **raw})


def _marked(build: duckdb.DuckDBPyConnection, indicator: str, level: str = "township", **query: Any) -> dict[tuple[str, str], bool]:
    frame = observe(build, small_site(), Query(indicator, level=level, **query))
    return {(r.region_code, r.period): bool(r.is_approximate) for r in frame.itertuples() if r.is_approximate}


def test_a_part_is_marked_and_the_whole_is_not() -> None:
    build = _build(SPLIT)
    assert set(_marked(build, "density")) == {("T11", "2020"), ("T12", "2020")}, "from 2021 places speak for themselves"
    assert set(_marked(build, "residents_per_doctor")) == {("T11", "2020"), ("T12", "2020")}, "and where people are divided"
    assert _marked(build, "density", "county") == {} and _marked(build, "density", "prefecture") == {}
    assert set(_marked(build, "density", period="2020-07")) == {("T11", "2020-07"), ("T12", "2020-07")}
    assert set(_marked(build, "density", period="2020-03..2021-02")) == set(), "as at the last day"


def test_parts_that_cross_a_county_line_are_marked_there_too() -> None:
    build = _build(ACROSS)
    assert set(_marked(build, "density", "county")) == {("C1", "2020"), ("C2", "2020")}
    assert _marked(build, "density", "prefecture") == {}


def test_a_place_that_went_into_another_whole_is_exact() -> None:
    build = _build(WHOLE, kind="merge")
    assert _marked(build, "density") == {} and _marked(build, "headcount") == {}
    people = observe(build, small_site(), Query("density", level="township", region="T11", period="2020"))["denominator"]
    assert people.tolist() == [150]


def test_shares_that_do_not_add_up_are_marked_everywhere() -> None:
    assert set(_marked(_build([("OLD", "T11", 0.6)]), "density", "prefecture")) == {("P", "2020")}


def test_a_border_that_moved_marks_both_sides() -> None:
    build = _build([("T11", "T12", 0.25)], kind="boundary", population=_people(("T11", "2020", 80.0), ("T12", "2020", 40.0)))
    assert set(_marked(build, "density")) == {("T11", "2020"), ("T12", "2020")}


def test_of_the_kind_of_population_that_was_shared_out_only() -> None:
    own = _people(*((t, "2020", 50.0) for t in ("T11", "T12")), kind="household")
    build = _build(SPLIT, population=[*_people(("OLD", "2020", 100.0)), *own])
    assert _marked(build, "density", population="household") == {}
    assert set(_marked(build, "density")) == {("T11", "2020"), ("T12", "2020")}


def test_a_clinic_that_closed_with_its_township_stands_where_most_of_it_went_and_that_is_a_guess() -> None:
    build = _build(SPLIT)
    counted = observe(build, small_site(), Query("headcount", level="township", period="2020-01")).set_index("region_code")["value"]
    assert counted.to_dict() == {"T11": 2, "T12": 1, "T21": 1}
    assert set(_marked(build, "headcount", period="2020-01")) == {("T11", "2020-01"), ("T12", "2020-01")}
    assert _marked(build, "headcount", period="2020") == {}, "it had closed by the last day"
    assert set(_marked(build, "leaver_rate", period="2020")) == {("T11", "2020"), ("T12", "2020")}
    assert _marked(build, "leaver_rate", "county", period="2020") == {} and _marked(build, "leaver_rate", period="2021") == {}
    assert set(_marked(build, "survival", period="all")) == {("T11", "all"), ("T12", "all")}


@pytest.mark.parametrize(("indicator", "dataset", "rows"), [
    ("villages_without_clinic", "village", [{"village_code": "V1", "village_name": "甲", "region_code": "OLD", "has_clinic": False}]),
    ("budget_execution", "budget", [{"budget_line": "x", "region_code": "OLD", "period": "2020", "approved_yuan": 10.0, "executed_yuan": 5.0}]),
])
def test_what_else_names_a_place_goes_to_the_largest_part_whole_and_is_marked(indicator: str, dataset: str, rows: list[dict[str, Any]]) -> None:
    build = _build(SPLIT, **{dataset: rows})
    held = observe(build, small_site(), Query(indicator, level="township", period="2020")).set_index("region_code")
    assert held.loc["T11", "is_approximate"] and not held.loc["T21", "is_approximate"]
    assert _marked(build, indicator, "county") == {}


def test_units_apart_are_approximate_though_their_sum_is_not() -> None:
    assert set(_marked(_build(SPLIT), "gini", "county")) == {("C1", "2020")}
    assert set(_marked(_build(SPLIT), "density", "county", by="remoteness")) == {("C1", "2020")}


def test_an_answer_without_a_number_or_as_published_is_not_marked() -> None:
    build = _build(SPLIT, employment=[])
    frame = observe(build, small_site(), Query("density", level="township", period="2020"))
    assert frame["value"].isna().all() and not frame["is_approximate"].any()
    assert not observe(build, small_site(), Query("mean_income"))["is_approximate"].any()


def test_every_mart_that_brings_whole_places_onto_todays_says_so() -> None:
    files_counted = {"reporting_due"}  # files that came, not what is in them
    recast = {name for name in all_marts() if "region_successor" in lineage_of([name]).layers} - files_counted
    assert {name for name, mart in all_marts().items() if mart.recast} == recast


def test_the_datasets_of_a_number_are_told_by_day_and_by_period() -> None:
    build = _build(SPLIT)
    assert datasets_of(resolve(build, small_site(), Query("density"))) == (["facility", "population/resident"], [])
    assert datasets_of(resolve(build, small_site(), Query("leaver_rate", period="2020"))) == ([], ["facility"])
