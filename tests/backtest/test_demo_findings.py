"""What truth.json says the analyses will find is in the loaded demo: estimates whose 95 % interval holds it, counts that meet it."""

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
from tests.backtest import demo_months
from tests.backtest.demo_months import Table, month_number

END = pd.Timestamp(2025, 12, 31)
AREAS = ("542500", "140300")
Found = dict[tuple[str, str, str], float]


@pytest.fixture(scope="module")
def truth(demo_workspace: Path) -> dict[str, Any]:
    """The content of truth.json."""
    document: dict[str, Any] = json.loads((demo_workspace / "incoming" / "truth.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def table(demo_build: Any) -> Table:
    """Return a staged table of the demo by name, read once."""
    return cache(lambda name: demo_build[0].cursor().table(name).df())


def planted(truth: dict[str, Any], name: str, part: str = "") -> float:
    """The value of a parameter."""
    return next(float(f["value"]) for f in truth["findings"] if (f["name"], f["part"]) == (name, part))


def test_the_allowance_keeps_doctors(truth: dict[str, Any], table: Table) -> None:
    ratio, lower, upper = demo_months.rate_ratio(demo_months.leaving_months(table), "remoteness")
    assert lower <= planted(truth, "allowance_hazard_ratio") <= upper < 0.8, ratio


def test_promotion_follows_remote_training(truth: dict[str, Any], table: Table) -> None:
    ratio, lower, upper = demo_months.rate_ratio(demo_months.rising_months(table), "level")
    assert 1.5 < lower <= planted(truth, "promotion_rate_ratio") <= upper, ratio


def test_agreements_are_broken_around_month_60(truth: dict[str, Any], table: Table) -> None:
    agreed = table("stg_agreement")
    start, term = month_number(agreed["agreed_from"]), (agreed["agreed_years"] * 12).astype(int)
    struck = month_number(agreed["breach_on"]) - start
    last = struck.fillna(np.minimum(term - 1, demo_months.LAST - start)).astype(int)
    for part, in_band in (("near_60", range(55, 65)), ("otherwise", [m for m in range(97) if not 55 <= m < 65])):
        months = sum(m in in_band for end in last for m in range(end + 1))
        lower, upper = byar(int(struck.isin(list(in_band)).sum()), months)
        assert lower <= planted(truth, "breach_hazard", part) <= upper, part


@pytest.mark.parametrize("kind", ["consultation", "imaging", "ecg"])
def test_half_are_answered_within_the_median(truth: dict[str, Any], table: Table, kind: str) -> None:
    asked = table("stg_consultation").query("consultation_kind == @kind")
    asked = asked[asked["requested_at"] < END - pd.Timedelta(hours=96)]
    hours = (asked["replied_at"] - asked["requested_at"]).dt.total_seconds() / 3600
    lower, upper = wilson(int((hours <= planted(truth, "reply_hours", kind)).sum()), len(asked))
    assert lower <= 0.5 <= upper
    assert asked["replied_at"].isna().any(), "some stay open"


@pytest.mark.parametrize(
    ("part", "begin", "end"),
    [
        ("employer", "employer_received_on", "employer_reviewed_on"),
        ("authority", "authority_received_on", "authority_reviewed_on"),
        ("decision", "notice_to", "decided_on"),
    ],
)
def test_steps_take_the_days_they_take(truth: dict[str, Any], table: Table, part: str, begin: str, end: str) -> None:
    rows = table("stg_application").dropna(subset=[begin, end])
    days = (pd.to_datetime(rows[end]) - pd.to_datetime(rows[begin])).dt.days
    median = planted(truth, "step_days", part)
    assert wilson(int((days < median).sum()), len(days))[0] <= 0.5 <= wilson(int((days <= median).sum()), len(days))[1]


def test_intention_is_not_behaviour(truth: dict[str, Any], table: Table) -> None:
    said = table("stg_survey").query("survey_item == 'intention_to_leave'")
    lower, upper = wilson(int(said["survey_value"].sum()), len(said))
    assert lower <= planted(truth, "intends_to_leave") <= upper
    spells = demo_months.main_spells(table)
    left = spells[~spells["exit_reason"].isin(("transferred", "reclassified"))].groupby("person_key")["last"].max()
    early = said[said["period"] != "2024"]
    gone = early["person_key"].map(left) <= (early["period"].astype(int) - 2015) * 12 + 9 + 24
    share = {intends: gone[early["survey_value"] == intends].mean() for intends in (0.0, 1.0)}
    assert share[0.0] < share[1.0] < 0.4, "they leave more often, but most of them stay"


def _of_pay(table: Table) -> Found:
    pay = table("stg_pay").query("pay_component != 'total' and person_key.notna()")
    pay = pay.assign(
        start=pd.to_datetime(pay["period_start"]), paid_on=pd.to_datetime(pay["paid_on"]), area=pay["facility_code"].str[:4] + "00"
    )
    known = {*table("stg_employment")["person_key"], *table("stg_roster")["person_key"]}
    stays = table("stg_employment").assign(end=pd.to_datetime(table("stg_employment")["end_on"]).fillna(pd.Timestamp(2200, 1, 1)))
    left = pay["person_key"].map(stays.groupby("person_key")["end"].max())
    ghosts = {"stranger": ~pay["person_key"].isin(known), "left": pay["start"] > left}
    found: Found = {}
    for area in AREAS:
        here = pay["area"] == area
        for kind, is_ghost in ghosts.items():
            found["ghost_lines", area, kind], found["ghost_yuan", area, kind] = (
                (is_ghost & here).sum(),
                pay.loc[is_ghost & here, "due_yuan"].sum(),
            )
        late = pay["paid_on"] > pay["start"] + pd.offsets.MonthEnd(2)
        unpaid = pay["paid_on"].isna() & here
        found["late_lines", area, ""], found["unpaid_lines", area, ""] = (late & here).sum(), unpaid.sum()
        found["unpaid_yuan", area, ""] = pay.loc[unpaid, "due_yuan"].sum()
    return found


def _of_people(table: Table) -> Found:
    found: Found = {}
    posts, students, held = table("stg_post"), table("stg_student"), table("stg_licence")
    stays = table("stg_employment").query("is_main_post")
    now = stays[pd.to_datetime(stays["end_on"]).fillna(END) >= END]["person_key"]
    last = held[held["person_key"].isin(now)].sort_values("issued_on", kind="stable").groupby("person_key").tail(1)
    trained = table("stg_training").query("enrolled_on >= '2024-01-01' and enrolled_on <= '2024-12-31'")
    for area in AREAS:
        mine = posts[posts["facility_code"].str.startswith(area[:4]) & posts["closed_on"].isna() & posts["vacated_on"].isna()]
        found["posts", area, ""], found["vacancies", area, ""] = len(mine), mine["filled_on"].isna().sum()
        own = last[last["facility_code"].str.startswith(area[:4])]
        found["expired_licences", area, ""] = (pd.to_datetime(own["valid_to"]) < END).sum()
        found["registered_elsewhere", area, ""] = (own["registered_facility_code"] != own["facility_code"]).sum()
        those = students[students["facility_code"].str.startswith(area[:4])]
        found["students_arrived", area, ""], found["students_breached", area, ""] = (
            those["posted_on"].notna().sum(),
            (those["student_status"] == "breached").sum(),
        )
        came = trained[trained["facility_code"].str.startswith(area[:4])]
        found["trained_person_times", area, ""], found["trained_persons", area, ""] = len(came), came["person_key"].nunique()
    return found


def _of_support(table: Table) -> Found:
    found: Found = {}
    asked, visits, tasks = table("stg_consultation"), table("stg_expert_visit"), table("stg_milestone")
    used = pd.concat(
        [
            asked[["hospital_code", "facility_code"]].assign(day=asked["requested_at"]),
            visits[["hospital_code", "facility_code"]].assign(day=pd.to_datetime(visits["on_date"])),
        ]
    )
    recent = used[used["day"] > END - pd.Timedelta(days=90)]
    active = set(zip(recent["hospital_code"], recent["facility_code"], strict=True))
    for area in AREAS:
        links = table("stg_link")
        links = links[links["facility_code"].str.startswith(area[:4]) & links["end_on"].isna()]
        found["links", area, ""] = len(links)
        found["idle_links", area, ""] = sum(pair not in active for pair in zip(links["hospital_code"], links["facility_code"], strict=True))
        found["unanswered", area, ""] = asked.loc[asked["facility_code"].str.startswith(area[:4]), "replied_at"].isna().sum()
        due = tasks[tasks["region_code"].str.startswith(area[:4]) & (pd.to_datetime(tasks["due_on"]) <= END)]
        found["milestones_due", area, ""], found["milestones_on_time", area, ""] = len(due), (due["done_on"] <= due["due_on"]).sum()
    for audit in ("audit_place", "audit_years", "audit_documents", "audit_employer"):
        found["audit_failed", "", audit] = (table("stg_application")[audit] == "fail").sum()
    walk = table("stg_region_crosswalk")
    found["townships_merged", AREAS[1], "from"], found["townships_merged", AREAS[1], "to"] = (
        walk["from_code"].nunique(),
        walk["to_code"].nunique(),
    )
    return found


@pytest.mark.parametrize("count", [_of_pay, _of_people, _of_support])
def test_counts_are_met(truth: dict[str, Any], table: Table, count: Callable[[Table], Found]) -> None:
    expected = {(f["name"], f["area"], f["part"]): f["value"] for f in truth["findings"] if f["kind"] == "count"}
    found = count(table)
    assert {k: (float(v), expected[k]) for k, v in found.items() if abs(float(v) - expected[k]) > 0.005} == {}
    assert len(found) >= 14 and {"counted", *(f["kind"] for f in truth["findings"])} == {"counted", "count", "parameter"}


def test_every_finding_is_looked_for_and_defined_in_both_languages(truth: dict[str, Any], table: Table) -> None:
    counted = {*_of_pay(table), *_of_people(table), *_of_support(table)}
    assert {(f["name"], f["area"], f["part"]) for f in truth["findings"] if f["kind"] == "count"} == counted
    assert all(f["definition"]["zh"] and f["definition"]["en"] and f["datasets"] for f in truth["findings"])


def test_irregular_pay_is_only_where_names_are_plainly_fictional(table: Table) -> None:
    pay = table("stg_pay").query("pay_component != 'total' and person_key.notna()")
    known = {*table("stg_employment")["person_key"]}
    odd = pay[
        pay["paid_on"].isna()
        | ~pay["person_key"].isin(known)
        | (pd.to_datetime(pay["paid_on"]) > pd.to_datetime(pay["period_start"]) + pd.offsets.MonthEnd(2))
    ]
    names = dict(zip(table("stg_facility")["facility_code"], table("stg_facility")["facility_name"], strict=True))
    assert len(odd) > 500 and odd["facility_code"].map(names).str.startswith("虚构").all()


def test_grants_are_what_the_payroll_pays(table: Table) -> None:
    grants = table("stg_grant").query("scheme_id.str.endswith('-JT')")
    grants = grants[grants["covers_from"].astype(str).str[:4].isin(("2023", "2024"))]  # in 2025 the payroll has ghost lines as well
    pay = table("stg_pay").query("pay_component == 'post_allowance'")
    pay = pay[pay["period_start"].astype(str).str[:4].isin(("2023", "2024"))]
    by_person = pd.DataFrame(
        {"grant": grants.groupby("person_key")["due_yuan"].sum(), "pay": pay.groupby("person_key")["due_yuan"].sum()}
    ).fillna(0)
    assert len(by_person) > 1000 and (by_person["grant"] == by_person["pay"]).all()


def test_quoted_figures_stand_beside_the_data(truth: dict[str, Any], table: Table) -> None:
    claims = {c["claim_id"]: c for c in truth["claims"]}
    loaded = table("stg_published_claim").set_index("claim_id")
    assert set(claims) == set(loaded.index)
    assert all(
        abs(c["computed"] - c["claimed"] - c["difference"]) < 1e-9 and loaded["claim_value"][k] == c["claimed"] for k, c in claims.items()
    )
    assert sum(c["difference"] < 0 for c in claims.values()) >= 5, "the data reach less than was said"
