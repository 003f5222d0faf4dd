"""A funnel plot on a slide: a native XY chart of places, of the limits as lines without dots and of the rate of all together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Emu, Pt

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.funnel import TYPICAL
from dashboard.render.plotly_funnel import colour_of, named_places
from dashboard.render.plotly_parts import edge_of, fill_of, text_width
from dashboard.render.powerpoint_parts import (
    FRAME_WIDTH,
    Box,
    label_point,
    rgb,
    set_axes,
    set_inner,
    set_value_axis,
    style_line,
    xy_data,
)
from dashboard.theme import LIGHT
from pipelines.core.text import Text

DOT, FAR_DOT = 7, 10  # points
LOWER, UPPER = Text("{name} 下限", "{name}, low end"), Text("{name} 上限", "{name}, high end")


def add_funnel(slide: Any, chart: Chart, box: Box) -> Any:
    """Add a funnel plot as an XY chart: the places first, then each limit and the rate of all together as a line of its own."""
    points = [p for s in chart.series for p in s.points]
    data = xy_data(chart.scale.number_format)
    limits = [_thinned(one, len(points)) for one in chart.limits if one.points]
    _add(data, chart.series[0].name, [(p.x, p.y) for p in points])
    for one in limits:
        name = (LOWER if one.code.startswith("lower") else UPPER).of(chart.lang).format(name=one.name)
        _add(data, name, [(p.x, p.y) for p in one.points])
    mean = chart.median
    if mean:
        _add(data, TYPICAL.of(chart.lang).format(value="").strip(), [(chart.x.low, mean.at), (chart.x.high, mean.at)])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *(Emu(v) for v in box), data)
    native = frame.chart
    set_axes(native, chart.y, category=False)
    set_value_axis(native.category_axis, chart.x, grid=False)
    native.category_axis.format.line.color.rgb = rgb(LIGHT.line)
    native.has_legend = False
    dots, *lines = native.plots[0].series
    _style_dots(dots, points, chart)
    for line, one in zip(lines, limits, strict=False):
        _style_line(line, LIGHT.faint, MSO_LINE.SQUARE_DOT if one.code.endswith("_95") else None)
        label_point(line.points[len(one.points) - 1], one.name, LIGHT.sub, XL_LABEL_POSITION.RIGHT)
    if mean:
        _style_line(lines[-1], LIGHT.sub, None)
        label_point(lines[-1].points[1], mean.label, LIGHT.sub, XL_LABEL_POSITION.RIGHT)
    names = [*(one.name for one in limits), *([mean.label] if mean else [])]
    right = 0.02 + max((text_width(name, 16) for name in names), default=0) / FRAME_WIDTH
    set_inner(native, (0.07, 0.05, 0.93 - right, 0.78))
    return frame


def _thinned(curve: Series, most: int) -> Series:
    """Return a curve of no more points than there are places: some programs leave out a first series that is shorter than others."""
    last = len(curve.points) - 1
    if last < most:
        return curve
    return replace(curve, points=tuple(curve.points[round(i * last / (most - 1))] for i in range(most)))


def _add(data: Any, name: str, places: list[tuple[float, float | None]]) -> None:
    series = data.add_series(name)
    for x, y in places:
        series.add_data_point(x, y)


def _style_line(line: Any, colour: str, dash: Any) -> None:
    line.smooth = False
    line.marker.style = XL_MARKER_STYLE.NONE
    line.format.line.color.rgb, line.format.line.width, line.format.line.dash_style = rgb(colour), Pt(1.25), dash


def _style_dots(drawn: Any, points: list[Point], chart: Chart) -> None:
    """Mark places between the limits and beyond them by their shape, those beyond by colour and name too."""
    style_line(drawn, LIGHT.series[0])
    drawn.format.line.fill.background()
    drawn.marker.size = DOT
    named = {p.code for p in named_places(chart)}
    for i, point in enumerate(points):
        colour, is_light = colour_of(point, chart, LIGHT), point.position.endswith("_95")
        is_far = point.position.endswith("_998")
        if is_far or is_light or point.status != "ok":
            marker = drawn.points[i].marker
            marker.style = XL_MARKER_STYLE.DIAMOND if is_far or is_light else XL_MARKER_STYLE.CIRCLE
            marker.size = FAR_DOT if is_far else DOT + is_light
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb = rgb(fill_of(point, colour, LIGHT))
            marker.format.line.color.rgb = rgb(edge_of(point, colour, LIGHT))
        if point.code in named:
            label_point(drawn.points[i], point.label, LIGHT.ink, XL_LABEL_POSITION.RIGHT)
