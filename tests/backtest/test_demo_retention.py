"""Exits by reason, movements, medians, hazards, agreements, waiting and staying of the demo equal plain pandas to 1e-9."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.backtest import oracle, oracle_retention
from tests.backtest.oracle import Books, differing
from tests.backtest.oracle_retention import FIRST_DAY, LAST_DAY, Registers, read_registers

Ask = Callable[..., pd.DataFrame]
REGIONS = ("prefecture", "county", "township")
YEARS = (2019, 2022, 2024)
REASONS = {
    "voluntary_exit_rate": ("resigned", "contract_ended"), "involuntary_exit_rate": ("dismissed",), "resignation_rate": ("resigned",),
    "retirement_rate": ("retired",), "contract_end_rate": ("contract_ended",), "promotion_out_rate": ("promoted_out",),
    "transfer_out_rate": ("transferred",), "unexplained_exit_rate": ("unknown",), "death_rate": ("died",),
}
PARTS = {"joined": 1, "transferred_in": 1, "reclassified_in": 1, "left": -1, "transferred_out": -1, "reclassified_out": -1, "died": -1}


@pytest.fixture(scope="module")
def registers(demo_workspace: Path) -> Registers:
    """Agreements, honours, posts, surveys and open days."""
    folder = demo_workspace / "incoming"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return read_registers(folder, {(m["file"], m["sheet"], m["row"]) for m in truth["mistakes"] if m["outcome"] == "quarantine"})


@pytest.fixture(scope="module")
def moved(books: Books) -> dict[tuple[str, int], pd.DataFrame]:
    """Movements by level and year."""
    return {(level, year): oracle_retention.movements(books, level, year) for level in REGIONS for year in YEARS}


@pytest.fixture(scope="module")
def stays(books: Books) -> dict[str, pd.DataFrame]:
    """Presences by level."""
    return {level: oracle.presences(books, level) for level in REGIONS}


def _column(table: pd.DataFrame, name: str) -> pd.Series[Any]:
    return table[name] if name in table else pd.Series(0.0, index=table.index)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_exits_by_reason_and_replenishment(demo: Ask, moved: Any, level: str, year: int) -> None:
    table = moved[level, year]
    mean = (table["opening"] + table["closing"]) / 2
    for name, reasons in REASONS.items():
        expected = sum(_column(table, r) for r in reasons) / mean.where(mean > 0)
        assert differing(demo(name, level=level, period=str(year)), expected) == {}, name
    expected = _column(table, "joined") / table["closing"].where(table["closing"] > 0)
    assert differing(demo("replenishment_rate", level=level, period=str(year)), expected) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_the_change_of_the_headcount_and_its_parts(demo: Ask, moved: Any, level: str, year: int) -> None:
    table = moved[level, year]
    change = table["closing"] - table["opening"]
    assert differing(demo("headcount_change", level=level, period=str(year)), change, zero_where_absent=True) == {}
    parts = demo("headcount_change", level=level, period=str(year), by="movement")
    for name, way in PARTS.items():
        found = parts[parts["category"] == name]
        assert differing(found, _column(table, name) * way, zero_where_absent=True) == {}, name
    assert differing(parts.groupby("region_code", as_index=False)["value"].sum(), change, zero_where_absent=True) == {}
    stock = {y: demo("headcount", level=level, period=str(y)).set_index("region_code")["value"] for y in (year - 1, year)}
    by_stock = (stock[year] - stock[year - 1]).dropna()
    found = demo("headcount_change", level=level, period=str(year))
    assert differing(found[found["region_code"].isin(by_stock.index)], by_stock) == {}, "and is that of the headcounts"


def test_moves_between_townships_cancel_in_the_county_and_the_rates_do_not_add(demo: Ask, moved: Any) -> None:
    township, county = moved["township", 2022], moved["county", 2022]
    assert _column(township, "transferred_out").sum() > _column(county, "transferred_out").sum()
    leaving, staying = (demo(name, level="county", period="2022").set_index("region_code")["value"] for name in ("leaver_rate", "stability_index"))
    assert (abs(leaving + staying - 1) > 1e-6).any()


@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize("period", ["all", "2019", "2024"])
def test_medians_and_those_not_reached(demo: Ask, stays: Any, level: str, period: str) -> None:
    first, last = (FIRST_DAY, LAST_DAY) if period == "all" else (pd.Timestamp(f"{period}-01-01"), pd.Timestamp(f"{period}-12-31"))
    expected = oracle_retention.medians(stays[level], first, last)
    frame = demo("median_survival", level=level, period=period)
    assert differing(frame, pd.Series({r: v for r, (v, _) in expected.items()}, dtype=float)) == {}
    said = set(frame.loc[frame["status"] == "not_reached", "region_code"])
    assert said == {r for r, (_, not_reached) in expected.items() if not_reached}
    assert frame.loc[frame["status"] == "not_reached", "at"].notna().all()


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_exit_hazard_by_time_in_post(demo: Ask, stays: Any, level: str, year: int) -> None:
    bands = oracle_retention.hazards(stays[level], year)
    whole = bands.groupby("region")[["exits", "years"]].sum()
    assert differing(demo("exit_hazard", level=level, period=str(year)), whole["exits"] / whole["years"] * 100) == {}
    frame = demo("exit_hazard", level=level, period=str(year), by="tenure_band")
    for band, rows in bands.groupby("band"):
        own = rows.set_index("region")
        assert differing(frame[frame["category"] == band], own["exits"] / own["years"] * 100) == {}, band


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_agreements(demo: Ask, books: Books, registers: Registers, level: str, year: int) -> None:
    table = oracle_retention.agreements(books, registers, level, year)
    for name, column in (("agreement_fulfilment", "fulfilment"), ("obligation_served", "served"), ("breach_rate", "breach_rate")):
        assert differing(demo(name, level=level, period=str(year)), table[column]) == {}, name
    assert table["fulfilment"].notna().any() or year < 2021


@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize("which", ["survival_after_obligation", "survival_after_honour", "survival_of_talent_members"])
def test_staying_after_an_event(demo: Ask, registers: Registers, stays: Any, which: str, level: str) -> None:
    since = {
        "survival_after_obligation": oracle_retention.obligation_ends(registers), "survival_after_honour": registers.honour,
        "survival_of_talent_members": registers.talent,
    }[which]
    rows = oracle_retention.stays_since(stays[level], since)
    for period in ("all", "2019", "2022", "2024"):
        first, last = (FIRST_DAY, LAST_DAY) if period == "all" else (pd.Timestamp(f"{period}-01-01"), pd.Timestamp(f"{period}-12-31"))
        windows = {region: oracle.window(own, first, last) for region, own in oracle.by_region(rows)}
        frame = demo(which, level=level, period=period, at=(6, 24))
        for at in (6, 24):
            expected = {r: w.survival(at * oracle.DAYS_A_MONTH) for r, w in windows.items() if len(w.exit)}
            assert differing(frame[(frame["at"] == at) | frame["at"].isna()], pd.Series(expected, dtype=float)) == {}, (period, at)
        if which == "survival_after_obligation" and period != "all":
            expected = {r: w.survival(12 * oracle.DAYS_A_MONTH) for r, w in windows.items() if len(w.exit)}
            assert differing(demo("retention_after_obligation_12m", level=level, period=period), pd.Series(expected, dtype=float)) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_posts_wait(demo: Ask, books: Books, registers: Registers, level: str, year: int) -> None:
    expected = oracle_retention.waiting(books, registers, level, year)
    assert differing(demo("time_to_fill", level=level, period=str(year)), pd.Series(expected, dtype=float)) == {}


@pytest.mark.parametrize("level", REGIONS)
def test_closed_clinics(demo: Ask, books: Books, registers: Registers, level: str) -> None:
    years = sorted({int(m[:4]) for m in registers.month["month"]})
    assert years
    for year in years[-3:]:
        assert differing(demo("absence_rate", level=level, period=str(year)), oracle_retention.absence(books, registers, level, year)) == {}
    assert set(demo("absence_rate", level=level, period=str(years[0] - 1))["status"]) == {"not_collected"}


@pytest.mark.parametrize("level", REGIONS)
@pytest.mark.parametrize(("indicator", "item"), [("intention_to_leave", "离岗意愿"), ("intention_to_stay_5y", "五年内留任意愿")])
def test_intentions(demo: Ask, demo_workspace: Path, books: Books, registers: Registers, indicator: str, item: str, level: str) -> None:
    years = sorted(registers.answer.loc[registers.answer["item"] == item, "year"].unique().tolist())
    became = _successors(demo_workspace / "incoming")
    for year in years[-3:]:
        expected = oracle_retention.intentions(books, registers, item, year, level, became)
        assert differing(demo(indicator, level=level, period=str(year)), expected) == {}, year
    assert years or set(demo(indicator, level=level, period="2024")["status"]) == {"not_collected"}, "the demo does not ask this"
    assert years or indicator == "intention_to_stay_5y"


def _successors(folder: Path) -> dict[str, str]:
    """Old township code -> the new one that took over most of it."""
    sheets = pd.read_excel(folder / "地区名录.xlsx", sheet_name=None, header=2, dtype=str, engine="calamine").values()
    rows = pd.concat([sheet for sheet in sheets if "新代码" in sheet])
    rows = rows.assign(share=pd.to_numeric(rows["分摊比例"])).sort_values("share").drop_duplicates("原代码", keep="last")
    return dict(zip(rows["原代码"], rows["新代码"], strict=True))
