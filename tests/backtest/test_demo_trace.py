"""Every number of the demo can be traced: the rows behind it add up to it, and the sheets that it rests on are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.engine.observe import all_indicators, observe
from pipelines.engine.scope import Query
from pipelines.engine.sources import files_behind
from pipelines.engine.trace import trace
from pipelines.engine.trace_rows import COUNTING_ROWS
from pipelines.warehouse.workspace import Workspace

ELSEWHERE = ("headcount", "fte", "density", "licensed_share", "leaver_rate", "retention_12m", "median_pay", "training_coverage", "linked_share")
QUESTIONS = [(name, "140321", "2022") for name in all_indicators()]
QUESTIONS += [(name, *where) for name in ELSEWHERE for where in (("542526", "2024"), ("140300", "2019"))]


@pytest.mark.parametrize(("name", "region", "period"), QUESTIONS)
def test_the_rows_add_up(demo_build: Any, demo_workspace: Path, name: str, region: str, period: str) -> None:
    indicator = all_indicators()[name]
    found = trace(demo_build[0], Workspace.open(demo_workspace).site, Query(name, region=region, period=period))
    assert [c for c in found.checks if not c.agrees] == []
    assert found.statements and found.lineage.layers
    told = found.observations.iloc[0]
    if told["status"] in ("ok", "small_n", "partial") and indicator.kind != "published":
        summed = indicator.kind != "statistic" or indicator.statistic in COUNTING_ROWS
        assert found.checks if summed else any(len(rows) for rows in found.rows.values()), "a number that is shown has rows behind it"
        assert "filed" in found.lineage.layers or {s["dataset"] for s in found.sheets} & set(found.needed)


@pytest.mark.parametrize("name", ["headcount", "density", "leaver_rate", "retention_12m", "median_age"])
def test_the_rows_of_one_category_add_up(demo_build: Any, demo_workspace: Path, name: str) -> None:
    con, site = demo_build[0], Workspace.open(demo_workspace).site
    query = Query(name, region="140321", period="2022", by="sex,facility_type")
    categories = observe(con, site, query)["category"].dropna().unique()
    assert len(categories) >= 2
    for category in categories:
        assert [c for c in trace(con, site, query, category).checks if not c.agrees] == []


@pytest.mark.parametrize(("region", "far"), [("140321", ("阿里地区", "普兰县", "日土县", "盂县")), ("542526", ("阳泉市", "平定县", "普兰县", "日土县"))])
def test_sheets_without_a_place_are_those_of_the_places_of_their_file(demo_build: Any, demo_workspace: Path, region: str, far: tuple[str, ...]) -> None:
    found = trace(demo_build[0], Workspace.open(demo_workspace).site, Query("allowance_coverage", region=region, period="2024"))
    told, known = {s["file"] for s in found.sheets}, files_behind(demo_build[0], region)
    assert any("补贴政策" in file for file in told), "rates of subsidies are of no place, and stand in the file of their prefecture"
    assert not [file for file in (*told, *(f for files in known.values() for f in files)) if any(f"_{name}" in file for name in far)]
    assert all(s["file"] in known[s["dataset"]] for s in found.sheets)
