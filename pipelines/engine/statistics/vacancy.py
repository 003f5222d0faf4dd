"""How long posts stay open, in the calendar window of a period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.survival import kaplan_meier
from pipelines.engine.statistics.row import Row
from pipelines.engine.survival import followed_to


def median_vacancy(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median days that posts stay open, by Kaplan-Meier in the period.

    Rows are vacancies: `event` (1: filled), `from_on`, `to_on` (missing while open), and the `start_on` and `end_on` of the period. One enters
    at the days it had been open on the day before the period, and is censored at its end or where the post was closed. The numerator
    counts those filled, the denominator and n all that were watched; without a value where half were not filled in time, or
    where at some moment before it nobody was watched.
    """
    began, first, last = (pd.to_datetime(rows[c]) for c in ("from_on", "start_on", "end_on"))
    ended = pd.to_datetime(rows["to_on"])
    is_over = ended.notna() & (ended <= last)
    entry = (first - pd.Timedelta(days=1) - began).dt.days.clip(lower=0).to_numpy(dtype=float)
    stop = (ended.where(is_over, last) - began).dt.days.to_numpy(dtype=float)
    filled = (is_over & (rows["event"] == 1)).to_numpy()
    watched = stop > entry
    entry, stop, filled = entry[watched], stop[watched], filled[watched]
    found: Row = {"numerator": float(filled.sum()), "denominator": float(len(stop)), "n": float(len(stop))}
    if not len(stop):
        return {"n": 0.0}
    median, lower, upper = kaplan_meier(entry, stop, filled).quantile(0.5)
    grid = np.unique(np.concatenate([entry, stop]))
    at_risk = (np.searchsorted(np.sort(entry), grid) - np.searchsorted(np.sort(stop), grid)).astype(float)
    if median is None or median > followed_to(grid, at_risk):
        return found
    return {**found, "value": median, "lower": np.nan if lower is None else lower, "upper": np.nan if upper is None else upper}
