"""Figures of a spreadsheet, printed there as the screen words them: the format of a number, and the columns of what its words say besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dashboard.charts.chart import ColumnHead, TableCell
from dashboard.charts.numbers import rounded
from pipelines.core.text import Lang, Text

HEAD_BESIDE = {
    "unit": Text("{head}：单位", "{head}: unit"), "n": Text("{head}：n", "{head}: n"), "mark": Text("{head}：标注", "{head}: mark"),
}
GENERAL = "General"
FIGURE, LIMITS = re.compile(r"([+−-]?)(\d[\d,]*)(?:\.(\d+))?(\s?%)?"), re.compile("[<>≤≥≈‹›~→]|至少|at least")
FEW_LETTERS = 2  # of a mark that a number format prints ("*"): a workbook takes some 200 formats, so that "(n=31)" stands in a column


def number_format(cell: TableCell) -> str:
    """Return the format by which a spreadsheet prints a cell's number as its words do; "General" where their first number is another, or none.

    >>> [number_format(cell) for cell in (TableCell("57.5 % *", 0.575, mark="*"), TableCell("+1,050", 1050.0), TableCell("2019", 2019.0))]
    ['0.0 %" *"', '+#,##0;-#,##0;#,##0', '0']
    >>> [number_format(cell) for cell in (TableCell("0", -0.4), TableCell("< 0.001", 0.0007), TableCell("−2.5", -2.5), TableCell("2", 2.5))]
    ['0;0', 'General', '0.0', 'General']
    """
    found = _figure(cell)
    if not found:
        return GENERAL
    sign, whole, places, share = found.groups()
    shown = ("#,##0" if "," in whole else "0") + ("." + "0" * len(places) if places else "") + (share or "")
    mark = f'" {cell.mark}"' if _is_printed(cell, "mark") and cell.mark else ""
    plain = shown + mark
    if sign == "+":
        return f"+{plain};-{plain};{plain}"
    return f"{plain};{plain}" if not sign and (cell.value or 0) < 0 else plain  # no minus before what rounds to nothing


def columns_beside(head: ColumnHead, cells: Sequence[TableCell], lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """Yield (head, words of each row) of the units and the marks that the numbers of a column do not print."""
    for part in head.beside:
        left = ["" if _is_printed(cell, part) else getattr(cell, part) for cell in cells]
        if any(left):
            yield HEAD_BESIDE[part].of(lang).format(head=head.title), left


def _figure(cell: TableCell) -> re.Match[str] | None:
    """The first number of a cell's words, if it is the cell's own and no bound of it."""
    found = FIGURE.search(cell.text)
    if not found or cell.value is None or LIMITS.search(cell.text[: found.start()].replace(cell.mark, "")):
        return None
    sign, whole, places, share = found.groups()
    told = f"{'−' if sign in ('−', '-') else ''}{whole.replace(',', '')}{'.' if places else ''}{places or ''}"
    return found if told == rounded(cell.value * (100 if share else 1), len(places or "")).replace(",", "") else None


def _is_printed(cell: TableCell, part: str) -> bool:
    """Whether a cell prints a part of its words itself: as words where it has no number, a share's unit, a mark of few letters."""
    said = getattr(cell, part)
    if cell.value is None or not said:
        return True
    if part == "unit":
        return _figure(cell) is not None and said == "%"
    return part == "mark" and _figure(cell) is not None and len(said) <= FEW_LETTERS and cell.text.endswith(f" {said}")
