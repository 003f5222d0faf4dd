"""Waits: how long until something happened, where what has not happened yet is followed to the end of the records and no further."""

from __future__ import annotations

import pandas as pd

from pipelines.analysis.duration import TimeReached, time_reached
from pipelines.analysis.survival import kaplan_meier
from pipelines.engine.statistics.row import Row


def median_wait(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median of the first column (a wait) by Kaplan-Meier, `event` 0 for waits that go on; no value where it is not reached."""
    return _waited(rows, 0.5)


def p90_wait(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the wait within which nine in ten are served, likewise."""
    return _waited(rows, 0.9)


def _waited(rows: pd.DataFrame, share: float) -> Row:
    known = rows[rows.iloc[:, 0].notna()]
    if known.empty:
        return {"n": 0.0}
    curve = kaplan_meier(None, known.iloc[:, 0].to_numpy(dtype=float), known["event"].astype(bool).to_numpy())
    return reached(time_reached(curve, len(known), share))


def reached(time: TimeReached) -> Row:
    """Return the parts of a time by which a share is served: numerator, the waits that ended; denominator and n, all of them."""
    row: Row = {"numerator": float(time.events), "denominator": float(time.people), "n": float(time.people)}
    found = {"value": time.time, "lower": time.lower, "upper": time.upper}
    return row | {name: waited for name, waited in found.items() if waited is not None}
