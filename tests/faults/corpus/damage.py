"""A damage: what somebody did to a good workbook, and what has to come of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from tests.faults.corpus.good import FIRST_ROW, HEADER_ROW, Good, Value
from tests.faults.formats import Page, write_ods, write_xls, write_xlsb

Place = tuple[int, str]  # row as a spreadsheet shows it, header


@dataclass
class Draft:
    """A workbook about to be written: the rows of its sheet with title and headers, its names, and what is done to the sheet last."""

    good: Good
    rows: list[list[Any]]
    name: str
    sheet: str = "表一"
    ending: str = "xlsx"
    encoding: str = "utf-8"
    finish: list[Callable[[Worksheet], None]] = field(default_factory=list)
    bytes_of: Callable[[bytes], bytes] = bytes

    def put(self, row: int, header: str, value: Value) -> None:
        """Write into a cell."""
        self.rows[row - 1][self.good.at(header)] = value

    def text(self, delimiter: str = ",") -> str:
        """Return the rows as CSV."""
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([["" if v is None else v for v in row] for row in self.rows])
        return out.getvalue()

    def write(self, folder: Path) -> Path:
        """Write the file and return its path."""
        path = folder / f"{self.name}.{self.ending}"
        writer = {"xls": write_xls, "et": write_xls, "xlsb": write_xlsb, "ods": write_ods}.get(self.ending)
        if writer is not None:
            writer(path, [Page(self.sheet, self.rows)])
        elif self.ending == "xlsx":
            self._save(path)
        else:
            path.write_bytes(self.text().encode(self.encoding))
        path.write_bytes(self.bytes_of(path.read_bytes()))
        return path

    def _save(self, path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = self.sheet
        for row in self.rows:
            sheet.append(row)
        for step in self.finish:
            step(sheet)
        book.save(path)


Change = Callable[[Draft], Any]


@dataclass(frozen=True)
class Damage:
    """One kind of damage: how it is done; the cells it is told at; how many good records are not loaded for it.

    `refused` are words of the one problem of a file nothing is loaded from, `noted` words of a remark. A row that is told may
    be loaded with other values (`differs`); every other row must be as it was.
    """

    what: str
    good: Good
    change: Change
    told: frozenset[Place] = frozenset()
    lost: int = 0
    refused: str = ""
    noted: str = ""
    differs: bool = False

    def draft(self) -> Draft:
        """Return the damaged workbook."""
        rows = [[self.good.title], list(self.good.header), *(list(row) for row in self.good.rows)]
        made = Draft(self.good, rows, self.good.stem)
        self.change(made)
        return made


def bad_cell(what: str, good: Good, header: str, value: Value, row: int = FIRST_ROW + 1, ending: str = "xlsx") -> Damage:
    """Return the damage of one value that cannot be read: told at its cell, its row kept out."""

    def change(draft: Draft) -> None:
        draft.put(row, header, value)
        draft.ending = ending

    return Damage(what, good, change, frozenset({(row, header)}), lost=1)


def same_cell(what: str, good: Good, header: str, write: Callable[[Any], Value], ending: str = "xlsx", row: int = 0) -> Damage:
    """Return a harmless peculiarity: a column (or the cell of one row) written otherwise, its values the same."""

    def change(draft: Draft) -> None:
        for number in [row] if row else range(FIRST_ROW, len(draft.rows) + 1):
            value = draft.rows[number - 1][good.at(header)]
            draft.put(number, header, None if value is None else write(value))
        draft.ending = ending

    return Damage(what, good, change)


def same(what: str, good: Good, change: Change, noted: str = "") -> Damage:
    """Return a harmless peculiarity of the whole file."""
    return Damage(what, good, change, noted=noted)


def refused(what: str, good: Good, change: Change, words: str) -> Damage:
    """Return a damage for which nothing is loaded, told in one line with these words."""
    return Damage(what, good, change, refused=words)


def told(what: str, good: Good, change: Change, places: Iterable[Place], lost: int = 0, differs: bool = False) -> Damage:
    """Return a damage that is told at these cells."""
    return Damage(what, good, change, frozenset(places), lost, differs=differs)


def whole_row(row: int) -> Place:
    """Return the place of a problem that is about a row, not a cell."""
    return row, ""


def canonical(value: Any) -> Any:
    """Return a value so that it can be compared: days as days, numbers as floats, blanks as None."""
    if pd.isna(value):
        return None
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute) == (0, 0) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return bool(value)
    if isinstance(value, int | float):
        return round(float(value), 9)
    return str(value)


__all__ = [
    "FIRST_ROW", "HEADER_ROW", "Damage", "Draft", "bad_cell", "canonical", "refused", "same", "same_cell", "told", "whole_row",
]  # fmt: skip
