"""Limits of places at another confidence than 95 %: ranks compare many places at once."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.interval import byar, normal_quantile, wilson
from pipelines.core.indicator import Indicator
from pipelines.engine.chance import chance_limits
from pipelines.engine.compare import floats

FloatArray: TypeAlias = NDArray[np.float64]


def limits_at(now: pd.DataFrame, indicator: Indicator, own: float) -> tuple[FloatArray, FloatArray]:
    """Return limits of every place at the confidence `own` instead of 95 %, in the unit of the value; NaN where there are none.

    Wilson and Byar limits are computed anew, as are those of the count a figure declares as its `chance`. Greenwood limits are widened on
    the log-log scale on which they are even, which is exact, and so are those of a place where nobody left, whose lower limit is a power
    of the tail; others from the 95 % limits of the observation, on the log scale for amounts of money and on their own scale else, which
    is an approximation.
    """
    top, bottom = floats(now["numerator"]), floats(now["denominator"])
    if indicator.interval in ("wilson", "byar"):
        size = np.ones_like(top) if indicator.interval == "byar" and indicator.kind == "count" else bottom
        limits = {"wilson": wilson, "byar": byar}[indicator.interval](top, size, own)
        return limits[0] * indicator.scale, limits[1] * indicator.scale
    if indicator.has_chance:
        return chance_limits(now, indicator, own)
    value, lower, upper = (floats(now[c]) for c in ("value", "lower", "upper"))
    factor = normal_quantile(own) / normal_quantile(0.95)
    if indicator.interval == "greenwood_loglog":
        inside = [np.log(-np.log(np.where((x > 0) & (x < 1), x, np.nan))) for x in (value, lower, upper)]
        wide = [np.exp(-np.exp(inside[0] + factor * (x - inside[0]))) for x in inside[1:]]
        is_all = value == 1.0
        tails = np.log((1.0 - own) / 2.0) / np.log(0.025)
        return np.where(is_all, np.where(is_all, lower, 1.0) ** tails, wide[0]), np.where(is_all & np.isfinite(lower), 1.0, wide[1])
    if indicator.unit.startswith("currency"):
        logs = [np.log(np.where(x > 0, x, np.nan)) for x in (value, lower, upper)]
        return np.exp(logs[0] + factor * (logs[1] - logs[0])), np.exp(logs[0] + factor * (logs[2] - logs[0]))
    return value + factor * (lower - value), value + factor * (upper - value)
