"""What is made of the rows, or of the units, of a region: one function a statistic."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.statistics.gap import share_of_both, shortfall
from pipelines.engine.statistics.mean import mean
from pipelines.engine.statistics.order import median, median_age
from pipelines.engine.statistics.pay import adjusted_gap, gap, highest_lowest, p90_p10
from pipelines.engine.statistics.row import Row, Statistic
from pipelines.engine.statistics.spread import gini
from pipelines.engine.statistics.unknown_effect import needs_effect
from pipelines.engine.statistics.vacancy import median_vacancy
from pipelines.engine.statistics.waiting import median_wait, p90_wait

__all__ = ["ROW_STATISTICS", "UNIT_STATISTICS", "Row", "Statistic"]

ROW_STATISTICS: Mapping[str, Statistic] = {
    "mean": mean,
    "median": median,
    "median_age": median_age,
    "median_vacancy": median_vacancy,
    "p90_p10": p90_p10,
    "highest_lowest": highest_lowest,
    "pay_gap_sex": gap("sex"),
    "pay_gap_sex_adjusted": adjusted_gap("sex"),
    "pay_gap_contract": gap("contract"),
    "pay_gap_contract_adjusted": adjusted_gap("contract"),
    "pay_gap_licence": gap("licence"),
    "pay_gap_licence_adjusted": adjusted_gap("licence"),
    "median_wait": median_wait,
    "p90_wait": p90_wait,
    "needs_effect": needs_effect,
}
UNIT_STATISTICS: Mapping[str, Statistic] = {
    "gini": gini,
    "share_of_both": share_of_both,
    "shortfall": shortfall,
}
