"""What somebody with the printed tables and a linear programme can find out; shares no code with what protects them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Numbers = NDArray[np.float64]


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


@dataclass(frozen=True)
class Block:
    """Unknown cells that say something about each other: where they stand, what holds of them, and between which ends each lies."""

    here: NDArray[np.int64]
    holds: Numbers
    sums: Numbers
    box: Numbers

    def least(self, aim: Numbers) -> tuple[float, Numbers]:
        """Return the least that `aim` (a weight for each cell) can come to, and cells with which it does."""
        done = linprog(aim, A_eq=self.holds, b_eq=self.sums, bounds=self.box, method="highs")
        assert done.status == 0, done.message
        return done.fun, done.x


def blocks(relations: Numbers, low: Numbers, high: Numbers, wanted: list[int]) -> Iterator[tuple[Block, list[int]]]:
    """Yield the blocks in which wanted cells stand, with those cells."""
    loose = high > low
    touching = (relations != 0) & loose
    group = np.where(loose, np.arange(len(low)), -1)
    for _ in range(len(low)):  # what no unknown cell of a group stands in says nothing about it: closed again and again
        before = group.copy()
        for row in touching:
            if row.any():
                group[row] = group[row].min()
        if (before == group).all():
            break
    for name in dict.fromkeys(group[cell] for cell in wanted if loose[cell]):
        here = np.flatnonzero(group == name)
        rows = relations[(relations[:, here] != 0).any(axis=1)]
        box = np.column_stack([low[here], np.where(np.isinf(high[here]), 1e6, high[here])])
        yield Block(here, rows[:, here], -rows[:, ~loose] @ low[~loose], box), [cell for cell in wanted if group[cell] == name]


def intervals(relations: Numbers, low: Numbers, high: Numbers, wanted: list[int], truth: NDArray[np.int64], quick: bool) -> list[Found]:
    """Return the least and the largest each wanted cell can be, all cells and all relations taken together.

    With `quick` a cell is let go as soon as two whole numbers were seen in tables that could be: its ends are then inner ones.
    """
    found = {cell: Found(cell, low[cell], high[cell], int(truth[cell])) for cell in wanted}
    for block, cells in blocks(relations, low, high, wanted):
        seen = sweep(block, cells, truth) if quick else {}
        for cell in cells:
            if cell in seen and not seen[cell].recovered:
                found[cell] = seen[cell]
            else:
                aim = (block.here == cell).astype(float)
                found[cell] = Found(cell, block.least(aim)[0], -block.least(-aim)[0], int(truth[cell]))
    return list(found.values())


def sweep(block: Block, cells: list[int], truth: NDArray[np.int64]) -> dict[int, Found]:
    """Return between which values each cell was seen in tables in which all that are still fixed are as small, or as large, as can be together."""
    at = np.searchsorted(block.here, cells)
    least, most = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
    fixed = np.ones(len(cells), dtype=bool)
    while fixed.any():
        for sign in (1.0, -1.0):
            aim = np.zeros(len(block.here))
            aim[at[fixed]] = sign
            value = block.least(aim)[1][at]
            least, most = np.minimum(least, value), np.maximum(most, value)
        still = np.ceil(least - 1e-6) >= np.floor(most + 1e-6)
        if still.sum() == fixed.sum():
            break
        fixed = still
    return {cell: Found(cell, least[i], most[i], int(truth[cell])) for i, cell in enumerate(cells)}


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
