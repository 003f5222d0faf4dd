"""Every figure printed for England's real files, through the load and the engine that serve every screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.warehouse.workspace import Workspace
from tests.backtest.oracle import differing

Ask = Callable[..., pd.DataFrame]
WORKFORCE_YEARS = (
    "2015-16", "2016-17", "2017-18", "2018-19", "2019-20", "2020-21", "2021-22", "2022-23", "2023-24",
)
PAYMENT_YEARS = (
    "2014-15", "2015-16", "2016-17", "2017-18", "2018-19", "2019-20", "2020-21", "2021-22", "2022-23",
)
# As printed by NHS England and checked on the files themselves: persons, FTE to 1 decimal, patients to 1 decimal, GBP m.
HEADCOUNT = (34286, 34991, 35128, 34917, 35247, 36112, 36526, 36402, 36539)
FTE = (27372.5, 27959.7, 27628.7, 27061.8, 26862.7, 26926.0, 26926.8, 26726.5, 26561.2)
PATIENTS = (56902441, 57845874, 58667714, 59347455, 59996728, 60632195, 61388385.7, 62150354.4, 62883931.7)
TOTAL = (7990.3, 8182.6, 8883.8, 9050.6, 9261.4, 9377.1, 9683.7, 10075.8, 10230.1)
STREAMS = {
    "seniority": (124.1, 104.3, 89.1, 73.4, 56.8, 37.6, 1.1, 0.2, 0.1),
    "mpig": (106.8, 96.7, 73.5, 52.6, 34.8, 17.1, 0.2, 0.0, 0.0),
    "doctors_retainer": (2.3, 1.8, 2.3, 4.3, 7.5, 11.2, 13.3, 14.5, 15.1),
}


def _by_period(frame: pd.DataFrame, column: str = "value") -> dict[str, Any]:
    assert frame["period"].is_unique
    return dict(zip(frame["period"], frame[column], strict=True))


def _category(frame: pd.DataFrame, category: str) -> pd.DataFrame:
    return frame[frame["category"] == category]


def test_headcount_of_nine_years(england_observed: Ask) -> None:
    found = _by_period(_category(england_observed("headcount", by="staff_group"), "gp"))
    assert {year: round(found[year]) for year in WORKFORCE_YEARS} == dict(zip(WORKFORCE_YEARS, HEADCOUNT, strict=True))


def test_headcount_without_a_breakdown_is_that_of_the_base(england_observed: Ask) -> None:
    found = _by_period(england_observed("headcount"))
    assert round(found["2019-20"]) == 35247


def test_fte_of_nine_years(england_observed: Ask) -> None:
    found = _by_period(_category(england_observed("fte", by="staff_group"), "gp"))
    assert {year: round(found[year], 1) for year in WORKFORCE_YEARS} == dict(zip(WORKFORCE_YEARS, FTE, strict=True))


def test_registered_patients_of_nine_years(england_observed: Ask) -> None:
    found = _by_period(england_observed("registered_population"))
    assert {year: round(found[year], 1) for year in WORKFORCE_YEARS} == dict(zip(WORKFORCE_YEARS, PATIENTS, strict=True))


def test_total_payments_of_nine_years(england_observed: Ask) -> None:
    found = _by_period(england_observed("payment_total"))
    millions = {year: round(found[year] / 1e6, 1) for year in PAYMENT_YEARS}
    assert millions == dict(zip(PAYMENT_YEARS, TOTAL, strict=True))


@pytest.mark.parametrize("stream", STREAMS)
def test_payment_streams_of_nine_years(england_observed: Ask, stream: str) -> None:
    found = _by_period(_category(england_observed("payment", by="payment_stream"), stream))
    millions = {year: round(found[year] / 1e6, 1) for year in PAYMENT_YEARS}
    assert millions == dict(zip(PAYMENT_YEARS, STREAMS[stream], strict=True))


def test_practices_matched_to_the_workforce_file(england_observed: Ask) -> None:
    frame = england_observed("facility_count").set_index("period")
    matched = {year: (frame.loc[year, "reported"], frame.loc[year, "expected"]) for year in ("2014-15", "2022-23")}
    assert matched == {"2014-15": (7658, 7959), "2022-23": (6644, 6669)}
    assert frame.loc["2014-15", "value"] == 7959 and frame.loc["2022-23", "value"] == 6669


def test_rural_and_urban_practices(england_observed: Ask) -> None:
    frame = england_observed("facility_count", period="2022-23", by="rurality")
    found = dict(zip(frame["category"], frame["value"], strict=True))
    assert (found["rural"], found["urban"]) == (1093, 5576)


def test_dispensing_practices(england_build: tuple[Any, Ask]) -> None:
    con, _ = england_build
    found = con.execute("select count(*) from stg_facility where period = '2022-23' and is_dispensing").fetchone()
    assert found == (944,)


@pytest.mark.parametrize(("year", "rural", "urban"), [("2017-18", 117800, 112500), ("2021-22", 159000, 152200)])
def test_contractor_income_is_shown_as_published(england_observed: Ask, year: str, rural: int, urban: int) -> None:
    frame = england_observed("mean_income", period=year, by="rurality").set_index("category")
    assert (frame.loc["rural", "value"], frame.loc["urban", "value"]) == (rural, urban)
    assert frame[["numerator", "denominator"]].isna().all().all()


@pytest.mark.parametrize("level", ["region", "ccg", "practice"])
@pytest.mark.parametrize("year", ["2015-16", "2019-20", "2023-24"])
def test_children_with_the_unassigned_add_up_to_the_nation(england: Ask, level: str, year: str) -> None:
    nation = england("headcount", period=year)
    parts = england("headcount", level=level, parent="ENG", period=year)
    assert parts["numerator"].sum() == pytest.approx(nation["numerator"].item(), rel=1e-12)
    assert parts["region_code"].is_unique


def test_practices_no_file_places_are_the_unassigned_child(england: Ask) -> None:
    parts = england("headcount", level="region", parent="ENG", period="2019-20").set_index("region_code")
    assert parts.loc["ENG.unassigned", "numerator"] > 0
    assert len(parts) == 8  # seven regions of 2019-20 and the unassigned


@pytest.mark.parametrize("indicator", ["training_coverage", "linked_share", "retention_12m"])
def test_what_nobody_collects_is_not_zero(england_observed: Ask, indicator: str) -> None:
    frame = england_observed(indicator, period="2019-20")
    assert frame["status"].tolist() == ["not_collected"]
    assert frame["value"].isna().all() and frame["numerator"].isna().all()
    everything = england_observed(indicator)
    assert set(everything["status"]) <= {"not_collected"} and everything["value"].isna().all()


def test_headcount_before_the_first_workforce_file_is_not_collected(england_observed: Ask) -> None:
    frame = england_observed("headcount", period="2014-15")
    assert frame["status"].tolist() == ["not_collected"] and frame["value"].isna().all()


def test_density_is_doctors_per_thousand_registered(england: Ask) -> None:
    found = _by_period(england("density"))
    assert found["2019-20"] == pytest.approx(35247 / 59996728 * 1000, rel=1e-9)


@pytest.mark.parametrize("year", ["2015-16", "2019-20", "2022-23"])
def test_regions_are_those_of_the_payment_file_of_the_year(england: Ask, realdata: Path, year: str) -> None:
    payments = pd.read_csv(realdata / "england" / f"payments_{year[2:]}.csv", encoding="utf-8-sig", low_memory=False)
    payments.columns = payments.columns.str.strip().str.replace(".", " ").str.lower()
    region = payments.set_index("practice code")["nhs england (region) code"]
    staff = pd.read_csv(realdata / "england" / "workforce_practice_year.csv").query("Year == 2000 + @last", local_dict={"last": int(year[5:])})
    expected = staff["TOTAL_GP_EXTGL_HC"].groupby(staff["Practice.Code"].map(region).fillna("ENG.unassigned")).sum()
    assert differing(england("headcount", level="region", period=year), expected) == {}


def test_every_row_says_which_build_it_was_made_from(england_observed: Ask, england_workspace: Path) -> None:
    frame = england_observed("headcount", level="nation", period="2019-20", by="staff_group")
    assert set(frame["build"]) == {Workspace.open(england_workspace).current_build()}
    status = dict(zip(frame["category"], frame["status"], strict=True))
    assert (status["gp"], status["admin"]) == ("ok", "not_collected")  # of administrative staff only FTE is published
