"""Provenance: the rows add up to the number, the sheets are those that were filed, and nobody is named."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import Indicator
from pipelines.engine.lineage import FRAME, lineage_of, lineage_of_indicator
from pipelines.engine.observe import all_indicators, resolve
from pipelines.engine.scope import Query
from pipelines.engine.sources import KEY_SHOWN, filed_periods
from pipelines.engine.trace import Check, Trace, trace
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

PLACES = regions(("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2"))
POPULATION = [
    {"region_code": t, "period": str(y), "population_kind": kind, "persons": n + 10 * y} for t, n in (("T11", 1000), ("T12", 2000), ("T21", 4000))
    for y in (2020, 2021, 2022) for kind in ("resident", "household")
]  # fmt: skip
KEYS = {name: name * 12 for name in ("anna", "bert", "cleo", "dina", "emil", "fred")}


def _person(name: str, facility: str, start: str, end: str | None = None, **more: object) -> dict[str, object]:
    return spell(KEYS[name], facility, start, end, unit={"A": "T11", "B": "T12", "D": "T21"}[facility], file="任职.xlsx", **more)


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """Six people: bert leaves C1 in 2021, cleo moves within it, dina has half a post, fred works elsewhere; all on one sheet."""
    people = [
        _person("anna", "A", "2015-01-01", fte=1.0, sex="female"), _person("bert", "A", "2016-01-01", "2021-05-31", fte=1.0, sex="male"),
        _person("cleo", "A", "2016-01-01", "2021-06-30", fte=1.0, sex="female", exit_reason="transferred"),
        _person("cleo", "B", "2021-07-01", fte=1.0, sex="female"), _person("dina", "B", "2021-03-01", fte=0.3, sex="female"),
        _person("emil", "B", "2012-01-01", fte=0.6, staff_group="village_clinic_other", sex="male"), _person("fred", "D", "2012-01-01", fte=1.0, sex="male"),
    ]  # fmt: skip
    rosters = [
        {"person_key": KEYS["anna"], "facility_code": "A", "as_at": f"{y}-12-31", "staff_group": "village_doctor", "period": f"{y}-12", "unit": "T11",
         "file": f"花名册{y}.xlsx", "source_sheet": "年末"} for y in (2020, 2021)
    ]  # fmt: skip
    raw = {"region": PLACES, "facility": facilities(A="T11", B="T12", D="T21"), "population": POPULATION, "employment": people, "roster": rosters}
    info = {
        "batch_info": [("k1", "2023-01-05T08:00:00+00:00", "published", "任职.xlsx", 7, "王某", "replace", None, None, date(2023, 1, 5))],
        "quality": [("k1", "任职.xlsx", "employment", "employment", None, 9, 7, 1, 1, 0)], "build_info": [("b1", "", "k1", "small", True)],
    }  # fmt: skip
    return small_build(small_site(), raw, last=date(2022, 12, 31), info=info)


def _trace(build: duckdb.DuckDBPyConnection, indicator: str, category: str | None = None, **more: str) -> Trace:
    return trace(build, small_site(), Query(indicator, **{"region": "C1", "period": "2021", **more}), category)


def _sums(found: Trace) -> dict[str, tuple[float, float]]:
    assert all(check.agrees for check in found.checks)
    return {check.column: (check.shown, check.summed) for check in found.checks}


def test_a_density_is_persons_over_people_and_each_has_its_rows(build: duckdb.DuckDBPyConnection) -> None:
    found = _trace(build, "density")
    assert _sums(found) == {"numerator": (3, 3), "denominator": (3000 + 4 * 10 * 2021 / 2, 3000 + 20 * 2021)}
    assert set(found.rows["numerator"]["person_key"]) == {KEYS["anna"], KEYS["cleo"], KEYS["dina"]}, "emil is in no doctors' group"
    assert dict(zip(found.rows["denominator"]["place_code"], found.rows["denominator"]["counts"], strict=True)) == {"T11": 21210, "T12": 22210}
    household = _trace(build, "density", population="household")
    assert household.statements["denominator"].params["population_kind"] == "household"


def test_fractions_and_one_category_add_up_too(build: duckdb.DuckDBPyConnection) -> None:
    assert _sums(_trace(build, "fte"))["numerator"][0] == pytest.approx(2.3)
    found = _trace(build, "headcount", "female,village_doctor", by="sex,staff_group", region="P")
    assert _sums(found) == {"numerator": (3, 3)} and found.rows["numerator"]["sex"].unique().tolist() == ["female"]
    share = _trace(build, "female_share", "village_doctor", by="staff_group", region="P")
    assert _sums(share) == {"numerator": (3, 3), "denominator": (4, 4)}


def test_leavers_are_listed_and_a_move_within_the_county_is_none(build: duckdb.DuckDBPyConnection) -> None:
    found = _trace(build, "leaver_rate")
    assert _sums(found) == {"numerator": (1, 1), "denominator": (3, 3)}
    flow = found.rows["presences"].set_index("person_key")
    assert flow.index[flow["leavers"] == 1].tolist() == [KEYS["bert"]] and flow.loc[KEYS["cleo"], "stayers"] == 1
    below = _trace(build, "leaver_rate", region="T11")
    assert _sums(below)["numerator"] == (2, 2), "of the township she is a leaver"


def test_a_median_and_a_curve_show_whom_they_rest_on(build: duckdb.DuckDBPyConnection) -> None:
    assert _sums(_trace(build, "retention_12m"))["numerator"] == (1, 1)
    curve = _trace(build, "survival", period="all")
    assert _sums(curve) == {"numerator": (1, 1), "n": (4, 4)} and set(curve.rows) == {"spells"}
    assert _sums(_trace(build, "median_age")) == {"n": (0, 0)}, "no birth year is known: the median rests on nobody"


def test_what_was_sent_by_whom_and_the_account_of_the_sheet(build: duckdb.DuckDBPyConnection) -> None:
    found = _trace(build, "headcount")
    assert found.needed == ("employment", "roster", "workforce_return")
    sheets = {s["dataset"]: s for s in found.sheets}
    told = sheets["employment"]
    assert (told["file"], told["batch"], told["sender"], told["received_at"]) == ("任职.xlsx", "k1", "王某", "2023-01-05T08:00:00+00:00")
    assert (told["units"], told["rows"]) == (2, 6), "the rows of the county's two townships, not those of the other county"
    assert (told["rows_in"], told["loaded"], told["quarantined"], told["duplicate"]) == (9, 7, 1, 1)
    assert sheets["roster"]["file"] == "花名册2021.xlsx", "the roster of the year, not the one before"
    assert [s["file"] for s in _trace(build, "headcount", period="2022").sheets if s["dataset"] == "roster"] == ["花名册2021.xlsx"]


def test_rows_of_files_are_those_of_the_persons_and_name_nobody(build: duckdb.DuckDBPyConnection) -> None:
    found = _trace(build, "headcount")
    rows = [r for r in found.source_rows if r.dataset == "employment"]
    assert [r.row for r in rows] == [1, 3, 4, 5], "both spells of her who moved"
    assert {r.values["person_key"] for r in rows} == {KEYS[n][:KEY_SHOWN] for n in ("anna", "cleo", "dina")}
    assert not any(key in str(r) for r in found.source_rows for key in KEYS.values())
    without = trace(build, small_site(), Query("headcount", region="C1", period="2021"), with_rows=False)
    assert (without.rows, without.checks, without.source_rows) == ({}, (), ())


def test_a_breakdown_needs_a_category_that_is_there(build: duckdb.DuckDBPyConnection) -> None:
    for category in (None, "nobody"):
        with pytest.raises(XiangyiError) as caught:
            _trace(build, "headcount", category, by="sex")
        assert caught.value.code == ExitCode.USAGE and "female" in caught.value.text.en


def test_a_sum_that_differs_is_said_to_differ() -> None:
    assert Check("C1", "2021", "numerator", 2.3, 2.3 + 1e-12).agrees
    assert not Check("C1", "2021", "numerator", 3.0, 4.0).agrees


def test_registers_bear_on_every_period_and_dated_sheets_on_their_own(build: duckdb.DuckDBPyConnection) -> None:
    scope = resolve(build, small_site(), Query("headcount", region="C1", period="2020-H2"))
    assert filed_periods(build, scope, "employment") == [""] and filed_periods(build, scope, "roster") == ["2020-12"]
    before = resolve(build, small_site(), Query("headcount", region="C1", period="2020-03"))
    assert filed_periods(build, before, "roster") == [], "nothing was filed by then"


def test_the_walk_goes_from_marts_to_datasets_and_stops_where_places_begin() -> None:
    found = lineage_of(["post_offer", "place_span", "site_base"])
    assert found.datasets == ("post",) and found.of("staging") == ("stg_post",)
    assert found.of("frame") == ("place_span",) and found.of("site") == ("site_base",)
    assert "place_span" in FRAME and "place_span" not in found.reads


@pytest.mark.parametrize("indicator", all_indicators().values(), ids=lambda i: i.name)
def test_every_indicator_is_made_of_what_it_says_it_needs(indicator: Indicator) -> None:
    found = lineage_of_indicator(indicator)
    behind = set(found.datasets)
    if "filed" in found.layers:  # about what was sent, whatever it says
        return
    assert behind & set(indicator.needs), f"{indicator.name} needs {indicator.needs} and reads {sorted(behind)}"
