"""A staff group at a type of facility where nobody of it works is asked about, naming both, and loaded all the same."""

from __future__ import annotations

from pathlib import Path

from tests.unit.intake.checks.tables import ANN, BOB, ROSTER, SPELLS, check, lines, only, sheet, told
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, write

PLACES = FACILITIES + "A-W01,冠山镇卫生院,乡镇卫生院,140321100\nA-S01,城关社区站,社区卫生服务站,140321100\nA-H01,平定县医院,县级医院,140321100\nA-X01,某处,,140321100\n"
WHERE = "which has no"


def test_rosters_and_spells(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, register = registered_workspace(), write(tmp_path, "机构2.csv", PLACES)
    roster = sheet(
        tmp_path, "花名册.csv", ROSTER,
        f"{ANN},2022-12-31,A-V01,乡镇护士,无,是", f"{BOB},2022-12-31,A-V01,乡镇护士,无,是", "C male 1970,2022-12-31,A-H01,乡村医生,无,是",
        "D male 1971,2022-12-31,A-W01,乡镇护士,无,是", "E male 1972,2022-12-31,A-S01,乡镇医生,无,是", "F male 1973,2022-12-31,A-S01,乡村医生,无,是",
        "G male 1974,2022-12-31,A-V01,支医人员,无,是", "H male 1975,2022-12-31,A-X01,县医院医生,无,是",
    )  # fmt: skip
    plan = check(workspace, register, roster)
    assert told(plan, WHERE) == [("花名册.csv", (2, 3)), ("花名册.csv", (4,))], lines(plan.problems)
    nurses, doctor = [p for p in plan.problems if WHERE in p.reason.en]
    assert "机构类型是“村卫生室”，一般没有“乡镇卫生院护士”（2 行）" in nurses.reason.zh and (nurses.column, nurses.severity) == ("人员类别", "warning")
    assert 'of the type "County hospital", which has no "Village doctor" as a rule (1 row(s))' in doctor.reason.en
    assert next(f for f in plan.files if f.file == "花名册.csv").tables[0].loaded == 8
    spells = sheet(tmp_path, "任职.csv", SPELLS, f"{ANN},A-V01,县医院医生,2020-01-01,,是", f"{BOB},A-V01,乡村医生,2020-01-01,,是")
    assert only(check(workspace, spells), WHERE) == [("任职.csv", (2,))]


def test_returns_a_row_or_a_block_of_columns_for_each_group(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    rows = write(tmp_path, "年报.csv", "机构代码,年份,人员类别,在岗人数\nA-V01,2022,乡村医生,2\nB-V01,2022,乡镇医生,2\n")
    assert only(check(workspace, rows), WHERE) == [("年报.csv", (3,))]
    wide = write(tmp_path, "宽表.csv", "机构代码,年份,乡村医生在岗人数,乡镇护士在岗人数\nA-V01,2022,2,\nB-V01,2022,3,1\n")
    plan = check(workspace, wide)
    assert only(plan, WHERE) == [("宽表.csv", (3,))] and plan.rows == 3


def test_a_nought_says_that_nobody_of_the_group_works_there(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    rows = write(
        tmp_path, "年报.csv",
        "机构代码,年份,人员类别,在岗人数,折合全时人数\nA-V01,2022,乡镇护士,0,0\nB-V01,2022,乡镇医生,0,0.5\nA-V01,2022,乡镇医生,1,\nB-V01,2022,乡镇护士,,\n",
    )  # fmt: skip
    plan = check(workspace, rows)
    assert told(plan, WHERE) == [("年报.csv", (3, 4))], lines(plan.problems)
    assert {p.column for p in plan.problems if WHERE in p.reason.en} == {"人员类别"}
    wide = write(tmp_path, "宽表.csv", "机构代码,年份,乡村医生在岗人数,乡镇护士在岗人数\nA-V01,2022,2,0\n")
    assert told(check(workspace, wide), WHERE) == []


def test_two_groups_of_one_wide_row_are_told_each_at_its_own_column(tmp_path: Path, registered_workspace: Registered) -> None:
    wide = write(
        tmp_path, "宽表.csv",
        "机构代码,年份,乡村医生在岗人数,乡镇护士在岗人数,乡镇护士女性,乡镇医生折合全时人数\nA-V01,2022,2,1,1,0.5\nB-V01,2022,2,1,1,\n",
    )  # fmt: skip
    plan = check(registered_workspace(), wide)
    found = {(p.place, p.column, p.rows) for p in plan.problems if WHERE in p.reason.en}
    assert found == {(4, "乡镇护士在岗人数", (2, 3)), (6, "乡镇医生折合全时人数", (2,))}, lines(plan.problems)
