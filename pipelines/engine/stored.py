"""Sums of large marts over the reporting units and the regions above them, made with the build.

A map of counties sums every person in post of a whole country, and is asked for month after month. What is stored is what the statement
of the measure gives (`additive.measure_statement`), so that either answers; a site whose marts are small stores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.core.indicator import Measure
from pipelines.core.mart import Mart
from pipelines.engine.kept import conditions_of, names_period
from pipelines.engine.known import Build
from pipelines.engine.marts import mart_of
from pipelines.engine.resolve import all_indicators
from pipelines.engine.scope import Scope, Statement, asked_cte, identifier, under_parent
from pipelines.site import Site
from pipelines.warehouse.connect import Connection

STORED = ("state", "stock", "flow")  # events are few, and are asked for between any two days
DECIMALS, KEPT = 15, 9  # of a fraction while it is added up, and of the sum: thirds make a whole
TABLES = """
create or replace table stored_measure (measure_no INTEGER, measure VARCHAR);
create or replace table stored_sum (measure_no INTEGER, level VARCHAR, as_at DATE, label VARCHAR, region_code VARCHAR, total DOUBLE)"""


def store_sums(con: Connection, site: Site, many_rows: int) -> None:
    """Write the sums of every measure of an indicator over marts of `many_rows` or more to the finished marts of a build.

    `label` is that of the period a row names; a row in force on a day is summed without, at the end of each month.
    """
    con.execute(TABLES)
    sizes = dict(con.execute("select table_name, estimated_size from duckdb_tables()").fetchall())
    measures = {key: m for key, m in _measures(site).items() if sizes.get(m.mart, 0) >= many_rows}
    if not measures:
        return
    con.executemany("insert into stored_measure values (?, ?)", list(enumerate(measures)))
    scope = _scope(con, site)
    for name in dict.fromkeys(m.mart for m in measures.values()):
        mart = mart_of(name)
        kinds = dict(con.execute("select column_name, data_type from duckdb_columns() where table_name = $name", {"name": name}).fetchall())
        sums = [_Sum.of(number, m, scope, kinds[m.column]) for number, m in enumerate(measures.values()) if m.mart == name]
        if mart.time == "state":
            _run(con, _in_force(mart, sums, scope))
        if mart.time != "state" or names_period(mart):
            _run(con, _of_period(mart, sums, scope))


def _run(con: Connection, statement: Statement) -> None:
    con.execute(statement.sql, dict(statement.params))


def _measures(site: Site) -> dict[str, Measure]:
    """Return what indicators sum, by key; each once."""
    parts = [(i, m) for i in all_indicators().values() for m in (i.numerator, i.denominator, i.reported, i.expected) if m is not None]
    return {_key(m, site.population_kind): m for i, m in parts if i.kind in ("count", "ratio") and _is_storable(m)}


def _is_storable(measure: Measure) -> bool:
    return mart_of(measure.mart).time in STORED and not measure.having and not measure.exposure


def _key(measure: Measure, population_kind: str) -> str:
    kind = population_kind if measure.population else ""
    return repr((measure.mart, measure.column, measure.where, measure.base, kind))


def _scope(con: Connection, site: Site) -> Scope:
    """Return a scope of every place in every period."""
    return Scope(
        indicator=next(iter(all_indicators().values())), site=site, level=site.root_level, region=None, parent=None,
        periods=tuple(Build(con, site).periods.values()), by=(), at=(), population_kind=site.population_kind,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sum:
    """One measure among others of a statement: what it sums of which rows, with names of values that are its own."""

    number: int
    amount: str
    condition: str
    params: Mapping[str, Any]

    @classmethod
    def of(cls, number: int, measure: Measure, scope: Scope, kind: str) -> _Sum:
        """Return the sum of a measure whose column is of a `kind` of DuckDB's: fractions are added up as decimals, so that none is left over."""
        mart = mart_of(measure.mart)
        column = f"m.{identifier(measure.column, mart.columns)}"
        amount = f"cast({column} as decimal(38, {DECIMALS}))" if kind in ("DOUBLE", "FLOAT") else column
        conditions, params = conditions_of(measure, mart, scope, ())
        text = re.sub(r"\$(\w+)", rf"$m{number}_\1", " and ".join(conditions)) or "true"
        return cls(number, amount, text, {f"m{number}_{name}": value for name, value in params.items()})

    @property
    def parts(self) -> Mapping[str, str]:
        """What is added up, by name: of rows that count the column (t), whether they have one (v), and themselves (n)."""
        row = f"case when {self.condition} then"
        return {
            f"t{self.number}": f"{row} {self.amount} end", f"v{self.number}": f"{row} cast({self.amount} is not null as integer) end",
            f"n{self.number}": f"{row} 1 end",
        }  # fmt: skip


def _parts(sums: Iterable[_Sum]) -> dict[str, str]:
    return {name: text for each in sums for name, text in each.parts.items()}


def _values(sums: Iterable[_Sum], scope: Scope) -> dict[str, Any]:
    """Return the values bound to a statement that stores."""
    own = {name: value for each in sums for name, value in each.params.items()}
    return {**scope.asked(), "levels": list(scope.unit_levels), "unit_level": scope.site.unit_level, **own}


def _in_force(mart: Mart, sums: Sequence[_Sum], scope: Scope) -> Statement:
    """Return the statement that writes sums of the rows in force on the last day of every month: what comes less what goes, month by month."""
    parts = _parts(sums)
    unnamed = " and m.period is null" if names_period(mart) else ""
    sql = f"""
insert into stored_sum
with {asked_cte()},{_PLACED},
months as (select unnest(range(min({_month("end_on")}), max({_month("end_on")}) + 1)) as month from asked),
begin as (select min(month) as first from months),
stays as (
    select s.unit_code, {_month("greatest(m.from_on, s.from_on)")} as first_month, {_month("least(m.to_on, s.to_on)")} as after_last,
        {", ".join(f"{text} as {name}" for name, text in parts.items())}
    from {mart.name} as m
    inner join placed as s on m.place_code = s.place_code and m.from_on < s.to_on and m.to_on > s.from_on{unnamed}
),
moves as (
    select * exclude (first_month, after_last, first), unnest([greatest(first_month, first), after_last]) as month, unnest([1, -1]) as sign
    from stays
    cross join begin
    where after_last > greatest(first_month, first)
),
changes as (select unit_code, month, {", ".join(f"sum(sign * {name}) as {name}" for name in parts)} from moves group by unit_code, month),
held as (
    select u.unit_code, t.month, {", ".join(f"sum(c.{name}) over so_far as {name}" for name in parts)}
    from (select distinct unit_code from changes) as u
    cross join months as t
    left join changes as c on u.unit_code = c.unit_code and t.month = c.month
    window so_far as (partition by u.unit_code order by t.month)
),
of_unit as (
    select h.unit_code, null as label, e.end_on, {", ".join(parts)}
    from held as h
    inner join (select distinct end_on from asked) as e on h.month = {_month("e.end_on")}
),{_written(sums)}"""
    return Statement(sql, _values(sums, scope))


def _of_period(mart: Mart, sums: Sequence[_Sum], scope: Scope) -> Statement:
    """Return the statement that writes sums of the rows that name a period."""
    parts = _parts(sums)
    in_force = " and m.from_on <= a.end_on and m.to_on > a.end_on" if mart.time == "state" else ""
    sql = f"""
insert into stored_sum
with {asked_cte()},{_PLACED},
of_unit as (
    select s.unit_code, a.label, a.end_on, {", ".join(f"sum({text}) as {name}" for name, text in parts.items())}
    from {mart.name} as m
    inner join asked as a on m.period = a.label{in_force}
    inner join placed as s on m.place_code = s.place_code and s.from_on <= a.end_on and s.to_on > a.end_on
    group by s.unit_code, a.label, a.end_on
),{_written(sums)}"""
    return Statement(sql, _values(sums, scope))


def _month(day: str) -> str:
    """Return the number of the month of a day: whoever is there from that day on is there on its last day."""
    return f"(year({day}) * 12 + month({day}))"


def _written(sums: Sequence[_Sum]) -> str:
    """Return the steps from sums of units to rows of regions, one a measure; a measure without a row has none."""
    numbers, known, rows = (", ".join(f"{kind}{s.number}" for s in sums) for kind in ("", "v", "n"))
    totals = ", ".join(f"round(cast(t{s.number} as double), {KEPT})" for s in sums)
    return f"""
of_region as (
    select u.level, u.region_code, q.label, q.end_on, {", ".join(f"sum({name}) as {name}" for name in _parts(sums))}
    from of_unit as q
    inner join unit_span as u on q.unit_code = u.unit_code and u.from_on <= q.end_on and u.to_on > q.end_on
    where list_contains($levels, u.level)
    group by u.level, u.region_code, q.label, q.end_on
),
each as (
    select level, end_on, label, region_code, unnest([{numbers}]) as measure_no, unnest([{totals}]) as total, unnest([{known}]) as known,
        unnest([{rows}]) as rows
    from of_region
)
select measure_no, level, end_on as as_at, label, region_code, case when known > 0 then total end as total
from each
where rows > 0
order by measure_no, level, as_at, region_code"""


_PLACED = """
placed as (
    select s.place_code, s.from_on, s.to_on, s.rurality, s.remoteness, s.facility_type, coalesce(u.region_code, s.place_code) as unit_code
    from place_span as s
    left join place_span as u on s.place_code = u.place_code and s.from_on = u.from_on and u.level = $unit_level
    where s.region_code = s.place_code
)"""


def stored_statement(build: Build, scope: Scope, measure: Measure) -> Statement | None:
    """Return the statement that looks up a measure's sums for a scope; None where they are not stored or it asks for more than those."""
    if scope.by or not scope.is_of_units or not _is_storable(measure) or not _is_above(build, scope):
        return None
    number = build.stored.get(_key(measure, scope.population_kind))
    if number is None:
        return None
    region = "" if scope.region is None else " and t.region_code = $region"
    parent = "" if scope.parent is None else _UNDER_PARENT.format(under=under_parent("u.unit_code", "e.end_on"))
    mart = mart_of(measure.mart)
    is_one_each = mart.time != "flow" and not names_period(mart)  # a row each of a region and a period
    total, end = ("t.total", "") if is_one_each else ("sum(t.total) as total", "\ngroup by all")
    sql = f"""
with {asked_cte()}
select t.region_code, a.period, {total}
from stored_sum as t
inner join asked as a on t.as_at = a.end_on and coalesce(t.label, a.label) = a.label
where t.measure_no = $measure and t.level = $level{region}{parent}{end}"""
    return Statement(sql, {**scope.params(flows=mart.time == "flow"), "measure": number})


def _is_above(build: Build, scope: Scope) -> bool:
    """Say whether the parent asked for, if any, lies above the level: what is under it is then whole regions."""
    found = None if scope.parent is None else build.places([scope.parent])[scope.parent]
    levels = scope.site.levels
    return found is None or levels.index(found[0]) < levels.index(scope.level)


_UNDER_PARENT = """ and (t.region_code, t.as_at) in (
        select (u.region_code, e.end_on)
        from unit_span as u
        inner join (select distinct end_on from asked) as e on u.from_on <= e.end_on and u.to_on > e.end_on
        where u.level = $level{under}
    )"""
