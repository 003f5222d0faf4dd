"""Statistics of units: how what a numerator counts is spread over the reporting units of a region, beside its denominator."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipelines.core.indicator import Measure
from pipelines.engine.groups import KEYS, Floats, answer_of, grouped, places, taken
from pipelines.engine.kept import kept_rows
from pipelines.engine.scope import Columns, Plan, Scope, Statement, identifier, scope_cte, unit_cte
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
    return Plan(statements, lambda found: _finish(scope, found))


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


def _finish(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    keys, groups = grouped(_units(scope, found), scope.indicator.name)
    parts = UNIT_STATISTICS[scope.indicator.statistic](groups)
    if "at" not in parts:
        return answer_of(keys, parts)
    asked = np.isnan(parts["at"]) | np.isin(parts["at"], scope.at or CURVE_POINTS)
    parts = {name: part[asked] for name, part in parts.items()}
    rows = parts.pop("group").astype(np.int64)
    return answer_of({name: key[rows] for name, key in keys.items()}, parts)


def _units(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    """Join what was summed by unit: a unit that reported and has none has zero; one that did not is left out.

    In order of region, period, category and unit. Without a breakdown a period in which nobody has any is one of zeros.
    """
    top, below, units = found["total"], found["base"], found["units"]
    seen = dict.fromkeys(zip(top["period"].tolist(), top["category"].tolist(), strict=True)) if scope.by else {}
    categories = {period: [c for p, c in seen if p == period] if scope.by else [None] for period in dict.fromkeys(units["period"].tolist())}
    times = [len(categories[period]) for period in units["period"].tolist()]
    joined = {name: np.repeat(column, times) for name, column in units.items()}
    joined["category"] = np.array([c for period in units["period"].tolist() for c in categories[period]], dtype=object)
    order = sorted(range(len(joined["period"])), key=lambda row: tuple(str(joined[name][row]) for name in (*KEYS, "unit_code")))
    joined = {name: column[order] for name, column in joined.items()}
    is_split = any(category is not None for category in below["category"].tolist())
    told = {"total": (top, KEYS), "base": (below, KEYS if is_split else KEYS[:2]), "ranking": (found.get("ranking"), KEYS[:2])}
    parts = {name: _told(joined, part, keys) for name, (part, keys) in told.items()}
    parts["total"] = np.nan_to_num(parts["total"])
    return {**{key: joined[key] for key in KEYS}, **parts, "group": joined["group_code"]}


def _told(joined: Columns, part: Columns | None, keys: tuple[str, ...]) -> Floats:
    """Return what was summed of each unit, NaN where nothing was."""
    if part is None:
        return np.full(len(joined["period"]), np.nan)
    return taken(part["total"], places(joined, part, (*keys, "unit_code")))
