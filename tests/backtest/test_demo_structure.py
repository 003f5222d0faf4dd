"""Structure, ageing, posts, villages and licences of the demo equal plain pandas on the clerks' workbooks, to 1e-9."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.site import DATA
from tests.backtest import oracle, oracle_places, oracle_structure
from tests.backtest.oracle import Books, differing
from tests.backtest.oracle_places import Places
from tests.backtest.oracle_structure import People

Ask = Callable[..., pd.DataFrame]
REGIONS = ("prefecture", "county", "township")
LEVELS = (*REGIONS, "facility")
PERIODS = {"2018": ("2018-01-01", "2018-12-31"), "2022-Q2": ("2022-04-01", "2022-06-30"), "2024": ("2024-01-01", "2024-12-31")}
SHARES = ("share_aged_60", "renewal_ratio", "bachelor_share", "college_share", "intermediate_title_share", "established_share")


def _days(period: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = PERIODS[period]
    return pd.Timestamp(first), pd.Timestamp(last)


@pytest.fixture(scope="module")
def people(books: Books, demo_workspace: Path) -> People:
    """The personnel files."""
    return oracle_structure.read_people(books, demo_workspace / "incoming")


@pytest.fixture(scope="module")
def places(books: Books, demo_workspace: Path) -> Places:
    """Posts, villages, visits and ages."""
    return oracle_places.read_places(books, demo_workspace / "incoming")


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_shares_of_persons(demo: Ask, people: People, level: str, period: str) -> None:
    found = oracle_structure.shares(people, _days(period)[1], level)
    for name in SHARES:
        top, bottom = found[f"{name}_top"], found[f"{name}_bottom"]
        assert differing(demo(name, level=level, period=period), top / bottom.where(bottom > 0)) == {}, name


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_licences(demo: Ask, people: People, level: str, period: str) -> None:
    found = oracle_structure.licences(people, _days(period)[1], level)
    for name in found:
        assert differing(demo(name, level=level, period=period), found[name], zero_where_absent=True) == {}, name


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", REGIONS)
def test_who_is_near_leaving(demo: Ask, people: People, level: str, period: str) -> None:
    day = _days(period)[1]
    schedule = pd.read_csv(DATA / "reference" / "retirement" / "china_2025.csv", dtype=str)
    assert differing(demo("retirement_by_rule", level=level, period=period), oracle_structure.by_rule(people, schedule, day, level)) == {}
    rates = oracle_structure.hazards(oracle_structure.stays_by_group(people.books), day.year)
    assert differing(demo("retirement_exposure", level=level, period=period), oracle_structure.by_hazard(people, rates, day, level)) == {}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_posts(demo: Ask, places: Places, level: str, period: str) -> None:
    found = oracle_places.posts(places, _days(period)[1], level)
    parts = {"vacancy_rate": ("vacant_fte", "fte"), "key_post_share": ("key", "filled"), "hardship_post_share": ("hard", "rated")}
    for name, (top, bottom) in parts.items():
        assert differing(demo(name, level=level, period=period), found[top] / found[bottom].where(found[bottom] > 0)) == {}, name
    assert differing(demo("vacant_posts", level=level, period=period), found["vacant"], zero_where_absent=True) == {}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", REGIONS)
def test_vacancies_last_as_long_as_half_of_them_do(demo: Ask, places: Places, level: str, period: str) -> None:
    expected = oracle_places.median_vacancy(places, *_days(period), level)
    assert differing(demo("vacancy_duration", level=level, period=period), expected) == {}
    assert level != "prefecture" or expected.notna().any()


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", REGIONS)
def test_villages(demo: Ask, places: Places, level: str, period: str) -> None:
    found = oracle_places.villages(places, _days(period)[1], level)
    assert differing(demo("village_coverage", level=level, period=period), found["with"] / found["villages"].where(found["villages"] > 0)) == {}
    assert differing(demo("villages_without_clinic", level=level, period=period), found["villages"] - found["with"]) == {}
    assert differing(demo("blank_villages", level=level, period=period), found["blank"]) == {}


@pytest.mark.parametrize("year", [2019, 2021, 2024])
@pytest.mark.parametrize("level", REGIONS)
def test_people_and_staff_of_places(demo: Ask, books: Books, places: Places, level: str, year: int) -> None:
    stock = oracle.stock(books, level, year)
    gap = (stock["persons"] / 1000 - stock["headcount"].fillna(0)).clip(lower=0)
    assert differing(demo("norm_gap", level=level, period=str(year)), gap) == {}
    assert differing(demo("age_dependency_ratio", level=level, period=str(year)), oracle_places.dependency(places, year, level)) == {}
    assert differing(demo("outside_dependency", level=level, period=str(year)), oracle_places.outside(places, year, level)) == {}
    nobody: Any = stock["fte"] * 0
    assert set(demo("seconded_share", level=level, period=str(year))["value"].dropna()) == {0.0} and not nobody.any()


def test_a_gap_above_is_less_than_the_gaps_below(demo: Ask) -> None:
    below = demo("norm_gap", level="township", period="2024").groupby(lambda _: 0)["value"].sum().item()
    assert demo("norm_gap", level="prefecture", period="2024")["value"].sum() < below
