"""How long posts wait for somebody: from their opening to the first filling, and as vacancies, those of posts that were left included."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.duration import earliest_reached
from pipelines.analysis.survival import kaplan_meier
from pipelines.engine.statistics.row import Row
from pipelines.engine.survival import followed_to


def time_to_fill(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median days from the opening of a post to its filling, in the window of the period (`median_open`).

    Rows have opened_on, filled_on, closed_on, start_on, end_on. Posts open at some time in the period enter at the days waited when it
    begins; those still open, or given up unfilled, are censored, not dropped. One filled on the day it opened waited 0 days.
    """
    opened, filled, closed, start, end = (pd.to_datetime(rows[c]) for c in ("opened_on", "filled_on", "closed_on", "start_on", "end_on"))
    event = filled <= end
    until = filled.where(event, closed.where(closed <= end, end))
    entry = (start - pd.Timedelta(days=1) - opened).dt.days.clip(lower=-1)
    return median_open(entry, (until - opened).dt.days, event)


def median_vacancy(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median days that vacancies last, in the window of the period (`median_open`).

    Rows are vacancies: `event` (1: filled), `from_on`, `to_on` (missing while open), and the `start_on` and `end_on` of the period. One enters
    at the days it had been open on the day before the period, and is censored at its end or where the post was closed. One filled
    on the day it began was never vacant.
    """
    began, first, last = (pd.to_datetime(rows[c]) for c in ("from_on", "start_on", "end_on"))
    ended = pd.to_datetime(rows["to_on"])
    is_over = ended.notna() & (ended <= last)
    entry = (first - pd.Timedelta(days=1) - began).dt.days.clip(lower=0)
    return median_open(entry, (ended.where(is_over, last) - began).dt.days, is_over & (rows["event"] == 1))


def median_open(entry: pd.Series[int], wait: pd.Series[int], filled: pd.Series[bool]) -> Row:
    """Return the first day by which half are filled (Kaplan-Meier), of those that enter before they leave, at least from day 0 on.

    `at` is the day they were followed to; `not_reached` where less than half are filled as far as any was followed. No value either
    where at some moment before it nobody was. Numerator: those filled; denominator and n: those watched.
    """
    watched = ((wait > entry) & (wait >= 0)).to_numpy()
    if not watched.any():
        return {"n": 0.0}
    early, late, event = entry.to_numpy(dtype=float)[watched], wait.to_numpy(dtype=float)[watched], filled.to_numpy(dtype=bool)[watched]
    reach = _followed(early, late)
    value, lower, upper = earliest_reached(kaplan_meier(early, late, event), upto=reach)
    return {
        "value": value, "lower": lower, "upper": upper, "numerator": float(event.sum()), "denominator": float(len(late)), "n": float(len(late)),
        "at": reach, "not_reached": float(np.isnan(value) and reach == late.max()),
    }  # fmt: skip


def _followed(entry: NDArray[np.float64], wait: NDArray[np.float64]) -> float:
    grid = np.unique(np.concatenate([entry, wait]))
    return followed_to(grid, (np.searchsorted(np.sort(entry), grid) - np.searchsorted(np.sort(wait), grid)).astype(float))
