"""Layouts by declaration: headers over headers, a sheet for each place, events and the private store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Sheet, Unpivot
from pipelines.core.text import Text
from pipelines.datasets.consultation import CONSULTATION
from pipelines.extract.draft import Job
from pipelines.extract.grid import Grid
from pipelines.extract.headers import double_header_rows, header_rows
from pipelines.extract.layout import says_something
from pipelines.extract.reading import read_file
from pipelines.extract.recognise import Catalogue
from pipelines.extract.report import Report
from pipelines.extract.stacked import Part
from pipelines.extract.table import Draft, read_table
from pipelines.site import parse_site, site_text

_T = Text("表", "Table")
SITE = parse_site(site_text("blank"))
PAYROLL = Dataset(
    name="payroll", title=_T, grain=_T, key=("payee", "part", "period"), period="label", topic="money", filled_by=_T, required=("payee",),
    columns=(
        Column(name="payee", kind="code", title=Text("工号", "Payee")), Column(name="part", kind="text", title=Text("项目", "Part")),
        Column(name="due_yuan", kind="money", title=Text("应发", "Due"), unit="yuan"),
        Column(name="paid_yuan", kind="money", title=Text("实发", "Paid"), unit="yuan"),
        Column(name="town", kind="code", title=Text("乡镇", "Town")),
    ),
    sheets=(
        Sheet(
            name="two_rows", title=_T, signature=("payee",), header_rows=2, absent=("part", "due_yuan", "paid_yuan"), sheet_is="town",
            unpivot=Unpivot(into="part", cells=(
                Cell(("应发 基本工资", "基本工资"), "base", "due_yuan"), Cell(("实发 基本工资",), "base", "paid_yuan"),
                Cell(("应发 绩效",), "bonus", "due_yuan"), Cell(("实发 绩效",), "bonus", "paid_yuan"),
            )),
        ),
    ),
)  # fmt: skip
VISIT = Dataset(
    name="visit", title=_T, grain=_T, key=("place", "on_date"), period="event", dated_by="on_date", topic="support", filled_by=_T,
    required=("place", "on_date"), in_order=(("asked_at", "on_date"),),
    columns=(
        Column(name="place", kind="code", title=Text("机构", "Place")), Column(name="on_date", kind="date", title=Text("日期", "Day")),
        Column(name="asked_at", kind="moment", title=Text("申请时间", "Asked at")),
    ),
    sheets=(Sheet(name="list", title=_T, signature=("place", "on_date")),),
)  # fmt: skip


def read(grid: Grid, *datasets: Dataset) -> tuple[list[Draft], Report]:
    """Read one sheet as the given datasets alone know it, in 2023."""
    catalogue, report = Catalogue({d.name: d for d in datasets}), Report("a.xlsx")
    headers, matches = catalogue.find(grid)
    assert headers is not None
    return [read_table(Part(grid, headers), match, Job(SITE, b"k" * 32, report, catalogue, "2023", None)) for match in matches], report


def long(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return payee, part, due and paid of every record."""
    return [tuple(row) for row in frame[["payee", "part", "due_yuan", "paid_yuan"]].astype(object).where(lambda f: f.notna(), None).to_numpy()]


HEADS = [["工号", "应发", None, "实发"], [None, "基本工资", "绩效", "基本工资", "绩效"]]


@pytest.mark.parametrize("upper", [["工号", "应发", None, "实发", None], ["工号", "应发", "应发", "实发", "实发"]])
def test_an_upper_header_reaches_over_its_lower_ones_merged_or_repeated(upper: list[str | None]) -> None:
    grid = Grid("冠山镇", [["2023年"], upper, HEADS[1], ["1", 10, 20, 9, None], ["合计", 10, 20, 9, 0]])
    (draft,), report = read(grid, PAYROLL)
    assert long(draft.frame) == [("1", "base", 10, 9), ("1", "bonus", 20, None)] and set(draft.frame["town"]) == {"冠山镇"}
    assert (draft.rows_in, len(draft.frame), draft.ignored) == (4, 2, 2) and not report.problems
    assert draft.frame["source_row"].tolist() == [4, 4]


def test_the_unit_of_an_upper_header_counts_and_a_bad_cell_is_told_by_both_headers() -> None:
    grid = Grid("冠山镇", [["工号", "应发（万元）", None, "实发", None], HEADS[1], ["1", 1, "二", 9, 8]])
    (draft,), report = read(grid, PAYROLL)
    assert long(draft.frame) == [("1", "base", 10_000, 9)]
    assert [(p.row, p.column, p.found) for p in report.problems] == [(3, "应发（万元） 绩效", "二")]


def test_a_lower_header_alone_counts_where_it_stands_once() -> None:
    one = Grid("冠山镇", [["工号", "工资构成", None], [None, "基本工资", "绩效"], ["1", 10, 20]])
    (draft,), _ = read(one, PAYROLL)
    assert long(draft.frame) == [("1", "base", 10, None)]
    twice = Grid("冠山镇", [["工号", "一月", "二月"], [None, "基本工资", "基本工资"], ["1", 10, 20]])
    assert Catalogue({"payroll": PAYROLL}).find(twice) == (None, [])


def test_two_rows_are_joined_column_by_column() -> None:
    (headers,) = [h for h in double_header_rows(Grid("a", HEADS), header_rows(Grid("a", HEADS))) if h.row == 0]
    assert headers.headers == ("工号", "应发 基本工资", "应发 绩效", "实发 基本工资", "实发 绩效") and headers.first == 2
    assert [h.row for h in header_rows(Grid("a", HEADS))] == [0, 1]


@pytest.mark.parametrize(
    ("name", "is_place"),
    [("冠山镇", True), ("140322203", True), (" 冶 西 镇", True), ("城区街道办", True), ("140322203-T", False), ("平定县人民医院", True)],
)
def test_names_of_sheets_that_are_places(name: str, is_place: bool) -> None:
    assert says_something(name, is_place)


@pytest.mark.parametrize("name", ["Sheet1", "工作表 2", "1", "2023", "2023年", "202312", "2023-Q3", "全县汇总", "合计", "人口表", "填表说明", ""])
def test_names_of_sheets_that_are_none(name: str) -> None:
    assert not says_something(name, is_place=True)


def _book(folder: Path, *sheets: str, with_code: bool = False) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, name in enumerate(sheets):
        sheet = book.create_sheet(name)
        for row in (["年份", "常住人口"], ["2022年", 100 + number], ["2023年", 200 + number]):
            sheet.append([*row, f"x{number}" if row[0] != "年份" else "地区代码"] if with_code else row)
    book.save(folder / "人口.xlsx")
    return folder / "人口.xlsx"


def test_a_sheet_for_each_township_is_of_the_place_it_is_named_for(tmp_path: Path) -> None:
    reading = read_file(_book(tmp_path, "冠山镇", "140321101", "汇总", "Sheet1"), SITE, b"k" * 32)
    found = {(r.region_code, r.period, r.persons) for table in reading.tables for r in table.frame.itertuples()}
    assert found == {("冠山镇", "2022", 100), ("冠山镇", "2023", 200), ("140321101", "2022", 101), ("140321101", "2023", 201)}
    assert {table.form for table in reading.tables} == {"by_place"} and not reading.problems
    assert sum("not recognised" in note.en for note in reading.notes) == 2
    coded = read_file(_book(tmp_path, "冠山镇", with_code=True), SITE, b"k" * 32)
    assert set(coded.tables[0].frame["region_code"]) == {"x0"} and coded.tables[0].form == "wide", "a column goes before the sheet's name"


def test_an_event_is_dated_by_its_day_and_kept_out_without_it() -> None:
    rows = [["机构", "日期", "申请时间"], ["A", "2023-03-05", "2023-03-01 08:00"], ["B", None, None], ["C", "2023-03-05", "2023年3月6日9时"]]
    (draft,), report = read(Grid("a", rows), VISIT)
    assert draft.frame["period"].tolist() == ["2023-03"] and (draft.rows_in, draft.quarantined) == (3, 2)
    assert {(p.row, p.column) for p in report.problems} == {(3, "日期"), (4, "日期")}
    assert any("is before" in p.reason.en and p.found == "2023-03-05" for p in report.problems)


def test_days_in_order_leave_missing_and_equal_days_alone() -> None:
    rows = [["机构", "日期", "申请时间"], ["A", "2023-03-05", None], ["B", "2023-03-05", "2023-03-05"]]
    (draft,), report = read(Grid("a", rows), VISIT)
    assert len(draft.frame) == 2 and not report.problems


def test_a_day_without_a_time_of_day_is_not_before_a_moment_of_that_day() -> None:
    header = [column.headers[0] for column in map(CONSULTATION.column, ("request_id", "facility_code", "hospital_code", "consultation_kind"))]
    stated = ["R", "A", "H", "远程心电"]
    rows = [[*header, "申请时间", "答复时间"], [*stated, "2023-03-05 08:00", "2023-03-05"], [*stated, "2023-03-05 08:00", "2023-03-04"],
            [*stated, "2023-03-05 08:00", "2023-03-05 07:59"]]
    (draft,), report = read(Grid("a", rows), CONSULTATION)
    assert draft.rows_in == 3 and [(p.row, "is before" in p.reason.en) for p in report.problems] == [(3, True), (4, True)]
    assert [p.found for p in report.problems] == ["2023-03-04", "2023-03-05 07:59"], "of a moment the time of day is told"
    assert {p.remedy.zh for p in report.problems} == {"请核对两个时间"}


def test_a_month_that_a_spreadsheet_made_a_date_is_the_month_and_another_day_is_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["机构代码", "月份", "耗材名称", "缺货天数"])
    for when in (datetime(2022, 10, 1), "2022-11", datetime(2022, 12, 5)):
        book.active.append(["140322203-V01", when, "血糖试纸", 6])
    book.save(tmp_path / "耗材缺货.xlsx")
    reading = read_file(tmp_path / "耗材缺货.xlsx", SITE, b"k" * 32)
    assert [list(t.frame["period"]) for t in reading.tables] == [["2022-10", "2022-11"]]
    assert [(p.row, p.found) for p in reading.problems] == [(4, "2022-12-05")]
