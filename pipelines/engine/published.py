"""Statistics that somebody else computed: shown at the grain they came in, never rolled up, never divided."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.engine.groups import answer_of
from pipelines.engine.scope import Columns, Plan, Scope, Statement, regions_kept


def plan_published(scope: Scope) -> Plan:
    """Return the plan of a published figure: its stratum is "all", or the strata of the breakdown asked for."""
    stratum = "rurality <> 'all'" if scope.by else "rurality = 'all'"
    category = "rurality" if scope.by else "cast(null as varchar)"
    sql = f"""
select region_code, period, {category} as category, amount as value, persons as n
from income_published
where level = $level and list_contains($labels, period) and income_measure = $measure
    and practice_type = 'all' and size_band = 'all' and {stratum} and amount is not null{regions_kept(scope, "region_code")}"""
    params = {**scope.regions, "labels": list(scope.labels), "measure": scope.indicator.statistic}
    return Plan({"published": Statement(sql, params)}, _finish)


def _finish(found: Mapping[str, Columns]) -> Columns:
    return answer_of(found["published"], {name: found["published"][name] for name in ("value", "n")})
