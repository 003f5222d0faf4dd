"""What can go wrong, said so that the reader knows what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from pipelines.core.masking import SHORTEST, hide_numbers
from pipelines.core.text import Lang, Text


class ExitCode(IntEnum):
    """Exit codes of every command, printed in `xiangyi --help`."""

    OK = 0
    PROBLEMS = 1  # some rows or files could not be used; the rest was
    USAGE = 2  # the command line itself is wrong
    NOT_FOUND = 3  # no such workspace, file, indicator, region or period
    REFUSED = 4  # asked for what must not be done (other hosts, profiles not yet built)
    BUSY = 5  # another load holds the workspace
    DAMAGED = 6  # a file of the workspace cannot be read or written
    FAULT = 70  # the program itself failed; what happened is in an incident file
    INTERRUPTED = 130  # stopped by the user


class XiangyiError(Exception):
    """An error for people: one sentence in both languages and the exit code it ends a command with."""

    def __init__(self, text: Text, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(text.en)
        self.text = text
        self.code = code

    def __reduce__(self) -> tuple[type[XiangyiError], tuple[Text, ExitCode]]:
        """Return what another process makes it of again: an exception is otherwise made of its message alone."""
        return type(self), (self.text, self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one cell, row, sheet or file.

    `row` is the row number a spreadsheet shows (1-based; 0 when the whole sheet or file is meant) and `place` the number
    of the column (1 is A; 0 when the row or the sheet is meant). `also` are further rows of the sheet of which the same is
    true, so that one line of a list can stand for many. `found` is already masked where the column is personal, and numbers of
    persons are hidden in it wherever they stand. A `warning`
    is told but does not keep the row out; an error in one of the columns of a wide sheet (`is_partial`) keeps out what that
    column says, not the row.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    found: str = ""
    reason: Text
    remedy: Text
    severity: Literal["error", "warning"] = "error"
    place: int = 0
    also: tuple[int, ...] = ()
    is_partial: bool = False

    def __post_init__(self) -> None:
        if len(self.found) >= SHORTEST:
            object.__setattr__(self, "found", hide_numbers(self.found))

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row that is meant, empty where the sheet or the file is."""
        return (self.row, *self.also) if self.row else ()

    def line(self, lang: Lang) -> str:
        """Return the problem as one line: where, what was found, what was expected, what to do."""
        if lang == "zh":
            where = [self.file, f"工作表“{self.sheet}”" if self.sheet else "", f"第 {self.row} 行" if self.row else ""]
            where.append(f"“{self.column}”列" if self.column else "")
            found = f"填的是“{self.found}”，" if self.found else ""
            return f"{'，'.join(w for w in where if w)}：{found}{self.reason.zh}；{self.remedy.zh}"
        where = [self.file, f"sheet {self.sheet}" if self.sheet else "", f"row {self.row}" if self.row else ""]
        where.append(f"column {self.column}" if self.column else "")
        found = f'found "{self.found}", ' if self.found else ""
        return f"{', '.join(w for w in where if w)}: {found}{self.reason.en}; {self.remedy.en}"
