"""What is made of the rows, or of the units, of a region: one function a statistic."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.statistics import spread
from pipelines.engine.statistics.order import median, median_age
from pipelines.engine.statistics.reach import coverage_by_capacity
from pipelines.engine.statistics.response import response_time_median, response_time_p90, response_within_24h
from pipelines.engine.statistics.row import Row, Statistic, UnitStatistic
from pipelines.engine.statistics.workload import wisn_difference, wisn_ratio, wisn_required_staff

__all__ = ["ROW_STATISTICS", "UNIT_STATISTICS", "Row", "Statistic", "UnitStatistic"]

ROW_STATISTICS: Mapping[str, Statistic] = {
    "median": median,
    "median_age": median_age,
    "response_time_median": response_time_median,
    "response_time_p90": response_time_p90,
    "response_within_24h": response_within_24h,
    "wisn_required_staff": wisn_required_staff,
    "wisn_ratio": wisn_ratio,
    "wisn_difference": wisn_difference,
    "coverage_by_capacity": coverage_by_capacity,
}
UNIT_STATISTICS: Mapping[str, UnitStatistic] = {
    "gini": spread.gini,
    "lorenz": spread.lorenz,
    "theil_t": spread.theil_t,
    "theil_t_between": spread.theil_t_between,
    "theil_t_within": spread.theil_t_within,
    "theil_l": spread.theil_l,
    "theil_l_between": spread.theil_l_between,
    "theil_l_within": spread.theil_l_within,
    "concentration_index": spread.concentration_index,
    "max_min_ratio": spread.max_min_ratio,
    "coefficient_of_variation": spread.coefficient_of_variation,
    "dissimilarity_index": spread.dissimilarity_index,
}
