"""What is made of the rows, or of the units, of a region: one function a statistic."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.statistics.order import median, median_age
from pipelines.engine.statistics.row import Row, Statistic
from pipelines.engine.statistics.spread import gini

__all__ = ["ROW_STATISTICS", "UNIT_STATISTICS", "Row", "Statistic"]

ROW_STATISTICS: Mapping[str, Statistic] = {
    "median": median,
    "median_age": median_age,
}
UNIT_STATISTICS: Mapping[str, Statistic] = {
    "gini": gini,
}
