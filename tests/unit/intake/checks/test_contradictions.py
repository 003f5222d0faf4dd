"""What one row says twice and differently is asked about at its cell, and loaded all the same."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.checks.tables import ANN, BOB, SPELLS, check, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load

RETURN = "机构代码,年份,人员类别,在岗人数,年初人数,新进人数,离岗人数,女性,男性,35岁以下,35-44岁,45-54岁,55-59岁,60岁及以上"
APPLICATION = "申请编号,身份证号,机构代码,补贴项目编号,提交日期,申请金额,单位初审结果,审定日期,审定结果,批准金额"


def test_pay_and_returns(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    month = "2025-06-01,2025-06-30"
    pay = sheet(
        tmp_path, "薪酬.csv", "身份证号,机构代码,薪酬项目,所属期起,所属期止,应发金额,实发金额",
        f"{ANN},A-V01,基本工资,{month},100,1810", f"{ANN},A-V01,绩效工资,{month},1810,1810", f"{BOB},A-V01,基本工资,{month},9999999,9999999",
        f"{BOB},A-V01,绩效工资,{month},500,", f"{BOB},A-V01,年终绩效,2025-01-01,2025-12-31,120000,120000",
    )  # fmt: skip
    plan = check(workspace, pay)
    assert told(plan, "more was paid than is due") == [("薪酬.csv", (2,))] and told(plan, "very much for one person") == [("薪酬.csv", (4,))]
    assert {p.severity for p in plan.problems} == {"warning"} and plan.rows == 5
    assert not any(amount in p.line("zh") for p in plan.problems for amount in ("1810", "9999999")), "of a person no amount is told"
    plan = check(workspace, sheet(tmp_path, "多零.csv", "身份证号,机构代码,薪酬项目,所属期起,所属期止,实发金额", f"{ANN},A-V01,基本工资,{month},30000000"))
    assert plan.rows == 0 and [p.severity for p in plan.problems] == ["error"] and "no single payment is that large" in plan.problems[0].line("en")
    returns = sheet(
        tmp_path, "年报.csv", RETURN,
        "A-V01,2024,乡村医生,2,2,3,0,1,1,1,0,1,0,0", "B-V01,2024,乡村医生,3,3,1,1,1,1,1,1,1,0,0", "A-V01,2023,乡村医生,3,3,0,0,1,2,1,1,0,0,0",
        "B-V01,2023,乡村医生,3,3,1,1,1,2,1,1,1,0,0", "A-V01,2022,乡村医生,3,,1,1,,2,1,,1,0,0",
    )  # fmt: skip
    plan = check(workspace, returns)
    assert told(plan, "are not the headcount") == [("年报.csv", (2,)), ("年报.csv", (3,)), ("年报.csv", (4,))]


def test_applications(tmp_path: Path, registered_workspace: Registered) -> None:
    line = "A-V01,JT,2025-03-03,3600"
    plan = check(registered_workspace(), sheet(
        tmp_path, "申请.csv", APPLICATION.replace("申请编号,身份证号", "身份证号,申请编号"),
        f"{ANN},S1,{line},通过,2025-05-20,批准,99999", f"{ANN},S2,{line},通过,2025-05-20,不予批准,3600",
        f"{ANN},S3,{line},不通过,2025-05-20,同意,3600", f"{ANN},S4,{line},通过,2025-05-20,批准,3600",
    ))  # fmt: skip
    assert told(plan, "more was approved than") == [("申请.csv", (2,))] and told(plan, "there is an approved amount") == [("申请.csv", (3,))]
    assert told(plan, "a review failed") == [("申请.csv", (4,))] and plan.rows == 4


def test_training_and_rosters(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,乡村医生,2025-02-01,,是"))
    training = sheet(
        tmp_path, "培训.csv", "身份证号,机构代码,培训班编号,报到日期,完成日期,实际学时",
        f"{ANN},A-V01,PX1,2025-05-12,2025-05-14,400", f"{BOB},A-V01,PX1,2025-05-12,2025-05-14,16", f"{BOB},A-V01,PX2,2025-05-12,,100",
    )  # fmt: skip
    events = sheet(tmp_path, "活动.csv", "培训班编号,培训主题,培训机构编号,培训级别,培训方式,学时,开班日期,结班日期",
                   "PX2,合理用药,P1,县级,面授,24,2025-05-12,2025-05-14")
    plan = check(workspace, training, events)
    assert told(plan, "more hours than lie between") == [("培训.csv", (2,))], [p.line("en") for p in plan.problems]
    roster = sheet(
        tmp_path, "花名册.csv", "身份证号,基准日期,机构代码,人员类别,执业资格,是否在岗,离岗日期",
        f"{ANN},2025-06-30,A-V01,乡村医生,无,否,2025-01-15", f"{BOB},2025-06-30,A-V01,乡村医生,无,否,2009-01-01",
    )  # fmt: skip
    plan = check(workspace, roster)
    assert told(plan, "before the first day of the person's spell") == [("花名册.csv", (2,))]
    assert told(plan, "more than 2 years before the day") == [("花名册.csv", (3,))] and plan.rows == 2


def test_pay_of_a_few_yuan_is_asked_about_as_an_amount_in_another_unit(tmp_path: Path, registered_workspace: Registered) -> None:
    month = "2025-06-01,2025-06-30"
    plan = check(registered_workspace(), sheet(
        tmp_path, "薪酬.csv", "身份证号,机构代码,薪酬项目,所属期起,所属期止,应发金额,实发金额",
        f"{ANN},A-V01,基本工资,{month},0.12,0.12", f"{BOB},A-V01,基本工资,{month},10,10", f"{BOB},A-V01,绩效工资,{month},0,0",
    ))  # fmt: skip
    assert told(plan, "less than 10 yuan") == [("薪酬.csv", (2,))] and plan.rows == 3


def test_the_first_of_a_month_stands_for_its_month_and_for_no_other(tmp_path: Path, registered_workspace: Registered) -> None:
    plan = check(registered_workspace(), sheet(
        tmp_path, "花名册.csv", "身份证号,出生日期,基准日期,机构代码,人员类别,执业资格",
        f"{ANN},1970-06-01,2025-06-30,A-V01,乡村医生,无", f"{BOB},1950-01-01,2025-06-30,A-V01,乡村医生,无",
    ))  # fmt: skip
    assert told(plan, "differs from the ID number") == [("花名册.csv", (3,))] and plan.rows == 2


def test_a_payment_of_the_year_before_is_asked_about(tmp_path: Path, registered_workspace: Registered) -> None:
    month = "2025-06-01,2025-06-30"
    pay = sheet(
        tmp_path, "薪酬.csv", "身份证号,机构代码,薪酬项目,所属期起,所属期止,实发金额,发放日期",
        f"{ANN},A-V01,基本工资,{month},900,2024-07-10", f"{BOB},A-V01,基本工资,{month},900,2025-05-20",
    )  # fmt: skip
    assert told(check(registered_workspace(), pay), "more than 62 days before") == [("薪酬.csv", (2,))]


def test_a_clinic_of_two_hundred_is_asked_about(tmp_path: Path, registered_workspace: Registered) -> None:
    returned = tmp_path / "年报.csv"
    returned.write_text("机构代码,年份,人员类别,在岗人数\nA-V01,2024,乡村医生,200\nB-V01,2024,乡村医生,20\n", encoding="utf-8")
    plan = check(registered_workspace(), returned)
    assert told(plan, "more persons than one village clinic") == [("年报.csv", (2,))] and plan.rows == 2
