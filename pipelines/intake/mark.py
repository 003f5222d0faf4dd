"""The same workbook handed back: wrong cells coloured and commented, rows kept out shown, and a sheet that lists every problem.

Nothing of the sender's is altered. openpyxl loses images, charts and some validations and needs a minute for 100,000 rows, so the
file's parts are edited: colours are conditional formats, and all else is copied.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from pipelines.core.errors import Problem
from pipelines.core.text import Lang, Text
from pipelines.extract.container import Unreadable, inspect
from pipelines.extract.grid import Grid, as_text
from pipelines.extract.headers import header_rows
from pipelines.extract.own_sheets import ERRORS, is_own_title
from pipelines.extract.reading import read_cells
from pipelines.extract.report import printable
from pipelines.intake.marks import comments
from pipelines.intake.marks.copy import write_copy
from pipelines.intake.marks.errors_sheet import Line, errors_sheet
from pipelines.intake.marks.package import NotMarkable, Package, namespace, parse, text_of
from pipelines.intake.marks.reference import Spot, columns_as_ranges, rows_as_ranges
from pipelines.intake.marks.sheet import SheetText
from pipelines.intake.marks.styles import Styles, add_styles
from pipelines.intake.marks.top_rows import top_rows, width
from pipelines.warehouse.schema import all_datasets

MOST_COMMENTS = 10_000  # in one sheet; more cells are coloured and listed, but make a spreadsheet program slow to open
MARKED = "_已标注"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_KIND = {"error": Text("错误", "error"), "warning": Text("提示", "please check")}
_OUT = Text("（本行未入库）", " (this row is kept out)")
_CELL_OUT = Text("（本格未入库）", " (this cell is kept out)")


def marked_name(path: Path) -> str:
    """Return the file name of a marked copy; a copy that comes back keeps its name."""
    stem = path.stem
    return f"{stem if stem.endswith(MARKED) else stem + MARKED}.xlsx"


def mark_workbook(path: Path, problems: Sequence[Problem], to: Path, lang: Lang) -> None:
    """Write a copy of the file at `path` to `to`, another file, with `problems` marked in it.

    An .xlsx stays as it is but for the marks, those of an earlier round taken out; of another format, or of a workbook that
    cannot be edited, the copy is an .xlsx with the same cells; of one that cannot be read it holds the list of problems alone.
    """
    try:
        if inspect(path).kind == "xlsx":
            with zipfile.ZipFile(path) as archive:
                return _mark(Package(archive), path.name, problems, to, lang)
    except (Unreadable, NotMarkable, zipfile.BadZipFile):
        pass
    _mark_copy(path, problems, to, lang)


def _mark_copy(path: Path, problems: Sequence[Problem], to: Path, lang: Lang) -> None:
    try:
        grids = read_cells(path)
    except Unreadable:
        grids = []
    beside = to.with_name(f".{to.name}.copy.tmp")
    try:
        write_copy(grids, beside, path.stem, lang)
        with zipfile.ZipFile(beside) as archive:
            _mark(Package(archive), path.name, problems, to, lang)
    finally:
        beside.unlink(missing_ok=True)


@dataclass
class _Marks:
    """What is to be marked in one sheet: cells by kind, rows kept out, and what is said at each cell."""

    bad: set[Spot] = field(default_factory=set)
    warned: set[Spot] = field(default_factory=set)
    out: set[int] = field(default_factory=set)
    said: dict[Spot, list[str]] = field(default_factory=dict)


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """Return the headers of every declared column by its title in either language."""
    found: dict[str, tuple[str, ...]] = {}
    for dataset in all_datasets().values():
        for column in dataset.columns:
            for title in (column.title.zh, column.title.en):
                found[title] = (*found.get(title, ()), *column.spellings)
    return found


@dataclass(frozen=True)
class _Page:
    """One worksheet of the package: its name, its part, its place in the workbook."""

    name: str
    part: str
    number: int
    data: bytes
    package: Package
    workbook: str

    @cached_property
    def top(self) -> Grid:
        """Its first rows."""
        return top_rows(self.package, self.workbook, self.name, self.data)

    def place_of(self, header: str) -> int:
        """Return the number of the column (from 1) under `header`, or a header that means the same, 0 where there is none."""
        words = [header, *_spellings().get(header, ())] if header else []
        found = (row.named(word) for row in header_rows(self.top) for word in words)
        return next((place + 1 for place in found if place is not None), 0)


def _mark(package: Package, file: str, problems: Sequence[Problem], to: Path, lang: Lang) -> None:
    workbook = next((link.part for link in package.links("") if link.kind == "officeDocument"), "xl/workbook.xml")
    root = parse(package.read(workbook))
    pages, own, relationships = _pages(package, workbook, root)
    styles_part = next((link.part for link in package.links(workbook) if link.kind == "styles"), "")
    styled, styles = add_styles(package.read(styles_part))
    package.put(styles_part, styled)
    lines, marks = _spread(problems, pages, lang)
    for page in pages:
        _mark_page(package, page, marks.get(page.name, _Marks()), styles, relationships)
    rows_out = sum(len(m.out) for m in marks.values())
    made = errors_sheet(file, lines, rows_out, styles.cells, lang, namespace(root))
    _put_errors(package, workbook, root, own, made, relationships, lang)
    package.write(to)


def _pages(package: Package, workbook: str, root: Any) -> tuple[list[_Page], str, str]:
    """Return the sender's worksheets, the part of our own list of errors ("" where there is none), the namespace of relationships."""
    parts = {link.id: link for link in package.links(workbook)}
    relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pages, own = [], ""
    for number, node in enumerate(root.iter(f"{{{namespace(root)}}}sheet"), start=1):
        key = next(k for k in node.attrib if k.endswith("}id"))
        relationships = etree.QName(key).namespace or relationships
        link = parts.get(node.get(key))
        if link is None or link.kind != "worksheet":
            continue
        page = _Page(node.get("name"), link.part, number, package.read(link.part), package, workbook)
        if page.name in (ERRORS.zh, ERRORS.en) and is_own_title(page.name, _first_cell(page)):
            own = link.part
        else:
            pages.append(page)
    return pages, own, relationships


def _first_cell(page: _Page) -> str:
    return next((as_text(row[0]) for row in page.top.rows[:1] if row), "")


def _spread(problems: Sequence[Problem], pages: Sequence[_Page], lang: Lang) -> tuple[list[Line], dict[str, _Marks]]:
    """Give every problem its line in the list, in order of sheet and row, and every cell it is about its mark."""
    known = {printable(page.name): page for page in pages} | ({"": pages[0]} if len(pages) == 1 else {})
    order = {page.name: page.number for page in pages}
    lines: list[Line] = []
    marks: dict[str, _Marks] = {}
    places: dict[tuple[str, str], int] = {}
    for problem in problems:
        page = known.get(problem.sheet)
        if page is None:
            lines.append(Line(problem, problem.sheet, problem.row, None))
            continue
        key = (page.name, problem.column)
        if not problem.place and problem.row and key not in places:
            places[key] = page.place_of(problem.column)
        column = problem.place or places.get(key, 0)
        is_somewhere = bool(problem.sheet or problem.row)
        lines.append(Line(problem, page.name if is_somewhere else "", problem.row, (problem.row or 1, column or 1)))
        for row in problem.rows or ((0,) if is_somewhere else ()):
            _add(marks.setdefault(page.name, _Marks()), problem, row, (row or 1, column or 1), lang)
    lines.sort(key=lambda line: (order.get(line.sheet, 0), line.row, line.spot or (0, 0)))
    return lines, marks


def _add(marks: _Marks, problem: Problem, row: int, spot: Spot, lang: Lang) -> None:
    is_error = problem.severity == "error"
    (marks.bad if is_error else marks.warned).add(spot)
    is_out = is_error and row > 0 and not problem.is_partial
    if is_out:
        marks.out.add(row)
    fate = _OUT.of(lang) if is_out else _CELL_OUT.of(lang) if is_error and problem.is_partial else ""
    colon = "：" if lang == "zh" else ": "
    opening = f"{comments.OPENING.of(lang)}{colon}{_KIND[problem.severity].of(lang)}{fate}"
    marks.said.setdefault(spot, []).append(f"{opening}\n{problem.reason.of(lang)}\n{problem.remedy.of(lang)}")


def _mark_page(package: Package, page: _Page, marks: _Marks, styles: Styles, relationships: str) -> None:
    """Colour and comment one sheet, after taking out what an earlier round put there."""
    before = SheetText.cut(page.data)
    sheet = before.unmarked()
    ranges = {
        styles.conditional["bad"]: columns_as_ranges(marks.bad), styles.conditional["warned"]: columns_as_ranges(marks.warned),
        styles.conditional["out"]: rows_as_ranges(marks.out, width(page.top.rows)) if marks.out else [],
    }  # fmt: skip
    if any(ranges.values()):
        sheet = sheet.with_formats({number: found for number, found in ranges.items() if found})
    sheet = _comment(package, page, sheet, marks.said, relationships)
    if sheet is not before:
        package.put(page.part, sheet.head, sheet.rest)


def _comment(package: Package, page: _Page, sheet: SheetText, said: Mapping[Spot, Sequence[str]], relationships: str) -> SheetText:
    """Put comments at cells that have none of the sender's; return the sheet, with its drawing named where that is new."""
    links = package.links(page.part)
    part = next((link.part for link in links if link.kind == "comments"), "")
    drawing = next((link.part for link in links if link.kind == "vmlDrawing" and link.id == sheet.legacy_id), "")
    listed, gone = comments.without_ours(package.read(part)) if part in package else (comments.empty(sheet.namespace), set())
    boxes = comments.without_boxes(package.read(drawing), gone) if drawing in package else b""
    taken = comments.commented(listed)
    texts = {spot: "\n".join(lines) for spot, lines in sorted(said.items()) if spot not in taken}
    texts = dict(list(texts.items())[:MOST_COMMENTS])
    if not texts and not gone:
        return sheet
    if not part:
        part = package.free_name("xl/comments{}.xml")
        package.declare(part, f"{_SPREADSHEET}.comments+xml")
        package.link(page.part, relationships, "comments", part)
    if not drawing:
        drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        package.declare_ending("vml", _VML)
        sheet = sheet.with_legacy_drawing(package.link(page.part, relationships, "vmlDrawing", drawing), relationships)
        boxes = comments.new_drawing(page.number, len(texts))
    package.put(part, comments.with_comments(listed, texts) if texts else listed)
    package.put(drawing, comments.with_boxes(boxes, texts) if texts else boxes)
    return sheet


def _put_errors(package: Package, workbook: str, root: Any, own: str, made: bytes, relationships: str, lang: Lang) -> None:
    """Put the list of errors into the place of an earlier one, else behind all sheets."""
    if own:
        package.unlink(own, ("comments", "vmlDrawing", "printerSettings", "hyperlink", "drawing", "table"))
        package.put(own, made)
        return
    ns = namespace(root)
    holder = root.find(f"{{{ns}}}sheets")
    taken = {node.get("name").lower() for node in holder}
    name = next(n for i in range(1, 1_000) if (n := ERRORS.of(lang) if i == 1 else f"{ERRORS.of(lang)} ({i})").lower() not in taken)
    part = package.free_name("xl/worksheets/sheet{}.xml")
    package.declare(part, f"{_SPREADSHEET}.worksheet+xml")
    number = max((int(node.get("sheetId")) for node in holder), default=0) + 1
    added = etree.SubElement(holder, f"{{{ns}}}sheet", name=name, sheetId=str(number))
    added.set(f"{{{relationships}}}id", package.link(workbook, relationships, "worksheet", part))
    package.put(workbook, text_of(root))
    package.put(part, made)
