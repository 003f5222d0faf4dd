"""Statistics of units: how what a numerator counts is spread over the reporting units of a region, beside its denominator."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipelines.core.indicator import Measure
from pipelines.engine.additive import IN_TIME, conditions_of, split_by
from pipelines.engine.marts import mart_of
from pipelines.engine.rows import ANSWER, KEYS, plain_key, seed_of
from pipelines.engine.scope import Plan, Scope, Statement, category_of, identifier, scope_cte
from pipelines.engine.statistics import UNIT_STATISTICS
from pipelines.engine.status import needed_datasets

UNIT_OF = """
unit_of as (
    select p.place_code, a.end_on, p.region_code as unit_code
    from place_span as p
    inner join site_setting as u on u.name = 'unit_level' and p.level = u.value
    inner join (select distinct end_on from asked) as a on p.from_on <= a.end_on and p.to_on > a.end_on
)"""


def plan_units(scope: Scope) -> Plan:
    """Return the plan of a statistic of units; raises ValueError for an indicator without two measures or a known statistic."""
    indicator = scope.indicator
    if indicator.numerator is None or indicator.denominator is None or indicator.statistic not in UNIT_STATISTICS:
        raise ValueError(f"indicator {indicator.name}: {indicator.statistic!r} is no statistic of units")
    statements = {
        "total": unit_statement(indicator.numerator, scope),
        "base": unit_statement(indicator.denominator, scope),
        "units": _reported(scope),
    }
    return Plan(statements, lambda frames: _finish(scope, frames))


def unit_statement(measure: Measure, scope: Scope) -> Statement:
    """Return the statement that sums a measure by region, period, category and unit."""
    mart = mart_of(measure.mart)
    column = identifier(measure.column, mart.columns)
    by = split_by(mart, scope.by)
    conditions, params = conditions_of(measure, mart, scope, by)
    kept = " and ".join([IN_TIME[mart.time], *conditions])
    sql = f"""
with {scope_cte()},{UNIT_OF}
select s.region_code, s.period, {category_of(by, mart.categories)} as category, u.unit_code, sum(m.{column}) as total
from {mart.name} as m
inner join scope as s on m.place_code = s.place_code and {kept}
inner join unit_of as u on s.place_code = u.place_code and s.end_on = u.end_on
group by all"""
    return Statement(sql, {**scope.params(flows=mart.time == "flow"), **params})


def _reported(scope: Scope) -> Statement:
    """Return the statement of the units that sent what is needed: region_code, period, unit_code."""
    sql = f"""
with {scope_cte()},{UNIT_OF}
select distinct s.region_code, s.period, u.unit_code
from scope as s
inner join unit_of as u on s.place_code = u.place_code and s.end_on = u.end_on
inner join reporting as r on u.unit_code = r.place_code and list_contains($needs, r.dataset)
    and (s.label = r.period or (r.period is null and r.from_on <= s.end_on and r.to_on > s.end_on))"""
    return Statement(sql, {**scope.params(), "needs": needed_datasets(scope)})


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Join numerator and denominator by unit: a unit that reported and has none has zero; one that did not is left out."""
    top, below = frames["total"], frames["base"].rename(columns={"total": "base"})
    reported = frames["units"].merge(top[["period", "category"]].drop_duplicates(), on="period")
    split = not below["category"].isna().all()
    units = reported.merge(top, how="left", on=[*KEYS, "unit_code"])
    units["total"] = units["total"].fillna(0.0)
    shared = [*(KEYS if split else KEYS[:2]), "unit_code"]
    units = units.merge(below[[*shared, "base"]], how="left", on=shared)
    compute = UNIT_STATISTICS[scope.indicator.statistic]
    rows = []
    for key, group in units.groupby(KEYS, dropna=False, sort=False):
        plain = plain_key(key)
        found = compute(group[["total", "base"]].reset_index(drop=True), seed_of(scope.indicator.name, *plain))
        rows.append(dict(zip(KEYS, plain, strict=True)) | found)
    return pd.DataFrame(rows, columns=ANSWER)
