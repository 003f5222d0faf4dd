"""Attempts at a title that nobody has decided on are told apart by the day of the application, wherever rows are compared by their key."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.checks.tables import ANN, check, lines, sheet
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load

HEADER = "身份证号,机构代码,职称,职称级别,申报日期,取得（评定）日期,评定结果"
FIRST, SECOND = f"{ANN},A-V01,主治医师,中级,2022-05-10,,未通过", f"{ANN},A-V01,主治医师,中级,2024-05-10,,"


def test_two_attempts_without_a_day_of_decision_are_two(tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), sheet(tmp_path, "职称.csv", HEADER, FIRST, SECOND))
    assert not plan.problems and plan.rows == 2, lines(plan.problems)


def test_in_two_files_they_are_two_as_well(tmp_path: Path, registered_workspace: Registered) -> None:
    apart = check(registered_workspace(), sheet(tmp_path, "一.csv", HEADER, FIRST), sheet(tmp_path, "二.csv", HEADER, SECOND))
    assert not apart.problems and apart.rows == 2, lines(apart.problems)


def test_two_that_nothing_tells_apart_say_what_would(tmp_path: Path, registered_workspace: Registered) -> None:
    rows = (f"{ANN},A-V01,主治医师,中级,,,未通过", f"{ANN},A-V01,主治医师,中级,,,")
    plan = check(registered_workspace(), sheet(tmp_path, "职称.csv", HEADER, *rows))
    (problem,) = plan.problems
    assert plan.rows == 1 and "评定）日期”或“申报日期" in problem.remedy.zh and '"Awarded on" or "Applied on"' in problem.remedy.en


def test_one_day_of_decision_is_one_award_whatever_the_application_says(tmp_path: Path, registered_workspace: Registered) -> None:
    rows = (f"{ANN},A-V01,主治医师,中级,2022-05-10,2022-11-30,", f"{ANN},A-V01,主治医师,中级,2022-06-10,2022-11-30,")
    plan = check(registered_workspace(), sheet(tmp_path, "职称.csv", HEADER, *rows))
    assert plan.rows == 1 and [p.row for p in plan.problems] == [3]


def test_a_correction_of_one_attempt_leaves_the_other(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "职称.csv", HEADER, FIRST, SECOND))
    corrected = sheet(tmp_path, "更正.csv", HEADER, FIRST.replace("中级", "副高"))
    result = load(workspace, corrected, mode="correct")
    (diff,) = result.plan.diffs
    assert (diff.new, diff.changed, diff.gone, diff.unchanged) == (0, 1, 0, 1)
