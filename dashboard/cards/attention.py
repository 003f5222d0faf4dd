"""Places that need attention now: control-chart and funnel signals that held for two periods, beyond limits that chance hardly ever passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.asking import card_query
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import number, scale_for, whole
from dashboard.charts.table import listing
from dashboard.charts.words import STATUS, period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, worded
from pipelines.core.indicator import Indicator
from pipelines.core.text import Lang, Text
from pipelines.engine.attention import standing_out

MOST = 3
HEADS = (
    ("state", Text("信号", "Signal")), ("region", Text("地区", "Place")), ("reason", Text("原因", "Why")), ("figures", Text("数据", "Figures")),
)
SIGNAL = Text("信号", "signal")
CONTROL = Text("{indicator}连续两期{side}自身控制{limit}（{bound}）", "{indicator} {side} its own control limit ({bound}) two periods running")
FUNNEL = Text("{indicator}连续两期{side}同类地区 99.8 % 漏斗限", "{indicator} {side} the 99.8% funnel limits of its peers two periods running")
ABOVE, BELOW = Text("高于", "above"), Text("低于", "below")
UPPER, LOWER = Text("上限", "upper"), Text("下限", "lower")
FIGURES = Text("{period} 为 {value}（{n}{interval}）", "{value} in {period} ({n}{interval})")
PARTS, SIZE = Text("{numerator} / {denominator}", "{numerator} / {denominator}"), Text("n = {n}", "n = {n}")
INTERVAL = Text("，95 % 区间 {interval}", ", 95% interval {interval}")
NOTHING = Text(
    "没有连续两期超出随机波动的地区；一期的起伏不列出。", "No place went beyond chance two periods running; the ups and downs of one period are not listed.",
)
COUNT = Text("有信号的地区共 {n} 个，", "{n} places have a signal, ")
ONE = Text("有信号的地区有 1 个，", "one place has a signal, ")
NAMED = Text("这里列最重的 {most} 个，其余见表格", "of which the gravest {most} are named here and all in the table")
ALL_NAMED = Text("按轻重列出", "the gravest first")
ALONE = Text("如上", "named here")
NOTE = Text("{count}；其余地区的起伏，不能排除只是随机波动", "{count}; the ups and downs of the others may be no more than chance")
RULE = Text(
    "信号：连续两期在不好的一侧超出限——自身控制图三倍标准误（至少八期，限不窄于这样大小的计数的随机波动），或同类地区漏斗图 99.8 % 限"
    "（至少十个地区，各地差异大于随机时放宽）。只有随机波动时极少出信号：模拟四十个地区、四项指标，十年里有信号的不到一年。"
    "轻重：两期中较轻的一期距预期多少个标准误；偏离相同时，人数越多标准误越小，排得越前",
    "A signal lies on the worse side of a limit two periods running: three standard errors of the place's own control chart (eight periods or more; "
    "never narrower than counts of that size vary by chance), or the 99.8% funnel limits of its peers (ten places or more; widened where they "
    "differ by more than chance). Chance alone hardly ever gives one: in simulations of forty places and four indicators less than one year "
    "in ten had any. Gravity: how many standard errors the milder of the two periods lies from what is expected; of equal "
    "departures that of more people is graver, its standard error being smaller",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A place that stands out on the worse side; `gravity` orders signals: standard errors between the figure and what is expected of it."""

    region_code: str
    indicator: Indicator
    reason: Text
    period: str
    gravity: float


def attention(sight: Sight, card: Card) -> Chart:
    """Return the places with signals among the card's indicators, each with its reason, the gravest first: the card names MOST, its table all."""
    sight = Within(sight).in_year()
    lang, year = sight.lang, sight.state.period
    found = strongest(signals(sight, card, year))
    frames = {s.indicator.name: _series(sight, card, s.indicator.name, year) for s in found}
    rows = [_row(sight, signal, frames[signal.indicator.name]) for signal in found]
    heads = [ColumnHead(name, title.of(lang)) for name, title in HEADS]
    made = listing(card, heads, rows, context(sight, card), NOTHING.of(lang), period_name(year, lang))
    return replace(made, footer=replace(made.footer, note=_note(len(found), lang), definition=RULE.of(lang)))


def _note(count: int, lang: Lang) -> str:
    if not count:
        return ""
    named = NAMED if count > MOST else ALL_NAMED if count > 1 else ALONE
    head = ONE.of(lang) if count == 1 else COUNT.of(lang).format(n=count)
    return NOTE.of(lang).format(count=head + named.of(lang).format(most=MOST))


def signals(sight: Sight, card: Card, year: str) -> list[Signal]:
    """Return every signal on the worse side in a year, of the places under the chosen one, the gravest first; found once, in any language."""
    key = ("signals", sight.viewer.areas, sight.state.region, sight.state.population, card.indicators, year)
    return sight.edition.keep(key, lambda: _signals(sight, card, year))


def _signals(sight: Sight, card: Card, year: str) -> list[Signal]:
    known = worded(sight)
    series = [(known[name], _series(sight, card, name, year)) for name in card.indicators if name in known]
    found = standing_out(series, year, sight.edition.site.fiscal_year_start_month)
    return [_signal(row, known[row["indicator"]], year, sight) for row in found.to_dict("records")]


def strongest(found: Iterable[Signal]) -> list[Signal]:
    """Return one signal a place, its gravest, in the order of their gravity."""
    best: dict[str, Signal] = {}
    for signal in sorted(found, key=lambda s: (-s.gravity, s.region_code, s.indicator.name)):
        best.setdefault(signal.region_code, signal)
    return list(best.values())


def _series(sight: Sight, card: Card, name: str, year: str) -> pd.DataFrame:
    """Return the yearly observations of the places compared, up to the year, undivided; where few people stand behind one, it is none.

    One of two clinics gone idle is 50 %, and no signal: a place needs numbers before it is called up.
    """
    query = replace(card_query(sight, replace(card, scope="units", by=""), name), period=None)
    frame = sight.edition.observe(sight.viewer, query)
    mine = frame["breakdown"].isna() & (frame["period"] <= year) & frame["period"].isin(sight.edition.years) & (frame["status"] != "small_n")
    return frame[mine].reset_index(drop=True)


def _signal(row: Mapping[Any, Any], indicator: Indicator, year: str, sight: Sight) -> Signal:
    side, edge = (ABOVE, UPPER) if int(row["side"]) > 0 else (BELOW, LOWER)
    said = {"indicator": indicator.title, "side": side}
    if row["method"] == "control":
        bound = Text(*(number(float(row["limit"]), indicator.unit, sight.edition.site.currency, lang) for lang in ("zh", "en")))
        reason = CONTROL.format(**said, limit=edge, bound=bound)
    else:
        reason = FUNNEL.format(**said)
    return Signal(region_code=str(row["region_code"]), indicator=indicator, reason=reason, period=year, gravity=float(row["gravity"]))


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
    currency = sight.edition.site.currency
    value = number(float(row["value"]), indicator.unit, currency, lang)
    size = SIZE.of(lang).format(n="–" if pd.isna(row["n"]) else whole(float(row["n"])))
    if indicator.unit == "share" and not pd.isna(row["numerator"]) and not pd.isna(row["denominator"]):
        size = PARTS.of(lang).format(numerator=_plain(row["numerator"]), denominator=_plain(row["denominator"]))
    return FIGURES.of(lang).format(period=signal.period, value=value, n=size, interval=_interval(row, indicator, currency, lang))


def _interval(row: pd.Series[Any], indicator: Indicator, currency: str, lang: Lang) -> str:
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return ""
    scale = scale_for([float(row["value"]), float(row["upper"])], indicator.unit, currency, lang)
    return INTERVAL.of(lang).format(interval=scale.spread(scale.shown(float(row["lower"])), scale.shown(float(row["upper"]))))


def _plain(value: Any) -> str:
    return f"{float(value):,.1f}".removesuffix(".0")
