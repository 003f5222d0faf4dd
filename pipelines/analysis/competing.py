"""Leaving by reason: cumulative incidence when several reasons compete, with delayed entry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.interval import FloatArray, normal_quantile
from pipelines.analysis.survival import check_rows


@dataclass(frozen=True, slots=True, eq=False)
class CumulativeIncidence:
    """The share that has left by each reason, by time in post; it adds up: survival + Σ incidence = 1 at every time.

    `time`, `at_risk` and `survival` have one entry a time, ascending. `events`, `incidence` (0-1), `std_err`, `lower`
    and `upper` have shape (causes, times), in the order of `causes`. Limits are on the log-log scale, NaN while the
    incidence is 0. Nothing is known beyond the last time.
    """

    causes: tuple[object, ...]
    time: FloatArray
    at_risk: FloatArray
    survival: FloatArray
    events: FloatArray
    incidence: FloatArray
    std_err: FloatArray
    lower: FloatArray
    upper: FloatArray
    confidence: float

    def at(self, t: float, cause: object) -> tuple[float, float, float]:
        """Return the incidence of `cause` by time `t` and its limits; NaN beyond the last time unless all had left.

        Raises ValueError for a cause that is not one of `causes`.
        """
        if cause not in self.causes:
            raise ValueError(f"no cause {cause!r}, expected one of {', '.join(map(repr, self.causes))}")
        row = self.causes.index(cause)
        last = int(np.searchsorted(self.time, t, side="right")) - 1
        nothing = float("nan")
        if not len(self.time) or (t > self.time[-1] and self.survival[-1] > 0):
            return nothing, nothing, nothing
        if last < 0:
            return 0.0, nothing, nothing
        return float(self.incidence[row, last]), float(self.lower[row, last]), float(self.upper[row, last])

    def tidy(self) -> pd.DataFrame:
        """Return one row a cause and time: cause, time, at_risk, events, incidence, std_err, lower, upper."""
        times = len(self.time)
        frame = pd.DataFrame({"cause": np.repeat(np.array(self.causes, dtype=object), times)})
        frame["time"] = np.tile(self.time, len(self.causes))
        frame["at_risk"] = np.tile(self.at_risk, len(self.causes))
        names = ("events", "incidence", "std_err", "lower", "upper")
        return frame.assign(**{name: getattr(self, name).ravel() for name in names})


def aalen_johansen(
    entry: ArrayLike | None, exit: ArrayLike, cause: ArrayLike, confidence: float = 0.95
) -> CumulativeIncidence:
    """Return the cumulative incidence of each reason of spells watched from `entry` (excluded) to `exit` (included).

    One array entry a spell, times as in `kaplan_meier`; `cause` is None, NaN or "" where the spell was still open when
    watching ended, else the reason it ended by. Use it and not 1 - Kaplan-Meier of one reason, which answers what would
    be if nobody left otherwise. Several reasons at one time count together. Source: Aalen & Johansen (1978) Scand J Stat
    5:141; variance by the delta method (Marubini & Valsecchi 1995, ch. 10), equal to R survfit without delayed entry.
    Raises ValueError as `kaplan_meier`.
    """
    stop = np.asarray(exit, dtype=float)
    start = None if entry is None else np.asarray(entry, dtype=float)
    reason = pd.Series(np.asarray(cause, dtype=object))
    still = reason.isna() | (reason == "")
    check_rows(start, stop, ~still.to_numpy(dtype=bool))
    codes, names = pd.factorize(reason.mask(still), sort=True)
    time, place = np.unique(stop, return_inverse=True)
    lost = np.searchsorted(np.sort(stop), time, side="left")
    come = len(stop) if start is None else np.searchsorted(np.sort(start), time, side="left")
    seen = codes >= 0
    cells = np.bincount(codes[seen] * len(time) + place[seen], minlength=len(names) * len(time))
    events = cells.reshape(len(names), len(time)).astype(float)
    return incidence_from_counts(time, come - lost, events, tuple(names.tolist()), confidence)


def incidence_from_counts(
    time: ArrayLike, at_risk: ArrayLike, events: ArrayLike, causes: tuple[object, ...], confidence: float = 0.95
) -> CumulativeIncidence:
    """Return the same from grouped counts: `time` and `at_risk` one entry a time, `events` of shape (causes, times).

    Give the times at which people were lost from sight as well. Raises ValueError when times do not ascend, shapes do
    not fit or events exceed those at risk.
    """
    t, n, by = (np.array(values, dtype=float) for values in (time, at_risk, events))
    if t.ndim != 1 or n.shape != t.shape or by.shape != (len(causes), len(t)):
        raise ValueError(f"events has shape {by.shape}, expected ({len(causes)}, {len(t)}): causes by times")
    every = by.sum(axis=0)
    if np.any(np.diff(t) <= 0) or not np.all((by >= 0).all(axis=0) & (every <= n)):
        raise ValueError("times must ascend and events lie between 0 and the number at risk")
    known = n > 0
    survival = np.cumprod(1.0 - np.divide(every, n, out=np.zeros_like(every), where=known))
    before = np.concatenate([[1.0], survival[:-1]])
    per_head = np.divide(before, n, out=np.zeros_like(n), where=known)
    incidence = np.cumsum(per_head * by, axis=1)
    std_err = _standard_error(n, by, per_head, incidence)
    lower, upper = _limits(incidence, std_err, normal_quantile(confidence))
    return CumulativeIncidence(causes, t, n, survival, by, incidence, std_err, lower, upper, confidence)


def _standard_error(n: FloatArray, by: FloatArray, per_head: FloatArray, incidence: FloatArray) -> FloatArray:
    """Return the delta-method standard error of each incidence; running sums instead of a sum for every time."""
    every = by.sum(axis=0)
    left = n - every
    overall = np.divide(every, n * left, out=np.zeros_like(n), where=left > 0)
    own = np.divide(per_head**2 * (n - by) * by, n, out=np.zeros_like(by), where=n > 0)
    cross = np.divide(per_head * by, n, out=np.zeros_like(by), where=n > 0)
    variance = incidence**2 * np.cumsum(overall) - 2.0 * incidence * np.cumsum(incidence * overall, axis=1)
    variance += np.cumsum(incidence**2 * overall, axis=1) + np.cumsum(own, axis=1)
    variance += 2.0 * np.cumsum(incidence * cross, axis=1) - 2.0 * incidence * np.cumsum(cross, axis=1)
    std_err: FloatArray = np.sqrt(np.maximum(variance, 0.0))
    return std_err


def _limits(incidence: FloatArray, std_err: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Return limits on the scale of log(-log(1 - F)), which stay within 0-1."""
    inner = np.where((incidence > 0) & (incidence < 1), incidence, np.nan)
    log_left = np.log1p(-inner)
    width = z * std_err / ((1.0 - inner) * -log_left)
    with np.errstate(over="ignore"):  # so wide that the limit is 1
        return -np.expm1(log_left * np.exp(-width)), -np.expm1(log_left * np.exp(width))
