"""What a question asks for, after its words were checked against the site and the build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from numpy.typing import NDArray

from pipelines.core.indicator import Indicator
from pipelines.core.mart import PLACE_TRAITS
from pipelines.core.period import Period, months_of
from pipelines.site import Site

ALL = "all"  # the label of "the whole span of the data"


@dataclass(frozen=True, slots=True)
class Query:
    """A question to one build.

    `level` defaults to the root level; `region` is one code; `parent` asks for every region of `level` under that code;
    `period` defaults to every year the data cover; `by` is a breakdown, or two with a comma between them; `at` are times in the
    site's unit of tenure (empty: every time the curve knows); `profile` is the release profile; `population` the kind of
    population to count by (empty: the site's).
    """

    indicator: str
    level: str | None = None
    region: str | None = None
    parent: str | None = None
    period: str | None = None
    by: str | None = None
    at: tuple[int, ...] = ()
    profile: str = "internal"
    population: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A question made exact: a level of the site, periods of the build, declared breakdowns (`by`: none, one or two)."""

    indicator: Indicator
    site: Site
    level: str
    region: str | None
    parent: str | None
    periods: tuple[Period, ...]
    by: tuple[str, ...]
    at: tuple[int, ...]
    population_kind: str
    is_whole: bool = False  # asked of the whole span of the data

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the periods, ALL where the whole span is asked for."""
        return (ALL,) if self.is_whole else tuple(p.label for p in self.periods)

    @property
    def unit_levels(self) -> tuple[str, ...]:
        """The level of reporting units and those above it."""
        return tuple(self.site.levels[: self.site.levels.index(self.site.unit_level) + 1])

    @property
    def is_of_units(self) -> bool:
        """Whether the level is one of `unit_levels`."""
        return self.level in self.unit_levels

    def params(self, *, flows: bool = False) -> dict[str, Any]:
        """Return the bound values of `scope_cte`.

        Rows of marts name periods that a build knows. A year to date is none of them: it is looked up by its last month,
        with `flows` by each of its months.
        """
        return {**self.regions, **self.asked(flows=flows)}

    @property
    def regions(self) -> dict[str, Any]:
        """The bound values that name the regions asked for: a level, and a region or a parent where one is named."""
        named = {"level": self.level, "region": self.region, "parent": self.parent}
        return {name: code for name, code in named.items() if code is not None}

    def asked(self, *, flows: bool = False) -> dict[str, Any]:
        """Return the bound values of `asked_cte`."""
        asked = [(p.label, *row) for p in self.periods for row in _looked_up(p, flows)]
        names = ("periods", "labels", "starts", "ends")
        return dict(zip(names, ([row[place] for row in asked] for place in range(len(names))), strict=True))


def _looked_up(period: Period, flows: bool) -> list[tuple[str, date, date]]:
    """Return (label in the build, first day, last day) of what stands for a period."""
    if period.kind != "span":
        return [(period.label, period.start_on, period.end_on)]
    months = months_of(period)
    if not flows:
        return [(months[-1].label, period.start_on, period.end_on)]
    return [(m.label, m.start_on, m.end_on) for m in months]


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL text, made of declared identifiers only, and the values bound to it."""

    sql: str
    params: Mapping[str, Any]


Columns = Mapping[str, NDArray[Any]]  # by name: numbers with NaN, text with None, days with NaT
Finish = Callable[[Mapping[str, Columns]], Columns]


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements an answer needs, by name, and what makes the answer of their columns."""

    statements: Mapping[str, Statement]
    finish: Finish = field(repr=False)


def asked_cte() -> str:
    """Return the CTE `asked`: period as asked, label in the build, start_on, end_on."""
    return """
asked as (
    select unnest($periods) as period, unnest($labels) as label, unnest($starts) as start_on, unnest($ends) as end_on
)"""


def scope_cte(scope: Scope) -> str:
    """Return the CTEs `asked` and `scope`; conditions a question does not need are left out, which DuckDB would take time to plan.

    `scope`: of every place under the regions asked for place_code, period, label, start_on, end_on, region_code and the traits of
    the place, as on the last day.
    """
    region = "" if scope.region is None else " and s.region_code = $region"
    parent = "" if scope.parent is None else _UNDER_PARENT
    return f"""{asked_cte()},
scope as (
    select s.place_code, a.period, a.label, a.start_on, a.end_on, s.region_code, s.rurality, s.remoteness, s.facility_type
    from place_span as s
    inner join asked as a on s.from_on <= a.end_on and s.to_on > a.end_on
    where s.level = $level{region}{parent}
)"""


_UNDER_PARENT = """
        and (s.place_code, a.end_on) in (
            select (u.place_code, e.end_on)
            from place_span as u
            inner join (select distinct end_on from asked) as e on u.from_on <= e.end_on and u.to_on > e.end_on
            where u.region_code = $parent
        )"""


def under_parent(unit: str, day: str) -> str:
    """Return the condition, with `and` before it, that keeps reporting units to those of the parent asked for on a day, after `asked_cte`."""
    return f"""
        and ({unit}, {day}) in (
            select (p.unit_code, e.end_on)
            from unit_span as p
            inner join (select distinct end_on from asked) as e on p.from_on <= e.end_on and p.to_on > e.end_on
            where p.region_code = $parent
        )"""


def regions_kept(scope: Scope, column: str) -> str:
    """Return the conditions, each with `and` before it, that keep region codes to those asked for: whoever was under the parent at any time."""
    region = "" if scope.region is None else f" and {column} = $region"
    if scope.parent is None:
        return region
    return f"""{region}
    and {column} in (select region_code from place_span where level = $level and place_code in (
        select place_code from place_span where region_code = $parent))"""


def unit_cte() -> str:
    """Return the CTE `unit_of` (after those of `scope_cte`): of every place and last day asked for the reporting unit it lies in."""
    return """
unit_of as (
    select p.place_code, a.end_on, p.region_code as unit_code
    from place_span as p
    inner join site_setting as u on u.name = 'unit_level' and p.level = u.value
    inner join (select distinct end_on from asked) as a on p.from_on <= a.end_on and p.to_on > a.end_on
)"""


def identifier(name: str, allowed: Sequence[str]) -> str:
    """Return `name` when it is one of `allowed` declared identifiers; raises ValueError otherwise."""
    if name not in allowed:
        raise ValueError(f"{name!r} is not one of {sorted(allowed)}")
    return name


def category_of(by: Sequence[str], categories: Sequence[str], rows: str = "m", place: str = "s") -> str:
    """Return the expression of a category, null without a breakdown; of two breakdowns both codes with a comma between them.

    `categories` are columns of `rows`; the traits of a place are columns of `place`.
    """
    parts = [
        f"{place}.{identifier(b, PLACE_TRAITS)}" if b in PLACE_TRAITS else f"{rows}.{identifier(b, categories)}" for b in by
    ]
    return " || ',' || ".join(parts) or "cast(null as varchar)"
