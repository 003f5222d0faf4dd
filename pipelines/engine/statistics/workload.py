"""Staff that work needs (WISN), facility by facility.

Columns `service_minutes` (the year's counted work), `fte` (staff there is), `available_hours` and `allowance_share` of the standards, and
`missing_standards`; one row a facility and staff group.
"""

from __future__ import annotations

import numpy as np

from pipelines.analysis.wisn import Standards, wisn
from pipelines.engine.groups import Floats, Groups, divided, where
from pipelines.engine.statistics.row import Found

ONE_MINUTE = ("counted work", 1.0)  # volumes come in minutes already: one case of it takes one


def wisn_required_staff(rows: Groups) -> Found:
    """Return the FTE the work needs (WHO 2010); without a value where a standard is missing."""
    _, required, shown = _compared(rows)
    return shown | {"value": required}


def wisn_ratio(rows: Groups) -> Found:
    """Return staff there is ÷ staff needed; without a value where a standard is missing or nobody is needed."""
    actual, required, shown = _compared(rows)
    return shown | {"value": divided(actual, required)}


def wisn_difference(rows: Groups) -> Found:
    """Return staff there is less staff needed, in FTE; without a value where a standard is missing."""
    actual, required, shown = _compared(rows)
    return shown | {"value": actual - required}


def _compared(rows: Groups) -> tuple[Floats, Floats, Found]:
    """Return actual and required staff of the facilities that have both, NaN where a standard of any group is missing; and what is shown."""
    known = rows.kept(~(np.isnan(rows.number("service_minutes")) | np.isnan(rows.number("fte"))))
    is_told = (rows.sums(rows.number("missing_standards") > 0) == 0) & (known.counts > 0)
    minutes, there, hours, share = (known.number(c) for c in ("service_minutes", "fte", "available_hours", "allowance_share"))
    needed = np.zeros(len(minutes))
    for a, b in sorted({(a, b) for a, b in zip(hours.tolist(), share.tolist(), strict=True) if a == a and b == b}):
        mine = (hours == a) & (share == b)
        standards = Standards((ONE_MINUTE[0],), (ONE_MINUTE[1],), a, b)
        needed[mine] = wisn(minutes[mine][:, None], there[mine], standards, 0.0).required
    shown = where(is_told, numerator=known.sums(there), denominator=known.sums(needed))
    return shown["numerator"], shown["denominator"], shown | {"n": np.where(is_told, known.counts, 0.0)}
