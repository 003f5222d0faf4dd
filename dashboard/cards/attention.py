"""Places that need attention now: control-chart and funnel signals that held for two periods, beyond limits that chance hardly ever passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.asking import card_query
from dashboard.cards.observed import observed
from dashboard.cards.within import Within, of_place
from dashboard.charts.chart import Chart, ColumnHead, Lack, TableCell
from dashboard.charts.numbers import number, rounded, scale_for, whole
from dashboard.charts.table import listing
from dashboard.charts.words import LIST_COMMA, NEXT, STATUS, period_name, places
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, focus, worded
from pipelines.core.indicator import Indicator
from pipelines.core.text import LANGS, Lang, Text
from pipelines.engine.attention import standing_out

MOST = 3
HEADS = (
    ("state", Text("信号", "Signal")), ("region", Text("地区", "Place")), ("reason", Text("原因", "Why")), ("figures", Text("数据", "Figures")),
)
SIGNAL = Text("信号", "signal")
CONTROL = Text("{indicator}连续两期{side}自身控制{limit}（{bound}）", "{indicator} {side} its own control limit ({bound}) two periods running")
FUNNEL = Text(
    "{indicator}连续两期{side}{place} {n} 个{places}中同等规模的范围（99.8 % 漏斗图界限）",
    "{indicator} {side} the range of a place of its size among the {n} {places} of {place} (99.8% funnel limits) two periods running",
)
SHARED = Text(
    "，其余 {n} 个历年有数的{places}合计也{moved}（{before} → {now}）",
    ", while the {n} other {places} with figures of every year together {moved} too ({before} → {now})",
)
ROSE, FELL = Text("上升", "rose"), Text("下降", "fell")
ABOVE, BELOW = Text("高于", "above"), Text("低于", "below")
UPPER, LOWER = Text("上限", "upper"), Text("下限", "lower")
FIGURES = Text("{period} 为 {value}（{n}{interval}）", "{value} in {period} ({n}{interval})")
PARTS, SIZE = Text("{numerator} / {denominator}", "{numerator} / {denominator}"), Text("n = {n}", "n = {n}")
INTERVAL = Text("，95 % 区间 {interval}", ", 95% interval {interval}")
CALM = Text("没有地区连续两期超出常见波动。", "No place went beyond its usual variation two periods running.")
ONE_PERIOD = Text("一期的起伏不列出。", "The ups and downs of one period are not listed.")
UNJUDGED = Text(
    "有数的年份不足八期、有数的同类地区不足十个，无法判断哪些地区需要关注。",
    "With figures of fewer than eight years, and of fewer than ten places of a kind, no place can be judged to need attention or not.",
)
WITHHELD = Text(
    "各地的数据在本发布口径下隐藏，无法判断哪些地区需要关注。",
    "The figures of places are withheld in this release: none can be judged to need attention or not.",
)
RELEASED = Text(
    "就所发布的数据，没有地区连续两期超出常见波动；其余数据在本发布口径下隐藏，未作判断。",
    "As far as figures are released, no place went beyond its usual variation two periods running; those withheld are not judged.",
)
NOT_JUDGED = Text("本发布口径隐藏的数据未作判断", "figures withheld in this release are not judged")
FOUND = Text("{n} 处需要关注：{names}", "{n} places need attention: {names}")
FOUND_ONE = Text("1 处需要关注：{names}", "1 place needs attention: {names}")
MORE = Text("等", " and others")
STOP = Text("。", ".")
COUNT = Text("有信号的地区共 {n} 个，", "{n} places have a signal, ")
ONE = Text("有信号的地区有 1 个，", "one place has a signal, ")
NAMED = Text("这里列最重的 {most} 个，其余见表格", "of which the gravest {most} are named here and all in the table")
ALL_NAMED = Text("按轻重列出", "the gravest first")
ALONE = Text("如上", "named here")
NOTE = Text("{count}；其余地区的起伏，可能只是常见波动", "{count}; the ups and downs of the others may be no more than their usual variation")
SCOPE = Text(
    "与自身历年或同类地区相比（一地一项为一组，共判断 {n} 组）", "{n} series (one indicator of one place) judged against their own years or their peers",
)
NORM = Text("是否达标见地图“{map}”", "whether the norm is met, the map \"{map}\" tells")
RULE = Text(
    "信号：连续两期在不好的一侧超出限。自身控制图（至少八期；以前各年为准，三倍标准误，限不窄于这样大小的计数的随机波动，"
    "由移动极差估计的按 t 分布放宽）找出与自身历年相比变了的地区；"
    "其余地区合计按同样的图也有信号时一并说明（以前各年 → 本期），因为控制图也会报出大家共有的走势。"
    "同类地区漏斗图（至少十个地区；99.8 % 限，各地差异大于随机时放宽）找出连续两年与同类地区不同的地区，不论变没变；与谁相比，以句中所列为准。"
    "轻重：两期中较轻的一期距预期多少个标准误；偏离相同时，人数越多标准误越小，排得越前",
    "A signal lies on the worse side of a limit two periods running. The place's own control chart (eight periods or more; three standard errors "
    "from the years before, never narrower than counts of that size vary by chance, and by Student's t where guessed "
    "from moving ranges) finds places that changed against their own years; where "
    "the other places together would have a signal by the same chart that is said (years before → now), for such a chart "
    "also calls up a trend that all share. The funnel of its peers (ten places or more; 99.8% limits, widened where they differ by more than "
    "chance) finds places that were unlike their peers two years running, changed or not; the peers are those named. Gravity: how many "
    "standard errors the milder of the two periods lies from what is expected; of equal "
    "departures that of more people is graver, its standard error being smaller",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A place that stands out on the worse side; `gravity` orders signals: standard errors between the figure and what is expected of it.

    `value` is the figure itself. `is_own`: by its own control chart, not by the funnel of its peers. `beside` adds to the reason, on the
    card, what the other places did.
    """

    region_code: str
    indicator: Indicator
    reason: Text
    value: Text
    period: str
    gravity: float
    is_own: bool
    beside: Text | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Every signal of a year, the gravest first, and how many series (one indicator of one place) were judged for them; `is_withheld`: the
    reader's release hides figures of some.
    """

    signals: tuple[Signal, ...]
    judged: int
    is_withheld: bool

    @property
    def calm(self) -> Text:
        """What is said where there is no signal."""
        if self.is_withheld:
            return RELEASED if self.judged else WITHHELD
        return CALM if self.judged else UNJUDGED

    @property
    def lack(self) -> Lack:
        """Which kind of nothing it is where there is no signal; not that all is calm to who sees a part."""
        return "withheld" if self.is_withheld else "none" if self.judged else "not_collected"


def attention(sight: Sight, card: Card) -> Chart:
    """Return the places with signals among the card's indicators, each with its reason, the gravest first: the card names MOST, its table all."""
    norm = _norm(sight)
    sight = Within(sight).in_year()
    lang, year = sight.lang, sight.state.period
    seen = looked(sight, card, year)
    found = strongest(seen.signals)
    frames = {s.indicator.name: _series(sight, card, s.indicator.name, year) for s in found}
    rows = [_row(sight, signal, frames[signal.indicator.name]) for signal in found]
    heads = [ColumnHead(name, title.of(lang)) for name, title in HEADS]
    empty = NEXT[lang].join([seen.calm.of(lang), *([ONE_PERIOD.of(lang)] if seen.judged else [])])
    made = listing(card, heads, rows, context(sight, card), empty, period_name(year, lang))
    scope = SCOPE.of(lang).format(n=whole(seen.judged)) if seen.judged else ""
    made = replace(made, footer=replace(made.footer, note="", definition=RULE.of(lang)))
    made = replace(made, lack=seen.lack) if made.empty else made
    made = replace(made, finding=_found(sight, found) if found else seen.calm.of(lang))
    return made.with_note(_note(len(found), lang), scope, NOT_JUDGED.of(lang) if found and seen.is_withheld else "", norm if seen.judged else "")


def _norm(sight: Sight) -> str:
    """Return which map of the page tells whether the norm is met, by the map's own title; "" where no map is drawn, or none against a norm."""
    for card in (card for card in sight.state.page.cards if card.kind == "map"):
        made = of_place(sight, card, observed(sight, card))
        if not made.empty and made.map is not None and made.target is not None:
            return NORM.of(sight.lang).format(map=made.title)
    return ""


def _found(sight: Sight, signals: Sequence[Signal]) -> str:
    """Return how many places stand out and which: the gravest by name."""
    lang, known = sight.lang, sight.edition.places(sight.viewer)
    names = LIST_COMMA.of(lang).join(known.get(signal.region_code).name.of(lang) for signal in signals[:MOST])
    said = (FOUND_ONE if len(signals) == 1 else FOUND).of(lang).format(n=len(signals), names=names)
    return said + (MORE.of(lang) if len(signals) > MOST else "") + STOP.of(lang)


def _note(count: int, lang: Lang) -> str:
    if not count:
        return ""
    named = NAMED if count > MOST else ALL_NAMED if count > 1 else ALONE
    head = ONE.of(lang) if count == 1 else COUNT.of(lang).format(n=count)
    return NOTE.of(lang).format(count=head + named.of(lang).format(most=MOST))


def looked(sight: Sight, card: Card, year: str) -> Looked:
    """Return every signal on the worse side in a year, of the places under the chosen one; found once, in any language."""
    key = ("signals", sight.viewer.areas, sight.state.region, sight.state.population, card.indicators, year)
    return sight.edition.keep(key, lambda: _looked(sight, card, year))


def _looked(sight: Sight, card: Card, year: str) -> Looked:
    known = worded(sight)
    series = [(known[name], _series(sight, card, name, year)) for name in card.indicators if name in known]
    standing = standing_out(series, year, sight.edition.site.fiscal_year_start_month)
    level = next((str(frame["level"].iloc[0]) for _, frame in series if len(frame)), "")
    values = {(i.name, r.region_code): r.value for i, frame in series for r in frame[frame["period"] == year].itertuples()}
    found = [
        _signal(row, known[row["indicator"]], values[row["indicator"], row["region_code"]], year, sight, level)
        for row in standing.found.to_dict("records")
    ]
    return Looked(tuple(found), standing.judged, context(sight, card).withholds)


def strongest(found: Iterable[Signal]) -> list[Signal]:
    """Return one signal a place, its gravest, in the order of their gravity."""
    best: dict[str, Signal] = {}
    for signal in sorted(found, key=lambda s: (-s.gravity, s.region_code, s.indicator.name)):
        best.setdefault(signal.region_code, signal)
    return list(best.values())


def _series(sight: Sight, card: Card, name: str, year: str) -> pd.DataFrame:
    """Return the yearly observations of the places compared, up to the year, undivided; where few people stand behind one, it is none.

    One of two clinics gone idle is 50 %, and no signal: a place needs numbers before it is called up. What no register puts anywhere is no
    place to be called up.
    """
    query = replace(card_query(sight, replace(card, scope="units", by=""), name), period=None)
    frame = sight.edition.observe(sight.viewer, query)
    mine = frame["breakdown"].isna() & (frame["period"] <= year) & frame["period"].isin(sight.edition.years) & (frame["status"] != "small_n")
    return frame[mine & frame["region_code"].isin([place.code for place in sight.edition.places(sight.viewer)])].reset_index(drop=True)


def _signal(row: Mapping[Any, Any], indicator: Indicator, value: float, year: str, sight: Sight, level: str) -> Signal:
    def told(value: float) -> Text:
        return Text(*(number(value, indicator.unit, sight.edition.site.currency, lang) for lang in LANGS))

    (side, edge, moved), is_own = (ABOVE, UPPER, ROSE) if int(row["side"]) > 0 else (BELOW, LOWER, FELL), row["method"] == "control"
    count = int(row["others"] or row["peers"])
    said = {"n": Text(f"{count}", f"{count}"), "places": Text(*(places(level, lang, count) for lang in LANGS))}
    if is_own:
        reason = CONTROL.format(indicator=indicator.title, side=side, limit=edge, bound=told(float(row["limit"])))
    else:
        reason = FUNNEL.format(**said, indicator=indicator.title, side=side, place=sight.edition.places(sight.viewer).get(focus(sight)).name)
    found = Signal(
        region_code=str(row["region_code"]), indicator=indicator, reason=reason, value=told(value), period=year, gravity=float(row["gravity"]),
        is_own=is_own,
    )
    if not row["others"]:
        return found
    return replace(found, beside=SHARED.format(**said, moved=moved, before=told(row["others_before"]), now=told(row["others_now"])))


def _row(sight: Sight, signal: Signal, frame: pd.DataFrame) -> list[TableCell]:
    lang = sight.lang
    row = frame[(frame["region_code"] == signal.region_code) & (frame["period"] == signal.period)].iloc[0]
    name = str(row["region_name_en"] if lang == "en" else row["region_name"])
    said = signal.reason.of(lang) + (signal.beside.of(lang) if signal.beside else "")
    return [
        TableCell(SIGNAL.of(lang), tone="bad"), TableCell(name, place=signal.region_code), TableCell(said),
        TableCell(_figures(sight, signal, row)),
    ]


def _figures(sight: Sight, signal: Signal, row: pd.Series[Any]) -> str:
    lang, indicator = sight.lang, signal.indicator
    if pd.isna(row["value"]):
        return STATUS[row["status"]].of(lang)
    size = SIZE.of(lang).format(n="–" if pd.isna(row["n"]) else whole(float(row["n"])))
    if indicator.unit == "share" and not pd.isna(row["numerator"]) and not pd.isna(row["denominator"]):
        size = PARTS.of(lang).format(numerator=_plain(row["numerator"]), denominator=_plain(row["denominator"]))
    # beside a control limit, of another make, an interval only confuses
    interval = "" if signal.is_own else _interval(row, indicator, sight.edition.site.currency, lang)
    return FIGURES.of(lang).format(period=signal.period, value=signal.value.of(lang), n=size, interval=interval)


def _interval(row: pd.Series[Any], indicator: Indicator, currency: str, lang: Lang) -> str:
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return ""
    scale = scale_for([float(row["value"]), float(row["upper"])], indicator.unit, currency, lang)
    return INTERVAL.of(lang).format(interval=scale.spread(scale.shown(float(row["lower"])), scale.shown(float(row["upper"]))))


def _plain(value: Any) -> str:
    return rounded(float(value), 1).removesuffix(".0")
