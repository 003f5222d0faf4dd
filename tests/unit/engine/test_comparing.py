"""Comparisons and rankings as the command line asks for them: the engine answers, the site's lights and targets hold."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.engine.comparing import answer_if_held, compare
from pipelines.engine.observe import all_indicators, observe
from pipelines.engine.scope import Query
from pipelines.engine.standing import standing
from pipelines.engine.timing import timing_of
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

TOWNSHIPS = {"T1": 12, "T2": 30, "T3": 6}
SITE = small_site(
    """
[lights.density]
green = 1.2
amber = 0.9
[[targets]]
indicator = "density"
region = "all"
year = 2022
value = 1.1
source = "某规划"
[[targets]]
indicator = "training_coverage"
region = "all"
year = 2022
value = 0.9
source = "某规划"
[[targets]]
indicator = "density"
region = "T3"
year = 2022
value = 0.8
source = "某规划"
"""
)


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """Three townships of a county, all remote to one degree but T3; T1 has three doctors more from June 2022 on."""
    places = [*regions(("C1", "county", "P")), *({**row, "remoteness": "class_1" if row["region_code"] != "T3" else None}
              for row in regions(*((t, "township", "C1") for t in TOWNSHIPS)))]  # fmt: skip
    spells = [spell(f"{t}{i}", f"F{t}", "2010-01-01") for t, n in TOWNSHIPS.items() for i in range(n)]
    spells += [spell(f"new{i}", "FT1", "2022-06-01") for i in range(3)]
    spells += [spell("gone", "FT2", "2010-01-01", "2021-03-31"), spell("newest", "FT2", "2022-12-31", staff_group="village_clinic_other")]
    kind = {"population_kind": "resident"}
    people = [{"region_code": t, "period": str(y), "persons": 1000 * n} | kind for t, n in TOWNSHIPS.items() for y in (2020, 2021, 2022)]
    raw = {"region": places, "facility": facilities(**{f"F{t}": t for t in TOWNSHIPS}), "population": people, "employment": spells}
    return small_build(SITE, raw, last=date(2022, 12, 31))


def _compared(build: duckdb.DuckDBPyConnection, indicator: str, *kinds: str, **more: str) -> pd.DataFrame:
    query = Query(indicator, **{"level": "township", "period": "2022", **more})
    return compare(build, SITE, query, observe(build, SITE, query), kinds).set_index(["region_code", "comparison"])  # type: ignore[arg-type]


def test_the_periods_a_comparison_needs_are_asked_for(build: duckdb.DuckDBPyConnection) -> None:
    found = _compared(build, "headcount", "same_last_year", "previous", "year_opening", period="2022-07")
    one = found.loc["T1"]
    assert one["against"].to_dict() == {"same_last_year": "2021-07", "previous": "2022-06", "year_opening": "2021-12"}
    assert one["value"].tolist() == [15, 15, 15] and one["against_value"].to_dict() == {"same_last_year": 12, "previous": 15, "year_opening": 12}
    assert one["change"].to_dict() == {"same_last_year": 3, "previous": 0, "year_opening": 3}


def test_what_the_build_does_not_hold_is_said(build: duckdb.DuckDBPyConnection) -> None:
    found = _compared(build, "headcount", "same_last_year", "year_to_date", period="2021")
    assert tuple(found.loc[("T1", "same_last_year"), ["against", "reason", "reason_side"]]) == ("2020", "not_collected", "against")
    assert answer_if_held(build, SITE, Query("headcount", period="1999")) is None
    with pytest.raises(XiangyiError, match="no_such"):
        answer_if_held(build, SITE, Query("no_such", period="2020", level="no_such"))
    assert found.loc[("T1", "year_to_date"), "reason"] == "stock_is_not_summed"


def test_the_nearest_target_the_region_above_and_like_places(build: duckdb.DuckDBPyConnection) -> None:
    found = _compared(build, "density", "target", "parent", "peers")
    assert found["against_value"].xs("target", level="comparison").to_dict() == {"T1": 1.1, "T2": 1.1, "T3": 0.8}
    assert found.loc[("T1", "parent"), "against"] == "C1" and found.loc[("T1", "parent"), "against_value"] == pytest.approx(51 / 48)
    assert found.loc[("T1", "peers"), "against"] == "class_1" and found.loc[("T1", "peers"), "against_value"] == pytest.approx(30 / 30)
    assert found.loc[("T3", "peers"), "reason"] == "no_class" and pd.isna(found.loc[("T3", "peers"), "against_value"])
    assert found.loc["T1"].index.tolist() == ["target", "parent", "peers"], "in the order asked for"
    assert (_compared(build, "density", "target", period="2021")["reason"] == "no_target").all(), "nothing is carried over"
    assert set(_compared(build, "training_coverage", "target", period="2022-Q2")["reason"]) == {"part_of_year"}
    assert set(_compared(build, "density", "target", period="2022-Q2")["reason"]) == {""}, "a stock is held to the target on every day"


def test_what_is_no_sum_of_places_meets_its_class_as_a_whole(build: duckdb.DuckDBPyConnection) -> None:
    found = _compared(build, "leaver_rate", "peers", "parent", period="2021")
    whole = observe(build, SITE, Query("leaver_rate", region="P", period="2021", by="remoteness")).set_index("category")
    assert found.loc[("T2", "peers"), "against_value"] == whole.loc["class_1", "value"] == pytest.approx(1 / 42.5)
    assert found.loc[("T2", "parent"), "against_value"] == pytest.approx(1 / 48.5)


def test_a_root_has_no_region_above(build: duckdb.DuckDBPyConnection) -> None:
    found = _compared(build, "density", "parent", level="prefecture")
    assert found.loc[("P", "parent"), "reason"] == "no_observation"


def test_a_ranking_carries_lights_targets_and_the_period_before(build: duckdb.DuckDBPyConnection) -> None:
    found = standing(build, SITE, Query("density", "township", parent="C1", period="2022"))
    places = found.places.set_index("region_code")
    assert found.before == "2021" and places.index[0] == "T1" and places.loc["T1", "rank"] == 1
    assert places["light"].to_dict() == {"T1": "green", "T2": "amber", "T3": "amber"}, "1.25, 1.00 and 1.00 against 1.2 and 0.9"
    assert places["light_en"].str.endswith("interval crosses the line, not settled").all(), "each interval reaches from red to green"
    assert places["is_met"].to_dict() == {"T1": True, "T2": False, "T3": True} and places.loc["T3", "target"] == 0.8
    assert set(places["target_told"]) == {"untold"}, "whether the target is met is not certain of any: each interval reaches over it"
    assert places.loc["T1", "previous_rank"] == 1 and places.loc["T2", "build"] is not False
    assert {"region_name_en", "light_zh", "rank_lower", "funnel_position"} <= set(found.places.columns)


def test_one_list_is_of_one_period_and_one_category(build: duckdb.DuckDBPyConnection) -> None:
    for query in (Query("density", "township"), Query("headcount", "township", period="2022", by="sex,staff_group")):
        with pytest.raises(XiangyiError) as caught:
            standing(build, SITE, query, None if query.by is None else "nobody")
        assert caught.value.code == ExitCode.USAGE
    by_group = standing(build, SITE, Query("headcount", "township", period="2022", by="staff_group"), "village_doctor")
    assert by_group.places["value"].tolist() == [30, 15, 6]


STOCKS = {"headcount", "fte", "density", "share_aged_55", "licensed_share", "facility_count", "linked_share", "median_age", "registered_population"}
FLOWS = {"leaver_rate", "joiner_rate", "retention_12m", "survival", "training_coverage", "payment_total", "median_pay", "mean_income"}


def test_what_is_as_at_a_day_and_what_is_over_a_period() -> None:
    told = {name: timing_of(i) for name, i in all_indicators().items()}
    assert {name for name in STOCKS if told[name] != "stock"} == set()
    assert {name for name in FLOWS if told[name] != "flow"} == set()
