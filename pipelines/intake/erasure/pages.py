"""An archived file as pages of cells, what each column of them is read as, and the same file written anew."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.extract.container import OLE, ZIP, Unreadable
from pipelines.extract.grid import Cell, Grid
from pipelines.extract.own_sheets import is_own
from pipelines.extract.plain import write_plain
from pipelines.extract.reading import read_cells
from pipelines.extract.recognise import declared_catalogue
from pipelines.extract.workbook import SheetCells, read_sheets
from pipelines.intake.erasure.person import Mentions
from pipelines.warehouse.durable import flush_file

ENCODINGS = ("utf-8", "utf-16-le", "gb18030")


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its cells as written and as read; data begin at row `first` (0-based; beyond all rows where none is recognised).

    `columns` says where each column of the forms that read it stands; `kept` are the places whose values are loaded.
    """

    cells: SheetCells
    grid: Grid
    first: int
    columns: Mapping[str, int]
    kept: frozenset[int]
    is_named: bool  # the sheet's name is a value of its rows

    def cell(self, row: int, column: str) -> Cell:
        """Return what a row says in a column, None where the sheet has no such column."""
        place = self.columns.get(column)
        cells = self.grid.rows[row]
        return None if place is None or place >= len(cells) else cells[place]


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook by its first bytes."""
    with path.open("rb") as stream:
        return stream.read(8).startswith((ZIP, OLE))


def open_pages(path: Path) -> list[Page]:
    """Return the sheets of an archived file, hidden ones empty; raises Unreadable."""
    if is_workbook(path):
        return [_page(sheet, sheet.grid()) for sheet in read_sheets(path)]
    grids = read_cells(path)
    return [_page(SheetCells(grid.name, [list(row) for row in grid.rows], (), True, False), grid) for grid in grids]


def _page(cells: SheetCells, grid: Grid) -> Page:
    headers, matches = (None, []) if is_own(grid) or not cells.is_visible else declared_catalogue().find(grid)
    if headers is None:
        return Page(cells, grid, len(grid.rows), {}, frozenset(), False)
    columns: dict[str, int] = {}
    kept: set[int] = set()
    for match in matches:
        columns |= {name: place for name, place in match.columns.items() if name not in columns}
        kept |= {place for name, place in match.columns.items() if match.dataset.keeps(match.dataset.column(name))}
        kept |= {place for _, place in match.cells}
    return Page(cells, grid, headers.first, columns, frozenset(kept), any(match.sheet.sheet_is for match in matches))


def without(page: Page, blank: Iterable[int], mentions: Mentions) -> SheetCells:
    """Return a sheet with the rows `blank` (0-based) empty and what names the person veiled in all cells that are not loaded."""
    gone, rows = set(blank), list[list[Cell]]()
    name_place = page.columns.get("person_name")
    for number, row in enumerate(page.cells.rows):
        if number in gone:
            rows.append([""] * len(row))
        elif number < page.first:
            rows.append(mentions.veiled_row(row))
        else:
            rows.append([
                cell if place == name_place or (place in page.kept and not mentions.has_number(cell)) else mentions.veiled(cell)
                for place, cell in enumerate(row)
            ])
    name = page.cells.name if page.is_named else mentions.veiled_text(page.cells.name)
    return replace(page.cells, name=name, rows=rows)


def write_sheets(original: Path, sheets: Sequence[SheetCells], to: Path) -> None:
    """Write sheets as a workbook, or as CSV where the original is text; raises DAMAGED unless they are read back as they are."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_workbook(original):
        write_plain(to, _told_apart(sheets))
    else:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(sheets[0].rows if sheets else [])
        to.write_bytes(text.getvalue().encode("utf-8"))
    flush_file(to)
    try:
        again = [page.cells for page in open_pages(to)]
    except Unreadable:
        again = []
    if [_content(sheet) for sheet in again] != [_content(sheet) for sheet in _told_apart(sheets)]:
        raise XiangyiError(
            Text("有一个归档文件改写后读出的内容与原来不同；没有改动任何内容，请报告给维护者",
                 "an archived file, written anew, is not read as before; nothing was changed: report this to the maintainers"),
            ExitCode.DAMAGED,
        )


def _told_apart(sheets: Sequence[SheetCells]) -> list[SheetCells]:
    """Number the sheets whose names became the same."""
    names: set[str] = set()
    found = []
    for sheet in sheets:
        name = next(n for n in (sheet.name, *(f"{sheet.name} ({i})" for i in range(2, len(sheets) + 3))) if n not in names)
        names.add(name)
        found.append(replace(sheet, name=name))
    return found


def _content(sheet: SheetCells) -> tuple[object, ...]:
    """Return what a reader gets of a sheet: blank cells at the end of rows, and blank rows at its end, are nothing."""
    rows = [[None if cell == "" else cell for cell in row] for row in sheet.rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return sheet.name, rows, sheet.is_visible, sheet.is_1904 and any(rows)


def holds(path: Path, words: Sequence[str]) -> bool:
    """Say whether a file holds one of the words in its name, its bytes, or what is packed inside it."""
    if any(word in path.name for word in words):
        return True
    wanted = {word.encode(encoding) for word in words for encoding in ENCODINGS}
    data = path.read_bytes()
    if any(word in data for word in wanted):
        return True
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(word in archive.read(name) for name in archive.namelist() for word in wanted)
    except (zipfile.BadZipFile, RuntimeError, OSError):
        return False
