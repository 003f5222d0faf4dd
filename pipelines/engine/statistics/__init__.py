"""What is made of the rows, or of the units, of a region: one function a statistic."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.statistics.order import median, median_age
from pipelines.engine.statistics.row import Row, Statistic
from pipelines.engine.statistics.spread import gini
from pipelines.engine.statistics.unknown_effect import needs_effect
from pipelines.engine.statistics.waiting import median_wait, p90_wait

__all__ = ["ROW_STATISTICS", "UNIT_STATISTICS", "Row", "Statistic"]

ROW_STATISTICS: Mapping[str, Statistic] = {
    "median": median,
    "median_age": median_age,
    "median_wait": median_wait,
    "p90_wait": p90_wait,
    "needs_effect": needs_effect,
}
UNIT_STATISTICS: Mapping[str, Statistic] = {
    "gini": gini,
}
