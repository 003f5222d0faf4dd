"""Ranks and how far they may be trusted: joint confidence sets of ranks, without simulation.

Two ways. `pairwise_rank_set` tells two figures apart by the interval of their difference at the critical value of Tukey's
range; it needs K² comparisons. `joint_rank_set` by intervals that do not overlap; it is the simpler and the more cautious.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BLOCK_CELLS = 1_000_000  # pairs compared at once


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
    v, low, high = _checked(value, lower, upper, largest_first)
    rank, tied = _ranks(v, tolerance)
    better = np.searchsorted(np.sort(high), low, side="left")  # whole interval before: upper < lower
    worse = len(v) - np.searchsorted(np.sort(low), high, side="right")
    tier = _tiers(v, low, lambda leader: low > high[leader])
    # rounding of limits must not rule out the rank a figure has
    return RankSet(rank, tied, np.minimum(better + 1, rank), np.maximum(len(v) - worse, rank), tier)


def range_quantile(confidence: float, figures: int) -> float:
    """Return q such that the range of K standard normal numbers lies below q with probability `confidence`.

    Tukey's studentised range with known variance, from K ∫ φ(z) [Φ(z) − Φ(z − q)]^(K − 1) dz. Raises ValueError for fewer
    than two figures.

    >>> round(range_quantile(0.95, 10), 3)
    4.474
    """
    if figures < 2 or not 0.0 < confidence < 1.0:
        raise ValueError(f"{figures} figures at confidence {confidence}: expected two or more, and a share between 0 and 1")
    z = np.linspace(-8.0, 12.0, 1001)  # the largest of K numbers lies there
    density = np.exp(-z * z / 2.0) / np.sqrt(2.0 * np.pi) * (z[1] - z[0])
    below, log_below = ndtr(z), log_ndtr(z)
    low, high = 0.0, 20.0
    for _ in range(45):
        q = (low + high) / 2.0
        inside = log_below + np.log1p(-np.clip(ndtr(z - q) / below, 0.0, 1.0 - 1e-16))
        reached = figures * float(np.sum(density * np.exp((figures - 1) * inside)))
        low, high = (q, high) if reached < confidence else (low, q)
    return (low + high) / 2.0


def pairwise_confidence(confidence: float, figures: int) -> float:
    """Return the confidence at which limits have to be given to `pairwise_rank_set`: that of q ÷ √2 standard errors.

    >>> round(pairwise_confidence(0.95, 2), 6)
    0.95
    """
    return float(2.0 * ndtr(range_quantile(confidence, figures) / np.sqrt(2.0)) - 1.0)


def pairwise_rank_set(
    value: ArrayLike, lower: ArrayLike, upper: ArrayLike, largest_first: bool = True, tolerance: float = 1e-9
) -> RankSet:
    """Return ranks of K independent figures and their joint confidence set, from all differences at once.

    `value`, `lower`, `upper`: one dimension, no NaN, any unit, limits at `pairwise_confidence`. One figure surely lies
    before another where the square-and-add interval of their difference (Newcombe's, when the limits are Wilson's) is wholly
    on one side of 0. All such statements hold at once with the confidence asked for, and with them every rank set: at
    least 1 + those surely before, at most K − those surely behind. Source: Al Mohamad, Goeman & van Zwet (2022), Biometrics
    78:238-247 (rank sets from Tukey's differences); Hayter (1984), Annals of Statistics 12:61-75 (unequal sizes are on
    the safe side); Zou & Donner (2008) for the difference. That the limits behave at so high a confidence for
    few people is shown by simulation in the tests. Raises ValueError for missing or crossed limits.
    """
    v, low, high = _checked(value, lower, upper, largest_first)
    down, up = (v - low) ** 2, (high - v) ** 2
    rank, tied = _ranks(v, tolerance)
    better, worse = np.empty(len(v), dtype=np.int64), np.empty(len(v), dtype=np.int64)
    step = max(1, BLOCK_CELLS // max(1, len(v)))
    for start in range(0, len(v), step):
        part = slice(start, start + step)
        gap = v[part, None] - v[None, :]
        better[part] = np.sum(gap > np.sqrt(down[part, None] + up[None, :]), axis=1)
        worse[part] = np.sum(-gap > np.sqrt(up[part, None] + down[None, :]), axis=1)
    tier = _tiers(v, low, lambda leader: v - v[leader] > np.sqrt(down + up[leader]))
    return RankSet(rank, tied, np.minimum(better + 1, rank), np.maximum(len(v) - worse, rank), tier)


def _checked(
    value: ArrayLike, lower: ArrayLike, upper: ArrayLike, largest_first: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return figures and limits so turned that the smallest is the first, or raise ValueError."""
    v, low, high = (np.array(x, dtype=float) for x in (value, lower, upper))
    if v.ndim != 1 or not v.shape == low.shape == high.shape:
        raise ValueError("value, lower and upper must be of one dimension and equal length")
    if np.isnan(v).any() or np.isnan(low).any() or np.isnan(high).any():
        raise ValueError("a figure without value or limits cannot be ranked: leave it out and say why")
    if np.any(low > high):
        raise ValueError("a lower limit lies above its upper limit")
    return (-v, -high, -low) if largest_first else (v, low, high)


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


def _tiers(v: FloatArray, low: FloatArray, behind: Callable[[int], NDArray[np.bool_]]) -> IntArray:
    """Return tiers from the front: a new one opens with the first figure that is surely behind the leader of the last."""
    order = np.lexsort((low, v))
    tier = np.empty(len(v), dtype=np.int64)
    number, place = 0, 0
    while place < len(order):
        number += 1
        apart = behind(int(order[place]))[order]
        apart[: place + 1] = False
        end = int(np.argmax(apart)) if apart.any() else len(order)
        tier[order[place:end]] = number
        place = end
    return tier
