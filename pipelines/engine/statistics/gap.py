"""What is there beside what ought to be, or beside what comes from elsewhere: columns `total` and `base` of the reporting units."""

from __future__ import annotations

import pandas as pd

from pipelines.engine.statistics.row import Row


def shortfall(units: pd.DataFrame, _seed: int) -> Row:
    """Return how far Σ `total` (in post) falls short of Σ `base` (required), 0 where it does not; n is who is in post.

    A unit without either is left out of both sums.
    """
    known = units.dropna(subset=["total", "base"])
    if not len(known):
        return {"n": 0.0}
    there, required = float(known["total"].sum()), float(known["base"].sum())
    return {"numerator": there, "denominator": required, "value": max(required - there, 0.0), "n": there}


def share_of_both(units: pd.DataFrame, _seed: int) -> Row:
    """Return Σ `total` ÷ (Σ `total` + Σ `base`); the numerator is Σ `total`, the denominator both sums together."""
    known = units.dropna(subset=["total", "base"])
    top, both = float(known["total"].sum()), float(known["total"].sum() + known["base"].sum())
    if not both > 0:
        return {"n": 0.0}
    return {"numerator": top, "denominator": both, "value": top / both, "n": both}
