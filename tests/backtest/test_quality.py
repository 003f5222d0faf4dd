"""Checks and data quality on real files and on the demo: what is said is true, what was planted is found, and nothing else is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.engine.quality import findings, scores
from pipelines.intake.batch import check_files
from pipelines.site import site_text
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.schema import all_datasets
from pipelines.warehouse.workspace import Workspace


@pytest.fixture(scope="module")
def demo(demo_workspace: Path) -> Iterator[Any]:
    """The published build of the demo."""
    connection, _, _ = open_current(Workspace.open(demo_workspace))
    with connection:
        yield connection


def test_englands_files_are_told_of_what_no_register_knows_and_nothing_else(realdata: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "england", site_text("england"))
    plan = check_files(workspace, sorted((realdata / "england").glob("*.csv")), None)
    assert {(p.severity, p.file, p.row) for p in plan.problems} == {
        ("warning", "ccg_icb.csv", 56),  # "n/a not SBS client at present" is no CCG
        ("warning", "workforce_practice_year.csv", 60006),  # 19 practices that no payment file lists
    }
    assert all(t.quarantined == 0 for f in plan.files for t in f.tables)


def test_england_is_complete_where_it_is_published(england_build: Any) -> None:
    con, _ = england_build
    nation = scores(con, None, "2022-23", "nation").set_index("dimension")
    assert nation.loc["completeness", "score"] > 95 and nation.loc["consistency", "score"] > 90
    assert "timeliness" not in nation.index, "all of it was due before the workspace began"
    found = findings(con, None, "2022-23")
    assert not {"rows_kept_out", "payment_total", "place_unknown", "field_blank"} & set(found["rule"]), "the published total is the sum of its streams"


def test_every_row_the_demo_keeps_out_is_a_finding(demo: Any, demo_workspace: Path) -> None:
    truth = json.loads((demo_workspace / "incoming" / "truth.json").read_text(encoding="utf-8"))
    kinds = {"花名册": "roster", "任职记录": "employment", "人员年报": "workforce_return"}
    titled = {dataset.title.zh: name for name, dataset in all_datasets().items()}
    out = [(m["sheet"], *m["file"].removesuffix(".xlsx").split("_")[:2]) for m in truth["mistakes"] if m["outcome"] == "quarantine"]
    planted = Counter((titled.get(sheet) or kinds[kind], county) for sheet, kind, county in out)
    found = findings(demo).query("rule == 'rows_kept_out'")
    assert Counter({(r.dataset, r.name_zh): int(r.found) for r in found.itertuples()}) == planted


def test_the_demos_people_are_in_one_place_at_a_time(demo: Any) -> None:
    rules = set(findings(demo)["rule"])
    assert not rules & {"two_main_posts", "spells_overlap", "age_implausible", "population_growth", "population_kinds", "population_children"}
    made = dict(demo.execute("select rule, count(*) from quality_test group by 1").fetchall())
    assert min(made[rule] for rule in ("two_main_posts", "spells_overlap", "population_growth", "roster_and_spells")) > 50, "all of it was tested"


def test_who_is_paid_without_a_post_is_who_pandas_finds(demo: Any) -> None:
    """By month and township, from the loaded rows with pandas alone."""
    pay = demo.execute("select distinct person_key, facility_code, period, period_start, period_end from raw_pay where person_key is not null").df()
    spells = demo.execute("select person_key, start_on, coalesce(end_on, date '2100-01-01') as end_on from raw_employment").df()
    roster = demo.execute("select distinct person_key, as_at from raw_roster").df()
    units = demo.execute("select distinct place_code, region_code from place_span where level = 'township'").df()
    units = units[~units["region_code"].str.endswith(".unassigned")].drop_duplicates("place_code").set_index("place_code")["region_code"]
    lines = pay[["person_key", "period_start", "period_end"]].drop_duplicates().reset_index(drop=True)
    by_spell = lines.reset_index().merge(spells, on="person_key")
    held = set(by_spell.loc[(by_spell["start_on"] <= by_spell["period_end"]) & (by_spell["end_on"] >= by_spell["period_start"]), "index"])
    by_roster = lines.reset_index().merge(roster, on="person_key")
    held |= set(by_roster.loc[by_roster["as_at"].between(by_roster["period_start"], by_roster["period_end"]), "index"])
    lines["absent"] = ~lines.index.isin(held)
    absent = pay.merge(lines[lines["absent"]], on=["person_key", "period_start", "period_end"])
    expected = absent[absent["period"].str.len() == 7].assign(unit=absent["facility_code"].map(units)).groupby(["unit", "period"])["person_key"].nunique()
    found = findings(demo).query("rule == 'paid_without_post'")
    found = found[found["period"].str.len() == 7]
    assert {(r.place_code, r.period): int(r.found) for r in found.itertuples()} == {key: int(n) for key, n in expected.items()}
    assert len(found) > 10
