"""The answer under a page's question: one sentence of its first known figures."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import holdings, words
from dashboard.cards.clinics import clinic_sentence
from dashboard.charts.numbers import whole
from dashboard.charts.words import period_name
from dashboard.headline import Headline, facts_of
from dashboard.render.heading import subject
from dashboard.render.sentence import finding
from dashboard.sight import Sight, as_at, seen_place, sees_records
from dashboard.view import shown_chart
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import all_indicators
from pipelines.engine.scope import ALL

OF_YEARS = Text(
    "{place}：本页数据均按全年统计，{period} 无数；请选择年份。",
    "{place}: the figures of this page are counted over or filed for whole years only, and {period} has none: choose a year.",
)
FACTS = 3  # so many headlines make the page's sentence


def answer(sight: Sight, shown: Sequence[Headline]) -> str:
    """Return the page's sentence: the first figures that are known, with their change."""
    lang, state = sight.lang, sight.state
    if state.facility:
        return clinic_sentence(sight, seen_place(sight))
    place = sight.edition.places(sight.viewer).get(state.region).name.of(lang)
    if not state.page.headline:
        return _record_answer(sight)
    period = period_name(state.period, lang)
    facts = _facts(shown, lang)
    if not facts and (drawn := _moves(sight) or _curve(sight)):
        return words.ANSWER_LEAD.of(lang).format(period=period, place=place, parts=drawn)
    if not facts and any(h.is_by_year for h in shown):
        return OF_YEARS.of(lang).format(place=place, period=period)
    if not facts:
        return words.PAGE_EMPTY.of(lang).format(place=place, period=period)
    return words.ANSWER_LEAD.of(lang).format(period=period, place=place, parts=words.ANSWER_JOIN.of(lang).join(facts))


def _facts(shown: Sequence[Headline], lang: Lang) -> list[str]:
    """Return the first figures that are known; rates of too few people are named behind those that came after them, without their values."""
    told = [h for h in shown if h.fact and not h.is_few][:FACTS]
    passed = shown[: shown.index(told[-1])] if len(told) == FACTS else shown
    return facts_of(told, passed, lang)


def _moves(sight: Sight) -> str:
    """Return who came and went where no headline has a number: it is counted in any period."""
    drawn = (shown_chart(sight, card) for card in sight.state.page.cards if card.indicators == ("headcount_change",))
    return next((finding(chart).rstrip("。.") for chart in drawn if not chart.empty), "")


def _curve(sight: Sight) -> str:
    """Return what the page's first drawn curve says where no headline has a number; nothing where it tells of days after that of the page."""
    if not sees_records(sight) and as_at(sight) != as_at(sight, ALL):
        return ""
    drawn = (shown_chart(sight, card) for card in sight.state.page.cards if card.kind == "survival")
    chart = next((c for c in drawn if not c.empty), None)
    if chart is None:
        return ""
    said = finding(chart).rstrip("。.")
    return words.ANSWER_ONE.of(sight.lang).format(name=subject(chart), value=said[:1].lower() + said[1:])


def _record_answer(sight: Sight) -> str:
    lang, edition = sight.lang, sight.edition
    if all(card.kind == "catalogue" for card in sight.state.page.cards):
        return words.CATALOGUE_ANSWER.of(lang).format(n=len(all_indicators()))
    if len(sight.state.page.cards) == 1:
        return shown_chart(sight, sight.state.page.cards[0]).finding  # why it is empty the card itself says
    known = holdings.batches(edition)
    loaded = holdings.quality(edition)
    loaded = loaded[loaded["batch"].isin(known.loc[known["state"] == "published", "batch"])]
    parts = {name: whole(float(loaded[name].sum())) for name in ("quarantined", "duplicate", "ignored")}
    return words.DATA_ANSWER.of(lang).format(
        build=edition.build, files=whole(loaded["file"].nunique()), rows=whole(float(loaded["loaded"].sum())), **parts,
    )
