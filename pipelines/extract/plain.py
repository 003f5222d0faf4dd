"""A workbook of cells and nothing else: no comments, no properties, no words left over; the reader gets the same cells from it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipelines.extract.dates import SHIFT_1904
from pipelines.extract.grid import Cell
from pipelines.extract.workbook import SheetCells

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" numFmtId="22" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)
_EPOCH = datetime(1899, 12, 30)
_UNWRITTEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")  # not XML, or taken for such a mark


def write_plain(path: Path, sheets: Sequence[SheetCells]) -> None:
    """Write sheets as an .xlsx that holds their cells, merged blocks and names only; numbers to the last digit.

    Hidden sheets stay hidden, and empty: they are never read.
    """
    numbered = list(enumerate(sheets, 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(sheets)))
        archive.writestr("_rels/.rels", _links([("b", "officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/workbook.xml", _book(sheets))
        parts = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered]
        archive.writestr("xl/_rels/workbook.xml.rels", _links([*parts, ("s", "styles", "styles.xml")]))
        archive.writestr("xl/styles.xml", _STYLES)
        for number, sheet in numbered:
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for text in _sheet(sheet):
                    part.write(text.encode())


def _types(count: int) -> str:
    named = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    named += [(f"/xl/worksheets/sheet{n + 1}.xml", "worksheet") for n in range(count)]
    parts = "".join(f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in named)
    usual = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{usual}{parts}</Types>'


def _links(items: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in items)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _book(sheets: Sequence[SheetCells]) -> str:
    base = ' date1904="1"' if any(sheet.is_1904 for sheet in sheets) else ""
    states = {True: "visible", False: "hidden"}
    inside = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" state="{states[sheet.is_visible]}" r:id="r{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr{base}/><sheets>{inside}</sheets></workbook>'


def _sheet(sheet: SheetCells) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'
    shift = SHIFT_1904 if sheet.is_1904 else 0
    for number, row in enumerate(sheet.rows, 1):
        cells = "".join(_cell(cell, f"{_letters(place)}{number}", shift) for place, cell in enumerate(row) if cell is not None)
        if cells:
            yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData>"
    if sheet.merged:
        blocks = "".join(
            f'<mergeCell ref="{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"/>' for top, left, bottom, right in sheet.merged
        )
        yield f'<mergeCells count="{len(sheet.merged)}">{blocks}</mergeCells>'
    yield "</worksheet>"


def _letters(place: int) -> str:
    """Return the letters of a column counted from 0.

    >>> _letters(27)
    'AB'
    """
    text, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(65 + letter) + text
    return text


def _cell(cell: Cell, place: str, shift: int) -> str:
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, datetime):
        serial = (cell - _EPOCH).total_seconds() / 86_400 - shift
        return f'<c r="{place}" s="1"><v>{serial!r}</v></c>'
    if isinstance(cell, str):
        text = escape(_UNWRITTEN.sub(lambda found: f"_x{ord(found[0]):04X}_", cell))
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{cell!r}</v></c>'
