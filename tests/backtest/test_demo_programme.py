"""Programmes, equipment and services of the demo: every indicator at every level equals plain pandas on the workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipelines.engine.compare import compare_over_time
from pipelines.engine.observe import all_indicators
from pipelines.engine.timing import timing_of
from tests.backtest.dossiers import Dossiers, Window, disagreeing, happened, standing, summed
from tests.backtest.oracle import Books, stock
from tests.backtest.oracle_programme import Programmes

Ask = Callable[..., pd.DataFrame]
REGIONS = ("prefecture", "county", "township")
LEVELS = (*REGIONS, "facility")
PERIODS = ("2019", "2024", "2024-Q2")
LATE = ("2025", "2025-Q4", "2025-12")  # what the demo keeps since 2025 only


@pytest.fixture(scope="module")
def programmes(demo_workspace: Path, books: Books) -> Programmes:
    """The registers of programmes the demo was loaded from."""
    return Programmes(books, Dossiers(demo_workspace / "incoming"))


@pytest.mark.parametrize("year", ["2019", "2022", "2024"])
@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_budgets(demo: Ask, programmes: Programmes, level: str, year: str) -> None:
    rows, home = programmes.budgets.query(f"year == {year}"), programmes.home(level)
    for indicator, top, below in (
        ("budget_execution", "executed", "approved"), ("budget_execution_adjusted", "executed_of_adjusted", "adjusted"),
    ):  # fmt: skip
        assert disagreeing(demo(indicator, level=level, period=year), summed(rows, top, home), summed(rows, below, home)) == {}, indicator


def test_a_budget_is_not_spread_over_townships(demo: Ask) -> None:
    assert set(demo("budget_execution", level="township", period="2024")["status"]) == {"not_collected"}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_partners_and_milestones(demo: Ask, programmes: Programmes, level: str, period: str) -> None:
    home, window = programmes.home(level), Window.of(period)
    told = [("milestones_on_time", programmes.milestones, "on_time")]
    if level == "prefecture":
        told.append(("partner_commitments_met", programmes.partners, "met"))
    for indicator, rows, top in told:
        found = standing(rows, window)
        assert disagreeing(demo(indicator, level=level, period=period), summed(found, top, home), summed(found, "count", home)) == {}, indicator
    idle = programmes.idle_places(window.last)
    assert disagreeing(demo("places_without_delivery", level=level, period=period), summed(idle, "idle", home)) == {}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("level", LEVELS)
def test_honours_talents_and_offers(demo: Ask, programmes: Programmes, level: str, period: str) -> None:
    home, window = programmes.home(level), Window.of(period)
    honours, doctors = happened(programmes.honours, window), programmes.doctors(window)
    frame = demo("honours_per_1000_doctors", level=level, period=period)
    assert disagreeing(frame, summed(honours, "honours", home), summed(doctors, "persons", home), 1000, shared=False) == {}
    members = standing(programmes.talents, window)
    assert disagreeing(demo("talent_members", level=level, period=period), summed(members, "members", home)) == {}
    given, offers = happened(programmes.benefits, window), happened(programmes.offers, window)
    for indicator, rows, column in (
        ("talent_cash", given, "cash"), ("talent_benefits_in_kind", given, "in_kind"), ("offers_made", offers, "offers"),
    ):  # fmt: skip
        assert disagreeing(demo(indicator, level=level, period=period), summed(rows, column, home)) == {}, indicator
    frame = demo("offer_acceptance", level=level, period=period)
    assert disagreeing(frame, summed(offers, "accepted", home), summed(offers, "offers", home)) == {}


@pytest.mark.parametrize("year", ["2019", "2022", "2024"])
@pytest.mark.parametrize("level", REGIONS)
def test_awareness(demo: Ask, programmes: Programmes, level: str, year: str) -> None:
    rows, home = programmes.awareness.query(f"year == {year}"), programmes.home(level)
    frame = demo("subsidy_awareness_share", level=level, period=year)
    assert disagreeing(frame, summed(rows, "aware", home), summed(rows, "asked", home)) == {}


@pytest.mark.parametrize("period", LATE)
@pytest.mark.parametrize("level", LEVELS)
def test_what_clinics_have(demo: Ask, programmes: Programmes, level: str, period: str) -> None:
    home, window = programmes.home(level), Window.of(period)
    digital = standing(programmes.digital, window)
    for indicator, column in (
        ("digital_ready_share", "ready"), ("device_share", "device"), ("network_share", "network"), ("clinical_system_share", "system"),
    ):  # fmt: skip
        known = digital.assign(known=digital[column].notna() * 1.0)
        frame = demo(indicator, level=level, period=period)
        assert disagreeing(frame, summed(known, column, home), summed(known, "known", home)) == {}, indicator
    kits, uptime = standing(programmes.kits, window), standing(programmes.uptime, window)
    for indicator, rows, top, below in (
        ("standard_kit_share", kits, "complete", "clinics"), ("equipment_uptime", uptime, "working", "days"),
    ):  # fmt: skip
        assert disagreeing(demo(indicator, level=level, period=period), summed(rows, top, home), summed(rows, below, home)) == {}, indicator


@pytest.mark.parametrize("period", ["2019", "2024", "2025-06"])
def test_no_register_speaks_of_a_day_before_it(demo: Ask, period: str) -> None:
    for indicator in ("digital_ready_share", "standard_kit_share", "equipment_uptime"):
        frame = demo(indicator, level="county", period=period)
        assert frame["value"].isna().all() and set(frame["status"]) == {"not_collected"}


@pytest.mark.parametrize("period", LATE)
@pytest.mark.parametrize("level", LEVELS)
def test_what_clinics_do_with_it(demo: Ask, programmes: Programmes, level: str, period: str) -> None:
    home, window = programmes.home(level), Window.of(period)
    for indicator, rows, top, below in (
        ("online_share", programmes.months_online, "online", "months"), ("stock_out_days", programmes.shortages, "short", "months"),
        ("ai_use_share", programmes.aided, "used_months", "months"), ("ai_acceptance", programmes.aided, "accepted", "judged"),
    ):  # fmt: skip
        found = happened(rows, window)
        assert disagreeing(demo(indicator, level=level, period=period), summed(found, top, home), summed(found, below, home)) == {}, indicator


@pytest.mark.parametrize("year", ["2019", "2022", "2024"])
@pytest.mark.parametrize("level", LEVELS)
def test_services(demo: Ask, programmes: Programmes, level: str, year: str) -> None:
    rows, home = programmes.services.query(f"year == {year}"), programmes.home(level)
    for indicator, top, below in (
        ("records_in_use", "used_top", "used_base"), ("hypertension_management", "h_man_top", "h_man_base"),
        ("hypertension_control", "h_con_top", "h_con_base"), ("diabetes_management", "d_man_top", "d_man_base"),
        ("diabetes_control", "d_con_top", "d_con_base"), ("education_events_per_clinic", "events", "clinics"),
    ):  # fmt: skip
        assert disagreeing(demo(indicator, level=level, period=year), summed(rows, top, home), summed(rows, below, home)) == {}, indicator


@pytest.mark.parametrize("year", [2019, 2022, 2024])
@pytest.mark.parametrize("level", REGIONS)
def test_services_by_population(demo: Ask, programmes: Programmes, level: str, year: int) -> None:
    rows, home, people = programmes.services.query("year == @year"), programmes.home(level), programmes.people(level, year)
    for indicator, column, scale in (("record_coverage", "kept", 1.0), ("education_reach", "attended", 1000.0)):
        frame = demo(indicator, level=level, period=str(year))
        assert disagreeing(frame, summed(rows, column, home), people, scale, shared=False) == {}, indicator


@pytest.mark.parametrize("level", REGIONS)
def test_reports_owed_add_up_and_lateness_is_not_judged_before_the_first_load(demo: Ask, level: str) -> None:
    frame = demo("reporting_completeness", level=level, period="2024")
    whole = demo("reporting_completeness", level="prefecture", period="2024")
    for part in ("numerator", "denominator"):
        assert frame[part].sum() == pytest.approx(whole[part].sum(), rel=1e-9)
    assert (frame["numerator"].fillna(0) <= frame["denominator"].fillna(0)).all() and whole["denominator"].min() > 100
    assert demo("reporting_timeliness", level=level, period="2024")["value"].isna().all()


@pytest.mark.parametrize("level", REGIONS)
def test_the_series_of_what_facilities_file_breaks_where_who_files_changed(
    demo: Ask, programmes: Programmes, books: Books, level: str
) -> None:
    """In 2019 the clinics began to file what the centres had filed for them: counted from the workbooks, facility by facility."""
    home, shares = programmes.home(level), {}
    for name, column in (
        ("record_coverage", "kept"), ("education_reach", "attended"), ("education_events_per_clinic", "clinics"),
        ("chronic_patients_per_doctor", "h_reg"),
    ):  # fmt: skip
        frames = []
        for year in (2018, 2019, 2020):
            rows = programmes.services.query("year == @year").dropna(subset=[column])
            filed = rows.groupby(rows["place"].map(home))["place"].nunique()
            sought = stock(books, level, year)["facilities"]
            frame = demo(name, level=level, period=str(year)).set_index("region_code")
            told = frame[frame["value"].notna()]
            assert len(told) and told["reported"].to_dict() == pytest.approx(filed.reindex(told.index).astype(float).to_dict()), (name, year)
            assert told["expected"].to_dict() == pytest.approx(sought.reindex(told.index).astype(float).to_dict()), (name, year)
            shares[year] = (filed / sought).reindex(told.index)
            frames.append(frame.reset_index())
        of = all_indicators()[name]
        compared = compare_over_time(pd.concat(frames, ignore_index=True), of, ("same_last_year",), timing_of(of))
        for year in (2019, 2020):
            ratio = (shares[year] / shares[year - 1]).dropna()
            broken = set(ratio[(ratio > 1.25) | (ratio < 0.8)].index)
            mine = compared[compared["period"] == str(year)].set_index("region_code")
            assert set(mine.index[mine["reason"] == "series_break"]) == broken, (name, year)
            assert bool(broken) == (year == 2019) or level == "township", "of a few facilities one or two are more than a quarter"
