"""From the words of a question to a scope: an indicator, a level, regions, periods and breakdowns the site and the build know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import Indicator
from pipelines.core.period import Period, months_of, parse_period
from pipelines.core.registry import collect
from pipelines.core.text import Text
from pipelines.engine.known import Build
from pipelines.engine.scope import ALL, Query, Scope
from pipelines.site import Site

MOST_BREAKDOWNS = 2


@cache
def all_indicators() -> Mapping[str, Indicator]:
    """Return every declared indicator by name."""
    return collect("pipelines.indicators", Indicator)


def indicators_of(site: Site) -> Mapping[str, Indicator]:
    """Return every declared indicator by name, in the words of a site: a title names the days the site counts as use, not a default."""
    days = {"short": site.standards.active_days[0], "long": site.standards.active_days[-1]}
    return {
        name: replace(i, title=i.title_in_days.format(days=days[i.window])) if i.window and i.title_in_days else i
        for name, i in all_indicators().items()
    }


def resolved(build: Build, query: Query) -> Scope:
    """Return a question made exact against the site and the build; raises XiangyiError NOT_FOUND or USAGE where a word of it is unknown."""
    indicators, site = all_indicators(), build.site
    if query.indicator not in indicators:
        raise _unknown("指标", "indicator", query.indicator, sorted(indicators))
    indicator = indicators[query.indicator]
    level = query.level or _level_of(build, query.region) or site.root_level
    if level not in site.levels:
        raise _unknown("层级", "level", level, list(site.levels))
    by = tuple(query.by.split(",")) if query.by else ()
    if len(set(by)) != len(by) or len(by) > MOST_BREAKDOWNS or not set(by) <= set(indicator.breakdowns):
        raise _unknown(f"指标 {indicator.name} 的分组", f"breakdown of {indicator.name}", str(query.by), list(indicator.breakdowns))
    if query.population and query.population not in POPULATION_KIND.titles:
        raise _unknown("人口口径", "kind of population", query.population, list(POPULATION_KIND.titles))
    for code in (query.region, query.parent):
        if code is not None and _level_of(build, code) is None:
            raise _unknown("地区", "region", code, [r.code for r in site.roots])
    region, parent = _where(build, query, level)
    periods = _periods(build, indicator, query.period)
    return Scope(
        indicator=indicator, site=site, level=level, region=region, parent=parent, periods=periods or (), by=by, at=query.at,
        population_kind=query.population or site.population_kind, is_whole=periods is None,
    )


def _unknown(zh: str, en: str, found: str, known: list[str]) -> XiangyiError:
    listed = ", ".join(known[:40]) or "-"
    return XiangyiError(Text(f"没有{zh}“{found}”；可用的有：{listed}", f'no {en} "{found}"; there are: {listed}'), ExitCode.NOT_FOUND)


def _where(build: Build, query: Query, level: str) -> tuple[str | None, str | None]:
    """Return (region, parent): a region above the level asked for stands for everything of that level under it."""
    if query.region is None:
        return None, query.parent
    levels, own = build.site.levels, _level_of(build, query.region)
    if own == level or own not in levels:
        return query.region, query.parent
    if levels.index(own) < levels.index(level) and query.parent is None:
        return None, query.region
    message = Text(
        f"地区“{query.region}”的层级是 {own}，与所问的层级 {level} 不符；请去掉 --level 或改用上级地区",
        f'region "{query.region}" is of level {own}, not {level}; leave --level out or name a region above that level',
    )
    raise XiangyiError(message, ExitCode.USAGE)


def _level_of(build: Build, code: str | None) -> str | None:
    """Return the level of a place, that of the roots for a root no file names; None for what is no place."""
    if code is None:
        return None
    place = build.places([code])[code]
    if place is not None:
        return place[0]
    return build.site.root_level if code in {r.code for r in build.site.roots} else None


def _periods(build: Build, indicator: Indicator, wanted: str | None) -> tuple[Period, ...] | None:
    """Return the periods asked for, None for the whole span of the data."""
    known, site = build.periods, build.site
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
