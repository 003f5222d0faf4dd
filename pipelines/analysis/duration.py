"""Times read off a survival curve: mean up to a horizon, medians that may not be reached, waiting for a reply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.interval import normal_quantile
from pipelines.analysis.survival import TOLERANCE, KaplanMeier, kaplan_meier
from pipelines.core.text import Text

NOT_REACHED = Text("未达到", "not reached")


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """The mean time in post up to `horizon`, counted from `start`, with its standard error and normal limits."""

    start: float
    horizon: float
    mean: float
    std_err: float
    lower: float
    upper: float
    confidence: float

    def tidy(self) -> pd.DataFrame:
        """Return one row: start, horizon, mean, std_err, lower, upper."""
        return pd.DataFrame({n: [getattr(self, n)] for n in ("start", "horizon", "mean", "std_err", "lower", "upper")})


@dataclass(frozen=True, slots=True)
class TimeReached:
    """The time by which the share `share` (0-1) has left or been answered, with limits; None where not reached.

    `people` spells and `events` among them; `method` says how the limits came about.
    """

    share: float
    time: float | None
    lower: float | None
    upper: float | None
    people: int
    events: int
    confidence: float
    method: str

    def words(self, unit: Text) -> Text:
        """Return time and limits as a reader sees them, such as "26.5 months (95 % interval 20.0 to not reached)"."""
        time, lower, upper = (NOT_REACHED if t is None else Text(f"{t:.1f}", f"{t:.1f}") for t in (self.time, self.lower, self.upper))
        named = time if self.time is None else Text(f"{time.zh} {unit.zh}", f"{time.en} {unit.en}")
        form = Text("{time}（{level:.0f}% 区间 {lower} 至 {upper}）", "{time} ({level:.0f} % interval {lower} to {upper})")
        return form.format(time=named, level=self.confidence * 100, lower=lower, upper=upper)

    def tidy(self) -> pd.DataFrame:
        """Return one row: share, time, lower, upper (NaN where not reached), people, events, method."""
        times = {n: [np.nan if (t := getattr(self, n)) is None else t] for n in ("time", "lower", "upper")}
        frame = pd.DataFrame({"share": [self.share], **times})
        return frame.assign(people=self.people, events=self.events, method=self.method)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long requests wait: median, P90 and the share answered within a limit, open requests being censored.

    `answered` of `requests` were answered; `share_within` (0-1) with limits is NaN where no request was watched that
    long. Times in the unit that came in.
    """

    requests: int
    answered: int
    median: TimeReached
    p90: TimeReached
    within: float
    share_within: float
    lower: float
    upper: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a figure: statistic (median, p90, share_within), value, lower, upper, requests, answered."""
        times = pd.concat([self.median.tidy(), self.p90.tidy()], ignore_index=True)
        frame = pd.DataFrame(
            {
                "statistic": ["median", "p90", "share_within"],
                "value": [*times["time"], self.share_within],
                "lower": [*times["lower"], self.lower],
                "upper": [*times["upper"], self.upper],
            }
        )
        return frame.assign(requests=self.requests, answered=self.answered)


def restricted_mean(curve: KaplanMeier, horizon: float, start: float = 0.0) -> RestrictedMean:
    """Return the area under a curve from `start` to `horizon`: the mean time in post within that window.

    With delayed entry, `start` is the landmark the curve begins at. NaN where nobody was followed to the horizon: the
    area beyond would be a guess. Source: Irwin (1949); standard error as R survival. Raises ValueError when the horizon
    is not after the start.
    """
    if not horizon > start:
        raise ValueError(f"horizon is {horizon} and start {start}, expected the horizon after the start")
    z = normal_quantile(curve.confidence)
    nothing = float("nan")
    if not len(curve.time) or (horizon > curve.time[-1] and curve.survival[-1] > 0):
        return RestrictedMean(start, horizon, nothing, nothing, nothing, nothing, curve.confidence)
    inside = (curve.time > start) & (curve.time < horizon)
    edges = np.concatenate([[start], curve.time[inside], [horizon]])
    area = np.diff(edges) * np.concatenate([[1.0], curve.survival[inside]])
    n, d = curve.at_risk[inside], curve.events[inside]
    ahead = area.sum() - np.cumsum(area)[:-1]  # area from each time to the horizon
    terms = np.divide(d, n * (n - d), out=np.zeros_like(d), where=n > d)
    mean, error = float(area.sum()), float(np.sqrt(np.sum(ahead**2 * terms)))
    return RestrictedMean(start, horizon, mean, error, max(mean - z * error, 0.0), min(mean + z * error, horizon - start), curve.confidence)


def time_reached(curve: KaplanMeier, people: int, share: float = 0.5) -> TimeReached:
    """Return the time by which `share` (0-1) has left, 0.5 for the median (see `KaplanMeier.quantile`).

    `people` is how many spells the curve was made from, to be shown beside it (with delayed entry a curve does not know).
    """
    time, lower, upper = curve.quantile(share)
    events = round(float(curve.events.sum()))
    return TimeReached(share, time, lower, upper, people, events, curve.confidence, f"Kaplan-Meier, {curve.conf_type} limits")


def earliest_reached(curve: KaplanMeier, share: float = 0.5, upto: float = np.inf) -> tuple[float, float, float]:
    """Return the smallest time (up to `upto`) by which `share` (0-1) has left, and the same on the curves of the limits; NaN where none.

    The definition of indicator F7: the smallest t with S(t) <= 1 - share. R takes the middle of a stretch on which S equals 1 - share
    instead (`time_reached`). Raises ValueError when `share` is not between 0 and 1.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}, expected a share between 0 and 1")
    low, middle, high = (
        curve.time[(side <= 1.0 - share + TOLERANCE) & (curve.time <= upto)] for side in (curve.lower, curve.survival, curve.upper)
    )
    first, lower, upper = (float(times[0]) if len(times) else float("nan") for times in (middle, low, high))
    return first, lower, upper


def response_time(
    waited: ArrayLike, answered: ArrayLike, within: float = 24.0, confidence: float = 0.95
) -> Waiting:
    """Return how long requests wait for a first reply (one array entry a request; hours, or days with `within` in days).

    `waited` is the time to the reply, or to the day of the data for requests still open (`answered` false), which are
    censored and neither dropped nor taken as answered today. Raises ValueError as `kaplan_meier`; a reply at once (0) is
    a time of 0 and allowed.
    """
    time = np.asarray(waited, dtype=float)
    done = np.asarray(answered, dtype=bool)
    if np.any(time < 0):
        raise ValueError(f"{int(np.sum(time < 0))} requests waited less than 0: their reply is dated before them")
    curve = kaplan_meier(None, time, done, confidence)
    survival, lower, upper, _ = curve.at(within)
    median, p90 = (time_reached(curve, len(time), share) for share in (0.5, 0.9))
    return Waiting(len(time), int(done.sum()), median, p90, within, 1.0 - survival, 1.0 - upper, 1.0 - lower)


def survival_after(due: ArrayLike, exit: ArrayLike, event: ArrayLike, confidence: float = 0.95) -> KaplanMeier:
    """Return the survival curve from the end of an obligation on (one array entry a spell, times in post in one unit).

    `due` is the time in post at which the obligation ended; spells that ended by then do not belong to those who could
    stay on and are left out by definition. Raises ValueError as `kaplan_meier`.
    """
    end, stop, ended = np.asarray(due, dtype=float), np.asarray(exit, dtype=float), np.asarray(event, dtype=bool)
    stayed = stop > end
    return kaplan_meier(None, (stop - end)[stayed], ended[stayed], confidence)

