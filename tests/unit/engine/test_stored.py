"""Sums that are stored are those of the marts, for places no file puts under a root and parents below the level too; what small sites do."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
import pytest

from pipelines.engine.additive import parts_of
from pipelines.engine.known import Build
from pipelines.engine.observe import Query, observe
from pipelines.engine.resolve import resolved
from pipelines.engine.stored import store_sums, stored_statement
from pipelines.intake.completing import MANY_ROWS, complete
from pipelines.site import Site, parse_site
from tests.unit.engine.small_build import SITE, facilities, regions, small_build, spell

TWO_ROOTS = parse_site(SITE.replace("[levels]", '[[roots]]\ncode = "Q"\nname_zh = "另一市"\nname_en = "Another"\n[levels]'))
RAW = {
    "region": regions(
        ("C1", "county", "P"), ("T1", "township", "C1"), ("C2", "county", "Q"), ("T2", "township", "C2"), ("C3", "county", None),
        ("T3", "township", "C3"), ("T4", "township", None),
    ),
    "facility": facilities(A="T1", B="T2", C="T3", D="T4", H="C1"),
    "population": [
        {"region_code": t, "period": "2022", "population_kind": kind, "persons": persons}
        for t in ("T1", "T2", "T3", "T4", "C3") for kind, persons in (("resident", 1000), ("household", 900))
    ],
    "employment": [spell(f"{f}{n}", f, "2015-01-01") for f in "ABCDHZ" for n in range(6)]
    + [
        spell("gone", "A", "2015-01-01", "2022-03-10"), spell("last", "A", "2015-01-01", "2022-12-31"),
        spell("third", "B", "2020-02-29", fte=1 / 3), spell("rest", "B", "2020-02-29", fte=2 / 3),
    ],
    "workforce_return": [
        {"facility_code": "D", "period": "2022", "staff_group": "village_doctor", "headcount": 4},
        {"facility_code": "C", "period": "2021", "staff_group": "village_doctor", "headcount": 9},
    ],
}  # fmt: skip
QUESTIONS = [
    Query(name, level=level, period=period, population=population, parent=parent)
    for name in ("headcount", "fte", "density", "registered_population", "licensed_share")
    for level in ("prefecture", "county", "township") for period in (None, "2022-02", "2022-01..2022-04")
    for population, parent in (("", None), ("household", None), ("", "T3"), ("", "P"))
]  # fmt: skip


@pytest.fixture(scope="module")
def computed() -> list[pd.DataFrame]:
    build = small_build(TWO_ROOTS, RAW, date(2020, 1, 1), date(2022, 12, 31))
    return [observe(build, TWO_ROOTS, query) for query in QUESTIONS]


@pytest.fixture(scope="module")
def stored() -> duckdb.DuckDBPyConnection:
    build = small_build(TWO_ROOTS, RAW, date(2020, 1, 1), date(2022, 12, 31))
    store_sums(build, TWO_ROOTS, 1)
    return build


def _is_looked_up(build: duckdb.DuckDBPyConnection, site: Site, query: Query) -> bool:
    own = Build(build, site)
    scope = resolved(own, query)
    return all(stored_statement(own, scope, measure) is not None for measure in parts_of(scope).values())


def test_what_is_stored_is_what_the_marts_give(computed: list[pd.DataFrame], stored: duckdb.DuckDBPyConnection) -> None:
    for query, expected in zip(QUESTIONS, computed, strict=True):
        pd.testing.assert_frame_equal(observe(stored, TWO_ROOTS, query), expected, check_exact=False, rtol=1e-9, obj=str(query))
    assert sum((frame["value"].fillna(0) > 0).any() for frame in computed) > len(QUESTIONS) / 2


def test_doctors_of_a_county_under_no_root_are_counted(stored: duckdb.DuckDBPyConnection) -> None:
    found = observe(stored, TWO_ROOTS, Query("headcount", level="county", period="2022")).set_index("region_code")["value"]
    assert found["C3"] == 6 and found["C1"] == 13 and found["C2"] == 8


def test_who_is_looked_up_and_who_is_not(stored: duckdb.DuckDBPyConnection) -> None:
    assert _is_looked_up(stored, TWO_ROOTS, Query("headcount", level="county", period="2022-02"))
    assert _is_looked_up(stored, TWO_ROOTS, Query("density", level="county", parent="P", period="2022"))
    for more in ({"by": "sex"}, {"level": "facility"}, {"level": "county", "parent": "T3"}):
        assert not _is_looked_up(stored, TWO_ROOTS, Query("headcount", period="2022", **more))
    assert not _is_looked_up(stored, TWO_ROOTS, Query("density", level="county", population="household", period="2022"))


def test_a_site_with_small_marts_stores_nothing_and_one_with_a_large_one_does() -> None:
    build = small_build(TWO_ROOTS, RAW, date(2022, 1, 1), date(2022, 12, 31))
    assert complete(build, TWO_ROOTS, ()) == {} and Build(build, TWO_ROOTS).stored == {}
    build.execute(f"insert into workforce_state select w.* from workforce_state as w, range({MANY_ROWS}) limit {MANY_ROWS}")
    complete(build, TWO_ROOTS, ())
    assert len(Build(build, TWO_ROOTS).stored) > 10
    assert {mart_in(key) for key in Build(build, TWO_ROOTS).stored} == {"workforce_state"}


def mart_in(key: str) -> str:
    """Return the mart that a key of a stored measure names."""
    return key.split("'")[1]
