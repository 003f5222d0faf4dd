"""Rows of totals against the rows they total: a figure that does not add up is told at its cell, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.core.column import Column
from pipelines.core.text import Text
from pipelines.extract.clean import Cleaned
from pipelines.extract.draft import Body
from pipelines.extract.grid import as_text, texts_of
from pipelines.extract.report import Fault

ADDED_UNITS = ("person", "patient", "FTE")  # of numbers; money and whole numbers add up by nature, but for whole years
LOOKED_BACK = 200  # totals before a total from which it may count
_CHECK = Text("请核对该合计，以及它所合计的各行", "check the total and the rows above it")


@dataclass(frozen=True, slots=True)
class Figures:
    """One column of numbers as read: the total is known only while every row is."""

    place: int
    column: Column
    cleaned: Cleaned

    @property
    def adds_up(self) -> bool:
        """Say whether the column is one of which a total row gives the sum."""
        if self.column.kind == "money":
            return True
        return self.column.unit in ADDED_UNITS or (self.column.kind == "integer" and self.column.unit not in ("year", "degree"))


def check_totals(body: Body, figures: Sequence[Figures], totals: Sequence[int]) -> None:
    """Warn of each figure of a total row (0-based places in the sheet) that is the sum of nothing it could stand for.

    It may total the rows since any earlier total or from the first row on, every row, or, standing first, the rows below it.
    """
    if not totals or not len(body.rows):
        return
    ends = np.searchsorted(body.rows, np.asarray(totals))  # how many rows of data stand before each total
    for item in figures:
        if item.adds_up:
            _check_column(body, item, list(totals), ends)


def _check_column(body: Body, item: Figures, totals: list[int], ends: npt.NDArray[np.int64]) -> None:
    factor = body.headers.factor(item.place, item.column) or 1.0
    values = np.asarray(item.cleaned.values, dtype="float64")
    sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(values))))
    unread = np.concatenate(([0], np.cumsum(item.cleaned.bad)))
    written = [as_text(cell) for cell in body.grid.cells(item.place, totals)]
    given = body.read(item.column, item.place, texts_of(written))
    for number, figure in enumerate(np.asarray(given.values, dtype="float64").tolist()):
        if np.isnan(figure):
            continue
        end, earlier = int(ends[number]), np.unique(np.concatenate(([0], ends[max(0, number - LOOKED_BACK) : number])))
        below = int(ends[number + 1]) if number + 1 < len(ends) else len(values)
        starts = np.concatenate((earlier, [end, 0]))
        stops = np.concatenate((np.full(len(earlier), end), [below, len(values)]))
        near = np.abs(sums[stops] - sums[starts] - figure) <= _rounding(written[number], factor, figure)
        if near.any() or unread[stops.max()] > unread[starts.min()]:
            continue
        start = _start(body, totals, number, earlier)
        start, stop = (start, end) if end > start else (end, below)
        _warn(body, item, totals[number], written[number], (sums[stop] - sums[start]) / factor)


def _start(body: Body, totals: list[int], number: int, earlier: npt.NDArray[np.int64]) -> int:
    """Return from which row on a total most likely counts: 小计, and any but the last total, since the one before it."""
    opening = next((as_text(c).strip() for c in body.grid.rows[totals[number]] if c is not None and as_text(c).strip()), "")
    is_part = opening.endswith("小计") or number + 1 < len(totals)
    return int(earlier[-1]) if is_part else 0


def _rounding(written: str, factor: float, figure: float) -> float:
    """Return how far a total may be off: half of its last written digit, and what floating point loses."""
    digits = len(written.partition(".")[2]) if written.replace(".", "").replace(",", "").isdigit() else 2
    return 0.5 * 10.0 ** -min(digits, 6) * factor + 1e-9 * abs(figure)


def _warn(body: Body, item: Figures, row: int, written: str, total: float) -> None:
    shown = f"{total:,.2f}".removesuffix("00").removesuffix(".")
    fault = Fault(
        Text(f"与所合计各行之和 {shown} 不符", f"expected {shown}, the sum of the rows it totals"), _CHECK
    )
    body.job.report.problem(
        fault, sheet=body.grid.name, row=row + 1, column=body.headers.label(item.place), found=written, severity="warning",
        place=item.place + 1,
    )
