"""Shares of a split place that do not add up to one are told at their cells."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.checks.tables import check, sheet, told
from tests.unit.intake.conftest import Registered

WRONG = "do not add up to 1"
HEADS = "原代码,新代码,变更日期,分摊比例"


def test_more_and_fewer_than_all_are_told_and_all_is_not(tmp_path: Path, registered_workspace: Registered) -> None:
    rows = ("990000201,990000101,2021-03-01,0.7", "990000201,990000102,2021-03-01,0.4", "990000202,990000101,2021-03-01,0.5",
            "990000202,990000102,2021-03-01,0.5", "990000203,990000101,2021-03-01,0.9", "990000204,990000101,2021-03-01,1")  # fmt: skip
    plan = check(registered_workspace(), sheet(tmp_path, "区划沿革.csv", HEADS, *rows))
    assert sorted(number for _, numbers in told(plan, WRONG) for number in numbers) == [2, 3, 6]
    assert {(p.column, p.severity) for p in plan.problems if WRONG in p.reason.en} == {("分摊比例", "warning")}


def test_a_share_left_blank_and_another_day_are_no_fault(tmp_path: Path, registered_workspace: Registered) -> None:
    rows = ("990000201,990000101,2021-03-01,", "990000201,990000102,2021-03-01,0.4", "990000202,990000101,2021-03-01,1", "990000202,990000103,2023-01-01,1")
    assert told(check(registered_workspace(), sheet(tmp_path, "区划沿革.csv", HEADS, *rows)), WRONG) == []
