"""Kaplan-Meier curves of many groups at once: the same numbers as `survival.kaplan_meier` gives group by group, without a pass for each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray, normal_quantile
from pipelines.analysis.survival import TOLERANCE, log_log_limits

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Curves one after another, ascending by group and time; `group` is the place (0 on) of each point's group among `groups`.

    `at_risk`, `events`, `survival`, `lower` and `upper` as in `survival.KaplanMeier`, limits log-log at 95 %. A group may have no point.
    """

    groups: int
    group: IntArray
    time: FloatArray
    at_risk: FloatArray
    events: FloatArray
    survival: FloatArray
    lower: FloatArray
    upper: FloatArray

    @property
    def starts(self) -> IntArray:
        """Return the place of each group's first point, and of the end of the last."""
        return np.searchsorted(self.group, np.arange(self.groups + 1))

    @property
    def ends(self) -> FloatArray:
        """Return the last time of each group, NaN for one without points."""
        return picked(self.time, self.starts[1:] - 1, self.starts[1:] > self.starts[:-1])

    @property
    def followed_to(self) -> FloatArray:
        """Return the last time up to which somebody was at risk at every moment since 0 (0 when nobody was from the start).

        Right where every time at which anybody came or went is a point.
        """
        empty = self._first((self.time > 0) & (self.at_risk <= 0))
        begun = picked(self.time, self.starts[:-1], self.starts[1:] > self.starts[:-1]) <= 0
        return np.where(begun, np.where(empty < 0, self.ends, self._time(empty - 1)), 0.0)

    def fewest_at_risk(self, horizon: float) -> FloatArray:
        """Return the smallest number at risk at any moment up to `horizon`, the stretch that holds it included; 0 without any."""
        last = self.starts[:-1] + self._count(self.time < horizon)
        upto = (self.time > 0) & (np.arange(len(self.time)) <= last[self.group])
        starts = np.flatnonzero(np.diff(self.group[upto], prepend=-1))
        fewest = np.zeros(self.groups)
        if len(starts):
            fewest[self.group[upto][starts]] = np.minimum.reduceat(self.at_risk[upto], starts)
        return fewest

    def at(self, when: ArrayLike, group: IntArray | None = None) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return S, lower, upper and the number at risk at times `when`, as `KaplanMeier.at` does: one a group, or those of `group`."""
        of = np.arange(self.groups) if group is None else group
        asked = np.broadcast_to(np.asarray(when, dtype=float), of.shape)
        starts, stops = self.starts[of], self.starts[of + 1]
        after, last = self._before(of, asked, included=False), self._before(of, asked, included=True) - 1
        begun, beyond = last >= starts, after == stops
        survival, lower, upper = (picked(side, last, begun) for side in (self.survival, self.lower, self.upper))
        survival = np.where(begun, survival, 1.0)
        unknown = np.isnan(asked) | (beyond & ~(begun & (survival <= 0)))
        survival, lower, upper = (np.where(unknown, np.nan, side) for side in (survival, lower, upper))
        return survival, lower, upper, np.where(beyond, 0.0, np.round(picked(self.at_risk, after, ~beyond)))

    def _before(self, group: IntArray, when: FloatArray, included: bool) -> IntArray:
        """Return the place after the points of a group that come before a time, or at it."""
        is_point = np.concatenate([np.ones(len(self.time), dtype=bool), np.zeros(len(when), dtype=bool)])
        order = np.lexsort((is_point != included, np.concatenate([self.time, when]), np.concatenate([self.group, group])))
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.cumsum(is_point[order])
        return place[len(self.time) :]

    def earliest(self, share: float = 0.5, upto: ArrayLike = np.inf) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the first time (up to `upto`, one a group) by which `share` has left, and by the limits: `duration.earliest_reached`."""
        within = self.time <= np.broadcast_to(np.asarray(upto, dtype=float), (self.groups,))[self.group]
        sides = (self.survival, self.lower, self.upper)
        first, lower, upper = (self._time(self._first(within & (side <= 1.0 - share + TOLERANCE))) for side in sides)
        return first, lower, upper

    def quantile(self, share: float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return what `KaplanMeier.quantile` does of each group, NaN where it is not reached."""
        time, lower, upper = (self._crossing(side, 1.0 - share) for side in (self.survival, self.lower, self.upper))
        return time, lower, upper

    def _crossing(self, side: FloatArray, level: float) -> FloatArray:
        """Return where a falling curve comes down to `level`: the middle of the stretch on which it equals it."""
        first = self._first(side <= level + TOLERANCE)
        time = self._time(first)
        flat = np.abs(picked(side, first, first >= 0) - level) <= TOLERANCE
        below = self._time(self._first(side < level - TOLERANCE))
        return np.where(flat, (time + np.where(np.isnan(below), self.ends, below)) / 2.0, time)

    def _time(self, place: IntArray) -> FloatArray:
        return picked(self.time, place, place >= 0)

    def _count(self, points: NDArray[np.bool_]) -> IntArray:
        return np.bincount(self.group[points], minlength=self.groups)

    def _first(self, points: NDArray[np.bool_]) -> IntArray:
        """Return the place of the first of some points in each group, -1 where it has none."""
        found = np.full(self.groups, -1)
        places = np.flatnonzero(points)
        found[self.group[places[::-1]]] = places[::-1]
        return found


def curves_of_spells(group: IntArray, groups: int, entry: FloatArray | None, exit: FloatArray, event: NDArray[np.bool_]) -> Curves:
    """Return the curves of spells watched from `entry` (excluded; None: from the start) to `exit` (included), `event` where they ended so.

    One array entry a spell, `group` its group. Times of entry are points as well, so that it is known
    when nobody was watched. Raises ValueError for missing times and entry >= exit, as `kaplan_meier`.
    """
    if np.isnan(exit).any() or (entry is not None and not np.all(entry < exit)):
        raise ValueError("entry and exit must not be missing, and entry must come before exit")
    times, rank = np.unique(exit if entry is None else np.concatenate([exit, entry]), return_inverse=True)
    width = max(len(times), 1)
    left = group * width + rank[: len(exit)]
    entered = group * width + (0 if entry is None else rank[len(exit) :])
    points = np.unique(left if entry is None else np.concatenate([left, entered]))
    events = np.bincount(np.searchsorted(points, left), weights=event, minlength=len(points)).astype(float)
    of, place = points // width, points % width
    first = points - place
    come = np.bincount(group, minlength=groups)[of] if entry is None else _between(entered, first, points)
    return curves_of_counts(of, groups, times[place], (come - _between(left, first, points)).astype(float), events)


def _between(keys: IntArray, low: IntArray, high: IntArray) -> IntArray:
    """Return how many keys lie from `low` on and below `high`."""
    ordered = np.sort(keys)
    return np.searchsorted(ordered, high) - np.searchsorted(ordered, low)


def curves_of_counts(group: IntArray, groups: int, time: FloatArray, at_risk: FloatArray, events: FloatArray) -> Curves:
    """Return the curves of grouped counts, ascending by group and time, as `survival.from_counts` gives them group by group.

    Raises ValueError when they do not ascend or events exceed those at risk.
    """
    same = np.diff(group) == 0
    if np.any(np.diff(group) < 0) or np.isnan(time).any() or np.any(np.diff(time)[same] <= 0):
        raise ValueError("groups and their times must ascend, each once, without missing values")
    if not np.all((events >= 0) & (events <= at_risk)):
        raise ValueError("events must lie between 0 and the number at risk")
    stay, left = 1.0 - np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0), at_risk - events
    survival = running(np.multiply, stay, group)
    terms = np.divide(events, at_risk * left, out=np.zeros_like(events), where=(at_risk > 0) & (left > 0))
    lower, upper = log_log_limits(survival, np.sqrt(running(np.add, terms, group)), normal_quantile(0.95))
    return Curves(groups, group, time, at_risk, events, survival, lower, upper)


def running(step: np.ufunc, values: FloatArray, group: IntArray) -> FloatArray:
    """Return `step` (add, multiply) accumulated within each group of ascending `group`, in the same order as it is for one alone."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(starts, append=len(values))
    found = np.empty_like(values)
    size_class = np.frexp(sizes)[1]  # groups of like size stand in one matrix: less than half of it is filling
    for one in np.unique(size_class):
        mine = size_class == one
        place = np.arange(sizes[mine].max())
        cells = starts[mine][:, None] + place
        there = place < sizes[mine][:, None]
        found[cells[there]] = step.accumulate(values[np.minimum(cells, len(values) - 1)], axis=1)[there]
    return found


def picked(values: FloatArray, place: IntArray, is_there: NDArray[np.bool_]) -> FloatArray:
    """Return `values` at each `place`, NaN where there is none."""
    found = np.full(len(place), np.nan)
    found[is_there] = values[place[is_there]]
    return found
