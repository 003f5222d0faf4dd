"""What percentiles by category say: whose median is lowest and highest, and where people lie farthest apart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Point
from dashboard.charts.percentiles import INNER, MIDDLE, OUTER, part
from dashboard.charts.words import category_in_sentence
from dashboard.render.sentence_ends import compared
from dashboard.render.sentence_forest import ends_told
from pipelines.core.text import Text

BY_MEDIAN = Text("按中位数，{said}", "by the median, {said}")
APART = Text("，两者中位数的 95 % 区间不重叠", ", and the 95% intervals of those medians do not overlap")
WIDEST = Text("；P10 至 P90 相差最大的是{name}（{text}）", "; P10 and P90 are farthest apart in {name} ({text})")
ONE = Text("{name}中位数 {text}", "{name}: median {text}")
RANGE = {INNER: Text("，中间一半的人为 {text}", ", the middle half of people {text}"), OUTER: Text("，P10–P90 为 {text}", ", P10–P90 {text}")}


def percentiles_draft(chart: Chart) -> str:
    """Return the finding of a plot of percentiles; "" where no median is told. Medians apart by no more than chance are said to be so."""
    medians, lang = compared(part(chart, MIDDLE)), chart.lang
    if len(medians) > 1:
        return BY_MEDIAN.of(lang).format(said=ends_told(chart, medians, APART)) + _widest(chart)
    known = [p for p in part(chart, MIDDLE) if p.value is not None]
    if not known:
        return ""
    said = ONE.of(lang).format(name=category_in_sentence(known[0].label, lang), text=known[0].text)
    ranges = {code: next((p for p in part(chart, code) if p.y == known[0].y and p.value is not None), None) for code in (INNER, OUTER)}
    return said + "".join(RANGE[code].of(lang).format(text=p.text) for code, p in ranges.items() if p is not None)


def _widest(chart: Chart) -> str:
    """Name the category whose P10 and P90 are farthest apart, of several of which both are told."""
    known = sorted(compared(part(chart, OUTER)), key=_width)
    if len(known) < 2 or _width(known[-1]) == _width(known[-2]):
        return ""
    return WIDEST.of(chart.lang).format(name=category_in_sentence(known[-1].label, chart.lang), text=known[-1].text)


def _width(point: Point) -> float:
    return (point.value or 0.0) - (point.base or 0.0)
