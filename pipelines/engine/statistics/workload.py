"""Staff that work needs (WISN), facility by facility.

Columns `service_minutes` (the year's counted work), `fte` (staff there is), `available_hours` and `allowance_share` of the standards, and
`missing_standards`; one row a facility and staff group.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipelines.analysis.wisn import Standards, wisn
from pipelines.engine.statistics.row import Row

ONE_MINUTE = ("counted work", 1.0)  # volumes come in minutes already: one case of it takes one


def wisn_required_staff(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the FTE the work needs (WHO 2010); without a value where a standard is missing."""
    return _compared(rows, lambda actual, required: required)


def wisn_ratio(rows: pd.DataFrame, _seed: int) -> Row:
    """Return staff there is ÷ staff needed; without a value where a standard is missing or nobody is needed."""
    return _compared(rows, lambda actual, required: actual / required if required > 0 else float("nan"))


def wisn_difference(rows: pd.DataFrame, _seed: int) -> Row:
    """Return staff there is less staff needed, in FTE; without a value where a standard is missing."""
    return _compared(rows, lambda actual, required: actual - required)


def _compared(rows: pd.DataFrame, value: Callable[[float, float], float]) -> Row:
    """Return actual and required staff of the facilities that have both; none where a standard of any group is missing."""
    known = rows.dropna(subset=["service_minutes", "fte"])
    if (rows["missing_standards"] > 0).any() or known.empty:
        return {"n": 0.0}
    required = 0.0
    for (hours, share), group in known.groupby(["available_hours", "allowance_share"]):
        standards = Standards((ONE_MINUTE[0],), (ONE_MINUTE[1],), float(hours), float(share))
        minutes, there = (group[c].to_numpy(dtype=float) for c in ("service_minutes", "fte"))
        required += float(np.sum(wisn(minutes[:, None], there, standards, 0.0).required))
    actual = float(known["fte"].sum())
    return {"numerator": actual, "denominator": required, "value": value(actual, required), "n": float(len(known))}
