"""Places written by name: a name that can mean one place only becomes its code, any other is told and left."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipelines.intake.batch import check_files
from pipelines.intake.naming import place_columns
from pipelines.intake.places import Places
from pipelines.intake.registers import Registers
from pipelines.site import parse_site, site_text
from pipelines.warehouse.schema import all_datasets
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, rows, write

REGIONS = (
    "地区代码,地区名称,层级,上级代码\n140321,平定县,县,140300\n140322,盂县,县,140300\n140321100,冠山镇,乡镇,140321\n"
    "140321102,城关镇,乡镇,140321\n140322100,城关镇,乡镇,140322\n140322101,孙家庄镇,乡镇,140322\n"
)  # two towns of one name in two counties
PEOPLE = "地区代码,年份,常住人口\n"


def test_a_name_that_stands_once_becomes_its_code_and_the_reader_is_told(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = registered_workspace()
    result = load(workspace, write(tmp_path, "人口.csv", PEOPLE + "冠山镇,2022,100\n 冶　西 镇,2022,200\n平定县,2022,9\n"))
    assert rows(workspace, "select region_code, persons, unit from raw_population order by persons") == [
        ("140321", 9.0, "140321"), ("140321100", 100.0, "140321100"), ("140321101", 200.0, "140321101"),
    ]  # fmt: skip
    assert not result.plan.problems
    assert [n.en for n in result.plan.files[0].notes if "found by name" in n.en] == [
        '"Region code" found by name (3 row(s)): 3 place(s), such as 140321100, 140321101, 140321'
    ]


def test_facilities_are_found_by_name_and_by_the_name_of_their_township(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = registered_workspace()
    register = "机构代码,机构名称,机构类型,所在乡镇\nC-V01,丙村卫生室,村卫生室,冶西镇\n"
    returns = "机构代码,年份,人员类别,在岗人数\n乙村卫生室,2022,乡村医生,3\n丙村卫生室,2022,乡村医生,4\n"
    load(workspace, write(tmp_path, "机构.csv", register), write(tmp_path, "年报.csv", returns))
    assert rows(workspace, "select region_code from raw_facility where facility_code = 'C-V01'") == [("140321101",)]
    assert rows(workspace, "select facility_code, headcount, unit from raw_workforce_return order by 1") == [
        ("B-V01", 3.0, "140321101"), ("C-V01", 4.0, "140321101"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("人口.csv", "城关镇,2022,100\n孙家庄镇,2022,5\n", "140322100"),  # the other rows are of one county
        ("人口_平定县.csv", "城关镇,2022,100\n", "140321102"),  # the file says which
        ("人口_平定县.csv", "城关镇,2022,100\n140322101,2022,5\n", "140322100"),  # rows go before the file's name
        ("人口.csv", "城关镇,2022,100\n", None),
        ("人口(缺平定县).csv", "城关镇,2022,100\n", None),  # that one is missing
        ("人口_盂县_平定县、冶西镇除外.csv", "城关镇,2022,100\n", "140322100"),
        ("盂县人口，未含平定县.csv", "城关镇,2022,100\n", "140322100"),
        ("人口.csv", "城关镇,2022,100\n冠山镇,2022,5\n孙家庄镇,2022,5\n", None),  # both counties are in the file
    ],
)
def test_a_name_of_two_places_is_told_apart_by_county_or_not_at_all(
    registered_workspace: Registered, tmp_path: Path, name: str, text: str, expected: str | None
) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "地区2.csv", REGIONS))
    plan = load(workspace, write(tmp_path, name, PEOPLE + text)).plan
    found = rows(workspace, "select region_code from raw_population where persons = 100")
    told = [p for p in plan.problems if "2 places of the register" in p.reason.en]
    assert found == [(expected or "城关镇",)] and len(told) == (expected is None)
    assert all(p.found == "城关镇" and "140321102, 140322100" in p.reason.en and p.severity == "warning" for p in told)


def test_a_name_nobody_knows_stays_and_is_told(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = registered_workspace()
    result = load(workspace, write(tmp_path, "人口.csv", PEOPLE + "无名镇,2022,100\n冠山,2022,5\n"))
    assert rows(workspace, "select region_code, unit from raw_population order by persons") == [("冠山", "140300.unassigned"), ("无名镇", "140300.unassigned")]
    assert [p.found for p in result.plan.problems] == ["无名镇, 冠山"]


def test_where_several_roots_are_a_name_nobody_knows_keeps_the_row_out(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = registered_workspace("demo")
    plan = check_files(workspace, [write(tmp_path, "人口.csv", PEOPLE + "冠山镇,2022,100\n无名镇,2022,7\n")], None)
    table = plan.files[0].tables[0]
    assert (table.rows_in, table.loaded, table.quarantined) == (2, 1, 1) and [p.found for p in plan.problems] == ["无名镇"]


def test_a_place_by_code_and_by_name_is_one_place(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = registered_workspace()
    text = PEOPLE + "140321100,2022,100\n冠山镇,2022,100\n冶西镇,2022,1\n140321101,2022,2\n"
    plan = load(workspace, write(tmp_path, "人口.csv", text)).plan
    table = plan.files[0].tables[0]
    assert (table.loaded, table.duplicate, table.quarantined) == (2, 1, 1)
    assert rows(workspace, "select region_code, persons from raw_population order by 1") == [("140321100", 100.0), ("140321101", 1.0)]


def test_columns_that_name_places() -> None:
    datasets = all_datasets()
    assert place_columns(datasets["population"]) == {"region_code": "region"}
    assert place_columns(datasets["facility"]) == {"region_code": "region"}
    assert place_columns(datasets["region"]) == {"parent_code": "region"}
    assert place_columns(datasets["roster"]) == {"facility_code": "facility"}


def test_width_and_blanks_are_folded_but_the_kind_of_place_is_kept() -> None:
    site = parse_site(site_text("yangquan"))
    regions = {"1": ("140300", "township"), "2": ("140300", "township")}
    known = Registers(Places(site, regions, {}), {"1": "河底镇", "2": "河底乡"}, {})
    assert known.choose("region", " 河底　镇", ()) == ("1",) and known.choose("region", "河底乡", ()) == ("2",)
    assert known.choose("region", "河底", ()) == () and known.choose("facility", "河底乡", ()) == ()


def test_a_sheet_named_for_a_township_is_of_that_township(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = registered_workspace()
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, persons in (("冠山镇", 100), ("140321101", 200), ("某某镇", 300)):
        for row in (["年份", "常住人口"], ["2022年", persons]):
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book.save(tmp_path / "人口.xlsx")
    plan = load(workspace, tmp_path / "人口.xlsx").plan
    assert rows(workspace, "select region_code, persons from raw_population order by persons") == [
        ("140321100", 100.0), ("140321101", 200.0), ("某某镇", 300.0),
    ]  # fmt: skip
    assert [p.found for p in plan.problems] == ["某某镇"]
