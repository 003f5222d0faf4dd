"""Survival and retention: risk sets counted in SQL, Kaplan-Meier on the counts (statistics.md §4).

Time runs as spells.py says. Months are 30.4375 days. A point is answered only where somebody was at risk at every moment up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipelines.analysis.duration import earliest_reached
from pipelines.analysis.survival import KaplanMeier, from_counts
from pipelines.core.period import DAYS_PER_MONTH, DAYS_PER_YEAR
from pipelines.engine.scope import Plan, Scope, Statement
from pipelines.engine.spells import spells, windows

UNIT_DAYS: Mapping[str, float] = {"day": 1.0, "week": 7.0, "month": DAYS_PER_MONTH, "year": DAYS_PER_YEAR}
MEDIAN = "median_survival"

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


def plan_survival(scope: Scope, has_tenure: bool, by_roster: bool = False) -> Plan:
    """Return the plan of a survival curve (`has_tenure`: durations without dates are what the site has; `by_roster`: yearly rosters)."""
    text, params = spells(scope, has_tenure=has_tenure, by_roster=by_roster)
    statements = {"counts": Statement(f"with {text}, {_COUNTS}", params)}
    if "entry_cohort" in scope.by and not has_tenure:
        statements["ends"] = Statement(*windows(scope))
    if scope.indicator.statistic == MEDIAN:
        return Plan(statements, lambda frames: _medians(scope, frames["counts"], has_tenure))
    return Plan(statements, lambda frames: _finish(scope, frames, has_tenure, by_roster))


def survival_rows(scope: Scope, by_roster: bool = False) -> Statement:
    """Return the statement of the spells under observation, one row each with entry and exit (days since it began) and event."""
    text, params = spells(scope, by_roster=by_roster)
    columns = "region_code, period, category, person_key, entry, exit, event"
    return Statement(f"with {text} select {columns} from spell order by all", params)


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


def _finish(scope: Scope, frames: Mapping[str, pd.DataFrame], has_tenure: bool, by_roster: bool) -> pd.DataFrame:
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
            days = _fully_followed(str(category), ends.set_index("period")["end_on"].loc[period])
            reach = min(reach, round(days / DAYS_PER_YEAR) * DAYS_PER_YEAR if by_roster else days)
        curve = from_counts(t, n, d)
        wanted = [(float(a), a * unit) for a in times] or (_years(reach, unit) if by_roster else _steps(t, d, reach, unit))
        named = {"region_code": region, "period": period, "category": None if pd.isna(category) else category}
        exits = float(d.sum())
        persons = fewest_at_risk(t, n, times[0] * unit) if scope.indicator.months else float(group["a"].sum())
        for at, when in wanted:
            between = by_roster and when % DAYS_PER_YEAR > 0  # two rosters, where nothing is known
            rows.append({**named, "at": at, "numerator": exits, "n": persons, **_point(curve, when, -1.0 if between else reach)})
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


def _years(reach: float, unit: float) -> list[tuple[float, float]]:
    """Return (time in the site's unit, days) of every yearly point of a life table."""
    return [(year * DAYS_PER_YEAR / unit, year * DAYS_PER_YEAR) for year in range(int(reach // DAYS_PER_YEAR) + 1)]


def _point(curve: KaplanMeier, when: float, reach: float) -> dict[str, float]:
    """Return value, limits and the number at risk (as denominator) at one time, all missing where it cannot be known."""
    # exits fall on whole days, so who was followed for 365 days is known at 12 months (365.25)
    known = np.floor(when) <= reach
    value, lower, upper, at_risk = curve.at(min(when, reach)) if known else (np.nan, np.nan, np.nan, 0)
    return {"denominator": float(at_risk), "value": value, "lower": lower, "upper": upper}


def _medians(scope: Scope, counts: pd.DataFrame, has_tenure: bool) -> pd.DataFrame:
    """Return the median time in post: the first time the curve is down to one half; `not_reached` where it never was.

    A curve that ends because nobody was at risk for a while, though somebody was later, says nothing: not estimable. `at` is the time
    followed to, the denominator the number at risk at the median; limits are where the curves of the limits come down to one half.
    """
    unit = 1.0 if has_tenure else UNIT_DAYS[scope.site.tenure_unit]
    rows = []
    for (period, region, category), group in counts.groupby(["period", "region_code", "category"], dropna=False, sort=False):
        t, n, d = (group[c].to_numpy(dtype=float) for c in ("t", "n", "d"))
        reach = followed_to(t, n)
        curve = from_counts(t, n, d)
        days = earliest_reached(curve, upto=reach)
        value, lower, upper = (time / unit for time in days)
        at_risk = float(n[t == days[0]][0]) if value == value else np.nan
        rows.append({
            "region_code": region, "period": period, "category": None if pd.isna(category) else category, "at": reach / unit,
            "numerator": float(d.sum()), "n": float(group["a"].sum()), "denominator": at_risk, "value": value, "lower": lower, "upper": upper,
            "not_reached": bool(value != value and len(t) and 0 < reach == t[-1]),
        })  # fmt: skip
    columns = ["region_code", "period", "category", "at", "numerator", "n", "denominator", "value", "lower", "upper", "not_reached"]
    return pd.DataFrame(rows, columns=columns)


def _fully_followed(cohort: str, last_day: Any) -> float:
    """Return the days for which everyone who began in year `cohort` could be followed by `last_day`."""
    end = pd.Timestamp(last_day)
    return float(max((end - pd.Timestamp(int(cohort.split(",")[0]), 12, 31)).days, 0))
