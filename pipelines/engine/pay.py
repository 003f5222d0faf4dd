"""Pay of persons: growth of the same persons, and pay beside what others earn, from person-years at every level (counting.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipelines.analysis.interval import FloatArray
from pipelines.analysis.pay import quantile_by_group
from pipelines.engine.marts import mart_of
from pipelines.engine.pay_growth import GROWTH, plan_growth
from pipelines.engine.rows import ANSWER, KEYS, plain_key
from pipelines.engine.scope import Plan, Scope, Statement, asked_cte, category_of, scope_cte
from pipelines.engine.statistics import Row

PAY_BASE = "rural_doctors"
SAME_PERSON = "pay_growth_same_person"
RELATIVE: Mapping[str, str] = {  # statistic -> kind of reference income
    "relative_pay_rural_income": "rural_income",
    "relative_pay_urban_wage": "urban_wage",
    "relative_pay_health_wage": "health_wage",
    "relative_pay_county_doctor": "county_doctor",
}


def plan_pay(scope: Scope) -> Plan:
    """Return the plan of a pay statistic; raises ValueError for one that is not known."""
    statistic = scope.indicator.statistic
    category = category_of(scope.by, mart_of("person_pay_year").categories)
    base = "" if "staff_group" in scope.by else "and m.staff_group in (select staff_group from site_base where base = $base)"
    params: dict[str, Any] = {**scope.params(), **({"base": PAY_BASE} if base else {})}
    if statistic in GROWTH:
        return plan_growth(scope, category, base, params)
    if statistic == SAME_PERSON:
        # the same persons are those whom both years count: a nurse who became a doctor is paid for another post
        base += base.replace("m.staff_group", "m.staff_group_before", 1) or " and m.staff_group_before = m.staff_group"
        base += " and m.annual_yuan_before is not null"
    elif statistic not in RELATIVE:
        raise ValueError(f"indicator {scope.indicator.name}: {statistic!r} is no statistic of pay")
    statements = {"people": Statement(_people(scope, category, base), params)}
    if statistic in RELATIVE:
        values = {"level": scope.level, "kind": RELATIVE[statistic], **scope.asked()}
        statements["reference"] = Statement(_REFERENCE.format(asked=asked_cte()), values)
    return Plan(statements, lambda frames: _finish(scope, frames))


def _people(scope: Scope, category: str, base: str) -> str:
    """Return the statement of annualised person-years of the periods asked for, in a fixed order."""
    return f"""
with {scope_cte(scope)}
select s.region_code, s.period, {category} as category, m.annual_yuan, m.annual_yuan_before, m.person_key
from person_pay_year as m
inner join scope as s on m.place_code = s.place_code and m.period = s.label
where m.annual_yuan is not null {base}
order by all"""


# what others earn in the region itself, else in the nearest place above that has a figure for the year
_REFERENCE = """
with {asked},
known as (
    select s.region_code, a.period, i.reference_yuan,
        row_number() over (partition by s.region_code, a.period order by u.depth desc) as nth
    from (
        select distinct h.region_code, a.period, a.end_on
        from place_span as h
        inner join asked as a on h.from_on <= a.end_on and h.to_on > a.end_on
        where h.level = $level
    ) as s
    inner join asked as a on s.period = a.period
    inner join place_span as u on u.place_code = replace(s.region_code, '.unassigned', '') and u.from_on <= s.end_on and u.to_on > s.end_on
    inner join stg_reference_income as i on u.region_code = i.region_code and a.label = i.period and i.reference_kind = $kind
)
select region_code, period, reference_yuan from known where nth = 1"""


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    relative = scope.indicator.statistic in RELATIVE
    known: dict[Any, float] = {}
    if relative:
        known = frames["reference"].set_index(["region_code", "period"])["reference_yuan"].to_dict()
    rows = []
    for key, group in frames["people"].groupby(KEYS, dropna=False, sort=False):
        plain = plain_key(key)
        pay = group["annual_yuan"].to_numpy(dtype=float)
        row = _against(pay, known.get(plain[:2], np.nan)) if relative else _growth(pay, group["annual_yuan_before"].to_numpy(dtype=float))
        rows.append(dict(zip(KEYS, plain, strict=True)) | {"n": float(len(group))} | row)
    return pd.DataFrame(rows, columns=ANSWER)


def _growth(pay: FloatArray, before: FloatArray) -> Row:
    """Return the median of individual growth with its exact limits; who was paid nothing the year before has none."""
    growth = pay[before > 0] / before[before > 0] - 1
    if not len(growth):
        return {"n": 0.0}
    found = quantile_by_group(growth)
    limits = {"lower": float(found.lower[0]), "upper": float(found.upper[0])}
    return {"value": float(np.median(growth)), **limits, "n": float(len(growth))}


def _against(pay: FloatArray, reference: float) -> Row:
    """Return the median over a reference income (numerator and denominator are the two), with the median's limits over it."""
    found = quantile_by_group(pay)
    median = float(np.median(pay))
    if not reference > 0:
        return {"numerator": median}
    limits = {"lower": float(found.lower[0]) / reference, "upper": float(found.upper[0]) / reference}
    return {"numerator": median, "denominator": reference, "value": median / reference, **limits}
