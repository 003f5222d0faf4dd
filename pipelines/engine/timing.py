"""Whether a figure is as at a day or over a period: read off the declaration, in this one place."""

from __future__ import annotations

from pipelines.core.comparison import Timing
from pipelines.core.indicator import Indicator
from pipelines.engine.marts import mart_of


def timing_of(indicator: Indicator) -> Timing:
    """Return `stock` for a figure as at the last day of a period, `flow` for one over the period.

    What is counted decides: the time of the mart of the numerator (or of the rows of a statistic), whatever it is divided by.
    Persons kept to those to whom something happened within the period are over the period. Flows, survival, pay by year and
    published figures are over a period.
    """
    counted = indicator.numerator or indicator.rows
    if indicator.kind in ("flow", "survival", "published") or counted is None or counted.having:
        return "flow"
    return "stock" if mart_of(counted.mart).time in ("state", "stock") else "flow"
