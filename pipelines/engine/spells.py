"""Spells of being in post as a survival table wants them: when watched from, until when, and whether it ended by leaving.

Time runs in days since a presence began, or since an event of the person (an award, the end of an obligation) within it. In window P
a person enters at the time reached on the day before P begins and is followed to the day after the last day in post, or to the end of P.
Where yearly rosters are all there is, days are whole years of rosters: an exit is only known to fall between two of them (snapshots.py).
"""

from __future__ import annotations

from typing import Any

from pipelines.engine.flow import FLOW_BASE, baseline, presence_filter
from pipelines.engine.marts import mart_of
from pipelines.engine.scope import Scope, asked_cte

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
_FOLLOWED = """
followed as (
    select v.period, v.closes_on, s.region_code, s.person_key, {category} as category, {since} as since, s.end_on,
        greatest({opens}, {since}) as opens_on, case when s.has_left = 1 and s.end_on < v.closes_on then 1 else 0 end as event
    from presence as s{origin}
    inner join windows as v on {since} <= v.closes_on and s.end_on >= {opens}{join}
    where {known} and {kept}
)"""
_BY_DAY = """
observed as (
    select period, region_code, person_key, category, event, greatest(date_diff('day', since, opens_on), 0) as entry,
        date_diff('day', since, least(end_on, closes_on)) + case when end_on < closes_on then 1 else 0 end as exit
    from followed
)"""
_BY_ROSTER = """
dated as (
    select f.period, f.region_code, f.person_key, f.category, f.event, f.end_on, f.closes_on, b.roster_year as since, o.roster_year as opens,
        e.roster_year as ended, e.next_year as seen_gone, c.roster_year as closes
    from followed as f
    inner join roster_year as b on f.since >= b.from_on and f.since < b.to_on
    inner join roster_year as o on f.opens_on >= o.from_on and f.opens_on < o.to_on
    inner join roster_year as e on least(f.end_on, f.closes_on) >= e.from_on and least(f.end_on, f.closes_on) < e.to_on
    inner join roster_year as c on f.closes_on >= c.from_on and f.closes_on < c.to_on
),
observed as (
    select period, region_code, person_key, category, case when seen_gone <= closes then event else 0 end as event,
        greatest(opens - since, 0) * 365.25 as entry,
        (case when event = 1 and seen_gone <= closes then seen_gone else ended end - since) * 365.25 as exit
    from dated
)"""
_TENURE = """
spell as (
    select 'all' as period, region_code, tenure_id as person_key, cast(null as varchar) as category, entry, exit, event from tenure_spell
)"""


def spells(scope: Scope, *, has_tenure: bool = False, by_roster: bool = False) -> tuple[str, dict[str, Any]]:
    """Return the CTEs that end in `spell` (period, region_code, person_key, category, entry, exit, event) and the values bound to them.

    Entry, exit in days, of `has_tenure` (durations without dates are what the site has) in the site's unit; entry < exit. `by_roster`: in
    whole years between rosters, as days. Also `windows` (period, opens_on, closes_on, first_day).
    """
    if has_tenure:
        return _TENURE, {}
    cohort = "entry_cohort" in scope.by
    opens = "date '1900-01-01'" if cohort else "v.opens_on"
    since, origin = _origin(scope.indicator.origin)
    by = tuple(b for b in scope.by if b not in ("entry_cohort", "tenure_band"))
    category, join = baseline(by, f"greatest({since}, {opens}, v.first_day)")
    kept, known = presence_filter(scope), "true" if origin else "s.has_known_start"
    if cohort:
        year = "cast(year(s.start_on) as varchar)"
        category = f"{year} || ',' || {category}" if by else year
        kept += " and s.start_on >= (select first_day from data_span)"
    followed = _FOLLOWED.format(category=category, since=since, opens=opens, origin=origin, join=join, known=known, kept=kept)
    windows = _WHOLE if scope.is_whole else f"{asked_cte()},{_WINDOWS}"
    days = _BY_ROSTER if by_roster else _BY_DAY
    params: dict[str, Any] = {**scope.regions, "base": FLOW_BASE, **({} if scope.is_whole else scope.asked())}
    return f"{windows},{followed},{days},\nspell as (select * from observed where exit > entry)", params


def windows(scope: Scope) -> tuple[str, dict[str, Any]]:
    """Return the statement of the windows asked for (period, end_on) and the values bound to it."""
    text = _WHOLE if scope.is_whole else f"{asked_cte()},{_WINDOWS}"
    return f"with {text} select period, closes_on as end_on from windows", {} if scope.is_whole else scope.asked()


def _origin(name: str) -> tuple[str, str]:
    """Return (the day time is counted from, the join it needs): the entry into the region, or an event of the person while there."""
    if not name:
        return "s.start_on", ""
    events = mart_of(name)
    if events.time != "event" or not events.persons:
        raise ValueError(f"{name}: time is counted from events of persons")
    join = f"""
    inner join {events.name} as e on s.person_key = e.person_key and s.start_on <= e.on_date and s.end_on >= e.on_date"""
    return "e.on_date", join
