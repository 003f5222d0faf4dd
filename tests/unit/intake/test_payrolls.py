"""Payrolls as they are sent, and the pay that comes of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.demo.people import id_number
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows, write


def test_pay_of_payrolls_without_totals_is_the_sum_of_their_components(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, number = registered_workspace(), id_number(date(1970, 1, 1), False, 1, 1)
    payrolls = [
        write(tmp_path, f"{m}.csv", f"2024年{m}月工资表\n姓名,身份证号,所在卫生室,基本工资,绩效工资,公卫\n测试甲,{number},甲村卫生室,1000,500,200\n")
        for m in range(1, 13)
    ]
    assert load(workspace, *payrolls).plan.problems == ()
    assert rows(workspace, "select period, months, paid_yuan, annual_yuan from person_pay_year") == [("2024", 12, 20_400.0, 20_400.0)]


def test_a_payroll_of_totals_alone_is_its_total_and_no_component(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, number = registered_workspace(), id_number(date(1970, 1, 1), False, 1, 1)
    payroll = write(tmp_path, "1.csv", f"2024年1月工资表\n姓名,身份证号,所在卫生室,应发合计,实发合计\n测试甲,{number},甲村卫生室,1500,1400\n")
    assert load(workspace, payroll).plan.problems == ()
    assert rows(workspace, "select pay_component, due_yuan, paid_yuan from stg_pay") == [("total", 1500.0, 1400.0)]
    unnamed = write(tmp_path, "2.csv", f"2024年2月工资表\n姓名,身份证号,所在卫生室,金额\n测试甲,{number},甲村卫生室,1500\n")
    (problem,) = load(workspace, unnamed).plan.problems
    assert problem.severity == "error" and "the headers are not known" in problem.reason.en, "an amount of nothing in particular"
