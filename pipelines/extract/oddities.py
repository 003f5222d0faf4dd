"""What the parser of workbooks does not say about a sheet: formula errors, formulas never calculated, hidden rows, merged cells."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 100_000  # of a kind on one sheet
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
Area = tuple[int, int, int, int]  # first row, first column, last row, last column, all 0-based


class TooManyOddities(Exception):
    """A sheet with so many errors or merged cells that it is no table any more."""


class Locked(Exception):
    """A workbook whose sheets are encrypted with a password."""


@dataclass(slots=True)
class Oddities:
    """Of one sheet, rows and columns counted from 0.

    `cells` holds what is written where the parser gives a blank: an error (#DIV/0!), or a formula without a value (=A1+B1).
    """

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0
    merged: list[Area] = field(default_factory=list)
    is_1904: bool = False  # the workbook counts days from 1904

    def put(self, row: int, column: int, text: str) -> None:
        """Note what is written in a cell; raises TooManyOddities."""
        if len(self.cells) >= MOST:
            raise TooManyOddities
        self.cells[row, column] = text[:100]

    def merge(self, area: Area) -> None:
        """Note a merged block; raises TooManyOddities."""
        if len(self.merged) >= MOST:
            raise TooManyOddities
        self.merged.append(area)
