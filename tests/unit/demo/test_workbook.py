"""The demo's own way of writing a workbook: what any reader reads back, the same bytes each time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pipelines.demo.workbook import Book, Page, column_letters

ROWS = [["甲", 3, 2.5, date(2024, 2, 29), datetime(2024, 3, 5, 14, 20), None], [" 乙<&> ", -1, 0.1, date(2015, 1, 1), None, "=1+1"]]


def write(path: Path) -> Path:
    """Write a workbook of two sheets."""
    page = Page(sheet="数据", title="标题", filled_in_by="某县", header=("文", "整", "分", "日", "时", "空"), rows=ROWS, total=["合计", 2, 2.6, None, None, None],
                note="注：演示")
    with Book(path) as book:
        book.write(page)
        book.write(Page(sheet="二", title="标题二", filled_in_by="某县", header=("列",), rows=[]))
    return path


def test_a_spreadsheet_reads_what_was_written(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path / "a.xlsx"))
    sheet = book["数据"]
    assert book.sheetnames == ["数据", "二"] and [c.value for c in sheet[3]] == ["文", "整", "分", "日", "时", "空"]
    assert [c.value for c in sheet[4]] == ["甲", 3, 2.5, datetime(2024, 2, 29), datetime(2024, 3, 5, 14, 20), None]
    assert [c.value for c in sheet[5]][:3] == [" 乙<&> ", -1, 0.1] and sheet["F5"].data_type == "s", "text stays text"
    assert sheet["A6"].value == "合计" and sheet["A7"].value == "注：演示" and sheet["A2"].value == "填表单位：某县"
    assert {str(r) for r in sheet.merged_cells.ranges} == {"A1:F1", "A2:F2"} and sheet["D4"].number_format == "yyyy-mm-dd"
    assert Page(sheet="", title="", filled_in_by="", header=(), rows=[]).first_row == 4


def test_the_loaders_reader_reads_the_same(tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(write(tmp_path / "a.xlsx")).get_sheet_by_name("数据").to_python()
    assert rows[3] == ["甲", 3.0, 2.5, date(2024, 2, 29), datetime(2024, 3, 5, 14, 20), ""] and rows[4][0] == " 乙<&> "


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a.xlsx").read_bytes() == write(tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_a_spreadsheet_gives_them(place: int, letters: str) -> None:
    assert column_letters(place) == letters
