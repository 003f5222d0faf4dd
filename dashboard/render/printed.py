"""Figures of a spreadsheet, printed there as the screen words them: the format of a number, and the columns of what its words say besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dashboard.charts.chart import ColumnHead, TableCell
from pipelines.core.text import Lang, Text

HEAD_BESIDE = {"unit": Text("{head}：单位", "{head}: unit"), "mark": Text("{head}：标注", "{head}: mark")}
GENERAL = "General"
FIGURE = re.compile(r"([+−-]?)(\d[\d,]*)(?:\.(\d+))?(\s?%)?")
FEW_LETTERS = 2  # of a mark that a number format prints ("*"): a workbook takes some 200 formats, so that "(n=31)" stands in a column


def number_format(cell: TableCell) -> str:
    """Return the format by which a spreadsheet prints a cell's number as its words do; "General" where their first number is another, or none.

    >>> [number_format(cell) for cell in (TableCell("57.5 % *", 0.575, mark="*"), TableCell("+1,050", 1050.0), TableCell("2019", 2019.0))]
    ['0.0 %" *"', '+#,##0;-#,##0;#,##0', '0']
    """
    found = _figure(cell)
    if not found:
        return GENERAL
    sign, whole, places, share = found.groups()
    plain = ("#,##0" if "," in whole else "0") + ("." + "0" * len(places) if places else "") + (share or "")
    mark = f'" {cell.mark}"' if _is_printed(cell, "mark") and cell.mark else ""
    return f"+{plain}{mark};-{plain}{mark};{plain}{mark}" if sign == "+" else plain + mark


def columns_beside(head: ColumnHead, cells: Sequence[TableCell], lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """Yield (head, words of each row) of the units and the marks that the numbers of a column do not print."""
    for part in head.beside:
        left = ["" if _is_printed(cell, part) else getattr(cell, part) for cell in cells]
        if any(left):
            yield HEAD_BESIDE[part].of(lang).format(head=head.title), left


def _figure(cell: TableCell) -> re.Match[str] | None:
    """The first number of a cell's words, if it is the cell's own."""
    found = FIGURE.search(cell.text)
    if not found or cell.value is None:
        return None
    sign, whole, places, share = found.groups()
    told = float(f"{whole.replace(',', '')}.{places or 0}") * (1 if sign in ("", "+") else -1)
    return found if abs(told - cell.value * (100 if share else 1)) <= 0.5000001 * 10.0 ** -len(places or "") else None


def _is_printed(cell: TableCell, part: str) -> bool:
    """Whether a cell prints a part of its words itself: as words where it has no number, a share's unit, a mark of few letters."""
    said = getattr(cell, part)
    if cell.value is None or not said:
        return True
    return _figure(cell) is not None and (said == "%" if part == "unit" else len(said) <= FEW_LETTERS and cell.text.endswith(f" {said}"))
