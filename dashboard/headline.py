"""The top row of a page: each indicator's value, its change in words, its line over the years; and the page's one sentence."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard import holdings, words
from dashboard.charts.numbers import change, number, number_and_unit, scale_for, whole
from dashboard.charts.row import Row, period_order, rows_of
from dashboard.charts.words import LIST_COMMA, RECAST, STATUS, N, period_name
from dashboard.data import YEARLY
from dashboard.page import Card
from dashboard.render.sentence import finding
from dashboard.theme import LIGHT
from dashboard.view import Sight, all_indicators, chart_of, context
from pipelines.core.indicator import Indicator
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import Query

Direction = Literal["better", "worse", "neutral"]
WIDTH, HEIGHT = 92, 30
FACTS = 3  # so many headlines make the page's sentence


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
    aside: str
    fact: str  # the value with its unit, for the sentence


def headlines(sight: Sight) -> tuple[Headline, ...]:
    """Return the headline cards of the chosen page, in order."""
    known = [name for name in sight.state.page.headline if name in all_indicators()]
    key = ("headlines", sight.viewer.areas, tuple(known), sight.state.region, sight.state.period, sight.lang)
    return sight.edition.keep(key, lambda: tuple(_headline(sight, all_indicators()[name]) for name in known))


def _headline(sight: Sight, indicator: Indicator) -> Headline:
    rows = _rows(sight, indicator)
    now = next((r for r in rows if r.period == sight.state.period), None)
    lang, currency = sight.lang, sight.edition.site.currency
    value, unit, fact = "", "", ""
    if now is not None and now.value is not None:
        value, unit = number_and_unit(now.value, indicator.unit, currency, lang)
        fact = number(now.value, indicator.unit, currency, lang)
    status = now.status if now is not None else "not_collected"
    arrow, text, direction = _change(sight, indicator, rows, now)
    return Headline(
        name=indicator.name,
        title=indicator.title.of(lang),
        value=value,
        unit=unit,
        status="" if value else STATUS[status].of(lang),
        definition=indicator.definition.of(lang),
        line=_line(_yearly(sight, rows), sight.state.period) if value else "",
        arrow=arrow,
        change=text,
        direction=direction,
        aside=_aside(indicator, now, currency, lang),
        fact=fact,
    )


def _rows(sight: Sight, indicator: Indicator) -> list[Row]:
    """The years of the chosen place, and the chosen and the compared period where they are no years; oldest first."""
    state, edition = sight.state, sight.edition
    level = edition.places(sight.viewer).get(state.region).level
    card = Card(name=indicator.name, kind="table", title=indicator.title, indicators=(indicator.name,))
    frames = [edition.observe(sight.viewer, Query(indicator.name, level=level, region=state.region))]
    for label in (state.period, compared_period(sight)):
        if label and label not in set(frames[0]["period"]):
            query = Query(indicator.name, level=level, region=state.region, period=label)
            frames.append(edition.observe(sight.viewer, query))
    frame = pd.concat([f for f in frames if len(f)], ignore_index=True) if any(len(f) for f in frames) else frames[0]
    return sorted((r for r in rows_of(frame, context(sight, card)) if not r.breakdown), key=lambda r: period_order(r.period))


def _yearly(sight: Sight, rows: Sequence[Row]) -> list[Row]:
    return [r for r in rows if r.period in sight.edition.years]


def compared_period(sight: Sight) -> str:
    """Return the label a period is compared with: the year before, or the same part of the year before; "" without one."""
    label = sight.state.period
    return sight.edition.keep(("compared", label), lambda: _compared(sight.edition.periods(), label))


def _compared(periods: pd.DataFrame, period: str) -> str:
    found = periods[periods["label"] == period]
    if not len(found):
        return ""
    row = found.iloc[0]
    label = row["previous"] if row["kind"] in YEARLY else row["same_last_year"]
    return "" if pd.isna(label) else str(label)


def _change(
    sight: Sight, indicator: Indicator, rows: Sequence[Row], now: Row | None
) -> tuple[str, str, Direction]:
    """Return arrow, words and direction of the change against the compared period."""
    lang = sight.lang
    compared = compared_period(sight)
    before = next((r for r in rows if r.period == compared), None)
    if now is None or now.value is None:
        return "", words.NO_VALUE_HINT[now.status].of(lang) if now and now.status in words.NO_VALUE_HINT else "", "neutral"
    if now.status == "partial":
        return "", words.PARTIAL.of(lang), "neutral"
    if before is None or before.value is None or before.status == "partial":
        return "", words.NO_COMPARISON.of(lang), "neutral"
    size = change(now.value, before.value, indicator.unit, lang)
    if not size.startswith(("+", "\u2212")):
        return "", words.UNCHANGED.of(lang).format(period=before.period), "neutral"
    if doubt := _doubt(indicator, now, before):
        versus = words.VERSUS.of(lang).format(period=before.period)
        return "", doubt.of(lang).format(change=f"{size} {versus}"), "neutral"
    rising = size.startswith("+")
    text = f"{size[1:]} {words.VERSUS.of(lang).format(period=before.period)}"
    return "▲" if rising else "▼", text, _direction(indicator, rising)


def _doubt(indicator: Indicator, now: Row, before: Row) -> Text | None:
    """Return why a change may be noise: overlapping intervals, or none where the indicator has a method; else None."""
    if now.lower is None or now.upper is None or before.lower is None or before.upper is None:
        return words.WITHOUT_INTERVAL if indicator.interval != "none" else None
    return words.OVERLAPPING if now.lower <= before.upper and before.lower <= now.upper else None


def _direction(indicator: Indicator, rising: bool) -> Direction:
    if indicator.polarity == "neutral":
        return "neutral"
    return "better" if rising == (indicator.polarity == "higher") else "worse"


def _aside(indicator: Indicator, now: Row | None, currency: str, lang: Lang) -> str:
    """Return the interval of the value, else its n; behind it whether a change of boundaries made it an approximation."""
    if now is None or now.value is None:
        return ""
    beside = N.of(lang).format(n=whole(now.n)) if now.n is not None else ""
    if now.lower is not None and now.upper is not None:
        scale = scale_for([now.value], indicator.unit, currency, lang)
        beside = words.INTERVAL.of(lang).format(spread=scale.spread(scale.shown(now.lower), scale.shown(now.upper)))
    return LIST_COMMA.of(lang).join(t for t in (beside, RECAST.of(lang) if now.is_approximate else "") if t)


def _line(rows: Sequence[Row], period: str) -> str:
    """Return a small line of the yearly values as an image address; a gap where a year has no number."""
    known = [r for r in rows if r.value is not None]
    if len(known) < 2:
        return ""
    low, high = min(r.value or 0.0 for r in known), max(r.value or 0.0 for r in known)
    step, spread = (WIDTH - 10) / (len(rows) - 1), (high - low) or 1.0
    parts, pen, end = [], "M", (0.0, 0.0)
    for i, row in enumerate(rows):
        if row.value is None:
            pen = "M"
            continue
        x, y = 5 + i * step, HEIGHT - 5 - (row.value - low) / spread * (HEIGHT - 10)
        parts.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
        end = (x, y) if row.period == period or i == len(rows) - 1 and end == (0.0, 0.0) else end
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{"".join(parts)}" fill="none" stroke="{LIGHT.accent}" stroke-width="1.6" stroke-linejoin="round"/>'
        f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="2.6" fill="{LIGHT.accent}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def answer(sight: Sight, shown: Sequence[Headline]) -> str:
    """Return the page's sentence: the first figures that are known, with their change."""
    lang, state = sight.lang, sight.state
    place = sight.edition.places(sight.viewer).get(state.region).name.of(lang)
    if not state.page.headline:
        return _record_answer(sight)
    period = period_name(state.period, lang)
    facts = [_fact(h, lang) for h in shown if h.fact][:FACTS]
    if not facts and (curve := _curve(sight)):
        return words.ANSWER_LEAD.of(lang).format(period=period, place=place, parts=curve)
    if not facts:
        return words.PAGE_EMPTY.of(lang).format(place=place, period=period)
    return words.ANSWER_LEAD.of(lang).format(period=period, place=place, parts=words.ANSWER_JOIN.of(lang).join(facts))


def _curve(sight: Sight) -> str:
    """Return what the page's first drawn curve says, for files that tell of durations and nothing else."""
    drawn = (chart_of(sight, card) for card in sight.state.page.cards if card.kind == "survival")
    chart = next((c for c in drawn if not c.empty), None)
    if chart is None:
        return ""
    said = finding(chart).rstrip("。.")
    return words.ANSWER_ONE.of(sight.lang).format(name=chart.title, value=said[:1].lower() + said[1:])


def _fact(headline: Headline, lang: Lang) -> str:
    fact = words.ANSWER_ONE.of(lang).format(name=headline.title, value=headline.fact)
    if not headline.arrow:
        return fact
    way = (words.UP if headline.arrow == "▲" else words.DOWN).of(lang)
    return words.ANSWER_CHANGE.of(lang).format(fact=fact, change=f"{way} {headline.change}")


def _record_answer(sight: Sight) -> str:
    lang, edition = sight.lang, sight.edition
    if all(card.kind == "catalogue" for card in sight.state.page.cards):
        return words.CATALOGUE_ANSWER.of(lang).format(n=len(all_indicators()))
    known = holdings.batches(edition)
    loaded = holdings.quality(edition)
    loaded = loaded[loaded["batch"].isin(known.loc[known["state"] == "published", "batch"])]
    parts = {name: whole(float(loaded[name].sum())) for name in ("quarantined", "duplicate", "ignored")}
    return words.DATA_ANSWER.of(lang).format(
        build=edition.build, files=whole(loaded["file"].nunique()), rows=whole(float(loaded["loaded"].sum())), **parts,
    )
