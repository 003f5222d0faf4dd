"""Shares of people by class of remoteness, side by side: who stands at either end of each."""

from __future__ import annotations

from dataclasses import replace

from dashboard.cards.observed import observed
from dashboard.charts.chart import Chart, Series
from dashboard.charts.words import NAMED, NEXT, category_in_sentence
from dashboard.page import Card
from dashboard.render.sentence import STOP
from dashboard.render.sentence_ends import AllAlike, compared, say_ends
from dashboard.sight import Sight
from pipelines.core.text import Lang, Text

SEASONS = {
    "population_within_long": Text("通行季", "Open season"), "population_within_long_hardest": Text("最难季节", "Hardest season"),
}
BOTH = Text("通行季和最难季节相同：{said}", "In both seasons {said}")
CLASSES: AllAlike = Text("{n} 类地区均为 {a}", "all {n} classes are at {a}"), Text("两类地区均为 {a}", "the two classes are at {a}")
ONE = Text("{name}为 {a}（只有这一类有数）", "{name} is at {a} (the only class with a figure)")
ONE_WHOLE = Text("{name}为 {a}（只有这一类上报齐全）", "{name} is at {a} (the only class fully reported)")
AMONG = Text("{said}（只比较上报齐全的 {n} 类）", "{said} (of the {n} classes fully reported)")
NO_WHOLE = Text("各类上报都不全，不作比较", "no class is fully reported, so none is compared")


def by_class(sight: Sight, card: Card) -> Chart:
    """Return bars of the card's shares by class; the finding names the lowest and the highest class of each."""
    made = observed(sight, replace(card, kind="bars"))
    return made if made.empty else replace(made, finding=_told(made))


def _told(chart: Chart) -> str:
    """Say the ends of each share, once where both seasons say the same."""
    lang, told = chart.lang, {series.code: (series.name, said) for series in chart.series if (said := classes_told(series, chart.lang))}
    if set(told) == set(SEASONS) and len({said for _, said in told.values()}) == 1:
        return _sentence(BOTH.of(lang).format(said=next(said for _, said in told.values())), lang)
    named = (NAMED.of(lang).format(name=SEASONS[code].of(lang) if code in SEASONS else name, said=said) for code, (name, said) in told.items())
    return NEXT[lang].join(_sentence(said, lang) for said in named)


def _sentence(said: str, lang: Lang) -> str:
    return said + STOP.of(lang)


def classes_told(series: Series, lang: Lang) -> str:
    """Say which of the classes reported in full are lowest and highest, by the figures as they are printed; "" without a figure."""
    known, whole = [p for p in series.points if p.value is not None], compared(series.points)
    if not whole:
        return NO_WHOLE.of(lang) if known else ""
    if len(whole) == 1:
        return (ONE if len(known) == 1 else ONE_WHOLE).of(lang).format(name=category_in_sentence(whole[0].label, lang), a=whole[0].text)
    said = say_ends(whole, lang, CLASSES)
    return said if len(whole) == len(known) else AMONG.of(lang).format(said=said, n=len(whole))
