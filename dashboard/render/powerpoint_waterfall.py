"""A native, editable waterfall: stacked columns on an invisible one; a bar that crosses zero is a part above and a part below."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.waterfall import number_at
from dashboard.render.powerpoint_parts import (
    Box,
    Inner,
    category_data,
    name_every_place,
    rgb,
    series_colour,
    set_axes,
    set_inner,
)
from dashboard.theme import LIGHT

GAP, OVERLAP = 70, 100
_INNER: Inner = (0.07, 0.06, 0.91, 0.76)


def add_waterfall(slide: Any, chart: Chart, box: Box) -> Any:
    """Add the steps as columns; what holds them up has no colour. Their signed numbers stand at their ends."""
    ends = sorted((p.x, p.label) for s in chart.series for p in s.points)
    places = [x for x, _ in ends]
    data = category_data(chart.scale.number_format)
    data.categories = [label for _, label in ends]
    bars = {p.x: p for s in chart.series for p in s.points}
    data.add_series(" ", [_support(bars[x]) for x in places])
    for series in chart.series:
        own = {p.x: p for p in series.points}
        data.add_series(series.name, [_above(own[x]) if x in own else None for x in places])
        data.add_series(f"{series.name} ", [_below(own[x]) if x in own else None for x in places])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *(Emu(v) for v in box), data)
    native = frame.chart
    set_axes(native, chart.y, category=True)
    name_every_place(native.category_axis)
    native.has_legend = False
    plot = native.plots[0]
    plot.gap_width, plot.overlap = GAP, OVERLAP
    drawn = list(plot.series)
    drawn[0].format.fill.background()
    for i, series in enumerate(chart.series):
        for part in drawn[1 + 2 * i: 3 + 2 * i]:
            _colour(part, series)
    set_inner(native, _INNER)
    _write(slide, chart, box, list(bars.values()), len(places))
    return frame


def _span(point: Point) -> tuple[float, float]:
    """The lower and the upper end of a bar."""
    base, end = point.base or 0.0, (point.base or 0.0) + (point.value or 0.0)
    return min(base, end), max(base, end)


def _support(point: Point) -> float:
    """How far from zero a bar begins: nothing for one that stands on zero or crosses it."""
    low, high = _span(point)
    return max(low, 0.0) + min(high, 0.0)


def _above(point: Point) -> float | None:
    low, high = _span(point)
    return max(high, 0.0) - max(low, 0.0) if high > 0 else None


def _below(point: Point) -> float | None:
    low, high = _span(point)
    return min(low, 0.0) - min(high, 0.0) if low < 0 else None


def _colour(part: Any, series: Series) -> None:
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = rgb(series_colour(series))
    part.invert_if_negative = False


def _write(slide: Any, chart: Chart, box: Box, points: list[Point], count: int) -> None:
    """Write each number at the end of its bar, and what the axis says under the names."""
    left, top, width, height = box
    room = width * _INNER[2] / max(count, 1)
    tall = (chart.y.high - chart.y.low) or 1.0
    for point in points:
        end, is_above = number_at(point, chart.y)
        across = left + round(width * _INNER[0] + room * (point.x + 0.5))
        down = top + round(height * (_INNER[1] + _INNER[3] * (chart.y.high - end) / tall))
        _say(slide, point.text, (across - Pt(45), down + (-Pt(21) if is_above else Pt(1)), Pt(90), Pt(20)), LIGHT.ink)
    if chart.x.title:
        _say(slide, chart.x.title, (left, top + height - Pt(22), width, Pt(20)), LIGHT.sub)


def _say(slide: Any, text: str, box: Box, colour: str) -> None:
    words = slide.shapes.add_textbox(*(Emu(v) for v in box)).text_frame
    words.margin_top = words.margin_bottom = 0
    words.text = text
    words.paragraphs[0].alignment = PP_ALIGN.CENTER
    words.paragraphs[0].runs[0].font.size, words.paragraphs[0].runs[0].font.color.rgb = Pt(12), rgb(colour)
