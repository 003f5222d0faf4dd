"""The limits of a figure that has none of its own: by the chance of the count of people or events that it declares it rests on."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.interval import byar, wilson
from pipelines.core.indicator import Indicator
from pipelines.engine.compare import floats
from pipelines.engine.groups import divided

FloatArray: TypeAlias = NDArray[np.float64]


def chance_limits(frame: pd.DataFrame, indicator: Indicator, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Return lower and upper limits of the figures of an indicator that `has_chance`, in the unit of the value; NaN where a part is not known.

    Byar's limits of the count, for each of what it is set against; turned round where the count is below (people for each doctor); of
    these people for each of those, Wilson's limits of their share, as odds. A change is judged by the counts themselves
    (`engine.change`), ranks by these limits: near the edge of chance the two may part (7 doctors against 1), in about one of 300 pairs.
    """
    top, bottom = floats(frame["numerator"]), floats(frame["denominator"])
    if indicator.chance == "both":
        low, high = wilson(top, top + bottom, confidence)
        return divided(low, 1.0 - low) * indicator.scale, divided(high, 1.0 - high) * indicator.scale
    if indicator.chance == "denominator":
        low, high = byar(bottom, top, confidence)
        return divided(np.ones_like(high), high) * indicator.scale, divided(np.ones_like(low), low) * indicator.scale
    low, high = byar(top, bottom, confidence)
    ceiling = 1.0 if indicator.unit == "share" else np.inf
    return np.minimum(low * indicator.scale, ceiling), np.minimum(high * indicator.scale, ceiling)


def with_chance(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return observations with 95 % limits filled in where the indicator `has_chance`; as they are for any other."""
    if not indicator.has_chance or frame.empty:
        return frame
    lower, upper = chance_limits(frame, indicator)
    told = np.isfinite(floats(frame["value"]))
    return frame.assign(lower=np.where(told, lower, np.nan), upper=np.where(told, upper, np.nan))
