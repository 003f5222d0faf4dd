"""What is made of the rows, or of the units, of a region: one function a statistic."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.statistics.obligation import agreement_fulfilment, breach_rate, obligation_served
from pipelines.engine.statistics.order import median, median_age
from pipelines.engine.statistics.row import Row, Statistic
from pipelines.engine.statistics.spread import gini
from pipelines.engine.statistics.waiting import time_to_fill

__all__ = ["ROW_STATISTICS", "UNIT_STATISTICS", "Row", "Statistic"]

ROW_STATISTICS: Mapping[str, Statistic] = {
    "agreement_fulfilment": agreement_fulfilment,
    "breach_rate": breach_rate,
    "median": median,
    "median_age": median_age,
    "obligation_served": obligation_served,
    "time_to_fill": time_to_fill,
}
UNIT_STATISTICS: Mapping[str, Statistic] = {
    "gini": gini,
}
