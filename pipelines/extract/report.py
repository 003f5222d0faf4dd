"""Every problem of every cell of a file, gathered in one report; personal values masked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from pipelines.core.errors import Problem
from pipelines.core.masking import hide_numbers
from pipelines.core.text import Text

LISTED = 1_000_000  # problems told and marked one by one; beyond this they are counted, so that memory has a bound
QUARANTINE_COLUMNS = ("dataset", "source_sheet", "source_row", "reason_zh", "reason_en")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be used, and what to do about it."""

    reason: Text
    remedy: Text


def printable(text: str, longest: int = 60) -> str:
    """Return `text` for a report: control, direction and zero-width characters dropped, numbers of persons hidden, cut short."""
    kept = text
    if not text.isprintable():
        kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    kept = hide_numbers(kept)
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def mask(text: str) -> str:
    """Return a personal value with only its first and last characters, or *** when it is short.

    >>> mask("142301198001011234")
    '1****************4'
    """
    text = printable(text)
    return "***" if len(text) < 4 else f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"


@dataclass(slots=True)
class Report:
    """Collects the problems, notes and quarantined rows of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    _pointers: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    _unlisted: int = 0

    def problem(
        self,
        fault: Fault,
        *,
        sheet: str = "",
        row: int = 0,
        column: str = "",
        found: str = "",
        severity: Literal["error", "warning"] = "error",
        place: int = 0,
        is_partial: bool = False,
        also: tuple[int, ...] = (),
    ) -> None:
        """Add one problem (see `Problem`); `found` is masked by the caller where the column is personal."""
        if row and len(self.problems) >= LISTED:
            self._unlisted += 1
            return
        self.problems.append(
            Problem(
                file=self.file,
                sheet=printable(sheet),
                row=row,
                column=printable(column),
                found=printable(found),
                reason=fault.reason,
                remedy=fault.remedy,
                severity=severity,
                place=place,
                is_partial=is_partial,
                also=also,
            )
        )

    def cells(
        self, fault: Fault, sheet: str, column: str, cells: Iterable[tuple[int, str]], place: int, is_partial: bool = False
    ) -> None:
        """Add the same problem of many cells of one column: the row numbers and what was found there, masked by the caller."""
        sheet, column = printable(sheet), printable(column)
        for row, found in cells:
            if len(self.problems) >= LISTED:
                self._unlisted += 1
                continue
            self.problems.append(
                Problem(
                    file=self.file, sheet=sheet, row=row, column=column, found=printable(found), reason=fault.reason,
                    remedy=fault.remedy, place=place, is_partial=is_partial,
                )
            )

    def note(self, zh: str, en: str) -> None:
        """Add a remark that keeps nothing out."""
        self.notes.append(Text(zh, en))

    def quarantine(self, dataset: str, sheet: str, rows: Iterable[int], reason: Text) -> None:
        """Point at rows (spreadsheet numbers) that are kept out."""
        self._pointers.extend((dataset, sheet, int(row), reason.zh, reason.en) for row in rows)

    def quarantined(self) -> pd.DataFrame:
        """Return the pointers: dataset, source_sheet, source_row, reason_zh, reason_en."""
        frame = pd.DataFrame(self._pointers, columns=list(QUARANTINE_COLUMNS))
        texts = {name: "str" for name in QUARANTINE_COLUMNS if name != "source_row"}
        return frame.astype({**texts, "source_row": "int64"})

    def close(self) -> tuple[Problem, ...]:
        """Return all problems; those beyond the listing limit as one last line."""
        if self._unlisted:
            rest = Fault(
                Text(f"另有 {self._unlisted} 处问题未逐条列出", f"{self._unlisted} more problems are not listed one by one"),
                Text("请先改正以上各处，再重新检查", "correct the ones above and check again"),
            )
            self.problems.append(Problem(file=self.file, reason=rest.reason, remedy=rest.remedy))
            self._unlisted = 0
        return tuple(self.problems)
