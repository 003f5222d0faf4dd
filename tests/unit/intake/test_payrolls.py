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
