"""The growth of pay of a year taken apart: who is paid, prices, allowances, the real rest, emergency payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.asking import card_frame
from dashboard.cards.within import Within, of_year
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart
from dashboard.charts.row import Row
from dashboard.charts.waterfall import Step, axis_of, bars_of, height_of, rounding
from dashboard.charts.words import LIST_COMMA, STATUS
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Lang, Text

TOTAL = "pay_growth_total"
STEPS: Mapping[str, Text] = {  # in the order they are added up
    "pay_growth_composition": Text("人员构成", "Who is paid"),
    "pay_growth_prices": Text("物价", "Prices"),
    "pay_growth_subsidy": Text("津补贴", "Allowances"),
    "pay_growth_rest": Text("其余实际增长", "Real rest"),
    "pay_growth_emergency": Text("应急补贴", "Emergency"),
    TOTAL: Text("总增长", "In all"),
}
SAME_PERSON = "pay_growth_same_person"
SAME = ("pay_growth_prices", "pay_growth_subsidy", "pay_growth_rest")
_SAID = Text(
    "{year} 年人均总收入增长 {total}，其中同一批人涨薪 {same} 个百分点（物价 {prices}、津补贴 {subsidy}、其余实际增长 {rest}），"
    "人员构成变化 {composition}，应急补贴 {emergency}",
    "mean pay grew by {total} in {year}: {same} points are rises of the same people (prices {prices}, allowances {subsidy}, the real rest "
    "{rest}), {composition} who is paid, {emergency} emergency payments",
)
_UNTOLD = Text("{names} {status}，其余各项不能加总", "{names}: {status}, so the parts do not add up")
_OTHERWISE = Text(
    "同一批人的 {points} 个百分点是其人均增加额占上年全体人均总收入的比例；“{name}”{median} 是个人增长率的中位数，两数口径不同，不必相等",
    "the {points} points of the same people are their mean rise as a share of last year's mean of all pay; \"{name}\", {median}, is the median of "
    "each person's own growth: the two need not be equal",
)
_ADDS = Text("各部分为对总增长的贡献（百分点），相加等于总增长", "parts are contributions in percentage points and add up to growth in all")


def growth_parts(sight: Sight, card: Card) -> Chart:
    """Return the growth of pay of the year as steps from its parts to the whole; a part that is not known leaves no step."""
    year = Within(sight).year_known or sight.state.period
    within = replace(sight, state=replace(sight.state, period=year))
    wanted = replace(card, indicators=(TOTAL, *(name for name in STEPS if name != TOTAL)))
    found = context(within, wanted)
    canvas = Canvas.of(wanted, card_frame(within, wanted), found)
    rows = {row.indicator: row for row in canvas.rows}
    steps = _steps(canvas, rows)
    untold = [name for name in STEPS if name not in rows or rows[name].value is None]
    made = canvas.chart(
        "waterfall",
        basis=[rows[TOTAL]] if TOTAL in rows else (),
        notes=_notes(within, card, canvas, rows, steps, untold),
        mark="bar",
        series=bars_of(steps, canvas.scale, found),
        x=axis_of(steps, ""),
        y=height_of(steps, canvas.scale),
        finding="" if untold else _said(canvas, rows, year),
        target=None,
    )
    return of_year(sight, made, year)


def _notes(sight: Sight, card: Card, canvas: Canvas, rows: Mapping[str, Row], steps: Sequence[Step], untold: Sequence[str]) -> tuple[str, ...]:
    """Say what is missing; else that the parts add up, and why the same people's part is not the median of their growth told elsewhere."""
    lang = canvas.context.lang
    if untold:
        return (_missing(untold, rows, lang),)
    median = card_frame(sight, replace(card, indicators=(SAME_PERSON,)))["value"].dropna()
    told = {"points": _points(canvas, _same(rows)), "name": canvas.context.indicators[SAME_PERSON].title.of(lang)}
    apart = "" if median.empty else _OTHERWISE.of(lang).format(median=canvas.scale.full(float(median.iloc[0])), **told)
    return _ADDS.of(lang), rounding(steps, canvas.scale, lang), apart


def _steps(canvas: Canvas, rows: Mapping[str, Row]) -> list[Step]:
    """Return a step for each part that is known, and growth in all, which stands on zero."""
    return [
        Step(code=name, name=title.of(canvas.context.lang), value=canvas.scale.shown(value), is_total=name == TOTAL, n=rows[name].n)
        for name, title in STEPS.items() if name in rows and (value := rows[name].value) is not None
    ]


def _missing(untold: Sequence[str], rows: Mapping[str, Row], lang: Lang) -> str:
    if not untold:
        return ""
    status = rows[untold[0]].status if untold[0] in rows else "not_collected"
    names = LIST_COMMA.of(lang).join(STEPS[name].of(lang) for name in untold)
    return _UNTOLD.of(lang).format(names=names, status=STATUS[status].of(lang))


def _said(canvas: Canvas, rows: Mapping[str, Row], year: str) -> str:
    """Return the finding in words: growth in all, and how much of it is what."""
    lang = canvas.context.lang
    told = {name.removeprefix("pay_growth_"): _points(canvas, rows[name].value or 0.0) for name in STEPS}
    told |= {"total": canvas.scale.full(rows[TOTAL].value or 0.0), "same": _points(canvas, _same(rows))}
    sentence = _SAID.of(lang).format(year=year, **told) + ("。" if lang == "zh" else ".")
    return sentence[:1].upper() + sentence[1:]


def _same(rows: Mapping[str, Row]) -> float:
    return sum(rows[name].value or 0.0 for name in SAME)


def _points(canvas: Canvas, share: float) -> str:
    """Return a contribution in percentage points: no unit stands behind each of many numbers but the last."""
    return canvas.scale.bare(share).rstrip(" %")
