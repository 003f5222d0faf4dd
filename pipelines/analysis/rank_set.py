"""Ranks and how far they may be trusted: a joint confidence set of ranks from simultaneous intervals, without simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RankSet:
    """Ranks of K figures, 1 for the first, with the ranks that the data do not rule out; one array entry a figure.

    `rank` counts those strictly better, plus one: figures that are equal share a rank (1, 2, 2, 4) and `tied` says so.
    The true rank of every figure at once lies in `first`..`last` with the confidence the intervals have together. `tier`
    numbers groups in the order of rank: in each, no member can be told from the one that leads it. `alike` is how many
    others a figure cannot be told from.
    """

    rank: IntArray
    tied: NDArray[np.bool_]
    first: IntArray
    last: IntArray
    tier: IntArray

    def __post_init__(self) -> None:
        for array in (self.rank, self.tied, self.first, self.last, self.tier):
            array.setflags(write=False)

    @property
    def alike(self) -> IntArray:
        """How many other figures each cannot be told from."""
        return self.last - self.first

    def could_be_first(self, places: int = 1) -> NDArray[np.bool_]:
        """Say of each whether it may truly be among the first `places`."""
        return self.first <= places

    def could_be_last(self, places: int = 1) -> NDArray[np.bool_]:
        """Say of each whether it may truly be among the last `places`."""
        return self.last > len(self.rank) - places

    def tidy(self) -> pd.DataFrame:
        """Return one row a figure: rank, tied, first, last, alike, tier."""
        return pd.DataFrame({name: getattr(self, name) for name in ("rank", "tied", "first", "last", "alike", "tier")})


def simultaneous_confidence(confidence: float, figures: int) -> float:
    """Return the confidence each of K independent intervals needs so that all of them hold at once with `confidence`.

    Šidák: confidence ** (1 ÷ K), a little sharper than Bonferroni, which does not need independence. Source: Šidák (1967),
    JASA 62:626-633. Raises ValueError for fewer than one figure.

    >>> round(simultaneous_confidence(0.95, 20), 5)
    0.99744
    """
    if figures < 1:
        raise ValueError(f"{figures} figures: expected one or more")
    return float(confidence ** (1.0 / figures))


def joint_rank_set(
    value: ArrayLike, lower: ArrayLike, upper: ArrayLike, largest_first: bool = True, tolerance: float = 1e-9
) -> RankSet:
    """Return ranks of K figures and their joint confidence set.

    `value`, `lower`, `upper`: one dimension, no NaN, any unit. The intervals have to hold *simultaneously* with the
    confidence wanted (see `simultaneous_confidence`). A figure is surely behind those whose whole interval lies on the
    better side of its own, and surely before those on the worse side; all others may stand on either side. If all
    intervals hold, so do all these statements, so the true ranks lie in the sets at least as often as the intervals hold
    together: in practice more often, it is a cautious set. Equal within a share `tolerance` of the largest figure is a tie, since the
    same ratio of other counts may differ in the last digit. Source: Klein, Wright & Wieczorek (2020), Journal of the
    Royal Statistical Society A 183:589-606, theorem 1. Raises ValueError for missing or crossed limits.
    """
    v, low, high = (np.array(x, dtype=float) for x in (value, lower, upper))
    if v.ndim != 1 or not v.shape == low.shape == high.shape:
        raise ValueError("value, lower and upper must be of one dimension and equal length")
    if np.isnan(v).any() or np.isnan(low).any() or np.isnan(high).any():
        raise ValueError("a figure without value or limits cannot be ranked: leave it out and say why")
    if np.any(low > high):
        raise ValueError("a lower limit lies above its upper limit")
    if largest_first:
        v, low, high = -v, -high, -low
    rank, tied = _ranks(v, tolerance)
    better = np.searchsorted(np.sort(high), low, side="left")  # whole interval before: upper < lower
    worse = len(v) - np.searchsorted(np.sort(low), high, side="right")
    # rounding of limits must not rule out the rank a figure has
    first, last = np.minimum(better + 1, rank), np.maximum(len(v) - worse, rank)
    return RankSet(rank, tied, first, last, _tiers(v, low, high))


def _ranks(v: FloatArray, tolerance: float) -> tuple[IntArray, NDArray[np.bool_]]:
    """Return 1 + how many are smaller, equal ones sharing a rank, and which are equal to another."""
    order = np.argsort(v, kind="stable")
    ordered = v[order]
    gap = tolerance * max(1e-300, float(np.abs(v).max(initial=0.0)))
    opens = np.ones(len(v), dtype=bool)
    opens[1:] = np.diff(ordered) > gap
    start = np.maximum.accumulate(np.where(opens, np.arange(len(v)), 0))
    rank = np.empty(len(v), dtype=np.int64)
    rank[order] = start + 1
    return rank, np.bincount(rank, minlength=len(v) + 1)[rank] > 1


def _tiers(v: FloatArray, low: FloatArray, high: FloatArray) -> IntArray:
    """Return tiers from the front: a new one opens with the first figure that lies wholly behind the leader of the last."""
    tier = np.empty(len(v), dtype=np.int64)
    number, leader_high = 0, -np.inf
    for place in np.lexsort((low, v)):
        if low[place] > leader_high:
            number, leader_high = number + 1, high[place]
        tier[place] = number
    return tier
