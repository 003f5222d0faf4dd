"""How long posts wait to be filled."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.duration import earliest_reached
from pipelines.analysis.survival import kaplan_meier
from pipelines.engine.statistics.row import Row


def time_to_fill(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median days from the opening of a post to its filling, in the window of the period.

    Rows have opened_on, filled_on, closed_on, start_on, end_on. Posts open at some time in the period enter at the days waited when it
    begins; those still open, or given up unfilled, are censored, not dropped. `not_reached` where less than half are filled as far as
    they were watched; numerator: posts filled; n: posts watched.
    """
    opened, filled, closed, start, end = (pd.to_datetime(rows[c]) for c in ("opened_on", "filled_on", "closed_on", "start_on", "end_on"))
    event = (filled <= end).to_numpy()
    until = filled.where(event, closed.where(closed <= end, end))
    entry = ((start - pd.Timedelta(days=1)) - opened).dt.days.clip(lower=-1).to_numpy(dtype=float)
    wait = (until - opened).dt.days.to_numpy(dtype=float)
    watched = (wait > entry) & (wait >= 0)
    if not watched.any():
        return {"n": 0.0}
    entry, wait, event = entry[watched], wait[watched], event[watched]
    reach = _watched_to(entry, wait)
    value, lower, upper = earliest_reached(kaplan_meier(entry, wait, event), upto=reach)
    return {
        "value": value, "lower": lower, "upper": upper, "numerator": float(event.sum()), "denominator": float(len(wait)), "n": float(len(wait)),
        "at": reach, "not_reached": float(np.isnan(value) and reach == wait.max()),
    }  # fmt: skip


def _watched_to(entry: np.ndarray, wait: np.ndarray) -> float:
    """Return the last wait up to which some post was watched at every moment since its opening (-1 when none was from the start)."""
    order = np.argsort(entry, kind="stable")
    furthest = np.maximum.accumulate(wait[order])
    before = np.concatenate([[-1.0], furthest[:-1]])
    gaps = np.flatnonzero(entry[order] > before)
    return float(before[gaps[0]] if len(gaps) else furthest[-1])
