"""Forest plots of a slide: a native XY chart with intervals; names and numbers as editable text beside their lines."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from dashboard.charts.axis import shorten
from dashboard.charts.chart import Chart, Point, Series
from dashboard.render.plotly_forest import words_of
from dashboard.render.plotly_parts import text_width
from dashboard.render.powerpoint_charts import FRAME_WIDTH, add_error_bars
from dashboard.render.powerpoint_parts import (
    Box,
    Inner,
    add_upright,
    rgb,
    series_colour,
    set_axes,
    set_inner,
    set_value_axis,
    style_line,
    xy_data,
)
from dashboard.theme import LIGHT

DOT = 9  # points across
TOP, BOTTOM = 0.12, 0.12


def add_forest(slide: Any, chart: Chart, box: Box) -> Any:
    """Add the estimates as dots with error bars; an estimate without a number stands in words on its line."""
    data = xy_data(chart.scale.number_format)
    drawn = [(s, [p for p in s.points if p.value is not None]) for s in chart.series]
    drawn = [(s, points) for s, points in drawn if points]
    for series, points in drawn:
        native_series = data.add_series(series.name)
        for point in points:
            native_series.add_data_point(point.x, point.y)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *(Emu(v) for v in box), data)
    native = frame.chart
    set_axes(native, chart.y, category=False)
    native.value_axis.minimum_scale, native.value_axis.maximum_scale = chart.y.high, chart.y.low  # the first line stands on top
    native.value_axis.reverse_order, native.value_axis.has_major_gridlines = True, False
    native.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    set_value_axis(native.category_axis, chart.x, grid=True)
    native.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # the order is reversed: high is the bottom
    for (series, points), line in zip(drawn, native.plots[0].series, strict=True):
        _style(line, series, points)
    native.has_legend = len(chart.series) > 1
    if native.has_legend:
        native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        native.legend.font.size, native.legend.font.color.rgb = Pt(12), rgb(LIGHT.sub)
    inner = _inner(chart)
    set_inner(native, inner)
    _write(slide, chart, box, inner)
    for line in chart.events:
        add_upright(slide, line, chart.x, box, inner, LIGHT.event)
    return frame


def _inner(chart: Chart) -> Inner:
    left = min(0.3, 0.03 + max((text_width(shorten(label), 16) for _, label in chart.y.ticks), default=0) / FRAME_WIDTH)
    right = min(0.3, 0.03 + max((text_width(words_of(p), 16) for s in chart.series for p in s.points), default=0) / FRAME_WIDTH)
    return (left, TOP, 1 - left - right, 1 - TOP - BOTTOM)


def _style(line: Any, series: Series, points: list[Point]) -> None:
    style_line(line, series_colour(series))
    line.format.line.fill.background()
    line.marker.style, line.marker.size = XL_MARKER_STYLE.SQUARE, DOT
    if any(p.lower is not None for p in points):
        add_error_bars(line, points, series_colour(series), direction="x")


def _write(slide: Any, chart: Chart, box: Box, inner: Inner) -> None:
    """Write the name of every line at its left and every estimate in words at its right."""
    left, top, width, height = box
    spread = abs(chart.y.high - chart.y.low) or 1.0

    def down(y: float) -> int:
        return top + round(height * (inner[1] + inner[3] * (y - min(chart.y.low, chart.y.high)) / spread))

    for y, label in chart.y.ticks:
        _text(slide, label, (left, down(y), round(width * inner[0]) - Pt(8), 0), LIGHT.ink, PP_ALIGN.RIGHT)
    start = left + round(width * (inner[0] + inner[2])) + Pt(8)
    for series in chart.series:
        for point in series.points:
            colour = series_colour(series) if len(chart.series) > 1 and point.value is not None else LIGHT.sub
            _text(slide, words_of(point), (start, down(point.y or 0.0), left + width - start, 0), colour, PP_ALIGN.LEFT)


def _text(slide: Any, words: str, place: Box, colour: str, align: Any) -> None:
    left, middle, width, _ = place
    frame = slide.shapes.add_textbox(Emu(left), Emu(middle - Pt(10)), Emu(width), Pt(20)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, False
    frame.text = words
    frame.paragraphs[0].alignment = align
    font = frame.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(12), rgb(colour)
