"""A price index on another base than that of the year before is told at its cell."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.checks.tables import check, only, sheet
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load


def test_the_base_changes_and_nothing_links_the_two(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, header = registered_workspace(), "年份,居民消费价格指数,基期"
    load(workspace, sheet(tmp_path, "往年.csv", header, "2020,111.0,2015年=100", "2021,112.0,2015年=100"))
    plan = check(workspace, sheet(tmp_path, "今年.csv", header, "2022,101.5,2020年=100", "2023,102.5,2020=100"))
    assert only(plan, "the base is not that of the year before (2015年=100)") == [("今年.csv", (2,))]
    linked = check(workspace, sheet(tmp_path, "环比.csv", header, "2022,102.0,上年=100", "2023,100.2,上年=100"))
    assert not linked.problems
