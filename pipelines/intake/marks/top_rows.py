"""The first rows of a worksheet as text: enough to find the headers, and to know the product's own sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from pipelines.extract.grid import Grid
from pipelines.extract.headers import SEARCHED_ROWS
from pipelines.intake.marks.package import NotMarkable, Package, namespace
from pipelines.intake.marks.reference import MOST_COLUMNS, spot_of

Written = tuple[int, int, str, str]  # row, column (both from 1), the cell's type, its text or the number of a shared string


def top_rows(package: Package, workbook: str, name: str, data: bytes, most: int = SEARCHED_ROWS) -> Grid:
    """Return the first `most` rows of a worksheet whose XML is `data`, numbers as written; raises NotMarkable."""
    try:
        cells = [cell for cell in _cells(data, most) if cell[3]]
        shared = _shared(package, workbook, {int(text) for _, _, kind, text in cells if kind == "s"})
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotMarkable(str(error)) from error
    rows: list[list[str | None]] = [[] for _ in range(max((row for row, _, _, _ in cells), default=0))]
    for row, column, kind, text in cells:
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = shared.get(int(text), "") if kind == "s" else text
    return Grid(name, rows)


def _stream(data: bytes, tag: str) -> Iterator[Any]:
    for _, element in etree.iterparse(io.BytesIO(data), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False):
        yield element
        element.clear()


def _cells(data: bytes, most: int) -> Iterator[Written]:
    row = 0
    for element in _stream(data, "row"):
        row = int(element.get("r", row + 1))
        if row > most:
            return
        column = 0
        for cell in element.iterchildren(f"{{{namespace(element)}}}c"):
            spot = spot_of(cell.get("r", ""))
            column = spot[1] if spot else column + 1
            if column <= MOST_COLUMNS:
                kind = cell.get("t", "n")
                yield row, column, kind, _inline(cell) if kind == "inlineStr" else cell.findtext(f"{{{namespace(cell)}}}v") or ""


def _inline(holder: Any) -> str:
    """Return the text of a string in runs, without how it is pronounced."""
    ns = namespace(holder)
    return "".join(t.text or "" for t in holder.iter(f"{{{ns}}}t") if t.getparent().tag != f"{{{ns}}}rPh")


def _shared(package: Package, workbook: str, wanted: set[int]) -> dict[int, str]:
    part = next((link.part for link in package.links(workbook) if link.kind == "sharedStrings"), "")
    if not wanted or part not in package:
        return {}
    found: dict[int, str] = {}
    for number, element in enumerate(_stream(package.read(part), "si")):
        if number in wanted:
            found[number] = _inline(element)
            if len(found) == len(wanted):
                break
    return found


def width(rows: Sequence[Sequence[object]]) -> int:
    """Return how many columns the widest of some rows has, at least 1."""
    return max([1, *(len(row) for row in rows)])
