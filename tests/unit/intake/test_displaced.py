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
    assert told.reason.zh.endswith("只留 0 行")
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


def licences(*persons: int) -> str:
    """Return the text of licences of a clinic's doctors."""
    numbers = [id_number(date(1970, 1, n), False, n, 1) for n in persons]
    return "身份证号,机构代码,证书类型,发证日期\n" + "".join(f"{n},A-V01,乡村医生证,2019-06-01\n" for n in numbers)


def test_part_of_a_register_that_is_replaced_whole_is_told_with_what_goes_and_what_stays(
    tmp_path: Path, registered_workspace: Registered
) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "证书.csv", licences(1, 2, 3)), sender="医政科")
    part = write(tmp_path, "新证.csv", licences(3, 4))
    (told,) = warnings(check_files(workspace, [part], None))
    assert told.severity == "warning" and told.file == "新证.csv"
    assert "执业证书，冠山镇：已有 3 行（医政科 " in told.reason.zh and "其中 2 行本次没有" in told.reason.zh and told.reason.zh.endswith("只留 1 行")
    assert told.reason.en.startswith("Licences, 冠山镇: of 3 rows") and told.reason.en.endswith("2 are not in what comes now; they would be "
                                                                                               "replaced and no longer count, and 1 would stay")
    assert "全部行" in told.remedy.zh and "only corrects" in told.remedy.en
    assert warnings(check_files(workspace, [part], None, mode="correct")) == []
    assert warnings(check_files(workspace, [write(tmp_path, "全.csv", licences(1, 2, 4))], None)) == [], "a single row that goes is in the differences"


def test_a_fifth_of_a_register_that_is_replaced_whole_is_told_and_less_is_not(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "证书.csv", licences(*range(1, 11))))
    assert warnings(check_files(workspace, [write(tmp_path, "九.csv", licences(*range(1, 10)))], None)) == []
    (told,) = warnings(check_files(workspace, [write(tmp_path, "八.csv", licences(*range(1, 9)))], None))
    assert "已有 10 行" in told.reason.zh and "其中 2 行本次没有" in told.reason.zh
    load(workspace, write(tmp_path, "十二.csv", licences(*range(1, 13))))
    assert warnings(check_files(workspace, [write(tmp_path, "十.csv", licences(*range(1, 11)))], None)) == [], "two of twelve are less than a fifth"


def test_a_fifth_of_a_roster_that_goes_is_in_the_differences(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "册.csv", roster("A-V01", *range(1, 11))))
    assert warnings(check_files(workspace, [write(tmp_path, "新册.csv", roster("A-V01", *range(1, 6)))], None)) == []


def test_an_old_file_that_would_undo_a_correction_is_told_which(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    old = write(tmp_path, "证书.csv", licences(1, 2, 3))
    load(workspace, old, sender="医政科")
    batch = load(workspace, write(tmp_path, "补.csv", licences(4)), mode="correct", sender="王五").batch
    load(workspace, write(tmp_path, "再补.csv", licences(5)), mode="correct", sender="赵六")
    (told,) = [p for p in check_files(workspace, [old], None).problems if "更正 " in p.reason.zh]
    assert told.severity == "warning" and told.file == "证书.csv" and f"更正 {batch}（王五 " in told.reason.zh and "（赵六 " in told.reason.zh
    assert "2 row(s) of the correction" in told.reason.en and "--correct" in told.remedy.zh and "again after it" in told.remedy.en
    whole = write(tmp_path, "全.csv", licences(1, 2, 4, 5, 6))
    assert check_files(workspace, [whole], None).problems == (), "it holds what was corrected; what goes was not"
    assert check_files(workspace, [old], None, mode="correct").problems == ()


def test_a_corrected_value_that_would_go_back_is_told(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    text = licences(1, 2, 3).replace("发证日期", "发证日期,有效期止").replace("2019-06-01", "2019-06-01,2024-05-31")
    old, right = write(tmp_path, "证书.csv", text), text.replace("2024-05-31", "2029-05-31", 1)
    load(workspace, old)
    load(workspace, write(tmp_path, "更正.csv", "".join(right.splitlines(keepends=True)[:2])), mode="correct", sender="王五")
    plan = check_files(workspace, [old], None)
    (told,) = [p for p in plan.problems if "更正 " in p.reason.zh]
    assert "王五" in told.reason.zh and "1 row(s) of the correction" in told.reason.en
    assert [(d.changed, d.gone) for d in plan.diffs] == [(1, 0)]


def test_applications_for_a_title_that_were_decided_are_not_missed(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    who = [id_number(date(1970, 1, n), False, n, 1) for n in (1, 2, 3)]
    head = "身份证号,机构代码,职称,申报日期,取得（评定）日期,评定结果\n"
    load(workspace, write(tmp_path, "申报.csv", head + "".join(f"{n},A-V01,主治医师,2023-05-10,,\n" for n in who)))
    decided = "".join(f"{n},A-V01,主治医师,2023-05-10,2023-11-30,通过\n" for n in who[:2])
    result = check_files(workspace, [write(tmp_path, "评定.csv", head + decided + f"{who[2]},A-V01,主治医师,2023-05-10,,\n")], None)
    assert [(d.period, d.gone) for d in result.diffs if d.dataset == "title_award"] == [("", 2), ("2023", 0)]
    assert warnings(result) == []
