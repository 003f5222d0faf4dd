"""Shares of people by class of remoteness, side by side: who stands at either end of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.cards.observed import observed
from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.words import NAMED, SEMICOLON
from dashboard.page import Card
from dashboard.render.sentence import STOP
from dashboard.render.sentence_ends import all_alike, at_end
from dashboard.sight import Sight
from pipelines.core.text import Text

BOTH, COMMA = Text("两项相同：{said}", "Both alike: {said}"), Text("，", ", ")
ONE = Text("只有{name}，为 {a}", "{name} only, at {a}")


def by_class(sight: Sight, card: Card) -> Chart:
    """Return bars of the card's shares by class; the finding names the lowest and the highest class of each."""
    made = observed(sight, replace(card, kind="bars"))
    if made.empty:
        return made
    lang, told = made.lang, {series.name: said for series in made.series if (said := ends_of(made, series))}
    parts = [NAMED.of(lang).format(name=name, said=said) for name, said in told.items()]
    if len(told) == 2 and len(set(told.values())) == 1:
        parts = [BOTH.of(lang).format(said=next(iter(told.values())))]
    return replace(made, finding=SEMICOLON.of(lang).join(parts) + STOP.of(lang) if parts else "")


def ends_of(chart: Chart, series: Series) -> str:
    """Say which classes are lowest and highest by the figures as they are printed; "" without a figure."""
    known = sorted((p for p in series.points if p.value is not None), key=lambda p: p.value or 0.0)
    if not known:
        return ""
    lang, low, high = chart.lang, known[0].text, known[-1].text
    if len(known) == 1:
        return ONE.of(lang).format(name=known[0].label, a=low)
    if low == high:
        return all_alike(len(known), low, lang)
    return COMMA.of(lang).join((at_end("lowest", _named(known, low), low, lang), at_end("highest", _named(known, high), high, lang)))


def _named(points: Sequence[Point], text: str) -> list[str]:
    return [p.label for p in points if p.text == text]
