"""Two senders of one township and month: the second is told before loading whose rows it would sweep away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.core.errors import Problem
from pipelines.demo.people import id_number
from pipelines.intake.batch import check_files
from pipelines.intake.plan import Plan
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, load, rows, write

HEAD = "姓名,身份证号,基准日期,机构代码,人员类别,执业资格\n"
COUNT = "select facility_code, count(*)::int from stg_roster group by 1 order by 1"


def roster(clinic: str, *persons: int, day: str = "2023-12-31") -> str:
    """Return the text of a clinic's own roster."""
    numbers = [(n, id_number(date(1970, 1, n), False, n, 1)) for n in persons]
    return HEAD + "".join(f"测试{n},{number},{day},{clinic},乡村医生,乡村医生证\n" for n, number in numbers)


def two_clinics(folder: Path, registered_workspace: Registered) -> Workspace:
    """A workspace in which one clinic of a township has sent its three doctors."""
    workspace = registered_workspace()
    load(workspace, write(folder, "机构2.csv", FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n"))
    load(workspace, write(folder, "甲村.csv", roster("A-V01", 1, 2, 3)), sender="甲村张三")
    return workspace


def warnings(plan: Plan) -> list[Problem]:
    """Return what the plan says of rows that would be swept away."""
    return [problem for problem in plan.problems if "--correct" in problem.remedy.zh]


def test_the_second_sender_is_told_whose_rows_would_go_and_what_to_do(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = two_clinics(tmp_path, registered_workspace)
    other = write(tmp_path, "丙村.csv", roster("A-V02", 4, 5))
    (told,) = warnings(check_files(workspace, [other], None))
    assert told.severity == "warning" and told.file == "丙村.csv"
    assert "人员花名册 2023" in told.reason.zh and "冠山镇：已有 3 行（甲村张三 " in told.reason.zh and "文件 甲村.csv），其中 3 行本次没有" in told.reason.zh
    assert "of 3 rows loaded before (sent by 甲村张三, " in told.reason.en and "in 甲村.csv) 3 are not in what comes now" in told.reason.en
    assert "一起加载" in told.remedy.zh and "load their files together" in told.remedy.en


def test_together_or_as_a_correction_both_stay_and_nothing_is_told(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = two_clinics(tmp_path, registered_workspace)
    other = write(tmp_path, "丙村.csv", roster("A-V02", 4, 5))
    assert warnings(check_files(workspace, [tmp_path / "甲村.csv", other], None)) == []
    result = load(workspace, other, mode="correct", sender="丙村李四")
    assert warnings(result.plan) == [] and rows(workspace, COUNT) == [("A-V01", 3), ("A-V02", 2)]


def test_a_list_of_which_most_stays_and_another_day_are_as_usual(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = two_clinics(tmp_path, registered_workspace)
    assert warnings(check_files(workspace, [write(tmp_path, "新.csv", roster("A-V01", 1, 2, 6))], None)) == []
    assert warnings(check_files(workspace, [write(tmp_path, "次年.csv", roster("A-V02", 4, day="2024-12-31"))], None)) == []
    assert len(warnings(check_files(workspace, [write(tmp_path, "半.csv", roster("A-V01", 1))], None))) == 1
