"""Parse one workbook in a process of its own and print its cells as lines of JSON; run by `workbook`, never imported.

A workbook of 4 KB can make the parser abort its process or ask for all memory there is: here that hurts nobody. Lines:
{"sheet", "visible", "merged"} opens a sheet, a list is a row, {"end"} closes the file, {"error"} says what went wrong.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from collections import Counter
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_LOOKED_FOR = {  # what the parser says nothing about
    "errors": re.compile(rb"""<c\s[^>]*\bt=["']e["']"""),
    "uncalculated": re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>"),
    "hidden_rows": re.compile(rb"""<row\s[^>]*\bhidden=["'](?:1|true)["']"""),
}
_CHUNK = 1_000_000


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


def _rows(sheet: CalamineSheet, left: int) -> int:
    """Print the rows of a sheet from cell A1 on; return how many cells may still be printed, below 0 when too many."""
    indent = [None] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        cells = [None if cell == "" else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        left -= len(cells) + 1
        if left < 0:
            break
        print(json.dumps(indent + cells if cells else [], default=_plain))
    return left


def _merged(sheet: CalamineSheet) -> list[list[int]]:
    ranges = sheet.merged_cell_ranges or []
    return [[*start, *end] for start, end in ranges[:20_000]]


def count_peculiarities(path: str) -> dict[str, int]:
    """Count cells with formula errors, formulas never calculated (both are read as blank) and hidden rows."""
    found: Counter[str] = Counter(dict.fromkeys(_LOOKED_FOR, 0))
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            rest = b""
            with archive.open(name) as part:
                while chunk := part.read(_CHUNK):
                    text = rest + chunk
                    cut = text.rfind(b"</c>") + 4 if b"</c>" in text else len(text)
                    rest = text[cut:]
                    found.update({k: len(p.findall(text, 0, cut)) for k, p in _LOOKED_FOR.items()})
    return dict(found)


def print_workbook(path: str, cells: int) -> None:
    """Print every visible worksheet of a workbook, and the names of the others."""
    workbook = CalamineWorkbook.from_path(path)
    for place, known in enumerate(workbook.sheets_metadata):
        visible = known.visible == SheetVisibleEnum.Visible
        if known.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(place) if visible else None
        merged = _merged(sheet) if sheet is not None else []
        print(json.dumps({"sheet": known.name[:200], "visible": visible, "merged": merged}), flush=True)
        cells = _rows(sheet, cells) if sheet is not None else cells
        if cells < 0:
            print(json.dumps({"error": "TooManyCells"}))
            return
    print(json.dumps({"end": True, **count_peculiarities(path)}))


def main() -> int:
    """Run with: path, largest number of cells, megabytes, CPU seconds. Returns the exit code."""
    path, cells, megabytes, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    limit_resources(megabytes, seconds)
    try:
        print_workbook(path, cells)
    except BaseException as error:  # the parser's panics are not Exceptions
        print(json.dumps({"error": type(error).__name__}))
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
