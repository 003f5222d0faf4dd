"""The findings of a pyramid and of a waterfall in one sentence."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Point
from dashboard.charts.numbers import number, whole
from dashboard.charts.pyramid import totals
from dashboard.charts.waterfall import TOTAL
from pipelines.core.text import Text

SIDES = Text(
    "乡村两级医生中持执业（助理）医师资格的占 {share}（{left}/{all}）；{oldest} {old} 人，其中 {none} 人没有医师资格",
    "{share} of doctors ({left} of {all}) are licensed (assistant) physicians; of {old} aged {oldest}, {none} are not",
)
NO_STEPS = Text("期内无变动", "nothing moved")
STEPS = Text("{ends}：{steps}，净增减 {net}", "{ends}: {steps}; net {net}")
BALANCE = Text("{first} {a}，{last} {b}：{steps}", "{first} {a}, {last} {b}: {steps}")
VILLAGES = Text(
    "合计 {total}，在 {n} 个{places}；按{places}着色，不是村的位置",
    "{total} in all, in {n} {places}; the colour is that of the whole place, not of a village",
)
STEP, JOIN = Text("{name} {text}", "{name} {text}"), Text("、", ", ")


def pyramid(chart: Chart) -> str:
    """What share is licensed, and how many of the oldest are not."""
    left, right = totals(chart)
    if not left + right or not chart.y.ticks:
        return ""
    top, oldest = chart.y.ticks[-1]
    points = [p for s in chart.series for p in s.points if p.y == top]
    share = number(left / (left + right), "share", "", chart.lang)
    return SIDES.of(chart.lang).format(
        share=share, left=whole(left), all=whole(left + right), oldest=oldest if chart.lang == "zh" else oldest.lower(),
        old=whole(sum(p.value or 0.0 for p in points)), none=whole(sum(p.value or 0.0 for p in points if p.x > 0)),
    )


def counted(chart: Chart) -> str:
    """What the places of a map have together, and in how many of them; "" where none has any."""
    values = [cell.point.value for cell in chart.map.cells if cell.point.value] if chart.map else []
    if not values:
        return ""
    return VILLAGES.of(chart.lang).format(total=chart.scale.full(sum(values)), n=len(values), places=chart.places)


def waterfall(chart: Chart) -> str:
    """From what to what, by which steps; steps of nothing are not told."""
    lang = chart.lang
    points = sorted((p for s in chart.series for p in s.points), key=lambda p: p.x)
    ends = sorted((p for s in chart.series if s.code == TOTAL for p in s.points), key=lambda p: p.x)
    moved = [p for p in points if p not in ends and p.value]
    steps = JOIN.of(lang).join(_step(p, lang) for p in moved)
    if len(ends) == 2:
        return BALANCE.of(lang).format(first=ends[0].label, a=ends[0].text, last=ends[1].label, b=ends[1].text, steps=steps or NO_STEPS.of(lang))
    if not moved and ends:
        return STEP.of(lang).format(name=ends[0].label, text=ends[0].text)
    if not ends or not chart.x.title:
        return steps
    return STEPS.of(lang).format(ends=chart.x.title, steps=steps, net=ends[0].text) if steps else chart.x.title


def _step(point: Point, lang: str) -> str:
    name = point.label if lang == "zh" else point.label.lower()
    return (STEP.zh if lang == "zh" else STEP.en).format(name=name, text=point.text)
