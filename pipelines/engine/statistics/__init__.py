"""What is made of the rows, or of the units, of many regions at once: one function a statistic."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.statistics.filling import median_vacancy, time_to_fill
from pipelines.engine.statistics.gap import share_of_both, shortfall
from pipelines.engine.statistics.mean import mean
from pipelines.engine.statistics.obligation import agreement_fulfilment, breach_rate, obligation_served
from pipelines.engine.statistics.order import median, median_age, quantile
from pipelines.engine.statistics.pay import adjusted_gap, gap, highest_lowest, p90_p10
from pipelines.engine.statistics.reach import coverage_by_capacity
from pipelines.engine.statistics.response import response_time_median, response_time_p90, response_within_24h
from pipelines.engine.statistics.row import Found, Statistic
from pipelines.engine.statistics.spread import SPREAD
from pipelines.engine.statistics.unknown_effect import needs_effect
from pipelines.engine.statistics.waiting import median_wait, p90_wait
from pipelines.engine.statistics.workload import wisn_difference, wisn_ratio, wisn_required_staff

__all__ = ["ROW_STATISTICS", "UNIT_STATISTICS", "Found", "Statistic"]

ROW_STATISTICS: Mapping[str, Statistic] = {
    "mean": mean,
    "median": median,
    "median_age": median_age,
    "median_vacancy": median_vacancy,
    "p10": quantile(0.10),
    "p25": quantile(0.25),
    "p75": quantile(0.75),
    "p90": quantile(0.90),
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
    "response_time_median": response_time_median,
    "response_time_p90": response_time_p90,
    "response_within_24h": response_within_24h,
    "wisn_required_staff": wisn_required_staff,
    "wisn_ratio": wisn_ratio,
    "wisn_difference": wisn_difference,
    "coverage_by_capacity": coverage_by_capacity,
    "agreement_fulfilment": agreement_fulfilment,
    "breach_rate": breach_rate,
    "obligation_served": obligation_served,
    "time_to_fill": time_to_fill,
}
UNIT_STATISTICS: Mapping[str, Statistic] = {"share_of_both": share_of_both, "shortfall": shortfall, **SPREAD}
