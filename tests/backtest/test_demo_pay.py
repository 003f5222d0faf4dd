"""Pay of the demo, at every level and in three years, equals plain pandas on the clerks' workbooks to 1e-9."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.backtest import oracle_pay
from tests.backtest.oracle import Books, differing
from tests.backtest.oracle_subsidy import REMOTENESS
from tests.backtest.workbooks_pay import Files, read_files

Ask = Callable[..., pd.DataFrame]
REGIONS = ("prefecture", "county", "township")
YEARS = (2019, 2023, 2024)
PARTS = ("composition", "subsidy", "prices", "rest", "emergency")
LEAST = {10: 10, 25: 4, 75: 4, 90: 10}  # a percentile of pay -> of how many people it is told
FIGURES = (
    "mean_pay", "pay_bill", "median_pay", "pay_p90_p10", "pay_highest_lowest", "subsidy_share", "pay_gap_sex", "pay_gap_contract", "pay_gap_licence",
    "pay_growth_nominal", "pay_growth_real", "pay_growth_adjusted", "pay_growth_total", *(f"pay_growth_{part}" for part in PARTS),
    *(f"pay_p{share}" for share in LEAST),
)


@pytest.fixture(scope="module")
def files(demo_workspace: Path) -> Files:
    """The pay ledger with what is due, footing and personnel files."""
    return read_files(demo_workspace / "incoming")


@pytest.fixture(scope="module")
def years(books: Books, files: Files) -> dict[int, pd.DataFrame]:
    """Person-years of pay by year."""
    return {y: oracle_pay.person_years(books, files, y) for y in sorted({*YEARS, *(y - 1 for y in YEARS)})}


@pytest.fixture(scope="module")
def pays(books: Books, years: dict[int, pd.DataFrame]) -> dict[tuple[str, int], pd.DataFrame]:
    """Pay by level and year."""
    return {(level, year): oracle_pay.pay(books, years, level, year) for level in (*REGIONS, "facility") for year in YEARS}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize("indicator", FIGURES)
def test_pay(demo: Ask, pays: Any, indicator: str, level: str, year: int) -> None:
    assert differing(demo(indicator, level=level, period=str(year)), pays[level, year][indicator]) == {}


@pytest.mark.parametrize("indicator", ["mean_pay", "median_pay"])
def test_pay_of_facilities(demo: Ask, pays: Any, indicator: str) -> None:
    assert differing(demo(indicator, level="facility", period="2024"), pays["facility", 2024][indicator]) == {}


@pytest.mark.parametrize("share", LEAST)
@pytest.mark.parametrize("level", ["county", "prefecture"])
def test_percentiles_of_pay_by_remoteness(demo: Ask, books: Books, years: dict[int, pd.DataFrame], level: str, share: int) -> None:
    people = years[2024].dropna(subset=["annual"])
    groups = people.groupby([people["facility"].map(books.home[level]), people["remoteness"].map(REMOTENESS)])["annual"]
    expected = groups.quantile(share / 100).where(groups.size() >= LEAST[share])
    frame = demo(f"pay_p{share}", level=level, period="2024", by="remoteness").set_index(["region_code", "category"])
    found = frame["value"].astype(float).reindex(expected.index)
    assert expected.notna().sum() > 5 and np.allclose(found, expected, rtol=1e-9, atol=1e-9, equal_nan=True)
    assert (frame["n"].astype(float).reindex(groups.size().index) == groups.size()).all()


@pytest.mark.parametrize("column", ["sex", "contract", "licence"])
@pytest.mark.parametrize("year", YEARS)
def test_gaps_for_like_people(demo: Ask, books: Books, years: dict[int, pd.DataFrame], column: str, year: int) -> None:
    frame = demo(f"pay_gap_{column}_adjusted", level="prefecture", period=str(year)).set_index("region_code")
    people = years[year].dropna(subset=["annual"])
    region = people["facility"].map(books.home["prefecture"])
    for code in frame.index:
        expected = oracle_pay.adjusted_gap(people[region == code], column)
        assert np.isclose(frame["value"].astype(float)[code], expected, rtol=1e-8, atol=1e-9, equal_nan=True), (code, expected)


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("level", REGIONS)
def test_arrears(demo: Ask, books: Books, files: Files, level: str, year: int) -> None:
    owed = oracle_pay.arrears(books, files, level, year)
    assert owed["pay_arrears"].sum() > 100000
    assert differing(demo("pay_arrears", level=level, period=str(year)), owed["pay_arrears"], zero_where_absent=True) == {}
    assert differing(demo("pay_arrears_months", level=level, period=str(year)), owed["pay_arrears_months"]) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", [*REGIONS, "facility"])
def test_pension_coverage(demo: Ask, books: Books, files: Files, level: str, year: int) -> None:
    assert differing(demo("pension_coverage", level=level, period=str(year)), oracle_pay.pension(books, files, level, year)) == {}


@pytest.mark.parametrize(("kind", "written"), [("rural_income", "农村"), ("urban_wage", "城镇非私营"), ("health_wage", "卫生和社会工作")])
@pytest.mark.parametrize("level", REGIONS)
def test_pay_beside_other_incomes(demo: Ask, files: Files, pays: Any, kind: str, written: str, level: str) -> None:
    said = files.income[files.income["kind"].str.startswith(written) & (files.income["year"] == 2024)]
    yuan = dict(zip(said["region"], said["yuan"].astype(float), strict=True))
    expected = pays[level, 2024]["median_pay"]
    nearest = [yuan.get(code[:6], yuan[f"{code[:4]}00"]) for code in expected.index]  # of the county, where it has one, else of the prefecture
    expected = expected / nearest
    assert len(yuan) == (14 if kind == "rural_income" else 2) and differing(demo(f"relative_pay_{kind}", level=level, period="2024"), expected) == {}


def test_nobody_says_what_county_doctors_earn(demo: Ask) -> None:
    assert set(demo("relative_pay_county_doctor", level="county", period="2024")["status"]) == {"not_estimable"}


@pytest.mark.parametrize("level", REGIONS)
def test_the_parts_add_up_to_the_headline(demo: Ask, level: str) -> None:
    def ask(name: str) -> pd.Series:
        return demo(f"pay_growth_{name}", level=level, period="2024").set_index("region_code")["value"].astype(float)

    parts, whole = pd.DataFrame({part: ask(part) for part in PARTS}), ask("total")
    known = parts.notna().all(axis=1)
    assert known.sum() >= 2 and np.allclose(parts[known].sum(axis=1), whole[known], rtol=0, atol=1e-12)


def test_a_mean_of_means_is_not_the_mean(demo: Ask) -> None:
    whole = demo("mean_pay", level="prefecture", period="2024").set_index("region_code")
    counties = demo("mean_pay", level="county", period="2024")
    by_area = counties.groupby(counties["region_code"].str[:4])
    assert np.allclose(sorted(by_area["numerator"].sum()), sorted(whole["numerator"].astype(float)))
    assert not np.isclose(sorted(by_area["value"].mean()), sorted(whole["value"].astype(float)), rtol=1e-3).any()
