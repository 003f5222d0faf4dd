"""What each number may be said to be (counting.md §5)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.engine.additive import view_of
from pipelines.engine.marts import mart_of
from pipelines.engine.scope import Scope, Statement, scope_cte

RETURN = "workforce_return"
PEOPLE_UNITS = ("person", "per_1000", "share", "currency_per_person")


# what a unit told: for the period it names, or over days that hold the last of the period
_TOLD = """told as (
    select a.period, r.place_code, r.dataset from reporting as r inner join asked as a on r.period = a.label
    union all
    select a.period, r.place_code, r.dataset
    from reporting as r
    inner join asked as a on r.period is null and r.from_on <= a.end_on and r.to_on > a.end_on
),
"""


def reporting_statement(scope: Scope) -> Statement:
    """Return the statement that counts, per region and period, the units expected and those that sent what is needed.

    `complete` are those that sent what a ratio divides by as well: a county whose townships' doctors are all known, but not
    their people, has no complete density. Below the level of reporting units (a clinic, where townships report) a place answers
    with its own unit.
    """
    sql = f"""
with {scope_cte()},
unit_of as (
    select p.place_code, a.period, p.region_code as unit_code
    from place_span as p
    inner join site_setting as u on u.name = 'unit_level' and p.level = u.value
    inner join (select distinct period, end_on from asked) as a on p.from_on <= a.end_on and p.to_on > a.end_on
),
units as (
    select distinct s.region_code, s.period, coalesce(u.unit_code, s.place_code) as unit_code
    from scope as s
    left join unit_of as u on s.place_code = u.place_code and s.period = u.period
),
{_TOLD}sent as (
    select period, place_code, max(case when list_contains($needs, dataset) then 1 else 0 end) as reported,
        max(case when $divisor = '' or dataset = $divisor then 1 else 0 end) as divided
    from told
    group by period, place_code
)
select u.region_code, u.period, count(s.place_code) as expected, coalesce(sum(s.reported), 0) as reported,
    coalesce(sum(s.reported * s.divided), 0) as complete
from units as u
left join sent as s on u.unit_code = s.place_code and u.period = s.period
group by u.region_code, u.period"""
    top = scope.indicator.numerator
    flows = top is not None and mart_of(top.mart).time == "flow"
    return Statement(sql, {**scope.params(flows=flows), "needs": needed_datasets(scope), "divisor": _divisor(scope)})


def needed_datasets(scope: Scope) -> list[str]:
    """Return the datasets an indicator needs as mart `reporting` names them: a return has to tell what the measure is kept to."""
    top = scope.indicator.numerator
    view = None if top is None else view_of(top, ())
    suffix = "" if view in (None, "total") else f"/{view}"
    return [f"{name}{suffix}" if name == RETURN else name for name in scope.indicator.needs]


def _divisor(scope: Scope) -> str:
    """Return the population a ratio divides by, as mart `reporting` names it; empty where it divides by no population."""
    below = scope.indicator.denominator
    if below is None or below.mart != "population_place":
        return ""
    kind = dict(below.where).get("population_kind", (scope.population_kind,))[0]
    return "population" if kind == scope.site.population_kind else f"population_{kind}"


def add_status(scope: Scope, answer: pd.DataFrame) -> pd.DataFrame:
    """Add `status` to an answer that has value, n, numerator, denominator, reported and expected.

    In order: nobody reports it; there is nothing to divide by; it cannot be estimated; not all units reported; it rests
    on fewer people than the site's small_n.
    """
    value = answer["value"].to_numpy(dtype=float)
    reported, expected = (answer[c].to_numpy(dtype=float) for c in ("reported", "expected"))
    known = ~np.isnan(value)
    status = np.full(len(answer), "ok", dtype=object)
    n = answer["n"].to_numpy(dtype=float)
    if scope.indicator.kind == "statistic" or (scope.indicator.unit in PEOPLE_UNITS and scope.indicator.kind != "published"):
        status[known & (n > 0) & (n < scope.site.small_n)] = "small_n"
    share = np.divide(reported, expected, out=np.ones_like(value), where=expected > 0)
    if scope.indicator.reported is None:  # of facilities counted, those known to staff records: no gap in the count
        status[known & (share < scope.site.threshold)] = "partial"
    status[~known] = "not_estimable" if scope.indicator.kind in ("survival", "statistic", "flow") else "not_collected"
    if scope.indicator.kind == "ratio":
        status[~known & ~np.isnan(answer["numerator"].to_numpy(dtype=float))] = "no_denominator"
    if scope.indicator.kind == "flow":
        status[~known & (answer["denominator"].to_numpy(dtype=float) == 0)] = "no_denominator"
    answered = answer["answered"].to_numpy(dtype=float) if "answered" in answer else reported
    status[~known & ~(answered > 0)] = "not_collected"
    return answer.assign(status=status)
