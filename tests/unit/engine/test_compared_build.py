"""Comparisons, rankings and signals on what the engine itself answers from a build."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
import pytest

from pipelines.core.light import Thresholds
from pipelines.engine.compare import compare_over_time
from pipelines.engine.compare_places import compare_with_parent, compare_with_peers, compare_with_target
from pipelines.engine.observe import Query, all_indicators, observe
from pipelines.engine.ranking import rank_places
from pipelines.engine.signals import add_lights, control_signals
from tests.unit.engine.small_build import facilities, regions, small_build, small_site, spell

TOWNSHIPS = {"T1": 12, "T2": 30, "T3": 6, "T4": 1}
PARENTS = dict.fromkeys(TOWNSHIPS, "C1")
YEARS = range(2012, 2023)


@pytest.fixture(scope="module")
def build() -> duckdb.DuckDBPyConnection:
    """Four townships of a county; in each one in six leaves every March, another comes in April; T1 grows by three in 2022."""
    places = regions(("C1", "county", "P"), *((t, "township", "C1") for t in TOWNSHIPS))
    spells = [spell(f"{t}{i}", f"F{t}", "2010-01-01") for t, n in TOWNSHIPS.items() for i in range(n - n // 6)]
    for t, n in TOWNSHIPS.items():
        for year in YEARS:
            spells += [spell(f"{t}{year}x{i}", f"F{t}", f"{year}-04-01", f"{year + 1}-03-31") for i in range(n // 6)]
    spells += [spell(f"new{i}", "FT1", "2022-06-01") for i in range(3)]
    kind = {"population_kind": "resident"}
    people = [{"region_code": t, "period": str(y), "persons": 1000 * n} | kind for t, n in TOWNSHIPS.items() for y in YEARS]
    raw = {"region": places, "facility": facilities(**{f"F{t}": t for t in TOWNSHIPS}), "population": people, "employment": spells}
    return small_build(small_site(), raw, first=date(2012, 1, 1), last=date(2022, 12, 31))


def ask(build: duckdb.DuckDBPyConnection, indicator: str, *periods: str, level: str = "township", **more: str) -> pd.DataFrame:
    return pd.concat([observe(build, small_site(), Query(indicator, level=level, period=p, **more)) for p in periods], ignore_index=True)


def test_headcount_on_last_year_and_since_the_start_of_the_year(build: duckdb.DuckDBPyConnection) -> None:
    frame = ask(build, "headcount", "2021-07", "2021-12", "2022-06", "2022-07")
    found = compare_over_time(
        frame, all_indicators()["headcount"], ["same_last_year", "previous", "year_opening"], "stock", periods=["2022-07"]
    ).set_index(["region_code", "comparison"])
    one = found.loc["T1"]
    assert one["against"].tolist() == ["2021-07", "2022-06", "2021-12"] and one["difference"].tolist() == [3, 0, 3]
    assert one["change"].tolist() == [3, 0, 3] and one["verdict"].tolist() == ["within_noise", "same", "within_noise"]
    assert found.loc[("T4", "previous"), "reason"] == "small_n"


def test_density_against_county_like_places_and_target(build: duckdb.DuckDBPyConnection) -> None:
    density = all_indicators()["density"]
    frame, county = ask(build, "density", "2022"), ask(build, "density", "2022", level="county")
    above = compare_with_parent(frame, county, density, PARENTS).set_index("region_code")
    peers = compare_with_peers(frame, frame, density).set_index("region_code")
    assert above.loc["T1", "against_value"] == pytest.approx(52 / 49) and peers.loc["T1", "against_value"] == pytest.approx(37 / 37)
    assert above.loc["T1", "change"] == pytest.approx(15 / 12 - 52 / 49) and above.loc["T1", "verdict"] == "within_noise"
    assert above.loc["T4", "reason"] == "small_n" and peers.loc["T1", "peers_used"] == 3
    target = compare_with_target(frame, density, 1.0).set_index("region_code")
    assert target["is_met"].isna().to_dict() == {"T1": False, "T2": False, "T3": False, "T4": True} and target.loc["T2", "is_met"]


def test_townships_in_order_of_leaving_and_their_series(build: duckdb.DuckDBPyConnection) -> None:
    leaver = all_indicators()["leaver_rate"]
    now, before = ask(build, "leaver_rate", "2022"), ask(build, "leaver_rate", "2021")
    found = rank_places(now, leaver, before)
    assert found.ranked["region_code"].tolist()[0] == "T4", "nobody left where one works, and nothing can be said of its rank"
    assert (found.ranked["rank_lower"] == 1).all() and (found.ranked["rank_upper"] == 4).all()
    assert found.ranked["movement"].isin(["same", "within_noise"]).all()
    series = control_signals(ask(build, "leaver_rate", *(str(y) for y in range(2013, 2023))), leaver)
    assert len(series) == 40 and set(series.loc[series["region_code"] == "T2", "state"]) == {"none"}
    lights = add_lights(now, leaver, Thresholds(0.10, 0.20)).set_index("region_code")
    assert lights.loc["T2", "light_reason"] == "not_settled" and lights["light_zh"].str.len().min() > 2


def test_categories_are_compared_with_their_own(build: duckdb.DuckDBPyConnection) -> None:
    frame = ask(build, "headcount", "2021", "2022", by="staff_group")
    found = compare_over_time(frame, all_indicators()["headcount"], ["same_last_year"], "stock", periods=["2022"])
    assert found["category"].unique().tolist() == ["village_doctor"] and found.set_index("region_code").loc["T1", "difference"] == 3
