"""Pay of many groups at once: medians and other quantiles with exact limits, compression, and who dominates a total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.exact import quantile_ranks
from pipelines.analysis.interval import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Quantiles:
    """One quantile of each group with distribution-free limits, one array entry a group in the order of `groups`.

    `n` values known, `missing` values not; `value`, `lower` and `upper` in the unit of the values. `coverage` is the
    exact confidence of the limits (at least the one asked for); limits are NaN where n is too small to reach it.
    """

    p: float
    groups: tuple[object, ...]
    n: NDArray[np.int64]
    missing: NDArray[np.int64]
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    coverage: FloatArray
    confidence: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a group: group, n, missing, value, lower, upper, coverage."""
        frame = pd.DataFrame({"group": pd.Series(self.groups, dtype=object)})
        return frame.assign(**{name: getattr(self, name) for name in ("n", "missing", "value", "lower", "upper", "coverage")})


@dataclass(frozen=True, slots=True, eq=False)
class Compression:
    """How far pay is spread in each group, one array entry a group: the variant is in the name.

    `p90_p10` the ratio of these quantiles with limits that hold with at least the confidence asked for (NaN below 42
    values at 95 %); `highest_lowest` the ratio of the extremes. NaN where the lower figure is not above 0.
    """

    groups: tuple[object, ...]
    n: NDArray[np.int64]
    p90_p10: FloatArray
    lower: FloatArray
    upper: FloatArray
    highest_lowest: FloatArray
    confidence: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a group: group, n, p90_p10, lower, upper, highest_lowest."""
        frame = pd.DataFrame({"group": pd.Series(self.groups, dtype=object)})
        return frame.assign(**{name: getattr(self, name) for name in ("n", "p90_p10", "lower", "upper", "highest_lowest")})


@dataclass(frozen=True, slots=True, eq=False)
class Dominance:
    """Whether one contributor could be read off the total of a group, one array entry a group.

    `largest_share` (0-1) of the total by the largest, `rest_share` the total without the two largest ÷ the largest: how
    closely the second could guess the first. `dominated` by either rule.
    """

    groups: tuple[object, ...]
    contributors: NDArray[np.int64]
    total: FloatArray
    largest_share: FloatArray
    rest_share: FloatArray
    dominated: NDArray[np.bool_]

    def tidy(self) -> pd.DataFrame:
        """Return one row a group: group, contributors, total, largest_share, rest_share, dominated."""
        names = ("contributors", "total", "largest_share", "rest_share", "dominated")
        return pd.DataFrame({"group": pd.Series(self.groups, dtype=object)}).assign(**{n: getattr(self, n) for n in names})


def quantile_by_group(
    values: ArrayLike, group: ArrayLike | None = None, p: float = 0.5, confidence: float = 0.95
) -> Quantiles:
    """Return a quantile (0.5: the median) of each group with exact order-statistic limits.

    One array entry a person: `values` in any unit, NaN where missing (counted), `group` any label, None for one group.
    The quantile interpolates between neighbours as percentile_cont does; its limits are two of the values themselves,
    whatever the distribution: a median needs 6 values for 95 %, a P90 36. Source: Thompson (1936); David & Nagaraja
    (2003), sec. 7.1. Raises ValueError for unequal length, infinite values, `p` or `confidence` outside 0-1.
    """
    table = _sorted_groups(values, group)
    low, high, coverage = quantile_ranks(table.n, p, confidence)
    return Quantiles(
        p, table.groups, table.n, table.missing, table.at(p), table.ranked(low), table.ranked(high), coverage, confidence
    )


def compression(values: ArrayLike, group: ArrayLike | None = None, confidence: float = 0.95) -> Compression:
    """Return P90 ÷ P10 and highest ÷ lowest pay of each group (arguments as `quantile_by_group`).

    The limits of the ratio divide those of the two quantiles, each taken at half the error, so that both hold together
    (Bonferroni): they are wide and safe.
    """
    table = _sorted_groups(values, group)
    each = (1.0 + confidence) / 2.0
    low_90, high_90 = (table.ranked(r) for r in quantile_ranks(table.n, 0.9, each)[:2])
    low_10, high_10 = (table.ranked(r) for r in quantile_ranks(table.n, 0.1, each)[:2])
    ends = table.ranked(table.n), table.ranked(np.minimum(table.n, 1))
    return Compression(
        table.groups,
        table.n,
        _ratio(table.at(0.9), table.at(0.1)),
        _ratio(low_90, high_10),
        _ratio(high_90, low_10),
        _ratio(*ends),
        confidence,
    )


def dominance(
    values: ArrayLike, group: ArrayLike | None = None, largest: float = 0.9, protection: float = 0.1
) -> Dominance:
    """Return which totals would give one contributor away (amounts >= 0, one entry a contributor; missing left out).

    Dominated when the largest has at least the share `largest` of the total ((1, k) rule), or when the total less the
    two largest is under `protection` × the largest (p % rule): the second, who knows himself, could then tell the first
    to within that share. Groups of one or two contributors always are; empty ones and totals of 0 are not. Source:
    Hundepool et al. (2012) Statistical disclosure control, sec. 4.2. Raises ValueError for negative amounts and as
    `quantile_by_group`.
    """
    table = _sorted_groups(values, group)
    if len(table.values) and np.nanmin(table.values) < 0:
        raise ValueError("amounts must not be negative: take payments and recoveries apart before asking who dominates")
    total = np.bincount(np.repeat(np.arange(len(table.n)), table.n), weights=table.values, minlength=len(table.n)).astype(float)
    first, second = (np.nan_to_num(table.ranked(np.maximum(table.n - k, 0))) for k in (0, 1))
    rest = np.maximum(total - first - second, 0.0)
    share, rest_share = _ratio(first, total), _ratio(rest, first)
    few = (table.n <= 2) & (total > 0)
    dominated = few | (share >= largest) | (rest_share < protection)
    return Dominance(table.groups, table.n, total, share, rest_share, dominated)


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Known values sorted within groups: group i is n[i] values from start[i]."""

    groups: tuple[object, ...]
    values: FloatArray
    start: NDArray[np.int64]
    n: NDArray[np.int64]
    missing: NDArray[np.int64]

    def ranked(self, rank: NDArray[np.int64]) -> FloatArray:
        """Return the value of that rank in each group (1: the smallest), NaN for rank 0."""
        found = np.full(len(self.n), np.nan)
        asked = rank > 0
        found[asked] = self.values[(self.start + rank - 1)[asked]]
        return found

    def at(self, p: float) -> FloatArray:
        """Return the interpolated quantile of each group."""
        place = (self.n - 1) * p
        below = np.floor(place + 1e-9 * (place > 0)).astype(np.int64)
        low = self.ranked(np.where(self.n > 0, below + 1, 0))
        high = self.ranked(np.where(self.n > 0, np.minimum(below + 2, self.n), 0))
        found: FloatArray = low + (high - low) * np.maximum(place - below, 0.0)
        return found


def _sorted_groups(values: ArrayLike, group: ArrayLike | None) -> _Groups:
    """Return the values of each group, sorted. Groups without a known value stay, with n = 0."""
    amounts = np.asarray(values, dtype=float)
    if amounts.ndim != 1 or np.isinf(amounts).any():
        raise ValueError("values must be of one dimension and finite, NaN where missing")
    labels = np.zeros(len(amounts), dtype=np.int64) if group is None else np.asarray(group)
    if labels.shape != amounts.shape:
        raise ValueError(f"group has shape {labels.shape}, expected {amounts.shape} as the values")
    codes, names = pd.factorize(labels, sort=True, use_na_sentinel=False)
    known = ~np.isnan(amounts)
    n = np.bincount(codes[known], minlength=len(names))
    order = np.lexsort((amounts[known], codes[known]))
    return _Groups(
        ("all",) if group is None and len(names) else tuple(names.tolist()),
        amounts[known][order],
        np.cumsum(n) - n,
        n,
        np.bincount(codes[~known], minlength=len(names)),
    )


def _ratio(upper: FloatArray, lower: FloatArray) -> FloatArray:
    """Return upper ÷ lower, NaN where the lower is not above 0 or either is missing."""
    ratio: FloatArray = np.divide(upper, lower, out=np.full(len(upper), np.nan), where=lower > 0)
    return ratio
