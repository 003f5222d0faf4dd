"""Pay of persons: growth of the same persons, and pay beside what others earn, from person-years at every level (counting.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.engine.groups import KEYS, Floats, Groups, answer_of, divided, grouped, places, taken, where
from pipelines.engine.marts import mart_of
from pipelines.engine.pay_growth import GROWTH, plan_growth
from pipelines.engine.scope import Columns, Plan, Scope, Statement, asked_cte, category_of, scope_cte
from pipelines.engine.statistics.order import median_of
from pipelines.engine.statistics.row import Found

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
    return Plan(statements, lambda found: _finish(scope, found))


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


def _finish(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    keys, people = grouped(found["people"], scope.indicator.name)
    if scope.indicator.statistic not in RELATIVE:
        return answer_of(keys, _growth(people))
    known = found["reference"]
    return answer_of(keys, _against(people, taken(known["reference_yuan"], places(keys, known, KEYS[:2]))))


def _growth(people: Groups) -> Found:
    """Return the median of individual growth with its exact limits; who was paid nothing the year before has none."""
    paid = people.kept(people["annual_yuan_before"] > 0)
    return median_of(paid, paid["annual_yuan"] / paid["annual_yuan_before"] - 1)


def _against(people: Groups, reference: Floats) -> Found:
    """Return the median over a reference income (numerator and denominator are the two), with the median's limits over it."""
    median = median_of(people, people["annual_yuan"])
    known = reference > 0
    shares = {name: divided(median[name], reference) for name in ("value", "lower", "upper")}
    return {"n": median["n"], "numerator": median["value"]} | where(known, denominator=reference, **shares)
