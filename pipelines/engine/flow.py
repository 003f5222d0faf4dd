"""Joiners, leavers and stayers: from presences in a region, afresh at every level (counting.md §2).

A person is in post on the last day of a spell and has left on the day after it. So within a period, closing headcount =
opening headcount + joiners - everyone who left, with opening counted on the day before the period begins. Where rosters are
all there is, the period of a unit's first roster has no opening headcount and is not estimable.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipelines.core.mart import PLACE_TRAITS
from pipelines.engine.additive import values_of
from pipelines.engine.groups import KEYS, answer_of, together
from pipelines.engine.scope import Columns, Plan, Scope, Statement, identifier, regions_kept, scope_cte

STATE_CATEGORIES = ("sex", "age_band", "licence", "education", "title", "contract", "subsidised")
FLOW_BASE = "rural_doctors"
STATISTICS: Mapping[str, tuple[str, str]] = {
    "leaver_rate": ("leavers", "mean_headcount"),
    "exit_rate": ("exits", "mean_headcount"),
    "joiner_rate": ("joiners", "mean_headcount"),
    "replenishment_rate": ("joined", "closing"),
    "stability_index": ("stayers", "opening"),
}
CHANGE = "headcount_change"
MOVEMENTS: Mapping[str, int] = {  # what changes the headcount of a region, and which way
    "joined": 1, "transferred_in": 1, "reclassified_in": 1, "left": -1, "transferred_out": -1, "reclassified_out": -1, "died": -1,
}


def presence_filter(scope: Scope) -> str:
    """Return the conditions that keep presences `s` to the regions asked for; by staff group each is a base of its own."""
    base = "s.base = $base"
    if "staff_group" in scope.by:
        base = "s.base = 'group:' || s.staff_group and s.staff_group in (select staff_group from site_base where base = $base)"
    return f"{base} and s.level = $level{regions_kept(scope, 's.region_code')}"


def baseline(by: tuple[str, ...], day: str) -> tuple[str, str]:
    """Return (expression of the category of presences `s`, the join it needs).

    What changes with time is taken on `day`, the one a person comes under observation: a category that is only reached by staying
    would make stayers of its members. Places are those of the presence.
    """
    parts = []
    for name in by:
        if name in STATE_CATEGORIES:
            parts.append(f"coalesce(w.{name}, 'unknown')")
        else:
            parts.append(f"s.{identifier(name, ('staff_group', 'hardship', *PLACE_TRAITS))}")
    join = f"""
left join workforce_state as w on s.person_key = w.person_key and w.headcount = 1 and w.from_on <= {day} and w.to_on > {day}"""
    return " || ',' || ".join(parts) or "cast(null as varchar)", join if set(by) & set(STATE_CATEGORIES) else ""


# every region of the periods, though nobody was in post there
_NOBODY = """
union all
select distinct s.region_code, s.period, cast(null as varchar), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
from scope as s
inner join periods as p on s.period = p.period
where not exists (
    select 1 from presence as q
    where q.base = $base and q.level = $level and q.region_code = s.region_code and q.start_on <= p.end_on and q.end_on >= p.day_before
)"""
COUNTED: Mapping[str, str] = {
    "opening": "s.start_on <= p.day_before and s.end_on >= p.day_before",
    "closing": "s.end_on >= p.end_on",
    "joiners": "s.start_on >= p.start_on",
    "leavers": "s.has_left = 1 and s.end_on < p.end_on",
    "exits": "(s.has_left = 1 or s.went_as = 'died') and s.end_on < p.end_on and list_contains($reasons, s.exit_reason)",
    "stayers": "s.start_on <= p.day_before and s.end_on >= p.end_on",
    "joined": "s.came_as = 'joined' and s.start_on >= p.start_on",
    "transferred_in": "s.came_as = 'transferred' and s.start_on >= p.start_on",
    "reclassified_in": "s.came_as = 'reclassified' and s.start_on >= p.start_on",
    "left": "s.went_as = 'left' and s.end_on < p.end_on",
    "transferred_out": "s.went_as = 'transferred' and s.end_on < p.end_on",
    "reclassified_out": "s.went_as = 'reclassified' and s.end_on < p.end_on",
    "died": "s.went_as = 'died' and s.end_on < p.end_on",
}
_FIRST = "case when s.start_on >= p.start_on and not s.has_known_start then 1 else 0 end"


def flow_rows(scope: Scope) -> Statement:
    """Return the statement of the presences a flow counts, one row each with a 0 or 1 for each of COUNTED: what `plan_flow` sums."""
    flags = ", ".join(f"case when {condition} then 1 else 0 end as \"{name}\"" for name, condition in COUNTED.items())
    category, source, params = _presences(scope)
    sql = f"{source[0]}select s.region_code, p.period, {category} as category, s.person_key, s.start_on, s.end_on, s.exit_reason, {flags}{source[1]}"
    return Statement(f"{sql}\norder by all", params)


def _presences(scope: Scope) -> tuple[str, tuple[str, str], dict[str, object]]:
    """Return the expression of the category, what stands before and after the selected columns, and the bound values.

    A breakdown by movement needs no category of persons: it is what the other counts are.
    """
    by = tuple(b for b in scope.by if b != "movement")
    category, join = baseline(by, "greatest(s.start_on, p.day_before, p.first_day)")
    whole_years = "where date_diff('day', a.start_on, a.end_on) in (364, 365)" if scope.indicator.yearly else ""
    head = f"""
with {scope_cte(scope)},
periods as (
    select a.period, a.start_on, a.end_on, cast(a.start_on - interval 1 day as date) as day_before, d.first_day
    from asked as a
    inner join data_span as d on a.start_on >= d.first_day and a.end_on <= d.last_day and d.has_exits
    {whole_years}
)
"""
    tail = f"""
from presence as s
inner join periods as p on s.start_on <= p.end_on and s.end_on >= p.day_before{join}
where {presence_filter(scope)}"""
    return category, (head, tail), {**scope.params(), "base": FLOW_BASE, "reasons": list(scope.indicator.reasons)}


def plan_flow(scope: Scope) -> Plan:
    """Return the plan of a flow: region, period, category, opening, closing, who came, left and stayed, and how."""
    category, (head, tail), params = _presences(scope)
    sums = ", ".join(f"sum(case when {condition} then 1 else 0 end) as \"{name}\"" for name, condition in COUNTED.items())
    sql = f"""{head}select s.region_code, p.period, {category} as category, {sums}, max({_FIRST}) as is_first_roster{tail}
group by all{_NOBODY if scope.by in ((), ("movement",)) else ""}"""
    return Plan({"flow": Statement(sql, params)}, lambda found: _finish(scope, found))


def _finish(scope: Scope, found: Mapping[str, Columns]) -> Columns:
    flow = found["flow"]
    if scope.indicator.statistic == CHANGE:
        return _change(scope, flow)
    counted = {**flow, "mean_headcount": (flow["opening"] + flow["closing"]) / 2}
    top, bottom = (np.where(flow["is_first_roster"] == 1, np.nan, counted[side]) for side in STATISTICS[scope.indicator.statistic])
    keys = {name: flow[name] for name in KEYS}
    return answer_of(keys, {"numerator": top, "denominator": bottom, **values_of(scope.indicator, top, bottom), "n": bottom})


def _change(scope: Scope, flow: Columns) -> Columns:
    """Return the change of the headcount, or by movement the parts that add up to it: losses are below 0; n counts the moves."""
    keys, rows = {name: flow[name] for name in KEYS}, np.arange(len(flow["period"]))
    change = flow["closing"] - flow["opening"]
    if "movement" in scope.by:
        rows = np.tile(rows, len(MOVEMENTS))
        change = np.concatenate([flow[name] * way for name, way in MOVEMENTS.items()])
        movement = np.repeat(np.array(list(MOVEMENTS), dtype=object), len(flow["period"]))
        keys = {name: key[rows] for name, key in keys.items()}
        keys["category"] = together([movement if b == "movement" else keys["category"] for b in scope.by])
    change, opening = (np.where(flow["is_first_roster"][rows] == 1, np.nan, part) for part in (change, flow["opening"][rows]))
    return answer_of(keys, {"numerator": change, "denominator": opening, "value": change, "n": np.abs(change)})
