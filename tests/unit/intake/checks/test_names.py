"""A name that does not go with its ID number is told of: a column that slipped by a row pays everybody somebody else's wage."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from pipelines.intake.batch import check_files
from tests.spec.reading import person_number
from tests.unit.intake.checks.tables import ANN, BOB, check, only, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows

CAT = "C female 1980"
ROSTER = "身份证号,姓名,基准日期,机构代码,人员类别,执业资格"
SPELLS = "身份证号,姓名,机构代码,人员类别,到岗日期,离岗日期,是否主要岗位"
PAY = "身份证号,姓名,机构代码,薪酬项目,所属期起,所属期止,实发金额"
OTHER = "stood beside another name"
PEOPLE = tuple(
    f"{who},{name},2022-12-31,A-V01,乡村医生,无" for who, name in ((ANN, "王小燕"), (BOB, "买买提·艾力"), (CAT, "李 红"))
)


def _pay(name: str, who: str, month: str = "12") -> str:
    return f"{who},{name},A-V01,基本工资,2022-{month}-01,2022-{month}-28,900"


def _spells(*names: str) -> list[str]:
    return [f"{who},{name},A-V01,乡村医生,2020-01-01,,是" for who, name in zip((ANN, BOB, CAT), names, strict=True)]


def test_a_column_of_names_that_slipped_by_a_row_is_told_once_with_all_its_rows(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "r.csv", ROSTER, *PEOPLE))
    right = sheet(tmp_path, "p.csv", PAY, _pay("王小燕", ANN), _pay("买买提艾力", BOB), _pay("李红", CAT))
    assert told(check(workspace, right), OTHER) == [], "spaces and dots make no other name"
    slipped = sheet(tmp_path, "q.csv", PAY, _pay("买买提艾力", ANN), _pay("李红", BOB), _pay("王小燕", CAT))
    plan = check(workspace, slipped)
    assert only(plan, OTHER) == [("q.csv", (2, 3, 4))]
    problem = plan.problems[0]
    assert (problem.column, problem.found, problem.severity) == ("姓名", "", "warning") and "3 行" in problem.reason.zh
    assert all(name not in problem.reason.zh + problem.reason.en for name in ("王小燕", "李红")), "no name is shown"


def test_the_roster_of_the_same_batch_counts_and_a_new_name_on_a_roster_ends_the_hint(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    roster, pay = sheet(tmp_path, "r.csv", ROSTER, *PEOPLE), sheet(tmp_path, "p.csv", PAY, _pay("王晓燕", ANN))
    assert told(check(workspace, roster, pay), OTHER) == [("p.csv", (2,))]
    load(workspace, roster)
    renamed = sheet(tmp_path, "r2.csv", ROSTER, f"{ANN},王晓燕,2023-12-31,A-V01,乡村医生,无")
    assert told(check(workspace, renamed), OTHER) == [("r2.csv", (2,))]
    load(workspace, renamed)
    assert told(check(workspace, pay), OTHER) == []


def test_a_register_sent_again_with_slipped_names_is_held_against_itself(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "r.csv", ROSTER, *PEOPLE))
    names = [row.split(",")[1] for row in PEOPLE]
    slipped = [row.replace(own, other) for row, own, other in zip(PEOPLE, names, [*names[1:], names[0]], strict=True)]
    again = sheet(tmp_path, "again.csv", ROSTER, *slipped)
    plan = check(workspace, again)
    assert only(plan, OTHER) == [("again.csv", (2, 3, 4))] and plan.diffs[0].gone == 0
    assert told(check_files(workspace, [again], None, mode="correct"), OTHER) == [("again.csv", (2, 3, 4))], "a correction as well"
    pay = sheet(tmp_path, "p.csv", PAY, _pay("王小燕", ANN))
    assert told(check(workspace, again, pay), OTHER) == [("again.csv", (2, 3, 4))], "pay is as the roster was: the roster is wrong"
    spells = sheet(tmp_path, "spells.csv", SPELLS, *_spells(*(row.split(",")[1] for row in slipped)))
    found = told(check(workspace, again, spells), OTHER)
    assert found == [("again.csv", (2, 3, 4)), ("spells.csv", (2, 3, 4))], "two registers that slipped together excuse nobody"
    one = sheet(tmp_path, "one.csv", ROSTER, *PEOPLE[:2], PEOPLE[2].replace("李 红", "李虹"))
    assert only(check(workspace, one), OTHER) == [("one.csv", (4,))], "who is as before is not told"


def test_two_registers_that_differ_are_told_once_and_then_left_alone(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "s.csv", SPELLS, *_spells("王晓艳", "买买提艾力", "李红")))
    roster = sheet(tmp_path, "r.csv", ROSTER, *PEOPLE)
    assert told(check(workspace, roster), OTHER) == [("r.csv", (2,))]
    load(workspace, roster)
    more = sheet(tmp_path, "r2.csv", ROSTER, *PEOPLE, "D male 1981,赵四,2022-12-31,A-V01,乡村医生,无")
    spells = sheet(tmp_path, "s2.csv", SPELLS, *_spells("王晓艳", "买买提艾力", "李红"), "D male 1981,赵四,A-V01,乡村医生,2021-01-01,,是")
    assert told(check(workspace, more), OTHER) == [] == told(check(workspace, spells), OTHER), "as it was loaded: nothing new"
    assert told(check_files(workspace, [more], None, mode="correct"), OTHER) == []
    assert told(check(workspace, sheet(tmp_path, "p.csv", PAY, _pay("王小燕", ANN))), OTHER) == []
    third = sheet(tmp_path, "r3.csv", ROSTER, PEOPLE[0].replace("王小燕", "王小艳"), *PEOPLE[1:])
    assert told(check(workspace, third), OTHER) == [("r3.csv", (2,))], "a third name is new"
    alone = sheet(tmp_path, "r4.csv", ROSTER, PEOPLE[0])
    assert told(check(workspace, alone), OTHER) == [], "one name alone has not slipped"


def test_a_register_that_was_loaded_slipped_is_told_again(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "s.csv", SPELLS, *_spells("王小燕", "买买提艾力", "李红")))
    names = ("买买提艾力", "李红", "王小燕")
    slipped = [row.replace(row.split(",")[1], name) for row, name in zip(PEOPLE, names, strict=True)]
    load(workspace, sheet(tmp_path, "r.csv", ROSTER, *slipped))
    more = sheet(tmp_path, "r2.csv", ROSTER, *slipped, "D male 1981,赵四,2022-12-31,A-V01,乡村医生,无")
    assert told(check(workspace, more), OTHER) == [("r2.csv", (2, 3, 4))]


def test_two_names_of_one_number_in_one_file(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    pay = sheet(tmp_path, "p.csv", PAY, _pay("王小燕", ANN, "10"), _pay("王小燕", ANN, "11"), _pay("张三", ANN))
    plan = check(workspace, pay)
    assert told(plan, OTHER) == [("p.csv", (4,))]
    assert "row 2" in next(p for p in plan.problems if OTHER in p.reason.en).reason.en


def test_the_same_row_with_another_name_is_not_taken_for_a_repeat(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    twice = sheet(tmp_path, "r.csv", ROSTER, PEOPLE[0], PEOPLE[0].replace("王小燕", "张三"))
    table = check(workspace, twice).files[0].tables[0]
    assert (table.loaded, table.duplicate, table.quarantined) == (1, 0, 1)
    spaced = sheet(tmp_path, "s.csv", ROSTER, PEOPLE[0], PEOPLE[0].replace("王小燕", "王 小燕"))
    table = check(workspace, spaced).files[0].tables[0]
    assert (table.loaded, table.duplicate, table.quarantined) == (1, 1, 0)


def test_names_are_kept_as_keys_beside_the_cleaned_rows_and_in_no_build(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, sheet(tmp_path, "r.csv", ROSTER, *PEOPLE))
    (path,) = workspace.cleaned.glob("*/roster.parquet")
    kept = pq.read_table(path).to_pydict()
    assert len(set(kept["name_key"])) == 3 and person_number(ANN) not in str(kept) and "王小燕" not in str(kept)
    columns = rows(workspace, "select distinct column_name from information_schema.columns where column_name in ('person_key', 'name_key')")
    assert columns == [("person_key",)]


def test_a_row_repeated_without_the_name_is_a_repeat(tmp_path: Path, registered_workspace: Registered) -> None:
    twice = sheet(tmp_path, "r.csv", ROSTER, PEOPLE[0], PEOPLE[0].replace("王小燕", ""))
    table = check(registered_workspace(), twice).files[0].tables[0]
    assert (table.loaded, table.duplicate, table.quarantined) == (1, 1, 0)
