"""Every parameter of truth.json is looked for by some test: those of test_demo and test_demo_findings, and here the rates that are left."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis.interval import byar, wilson
from tests.backtest.conftest import Ask
from tests.backtest.demo_months import LAST, LICENSED, NOT_LEAVING, Table, expand, main_spells, month_number

LOOKED_FOR = {  # part of truth.json: where an interval of the loaded demo is held against it
    "pay_growth_2024/headline": "checks", "pay_growth_2024/raise": "checks", "pay_growth_2024/tolerance": "of the two above, in tests/unit/demo",
    "pay_growth_2024/measured": "this module", "pay_growth_2024/definition": "words",
    "hazard/by_class": "checks", "hazard/survival": "checks", "hazard/allowance_from": "checks, after each county's wave",
    "hazard/allowance_ratio": "checks, and finding allowance_hazard_ratio", "hazard/other_groups": "this module", "hazard/death": "this module",
    "hazard/move": "this module", "hazard/population": "words", "hazard/definition": "words",
    "licence_upgrade/monthly": "this module", "licence_upgrade/definition": "words",
}  # fmt: skip
Rate = tuple[int, float]  # events, months at risk


@pytest.fixture(scope="module")
def truth(demo_workspace: Path) -> dict[str, Any]:
    """The content of truth.json."""
    document: dict[str, Any] = json.loads((demo_workspace / "incoming" / "truth.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def table(demo_build: Any) -> Table:
    """Return a staged table of the demo by name, read once."""
    return cache(lambda name: demo_build[0].cursor().table(name).df())


def months_at_risk(table: Table) -> pd.DataFrame:
    """One row a main post and month of anybody, with `ends` where the post ended in it."""
    rows = expand(main_spells(table))
    return rows.assign(ends=rows["month"] == rows["last"])


def leaving(table: Table, group: str) -> Rate:
    """Return how many of a group left, and the months they were at risk."""
    rows = months_at_risk(table).query("staff_group == @group")
    return int((rows["ends"] & rows["exit_reason"].notna() & ~rows["exit_reason"].isin(NOT_LEAVING)).sum()), len(rows)


def ending(table: Table, reason: str) -> Rate:
    """Return how many posts ended for a reason, and the months; village clinics' other staff do not move."""
    rows = months_at_risk(table)
    rows = rows if reason == "died" else rows.query("staff_group != 'village_clinic_other'")
    return int((rows["ends"] & (rows["exit_reason"] == reason)).sum()), len(rows)


def gaining(table: Table) -> Rate:
    """Return how many village doctors without a licence gained one, and the months they had none."""
    licences = table("stg_licence")
    issued = month_number(licences["issued_on"])[licences["licence_type"].isin(LICENSED)].groupby(licences["person_key"]).min()
    rows = months_at_risk(table).query("staff_group == 'village_doctor'")
    rows = rows[rows["month"] < rows["person_key"].map(issued).fillna(LAST + 1)]
    return int((rows["ends"] & (rows["exit_reason"] == "reclassified")).sum()), len(rows)


def rising(table: Table) -> Rate:
    """Return, of township doctors on two rosters a year apart and assistants on the first, how many are physicians on the second, and how many."""
    listed = table("stg_roster").query("staff_group == 'township_doctor'")
    listed = listed[pd.to_datetime(listed["as_at"]).dt.month == 12].assign(year=pd.to_datetime(listed["as_at"]).dt.year)
    by_year = listed.drop_duplicates(["person_key", "year"])[["person_key", "year", "licence"]]
    pairs = by_year.merge(by_year.assign(year=by_year["year"] - 1), on=["person_key", "year"], suffixes=("", "_next"))
    pairs = pairs[(pairs["licence"] == "assistant") & pairs["licence_next"].isin(("assistant", "physician"))]
    return int((pairs["licence_next"] == "physician").sum()), len(pairs)


@pytest.mark.parametrize("group", ["village_clinic_other", "township_nurse", "township_other"])
def test_other_groups_leave_as_planted(truth: dict[str, Any], table: Table, group: str) -> None:
    lower, upper = byar(*leaving(table, group))
    assert lower <= truth["hazard"]["other_groups"][group] <= upper < 0.009


@pytest.mark.parametrize(("reason", "of"), [("died", lambda h: h["death"]), ("transferred", lambda h: h["move"]["monthly"])])
def test_deaths_and_moves_come_as_often_as_planted(
    truth: dict[str, Any], table: Table, reason: str, of: Callable[[dict[str, Any]], float]
) -> None:
    lower, upper = byar(*ending(table, reason))
    assert lower <= of(truth["hazard"]) <= upper < 0.001


def test_a_fifth_of_the_moves_cross_a_county_line(truth: dict[str, Any], table: Table) -> None:
    spells = main_spells(table).sort_values(["person_key", "first"])
    after = spells.groupby("person_key")["county"].shift(-1)
    moved = (spells["exit_reason"] == "transferred") & after.notna()
    lower, upper = wilson(int((spells["county"] != after)[moved].sum()), int(moved.sum()))
    assert lower <= truth["hazard"]["move"]["share_to_another_county"] <= upper < 0.4


def test_licences_are_gained_as_planted(truth: dict[str, Any], table: Table) -> None:
    monthly = truth["licence_upgrade"]["monthly"]
    lower, upper = byar(*gaining(table))
    assert lower <= monthly["village_doctor"] <= upper < 0.003
    lower, upper = wilson(*rising(table))
    assert lower <= 1 - (1 - monthly["township_doctor"]) ** 12 <= upper < 0.06


def test_pay_growth_is_what_the_world_it_was_made_of_measures(truth: dict[str, Any], demo: Ask) -> None:
    for area, measured in truth["pay_growth_2024"]["measured"].items():
        found = {name: demo(name, level="prefecture", region=area, period="2024") for name in ("pay_growth_nominal", "pay_growth_same_person")}
        for name, key in (("pay_growth_nominal", "headline"), ("pay_growth_same_person", "same_person")):
            row = found[name].iloc[0]
            assert row["lower"] <= measured[key] <= row["upper"] and abs(row["value"] - measured[key]) < 0.01, (area, name)


def test_every_truth_has_its_test(truth: dict[str, Any]) -> None:
    parts = {f"{name}/{part}" for name in ("pay_growth_2024", "hazard", "licence_upgrade") for part in truth[name]}
    assert parts == set(LOOKED_FOR)
    assert {c["planted"] for c in truth["checks"]} == {
        "hazard.by_class", "hazard.by_class x hazard.allowance_ratio", "pay_growth_2024.headline", "pay_growth_2024.raise",
    }
    assert {c["category"] for c in truth["checks"] if c["indicator"] != "survival" and c["by"]} == set(truth["hazard"]["by_class"])


def test_the_merger_of_2021_is_marked_where_it_approximates(demo: Ask) -> None:
    frame = demo("density", level="township", parent="140322")
    marked = frame[frame["is_approximate"]]
    years = [str(year) for year in range(2015, 2021)]
    assert sorted(zip(marked["region_code"], marked["period"], strict=True)) == [(c, y) for c in ("140322200", "140322201") for y in years]
    assert not demo("density", level="county")["is_approximate"].any(), "both parts lie in one county"
    assert not demo("headcount", level="township", parent="140322")["is_approximate"].any(), "people went with their clinic"
    assert np.isclose(frame.groupby("period")["numerator"].sum(), demo("density", region="140322")["numerator"]).all()
