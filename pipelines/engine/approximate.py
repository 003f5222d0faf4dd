"""Which numbers a change of boundaries made approximate: a part of what an old place had was shared out into the region asked about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.core.indicator import Measure
from pipelines.core.mart import PLACE_TRAITS
from pipelines.core.period import Period
from pipelines.engine.known import Build
from pipelines.engine.marts import mart_of
from pipelines.engine.scope import ALL, Scope, Statement, scope_cte
from pipelines.warehouse.connect import Connection

CLINICS = "facility"  # of every number that is placed by a clinic
PEOPLE = "population"
Column = NDArray[Any]
TOLERANCE = 0.001  # shares are written with four decimals


def approximate(build: Build, scope: Scope, codes: Column, periods: Column, value: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether shares of the crosswalk, or a guess by the largest share, went into each number of an answer.

    A region that holds every part of the old place has what the old place had, and is exact. Rows without a number are not marked,
    nor are published figures, which are shown as they came.
    """
    shared = build.known.get("shared", lambda: {str(r[0]) for r in build.con.execute("select distinct dataset from crosswalk_share").fetchall()})
    marked: set[tuple[str, str]] = set()
    if shared and scope.indicator.kind != "published":
        for statement in approximate_statements(build.con, scope, shared):
            marked |= _rows(build, statement)
    hit = np.fromiter((key in marked for key in zip(codes, periods, strict=True)), dtype=bool, count=len(codes))
    return hit & ~np.isnan(value)


def _rows(build: Build, statement: Statement) -> frozenset[tuple[str, str]]:
    key = (statement.sql, repr(sorted(statement.params.items())))
    return build.known.get(key, lambda: frozenset(build.con.execute(statement.sql, dict(statement.params)).fetchall()))


def approximate_statements(con: Connection, scope: Scope, shared: Collection[str]) -> list[Statement]:
    """Return the statements of (region_code, period) that are approximate: one for what is as at a day, one for what is of a period.

    `shared` are the datasets of which anything was shared out.
    """
    if scope.is_whole:
        scope = _whole(con, scope)
    parts = zip(datasets_of(scope), ("s.end_on", "s.start_on"), strict=True)
    return [_statement(scope, found, since) for names, since in parts if (found := [n for n in names if n in shared])]


def datasets_of(scope: Scope) -> tuple[list[str], list[str]]:
    """Return the datasets, as mart crosswalk_share names them, that a number may be recast from: as at a day, and of a period."""
    indicator = scope.indicator
    measures = [m for m in (indicator.numerator, indicator.denominator, indicator.rows, indicator.ranking) if m is not None]
    standing, passing = list[str](), [] if measures else [CLINICS]
    for measure in measures:
        mart = mart_of(measure.mart)
        found = standing if mart.time in ("state", "stock") and not measure.exposure else passing
        found += [CLINICS, *(_named(scope, measure, name) for name in mart.recast)]
    return sorted(set(standing)), sorted(set(passing))


def _named(scope: Scope, measure: Measure, dataset: str) -> str:
    """Return the name of a dataset of the measure; of people with the kind they are counted by."""
    return f"{PEOPLE}/{dict(measure.where).get('population_kind', (scope.population_kind,))[0]}" if dataset == PEOPLE else dataset


def _statement(scope: Scope, datasets: Sequence[str], since: str) -> Statement:
    """Return the regions that hold some of the shares of a figure, not all of them; told by units or by traits of places, any of them."""
    of_units = scope.indicator.kind == "statistic" and scope.indicator.numerator is not None
    apart = of_units or bool(set(scope.by) & set(PLACE_TRAITS))
    sql = f"""
with {scope_cte(scope)},
held as (
    select s.region_code, s.period, sum(c.share) as share
    from crosswalk_share as c
    inner join scope as s on c.place_code = s.place_code and c.from_on <= s.end_on and c.to_on > {since}
    where list_contains($datasets, c.dataset)
    group by s.region_code, s.period, c.dataset, c.from_code, c.from_on, c.to_on{", c.place_code" if apart else ""}
)
select distinct region_code, period from held where abs(share - 1) > {TOLERANCE}"""
    return Statement(sql, {**scope.params(), "datasets": list(datasets)})


def _whole(con: Connection, scope: Scope) -> Scope:
    """Return the question of the whole span as one of a period that ends with the newest year the build knows."""
    row = con.execute("select max(end_on) from period where kind in ('year', 'fiscal_year')").fetchone()
    if row is None or row[0] is None:
        return replace(scope, is_whole=False, periods=())
    return replace(scope, is_whole=False, periods=(Period(date(1900, 1, 1), row[0], ALL, "all"),))
