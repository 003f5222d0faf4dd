"""Statistics of units: how what a numerator counts is spread over the reporting units of a region, beside its denominator."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipelines.core.indicator import Measure
from pipelines.engine.kept import kept_rows
from pipelines.engine.rows import ANSWER, KEYS, plain_key, seed_of
from pipelines.engine.scope import Plan, Scope, Statement, identifier, scope_cte, unit_cte
from pipelines.engine.statistics import UNIT_STATISTICS
from pipelines.engine.status import needed_datasets

CURVE_POINTS = tuple(range(0, 101, 10))  # of a curve, unless others are asked for


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
    if indicator.ranking is not None:
        statements["ranking"] = unit_statement(indicator.ranking, scope)
    return Plan(statements, lambda frames: _finish(scope, frames))


def unit_statement(measure: Measure, scope: Scope) -> Statement:
    """Return the statement that sums a measure by region, period, category and unit."""
    kept = kept_rows(measure, scope)
    column = identifier(measure.column, kept.mart.columns)
    return kept.select(
        f"s.region_code, s.period, {kept.category} as category, u.unit_code, sum(m.{column}) as total",
        steps=f",{unit_cte()}", joins="\ninner join unit_of as u on s.place_code = u.place_code and s.end_on = u.end_on", end="group by all",
    )


def _reported(scope: Scope) -> Statement:
    """Return the statement of the units that sent what is needed: region_code, period, unit_code, group_code (the place one level up)."""
    sql = f"""
with {scope_cte(scope)},{unit_cte()},
above as (
    select v.level
    from site_setting as u
    inner join site_level as o on u.name = 'unit_level' and u.value = o.level
    inner join site_level as v on v.depth = greatest(o.depth - 1, 0)
)
select distinct s.region_code, s.period, u.unit_code, g.region_code as group_code
from scope as s
inner join unit_of as u on s.place_code = u.place_code and s.end_on = u.end_on
inner join reporting as r on u.unit_code = r.place_code and list_contains($needs, r.dataset)
    and (s.label = r.period or (r.period is null and r.from_on <= s.end_on and r.to_on > s.end_on))
left join place_span as g on u.unit_code = g.place_code and g.level = (select level from above) and g.from_on <= s.end_on and g.to_on > s.end_on"""
    return Statement(sql, {**scope.params(), "needs": needed_datasets(scope)})


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    units = _units(scope, frames)
    compute = UNIT_STATISTICS[scope.indicator.statistic]
    rows = []
    for key, group in units.groupby(KEYS, dropna=False, sort=False):
        plain = plain_key(key)
        parts = group.sort_values("unit_code")[["total", "base", "group", "ranking"]].reset_index(drop=True)
        found = compute(parts, seed_of(scope.indicator.name, *plain))
        curve = found if isinstance(found, list) else [found]
        asked = [point for point in curve if "at" not in point or point["at"] in (scope.at or CURVE_POINTS)]
        rows += [dict(zip(KEYS, plain, strict=True)) | point for point in asked]
    return pd.DataFrame(rows, columns=[*ANSWER, "at"] if any("at" in row for row in rows) else ANSWER)


def _units(scope: Scope, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Join what was summed by unit: a unit that reported and has none has zero; one that did not is left out."""
    top, below = frames["total"], frames["base"].rename(columns={"total": "base"})
    seen = top[["period", "category"]].drop_duplicates()
    if not scope.by:  # a period in which nobody has any is one of zeros
        seen = pd.DataFrame({"period": frames["units"]["period"].unique()}).assign(category=None).astype(top[["period", "category"]].dtypes)
    reported = frames["units"].merge(seen, on="period")
    split = not below["category"].isna().all()
    units = reported.merge(top, how="left", on=[*KEYS, "unit_code"])
    units["total"] = units["total"].fillna(0.0)
    shared = [*(KEYS if split else KEYS[:2]), "unit_code"]
    units = units.merge(below[[*shared, "base"]], how="left", on=shared).rename(columns={"group_code": "group"})
    if "ranking" not in frames:
        return units.assign(ranking=float("nan"))
    ranking = frames["ranking"].rename(columns={"total": "ranking"})
    return units.merge(ranking[[*KEYS[:2], "unit_code", "ranking"]], how="left", on=[*KEYS[:2], "unit_code"])
