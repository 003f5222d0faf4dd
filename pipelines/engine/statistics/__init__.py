"""What is made of the rows, or of the units, of a region: one function a statistic."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.statistics.gap import share_of_both, shortfall
from pipelines.engine.statistics.order import median, median_age
from pipelines.engine.statistics.row import Row, Statistic
from pipelines.engine.statistics.spread import gini
from pipelines.engine.statistics.vacancy import median_vacancy

__all__ = ["ROW_STATISTICS", "UNIT_STATISTICS", "Row", "Statistic"]

ROW_STATISTICS: Mapping[str, Statistic] = {
    "median": median,
    "median_age": median_age,
    "median_vacancy": median_vacancy,
}
UNIT_STATISTICS: Mapping[str, Statistic] = {
    "gini": gini,
    "share_of_both": share_of_both,
    "shortfall": shortfall,
}
