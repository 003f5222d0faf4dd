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
    minutes, there, hours, share, missing = (
        rows[c].to_numpy(dtype=float, na_value=np.nan) for c in ("service_minutes", "fte", "available_hours", "allowance_share", "missing_standards")
    )
    known = ~(np.isnan(minutes) | np.isnan(there))
    if (missing > 0).any() or not known.any():
        return {"n": 0.0}
    required = 0.0
    for a, b in sorted({(a, b) for a, b in zip(hours[known], share[known], strict=True) if not (np.isnan(a) or np.isnan(b))}):
        mine = known & (hours == a) & (share == b)
        standards = Standards((ONE_MINUTE[0],), (ONE_MINUTE[1],), float(a), float(b))
        required += float(np.sum(wisn(minutes[mine][:, None], there[mine], standards, 0.0).required))
    actual = float(there[known].sum())
    return {"numerator": actual, "denominator": required, "value": value(actual, required), "n": float(known.sum())}
