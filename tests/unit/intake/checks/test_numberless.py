"""Somebody sent without an ID number is told of where nothing joins the row to a person on record."""

from __future__ import annotations

from pathlib import Path

from tests.spec.reading import person_number
from tests.unit.intake.checks.tables import ANN, check, only, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load

ROSTER = "身份证号,姓名,出生日期,基准日期,机构代码,人员类别,执业资格"
PAY = "身份证号,姓名,出生日期,机构代码,薪酬项目,所属期起,所属期止,实发金额"
MORE = "counts as one more person"


def _born() -> str:
    number = person_number(ANN)
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def test_a_number_left_blank_is_told_where_it_makes_a_second_person(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "r.csv", ROSTER, f"{ANN},王某某,,2022-12-31,A-V01,乡村医生,无"))
    again = sheet(
        tmp_path, "r2.csv", ROSTER,
        ",王某某,,2023-12-31,A-V01,乡村医生,无",  # no birth date: nobody's
        f",王某某,{_born()},2023-12-31,A-V01,乡村医生,无",  # hers
        f",王某某,{_born()},2023-12-31,B-V01,乡村医生,无",  # at another clinic: another person for all we know
    )  # fmt: skip
    plan = check(workspace, again)
    assert only(plan, MORE) == [("r2.csv", (2, 4))]
    assert "另计为一人（2 行）" in plan.problems[0].reason.zh and plan.files[0].tables[0].loaded == 3


def test_who_truly_has_none_is_told_once(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    roster = sheet(tmp_path, "r.csv", ROSTER, ",李某某,1970-01-02,2022-12-31,A-V01,乡村医生,无")
    pay = sheet(tmp_path, "p.csv", PAY, ",李某某,1970-01-02,A-V01,基本工资,2022-12-01,2022-12-31,900")
    assert only(check(workspace, roster, pay), MORE) == [("r.csv", (2,))], "the pay is that of the roster"
    load(workspace, roster)
    assert check(workspace, sheet(tmp_path, "r2.csv", ROSTER, ",李某某,1970-01-02,2023-12-31,A-V01,乡村医生,无")).problems == ()
    assert told(check(workspace, sheet(tmp_path, "p2.csv", PAY, ",李某,,A-V01,基本工资,2022-12-01,2022-12-31,900")), MORE) == [("p2.csv", (2,))]
