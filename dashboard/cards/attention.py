"""Places that need attention now: control-chart and funnel signals that held for two periods, never a single one, which noise makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.asking import card_query
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import number, whole
from dashboard.charts.table import listing
from dashboard.charts.words import STATUS, period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, worded
from pipelines.core.indicator import Indicator
from pipelines.core.text import Text
from pipelines.engine.ranking import funnel_places
from pipelines.engine.signals import SIGNAL_COLUMNS, control_signals, funnel_signals
from pipelines.engine.timing import timing_of

MOST = 3
OUTER, INNER = 2.0, 1.0  # how far beyond the funnel's 99.8 % and 95 % limits counts
HEADS = (
    ("state", Text("信号", "Signal")), ("region", Text("地区", "Place")), ("reason", Text("原因", "Why")), ("figures", Text("数据", "Figures")),
)
SIGNAL = Text("信号", "signal")
CONTROL = Text("{indicator}连续两期{side}自身控制{limit}（{bound}）", "{indicator} {side} its own control limit ({bound}) two periods running")
FUNNEL = Text("{indicator}连续两期{side}同类地区 {width} 漏斗限", "{indicator} {side} the {width} funnel limits of its peers two periods running")
FURTHER = Text("{reason}，本期也{side} 99.8 % 限", "{reason}, and {side} the 99.8% limits in the latter")
ABOVE, BELOW = Text("高于", "above"), Text("低于", "below")
UPPER, LOWER = Text("上限", "upper"), Text("下限", "lower")
FIGURES = Text("{period} 为 {value}（{numerator} / {denominator}）", "{value} in {period} ({numerator} / {denominator})")
FIGURE = Text("{period} 为 {value}（n = {n}）", "{value} in {period} (n = {n})")
NOTHING = Text(
    "没有连续两期超出常见波动的地区；一期的起伏不列出。", "No place went beyond its usual variation two periods running; the ups and downs of one period are not listed.",
)
NOTE = Text(
    "信号：连续两期在同一侧超出控制图三倍标准差或漏斗图 95 % 限（也超出 99.8 % 限的另外写明），且向不好的一侧；{count}没有信号的地区，波动属正常起伏",
    "a signal lies beyond three sigma of the control chart, or the 95% funnel limits (it is said where the 99.8% limits too), on the worse side "
    "two periods running; {count}places without a signal vary as usual",
)
MORE = Text("有信号的地区共 {n} 个，这里只列 {most} 个，其余见表格；", "{n} places have a signal: {most} are named here, the table names all; ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A place that stands out on the worse side; `weight` orders signals: how far beyond its limits the figure lies."""

    region_code: str
    indicator: Indicator
    reason: Text
    period: str
    weight: float


def attention(sight: Sight, card: Card) -> Chart:
    """Return the places with signals among the card's indicators, each with its reason, the strongest first: the card names MOST, its table all."""
    sight = Within(sight).in_year()
    lang, year = sight.lang, sight.state.period
    found = strongest(signals(sight, card, year))
    frames = {s.indicator.name: _series(sight, card, s.indicator.name, year) for s in found}
    rows = [_row(sight, signal, frames[signal.indicator.name]) for signal in found]
    heads = [ColumnHead(name, title.of(lang)) for name, title in HEADS]
    made = listing(card, heads, rows, context(sight, card), NOTHING.of(lang), period_name(year, lang))
    count = MORE.of(lang).format(n=len(found), most=MOST) if len(found) > MOST else ""
    return made.with_note(NOTE.of(lang).format(count=count))


def signals(sight: Sight, card: Card, year: str) -> list[Signal]:
    """Return every confirmed signal on the worse side in a year, of the places under the chosen one; found once, in any language."""
    key = ("signals", sight.viewer.areas, sight.state.region, sight.state.population, card.indicators, year)
    return sight.edition.keep(key, lambda: _signals(sight, card, year))


def _signals(sight: Sight, card: Card, year: str) -> list[Signal]:
    found: list[Signal] = []
    for name in card.indicators:
        indicator = worded(sight).get(name)
        if indicator is None or indicator.polarity == "neutral":
            continue
        frame = _series(sight, card, name, year)
        if len(frame):
            found += [*_control(frame, indicator, year, sight), *_funnel(frame, indicator, year)]
    return found


def strongest(found: Iterable[Signal]) -> list[Signal]:
    """Return one signal a place, its strongest; of each indicator the strongest place first, so that one indicator does not fill the list."""
    best: dict[str, Signal] = {}
    for signal in sorted(found, key=lambda s: (-s.weight, s.region_code, s.indicator.name)):
        best.setdefault(signal.region_code, signal)
    first: dict[str, Signal] = {}
    for signal in best.values():
        first.setdefault(signal.indicator.name, signal)
    return [*first.values(), *(s for s in best.values() if s not in first.values())]


def _series(sight: Sight, card: Card, name: str, year: str) -> pd.DataFrame:
    """Return the yearly observations of the places compared, up to the year, undivided; where few people stand behind one, it is none.

    One of two clinics gone idle is 50 %, and no signal: a place needs numbers before it is called up.
    """
    query = replace(card_query(sight, replace(card, scope="units", by=""), name), period=None)
    frame = sight.edition.observe(sight.viewer, query)
    mine = frame["breakdown"].isna() & (frame["period"] <= year) & frame["period"].isin(sight.edition.years) & (frame["status"] != "small_n")
    return frame[mine].reset_index(drop=True)


def _control(frame: pd.DataFrame, indicator: Indicator, year: str, sight: Sight) -> list[Signal]:
    month = sight.edition.site.fiscal_year_start_month
    empty = pd.DataFrame(columns=list(SIGNAL_COLUMNS))
    charted = control_signals(frame, indicator, timing_of(indicator), fiscal_start_month=month) if len(frame) else empty
    hits = charted[(charted["period"] == year) & (charted["rule"] == "two_periods") & (charted["direction"] == "worse")]
    return [_control_signal(row, indicator, year, sight) for row in hits.to_dict("records")]


def _control_signal(row: Mapping[Any, Any], indicator: Indicator, year: str, sight: Sight) -> Signal:
    high = int(row["side"]) > 0
    limit = float(row["limit_upper"] if high else row["limit_lower"])
    bound = Text(*(number(limit, indicator.unit, sight.edition.site.currency, lang) for lang in ("zh", "en")))
    side, edge = (ABOVE, UPPER) if high else (BELOW, LOWER)
    width = abs(limit - float(row["centre"])) or 1.0
    reason = CONTROL.format(indicator=indicator.title, side=side, limit=edge, bound=bound)
    return Signal(
        region_code=str(row["region_code"]), indicator=indicator, reason=reason, period=year,
        weight=1.0 + abs(float(row["value"]) - limit) / width,
    )


def _funnel(frame: pd.DataFrame, indicator: Indicator, year: str) -> list[Signal]:
    years = sorted(set(frame["period"]))
    if year not in years or years.index(year) == 0:
        return []
    now, before = (frame[frame["period"] == label].reset_index(drop=True) for label in (year, years[years.index(year) - 1]))
    hits = funnel_signals(funnel_places(now, indicator), funnel_places(before, indicator), indicator)
    hits = hits[(hits["state"] == "signal") & (hits["direction"] == "worse")]
    return [_funnel_signal(row, indicator, year) for row in hits.to_dict("records")]


def _funnel_signal(row: Mapping[Any, Any], indicator: Indicator, year: str) -> Signal:
    outer = ["998" in str(row[at]) for at in ("previous_position", "position")]
    side = ABOVE if int(row["side"]) > 0 else BELOW
    width = Text("99.8 %", "99.8%") if all(outer) else Text("95 %", "95%")
    reason = FUNNEL.format(indicator=indicator.title, side=side, width=width)
    if outer == [False, True]:
        reason = FURTHER.format(reason=reason, side=side)
    return Signal(region_code=str(row["region_code"]), indicator=indicator, reason=reason, period=year, weight=OUTER if outer[1] else INNER)


def _row(sight: Sight, signal: Signal, frame: pd.DataFrame) -> list[TableCell]:
    lang = sight.lang
    row = frame[(frame["region_code"] == signal.region_code) & (frame["period"] == signal.period)].iloc[0]
    name = str(row["region_name_en"] if lang == "en" else row["region_name"])
    return [
        TableCell(SIGNAL.of(lang), tone="bad"), TableCell(name, place=signal.region_code), TableCell(signal.reason.of(lang)),
        TableCell(_figures(sight, signal, row)),
    ]


def _figures(sight: Sight, signal: Signal, row: pd.Series[Any]) -> str:
    lang, indicator = sight.lang, signal.indicator
    if pd.isna(row["value"]):
        return STATUS[row["status"]].of(lang)
    value = number(float(row["value"]), indicator.unit, sight.edition.site.currency, lang)
    if indicator.unit == "share" and not pd.isna(row["numerator"]) and not pd.isna(row["denominator"]):
        parts = {"numerator": _plain(row["numerator"]), "denominator": _plain(row["denominator"])}
        return FIGURES.of(lang).format(period=signal.period, value=value, **parts)
    n = "–" if pd.isna(row["n"]) else whole(float(row["n"]))
    return FIGURE.of(lang).format(period=signal.period, value=value, n=n)


def _plain(value: Any) -> str:
    return f"{float(value):,.1f}".removesuffix(".0")
