"""Exact limits, for counts so small that approximations err: Poisson rates, shares, and ranks of quantiles."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray, normal_quantile


def exact_poisson(count: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Return the exact lower and upper limit of a rate count ÷ denominator, the count being Poisson.

    Arrays that broadcast to one shape in, two of that shape out, in events per unit of denominator. The lower limit of
    no event is 0. NaN where the denominator is not above 0 or the count negative or missing. Source: Garwood (1936)
    Biometrika 28:437; tails alike. Raises ValueError when `confidence` is not a share between 0 and 1.

    >>> [round(float(limit), 4) for limit in exact_poisson(10, 1)]
    [4.7954, 18.3904]
    """
    from scipy.special import gammaincinv  # 0.1 s to import: only for those who ask for exact limits

    normal_quantile(confidence)
    tail = (1.0 - confidence) / 2.0
    events, size = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(denominator, dtype=float))
    usable = (size > 0) & (events >= 0)
    seen, per = np.where(usable, events, 0.0), np.where(usable, size, 1.0)
    lower = np.where(seen > 0, gammaincinv(np.maximum(seen, 1e-300), tail), 0.0)
    upper = gammaincinv(seen + 1.0, 1.0 - tail)
    return np.where(usable, lower / per, np.nan), np.where(usable, upper / per, np.nan)


def all_of(n: ArrayLike, confidence: float = 0.95) -> FloatArray:
    """Return the exact lower limit of a share of which all `n` are, one entry a sample; NaN where there is nobody.

    The upper limit is 1. Source: Clopper & Pearson (1934) Biometrika 26:404; tails alike. Raises ValueError when `confidence` is not a share
    between 0 and 1.

    >>> round(float(all_of(7)), 4)
    0.5904
    """
    normal_quantile(confidence)
    size = np.asarray(n, dtype=float)
    return np.where(size > 0, ((1.0 - confidence) / 2.0) ** (1.0 / np.where(size > 0, size, 1.0)), np.nan)


def student_mean(values: ArrayLike, confidence: float = 0.95) -> tuple[float, float, float]:
    """Return the mean of values (one dimension, any unit, NaN left out) and its lower and upper limit by Student's t.

    The limits are NaN below two values, the mean without any. Source: Student (1908) Biometrika 6:1. Raises ValueError when
    `confidence` is not a share between 0 and 1.

    >>> [round(part, 4) for part in student_mean([1, 2, 3, 4])]
    [2.5, 0.4457, 4.5543]
    """
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    mean, lower, upper = student_means(known, np.zeros(len(known), dtype=np.int64), 1, confidence)
    return float(mean[0]), float(lower[0]), float(upper[0])


def student_means(
    values: FloatArray, group: NDArray[np.int64], groups: int, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the mean of each of `groups` groups and its limits as `student_mean`: values without NaN, `group` the place of each one's group."""
    from scipy.special import stdtrit

    normal_quantile(confidence)
    n = np.bincount(group, minlength=groups)
    mean = np.divide(np.bincount(group, weights=values, minlength=groups), n, out=np.full(groups, np.nan), where=n > 0)
    squares = np.bincount(group, weights=(values - mean[group]) ** 2, minlength=groups)
    error = np.sqrt(np.divide(squares, (n - 1) * n, out=np.full(groups, np.nan), where=n > 1))
    half = stdtrit(np.maximum(n - 1, 1), (1.0 + confidence) / 2.0) * error
    return mean, mean - half, mean + half


def quantile_ranks(
    n: ArrayLike, p: float, confidence: float = 0.95
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
    """Return which order statistics hold the quantile `p` (0-1) of a sample of `n` between them, and how surely.

    `n` one entry a sample. Returns the lower and upper rank (1 to n, the smallest value is rank 1) and the coverage;
    ranks 0 and coverage NaN where n is too small for the confidence. Each tail is at most (1 - confidence) ÷ 2, whatever
    the distribution of the values. Source: Thompson (1936); David & Nagaraja (2003), sec. 7.1. Raises ValueError when
    `p` or `confidence` is not between 0 and 1.

    >>> [int(r[0]) for r in quantile_ranks([6], 0.5)[:2]], round(float(quantile_ranks([6], 0.5)[2][0]), 5)
    ([1, 6], 0.96875)
    """
    if not 0.0 < p < 1.0:
        raise ValueError(f"p is {p}, expected a share between 0 and 1")
    normal_quantile(confidence)
    sizes, place = np.unique(np.atleast_1d(np.asarray(n, dtype=np.int64)), return_inverse=True)
    lower, upper = np.zeros(len(sizes), dtype=np.int64), np.zeros(len(sizes), dtype=np.int64)
    coverage = np.full(len(sizes), np.nan)
    for i, size in enumerate(sizes.tolist()):
        lower[i], upper[i], coverage[i] = _ranks(size, p, (1.0 - confidence) / 2.0)
    return lower[place], upper[place], coverage[place]


@lru_cache(maxsize=4096)
def _ranks(n: int, p: float, tail: float) -> tuple[int, int, float]:
    """Return the ranks of one sample size: 0, 0, NaN when there are none."""
    from scipy.special import bdtr

    if n < 1:
        return 0, 0, float("nan")
    # P(at most k values lie below the quantile); the lower rank may be r when P(at most r - 1) is within the tail
    below = bdtr(np.arange(n, dtype=float), n, p)
    slack = tail * (1.0 + 1e-12)
    low = int(np.searchsorted(below, slack, side="right"))
    high = int(np.searchsorted(below, 1.0 - slack, side="left")) + 1
    if low < 1 or high > n:
        return 0, 0, float("nan")
    return low, high, float(below[high - 1] - below[low - 1])
