"""Do groups leave at different speed: the log-rank test, with delayed entry and strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray
from pipelines.analysis.survival import check_rows


@dataclass(frozen=True, slots=True, eq=False)
class LogRank:
    """The test that all groups leave alike; one array entry a group in the order of `groups`.

    `people` spells, `observed` exits, `expected` exits were there no difference; `chi_square` with `degrees` of freedom
    and its `p_value` (NaN where nothing can be compared). A small p says the curves differ, not by how much; with self-
    selected groups it says nothing about causes.
    """

    groups: tuple[object, ...]
    people: FloatArray
    observed: FloatArray
    expected: FloatArray
    chi_square: float
    degrees: int
    p_value: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a group: group, people, observed, expected, chi_square, degrees, p_value."""
        frame = pd.DataFrame({"group": pd.Series(self.groups, dtype=object)})
        frame = frame.assign(people=self.people, observed=self.observed, expected=self.expected)
        return frame.assign(chi_square=self.chi_square, degrees=self.degrees, p_value=self.p_value)


def log_rank(
    entry: ArrayLike | None, exit: ArrayLike, event: ArrayLike, group: ArrayLike, stratum: ArrayLike | None = None
) -> LogRank:
    """Return the log-rank test of spells watched from `entry` (excluded) to `exit` (included), one array entry a spell.

    `group` names the group of each; `stratum`, if given, keeps comparisons within a stratum (a township, say). H0: at
    every time in post all groups have the same hazard. Not to be used where curves cross, when several spells belong to
    one person, nor with a handful of exits. Source: Mantel (1966); Peto & Peto (1972); as R survdiff. Raises ValueError
    as `kaplan_meier`, and for a missing group or stratum.
    """
    stop, ended = np.asarray(exit, dtype=float), np.asarray(event, dtype=bool)
    start = None if entry is None else np.asarray(entry, dtype=float)
    check_rows(start, stop, ended)
    codes, names = _codes(group, "group", len(stop))
    layer, layers = (np.zeros(len(stop), dtype=np.int64), [0]) if stratum is None else _codes(stratum, "stratum", len(stop))
    count = len(names)
    observed, expected = np.zeros(count), np.zeros(count)
    variance = np.zeros((count, count))
    for place in range(len(layers)):
        rows = layer == place
        at_risk, events = _tables(None if start is None else start[rows], stop[rows], ended[rows], codes[rows], count)
        o, e, v = _sums(at_risk, events)
        observed, expected, variance = observed + o, expected + e, variance + v
    chi_square, degrees = _chi_square(observed - expected, variance, expected)
    people = np.bincount(codes, minlength=count).astype(float)
    return LogRank(tuple(names), people, observed, expected, chi_square, degrees, _upper_tail(chi_square, degrees))


def _codes(labels: ArrayLike, name: str, length: int) -> tuple[NDArray[np.int64], list[object]]:
    """Return a code for each label, and the labels in order."""
    array = np.asarray(labels)
    codes, names = pd.factorize(array, sort=True)
    if array.shape != (length,) or (codes < 0).any():
        raise ValueError(f"{name} must have one entry a spell ({length}) and none missing")
    return codes.astype(np.int64), names.tolist()


def _tables(
    start: FloatArray | None, stop: FloatArray, ended: NDArray[np.bool_], codes: NDArray[np.int64], count: int
) -> tuple[FloatArray, FloatArray]:
    """Return those at risk and the exits at each time somebody left, shape (groups, times) each."""
    time = np.unique(stop[ended])
    at_risk, events = np.empty((count, len(time))), np.empty((count, len(time)))
    for group in range(count):
        own = codes == group
        gone = np.searchsorted(np.sort(stop[own]), time, side="left")
        come = own.sum() if start is None else np.searchsorted(np.sort(start[own]), time, side="left")
        at_risk[group] = come - gone
        left = np.searchsorted(time, stop[own & ended])
        events[group] = np.bincount(left, minlength=len(time))
    return at_risk, events


def _sums(at_risk: FloatArray, events: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return observed and expected exits of each group and the covariance of their difference (hypergeometric)."""
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    share = at_risk / n
    scale = np.divide(d * (n - d), n - 1.0, out=np.zeros_like(n), where=n > 1)
    variance = np.diag((share * scale).sum(axis=1)) - (share * scale) @ share.T
    return events.sum(axis=1), (share * d).sum(axis=1), variance


def _chi_square(difference: FloatArray, variance: FloatArray, expected: FloatArray) -> tuple[float, int]:
    """Return the statistic and its degrees of freedom; groups nobody could have left from are not compared."""
    used = expected > 0
    degrees = int(used.sum()) - 1
    if degrees < 1 or not variance.any():
        return float("nan"), 0
    kept = np.flatnonzero(used)[:-1]
    inverse = np.linalg.pinv(variance[np.ix_(kept, kept)])
    return float(difference[kept] @ inverse @ difference[kept]), degrees


def _upper_tail(chi_square: float, degrees: int) -> float:
    """Return P(a chi-square variable exceeds the statistic)."""
    from scipy.special import chdtrc

    return float(chdtrc(degrees, chi_square)) if degrees else float("nan")
