"""Which plan answers a question about a statistic of rows, units or pay."""

from __future__ import annotations

from pipelines.engine.exposure import EXPOSURES, plan_exposure
from pipelines.engine.pay import plan_pay
from pipelines.engine.rows import plan_rows
from pipelines.engine.scope import Plan, Scope
from pipelines.engine.statistics import UNIT_STATISTICS
from pipelines.engine.units import plan_units


def plan_statistic(scope: Scope) -> Plan:
    """Return the plan of a statistic; raises ValueError for one that is not known."""
    if scope.indicator.statistic in EXPOSURES:
        return plan_exposure(scope)
    if scope.indicator.rows is not None:
        return plan_rows(scope)
    return plan_units(scope) if scope.indicator.statistic in UNIT_STATISTICS else plan_pay(scope)
