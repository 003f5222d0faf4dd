"""Marts of places: villages, opening days, equipment, and what became of a township that was merged away."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.engine.observe import Query, observe
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2"))
CLINICS = [
    {**row, "facility_type": kind, **more}
    for row, kind, more in zip(
        facilities(A="T11", B="T11", H="T21"),
        ("village_clinic", "village_clinic", "township_health_centre"),
        (
            {"village_code": "V1", "network": "broadband", "his_system": "paper", "last_online": "2022-11-30", "has_standard_kit": True},
            {"closed_on": "2021-06-30", "village_code": "V2", "network": "none", "platform_live_on": "2020-05-01"},
            {"his_system": "county_platform", "last_online": "2022-12-01", "platform_live_on": "2021-09-01", "smart_devices": 4},
        ),
        strict=True,
    )
]
VILLAGES = [
    {"village_code": "V1", "village_name": "甲", "region_code": "T11", "households": 100, "residents": 400, "has_clinic": True,
     "nearest_clinic_km": 0},
    {"village_code": "V2", "village_name": "乙", "region_code": "T11", "households": 50, "residents": 200, "has_clinic": False,
     "serving_facility_code": "A", "nearest_clinic_km": 6},
    {"village_code": "V3", "village_name": "丙", "region_code": "T11", "residents": None, "abolished_on": "2021-03-01"},
    {"village_code": "V4", "village_name": "丁", "region_code": "T21", "residents": 90, "has_clinic": False, "nearest_clinic_km": 12},
]
STATUS = [
    {"facility_code": "A", "period": "2021-01", "open_days": 20, "closed_days": 6, "closure_reason": "sick", "online_days": 10, "log_ins": 31},
    {"facility_code": "A", "period": "2021-02", "open_days": 18, "closed_days": 2, "closure_reason": "weather"},
    {"facility_code": "H", "period": "2021-01", "open_days": 31, "closed_days": 0, "online_days": 31},
    {"facility_code": "STRANGER", "period": "2021-01", "open_days": 3},
]


MARTS = ("village_coverage", "facility_open_month", "facility_digital", "facility_platform")
PEOPLED = ("population_place", "region_successor", "place")


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """Two counties with villages, clinics and opening days."""
    raw = {"region": PLACES, "facility": CLINICS, "village": VILLAGES, "facility_status": STATUS}
    return small_build(small_site(), raw, only=MARTS)


def test_villages_with_a_clinic_as_told_and_as_the_register_knows(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute(
        "select place_code, period, villages, villages_with_clinic, villages_clinic_unknown, villages_served, residents,"
        " villages_residents_unknown, resident_km, residents_with_distance, farthest_km from village_coverage"
        " where period in ('2020', '2022') order by all"
    ).fetchall()
    assert rows == [
        ("T11", "2020", 3, 1, 1, 2, 600, 1, 1200, 600, 6), ("T11", "2022", 2, 1, 0, 2, 600, 0, 1200, 600, 6),
        ("T21", "2020", 1, 0, 0, 0, 90, 0, 1080, 90, 12), ("T21", "2022", 1, 0, 0, 0, 90, 0, 1080, 90, 12),
    ]  # fmt: skip


def test_a_village_whose_clinic_closed_is_no_longer_served_by_it(build: duckdb.DuckDBPyConnection) -> None:
    alone = [dict(v, serving_facility_code=None) for v in VILLAGES]
    rows = small_build(small_site(), {"region": PLACES, "facility": CLINICS, "village": alone}, only=MARTS).execute(
        "select period, villages_served from village_coverage where place_code = 'T11' and period in ('2020', '2021') order by 1"
    )
    assert rows.fetchall() == [("2020", 2), ("2021", 1)]


def test_open_days_by_month(build: duckdb.DuckDBPyConnection) -> None:
    assert build.execute("select place_code, open_days, month_days from facility_open_month where period = '2021-02'").fetchall() == [
        ("A", 18, 28)
    ]


def test_days_of_a_clinic_nobody_registered_are_unassigned_not_lost(build: duckdb.DuckDBPyConnection) -> None:
    path = build.execute("select distinct region_code from place_span where place_code = 'STRANGER' and level = 'county'")
    assert path.fetchall() == [("P.unassigned",)]
    assert build.execute("select sum(open_days) from facility_open_month where period = '2021-01'").fetchone() == (54,)


def test_equipment_speaks_for_the_days_it_was_listed_and_no_earlier(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute(
        "select place_code, from_on::varchar, to_on::varchar, has_device, is_connected, is_electronic, ready, readiness_known from facility_digital"
        " order by 1"
    ).fetchall()
    assert rows == [
        ("A", "2022-12-01", "9999-12-31", None, 1, 0, 0, 1), ("H", "2022-12-01", "9999-12-31", 1, None, 1, 0, 0),
    ], "what closed before the register speaks is not in it; who lacks one part is not ready, whatever the others"  # fmt: skip


def test_clinics_on_the_platform_by_the_day_it_went_live(build: duckdb.DuckDBPyConnection) -> None:
    rows = build.execute("select period, sum(facilities), sum(is_live) from facility_platform where length(period) = 4 group by 1 order by 1")
    assert rows.fetchall() == [("2020", 3, 1), ("2021", 2, 1), ("2022", 2, 1)]


def _merger(kind: str, *shares: tuple[str, str, float | None]) -> list[dict[str, Any]]:
    return [
        {"from_code": a, "to_code": b, "on_date": "2021-03-01", "share": share, "crosswalk_kind": kind} for a, b, share in shares
    ]


MERGED = [
    {"region_code": "T11", "level": "township", "parent_code": "C1", "name_zh": "甲乡", "valid_to": "2021-02-28"},
    {"region_code": "T12", "level": "township", "parent_code": "C1", "name_zh": "乙乡", "valid_to": "2021-02-28"},
    {"region_code": "T13", "level": "township", "parent_code": "C1", "name_zh": "丙镇", "valid_from": "2021-03-01"},
    *regions(("C1", "county", "P"), ("C2", "county", "P"), ("T21", "township", "C2")),
]
PEOPLE = [
    {"region_code": code, "period": year, "population_kind": "resident", "persons": persons}
    for code, year, persons in (("T11", "2020", 1000.0), ("T12", "2020", 500.0), ("T13", "2022", 1400.0), ("T21", "2020", 800.0),
                                 ("T21", "2022", 800.0))
]
STAFF = [spell(f"{home}{i}", home, "2015-01-01") for home in "AB" for i in range(3)] + [
    spell("z", "H", "2015-01-01", "2022-12-31"), spell("y", "H", "2015-01-01", "2020-01-01"),
]  # fmt: skip


def test_after_a_merger_clinics_and_people_stand_under_the_new_township_from_the_beginning() -> None:
    """撤乡并镇: T11 and T12 became T13 on 2021-03-01; the register of clinics still names T11 for one of them."""
    clinics = facilities(A="T13", B="T11", H="T21")
    walk = _merger("merge", ("T11", "T13", 1.0), ("T12", "T13", None))
    build = small_build(
        small_site(), {"region": MERGED, "facility": clinics, "population": PEOPLE, "employment": STAFF, "region_crosswalk": walk}
    )
    site = small_site()
    for period, persons in (("2020", 1500.0), ("2022", 1400.0)):
        counted = observe(build, site, Query("headcount", level="township", period=period)).set_index("region_code")["value"]
        assert counted.to_dict() == {"T13": 6, "T21": 1}
        people = observe(build, site, Query("density", level="township", period=period)).set_index("region_code")["denominator"]
        assert people.to_dict() == {"T13": persons, "T21": 800}
    county = observe(build, site, Query("headcount", level="county", period="2020")).set_index("region_code")["value"]
    assert county.to_dict() == {"C1": 6, "C2": 1}


def test_without_a_crosswalk_the_old_townships_stay_as_they_were() -> None:
    build = small_build(small_site(), {"region": MERGED, "population": PEOPLE}, only=PEOPLED)
    rows = build.execute("select place_code, persons from population_place where year in ('2020', '2022') order by year, 1").fetchall()
    assert rows == [("T11", 1000), ("T12", 500), ("T21", 800), ("T13", 1400), ("T21", 800)]


def test_shares_part_the_people_of_a_township_that_was_split() -> None:
    walk = [*_merger("split", ("T11", "T12", 0.6), ("T11", "T21", 0.4))]
    build = small_build(small_site(), {"region": PLACES, "population": PEOPLE[:1], "region_crosswalk": walk}, only=PEOPLED)
    rows = build.execute("select place_code, persons from population_place where year = '2020' order by 1").fetchall()
    assert rows == [("T12", pytest.approx(600)), ("T21", pytest.approx(400))]
    assert build.execute("select bool_and(is_complete) from region_successor").fetchone() == (True,)


def test_a_moved_border_leaves_the_rest_where_it_was_and_later_facts_alone() -> None:
    walk = _merger("boundary", ("T11", "T12", 0.25))
    people = [PEOPLE[0], {**PEOPLE[0], "period": "2022", "persons": 700.0}]
    build = small_build(small_site(), {"region": PLACES, "population": people, "region_crosswalk": walk}, only=PEOPLED)
    rows = build.execute("select place_code, year, persons from population_place where year in ('2020', '2022') order by 2, 1").fetchall()
    assert rows == [("T11", "2020", pytest.approx(750)), ("T12", "2020", pytest.approx(250)), ("T11", "2022", 700)]


def test_a_chain_of_changes_ends_in_the_last_place_and_each_fact_takes_those_after_it() -> None:
    walk = [
        {"from_code": "T11", "to_code": "T12", "on_date": "2020-07-01", "share": 0.2, "crosswalk_kind": "boundary"},
        {"from_code": "T11", "to_code": "T21", "on_date": "2022-07-01", "share": 1.0, "crosswalk_kind": "merge"},
        {"from_code": "C1", "to_code": "NOBODY", "on_date": "2022-07-01", "share": 1.0, "crosswalk_kind": "rename"},
    ]
    people = [{**PEOPLE[0], "period": str(year)} for year in (2020, 2021)] + [{**PEOPLE[0], "period": "2019"}]
    build = small_build(small_site(), {"region": PLACES, "population": people, "region_crosswalk": walk}, first=date(2019, 1, 1), only=PEOPLED)
    rows = build.execute("select period, region_code, persons from population_recast order by all").fetchall()
    assert rows == [
        ("2019", "T12", pytest.approx(200)), ("2019", "T21", pytest.approx(800)), ("2020", "T21", 1000), ("2021", "T21", 1000),
    ]  # fmt: skip
    assert build.execute("select count(*) from place where place_code in ('T11', 'NOBODY')").fetchone() == (0,)
    assert build.execute("select count(*) from place where place_code = 'C1'").fetchone() == (1,)


def test_a_successor_that_changed_twice_itself_takes_its_share_once() -> None:
    """Half of T11 went to T12, which gave a tenth to T21 and later all that was left: 1,000 people are 1,000 still."""
    walk = [
        {"from_code": "T11", "to_code": "T12", "on_date": "2020-07-01", "share": 0.5, "crosswalk_kind": "split"},
        {"from_code": "T11", "to_code": "T21", "on_date": "2020-07-01", "share": 0.5, "crosswalk_kind": "split"},
        {"from_code": "T12", "to_code": "T21", "on_date": "2021-01-01", "share": 0.1, "crosswalk_kind": "boundary"},
        {"from_code": "T12", "to_code": "T21", "on_date": "2022-01-01", "share": 1.0, "crosswalk_kind": "merge"},
    ]
    people = [{**PEOPLE[0], "period": "2019"}]
    build = small_build(small_site(), {"region": PLACES, "population": people, "region_crosswalk": walk}, first=date(2019, 1, 1), only=PEOPLED)
    assert build.execute("select region_code, persons from population_recast").fetchall() == [("T21", pytest.approx(1000))]
    assert build.execute("select bool_and(is_complete) from region_successor").fetchone() == (True,)


def test_an_age_one_of_two_merged_places_did_not_count_is_not_known_of_both() -> None:
    def of(place: str, age: str, persons: float) -> dict[str, Any]:
        return {"region_code": place, "period": "2020", "population_kind": "resident", "age_band": age, "persons": persons}

    people = [of("T11", "all", 1000), of("T11", "65_over", 150), of("T12", "all", 400), of("T21", "all", 90), of("T21", "65_over", 9)]
    walk = _merger("merge", ("T11", "T12", 1.0))
    build = small_build(small_site(), {"region": PLACES, "population": people, "region_crosswalk": walk}, only=PEOPLED)
    rows = build.execute("select region_code, persons, persons_65_over from population_recast order by 1").fetchall()
    assert rows == [("T12", 1400, None), ("T21", 90, 9)]


def test_population_by_age_makes_a_total_only_where_it_is_complete() -> None:
    def band(place: str, age: str | None, persons: float) -> dict[str, Any]:
        return {"region_code": place, "period": "2020", "population_kind": "resident", "age_band": age, "persons": persons}

    people = [band("T11", a, n) for a, n in (("0_14", 10), ("15_59", 60), ("60_64", 5), ("65_over", 25))]
    people += [band("T12", "all", 80), band("T12", "65_over", 20), band("T21", "0_14", 10), band("T21", "65_over", 7)]
    build = small_build(small_site(), {"region": PLACES, "population": people}, only=("stg_population",))
    rows = build.execute(
        "select region_code, persons, persons_0_14, persons_15_64, persons_60_over, persons_65_over from stg_population order by 1"
    ).fetchall()
    assert rows == [("T11", 100, 10, 65, 30, 25), ("T12", 80, None, None, None, 20), ("T21", None, 10, None, None, 7)]
