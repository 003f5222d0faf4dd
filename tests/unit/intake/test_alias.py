"""A person first sent without an ID number is one person once the number comes: rosters, spells and pay (counting.md section 7)."""

from __future__ import annotations

from pathlib import Path

from pipelines.extract.person import check_character
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows, write

WANG, LI = "999000198003050024", "999000197507010056"
ROSTER = "姓名,身份证号,出生日期,机构代码,人员类别,执业资格,基准日期\n"
SPELLS = "姓名,身份证号,出生日期,机构代码,人员类别,到岗日期,离岗日期\n"
PAY = "姓名,身份证号,出生日期,机构代码,薪酬项目,所属期起,所属期止,实发金额\n"


def _persons(workspace: Workspace) -> dict[str, int]:
    tables = ("stg_roster", "stg_employment", "stg_pay", "post_spell", "main_post", "person", "person_pay_year")
    return {t: int(str(rows(workspace, f"select count(distinct person_key) from {t}")[0][0])) for t in tables}


def _roster(name: str, number: str, born: str, day: str, clinic: str = "A-V01") -> str:
    return f"{name},{number},{born},{clinic},乡村医生,乡村医生证,{day}\n"


def test_who_came_without_a_number_is_one_person_once_it_comes(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    pay = PAY + "王 某某,,1980-03-05,A-V01,基本工资,2021-01-01,2021-12-31,24000\n"
    spells = SPELLS + "王某某,,1980-03-05,A-V01,乡村医生,2015-03-01,\n"
    load(workspace, write(tmp_path, "r1.csv", ROSTER + _roster("王某某", "", "1980-03-05", "2021-12-31")),
         write(tmp_path, "p1.csv", pay), write(tmp_path, "e1.csv", spells))
    first = rows(workspace, "select distinct person_key from stg_roster")
    assert set(_persons(workspace).values()) == {1} and rows(workspace, "select person_key, candidates from person_alias") == [(None, 0)]
    load(workspace, write(tmp_path, "r2.csv", ROSTER + _roster("王某某", WANG, "1980-03-05", "2022-12-31")),
         write(tmp_path, "p2.csv", PAY + f"王某某,{WANG},,A-V01,基本工资,2022-01-01,2022-12-31,26000\n"))
    assert set(_persons(workspace).values()) == {1}
    later = rows(workspace, "select distinct person_key from stg_roster")
    assert later != first, "the number's own key is the one that stays"
    assert rows(workspace, "select distinct person_key from stg_pay") == later == rows(workspace, "select person_key from person_alias")
    assert rows(workspace, "select count(annual_yuan_before) from person_pay_year") == [(1,)], "pay of both years is one person's"
    assert rows(workspace, "select start_on::varchar, end_on::varchar from presence where base = 'rural_doctors' and level = 'county'") == [
        ("2015-03-01", "9999-12-31"),
    ]


def test_rosters_alone_follow_a_person_whose_number_came_later(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    for year, number in ((2020, ""), (2021, WANG), (2022, WANG)):
        others = _roster("李某某", LI, "", f"{year}-12-31")
        load(workspace, write(tmp_path, f"r{year}.csv", ROSTER + _roster("王某某", number, "1980-03-05", f"{year}-12-31") + others))
    assert rows(workspace, "select count(*), min(start_on)::varchar, max(end_on)::varchar from roster_spell") == [(2, "2020-12-31", None)]


def test_the_birth_date_of_the_number_stands_in_where_none_is_written(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r1.csv", ROSTER + _roster("王某某", "", "1980-03-05", "2021-12-31")))
    load(workspace, write(tmp_path, "r2.csv", ROSTER + _roster("王某某", WANG, "", "2022-12-31")))
    assert _persons(workspace)["stg_roster"] == 1


def test_two_whom_name_birth_and_clinic_do_not_tell_apart_are_not_merged(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    twin = "99900019800305014" + check_character("99900019800305014")
    load(workspace, write(tmp_path, "r1.csv", ROSTER + _roster("王某某", "", "1980-03-05", "2021-12-31")))
    load(workspace, write(tmp_path, "r2.csv", ROSTER + "".join(_roster("王某某", n, "1980-03-05", "2022-12-31") for n in (WANG, twin))))
    assert rows(workspace, "select person_key, candidates from person_alias") == [(None, 2)]
    assert _persons(workspace)["stg_roster"] == 3


def test_another_name_birth_or_clinic_is_another_person(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    known = [("王某", "1980-03-05", "A-V01"), ("王某某", "1980-03-06", "A-V01"), ("王某某", "1980-03-05", "B-V01"), ("王某某", "", "A-V01")]
    text = ROSTER + "".join(_roster(name, "", born, "2021-12-31", clinic) for name, born, clinic in known)
    load(workspace, write(tmp_path, "r1.csv", text), write(tmp_path, "r2.csv", ROSTER + _roster("王某某", WANG, "1980-03-05", "2022-12-31")))
    assert _persons(workspace)["stg_roster"] == 5
    assert {c for (c,) in rows(workspace, "select candidates from person_alias")} == {0}


def test_undoing_the_file_with_the_number_parts_them_again(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r1.csv", ROSTER + _roster("王某某", "", "1980-03-05", "2021-12-31")))
    load(workspace, write(tmp_path, "r2.csv", ROSTER + _roster("王某某", WANG, "1980-03-05", "2022-12-31")))
    raw = "select count(*) filter (is_provisional), count(*) filter (alias_key is not null) from raw_roster"
    assert rows(workspace, raw) == [(1, 1)], "what came stays told apart in the raw rows"
    load(workspace, write(tmp_path, "r3.csv", ROSTER + _roster("李某某", LI, "", "2022-12-31")))
    assert rows(workspace, "select person_key, candidates from person_alias") == [(None, 0)]
