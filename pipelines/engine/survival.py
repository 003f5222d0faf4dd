"""Survival and retention: risk sets counted in SQL, Kaplan-Meier on the counts (statistics.md §4).

Time runs as spells.py says. Months are 30.4375 days. A point is answered only where somebody was at risk at every moment up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.analysis.curves import Curves, curves_of_counts
from pipelines.analysis.exact import all_of
from pipelines.core.period import DAYS_PER_MONTH, DAYS_PER_YEAR
from pipelines.engine.groups import Floats, Groups, answer_of, grouped, where
from pipelines.engine.scope import Columns, Plan, Scope, Statement
from pipelines.engine.spells import spells, windows

UNIT_DAYS: Mapping[str, float] = {"day": 1.0, "week": 7.0, "month": DAYS_PER_MONTH, "year": DAYS_PER_YEAR}
MEDIAN = "median_survival"

_COUNTS = """
moves as (
    select period, region_code, category, exit as t, event as d, 1 as x, 0 as a from spell
    union all
    select period, region_code, category, entry as t, 0 as d, 0 as x, 1 as a from spell
),
steps as (
    select period, region_code, category, t, sum(d) as d, sum(x) as x, sum(a) as a
    from moves
    group by period, region_code, category, t
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
        return Plan(statements, lambda found: _medians(scope, found["counts"], has_tenure))
    return Plan(statements, lambda found: _finish(scope, found, has_tenure, by_roster))


def survival_rows(scope: Scope, by_roster: bool = False) -> Statement:
    """Return the statement of the spells under observation, one row each with entry and exit (days since it began) and event."""
    text, params = spells(scope, by_roster=by_roster)
    columns = "region_code, period, category, person_key, entry, exit, event"
    return Statement(f"with {text} select {columns} from spell order by all", params)


def _finish(scope: Scope, found: Mapping[str, Columns], has_tenure: bool, by_roster: bool) -> Columns:
    unit = 1.0 if has_tenure else UNIT_DAYS[scope.site.tenure_unit]
    keys, groups, curves = _curves(scope, found["counts"])
    reach = curves.followed_to
    if "ends" in found:
        ends = dict(zip(found["ends"]["period"].tolist(), found["ends"]["end_on"], strict=True))
        days = np.array([_fully_followed(str(c), ends[p]) for c, p in zip(keys["category"], keys["period"], strict=True)], dtype=float)
        reach = np.minimum(reach, np.round(days / DAYS_PER_YEAR) * DAYS_PER_YEAR if by_roster else days)
    months = scope.indicator.months
    times: tuple[int, ...] = (months,) if months else scope.at
    if times:
        of, when = np.repeat(np.arange(groups.size), len(times)), np.tile(np.array(times, dtype=float) * unit, groups.size)
    else:
        of, when = _years(reach) if by_roster else _steps(curves, reach)
    persons = curves.fewest_at_risk(months * unit) if months else groups.sums(groups["a"])
    parts = {"numerator": groups.sums(groups["d"])[of], "n": persons[of], **_points(curves, of, when, reach[of], by_roster)}
    if months:
        is_all = parts["value"] == 1.0  # Greenwood has no limits where nobody left
        parts |= {"lower": np.where(is_all, all_of(parts["n"]), parts["lower"]), "upper": np.where(is_all, 1.0, parts["upper"])}
    if not months and not by_roster:  # nobody is at risk before the start; what belongs there is who is from then on
        began = groups.sums(np.where(groups.number("t") <= 0, groups.number("a"), 0.0))
        parts["denominator"] = np.where(when == 0, began[of], parts["denominator"])
    at = np.full(len(of), np.nan) if months else np.tile(times, groups.size).astype(float) if times else when / unit
    return answer_of({name: key[of] for name, key in keys.items()}, {**parts, "at": at})


def _curves(scope: Scope, counts: Columns) -> tuple[Columns, Groups, Curves]:
    """Return the keys of the groups, what was counted in them, and their curves."""
    keys, groups = grouped(counts, scope.indicator.name)
    t, n, d = (groups.number(name) for name in ("t", "n", "d"))
    return keys, groups, curves_of_counts(groups.group, groups.size, t, n, d)


def _steps(curves: Curves, reach: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return groups and times of the start, every step and the end of their curves."""
    every = np.arange(curves.groups)
    is_step = (curves.events > 0) & (curves.time <= reach[curves.group])
    of, when = np.concatenate([every, every, curves.group[is_step]]), np.concatenate([np.zeros(curves.groups), reach, curves.time[is_step]])
    points = np.unique(np.column_stack([of, when]), axis=0)
    return points[:, 0].astype(np.int64), points[:, 1]


def _years(reach: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return groups and days of every yearly point of their life tables."""
    points = [(group, year * DAYS_PER_YEAR) for group, days in enumerate(reach) for year in range(int(days // DAYS_PER_YEAR) + 1)]
    return np.array([group for group, _ in points], dtype=np.int64), np.array([days for _, days in points], dtype=float)


def _points(curves: Curves, of: NDArray[np.int64], when: Floats, reach: Floats, by_roster: bool) -> dict[str, Floats]:
    """Return value, limits and the number at risk (as denominator) at one time each, all missing where it cannot be known."""
    # exits fall on whole days, so who was followed for 365 days is known at 12 months (365.25)
    known = np.floor(when) <= reach
    if by_roster:  # nothing is known between two rosters
        known &= when % DAYS_PER_YEAR == 0
    value, lower, upper, at_risk = curves.at(np.minimum(when, reach), of)
    return {"denominator": np.where(known, at_risk, 0.0), **where(known, value=value, lower=lower, upper=upper)}


def _medians(scope: Scope, counts: Columns, has_tenure: bool) -> Columns:
    """Return the median time in post: the first time the curve is down to one half; `not_reached` where it never was.

    A curve that ends because nobody was at risk for a while, though somebody was later, says nothing: not estimable. `at` is the time
    followed to, the denominator the number at risk at the median; limits are where the curves of the limits come down to one half.
    """
    unit = 1.0 if has_tenure else UNIT_DAYS[scope.site.tenure_unit]
    keys, groups, curves = _curves(scope, counts)
    reach = curves.followed_to
    days, lower, upper = curves.earliest(upto=reach)
    parts = where(~np.isnan(days), denominator=curves.at(days)[3], value=days / unit)
    return answer_of(keys, {
        **parts, "lower": lower / unit, "upper": upper / unit, "at": reach / unit, "numerator": groups.sums(groups["d"]),
        "n": groups.sums(groups["a"]), "not_reached": np.isnan(days) & (reach > 0) & (reach == curves.ends),
    })  # fmt: skip


def _fully_followed(cohort: str, last_day: Any) -> float:
    """Return the days for which everyone who began in year `cohort` could be followed by `last_day`."""
    end = np.datetime64(last_day, "D")
    return float(max(int((end - np.datetime64(f"{int(cohort.split(',')[0]):04d}-12-31", "D")) / np.timedelta64(1, "D")), 0))
