"""What is there beside what ought to be, or beside what comes from elsewhere: columns `total` and `base` of the reporting units."""

from __future__ import annotations

import numpy as np

from pipelines.engine.groups import Groups, divided, where
from pipelines.engine.statistics.row import Found


def shortfall(units: Groups) -> Found:
    """Return how far Σ `total` (in post) falls short of Σ `base` (required), 0 where it does not; n is who is in post.

    A unit without either is left out of both sums.
    """
    known = _known(units)
    there, required = known.sums(known["total"]), known.sums(known["base"])
    return {"n": there} | where(known.counts > 0, numerator=there, denominator=required, value=np.maximum(required - there, 0.0))


def share_of_both(units: Groups) -> Found:
    """Return Σ `total` ÷ (Σ `total` + Σ `base`); the numerator is Σ `total`, the denominator both sums together."""
    known = _known(units)
    top = known.sums(known["total"])
    both = top + known.sums(known["base"])
    return {"n": np.where(both > 0, both, 0.0)} | where(both > 0, numerator=top, denominator=both, value=divided(top, both))


def _known(units: Groups) -> Groups:
    return units.kept(~(np.isnan(units["total"]) | np.isnan(units["base"])))
