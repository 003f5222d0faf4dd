"""A total of pay that is not the sum of its components is told at its cell before anything is loaded."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.checks.tables import ANN, BOB, check, sheet, told
from tests.unit.intake.conftest import Registered

DUE, PAID = "the total due is not the sum", "the total paid is not the sum"


def test_of_a_payroll_the_cell_of_the_total(tmp_path: Path, registered_workspace: Registered) -> None:
    payroll = sheet(
        tmp_path, "工资表2024年1月.csv", "身份证号,机构代码,基本工资,绩效工资,扣款合计,应发合计,实发合计",
        f"{ANN},A-V01,2000,500,100,2500,2400", f"{BOB},B-V01,2000,500,100,2900,2400",
    )  # fmt: skip
    plan = check(registered_workspace(), payroll)
    (problem,) = [p for p in plan.problems if DUE in p.reason.en]
    assert (problem.rows, problem.column, problem.place, problem.severity) == ((3,), "应发合计", 6, "warning")
    assert "应发合计与应发各项之和不符" in problem.reason.zh and told(plan, PAID) == []
    assert not any(amount in p.line("zh") for p in plan.problems for amount in ("2900", "2500")), "of a person no amount is told"
    assert plan.rows == 8


def test_of_a_ledger_what_was_paid_where_nothing_is_due(tmp_path: Path, registered_workspace: Registered) -> None:
    month = "2024-01-01,2024-01-31"
    rows = [f"{who},A-V01,{part},{month},{yuan}" for who, part, yuan in (
        (ANN, "基本工资", 900), (ANN, "绩效工资", 300), (ANN, "合计", 1200), (BOB, "基本工资", 900), (BOB, "绩效工资", 300), (BOB, "合计", 1300),
    )]  # fmt: skip
    plan = check(registered_workspace(), sheet(tmp_path, "薪酬.csv", "身份证号,机构代码,薪酬项目,所属期起,所属期止,实发金额", *rows))
    assert told(plan, PAID) == [("薪酬.csv", (7,))] and told(plan, DUE) == []
    (problem,) = [p for p in plan.problems if PAID in p.reason.en]
    assert (problem.column, problem.place) == ("实发金额", 6)


def test_a_total_alone_or_within_one_in_a_hundred_is_let_be(tmp_path: Path, registered_workspace: Registered) -> None:
    payroll = sheet(
        tmp_path, "工资表2024年1月.csv", "身份证号,机构代码,基本工资,应发合计,实发合计", f"{ANN},A-V01,2000,2010,2010", f"{BOB},B-V01,,1800,1800",
    )  # fmt: skip
    plan = check(registered_workspace(), payroll)
    assert told(plan, DUE) == [] and told(plan, PAID) == []


def test_what_was_paid_is_what_is_due_less_what_was_held_back(tmp_path: Path, registered_workspace: Registered) -> None:
    payroll = sheet(
        tmp_path, "工资表2024年1月.csv", "身份证号,机构代码,基本工资,应发合计,代扣合计,实发合计",
        f"{ANN},A-V01,2000,2000,300,1900", f"{BOB},B-V01,2000,2000,300,1700", "C male 1971,B-V01,2000,2000,,1500",
    )  # fmt: skip
    plan = check(registered_workspace(), payroll)
    assert told(plan, "less what was held back (") == [("工资表2024年1月.csv", (2,))]
    (problem,) = [p for p in plan.problems if "less what was held back (" in p.reason.en]
    assert problem.column == "实发合计"
