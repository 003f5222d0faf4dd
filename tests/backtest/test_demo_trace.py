"""Every number of the demo can be traced: the rows behind it add up to it, and the sheets that it rests on are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.core.indicator import Indicator
from pipelines.engine.observe import all_indicators, observe
from pipelines.engine.scope import Query
from pipelines.engine.trace import trace
from pipelines.warehouse.workspace import Workspace

QUESTIONS = (("140321", "2022"), ("542526", "2024"), ("140300", "2019"))


@pytest.mark.parametrize("indicator", all_indicators().values(), ids=lambda i: i.name)
@pytest.mark.parametrize(("region", "period"), QUESTIONS)
def test_the_rows_add_up(demo_build: Any, demo_workspace: Path, indicator: Indicator, region: str, period: str) -> None:
    found = trace(demo_build[0], Workspace.open(demo_workspace).site, Query(indicator.name, region=region, period=period))
    assert [c for c in found.checks if not c.agrees] == []
    assert found.statements and found.lineage.datasets
    told = found.observations.iloc[0]
    if told["status"] in ("ok", "small_n", "partial") and indicator.kind != "published":
        assert found.checks, "a number that is shown has rows that were counted"
        assert {s["dataset"] for s in found.sheets} & set(found.needed)


@pytest.mark.parametrize("name", ["headcount", "density", "leaver_rate", "retention_12m", "median_age"])
def test_the_rows_of_one_category_add_up(demo_build: Any, demo_workspace: Path, name: str) -> None:
    con, site = demo_build[0], Workspace.open(demo_workspace).site
    query = Query(name, region="140321", period="2022", by="sex,facility_type")
    categories = observe(con, site, query)["category"].dropna().unique()
    assert len(categories) >= 2
    for category in categories:
        assert [c for c in trace(con, site, query, category).checks if not c.agrees] == []
