"""Survival tables that may leave: steps merged until none is about a few people."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.survival import FloatArray


def merge_steps(times: ArrayLike, at_risk: ArrayLike, events: ArrayLike, k: int) -> pd.DataFrame:
    """Return a survival table whose every drop is of k exits or more.

    One array entry a time, ascending (what `survival.KaplanMeier` holds): `times` in any unit, `at_risk` just before,
    `events` at the time. Times are merged from the first on until a step has k exits or more, and until those lost from
    sight within it (at risk, less exits, less at risk at the next step: one subtraction away in print) are none, or k or
    more either way. The curve ends where no further step of that kind can be made, where fewer than k are at risk, or
    where 1..k-1 would be left: that remainder would be small counts in print. Columns: `time` (of the last exit of the
    step), `at_risk` (at its beginning), `events`, `survival` (0-1). Survival is computed anew from the merged counts, so it
    holds nothing they do not, and lies close to the exact curve, from which the merged steps could be worked out; the
    whole step drops at its last exit. An empty table means: not to be printed (not_estimable).
    Source: merging as in the ACRO tools (Green, Ritchie & Smith 2023); Hundepool et al. (2012), sec. 3.3. Raises
    ValueError for arrays of different length, times not ascending, exits beyond those at risk, or k below 2.
    """
    t, n, d = (np.asarray(a, dtype=float) for a in (times, at_risk, events))
    _check(t, n, d, k)
    steps: list[tuple[float, float, float]] = []  # time, at risk, exits
    start = 0
    while start < len(t) and n[start] >= k:
        end = _end_of_step(n, d, start, k)
        if end is None:
            break
        last = start + int(np.flatnonzero(d[start : end + 1])[-1])
        steps.append((float(t[last]), float(n[start]), float(d[start : end + 1].sum())))
        start = end + 1
    while steps and 0 < steps[-1][1] - steps[-1][2] < k:
        steps.pop()
    frame = pd.DataFrame(steps, columns=["time", "at_risk", "events"], dtype=float)
    return frame.assign(survival=(1.0 - frame["events"] / frame["at_risk"]).cumprod())


def _end_of_step(n: FloatArray, d: FloatArray, start: int, k: int) -> int | None:
    """Return the last time of the step that begins at `start`; None when the rest makes no step."""
    exits = 0.0
    for end in range(start, len(n)):
        exits += d[end]
        if exits > n[start]:
            return None  # delayed entry: most of those who left came after the step began
        if exits < k:
            continue
        if end + 1 == len(n) or n[end + 1] < k:
            return end  # nothing is printed after it, so nobody can subtract
        lost = abs(n[start] - exits - n[end + 1])
        if lost == 0 or lost >= k:
            return end
    return None


def _check(t: FloatArray, n: FloatArray, d: FloatArray, k: int) -> None:
    """Raise ValueError for what is no survival table."""
    if k < 2:
        raise ValueError(f"k is {k}, expected 2 or more")
    if not t.shape == n.shape == d.shape or t.ndim != 1:
        raise ValueError("times, at_risk and events must be of one dimension and equal length")
    if np.isnan(t).any() or np.any(np.diff(t) <= 0):
        raise ValueError("times must be ascending, each once, without missing values")
    if not np.all((d >= 0) & (d <= n)):
        raise ValueError("events must lie between 0 and the number at risk")
