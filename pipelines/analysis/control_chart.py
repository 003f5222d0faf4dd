"""Control charts: whether a series of one place does more than it always did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
ChartKind = Literal["xmr", "p", "u"]
SIGMA_OF_RANGE = 1.128  # d2: mean range of two draws of a standard normal
RANGE_LIMIT = 3.267  # D4 for ranges of two
DEGREES_OF_RANGE = 0.62  # of the mean of moving ranges, each
SHIFT = 8  # points in a row on one side of the centre


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """A series in order of time with its centre and three-sigma limits; one array entry a period, NaN where there is no number.

    `side` is 1 above the upper limit, -1 below the lower, 0 within. `beyond` marks those; `near` two of three points in a
    row beyond two sigma on one side; `shift` eight or more in a row on one side of the centre (Western Electric rules 1,
    2 and 4). `confirmed` is the two-period rule: this point and the one before lie beyond the limit on the same side. `away` is how many
    standard errors a point lies from the centre.
    """

    value: FloatArray
    centre: FloatArray
    lower: FloatArray
    upper: FloatArray
    side: IntArray
    beyond: BoolArray
    near: BoolArray
    shift: BoolArray
    confirmed: BoolArray
    away: FloatArray
    kind: ChartKind
    baseline: int

    def __post_init__(self) -> None:
        for name in ("value", "centre", "lower", "upper", "side", "beyond", "near", "shift", "confirmed", "away"):
            getattr(self, name).setflags(write=False)

    def turned(self, told: Callable[[FloatArray], FloatArray], is_reversed: bool = False) -> ControlChart:
        """Return the chart of a figure told another way (odds for a share; people for each doctor instead of doctors for each person:
        `is_reversed`, which turns high into low).
        """
        value, centre, lower, upper = (told(x) for x in (self.value, self.centre, self.lower, self.upper))
        if not is_reversed:
            return replace(self, value=value, centre=centre, lower=lower, upper=upper)
        return replace(self, value=value, centre=centre, lower=upper, upper=lower, side=-self.side, away=-self.away)

    def tidy(self) -> pd.DataFrame:
        """Return one row a period: value, centre, lower, upper, side, beyond, near, shift, confirmed."""
        names = ("value", "centre", "lower", "upper", "side", "beyond", "near", "shift", "confirmed")
        return pd.DataFrame({name: getattr(self, name) for name in names})


def individuals(
    value: ArrayLike, baseline: int | None = None, floor: float | None = None, noise: ArrayLike | None = None
) -> ControlChart:
    """Return the individuals (XmR) chart of a series: mean ± 2.66 mean moving ranges, and wider by √(1 + 1 ÷ k) after a baseline of k numbers.

    `value` in order of time, any unit, NaN where a period has no number. The first `baseline` periods set mean and limits
    (all by default); moving ranges bridge no gap, and those above 3.267 times their mean are left out once, so that a single
    jump does not hide itself. `floor` cuts the lower limit (0 for what cannot be negative). `noise` is the standard error of each value
    where it is known: limits are never narrower than it makes them. For measurements, amounts and
    counts far from 0; shares and rates of changing size have `p_chart` and `u_chart`. NaN limits with fewer than two
    neighbouring numbers. Source: Wheeler & Chambers (1992), Understanding statistical process control; Montgomery (2013),
    Introduction to statistical quality control, sec. 6.4.
    """
    x = _series(value)
    used = _baseline(x, baseline)
    centre = float(np.nanmean(x[:used])) if np.isfinite(x[:used]).any() else float("nan")
    ahead = np.where(np.arange(len(x)) < used, 1.0, np.sqrt(1.0 + 1.0 / max(1, np.isfinite(x[:used]).sum())))
    sigma = _own_spread(x[:used]) * ahead
    if noise is not None:
        sigma = np.fmax(sigma, np.asarray(noise, dtype=float))
    return _chart(x, np.full_like(x, centre), sigma, floor, None, "xmr", used)


def range_degrees(value: ArrayLike) -> float:
    """Return the degrees of freedom of the spread that the moving ranges of a series tell: 0.62 of each range, 1 at least.

    `value` in order of time, NaN where a period has no number: k numbers without a gap have k − 1 ranges, which overlap, so that their mean
    tells less of the spread than k − 1 independent numbers would. Source: Cryer & Ryan (1990), Journal of Quality Technology 22:187-192, for
    its variance (asymptotically 0.605 of each range; by simulation 0.64 to 0.61 for 6 to 20 numbers).

    >>> range_degrees([3.0, 5.0, 4.0, 6.0, 5.0, 5.0, 7.0, 4.0, 6.0])
    4.96
    """
    return max(1.0, DEGREES_OF_RANGE * len(_ranges(_series(value))))


def _ranges(x: FloatArray) -> FloatArray:
    """Return the moving ranges that a spread is told from: of neighbours, without those that are beyond their limit."""
    ranges = np.abs(np.diff(x))
    ranges = ranges[np.isfinite(ranges)]
    return ranges[ranges <= RANGE_LIMIT * ranges.mean()] if len(ranges) else ranges


def _own_spread(x: FloatArray) -> float:
    """Return the standard deviation that the moving ranges of a series tell, NaN without any."""
    ranges = _ranges(x)
    return float(ranges.mean()) / SIGMA_OF_RANGE if len(ranges) else float("nan")


def _widened(x: FloatArray, centre: float, sigma: FloatArray, used: int) -> FloatArray:
    """Return the standard errors of counts times the spread of their z-scores from one period to the next, where that exceeds 1 (Laney)."""
    z = np.divide(x - centre, sigma, out=np.full_like(x, np.nan), where=sigma > 0)
    return np.asarray(sigma * max(1.0, float(np.nan_to_num(_own_spread(z[:used]), nan=1.0))))


def p_chart(count: ArrayLike, denominator: ArrayLike, baseline: int | None = None, widen: bool = False) -> ControlChart:
    """Return the chart of shares count ÷ denominator whose denominators vary: p̄ ± 3 √(p̄ (1 − p̄) ÷ n), cut at 0 and 1.

    In order of time; NaN, or a denominator that is not above 0, where a period has no number. For people out of people
    drawn anew each period; a stock of the same people varies less than that from one period to the next, and its limits
    are then too wide rather than too narrow. With `widen` (the p'-chart) limits are as wide as the series itself varies where that is more
    than counts do by chance, never narrower; points after the `baseline` are judged by the score test of two shares, that of the
    baseline and their own, whose standard error is of all periods together and does not vanish after years of 100 %. Source:
    Montgomery (2013), sec. 7.2; Laney (2002), Quality Engineering 14:531-537.
    """
    x, n, p = _ratio(count, denominator)
    used = _baseline(p, baseline)
    centre = _pooled(x, n, used)
    sigma = np.sqrt(centre * (1.0 - centre) / n)
    if widen:
        whole = _pooled(x, n, len(x))
        sigma = _widened(p, centre, np.sqrt(whole * (1.0 - whole) * _per_size(n, used)), used)
    return _chart(p, np.full_like(p, centre), sigma, 0.0, 1.0, "p", used)


def u_chart(count: ArrayLike, denominator: ArrayLike, baseline: int | None = None, widen: bool = False) -> ControlChart:
    """Return the chart of rates count ÷ denominator, events per unit of a size that varies: ū ± 3 √(ū ÷ n), cut at 0.

    In order of time; NaN, or a denominator that is not above 0, where a period has no number. `widen` as in `p_chart` (the u'-chart).
    Source: Montgomery (2013), sec. 7.3; Laney (2002).
    """
    x, n, u = _ratio(count, denominator)
    used = _baseline(u, baseline)
    centre = _pooled(x, n, used)
    sigma = np.sqrt(centre / n)
    if widen:
        sigma = _widened(u, centre, np.sqrt(_pooled(x, n, len(x)) * _per_size(n, used)), used)
    return _chart(u, np.full_like(u, centre), sigma, 0.0, None, "u", used)


def two_period_rule(side: ArrayLike) -> BoolArray:
    """Say of each period whether it and the one just before lie beyond the limit on the same side.

    `side`: 1 above, -1 below, 0 within or no number, in order of time. One period beyond is a reason to look, not a
    signal: at limits that one in 20 crosses by chance (one in 40 on each side) two in a row on one side are one in 800.

    >>> two_period_rule([0, 1, 1, -1, 0, -1, -1]).tolist()
    [False, False, True, False, False, False, True]
    """
    codes = np.asarray(side, dtype=int)
    confirmed = np.zeros(codes.shape, dtype=bool)
    confirmed[1:] = (codes[1:] != 0) & (codes[1:] == codes[:-1])
    return confirmed


def _chart(
    x: FloatArray, centre: FloatArray, sigma: FloatArray, floor: float | None, ceiling: float | None, kind: ChartKind, used: int
) -> ControlChart:
    """Mark the points; on a limit is within it, up to rounding."""
    slack = 1e-9 * float(np.nan_to_num(np.abs(x), nan=0.0).max(initial=0.0))
    away = np.nan_to_num(x - centre, nan=0.0)
    known = np.isfinite(x) & np.isfinite(sigma)
    far = [np.where(known & (np.abs(away) > k * np.nan_to_num(sigma) + slack), np.sign(away), 0).astype(int) for k in (0.0, 2.0, 3.0)]
    lower = np.clip(centre - 3.0 * sigma, -np.inf if floor is None else floor, None)
    upper = np.clip(centre + 3.0 * sigma, None, np.inf if ceiling is None else ceiling)
    errors = np.divide(x - centre, sigma, out=np.full_like(x, np.nan), where=known & (np.nan_to_num(sigma) > 0))
    return ControlChart(
        x, centre, lower, upper, far[2], far[2] != 0, _two_of_three(far[1]), _runs(far[0]), two_period_rule(far[2]), errors, kind, used
    )


def _two_of_three(side: IntArray) -> BoolArray:
    """Mark a point beyond two sigma of which one of the two before it lies beyond on the same side."""
    marked = np.zeros(len(side), dtype=bool)
    for back in (1, 2):
        marked[back:] |= (side[back:] != 0) & (side[back:] == side[:-back])
    return marked


def _runs(side: IntArray) -> BoolArray:
    """Mark every point of a run of SHIFT or more on one side; a gap or a point on the centre ends a run."""
    marked = np.zeros(len(side), dtype=bool)
    start = 0
    for place in range(1, len(side) + 1):
        if place == len(side) or side[place] != side[start]:
            marked[start:place] = side[start] != 0 and place - start >= SHIFT
            start = place
    return marked


def _series(value: ArrayLike) -> FloatArray:
    x = np.array(value, dtype=float)
    if x.ndim != 1 or np.isinf(x).any():
        raise ValueError("a series is one dimension of numbers in order of time")
    return x


def _baseline(x: FloatArray, baseline: int | None) -> int:
    if baseline is not None and not 2 <= baseline <= len(x):
        raise ValueError(f"a baseline of {baseline} periods, expected 2 to {len(x)}")
    return len(x) if baseline is None else baseline


def _ratio(count: ArrayLike, denominator: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return counts, denominators and ratios, all three NaN where one is unusable."""
    x, n = _series(count), _series(denominator)
    if x.shape != n.shape:
        raise ValueError("count and denominator must be of equal length")
    usable = np.isfinite(x) & (x >= 0) & np.isfinite(n) & (n > 0)
    x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    return x, n, x / n


def _per_size(n: FloatArray, used: int) -> FloatArray:
    """Return 1 ÷ n of each period, and for those after the baseline 1 ÷ its size besides: the centre they are set against is known so well."""
    base = float(np.nansum(n[:used]))
    return np.asarray(1.0 / n + np.where(np.arange(len(n)) < used, 0.0, 1.0 / base if base > 0 else np.nan))


def _pooled(x: FloatArray, n: FloatArray, used: int) -> float:
    total = float(np.nansum(n[:used]))
    return float(np.nansum(x[:used])) / total if total > 0 else float("nan")
