"""Statistics of rows: medians, shares of money, durations: computed afresh from the rows of a mart at every level.

An indicator names its rows (`rows`: mart, column and further columns `also`) and its statistic; ROW_STATISTICS says what is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipelines.core.indicator import Measure
from pipelines.engine.groups import answer_of, grouped
from pipelines.engine.kept import kept_rows
from pipelines.engine.scope import Columns, Plan, Scope, Statement, identifier
from pipelines.engine.statistics import ROW_STATISTICS

BESIDE = ("at", "not_reached")  # of a median: the time followed to, and whether it is known that it was not reached


def plan_rows(scope: Scope) -> Plan:
    """Return the plan of a statistic of rows; raises ValueError for an indicator that names no rows or no known statistic."""
    measure, statistic = scope.indicator.rows, scope.indicator.statistic
    if measure is None or statistic not in ROW_STATISTICS:
        raise ValueError(f"indicator {scope.indicator.name}: {statistic!r} of {measure} is no statistic of rows")
    return Plan({"rows": rows_statement(measure, scope)}, lambda found: _finish(scope, found))


def rows_statement(measure: Measure, scope: Scope) -> Statement:
    """Return the statement of the rows of a measure, in a fixed order: region_code, period, category, its column, the others, start_on, end_on.

    start_on and end_on are the first and last day of the period, for what is counted up to it or within it (an age, a wait that goes on).
    """
    kept = kept_rows(measure, scope)
    mart = kept.mart
    columns = [identifier(c, (*mart.columns, *mart.details, *mart.categories)) for c in (measure.column, *measure.also)]
    listed = ", ".join(f"m.{c}" for c in columns)
    return kept.select(f"s.region_code, s.period, {kept.category} as category, {listed}, s.start_on, s.end_on")


def _finish(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    keys, groups = grouped(found["rows"], scope.indicator.name)
    answer = answer_of(keys, ROW_STATISTICS[scope.indicator.statistic](groups))
    return {name: column for name, column in answer.items() if name not in BESIDE or not np.isnan(column).all()}
