"""A row under a code nobody knows, sent again with the code put right, counts once; nothing of others is taken away."""

from __future__ import annotations

from pathlib import Path

from pipelines.intake.places import Places
from pipelines.site import parse_site, site_text
from tests.unit.intake.checks.tables import ANN, BOB, check, sheet
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, REGIONS, load, returns, rows, undo, write

COUNTED = "select facility_code, headcount::INTEGER from raw_workforce_return order by 1"


def test_a_code_put_right_leaves_no_ghost(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    wrong = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3, Z_V88=4)))
    assert rows(workspace, "select distinct unit from raw_workforce_return where facility_code = 'Z-V88'") == [("140321.unassigned",)]
    assert {d.name.zh for d in wrong.plan.diffs if d.name and d.unit.endswith(".unassigned")} == {"平定县/未归属"}
    mended = write(tmp_path, "r2.csv", returns(A_V01=2, B_V01=3) + "B-V01,2022,卫生员,4\n")
    result = load(workspace, mended)
    assert rows(workspace, "select sum(headcount)::INTEGER, count(*)::INTEGER from raw_workforce_return") == [(9, 3)]
    assert [(d.gone, d.new) for d in result.plan.diffs if d.unit == "140321.unassigned"] == [(1, 0)]
    (note,) = [n for n in result.plan.files[0].notes if "未归属" in n.zh]
    assert "r.csv" in note.zh and "1 行由本次上报替换" in note.zh and "no longer count" in note.en
    undo(workspace)
    assert rows(workspace, COUNTED) == [("A-V01", 2), ("B-V01", 3), ("Z-V88", 4)]


def test_in_a_file_of_one_township_a_wrong_code_goes_with_the_township(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "b.csv", returns(B_V01=3)))
    load(workspace, write(tmp_path, "a.csv", returns(A_V01=2, Z_V88=4)))
    load(workspace, write(tmp_path, "a2.csv", returns(A_V01=6)))
    assert rows(workspace, COUNTED) == [("A-V01", 6), ("B-V01", 3)]


def test_rows_stay_and_are_told_where_only_some_of_their_neighbours_come_again(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3, Z_V88=4)))
    result = load(workspace, write(tmp_path, "r2.csv", returns(A_V01=6)))
    assert rows(workspace, COUNTED) == [("A-V01", 6), ("B-V01", 3), ("Z-V88", 4)]
    (note,) = [n for n in result.plan.files[0].notes if "未归属" in n.zh]
    assert "r.csv" in note.zh and "仍在计入" in note.zh and "count twice" in note.en


def test_a_register_that_comes_later_moves_the_rows_without_doubling_them(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    sent = write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3, Z_V88=4))
    load(workspace, sent)
    known = "机构代码,机构名称,机构类型,所在乡镇代码\nA-V01,甲村卫生室,村卫生室,140321100\nB-V01,乙村卫生室,村卫生室,140321101\n"
    load(workspace, write(tmp_path, "机构2.csv", known + "Z-V88,丁村卫生室,村卫生室,140321101\n"))
    load(workspace, write(tmp_path, "r3.csv", returns(A_V01=2, B_V01=3, Z_V88=5)))
    assert rows(workspace, COUNTED) == [("A-V01", 2), ("B-V01", 3), ("Z-V88", 5)]


def test_rows_stand_apart_under_the_lowest_region_above_their_sheet() -> None:
    regions = {"140321": ("140300", "county"), "140322": ("140300", "county"), **{f"14032{c}10{n}": (f"14032{c}", "township") for c in "12" for n in "01"}}
    places = Places(parse_site(site_text("yangquan")), regions, {})
    for units, expected in (
        (["140321100"], "140321100"), (["140321100", "140321101"], "140321.unassigned"), (["140321100", "140322100"], "140300.unassigned"),
        ([], "140300.unassigned"), (["140321", "140321100"], "140321.unassigned"),
    ):  # fmt: skip
        assert places.unassigned("140300", units) == expected


def test_what_one_countys_file_leaves_unassigned_is_not_replaced_by_anothers(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    more = REGIONS + "140322,盂县,县,140300\n140322100,秀水镇,乡镇,140322\n140322101,孙家庄镇,乡镇,140322\n"
    clinics = FACILITIES + "C-V01,丁村卫生室,村卫生室,140322100\nD-V01,戊村卫生室,村卫生室,140322101\n"
    load(workspace, write(tmp_path, "地区2.csv", more), write(tmp_path, "机构2.csv", clinics))
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3, Z_V88=4)))
    load(workspace, write(tmp_path, "s.csv", returns(C_V01=2, D_V01=3, Y_V99=5)))
    assert rows(workspace, "select sum(headcount)::INTEGER from raw_workforce_return") == [(19,)]


def test_a_row_that_is_replaced_contradicts_nothing(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    header = "身份证号,基准日期,机构代码,人员类别,执业资格,是否主要岗位"
    load(workspace, sheet(tmp_path, "r.csv", header, f"{ANN},2022-12-31,A-V01,乡村医生,无,是", f"{BOB},2022-12-31,Z-V88,乡村医生,无,是"))
    mended = sheet(tmp_path, "r2.csv", header, f"{ANN},2022-12-31,A-V01,乡村医生,无,是", f"{BOB},2022-12-31,A-V01,乡村医生,无,是")
    assert check(workspace, mended).problems == ()
    result = load(workspace, mended)
    assert result.plan.problems == () and rows(workspace, "select count(*)::INTEGER from raw_roster") == [(2,)]
