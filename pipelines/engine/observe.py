"""Ask one build one question: from a Query to observations. What asks a build runs its SQL here; `stored` writes to one in the making."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.core.indicator import OBSERVATION_COLUMNS
from pipelines.engine.additive import assemble, measure_statement, parts_of, statements_additive
from pipelines.engine.approximate import approximate
from pipelines.engine.chance import with_chance
from pipelines.engine.groups import KEYS, numbers, taken
from pipelines.engine.known import Build, Known
from pipelines.engine.regions import Regions, columns_of, regions_of
from pipelines.engine.release.listing import check_profile
from pipelines.engine.resolve import all_indicators, resolved
from pipelines.engine.scope import Plan, Query, Scope, Statement
from pipelines.engine.snapshots import PERSONS, is_yearly_rosters
from pipelines.engine.status import reporting_statement, status_of
from pipelines.engine.stored import stored_statement
from pipelines.site import Site

SUMMED = ("count", "ratio", "survey")
NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "n")
Answer = Mapping[str, Any]  # columns by name
__all__ = ["Known", "Query", "all_indicators", "fetch", "observe", "periods_of", "resolve", "statements_of"]


def observe(con: duckdb.DuckDBPyConnection, site: Site, query: Query, known: Known | None = None) -> pd.DataFrame:
    """Answer `query` on the open build `con`: one row per region, period, category and time, OBSERVATION_COLUMNS.

    Shares are 0-1, money is in the site's currency. `region_name` is the Chinese name, an extra column
    `region_name_en` the English one. Every region and period asked for has a row, whose status says why there is no
    number where there is none; `is_approximate` marks what shares of a changed boundary went into. Under a protected
    profile a row may be `suppressed`, and only listed tables are answered.
    Whoever asks one build often gives the same `known` each time; it must be of that build.
    Raises XiangyiError for an unknown indicator, level, region, period, breakdown or profile, REFUSED for what is not listed.
    """
    check_profile(query.profile, site)
    build = Build.of(con, site, known)
    scope = resolved(build, query)
    if query.profile != "internal":
        from pipelines.engine.release.answer import answer_released

        released = answer_released(con, scope, query.profile, regions_of(build, scope).frame())
        return with_chance(_named(build, scope, _columns(released)), scope.indicator)
    found = _found(build, scope)
    if isinstance(found, str):
        answer = _silent(build, scope)
        return _named(build, scope, {**answer, "status": np.full(len(answer["period"]), found, dtype=object)})
    return with_chance(_named(build, scope, {**found, "status": status_of(scope, found)}), scope.indicator)


def _found(build: Build, scope: Scope) -> Answer | str:
    """Return the columns of an answer without their status, or the status of every row where there is no number."""
    indicator = scope.indicator
    if not build.holds(indicator.needs):
        return _silent(build, scope)
    if indicator.yearly and not _is_yearly(scope):
        return "not_estimable"
    if indicator.kind in SUMMED:
        statements = {name: stored_statement(build, scope, m) or measure_statement(m, scope) for name, m in parts_of(scope).items()}
        return assemble(scope, regions_of(build, scope), {name: columns_of(build, s) for name, s in statements.items()})
    if indicator.kind in PERSONS and build.refuses_persons:
        return "not_estimable"
    return _computed(build, scope)


def _columns(frame: pd.DataFrame) -> Answer:
    return {str(name): frame[name].to_numpy() for name in frame}


def periods_of(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the periods of a build: label, kind, start_on, end_on, previous, in order."""
    return con.execute("select label, kind, start_on, end_on, previous from period order by start_on, end_on").df()


def resolve(con: duckdb.DuckDBPyConnection, site: Site, query: Query, known: Known | None = None) -> Scope:
    """Return a question made exact against the site and the build; raises XiangyiError NOT_FOUND or USAGE where a word of it is unknown."""
    return resolved(Build.of(con, site, known), query)


def fetch(con: duckdb.DuckDBPyConnection, statement: Statement) -> pd.DataFrame:
    """Return the answer of one statement of the engine."""
    return con.execute(statement.sql, dict(statement.params) or None).df()


def _is_yearly(scope: Scope) -> bool:
    """Say whether every period asked for covers twelve months; a part of a year is not annualised (counting.md §2)."""
    return all(period.months == 12 for period in scope.periods)


def _silent(build: Build, scope: Scope) -> dict[str, NDArray[Any]]:
    """Answer what nobody collects here: every region and period asked for, without a number."""
    regions = regions_of(build, scope)
    size = len(regions.period)
    none = {name: np.full(size, np.nan) for name in NUMBERS}
    keys = {"region_code": regions.region_code, "period": regions.period, "category": np.full(size, None, dtype=object)}
    return {**keys, **regions.counts, "reported": np.zeros(size), **none}


def _computed(build: Build, scope: Scope) -> Answer:
    """Answer what is not additive; every region and period asked for has a row, if only to say why there is no number."""
    kind = scope.indicator.kind
    has_tenure = _has_tenure(build, scope)
    beside = has_tenure and (scope.level != scope.site.root_level or bool(scope.by) or not scope.is_whole)
    by_roster = kind == "survival" and build.has_yearly_rosters
    plan = _plan(scope, has_tenure, by_roster)
    answer = _NOTHING if beside else plan.finish({name: columns_of(build, s) for name, s in plan.statements.items()})
    regions = regions_of(build, scope)
    counts = dict(regions.counts)
    if scope.indicator.denominator is not None:
        counts["reported"] = counts["complete"]  # a statistic of two measures needs both of a unit
    if has_tenure or kind == "published":
        counts |= dict.fromkeys(("reported", "expected"), np.full(len(regions.period), 1.0 if has_tenure else np.nan))
    answer = _with_regions(answer, replace(regions, counts=counts))
    return _without_silent_zeros(answer) if kind == "flow" else answer


def _with_regions(answer: Answer, regions: Regions) -> Answer:
    """Return an answer with the counts of its regions and periods, and a row without a number for those it lacks."""
    own = regions.keys(answer["region_code"], answer["period"])
    asked = regions.keys(regions.region_code, regions.period)
    silent = ~np.isin(asked, own)
    keys = np.concatenate([own, asked[silent]])
    rows = numbers(keys, {key: row for row, key in enumerate(asked.tolist())})
    found: dict[str, NDArray[Any]] = {}
    for name, column in answer.items():
        told = {"region_code": regions.region_code, "period": regions.period}.get(name)
        more = np.full(int(silent.sum()), None if name == "category" else np.nan) if told is None else told[silent]
        found[name] = np.concatenate([column, more])
    return found | {name: taken(counts, rows) for name, counts in regions.counts.items()}


def _has_tenure(build: Build, scope: Scope) -> bool:
    """Say whether durations without dates are all the site has of the curve asked for."""
    return scope.indicator.kind == "survival" and not scope.indicator.months and build.has_only_tenure


def statements_of(con: duckdb.DuckDBPyConnection, scope: Scope) -> dict[str, Statement]:
    """Return the statements that give the number itself (`observe` looks their sums up where they are stored), and `reporting`: who reported."""
    if scope.indicator.kind in SUMMED:
        found = statements_additive(scope)
    else:
        by_roster = scope.indicator.kind == "survival" and is_yearly_rosters(con)
        found = dict(_plan(scope, _has_tenure(Build(con, scope.site), scope), by_roster).statements)
    return found if scope.is_whole else {**found, "reporting": reporting_statement(scope)}


def _without_silent_zeros(answer: Answer) -> Answer:
    """Keep "nobody was there" for regions that reported; one that did not report has no number, one not there no row."""
    kept = ~((answer["denominator"] == 0) & np.isnan(answer["expected"]))
    shown = {name: column[kept] for name, column in answer.items()}
    unheard = (shown["denominator"] == 0) & ~(shown["reported"] > 0)
    return shown | {name: np.where(unheard, np.nan, shown[name]) for name in ("numerator", "denominator", "value", "n")}


def _plan(scope: Scope, has_tenure: bool, by_roster: bool) -> Plan:
    """Return the plan of what is not additive; a question loads the methods of its own kind alone."""
    indicator = scope.indicator
    if indicator.kind in ("flow", "survival"):
        from pipelines.engine.staying import plan_staying

        return plan_staying(scope, has_tenure, by_roster)
    if indicator.kind == "published":
        from pipelines.engine.published import plan_published

        return plan_published(scope)
    from pipelines.engine.statistic import plan_statistic

    return plan_statistic(scope)


_NOTHING: Answer = {**dict.fromkeys(KEYS, np.array([], dtype=object)), **dict.fromkeys(NUMBERS, np.array([], dtype=float))}


def _named(build: Build, scope: Scope, answer: Answer) -> pd.DataFrame:
    """Return an answer as observations: named, in order of region, period, category and time."""
    codes = tuple(answer["region_code"].tolist())
    regions = build.known.get(("named", codes), lambda: _Named.of(build, scope.site, codes))
    order = slice(None) if regions.is_in_order else _in_order(scope, answer, regions.place)
    loose = approximate(build, scope, answer["region_code"], answer["period"].astype(object), np.asarray(answer["value"], dtype=float))
    named = {
        "is_approximate": loose[order],
        "indicator": scope.indicator.name, "level": scope.level, "breakdown": ",".join(scope.by) or None, "build": build.number,
        **{name: column[order] for name, column in regions.texts.items()},
    }
    columns: dict[str, Any] = {}
    for name in (*OBSERVATION_COLUMNS, "region_name_en"):
        columns[name] = named[name] if name in named else answer[name][order] if name in answer else None
    return pd.DataFrame(columns, index=range(len(codes)))


@dataclass(frozen=True, slots=True)
class _Named:
    """Regions row by row: `texts` of code and names, and the place of each in order; `is_in_order` where each stands once, as on a map."""

    texts: Mapping[str, Any]
    place: NDArray[np.int64]
    is_in_order: bool

    @classmethod
    def of(cls, build: Build, site: Site, codes: Sequence[str]) -> _Named:
        """Look names up; a region that is no place goes by its code."""
        distinct = sorted(set(codes))
        roots = {r.code: (r.name.zh, r.name.en) for r in site.roots}
        known = build.places(distinct)
        names = {code: (found[1], found[2]) if (found := known[code]) else roots.get(code, (code, code)) for code in distinct}
        columns = {"region_code": codes, "region_name": [names[c][0] for c in codes], "region_name_en": [names[c][1] for c in codes]}
        place = {code: n for n, code in enumerate(distinct)}
        return cls(
            {name: pd.array(list(column), dtype="str") for name, column in columns.items()},
            np.array([place[code] for code in codes], dtype=np.int64), list(codes) == distinct,
        )  # fmt: skip


def _in_order(scope: Scope, answer: Answer, region: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of an answer in order of region, period, category and time."""
    periods, categories = (answer[c].astype(object) for c in ("period", "category"))
    known = sorted({c for c in categories.tolist() if c is not None and c == c})
    times = answer["at"].astype(float) if "at" in answer else np.full(len(region), np.nan)
    return np.lexsort((
        np.where(np.isnan(times), -np.inf, times), numbers(categories, {c: n for n, c in enumerate(known)}),
        numbers(periods, {label: n for n, label in enumerate(scope.labels)}), region,
    ))  # fmt: skip
