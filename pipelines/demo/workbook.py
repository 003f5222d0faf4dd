"""Write a workbook the way an office does: a merged title, who fills it in, the table, a total, a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

MADE_ON = datetime(2026, 1, 12, 9, 0)
Value = str | float | int | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet: title rows above, a header row, rows, perhaps a total and a note under them."""

    sheet: str
    title: str
    filled_in_by: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] | None = None
    note: str = ""

    @property
    def first_row(self) -> int:
        """The row number, as a spreadsheet shows it, of the first data row."""
        return 4


class Book:
    """A workbook open for writing; the same pages give the same bytes."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}
        )
        self._book.set_properties({"created": MADE_ON, "title": "合成演示数据", "comments": "Synthetic demo data"})
        add = self._book.add_format
        font = {"font_name": "宋体", "font_size": 11}
        self._title = add({**font, "bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self._plain = add(font)
        self._head = add({**font, "bold": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#DDEBF7", "text_wrap": True})
        self._cell = add({**font, "border": 1})
        self._date = add({**font, "border": 1, "num_format": "yyyy-mm-dd"})
        self._moment = add({**font, "border": 1, "num_format": "yyyy-mm-dd hh:mm"})

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._book.close()

    def write(self, page: Page) -> None:
        """Add a sheet."""
        sheet: Worksheet = self._book.add_worksheet(page.sheet)
        last = len(page.header) - 1
        for i, width in enumerate(_widths(page)):
            sheet.set_column(i, i, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_row(0, 28)
        sheet.merge_range(0, 0, 0, last, page.title, self._title)
        sheet.merge_range(1, 0, 1, last, f"填表单位：{page.filled_in_by}", self._plain)
        sheet.set_row(2, 32)
        for i, header in enumerate(page.header):
            sheet.write_string(2, i, header, self._head)
        for r, row in enumerate(page.rows, start=3):
            self._row(sheet, r, row)
        end = 3 + len(page.rows)
        if page.total is not None:
            self._row(sheet, end, page.total)
            end += 1
        if page.note:
            sheet.write_string(end, 0, page.note, self._plain)

    def _row(self, sheet: Worksheet, r: int, row: Sequence[Value]) -> None:
        for i, value in enumerate(row):
            if value is None or value == "":
                sheet.write_blank(r, i, None, self._cell)
            elif isinstance(value, str):
                sheet.write_string(r, i, value, self._cell)
            elif isinstance(value, datetime):
                sheet.write_datetime(r, i, value, self._moment)
            elif isinstance(value, date):
                sheet.write_datetime(r, i, datetime(value.year, value.month, value.day), self._date)
            else:
                sheet.write_number(r, i, value, self._cell)


def _widths(page: Page) -> list[float]:
    sample = page.rows[:: len(page.rows) // 40 + 1]
    wide = [max([_width(h) * 0.6, *(_width(row[i]) for row in sample)]) for i, h in enumerate(page.header)]
    return [min(max(w + 2, 7), 34) for w in wide]


def _width(value: Any) -> float:
    if isinstance(value, date):
        return 10
    return sum(2 if ord(c) > 255 else 1 for c in str(value if value is not None else ""))
