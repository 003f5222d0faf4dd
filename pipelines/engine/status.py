"""What each number may be said to be (counting.md §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.core.indicator import Measure
from pipelines.engine.kept import view_of
from pipelines.engine.marts import mart_of
from pipelines.engine.scope import Scope, Statement, asked_cte, scope_cte, under_parent, unit_cte
from pipelines.warehouse.schema import all_datasets

RETURN = "workforce_return"
PEOPLE = "population"
AGREEMENT = "agreement"
PAY = "pay"
UNPLACED = "unplaced"
PERSONS = ("employment", "roster", RETURN)


def reporting_statement(scope: Scope) -> Statement:
    """Return the statement that counts the units of every region and period by what they told, `told`: datasets, a space between them,
    in any order and perhaps twice.

    Units that sent nothing are counted under null. What a unit told is for the period it names, or over days that hold the last of the
    period. Below the level of reporting units (a clinic, where townships report) a place answers with its own unit. Of what stands right
    under a county, in no township, `told` names UNPLACED as well.
    """
    sql = f"""
with {_units_above(scope) if scope.is_of_units else _units_below(scope)},
sent as (
    select a.period, r.place_code, r.dataset from reporting as r inner join asked as a on r.period = a.label
    union all
    select a.period, r.place_code, r.dataset
    from reporting as r
    inner join asked as a on r.period is null and r.from_on <= a.end_on and r.to_on > a.end_on
),
told as (
    select period, place_code, string_agg(dataset, ' ') as told from sent group by period, place_code
)
select u.region_code, u.period,
    nullif(concat_ws(' ', t.told, case when u.unit_code like '%.unassigned' then $unplaced end), '') as told, count(*) as units
from units as u
left join told as t on u.unit_code = t.place_code and u.period = t.period
group by all
order by all"""
    top = scope.indicator.numerator
    flows = top is not None and mart_of(top.mart).time == "flow"
    return Statement(sql, {**scope.params(flows=flows), "unplaced": UNPLACED})


def counts_of(told: frozenset[str], needs: frozenset[str], beside: frozenset[str]) -> tuple[bool, bool, bool]:
    """Return whether a unit that told `told` is expected, sent one of `needs`, and sent one of `beside` as well.

    What stands right under a county is no place with people or roads of its own: it is expected where it sent what is needed, or
    where clinics or people who are counted stand there and facilities send it, or where it sent that in part (its agreements, but not when
    each was broken); and it lacks no population beside its doctors.
    """
    is_sent = bool(told & needs)
    if UNPLACED not in told:
        return bool(told), is_sent, is_sent and bool(not beside or told & beside)
    is_sent_in_part = not told.isdisjoint(name.split("/")[0] for name in needs)
    is_expected = is_sent or is_sent_in_part or ("expected" in told and _by_facilities(needs))
    return is_expected, is_sent, is_sent and bool(not _by_facilities(beside) or told & beside)


def _by_facilities(names: frozenset[str]) -> bool:
    """Say whether facilities send one of some datasets, as mart `reporting` names them: others are of regions."""
    datasets = (all_datasets().get(name.split("/")[0]) for name in names)
    return any(dataset is not None and dataset.place == "facility_code" for dataset in datasets)


def _units_above(scope: Scope) -> str:
    """Return the CTEs `asked` and `units` of a level at which units report, or of one above it."""
    region = "" if scope.region is None else " and u.region_code = $region"
    parent = "" if scope.parent is None else under_parent("u.unit_code", "a.end_on")
    return f"""{asked_cte()},
units as (
    select u.region_code, a.period, u.unit_code
    from unit_span as u
    inner join asked as a on u.from_on <= a.end_on and u.to_on > a.end_on
    where u.level = $level{region}{parent}
)"""


def _units_below(scope: Scope) -> str:
    """Return the CTEs up to `units` of a level below that of units: each place, and with it its region, has the unit it lies in."""
    return f"""{scope_cte(scope)},{unit_cte()},
units as (
    select distinct s.region_code, s.period, coalesce(u.unit_code, s.place_code) as unit_code
    from scope as s
    left join unit_of as u on s.place_code = u.place_code and s.end_on = u.end_on
)"""


def needed_datasets(scope: Scope) -> list[str]:
    """Return the datasets an indicator needs as mart `reporting` names them: a return has to tell what the measure is kept to."""
    top = scope.indicator.numerator
    view = None if top is None else view_of(top, ())
    lines = [] if top is None else [f"_{values[0]}" for name, values in top.where if name.endswith("_line")]
    suffix = "" if view in (None, "total") else f"/{view}{''.join(lines)}"
    named = {RETURN: f"{RETURN}{suffix}", AGREEMENT: _agreements(scope), PEOPLE: "" if top is None else _population(scope, top), PAY: _pay(scope)}
    return [named.get(name) or name for name in scope.indicator.needs]


def _agreements(scope: Scope) -> str:
    """Return the agreements an indicator counts as mart `reporting` names them: breaches without a day are told of no period."""
    indicator = scope.indicator
    if indicator.statistic == "breach_rate" or (indicator.numerator is not None and indicator.numerator.mart == "agreement_breach"):
        return f"{AGREEMENT}/breach"
    is_of_outcomes = indicator.rows is not None and indicator.rows.mart == "agreement_term"
    return f"{AGREEMENT}/outcome" if is_of_outcomes else AGREEMENT


def _pay(scope: Scope) -> str:
    """Return the pay an indicator counts as mart `reporting` names it: a year's pay needs every month of the year, what is owed does not.

    Twelve months made of fewer have a bonus in them once too often or not at all; growth needs that of both its years.
    """
    measures = (scope.indicator.numerator, scope.indicator.denominator, scope.indicator.rows)
    is_of_year = scope.indicator.yearly and all(measure is None or measure.mart != "pay_arrear" for measure in measures)
    is_growth = (scope.indicator.statistic or "").startswith(f"{PAY}_growth")
    return f"{PAY}/growth" if is_growth else f"{PAY}/whole" if is_of_year else PAY


def _population(scope: Scope, measure: Measure) -> str:
    """Return the population a measure counts as mart `reporting` names it, empty for one that counts none."""
    if measure.mart != "population_place":
        return ""
    kind = dict(measure.where).get("population_kind", (scope.population_kind,))[0]
    name = PEOPLE if kind == scope.site.population_kind else f"{PEOPLE}_{kind}"
    return f"{name}/age" if measure.column in ("dependants", "working_age") else name


def datasets_beside(scope: Scope) -> list[str]:
    """Return the datasets, as mart `reporting` names them, of which one must report beside those an indicator needs; empty where none.

    A number is complete where both report: a county whose townships' doctors are all known, but not their people, has no complete density.
    A ratio of people and doctors is complete where both are known, whichever of them it divides by.
    """
    parts = [m for m in (scope.indicator.numerator, scope.indicator.denominator) if m is not None]
    for measure in parts:
        found = _population(scope, measure)
        if found:
            return [] if set(scope.indicator.needs) == {PEOPLE} else [found]
    marts = {m.mart for m in parts}
    if "access_demand" in marts:
        return ["village"]
    return list(PERSONS) if "workforce_state" in marts and not set(PERSONS) & set(scope.indicator.needs) else []


def status_of(scope: Scope, answer: Mapping[str, Any]) -> NDArray[np.object_]:
    """Return the status of each row of an answer that has value, n, numerator, denominator, reported and expected.

    In order: nobody reports it; there is nothing to divide by; it cannot be estimated; not all units reported; it rests
    on fewer people than the site's small_n.
    """
    value, reported, expected, n = (np.asarray(answer[c], dtype=float) for c in ("value", "reported", "expected", "n"))
    known = ~np.isnan(value)
    status = np.full(len(value), "ok", dtype=object)
    if scope.indicator.kind != "published":
        status[known & (n > 0) & (n < scope.site.small_n)] = "small_n"
    share = np.divide(reported, expected, out=np.ones_like(value), where=expected > 0)
    if scope.indicator.reported is None or scope.indicator.is_gap:
        status[known & (share < scope.site.threshold)] = "partial"
    elif scope.indicator.is_proxied and "told_share" in answer:  # where nobody collects it nothing is told
        status[known & (np.asarray(answer["told_share"], dtype=float) < scope.site.threshold)] = "partial"
    status[~known] = "not_estimable" if scope.indicator.kind in ("survival", "statistic", "flow") else "not_collected"
    if "not_reached" in answer:
        status[~known & (np.asarray(answer["not_reached"]) == 1)] = "not_reached"
    if scope.indicator.kind in ("ratio", "survey"):
        status[~known & ~np.isnan(np.asarray(answer["numerator"], dtype=float))] = "no_denominator"
    if scope.indicator.kind == "flow":
        status[~known & (np.asarray(answer["denominator"], dtype=float) == 0)] = "no_denominator"
    answered = np.asarray(answer["answered"], dtype=float) if "answered" in answer else reported
    status[~known & ~(answered > 0)] = "not_collected"
    return status
