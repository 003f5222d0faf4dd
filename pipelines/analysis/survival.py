"""Kaplan-Meier with delayed entry, in the conventions of R's survival package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import normal_quantile

FloatArray: TypeAlias = NDArray[np.float64]
ConfType = Literal["log-log", "log", "plain"]
TOLERANCE = float(np.sqrt(np.finfo(float).eps))  # R's: S counts as equal to 1 - p within this


@dataclass(frozen=True, slots=True, eq=False)
class KaplanMeier:
    """A Kaplan-Meier curve at the times it is known (one array entry a time, ascending).

    `at_risk` counts entry < t <= exit, `events` those that ended at t. `survival` is S(t), 0-1; `std_err` its Greenwood
    standard error on the scale of S; `lower` and `upper` pointwise limits, NaN where the transformation has none
    (S = 0; S = 1 on the log-log scale). The curve says nothing beyond its last time.
    """

    time: FloatArray
    at_risk: FloatArray
    events: FloatArray
    survival: FloatArray
    std_err: FloatArray
    lower: FloatArray
    upper: FloatArray
    confidence: float
    conf_type: ConfType

    def __post_init__(self) -> None:
        for array in (self.time, self.at_risk, self.events, self.survival, self.std_err, self.lower, self.upper):
            array.setflags(write=False)

    def at(self, t: float) -> tuple[float, float, float, int]:
        """Return S, lower, upper and the number at risk at `t` (same unit as `time`).

        S(t) includes an event at t. The number at risk is that of the next time of the curve from t on, as R reports it;
        beyond the last time it is 0 and S, lower and upper are NaN (nobody was followed that long) unless S had come
        down to 0 before.

        >>> round(kaplan_meier(None, [1, 2, 3, 4], [1, 1, 0, 1]).at(2.5)[0], 6)
        0.5
        """
        after = int(np.searchsorted(self.time, t, side="left"))
        last = int(np.searchsorted(self.time, t, side="right")) - 1
        beyond = after == len(self.time)
        if beyond and (last < 0 or self.survival[last] > 0):
            return float("nan"), float("nan"), float("nan"), 0
        at_risk = 0 if beyond else round(float(self.at_risk[after]))
        if last < 0:
            limit = float("nan") if self.conf_type == "log-log" else 1.0
            return 1.0, limit, limit, at_risk
        return float(self.survival[last]), float(self.lower[last]), float(self.upper[last]), at_risk

    def quantile(self, p: float) -> tuple[float | None, float | None, float | None]:
        """Return the time by which a share `p` (0-1) has left, and its limits; None where it is not reached.

        The smallest t with S(t) <= 1 - p; where S equals 1 - p, the middle of that flat stretch. The limits are the
        same rule on the lower and the upper curve. Source: R survival, quantile.survfit; Brookmeyer & Crowley (1982).
        Raises ValueError when p is not between 0 and 1.
        """
        if not 0.0 < p < 1.0:
            raise ValueError(f"p is {p}, expected a share between 0 and 1")
        return (
            _crossing(self.time, self.survival, p),
            _crossing(self.time, self.lower, p),
            _crossing(self.time, self.upper, p),
        )

    def tidy(self) -> pd.DataFrame:
        """Return one row a time: time, at_risk, events, survival, std_err, lower, upper."""
        names = ("time", "at_risk", "events", "survival", "std_err", "lower", "upper")
        return pd.DataFrame({name: getattr(self, name) for name in names})


def kaplan_meier(
    entry: ArrayLike | None,
    exit: ArrayLike,
    event: ArrayLike,
    confidence: float = 0.95,
    conf_type: ConfType = "log-log",
) -> KaplanMeier:
    """Return the Kaplan-Meier curve of people who were watched from `entry` (excluded) to `exit` (included).

    One array entry a spell, all in one unit of time: `entry` the time in post when watching began (None when everybody
    was watched from the start), `exit` when it ended, `event` true when it ended by leaving. There is no hypothesis; it
    assumes that those no longer watched would have left like the others. Not for leavers who are only known to have
    gone between two returns (draw those at yearly points), nor when the identifier does not follow people. Raises
    ValueError for arrays of different length, missing times and entry >= exit: such a row was never at risk and has to
    be left out by the caller, who says how many there were. Source: Kaplan & Meier (1958) JASA 53; Greenwood (1926);
    delayed entry as R survival 3.5, entry < t <= exit.
    """
    stop = np.asarray(exit, dtype=float)
    ended = np.asarray(event, dtype=bool)
    start = None if entry is None else np.asarray(entry, dtype=float)
    check_rows(start, stop, ended)
    time, place = np.unique(stop, return_inverse=True)
    events = np.bincount(place, weights=ended, minlength=len(time)).astype(float)
    gone = np.searchsorted(np.sort(stop), time, side="left")
    come = len(stop) if start is None else np.searchsorted(np.sort(start), time, side="left")
    return from_counts(time, come - gone, events, confidence, conf_type)


def from_counts(
    time: ArrayLike,
    at_risk: ArrayLike,
    events: ArrayLike,
    confidence: float = 0.95,
    conf_type: ConfType = "log-log",
) -> KaplanMeier:
    """Return the same curve from grouped counts: one array entry a time, ascending, as a query returns them.

    Give the times at which people were lost from sight as well (events 0): without them the curve does not know how far
    anybody was followed and says nothing beyond the last event. Raises ValueError when times are not ascending or
    events exceed those at risk.
    """
    t, n, d = (np.array(values, dtype=float) for values in (time, at_risk, events))
    if not t.shape == n.shape == d.shape or t.ndim != 1:
        raise ValueError("time, at_risk and events must be of one dimension and equal length")
    if np.isnan(t).any() or np.any(np.diff(t) <= 0):
        raise ValueError("times must be ascending, each once, without missing values")
    if not np.all((d >= 0) & (d <= n)):
        raise ValueError("events must lie between 0 and the number at risk")
    survival = np.cumprod(1.0 - np.divide(d, n, out=np.zeros_like(d), where=n > 0))
    left = n - d
    # where the last of a risk set leaves, S is 0 and stays 0; Greenwood's sum is not finite there and SE is 0
    terms = np.divide(d, n * left, out=np.zeros_like(d), where=(n > 0) & (left > 0))
    log_se = np.sqrt(np.cumsum(terms))
    lower, upper = _limits(survival, log_se, normal_quantile(confidence), conf_type)
    return KaplanMeier(t, n, d, survival, survival * log_se, lower, upper, confidence, conf_type)


def check_rows(start: FloatArray | None, stop: FloatArray, ended: NDArray[np.bool_]) -> None:
    """Raise ValueError for spells that cannot be counted: unequal length, missing times, entry >= exit."""
    if stop.ndim != 1 or stop.shape != ended.shape or (start is not None and start.shape != stop.shape):
        raise ValueError("entry, exit and event must be of one dimension and equal length")
    if np.isnan(stop).any() or (start is not None and np.isnan(start).any()):
        raise ValueError("entry and exit must not be missing")
    never = 0 if start is None else int(np.sum(start >= stop))
    if never:
        raise ValueError(f"{never} rows have entry >= exit and were never at risk: leave them out and report how many")


def _limits(
    survival: FloatArray, log_se: FloatArray, z: float, conf_type: ConfType
) -> tuple[FloatArray, FloatArray]:
    """Return pointwise limits; `log_se` is Greenwood's standard error of log S."""
    scales: dict[str, Callable[[FloatArray, FloatArray, float], tuple[FloatArray, FloatArray]]] = {
        "log-log": log_log_limits,
        "log": _log_limits,
        "plain": _plain_limits,
    }
    if conf_type not in scales:
        raise ValueError(f'conf_type is "{conf_type}", expected one of {", ".join(scales)}')
    return scales[conf_type](survival, log_se, z)


def log_log_limits(survival: FloatArray, log_se: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Return limits on the scale of log(-log S), which stay within 0-1 (Kalbfleisch & Prentice 1980)."""
    inner = np.where((survival > 0) & (survival < 1), survival, np.nan)
    hazard = -np.log(inner)
    width = z * log_se / hazard
    return np.exp(-hazard * np.exp(width)), np.exp(-hazard * np.exp(-width))


def _log_limits(survival: FloatArray, log_se: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Return limits on the scale of log S, cut at 1: R's default."""
    inner = np.where(survival > 0, survival, np.nan)
    return inner * np.exp(-z * log_se), np.minimum(inner * np.exp(z * log_se), 1.0)


def _plain_limits(survival: FloatArray, log_se: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Return symmetric limits on the scale of S, cut at 0 and 1."""
    half = z * survival * log_se
    return np.maximum(survival - half, 0.0), np.minimum(survival + half, 1.0)


def _crossing(time: FloatArray, curve: FloatArray, p: float) -> float | None:
    """Return where a falling step curve comes down to 1 - p; the middle of the stretch where it equals 1 - p."""
    known = ~np.isnan(curve)
    reached = np.flatnonzero(known & (curve <= 1.0 - p + TOLERANCE))
    if not len(reached):
        return None
    first = int(reached[0])
    if abs(curve[first] - (1.0 - p)) > TOLERANCE:
        return float(time[first])
    below = np.flatnonzero(known & (curve < 1.0 - p - TOLERANCE))
    end = time[int(below[0])] if len(below) else time[-1]
    return float((time[first] + end) / 2.0)
