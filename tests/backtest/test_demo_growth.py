"""What people of the demo learn and how they rise equals plain pandas on the clerks' workbooks, to 1e-9."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.backtest import oracle_growth
from tests.backtest.oracle import Books, differing
from tests.backtest.workbooks_pay import Files, read_files

Ask = Callable[..., pd.DataFrame]
LEVELS = ("prefecture", "county", "township", "facility")
REGIONS = LEVELS[:3]
PERIODS = (("2019", "2019-01-01", "2019-12-31"), ("2024", "2024-01-01", "2024-12-31"), ("2025-Q3", "2025-07-01", "2025-09-30"))
YEARS = (2019, 2022, 2024)


@pytest.fixture(scope="module")
def files(demo_workspace: Path) -> Files:
    """Training, titles, licences, exams and surveys."""
    return read_files(demo_workspace / "incoming")


def _off(demo: Ask, indicator: str, level: str, period: str, expected: pd.Series, zeros: bool = False) -> dict[str, tuple[float, float]]:
    """How an answer differs where the units sent what it takes; there it may be a number only where one is expected."""
    frame = demo(indicator, level=level, period=period)
    sent = frame[frame["status"] != "not_collected"]
    assert len(sent)
    return differing(sent, expected[expected.index.isin(sent["region_code"])], zero_where_absent=zeros)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", REGIONS)
def test_courses(demo: Ask, books: Books, files: Files, level: str, period: tuple[str, str, str]) -> None:
    label, first, last = period
    expected = oracle_growth.courses(books, files, level, first, last)
    for indicator in expected:
        assert _off(demo, indicator, level, label, expected[indicator], zeros=indicator == "online_enrolments") == {}, indicator


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_hours_and_credits(demo: Ask, books: Books, files: Files, level: str, year: int) -> None:
    expected = oracle_growth.learning(books, files, level, year)
    for indicator in expected:
        assert _off(demo, indicator, level, str(year), expected[indicator]) == {}, indicator


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", LEVELS)
def test_promotion(demo: Ask, books: Books, files: Files, level: str, year: int) -> None:
    assert _off(demo, "title_promotion_rate", level, str(year), oracle_growth.promotion(books, files, level, year)) == {}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", REGIONS)
def test_upgrading(demo: Ask, books: Books, files: Files, level: str, period: tuple[str, str, str]) -> None:
    label, first, last = period
    assert _off(demo, "licence_upgrading", level, label, oracle_growth.upgrading(books, files, level, first, last)) == {}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_exams(demo: Ask, books: Books, files: Files, level: str, period: tuple[str, str, str]) -> None:
    label, first, last = period
    expected = oracle_growth.exams(books, files, level, first, last)
    for role, indicator in (("licence", "licence_exam_pass_rate"), ("title", "title_exam_pass_rate"), ("appraisal", "appraisal_pass_rate")):
        assert _off(demo, indicator, level, label, expected[role]) == {}, indicator


@pytest.mark.parametrize("year", [2022, 2024])
@pytest.mark.parametrize("level", REGIONS)
def test_knowledge(demo: Ask, books: Books, files: Files, level: str, year: int) -> None:
    expected = oracle_growth.knowledge(books, files, level, year)
    for indicator in expected:
        assert _off(demo, indicator, level, str(year), expected[indicator]) == {}, indicator


def test_the_two_classes_of_credits_do_not_tell_the_whole(demo: Ask) -> None:
    parts = [demo(f"credit_completion{s}", level="prefecture", period="2024")["value"].astype(float) for s in ("", "_class_1", "_class_2")]
    assert (parts[0] <= parts[1]).all() and (parts[0] <= parts[2]).all() and (parts[1] > 0).all()
