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


def test_the_same_payroll_under_the_name_of_another_month_is_that_months(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, number = registered_workspace(), id_number(date(1970, 1, 1), False, 1, 1)
    text = f"姓名,身份证号,所在卫生室,基本工资\n测试甲,{number},甲村卫生室,1000\n"
    (tmp_path / "2024年05月").mkdir()
    for name in ("2024年03月工资.csv", "2024年04月工资.csv", "2024年05月/工资.csv"):
        result = load(workspace, write(tmp_path, name, text))
        assert result.plan.problems == () and result.plan.files[0].already_loaded_on is None, name
    assert load(workspace, write(tmp_path, "2024年3月工资（再报）.csv", text)).plan.files[0].already_loaded_on is not None
    assert rows(workspace, "select month(period_start), paid_yuan from stg_pay order by 1") == [(3, 1000.0), (4, 1000.0), (5, 1000.0)]


def test_a_payroll_that_says_only_a_year_is_asked_about(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, number = registered_workspace(), id_number(date(1970, 1, 1), False, 1, 1)
    text = f"姓名,身份证号,所在卫生室,基本工资\n测试甲,{number},甲村卫生室,1000\n"
    (problem,) = load(workspace, write(tmp_path, "工资.csv", text)).plan.problems
    assert problem.severity == "error" and "2024年3月" in problem.remedy.zh
    (problem,) = load(workspace, write(tmp_path, "2024年工资.csv", text)).plan.problems
    assert problem.severity == "warning" and "no month" in problem.reason.en
    assert load(workspace, write(tmp_path, "2023年度工资.csv", text)).plan.problems == ()
