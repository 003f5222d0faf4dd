"""The top row of a page: each indicator's value, its change in words, its light, its line over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import words
from dashboard.about import about
from dashboard.asking import population_of
from dashboard.charts.numbers import ONE_OF, UNITS, number, number_and_unit, scale_for, size
from dashboard.charts.row import Row, period_order, rows_of
from dashboard.charts.words import BY_YEAR, MARK, RECAST, STATUS, YEARS_ARE_COUNTED, YEARS_ARE_FILED, N
from dashboard.compared import Change, Direction, change_of
from dashboard.context import context, is_yearly, nearest
from dashboard.failed import HEADLINE, HEADLINE_HINT, logged
from dashboard.page import Card
from dashboard.sight import Sight, as_at, profile, worded
from dashboard.span import is_part_of_year, last_day
from dashboard.sparkline import sparkline
from dashboard.theme import theme_of
from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.core.indicator import Indicator
from pipelines.core.light import NOT_SETTLED, Light, is_so_far, judged
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import Query, all_indicators

MOST = 6  # of a page
BESIDE = Text("，", ", ")
WIDE = 0.10  # of a share: limits farther apart are told with it
PER_1000 = (("每千", "/千人"), ("per 1,000", "per 1,000"))  # as a name says it, as a unit does
WHOLE_YEAR = Text("只有全年数；{year} 年为 {value}", "whole years only; {value} in {year}")
NEVER = ("not_collected", "no_denominator")  # in every year: the site does not keep such records


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One headline card in words. `value` is "" where there is no number; `status` then says why."""

    name: str
    title: str
    value: str
    unit: str
    status: str
    definition: str
    line: str  # an image address, "" without a line
    arrow: str
    change: str
    direction: Direction
    against: str  # the period or place the change is set against
    light: str  # green, amber, red, "" without one
    light_word: str
    is_settled: bool  # the light's colour: else it is hollow, and the aside says why
    population: str  # the population it is counted by, "" where by none
    aside: str
    fact: str  # the value with its unit, for the sentence
    told: str = ""  # the change in a sentence, where it is certain
    size: str = ""  # on how many it rests, "" of what is itself a count
    is_few: bool = False  # a rate of too few people to be told in one
    is_by_year: bool = False  # has no number because it is counted over or filed by whole years and a part of one is looked at


def fact_of(headline: Headline, lang: Lang) -> str:
    """Return a headline as part of a sentence: its name, its value, and behind them its change where that is certain."""
    fact = words.ANSWER_ONE.of(lang).format(name=headline.title, value=headline.fact)
    return words.ANSWER_CHANGE.of(lang).format(fact=fact, change=headline.told) if headline.told else fact


def facts_of(told: Sequence[Headline], passed: Sequence[Headline], lang: Lang) -> list[str]:
    """Return headlines as parts of a sentence, and behind them which rates among those `passed` are of too few people, without their values."""
    few = [words.OF_FEW.of(lang).format(fact=h.title, n=h.size) for h in passed if h.is_few]
    too_few = [words.TOO_FEW.of(lang).format(names=words.COMMA_LIST.of(lang).join(few))] if few else []
    return [*(fact_of(h, lang) for h in told), *too_few]


def chosen(sight: Sight) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the indicators of the page's top row, and those of its headlines that are left out: the site never collected them."""
    page, places = sight.state.page, sight.edition.places(sight.viewer)
    top = places.path(sight.state.region)[0].code
    known = [name for name in (*page.headline, *page.otherwise) if name in all_indicators()]
    told = [name for name in known if _is_collected(sight, name, top)][:MOST]
    return tuple(told), tuple(name for name in page.headline if name in known and name not in told)


def _is_collected(sight: Sight, name: str, top: str) -> bool:
    """Whether the whole area the place lies in, or another one of the site, ever had what the indicator is made from."""
    edition = sight.edition
    tops = [top, *(place.code for place in edition.places(sight.viewer).tops if place.code != top)]

    def ever(code: str) -> bool:
        level = edition.places(sight.viewer).get(code).level
        frame = edition.observe(sight.viewer, Query(name, level=level, region=code, period=None))
        return not len(frame) or not frame["status"].isin(NEVER).all()

    if edition.keep(("collected", sight.viewer.areas, name), lambda: any(ever(code) for code in tops)):
        return True
    return nearest(sight, name, sight.state.period) is not None  # people are collected, though never at the end of a year


def headlines(sight: Sight) -> tuple[Headline, ...]:
    """Return the headline cards of the chosen page, in order."""
    if sight.state.facility:
        return ()  # they are of a place
    known, _ = chosen(sight)
    made = (_headline_or_failure(sight, worded(sight)[name]) for name in known)
    return tuple(headline for headline in made if _stands(sight, headline))


def _headline_or_failure(sight: Sight, indicator: Indicator) -> Headline:
    """Return a headline, or what stands in its place where making it failed: that is not kept, and the others stand."""
    key = ("headline", sight.viewer.areas, indicator.name, sight.state.asked, sight.state.theme)
    try:
        return sight.edition.keep(key, lambda: _headline(sight, indicator))
    except Exception as error:  # as for cards
        lang, incident = sight.lang, logged(sight, f"headline {indicator.name}", error)
        return Headline(
            name=indicator.name, title=indicator.title.of(lang), value="", unit="", status=HEADLINE.of(lang),
            definition=indicator.definition.of(lang), line="", arrow="", change=HEADLINE_HINT.of(lang).format(incident=incident),
            direction="neither", against="", light="", light_word="", is_settled=True, population="", aside="", fact="",
        )


def _stands(sight: Sight, headline: Headline) -> bool:
    """Whether a headline is shown: the page's own always, one in the place of another only with a number."""
    return bool(headline.value) or headline.name in sight.state.page.headline


def left_out(sight: Sight) -> str:
    """Return one line that names the headlines the site never collected; "" where there is none."""
    _, missing = chosen(sight)
    names = words.COMMA_LIST.of(sight.lang).join(worded(sight)[name].title.of(sight.lang) for name in missing)
    return words.LEFT_OUT.of(sight.lang).format(names=names) if missing and not sight.state.facility else ""


def _headline(sight: Sight, indicator: Indicator) -> Headline:
    rows = _rows(sight, indicator)
    now = next((r for r in rows if r.period == sight.state.period), None)
    lang, currency = sight.lang, sight.edition.site.currency
    value, unit, fact = "", "", ""
    if now is not None and now.value is not None:
        value, unit = number_and_unit(now.value, indicator.unit, currency, lang)
        unit, fact = (_said_once(text, indicator, lang) for text in (unit, number(now.value, indicator.unit, currency, lang)))
        if beside := _unsure(indicator, now, currency, lang):  # a share of three people must not sound like one of three hundred
            fact = words.OF_FEW.of(lang).format(fact=fact, n=beside)
        fact = words.OF_FEW.of(lang).format(fact=fact, n=mark) if (mark := _partly(now, lang)) else fact
    status = now.status if now is not None else "not_collected" if profile(sight) == "internal" else "suppressed"
    years = [r for r in rows if r.period in sight.edition.years]
    change = _change(sight, indicator, now, years)
    is_part = is_part_of_year(sight.edition, sight.state.period)  # a line of years tells another story than a quarter
    light, rests_on = _light(sight, indicator, now), _rests_on(indicator, now, lang) if value else ""
    is_by_year = now is not None and not value and (_is_by_year(sight, indicator, now.status) or _is_filed_by_year(sight, indicator, now.status))
    return Headline(
        name=indicator.name,
        title=indicator.title.of(lang),
        value=value,
        unit=unit,
        status="" if value else (BY_YEAR if is_by_year else STATUS[status]).of(lang),
        definition=about(sight, indicator),
        line=sparkline(years, sight.state.period, theme_of(sight.state.theme).accent, indicator.is_proxied) if value and not is_part else "",
        arrow=change.arrow,
        change=change.text,
        direction=change.direction,
        against=change.against,
        told=change.told,
        light=light.code or "",
        light_word=words.LIGHT[light.code].of(lang) if light.code else "",
        is_settled=light.is_settled,
        population=_population(sight, indicator),
        aside=" · ".join(t for t in (_aside(indicator, now, currency, lang), _of_light(light, lang)) if t),
        fact=fact,
        size=rests_on,
        is_few=bool(rests_on) and status == "small_n",
        is_by_year=is_by_year,
    )


def _said_once(text: str, indicator: Indicator, lang: Lang) -> str:
    """Return a figure, or its unit, without "per 1,000" where its name says that already, or in English the noun: "Facilities 180"."""
    title, noun = indicator.title.of(lang), UNITS[indicator.unit].of(lang)
    said = [part for named, part in PER_1000 if named in title]
    said += [noun, ONE_OF.get(noun, noun)] if lang == "en" and noun.lower() in title.lower().split() else []
    for part in said:
        text = text.removesuffix(part).rstrip()
    return text


def _rows(sight: Sight, indicator: Indicator) -> list[Row]:
    """The years of the chosen place, and the chosen period where it is no year; oldest first."""
    edition, query = sight.edition, _query(sight, indicator)
    card = Card(name=indicator.name, kind="table", title=indicator.title, indicators=(indicator.name,))
    frames = [edition.observe(sight.viewer, replace(query, period=None))]
    if sight.state.period not in set(frames[0]["period"]):
        frames.append(edition.observe(sight.viewer, query))
    frame = pd.concat([f for f in frames if len(f)], ignore_index=True) if any(len(f) for f in frames) else frames[0]
    return sorted((r for r in rows_of(frame, context(sight, card)) if not r.breakdown), key=lambda r: period_order(r.period))


def _query(sight: Sight, indicator: Indicator) -> Query:
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    counted = population_of(sight, indicator.name) if sight.state.population else ""
    return Query(indicator.name, level=level, region=sight.state.region, period=sight.state.period, population=counted)


def _change(sight: Sight, indicator: Indicator, now: Row | None, years: Sequence[Row]) -> Change:
    """Return the change of a headline; without a number why there is none, and where it has one of whole years that of the last."""
    lang = sight.lang
    if now is None or now.value is None:
        why = _why(sight, indicator, now.status) if now else None
        said = _of_last_year(sight, indicator, years) if why in (YEARS_ARE_COUNTED, YEARS_ARE_FILED) else ""
        return Change(arrow="", text=said or (why.of(lang) if why else ""), direction="neither", against="")
    return change_of(sight, indicator, _query(sight, indicator))


def _of_last_year(sight: Sight, indicator: Indicator, years: Sequence[Row]) -> str:
    """Return the figure of the newest year that was over on the day of the page, with its year; "" where none is known."""
    lang, currency, day = sight.lang, sight.edition.site.currency, as_at(sight)
    ends = sight.edition.periods().set_index("label")["end_on"]
    over = [r for r in years if r.value is not None and day is not None and pd.Timestamp(ends[r.period]).date() <= day]
    if not over or (last := over[-1]).value is None:
        return ""
    value, beside = number(last.value, indicator.unit, currency, lang), _unsure(indicator, last, currency, lang)
    told = words.OF_FEW.of(lang).format(fact=value, n=beside) if beside else value
    return WHOLE_YEAR.of(lang).format(year=last.period, value=told).replace(" %", "\u00a0%")


def _why(sight: Sight, indicator: Indicator, status: str) -> Text | None:
    """Return why a headline has no number, None where its status says it all."""
    if _is_by_year(sight, indicator, status):
        return YEARS_ARE_COUNTED
    if _is_filed_by_year(sight, indicator, status):
        return YEARS_ARE_FILED
    near = nearest(sight, indicator.name, sight.state.period) if status == "not_collected" else None
    return near or words.NO_VALUE_HINT.get(status)


def _is_by_year(sight: Sight, indicator: Indicator, status: str) -> bool:
    return status == "not_estimable" and indicator.yearly and is_part_of_year(sight.edition, sight.state.period)


def _is_filed_by_year(sight: Sight, indicator: Indicator, status: str) -> bool:
    return status == "not_collected" and is_yearly(sight, indicator.name)


def _light(sight: Sight, indicator: Indicator, now: Row | None) -> Light:
    if now is None:
        return Light(None, "not_collected")
    part = is_so_far(indicator, now.period, last_day(sight.edition), sight.edition.site.fiscal_year_start_month)
    return judged(indicator, sight.edition.site.lights.get(indicator.name), now.value, now.status, (now.lower, now.upper), part)


def _of_light(light: Light, lang: Lang) -> str:
    """Return why what accumulates has no light, or that the colour of one is not settled; "" elsewhere."""
    return light.word.of(lang) if light.reason == "so_far" else "" if light.is_settled else NOT_SETTLED.of(lang)


def _population(sight: Sight, indicator: Indicator) -> str:
    kind = population_of(sight, indicator.name)
    return POPULATION_KIND.titles[kind].of(sight.lang) if kind else ""


def _aside(indicator: Indicator, now: Row | None, currency: str, lang: Lang) -> str:
    """Return who reported where some did not, n, the interval, and whether a change of boundaries made the value an approximation."""
    if now is None or now.value is None:
        return ""
    spread = _spread(indicator, now, currency, lang)
    return " · ".join(t for t in (_partly(now, lang), _n(now, lang), spread, RECAST.of(lang) if now.is_approximate else "") if t)


def _unsure(indicator: Indicator, now: Row, currency: str, lang: Lang) -> str:
    """Return on how many a figure rests where they are few or its limits are not known, with the limits where it is a share they leave wide open."""
    if now.status == "small_n" or indicator.has_limits and now.lower is None and now.n is not None:
        return _n(now, lang)
    is_wide = indicator.unit == "share" and now.lower is not None and now.upper is not None and now.upper - now.lower > WIDE
    return BESIDE.of(lang).join(t for t in (_n(now, lang), _spread(indicator, now, currency, lang)) if t) if is_wide else ""


def _spread(indicator: Indicator, now: Row, currency: str, lang: Lang) -> str:
    """Return the interval of a value in words, "" without one."""
    if now.value is None or now.lower is None or now.upper is None:
        return ""
    scale = scale_for([now.value], indicator.unit, currency, lang)
    return words.INTERVAL.of(lang).format(spread=scale.spread(scale.shown(now.lower), scale.shown(now.upper))).replace(" %", "\u00a0%")


def _partly(now: Row, lang: Lang) -> str:
    """Return how many units reported of those expected where that leaves a gap, "" elsewhere."""
    return MARK[now.status].of(lang).format(reported=now.reported, expected=now.expected) if now.status == "partial" else ""


def _rests_on(indicator: Indicator, now: Row | None, lang: Lang) -> str:
    return "" if now is None or indicator.is_counted else _n(now, lang)


def _n(now: Row, lang: Lang) -> str:
    return N.of(lang).format(n=size(now.n)) if now.n is not None else ""
