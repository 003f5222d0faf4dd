"""A roster as an office keeps it, and what can be seen of the marks in a workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.extract.person import check_character

HEADS = ("姓名", "身份证号", "性别", "机构代码", "人员类别", "执业资格", "是否主要岗位", "基准日期")
DAY = datetime(2024, 12, 31)


def number(first_17: str) -> str:
    """Return a valid ID number."""
    return first_17 + check_character(first_17)


FIRST = ("张三", number("99900019800305001"), "男", "A-V01", "乡村医生", "乡村医生证", "是", DAY)
ROWS = (
    FIRST,
    ("李四", "999000198003050037", "男", "A-V01", "乡村大夫", "乡村医生证", "是", DAY),  # a digit and a word are wrong
    ("王五", number("99900019850213001"), "男", None, "乡村医生", "乡村医生证", "也许", "1985.13.02"),
    ("赵六", number("99900019700305001"), "女", "A-V01", "乡村医生", "乡村医生证", "是", DAY),  # the number says male
    (*FIRST[:5], "执业医师", *FIRST[6:]),  # the first person again, with another licence
)


def roster(path: Path) -> Path:
    """Write a roster with title, merged cells, colours, a formula, a chart, a comment, hidden row and sheet, a drop-down."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(["平定县人员花名册"])
    sheet.merge_cells("A1:H1")
    for row in (HEADS, *ROWS):
        sheet.append(row)
    for (cell,) in sheet.iter_rows(min_row=3, min_col=8, max_col=8):
        cell.number_format = "yyyy-mm-dd"
    _dress(sheet)
    other = book.create_sheet("说明")
    other["A1"], other["B2"] = "本表由办公室填写", "=SUM(1,2)"
    book.create_sheet("隐藏的").sheet_state = "hidden"
    book.save(path)
    return path


def _dress(sheet: Worksheet) -> None:
    sheet["A3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["J3"] = "=LEN(A3)"
    sheet["A3"].comment = Comment("自己的批注", "办公室")
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["B"].width = 33
    yellow = PatternFill("solid", bgColor="FFFFFF00")
    sheet.conditional_formatting.add("A3:A9", CellIsRule(operator="equal", formula=['"张三"'], fill=yellow))
    rule = DataValidation(type="list", formula1='"男,女"', allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add("C3:C99")
    sheet.freeze_panes, sheet.auto_filter.ref = "A3", "A2:H7"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=10, min_row=3, max_row=4))
    sheet.add_chart(chart, "L2")


def cells_in(sheet: Worksheet, colour: str) -> set[str]:
    """Return the cells that our conditional formats give a colour."""
    found: set[str] = set()
    for area in sheet.conditional_formatting:
        ours = [r for r in area.rules if r.formula and "xiangyi" in r.formula[0] and r.dxf.fill.bgColor.rgb == colour]
        for part in area.sqref.ranges if ours else ():
            found |= {sheet.cell(r, c).coordinate for r, c in part.cells}
    return found


def comments_of(sheet: Worksheet) -> dict[str, str]:
    """Return the comments of a sheet by cell."""
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def listed(sheet: Worksheet, head_row: int) -> list[tuple[object, ...]]:
    """Return the lines of the list of errors: kind, sheet, row, column, what was found, reason, what to do."""
    return [row[1:8] for row in sheet.iter_rows(min_row=head_row + 1, values_only=True)]
