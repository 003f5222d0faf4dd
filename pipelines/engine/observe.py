"""Ask one build one question: from a Query to observations. The only place of the engine that runs SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import duckdb
import numpy as np
import pandas as pd

from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import OBSERVATION_COLUMNS, Indicator
from pipelines.core.period import Period, months_of, parse_period
from pipelines.core.registry import collect
from pipelines.core.text import Text
from pipelines.engine.additive import assemble, statements_additive
from pipelines.engine.approximate import add_approximate
from pipelines.engine.exposure import EXPOSURES, plan_exposure
from pipelines.engine.flow import plan_flow
from pipelines.engine.hazard import HAZARD, plan_hazard
from pipelines.engine.pay import plan_pay
from pipelines.engine.published import plan_published
from pipelines.engine.release.answer import answer_released
from pipelines.engine.release.listing import check_profile
from pipelines.engine.rows import plan_rows
from pipelines.engine.scope import ALL, Plan, Query, Scope, Statement
from pipelines.engine.snapshots import PERSONS, is_yearly_rosters, refusal
from pipelines.engine.statistics import UNIT_STATISTICS
from pipelines.engine.status import add_status, reporting_statement
from pipelines.engine.survival import plan_survival
from pipelines.engine.units import plan_units
from pipelines.site import Site

MOST_BREAKDOWNS = 2
SUMMED = ("count", "ratio", "survey")
__all__ = ["Query", "all_indicators", "fetch", "observe", "periods_of", "resolve", "statements_of"]


@cache
def all_indicators() -> Mapping[str, Indicator]:
    """Return every declared indicator by name."""
    return collect("pipelines.indicators", Indicator)


def observe(con: duckdb.DuckDBPyConnection, site: Site, query: Query) -> pd.DataFrame:
    """Answer `query` on the open build `con`: one row per region, period, category and time, OBSERVATION_COLUMNS.

    Shares are 0-1, money is in the site's currency. `region_name` is the Chinese name, an extra column
    `region_name_en` the English one. Every region and period asked for has a row, whose status says why there is no
    number where there is none; `is_approximate` marks what shares of a changed boundary went into. Under a protected
    profile a row may be `suppressed`, and only listed tables are answered.
    Raises XiangyiError for an unknown indicator, level, region, period, breakdown or profile, REFUSED for what is not listed.
    """
    check_profile(query.profile, site)
    scope = resolve(con, site, query)
    if query.profile != "internal":
        return _named(con, scope, answer_released(con, scope, query.profile, _regions(con, scope)))
    if not _is_collected(con, scope.indicator):
        answer = _silent(con, scope)
    elif scope.indicator.yearly and not _is_yearly(scope):
        return _named(con, scope, _silent(con, scope).assign(status="not_estimable"))
    elif scope.indicator.kind in SUMMED:
        answer = _additive(con, scope)
    elif scope.indicator.kind in PERSONS and refusal(con) is not None:
        return _named(con, scope, _silent(con, scope).assign(status="not_estimable"))
    else:
        answer = _computed(con, scope)
    return _named(con, scope, add_status(scope, answer))


def periods_of(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the periods of a build: label, kind, start_on, end_on, previous, in order."""
    return con.execute("select label, kind, start_on, end_on, previous from period order by start_on, end_on").df()


def fetch(con: duckdb.DuckDBPyConnection, statement: Statement) -> pd.DataFrame:
    """Return the answer of one statement of the engine."""
    return con.execute(statement.sql, dict(statement.params) or None).df()


def _run(con: duckdb.DuckDBPyConnection, plan: Plan) -> pd.DataFrame:
    return plan.finish({name: fetch(con, s) for name, s in plan.statements.items()})


def _is_collected(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> bool:
    """Say whether any dataset the indicator needs has a row in this build (one that is not declared yet has none)."""
    filled = con.execute("select table_name from duckdb_tables() where estimated_size > 0").fetchall()
    return not {f"stg_{name}" for name in indicator.needs}.isdisjoint(str(row[0]) for row in filled)


def _is_yearly(scope: Scope) -> bool:
    """Say whether every period asked for covers twelve months; a part of a year is not annualised (counting.md §2)."""
    return all(period.months == 12 for period in scope.periods)


def _silent(con: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Answer what nobody collects here: every region and period asked for, without a number."""
    regions = _regions(con, scope).assign(category=None, reported=0.0)
    return regions.assign(**dict.fromkeys(("numerator", "denominator", "value", "lower", "upper", "n"), np.nan))


def _additive(con: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    frames = {name: fetch(con, s) for name, s in statements_additive(scope).items()}
    return assemble(scope, _regions(con, scope), frames)


def _computed(con: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Answer what is not additive; every region and period asked for has a row, if only to say why there is no number."""
    kind = scope.indicator.kind
    has_tenure = _has_tenure(con, scope)
    beside = has_tenure and (scope.level != scope.site.root_level or bool(scope.by) or not scope.is_whole)
    by_roster = kind == "survival" and is_yearly_rosters(con)
    answer = _empty() if beside else _run(con, _plan(scope, has_tenure, by_roster))
    regions = _regions(con, scope)
    if scope.indicator.denominator is not None and "complete" in regions:
        regions["reported"] = regions["complete"]  # a statistic of two measures needs both of a unit
    if has_tenure:
        regions = regions.assign(reported=1.0, expected=1.0)
    found = answer[["region_code", "period"]].drop_duplicates()
    silent = regions[["region_code", "period"]].merge(found, how="left", indicator=True).query("_merge == 'left_only'")
    answer = pd.concat([answer, silent[["region_code", "period"]]], ignore_index=True)
    answer = answer.merge(regions, how="left", on=["region_code", "period"])
    if kind == "flow":
        answer = _without_silent_zeros(answer)
    return answer.assign(reported=np.nan, expected=np.nan) if kind == "published" else answer


def _has_tenure(con: duckdb.DuckDBPyConnection, scope: Scope) -> bool:
    """Say whether durations without dates are all the site has of the curve asked for."""
    if scope.indicator.kind != "survival" or scope.indicator.months:
        return False
    return _has_rows(con, "tenure_spell") and not _has_rows(con, "presence")


def statements_of(con: duckdb.DuckDBPyConnection, scope: Scope) -> dict[str, Statement]:
    """Return the statements that `observe` runs for the number itself, and under `reporting` the one that counts who reported."""
    if scope.indicator.kind in SUMMED:
        found = statements_additive(scope)
    else:
        by_roster = scope.indicator.kind == "survival" and is_yearly_rosters(con)
        found = dict(_plan(scope, _has_tenure(con, scope), by_roster).statements)
    return found if scope.is_whole else {**found, "reporting": reporting_statement(scope)}


def _without_silent_zeros(answer: pd.DataFrame) -> pd.DataFrame:
    """Keep "nobody was there" for regions that reported; one that did not report has no number, one not there no row."""
    nobody = answer["denominator"] == 0
    answer = answer[~(nobody & answer["expected"].isna())].reset_index(drop=True)
    unheard = (answer["denominator"] == 0) & ~(answer["reported"] > 0)
    answer.loc[unheard, ["numerator", "denominator", "value", "n"]] = np.nan
    return answer


def _plan(scope: Scope, has_tenure: bool, by_roster: bool) -> Plan:
    kind = scope.indicator.kind
    if kind == "flow":
        return plan_flow(scope)
    if kind == "survival" and scope.indicator.statistic == HAZARD:
        return plan_hazard(scope, by_roster)
    if kind == "survival":
        return plan_survival(scope, has_tenure, by_roster)
    if kind == "published":
        return plan_published(scope)
    if scope.indicator.statistic in EXPOSURES:
        return plan_exposure(scope)
    if scope.indicator.rows is not None:
        return plan_rows(scope)
    return plan_units(scope) if scope.indicator.statistic in UNIT_STATISTICS else plan_pay(scope)


def _has_rows(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    statement = {
        "tenure_spell": "select count(*) > 0 from tenure_spell", "presence": "select count(*) > 0 from presence",
    }[table]
    row = con.execute(statement).fetchone()
    return bool(row and row[0])


def _unknown(zh: str, en: str, found: str, known: list[str]) -> XiangyiError:
    listed = ", ".join(known[:40]) or "-"
    return XiangyiError(Text(f"没有{zh}“{found}”；可用的有：{listed}", f'no {en} "{found}"; there are: {listed}'), ExitCode.NOT_FOUND)


def resolve(con: duckdb.DuckDBPyConnection, site: Site, query: Query) -> Scope:
    """Return a question made exact against the site and the build; raises XiangyiError NOT_FOUND or USAGE where a word of it is unknown."""
    indicators = all_indicators()
    if query.indicator not in indicators:
        raise _unknown("指标", "indicator", query.indicator, sorted(indicators))
    indicator = indicators[query.indicator]
    level = query.level or _level_of(con, site, query.region)
    if level not in site.levels:
        raise _unknown("层级", "level", level, list(site.levels))
    by = tuple(query.by.split(",")) if query.by else ()
    if len(set(by)) != len(by) or len(by) > MOST_BREAKDOWNS or not set(by) <= set(indicator.breakdowns):
        raise _unknown(f"指标 {indicator.name} 的分组", f"breakdown of {indicator.name}", str(query.by), list(indicator.breakdowns))
    if query.population and query.population not in POPULATION_KIND.titles:
        raise _unknown("人口口径", "kind of population", query.population, list(POPULATION_KIND.titles))
    for code in (query.region, query.parent):
        if code is not None and _level_of(con, site, code, known=False) == "":
            raise _unknown("地区", "region", code, [r.code for r in site.roots])
    region, parent = _where(con, site, query, level)
    periods = _periods(con, site, indicator, query.period)
    return Scope(
        indicator=indicator, site=site, level=level, region=region, parent=parent, periods=periods or (), by=by, at=query.at,
        population_kind=query.population or site.population_kind, is_whole=periods is None,
    )


def _where(con: duckdb.DuckDBPyConnection, site: Site, query: Query, level: str) -> tuple[str | None, str | None]:
    """Return (region, parent): a region above the level asked for stands for everything of that level under it."""
    if query.region is None:
        return None, query.parent
    own = _level_of(con, site, query.region)
    if own == level or own not in site.levels:
        return query.region, query.parent
    if site.levels.index(own) < site.levels.index(level) and query.parent is None:
        return None, query.region
    message = Text(
        f"地区“{query.region}”的层级是 {own}，与所问的层级 {level} 不符；请去掉 --level 或改用上级地区",
        f'region "{query.region}" is of level {own}, not {level}; leave --level out or name a region above that level',
    )
    raise XiangyiError(message, ExitCode.USAGE)


def _level_of(con: duckdb.DuckDBPyConnection, site: Site, code: str | None, known: bool = True) -> str:
    if code is None:
        return site.root_level
    row = con.execute("select level from place where place_code = $code", {"code": code}).fetchone()
    if row:
        return str(row[0])
    return site.root_level if known or code in {r.code for r in site.roots} else ""


def _periods(
    con: duckdb.DuckDBPyConnection, site: Site, indicator: Indicator, wanted: str | None
) -> tuple[Period, ...] | None:
    """Return the periods asked for, None for the whole span of the data."""
    known = _known_periods(con)
    whole = indicator.kind == "survival" and not indicator.months
    if wanted is None:
        years = tuple(p for p in known.values() if p.kind in ("year", "fiscal_year"))
        return None if whole or not years else years
    if wanted == ALL and (whole or not known):
        return None
    period = parse_period(wanted, site.fiscal_year_start_month)
    if period and period.kind == "span" and {m.label for m in months_of(period)} <= set(known):
        return (period,)
    label = period.label if period else wanted
    if label not in known:
        raise _unknown("时期", "period", wanted, [p.label for p in known.values() if p.kind != "month"])
    return (known[label],)


def _known_periods(con: duckdb.DuckDBPyConnection) -> dict[str, Period]:
    rows = con.execute("select start_on, end_on, label, kind from period order by start_on, end_on").fetchall()
    return {row[2]: Period(*row) for row in rows}


def _empty() -> pd.DataFrame:
    columns = ["region_code", "period", "category", "numerator", "denominator", "value", "lower", "upper", "n"]
    return pd.DataFrame({c: pd.Series(dtype=object if c in columns[:3] else float) for c in columns})


def _regions(con: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Return region_code and period of every row the answer must have, with reported and expected.

    A region without a reporting unit in a period (not founded yet, abolished) is left out unless it was asked for; a root
    never is.
    """
    if not scope.is_whole:
        regions = fetch(con, reporting_statement(scope))
        roots = regions["region_code"].isin([r.code for r in scope.site.roots])
        return regions if scope.region else regions[(regions["expected"] > 0) | roots].reset_index(drop=True)
    years = [p for p in _known_periods(con).values() if p.kind in ("year", "fiscal_year")]
    if years:
        return _regions(con, replace(scope, periods=(max(years, key=lambda p: p.end_on),), is_whole=False)).assign(period=ALL)
    codes = [r.code for r in scope.site.roots] if scope.level == scope.site.root_level else []
    codes = [c for c in codes if scope.region in (None, c)]
    return pd.DataFrame({"region_code": pd.Series(codes, dtype="str"), "period": ALL, "reported": 0.0, "expected": 0.0, "complete": 0.0})


def _named(con: duckdb.DuckDBPyConnection, scope: Scope, answer: pd.DataFrame) -> pd.DataFrame:
    named = "select place_code, name_zh, name_en from place where list_contains($codes, place_code)"
    rows = con.execute(named, {"codes": list(answer["region_code"].unique())}).fetchall()
    names = {r.code: (r.name.zh, r.name.en) for r in scope.site.roots} | {str(c): (zh, en) for c, zh, en in rows}
    build = con.execute("select build from build_info").fetchone()
    zh = [names.get(code, (code, code))[0] for code in answer["region_code"]]
    en = [names.get(code, (code, code))[1] for code in answer["region_code"]]
    answer = add_approximate(con, scope, answer).assign(
        indicator=scope.indicator.name, region_name=zh, region_name_en=en, level=scope.level,
        breakdown=",".join(scope.by) or None, build=build[0] if build else None, at=answer["at"] if "at" in answer else None,
    )
    order = {label: place for place, label in enumerate(scope.labels)}
    answer = answer.assign(_order=answer["period"].map(order))
    answer = answer.sort_values(["region_code", "_order", "category", "at"], na_position="first", kind="stable")
    return answer[[*OBSERVATION_COLUMNS, "region_name_en"]].reset_index(drop=True)
