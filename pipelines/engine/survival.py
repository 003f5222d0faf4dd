"""Survival and retention: risk sets counted in SQL, Kaplan-Meier on the counts (statistics.md §4).

Time runs in days since a presence began. In window P a person enters at the tenure reached on the day before P begins and
is followed to the day after the last day in post, or to the end of P. Months are 30.4375 days. A point is answered only
where somebody was at risk at every moment up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipelines.analysis.survival import KaplanMeier, from_counts
from pipelines.engine.flow import FLOW_BASE, baseline, presence_filter
from pipelines.engine.scope import Plan, Scope, Statement, asked_cte

DAYS_PER_MONTH = 30.4375
UNIT_DAYS: Mapping[str, float] = {"day": 1.0, "week": 7.0, "month": DAYS_PER_MONTH, "year": 365.25}

_WINDOWS = """
windows as (
    select a.period, cast(a.start_on - interval 1 day as date) as opens_on, a.end_on as closes_on, d.first_day
    from asked as a
    inner join data_span as d on a.start_on >= d.first_day and a.end_on <= d.last_day and d.has_exits
)"""
_WHOLE = """
windows as (
    select 'all' as period, cast(first_day - interval 1 day as date) as opens_on, last_day as closes_on, first_day
    from data_span where has_exits
)"""
_PRESENCE_SPELLS = """
observed as (
    select v.period, v.closes_on, s.region_code, {category} as category, s.person_key, s.start_on, s.end_on,
        greatest(date_diff('day', s.start_on, greatest({opens}, s.start_on)), 0) as entry,
        date_diff('day', s.start_on, least(s.end_on, v.closes_on)) + case when s.end_on < v.closes_on then 1 else 0 end as exit,
        case when s.has_left = 1 and s.end_on < v.closes_on then 1 else 0 end as event
    from presence as s
    inner join windows as v on s.start_on <= v.closes_on and s.end_on >= {opens}{join}
    where s.has_known_start and {kept}
),
spell as (select period, region_code, category, entry, exit, event from observed where exit > entry)"""

_TENURE_SPELLS = """
spell as (
    select 'all' as period, region_code, cast(null as varchar) as category, entry, exit, event from tenure_spell
)"""

_COUNTS = """
leaving as (
    select period, region_code, category, exit as t, sum(event) as d, count(*) as x from spell group by all
),
entering as (
    select period, region_code, category, entry as t, count(*) as a from spell group by all
),
grid as (
    select period, region_code, category, t from leaving
    union
    select period, region_code, category, t from entering
),
steps as (
    select g.period, g.region_code, g.category, g.t, coalesce(l.d, 0) as d, coalesce(l.x, 0) as x, coalesce(e.a, 0) as a
    from grid as g
    left join leaving as l on g.period = l.period and g.region_code = l.region_code and g.t = l.t
        and g.category is not distinct from l.category
    left join entering as e on g.period = e.period and g.region_code = e.region_code and g.t = e.t
        and g.category is not distinct from e.category
)
select period, region_code, category, t, d, a,
    coalesce(sum(a) over before, 0) - coalesce(sum(x) over before, 0) as n
from steps
window before as (
    partition by period, region_code, category order by t rows between unbounded preceding and 1 preceding
)
order by period, region_code, category, t"""


def survival_rows(scope: Scope) -> Statement:
    """Return the statement of the presences under observation, one row each with entry, exit (days since it began) and event."""
    windows, spells, params = _observed(scope)
    columns = "region_code, period, category, person_key, start_on, end_on, entry, exit, event"
    return Statement(f"with {windows},{spells} select {columns} from observed where exit > entry order by all", params)


def _observed(scope: Scope) -> tuple[str, str, dict[str, Any]]:
    """Return the CTEs of the windows and of the spells in them, and the bound values."""
    cohort = "entry_cohort" in scope.by
    opens = "date '1900-01-01'" if cohort else "v.opens_on"
    by = tuple(b for b in scope.by if b != "entry_cohort")
    category, join = baseline(by, f"greatest(s.start_on, {opens}, v.first_day)")
    kept = presence_filter(scope)
    if cohort:
        year = "cast(year(s.start_on) as varchar)"
        category = f"{year} || ',' || {category}" if by else year
        kept += " and s.start_on >= (select first_day from data_span)"
    spells = _PRESENCE_SPELLS.format(category=category, kept=kept, join=join, opens=opens)
    windows = _WHOLE if scope.is_whole else f"{asked_cte()},{_WINDOWS}"
    params: dict[str, Any] = {**scope.regions, "base": FLOW_BASE, **({} if scope.is_whole else scope.asked())}
    return windows, spells, params


def plan_survival(scope: Scope, has_tenure: bool) -> Plan:
    """Return the plan of a survival curve (`has_tenure`: durations without dates are what the site has)."""
    if has_tenure:
        return Plan({"counts": Statement(f"with {_TENURE_SPELLS}, {_COUNTS}", {})}, lambda frames: _finish(scope, frames, has_tenure))
    windows, spells, params = _observed(scope)
    statements = {"counts": Statement(f"with {windows},{spells}, {_COUNTS}", params)}
    if "entry_cohort" in scope.by:
        ends = f"with {windows} select period, closes_on as end_on from windows"
        statements["ends"] = Statement(ends, {} if scope.is_whole else scope.asked())
    return Plan(statements, lambda frames: _finish(scope, frames, has_tenure))


def followed_to(t: np.ndarray, n: np.ndarray) -> float:
    """Return the last time up to which somebody was at risk at every moment since 0 (0 when nobody was from the start).

    `t` is the ascending grid of entries and exits, `n` the number at risk on each (entries before minus exits before).
    """
    empty = np.flatnonzero((t > 0) & (n <= 0))
    if not len(t) or t[0] > 0:
        return 0.0
    return float(t[-1]) if not len(empty) else float(t[empty[0] - 1])


def fewest_at_risk(t: np.ndarray, n: np.ndarray, horizon: float) -> float:
    """Return the smallest number at risk at any moment up to `horizon`: what a retention rate really rests on.

    `t` and `n` as in `followed_to`; the stretch that holds the horizon counts as well.
    """
    last = int(np.searchsorted(t, horizon, side="left"))
    upto = (t > 0) & (np.arange(len(t)) <= last)
    return float(n[upto].min()) if upto.any() else 0.0


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame], has_tenure: bool) -> pd.DataFrame:
    unit = 1.0 if has_tenure else UNIT_DAYS[scope.site.tenure_unit]
    if scope.indicator.months:
        times: tuple[int, ...] = (scope.indicator.months,)
    else:
        times = scope.at
    ends = frames.get("ends")
    rows: list[dict[str, Any]] = []
    for key, group in frames["counts"].groupby(["period", "region_code", "category"], dropna=False, sort=False):
        period, region, category = key
        t, n, d = (group[c].to_numpy(dtype=float) for c in ("t", "n", "d"))
        reach = followed_to(t, n)
        if ends is not None:
            reach = min(reach, _fully_followed(str(category), ends.set_index("period")["end_on"].loc[period]))
        curve = from_counts(t, n, d)
        wanted = [(float(a), a * unit) for a in times] or _steps(t, d, reach, unit)
        named = {"region_code": region, "period": period, "category": None if pd.isna(category) else category}
        exits = float(d.sum())
        persons = fewest_at_risk(t, n, times[0] * unit) if scope.indicator.months else float(group["a"].sum())
        for at, when in wanted:
            rows.append({**named, "at": at, "numerator": exits, "n": persons, **_point(curve, when, reach)})
    answer = pd.DataFrame(
        rows, columns=["region_code", "period", "category", "at", "numerator", "n", "denominator", "value", "lower", "upper"]
    )
    if scope.indicator.months:
        answer["at"] = None
    return answer


def _steps(t: np.ndarray, d: np.ndarray, reach: float, unit: float) -> list[tuple[float, float]]:
    """Return (time in the site's unit, time in the curve's unit) of the start, every step and the end of a curve."""
    times = [0.0, *t[(d > 0) & (t <= reach)], reach]
    return [(when / unit, when) for when in sorted(set(times))]


def _point(curve: KaplanMeier, when: float, reach: float) -> dict[str, float]:
    """Return value, limits and the number at risk (as denominator) at one time, all missing where it cannot be known."""
    # exits fall on whole days, so who was followed for 365 days is known at 12 months (365.25)
    known = np.floor(when) <= reach
    value, lower, upper, at_risk = curve.at(min(when, reach)) if known else (np.nan, np.nan, np.nan, 0)
    return {"denominator": float(at_risk), "value": value, "lower": lower, "upper": upper}


def _fully_followed(cohort: str, last_day: Any) -> float:
    """Return the days for which everyone who began in year `cohort` could be followed by `last_day`."""
    end = pd.Timestamp(last_day)
    return float(max((end - pd.Timestamp(int(cohort.split(",")[0]), 12, 31)).days, 0))
