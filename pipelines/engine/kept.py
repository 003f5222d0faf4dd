"""The rows of a mart that a measure speaks of, each in its place of a scope: what every statement about a mart has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.core.indicator import Measure
from pipelines.core.mart import Mart
from pipelines.engine.marts import mart_of
from pipelines.engine.scope import Scope, Statement, category_of, identifier, scope_cte

IN_TIME: Mapping[str, str] = {
    "state": "m.from_on <= s.end_on and m.to_on > s.end_on",
    "event": "m.on_date >= s.start_on and m.on_date <= s.end_on",
    "stock": "m.period = s.label",
    "flow": "m.period = s.label",
    "spell": "m.from_on <= s.end_on and coalesce(m.to_on, s.end_on) >= s.start_on",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows `m` of a mart joined to their place `s` of a scope; `by` are the breakdowns the mart can tell, `category` what they make."""

    scope: Scope
    mart: Mart
    by: tuple[str, ...]
    category: str
    condition: str
    params: Mapping[str, Any]

    def select(self, columns: str, *, steps: str = "", joins: str = "", end: str = "order by all", **more: Any) -> Statement:
        """Return the statement of `columns` of the rows, which may be of `m`, of `s` and of further `joins`.

        `steps` are CTEs after those of the scope, each with a comma before it; `more` are values bound beside.
        """
        sql = f"""
with {scope_cte(self.scope)}{steps}
select {columns}
from {self.mart.name} as m
inner join scope as s on m.place_code = s.place_code and {self.condition}{joins}
{end}"""
        return Statement(sql, {**self.params, **more})


def kept_rows(measure: Measure, scope: Scope, within: str = "") -> Kept:
    """Return the rows of a measure in a scope; `within` says which are in time, where it is not as the mart's kind of time says."""
    mart = mart_of(measure.mart)
    by = split_by(mart, scope.by)
    conditions, params = conditions_of(measure, mart, scope, by)
    if names_period(mart):  # an annual return answers for the period it names
        conditions.append("coalesce(m.period, s.label) = s.label")
    return Kept(
        scope, mart, by, category_of(by, mart.categories), " and ".join([within or IN_TIME[mart.time], *conditions]),
        {**scope.params(flows=mart.time == "flow"), **params},
    )


def split_by(mart: Mart, by: tuple[str, ...]) -> tuple[str, ...]:
    """Return the breakdowns a mart can tell; one it cannot is the same for every category."""
    return tuple(b for b in by if b in mart.breakdowns)


def names_period(mart: Mart) -> bool:
    """Say whether rows of a mart may name the one period they answer for."""
    return bool(mart.views)


def conditions_of(measure: Measure, mart: Mart, scope: Scope, by: tuple[str, ...]) -> tuple[list[str], dict[str, Any]]:
    """Return what keeps rows `m` (in scope `s`) to a measure when broken down by `by`, whatever their time, and the values bound to it."""
    conditions, params = [], dict[str, Any]()
    for place, (name, values) in enumerate(measure.where):
        known = (*mart.categories, *mart.filters)
        column = f"m.{name}" if name in known else f"s.{identifier(name, mart.breakdowns)}"
        conditions.append(f"list_contains($where{place}, {column})")
        params[f"where{place}"] = list(values)
    if measure.base and "staff_group" not in by:
        conditions.append("m.staff_group in (select staff_group from site_base where base = $base)")
        params["base"] = measure.base
    if measure.population:
        conditions.append("m.population_kind = $population_kind")
        params["population_kind"] = scope.population_kind
    if measure.having:
        conditions.append(_having(measure.having))
    view = view_of(measure, by)
    if view is not None:
        conditions.append(f"m.counts_{identifier(view, ('total', *dict(mart.views).values()))}")
    return conditions, params


def _having(name: str) -> str:
    """Return the condition that keeps persons to whom an event of another mart happened within the period."""
    events = mart_of(name)
    if events.time != "event" or not events.persons:
        raise ValueError(f"{name}: persons are kept by events of theirs")
    return f"""(m.person_key, s.period) in (
        select (e.person_key, a.period) from {events.name} as e inner join asked as a on e.on_date >= a.start_on and e.on_date <= a.end_on
    )"""


def view_of(measure: Measure, by: tuple[str, ...]) -> str | None:
    """Return the view a measure is summed in: the category it is kept to, else the one it is broken down by, else `total`.

    Two of them are told together by person records only: a return then counts under what is not known. Raises ValueError for
    a measure kept to two categories, which an annual return does not tell together.
    """
    mart = mart_of(measure.mart)
    if not mart.views:
        return None
    kept = [view for name, _ in measure.where if (view := mart.view(name))]
    if len(kept) > 1:
        raise ValueError(f"{measure.mart}: {kept} are not told together by every source")
    if measure.column != mart.viewed or measure.having:
        return "total"
    split = [view for b in by if (view := mart.view(b))]
    return kept[0] if kept else split[0] if len(split) == 1 else "total"
