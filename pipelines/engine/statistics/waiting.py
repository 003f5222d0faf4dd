"""Waits: how long until something happened, where what has not happened yet is followed to the end of the records and no further."""

from __future__ import annotations

import pandas as pd

from pipelines.analysis.survival import kaplan_meier
from pipelines.engine.statistics.row import Row


def median_wait(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median of the first column (a wait) by Kaplan-Meier, `event` 0 for waits that go on; no value where it is not reached."""
    return _reached(rows, 0.5)


def p90_wait(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the wait within which nine in ten are served, likewise."""
    return _reached(rows, 0.9)


def _reached(rows: pd.DataFrame, share: float) -> Row:
    """Numerator: waits that ended; denominator and n: all of them."""
    known = rows[rows.iloc[:, 0].notna()]
    if known.empty:
        return {"n": 0.0}
    ended = known["event"].astype(bool)
    curve = kaplan_meier(None, known.iloc[:, 0].to_numpy(dtype=float), ended.to_numpy())
    counts = {"numerator": float(ended.sum()), "denominator": float(len(known)), "n": float(len(known))}
    found = zip(("value", "lower", "upper"), curve.quantile(share), strict=True)
    return counts | {name: float(days) for name, days in found if days is not None}
