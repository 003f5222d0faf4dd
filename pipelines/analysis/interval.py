"""Confidence intervals for the small numbers of townships: Wilson, Byar, percentile bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
CHUNK_CELLS = 2_000_000  # draws x n held at once: 16 MB


def normal_quantile(confidence: float) -> float:
    """Return z so that a standard normal lies within -z..z with probability `confidence` (0-1, both ends excluded).

    Raises ValueError when `confidence` is not a share between 0 and 1.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}, expected a share between 0 and 1")
    return NormalDist().inv_cdf(0.5 + confidence / 2.0)


def wilson(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Return the lower and upper limit of a share numerator ÷ denominator by the score interval.

    Arrays of counts that broadcast to one shape in, two arrays of that shape with shares 0-1 out. Use it for people out
    of people; not for rates whose numerator can exceed the denominator (see `byar`). Fractional counts (means over
    months) are allowed. Limits are NaN where the denominator is 0 or missing, or the numerator is outside
    0..denominator. Source: Wilson (1927), JASA 22:209-212; without continuity correction.

    >>> [round(float(limit), 4) for limit in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    z = normal_quantile(confidence)
    count, total = np.broadcast_arrays(np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float))
    usable = (total > 0) & (count >= 0) & (count <= total)
    size = np.where(usable, total, 1.0)
    share = np.where(usable, count, 0.0) / size
    scale = 1.0 + z * z / size
    centre = (share + z * z / (2.0 * size)) / scale
    half = z * np.sqrt(share * (1.0 - share) / size + z * z / (4.0 * size * size)) / scale
    # the exact limits at 0 and n are 0 and 1; subtraction would leave a stray 1e-17
    lower = np.where(share == 0.0, 0.0, np.maximum(centre - half, 0.0))
    upper = np.where(share == 1.0, 1.0, np.minimum(centre + half, 1.0))
    return np.where(usable, lower, np.nan), np.where(usable, upper, np.nan)


def byar(count: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Return the lower and upper limit of a rate count ÷ denominator, the count being Poisson, by Byar's approximation.

    Arrays that broadcast to one shape in; two arrays of that shape out, in events per unit of denominator (multiply by
    1,000 for a rate per thousand). A denominator of 1 gives limits of the count itself. Limits are NaN where the
    denominator is not above 0 or the count is negative or missing. Source: Breslow & Day (1987), Statistical methods in
    cancer research II, eq. 2.10 (accurate from a count of about 5; below it errs on the wide side).

    >>> [round(float(limit), 3) for limit in byar(10, 1)]
    [4.787, 18.391]
    """
    z = normal_quantile(confidence)
    events, size = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(denominator, dtype=float))
    usable = (size > 0) & (events >= 0)
    seen = np.where(usable, events, 0.0)
    floor = np.where(seen > 0, seen, 1.0)
    below = floor * (1.0 - 1.0 / (9.0 * floor) - z / (3.0 * np.sqrt(floor))) ** 3
    more = seen + 1.0
    above = more * (1.0 - 1.0 / (9.0 * more) + z / (3.0 * np.sqrt(more))) ** 3
    lower = np.where(seen > 0, np.maximum(below, 0.0), 0.0)
    per = np.where(usable, size, 1.0)
    return np.where(usable, lower / per, np.nan), np.where(usable, above / per, np.nan)


def bootstrap_median(
    values: ArrayLike, draws: int = 1000, seed: int = 0, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the percentile-bootstrap limits of the median of `values` (one dimension, any unit; NaN not allowed).

    The same values in any order give the same limits for the same `seed`. NaN, NaN below two values: one person says
    nothing about the spread. Time does not grow with the number of values: the middle of n draws with replacement is
    the value at rank floor(n U) where U is the middle of n uniform numbers, which is drawn directly as a beta variate.
    Source: Efron & Tibshirani (1993), An introduction to the bootstrap, ch. 13; David & Nagaraja (2003), Order
    statistics, sec. 2.5. Raises ValueError for fewer than 100 draws.
    """
    sample = np.sort(np.asarray(values, dtype=float))
    if sample.ndim != 1 or np.isnan(sample).any():
        raise ValueError("bootstrap_median expects one dimension of numbers without NaN")
    _check_draws(draws)
    n = len(sample)
    if n < 2:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    middle = (n + 1) // 2
    low = rng.beta(middle, n - middle + 1, draws)
    medians = sample[_rank(low, n)]
    if n % 2 == 0:
        # the next order statistic above `low`: the smallest of n - middle uniform numbers on low..1
        high = 1.0 - (1.0 - low) * rng.random(draws) ** (1.0 / (n - middle))
        medians = (medians + sample[_rank(high, n)]) / 2.0
    return _percentiles(medians, confidence)


def _rank(uniform: FloatArray, n: int) -> NDArray[np.int64]:
    """Return floor(n U) as a place in a sorted sample of n."""
    return np.minimum((uniform * n).astype(np.int64), n - 1)


def _percentiles(drawn: FloatArray, confidence: float) -> tuple[float, float]:
    """Return the limits between which the share `confidence` of the draws lies, tails alike."""
    normal_quantile(confidence)
    tail = (1.0 - confidence) / 2.0
    lower, upper = np.quantile(drawn, [tail, 1.0 - tail])
    return float(lower), float(upper)


def _check_draws(draws: int) -> None:
    """Raise ValueError when there are too few draws for limits."""
    if draws < 100:
        raise ValueError(f"{draws} draws are too few for limits, expected 100 or more")


def bootstrap_statistic(
    values: ArrayLike,
    statistic: Callable[[FloatArray], FloatArray],
    draws: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Return the percentile-bootstrap limits of a statistic of `values`.

    `values` has one row a person: shape (n,), or (n, k) for k figures of the same person, which are drawn together.
    `statistic` turns draws of shape (draws, n) or (draws, n, k) into (draws,) results; draws for which it is not finite
    are left out, and the limits are NaN when more than half are. NaN, NaN below two rows. Order of rows does not
    matter. Raises ValueError for fewer than 100 draws.
    """
    drawn = bootstrap_draws(values, statistic, draws, seed)
    found = drawn[np.isfinite(drawn)]
    if len(found) * 2 < draws:
        return float("nan"), float("nan")
    return _percentiles(found, confidence)


def bootstrap_draws(
    values: ArrayLike, statistic: Callable[[FloatArray], FloatArray], draws: int = 1000, seed: int = 0
) -> FloatArray:
    """Return `draws` values of a statistic, each from as many rows drawn with replacement (see `bootstrap_statistic`).

    For what needs the draws themselves, such as a ratio of two independent samples. All NaN below two rows. A bounded
    number of cells is held at once, however many rows there are. Raises ValueError for fewer than 100 draws.
    """
    sample = np.asarray(values, dtype=float)
    _check_draws(draws)
    results = np.full(draws, np.nan)
    if len(sample) < 2:
        return results
    # sorted, so that the order in which a query returned the rows cannot change a published limit
    columns = sample.reshape(len(sample), -1)
    sample = sample[np.lexsort(columns.T[::-1])]
    rng = np.random.default_rng(seed)
    step = max(1, CHUNK_CELLS // sample.size)
    for start in range(0, draws, step):
        stop = min(start + step, draws)
        picks = rng.integers(0, len(sample), size=(stop - start, len(sample)))
        results[start:stop] = statistic(sample[picks])
    return results
