"""The demo against itself: every indicator at every level equals plain pandas on the clerks' workbooks, to 1e-9."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.backtest import oracle
from tests.backtest.oracle import Books, differing

Ask = Callable[..., pd.DataFrame]
REGIONS = ("prefecture", "county", "township")
YEARS = (2019, 2024)


@pytest.fixture(scope="module")
def stocks(books: Books) -> dict[tuple[str, int], pd.DataFrame]:
    """Stocks by level and year."""
    return {(level, year): oracle.stock(books, level, year) for level in (*REGIONS, "facility") for year in YEARS}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", [*REGIONS, "facility"])
@pytest.mark.parametrize(("indicator", "column"), [("headcount", "headcount"), ("fte", "fte"), ("facility_count", "facilities")])
def test_counts(demo: Ask, stocks: Any, indicator: str, column: str, level: str, year: int) -> None:
    frame = demo(indicator, level=level, period=str(year))
    assert differing(frame, stocks[level, year][column], zero_where_absent=True) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_population(demo: Ask, stocks: Any, level: str, year: int) -> None:
    assert differing(demo("registered_population", level=level, period=str(year)), stocks[level, year]["persons"]) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_density(demo: Ask, stocks: Any, level: str, year: int) -> None:
    stock = stocks[level, year]
    expected = stock["headcount"].fillna(0) / stock["persons"] * 1000
    assert differing(demo("density", level=level, period=str(year)), expected) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", [*REGIONS, "facility"])
@pytest.mark.parametrize(
    ("indicator", "top", "bottom"), [("share_aged_55", "aged_55", "headcount"), ("licensed_share", "licensed", "licence_known")]
)
def test_shares(demo: Ask, stocks: Any, indicator: str, top: str, bottom: str, level: str, year: int) -> None:
    stock = stocks[level, year]
    expected = stock[top].fillna(0) / stock[bottom]
    assert differing(demo(indicator, level=level, period=str(year)), expected) == {}


@pytest.fixture(scope="module")
def stays(books: Books) -> dict[str, pd.DataFrame]:
    """Presences by level."""
    return {level: oracle.presences(books, level) for level in REGIONS}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize(("indicator", "top"), [("joiner_rate", "joiners"), ("leaver_rate", "leavers"), ("stability_index", "stayers")])
def test_flows(demo: Ask, stays: dict[str, pd.DataFrame], indicator: str, top: str, level: str, year: int) -> None:
    counts = oracle.flow(stays[level], year)
    bottom = counts["opening"] if indicator == "stability_index" else (counts["opening"] + counts["closing"]) / 2
    frame = demo(indicator, level=level, period=str(year))
    assert differing(frame, counts[top] / bottom.where(bottom > 0)) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize("months", [12, 24, 36])
def test_retention(demo: Ask, stays: dict[str, pd.DataFrame], months: int, level: str, year: int) -> None:
    expected = {
        region: oracle.window(rows, pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)).survival(months * oracle.DAYS_A_MONTH)
        for region, rows in oracle.by_region(stays[level])
    }
    assert differing(demo(f"retention_{months}m", level=level, period=str(year)), pd.Series(expected, dtype=float)) == {}


@pytest.mark.parametrize("year", [2022, 2024])
@pytest.mark.parametrize("months", [12, 24])
def test_retention_of_entry_cohorts(demo: Ask, stays: dict[str, pd.DataFrame], months: int, year: int) -> None:
    frame = demo(f"retention_{months}m", level="county", period=str(year), by="entry_cohort")
    last, wanted = pd.Timestamp(year, 12, 31), months * oracle.DAYS_A_MONTH
    assert set(frame["category"].dropna()) >= {"2015", "2020", str(year)}
    for cohort in range(2015, year + 1):
        entered = stays["county"][stays["county"]["start"].dt.year == cohort]
        is_followed = (last - pd.Timestamp(cohort, 12, 31)).days >= int(wanted)
        expected = {
            region: oracle.window(rows, pd.Timestamp(2015, 1, 1), last).survival(wanted) if is_followed else None
            for region, rows in oracle.by_region(entered)
        }
        found = frame[frame["category"] == str(cohort)]
        assert differing(found, pd.Series(expected, dtype=float)) == {}


@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize("period", ["all", *map(str, YEARS)])
def test_survival(demo: Ask, stays: dict[str, pd.DataFrame], level: str, period: str) -> None:
    first, last = ("2015", "2025") if period == "all" else (period, period)
    times = (6, 12, 36, 60, 120)
    frame = demo("survival", level=level, period=period, at=times)
    windows = {
        region: oracle.window(rows, pd.Timestamp(f"{first}-01-01"), pd.Timestamp(f"{last}-12-31"))
        for region, rows in oracle.by_region(stays[level])
    }
    for at in times:
        expected = {region: window.survival(at * oracle.DAYS_A_MONTH) for region, window in windows.items()}
        assert differing(frame[(frame["at"] == at) | frame["at"].isna()], pd.Series(expected, dtype=float)) == {}


@pytest.fixture(scope="module")
def pays(books: Books) -> dict[tuple[str, int], pd.DataFrame]:
    """Pay by level and year."""
    years = {y: oracle.person_years(books, y) for y in sorted({*YEARS, *(y - 1 for y in YEARS)})}
    return {(level, year): oracle.pay(books, years, level, year) for level in REGIONS for year in YEARS}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize("indicator", ["median_pay", "pay_growth_nominal", "pay_growth_real", "pay_growth_same_person"])
def test_pay(demo: Ask, pays: Any, indicator: str, level: str, year: int) -> None:
    assert differing(demo(indicator, level=level, period=str(year)), pays[level, year][indicator]) == {}


@pytest.mark.parametrize("indicator", ["payment_total", "payment", "payment_per_patient", "mean_income"])
def test_what_the_demo_does_not_collect(demo: Ask, indicator: str) -> None:
    frame = demo(indicator, level="county", period="2024")
    assert set(frame["status"]) == {"not_collected"}
    assert frame["value"].isna().all() and frame["numerator"].isna().all()


@pytest.mark.parametrize("by", ["staff_group", "sex", "age_band", "licence", "remoteness", "rurality"])
def test_breakdowns_of_the_headcount_add_up_to_it(demo: Ask, by: str) -> None:
    parts = demo("headcount", level="county", period="2024", by=by)
    if by == "staff_group":  # which lists every group, not only the base
        parts = parts[parts["category"].isin(oracle.DOCTORS)]
    whole = demo("headcount", level="county", period="2024").set_index("region_code")["value"]
    assert differing(parts.groupby("region_code", as_index=False)["value"].sum(), whole) == {}


def test_planted_truths_lie_within_their_intervals(demo: Ask, demo_workspace: Path) -> None:
    truth = json.loads((demo_workspace / "incoming" / "truth.json").read_text(encoding="utf-8"))
    missed = []
    for check in truth["checks"]:
        at = () if check["at"] is None else (check["at"],)
        frame = demo(
            check["indicator"], level=check["level"], region=check["region"], period=check["period"], by=check["by"], at=at
        )
        row = frame[frame["category"] == check["category"]] if check["by"] else frame
        lower, upper = row["lower"].item(), row["upper"].item()
        if not lower <= check["value"] <= upper:
            missed.append((check, row["value"].item(), lower, upper))
    assert not missed and len(truth["checks"]) >= 10
