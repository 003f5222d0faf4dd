"""How unevenly something is spread over the units of a region: columns `total` (what there is) and `base` (for whom)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.inequality import gini as gini_of
from pipelines.engine.statistics.row import Row


def gini(units: pd.DataFrame, _seed: int) -> Row:
    """Return the Gini coefficient of `total` over `base`; numerator and denominator are the sums, n the units."""
    known = units.dropna(subset=["total", "base"])
    known = known[known["base"] > 0]
    if len(known) < 2:
        return {"n": float(len(known))}
    total, base = (known[c].to_numpy(dtype=float) for c in ("total", "base"))
    value = gini_of(total, base)
    return {"numerator": float(total.sum()), "denominator": float(base.sum()), "value": float(value), "n": float(np.count_nonzero(base))}
