"""Parse one workbook in a process of its own and print its cells as lines of JSON; run by `workbook`, never imported.

A workbook of 4 KB can make the parser abort its process or ask for all memory there is: here that hurts nobody. Lines:
{"sheet", "visible", "merged", "hidden_rows", "is_1904"} opens a sheet, a list is a row, {"end"} closes the file, {"error"} says what
went wrong.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this tree, wherever it is installed or not

from pipelines.extract.oddities import Oddities  # noqa: E402  (see above)
from pipelines.extract.oddities_binary import find_xls, find_xlsb  # noqa: E402
from pipelines.extract.oddities_ods import find_ods  # noqa: E402
from pipelines.extract.oddities_xlsx import find_xlsx  # noqa: E402

_FIND: Mapping[str, Callable[[str], dict[str, Oddities]]] = {"xlsx": find_xlsx, "xls": find_xls, "xlsb": find_xlsb, "ods": find_ods}


class TooManyCells(Exception):
    """More cells than may be printed."""


def limit_resources(megabytes: int, seconds: int) -> None:
    """Set limits of the operating system where it has them; the parent watches in any case."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _plain(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return {"d": cell.replace(microsecond=0).isoformat()}
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    return str(cell)


def _rows(sheet: CalamineSheet, odd: Oddities, left: int) -> int:
    """Print the rows of a sheet from cell A1 on; return how many cells may still be printed."""
    indent = [None] * (sheet.start[1] if sheet.start else 0)
    said: dict[int, list[tuple[int, str]]] = {}
    for (place, column), text in odd.cells.items():
        said.setdefault(place, []).append((column, text))
    for number, row in enumerate(sheet.iter_rows()):
        cells = [*indent, *(None if cell == "" else cell for cell in row)]
        for column, text in said.pop(number, ()):
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = text
        while cells and cells[-1] is None:
            cells.pop()
        left -= len(cells) + 1
        if left < 0:
            raise TooManyCells
        print(json.dumps(cells, default=_plain))
    return left


def _merged(sheet: CalamineSheet, odd: Oddities) -> list[list[int]]:
    known = sheet.merged_cell_ranges
    areas = [[*area] for area in odd.merged] if known is None else [[*start, *end] for start, end in known]
    return areas[:20_000]


def print_workbook(path: str, kind: str, cells: int) -> None:
    """Print every visible worksheet of a workbook, and the names of the others; raises TooManyCells."""
    oddities = _FIND[kind](path)
    with open(path, "rb") as file:
        workbook = CalamineWorkbook.from_filelike(file)
    for place, known in enumerate(workbook.sheets_metadata):
        visible = known.visible == SheetVisibleEnum.Visible
        if known.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet, odd = workbook.get_sheet_by_index(place) if visible else None, oddities.get(known.name, Oddities())
        merged = _merged(sheet, odd) if sheet is not None else []
        opening = {"sheet": known.name[:200], "visible": visible, "merged": merged}
        print(json.dumps({**opening, "hidden_rows": odd.hidden_rows, "is_1904": odd.is_1904}), flush=True)
        if sheet is not None:
            cells = _rows(sheet, odd, cells)
    print(json.dumps({"end": True}))


def main() -> int:
    """Run with: path, kind, largest number of cells, megabytes, CPU seconds. Returns the exit code."""
    path, kind, cells, megabytes, seconds = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
    limit_resources(megabytes, seconds)
    try:
        print_workbook(path, kind, cells)
    except BaseException as error:  # the parser's panics are not Exceptions
        print(json.dumps({"error": type(error).__name__}))
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
