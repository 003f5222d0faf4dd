"""Roads, capacity, workload and equity of the demo equal plain pandas on the workbooks, at every level, to 1e-9."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.backtest import oracle_access as oracle
from tests.backtest.oracle import Books, differing, stock
from tests.backtest.workbooks_pay import read_incomes
from tests.backtest.workbooks_support import SupportBooks

Ask = Callable[..., pd.DataFrame]
LEVELS = ("prefecture", "county", "township")
YEARS = (2016, 2019, 2024)
EQUITY = (
    "gini", "theil_t", "theil_t_between", "theil_t_within", "theil_l", "theil_l_between", "theil_l_within", "max_min_ratio",
    "coefficient_of_variation", "dissimilarity_index",
)


@pytest.mark.parametrize("period", ["2019", "2024-Q2", "2024"])
@pytest.mark.parametrize("level", LEVELS)
def test_who_reaches_care_in_time(demo: Ask, books: Books, support: SupportBooks, level: str, period: str) -> None:
    found = oracle.reach(books, support, level)
    shares = {f"population_within_{limit}": found[limit] / found["residents"] for limit in ("short", "long", "short_hardest", "long_hardest")}
    counts = {"villages_beyond_long": found["villages_beyond"], "population_beyond_long": found["beyond"]}
    unknown = {"population_travel_unknown": found["residents"] * 0}
    for indicator, expected in (shares | counts | unknown).items():
        assert differing(demo(indicator, level=level, period=period), expected) == {}, indicator
    assert (found["long_hardest"] <= found["long"]).all() and found["beyond"].sum() > 0


@pytest.mark.parametrize(("period", "day"), [("2019", "2019-12-31"), ("2024-06", "2024-06-30"), ("2025-01..2025-05", "2025-05-31")])
@pytest.mark.parametrize("level", LEVELS)
def test_spatial_access(demo: Ask, books: Books, support: SupportBooks, level: str, period: str, day: str) -> None:
    expected = oracle.spatial_access(books, support, level, pd.Timestamp(day))
    assert differing(demo("spatial_access", level=level, period=period), expected) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", LEVELS)
def test_coverage_limited_by_capacity(demo: Ask, books: Books, support: SupportBooks, level: str, year: int) -> None:
    assert differing(demo("coverage_by_capacity", level=level, period=str(year)), oracle.coverage(books, support, level, year)) == {}


def test_coverage_is_no_mean_of_the_parts(demo: Ask) -> None:
    parts, whole = (demo("coverage_by_capacity", level=level, period="2024", parent="140300") for level in ("township", "county"))
    assert whole["denominator"].sum() == pytest.approx(parts["denominator"].sum())
    assert whole["numerator"].sum() < parts["numerator"].sum() - 0.5, "a centre that two townships use fills up once"


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", [*LEVELS, "facility"])
def test_staff_the_work_needs(demo: Ask, books: Books, support: SupportBooks, level: str, year: int) -> None:
    found = oracle.wisn(books, support, level, year)
    wanted = {
        "wisn_required_staff": found["need"], "wisn_ratio": found["there"] / found["need"].where(found["need"] > 0),
        "wisn_difference": found["there"] - found["need"],
    }
    for indicator, expected in wanted.items():
        assert differing(demo(indicator, level=level, period=str(year)), expected) == {}, indicator


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", LEVELS)
def test_load_on_a_doctor(demo: Ask, books: Books, support: SupportBooks, level: str, year: int) -> None:
    stocks, period = stock(books, level, year), str(year)
    doctors = stocks["fte"].where(stocks["fte"] > 0)
    assert differing(demo("residents_per_doctor", level=level, period=period), stocks["persons"] / doctors) == {}
    chronic = oracle.patients(books, support, level, year) / doctors
    assert differing(demo("chronic_patients_per_doctor", level=level, period=period), chronic) == {}
    share = oracle.village_share(books, support, level, year)
    assert differing(demo("public_health_village_share", level=level, period=period), share) == {}


@pytest.fixture(scope="module")
def townships(books: Books) -> dict[int, pd.DataFrame]:
    """By year: doctors and people of every township."""
    return {year: stock(books, "township", year)[["headcount", "persons"]].query("persons > 0").fillna(0.0) for year in YEARS}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_how_evenly_doctors_are_spread(demo: Ask, books: Books, townships: dict[int, pd.DataFrame], level: str, year: int) -> None:
    units = townships[year]
    county = dict(zip(books.region["code"], books.region["parent"], strict=True))
    region = oracle.regions(books, level, units.index.to_series())
    found = {code: oracle.equity(rows["headcount"], rows["persons"], county) for code, rows in units.groupby(region) if len(rows) > 1}
    for indicator in EQUITY:
        expected = pd.Series({code: measures[indicator] for code, measures in found.items()}, dtype=float)
        assert differing(demo(indicator, level=level, period=str(year)), expected) == {}, indicator
    curve = demo("lorenz", level=level, period=str(year), at=(10, 25, 50, 90))
    for at in (10, 25, 50, 90):
        expected = pd.Series({code: oracle.lorenz(rows["headcount"], rows["persons"], at) for code, rows in units.groupby(region) if len(rows) > 1})
        assert differing(curve[curve["at"] == at], expected) == {}, at


def test_between_and_within_add_up_and_limits_hold_the_value(demo: Ask) -> None:
    parts = {name: demo(name, level="prefecture", period="2024").set_index("region_code") for name in EQUITY}
    for kind in ("theil_t", "theil_l"):
        both = parts[f"{kind}_between"]["value"] + parts[f"{kind}_within"]["value"]
        assert both.to_numpy(dtype=float) == pytest.approx(parts[kind]["value"].to_numpy(dtype=float))
    limited = parts["gini"]
    assert (limited["lower"] < limited["value"]).all() and (limited["value"] < limited["upper"]).all() and (limited["n"] > 30).all()


@pytest.mark.parametrize("year", YEARS)
def test_whether_richer_counties_have_more_doctors(
    demo: Ask, townships: dict[int, pd.DataFrame], demo_workspace: Path, year: int,
) -> None:
    """Twice the area between the diagonal and the curve of counties by income: townships of a county share its income, and so one step."""
    said = read_incomes(demo_workspace / "incoming")
    income = said[said["kind"].str.startswith("农村") & (said["year"] == year)].set_index("region")["yuan"]
    expected = {}
    for prefecture, units in townships[year].groupby(townships[year].index.str[:4] + "00"):
        counties = units.groupby(units.index.str[:6]).sum()
        counties = counties.loc[sorted(counties.index, key=income.loc[counties.index].to_dict().__getitem__)]
        y, p = (np.concatenate([[0.0], (counties[what] / counties[what].sum()).cumsum()]) for what in ("headcount", "persons"))
        expected[prefecture] = 1 - float(np.diff(p) @ (y[1:] + y[:-1]))
    frame = demo("concentration_index", level="prefecture", period=str(year))
    assert len(expected) == 2 and differing(frame, pd.Series(expected)) == {}
    assert (frame["lower"] < frame["value"]).all() and (frame["value"] < frame["upper"]).all()


def test_one_income_for_a_whole_county_ranks_nobody(demo: Ask) -> None:
    frame = demo("concentration_index", level="county", period="2024")
    assert set(frame["status"]) == {"not_estimable"} and frame["value"].isna().all()
