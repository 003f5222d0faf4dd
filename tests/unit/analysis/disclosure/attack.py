"""What somebody with the printed tables and a linear programme can find out; shares no code with what protects them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog


@dataclass(frozen=True)
class Found:
    """A cell nobody printed, what the attacker knows of it, and the truth."""

    cell: int
    low: float
    high: float
    truth: int

    @property
    def recovered(self) -> bool:
        """Return whether a single whole number is left."""
        return np.ceil(self.low - 1e-6) >= np.floor(self.high + 1e-6)


def intervals(
    relations: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64], wanted: list[int], truth: NDArray[np.int64],
    quick: bool,
) -> list[Found]:
    """Return the least and the largest each wanted cell can be, all cells and all relations taken together.

    With `quick` a cell is let go as soon as two whole numbers were seen in tables that could be: its ends are then inner ones.
    """
    # what no unknown cell of a group stands in says nothing about it: the group of each cell by repeated closure
    loose = high > low
    touching = (relations != 0) & loose
    group = np.where(loose, np.arange(len(low)), -1)
    for _ in range(len(low)):
        before = group.copy()
        for row in touching:
            if row.any():
                group[row] = group[row].min()
        if (before == group).all():
            break
    found, least, most = [], np.full(len(low), np.inf), np.full(len(low), -np.inf)
    for cell in wanted:
        if quick and np.ceil(least[cell] - 1e-6) < np.floor(most[cell] + 1e-6):
            found.append(Found(cell, least[cell], most[cell], int(truth[cell])))
            continue
        here = np.flatnonzero(group == group[cell]) if loose[cell] else np.array([cell])
        rows = relations[(relations[:, here] != 0).any(axis=1)]
        others = np.setdiff1d(np.flatnonzero(~loose), here)
        fixed = rows[:, others] @ low[others]
        aim = (here == cell).astype(float)
        ends = []
        for sign in (1, -1):
            box = np.column_stack([low[here], np.where(np.isinf(high[here]), 1e6, high[here])])
            done = linprog(sign * aim, A_eq=rows[:, here], b_eq=-fixed, bounds=box, method="highs") if len(rows) else None
            if done is not None:
                assert done.status == 0, done.message
                least[here], most[here] = np.minimum(least[here], done.x), np.maximum(most[here], done.x)
            ends.append(sign * done.fun if done is not None else (low[cell] if sign > 0 else high[cell]))
        found.append(Found(cell, ends[0], ends[1], int(truth[cell])))
    return found


def attack(
    relations: NDArray[np.float64], values: NDArray[np.int64], printed: NDArray[np.bool_], hidden: NDArray[np.bool_],
    wanted: NDArray[np.bool_], base: int | None = None, quick: bool = False,
) -> list[Found]:
    """Return what is known of the wanted cells: printed and not hidden ones are exact, or known to within a rounding.

    A hidden cell is 1 or more (a zero would be shown), one that no table prints 0 or more.
    """
    low = np.where(printed, 1.0, 0.0)
    high = np.full(len(values), np.inf)
    shown = printed & ~hidden
    if base is None:
        low[shown] = high[shown] = values[shown]
    else:
        near = np.floor(values[shown] / base + 0.5) * base
        low[shown], high[shown] = np.maximum(near - base // 2, 0), near + base // 2
        low[shown & (values == 0)] = high[shown & (values == 0)] = 0
    return intervals(relations, low, high, np.flatnonzero(wanted).tolist(), values, quick)
