"""Write a workbook the way an office does: a merged title, who fills it in, the table, a total, a note.

The parts of the .xlsx are written as text, not cell by cell through a library: the demo has a million and a half cells and
a minute in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipelines.demo.workbook_parts import (
    CONTENT_TYPES,
    CORE,
    HEAD,
    MAIN,
    RELATIONS,
    SHEET_TYPE,
    STYLES,
    book_part,
    book_relations,
)

MADE_ON = (2026, 1, 12, 9, 0, 0)
COMPRESSION = 4
Value = str | float | int | date | None
_TITLE, _PLAIN, _HEAD, _CELL, _DATE, _MOMENT = range(1, 7)  # places in STYLES
_EPOCH = date(1899, 12, 30)


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
        self._zip = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=COMPRESSION)
        self._sheets: list[str] = []

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        numbers = range(1, len(self._sheets) + 1)
        self._add("[Content_Types].xml", CONTENT_TYPES.replace("{sheets}", "".join(SHEET_TYPE.replace("{n}", str(n)) for n in numbers)))
        self._add("_rels/.rels", RELATIONS)
        self._add("docProps/core.xml", CORE)
        self._add("xl/workbook.xml", book_part(self._sheets))
        self._add("xl/_rels/workbook.xml.rels", book_relations(len(self._sheets)))
        self._add("xl/styles.xml", STYLES)
        self._zip.close()

    def _add(self, name: str, text: str) -> None:
        info = ZipInfo(name, MADE_ON)
        info.compress_type = ZIP_DEFLATED
        self._zip.writestr(info, text.encode(), compresslevel=COMPRESSION)

    def write(self, page: Page) -> None:
        """Add a sheet."""
        self._sheets.append(page.sheet)
        self._add(f"xl/worksheets/sheet{len(self._sheets)}.xml", "".join(sheet_part(page)))


def column_letters(place: int) -> str:
    """Return the letters of a column.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    return (column_letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def sheet_part(page: Page) -> Iterable[str]:
    """Yield the text of a sheet, row by row."""
    letters = [column_letters(i) for i in range(len(page.header))]
    last = letters[-1]
    yield f'{HEAD}<worksheet xmlns="{MAIN}">'
    yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols>'
    for i, width in enumerate(_widths(page), 1):
        yield f'<col min="{i}" max="{i}" width="{width:g}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield f'<row r="1" ht="28" customHeight="1">{_text("A1", page.title, _TITLE)}</row>'
    yield f'<row r="2">{_text("A2", f"填表单位：{page.filled_in_by}", _PLAIN)}</row>'
    heads = "".join(_text(f"{a}3", h, _HEAD) for a, h in zip(letters, page.header, strict=True))
    yield f'<row r="3" ht="32" customHeight="1">{heads}</row>'
    end = page.first_row
    for row in page.rows if page.total is None else [*page.rows, page.total]:
        yield _row(end, letters, row)
        end += 1
    if page.note:
        yield f'<row r="{end}">{_text(f"A{end}", page.note, _PLAIN)}</row>'
    yield f'</sheetData><mergeCells count="2"><mergeCell ref="A1:{last}1"/><mergeCell ref="A2:{last}2"/></mergeCells>'
    yield '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'


def _text(place: str, text: str, style: int) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'


def _row(number: int, letters: Sequence[str], row: Sequence[Value]) -> str:
    cells = [f'<row r="{number}">']
    for letter, value in zip(letters, row, strict=True):
        if value is None or value == "":
            cells.append(f'<c r="{letter}{number}" s="{_CELL}"/>')
        elif isinstance(value, str):
            cells.append(_text(f"{letter}{number}", value, _CELL))
        elif isinstance(value, date):
            cells.append(f'<c r="{letter}{number}" s="{_MOMENT if isinstance(value, datetime) else _DATE}"><v>{_serial(value)}</v></c>')
        else:
            cells.append(f'<c r="{letter}{number}" s="{_CELL}"><v>{value!r}</v></c>')
    cells.append("</row>")
    return "".join(cells)


def _serial(day: date) -> str:
    """Return a day as a spreadsheet counts it, with its time of day as a fraction."""
    whole = date(day.year, day.month, day.day).toordinal() - _EPOCH.toordinal()
    return repr(whole + (day.hour * 60 + day.minute) / 1440) if isinstance(day, datetime) else str(whole)


def _widths(page: Page) -> list[float]:
    sample = page.rows[:: len(page.rows) // 12 + 1]
    wide = [max([_width(h) * 0.6, *(_width(row[i]) for row in sample)]) for i, h in enumerate(page.header)]
    return [min(max(w + 2, 7), 34) for w in wide]


def _width(value: Any) -> float:
    if isinstance(value, date):
        return 10
    return sum(2 if ord(c) > 255 else 1 for c in str(value if value is not None else ""))
