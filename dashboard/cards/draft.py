"""A paragraph drafted from the page: what leaders read first. A person edits it and copies it out; nothing is invented for it."""

from __future__ import annotations

from dashboard.cards.attention import Looked, looked, strongest
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.table import listing
from dashboard.charts.words import LIST_COMMA, NEXT, YEARS_ONLY, in_sentence
from dashboard.context import context
from dashboard.failed import HEADLINE
from dashboard.headline import Headline, facts_of, headlines
from dashboard.page import Card
from dashboard.sight import Sight, as_at, focus
from pipelines.core.text import Text

HEAD = Text("文字", "Text")
OPENING = Text("截至 {day}，{place}{facts}。", "As at {day}, in {place}: {facts}.")
JOIN = Text("；", "; ")
UNKNOWN = Text("未采集或不可估计的有：{names}。", "Not collected or not estimable: {names}.")
BY_YEAR = Text(f"{YEARS_ONLY.zh}。", f"{YEARS_ONLY.en}.")
ATTENTION = Text("需要关注的地区：{parts}。", "Places that need attention: {parts}.")
OF_YEAR = Text("按 {year} 年全年，{said}", "Judged by the full year {year}, {said}")  # where less than a year is looked at
ATTENTION_AROUND = Text("{place}全域需要关注的地区：{parts}。", "Places that need attention in the whole of {place}: {parts}.")
PLACE = Text("{place}，{reason}，实际为 {value}", "{place}, {reason}, at {value}")  # the reason has brackets of its own
EMPTY = Text("所选地区和时期没有可写的数据。", "There is nothing to write about for this place and period.")
MOST_PLACES = 3


def draft(sight: Sight, card: Card) -> Chart:
    """Return the paragraph as the one cell of a list; the shell lets a person edit it."""
    lang = sight.lang
    tops = headlines(sight)
    told = facts_of([h for h in tops if h.fact and not h.is_few], tops, lang)
    parts = (_opening(sight, told), _unknown(sight, tops), _attention(sight, card)) if told else ()
    paragraph = NEXT[lang].join(part for part in parts if part)
    rows = [[TableCell(paragraph)]] if paragraph else []
    return listing(card, [ColumnHead("text", HEAD.of(lang))], rows, context(sight, card), EMPTY.of(lang))


def _opening(sight: Sight, facts: list[str]) -> str:
    lang, day = sight.lang, as_at(sight)
    place = sight.edition.places(sight.viewer).get(sight.state.region).name.of(lang)
    said = day.isoformat() if day else sight.state.period
    return OPENING.of(lang).format(day=said, place=place, facts=JOIN.of(lang).join(facts))


def _unknown(sight: Sight, tops: tuple[Headline, ...]) -> str:
    """Name the headlines without a number: those not known, and apart from them those that a part of a year cannot have."""
    lang = sight.lang
    missing = [h for h in tops if not h.fact and h.status != HEADLINE.of(lang)]
    of_years = [h.title for h in missing if h.is_by_year]
    others = [h.title for h in missing if not h.is_by_year]
    said = [text.of(lang).format(names=LIST_COMMA.of(lang).join(names)) for text, names in ((UNKNOWN, others), (BY_YEAR, of_years)) if names]
    return NEXT[lang].join(said)


def _within(reason: str) -> str:
    """Return a reason as part of a sentence: without a capital that only begins one."""
    return reason[:1].lower() + reason[1:] if reason[1:2].islower() else reason


def _attention(sight: Sight, card: Card) -> str:
    """Name the places with a confirmed signal among the card's indicators, and before them the year they are judged by where it is not asked for."""
    if not card.indicators:
        return ""
    lang, year = sight.lang, Within(sight).in_year().state.period
    said = _signalled(sight, looked(sight, card, year))
    return said if year == sight.state.period else OF_YEAR.of(lang).format(year=year, said=in_sentence(said, lang))


def _signalled(sight: Sight, seen: Looked) -> str:
    lang, found = sight.lang, strongest(seen.signals)[:MOST_PLACES]
    if not found:
        return seen.calm.of(lang)
    places = sight.edition.places(sight.viewer)
    parts = [
        PLACE.of(lang).format(place=places.get(s.region_code).name.of(lang), reason=_within(s.reason.of(lang)), value=s.value.of(lang))
        for s in found
    ]
    around = focus(sight)
    said = ATTENTION if around == sight.state.region else ATTENTION_AROUND
    return said.of(lang).format(parts=JOIN.of(lang).join(parts), place=places.get(around).name.of(lang))
