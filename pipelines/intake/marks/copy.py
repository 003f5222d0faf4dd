"""The cells of a file that is no .xlsx, or cannot be marked as it is, as a plain workbook with the same rows and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from pipelines.core.text import Lang
from pipelines.extract.grid import Cell, Grid
from pipelines.extract.own_sheets import ERRORS, ERRORS_TITLE

_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 32_767  # characters of a cell
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_copy(grids: Sequence[Grid], to: Path, stem: str, lang: Lang) -> None:
    """Write `grids` as a workbook; a nameless one is called by the file's `stem`. Text stays text, days stay days."""
    with xlsxwriter.Workbook(str(to), _OPTIONS) as book:
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        taken: set[str] = set()
        for grid in grids:
            sheet = book.add_worksheet(_sheet_name(grid.name or stem, taken))
            for r, row in enumerate(grid.rows):
                for c, cell in enumerate(row):
                    _write(sheet, r, c, cell, (text, day, moment))
        if not grids:
            book.add_worksheet(ERRORS.of(lang)).write_string(0, 0, ERRORS_TITLE.of(lang))


def _write(sheet: Any, r: int, c: int, cell: Cell, styles: tuple[Any, Any, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(r, c, cell[:_LONGEST], styles[0])
    elif isinstance(cell, bool):
        sheet.write_boolean(r, c, cell)
    elif isinstance(cell, datetime):
        has_time = (cell.hour, cell.minute, cell.second) != (0, 0, 0)
        sheet.write_datetime(r, c, cell, styles[2] if has_time else styles[1])
    else:
        sheet.write_number(r, c, cell)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name a spreadsheet takes, another than those taken."""
    plain = _REFUSED.sub(" ", name).strip().strip("'")[:31] or "1"
    found = next(n for i in range(1, 10_000) if (n := plain if i == 1 else f"{plain[:26]} ({i})").lower() not in taken)
    taken.add(found.lower())
    return found
