"""XY charts of a slide: curves, survival steps with the numbers at risk, places along their values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Emu, Pt

from dashboard.charts.axis import shorten
from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.curve import EQUALITY
from dashboard.charts.marks import MOST_LIMITS, has_dots, has_limits, is_dashed
from dashboard.render.plotly_parts import edge_of, fill_of
from dashboard.render.powerpoint_charts import add_error_bars, name_margin, name_series
from dashboard.render.powerpoint_parts import (
    Box,
    Inner,
    add_upright,
    mark_dots,
    plain_table,
    rgb,
    series_colour,
    set_axes,
    set_inner,
    set_value_axis,
    style_line,
    write_cell,
    xy_data,
)
from dashboard.theme import LIGHT, mixed
from pipelines.core.text import Text

DOT = 8  # points across
PALER = 0.55  # of white in the lines of limits: nobody takes one for a curve
LOWER, UPPER = Text("{name} 区间下限", "{name}, lower limit"), Text("{name} 区间上限", "{name}, upper limit")


def _corners(pairs: Sequence[tuple[float, float | None]], *, step: bool) -> list[tuple[float, float]]:
    known = [(x, y) for x, y in pairs if y is not None]
    if not step:
        return known
    found = known[:1]
    for before, now in pairwise(known):
        found += [(now[0], before[1]), now]
    return found


def _dash(line: Any, known: Sequence[Point], colour: str, *, step: bool) -> None:
    """Dash what leads to or from a figure that is partly reported; a step leads there by two stretches."""
    per = 2 if step else 1
    for i, (before, then) in enumerate(pairwise(known)):
        for place in range(per * i + 1, per * (i + 1) + 1) if is_dashed(before, then) else ():
            stretch = line.points[place].format.line
            stretch.color.rgb, stretch.width, stretch.dash_style = rgb(colour), Pt(2.25), MSO_LINE.DASH


def _add_series(data: Any, name: str, corners: Sequence[tuple[float, float]]) -> None:
    series = data.add_series(name)
    for x, y in corners:
        series.add_data_point(x, y)


def add_curve(slide: Any, chart: Chart, box: Box) -> Any:
    """Add curves as an XY chart, steps with thin lines at their limits; numbers at risk as a table, the diagonal as a line of its own."""
    step = chart.mark == "step"
    data = xy_data(chart.scale.number_format)
    curves = [_corners([(p.x, p.value) for p in s.points], step=step) for s in chart.series]
    longest = max(len(curve) for curve in curves)
    for series, curve in zip(chart.series, curves, strict=True):
        # some programs draw only the longest line: the others end by standing still
        _add_series(data, series.name, [*curve, *curve[-1:] * (longest - len(curve))])
    limits = [s for s in chart.series if any(map(has_limits, s.points))] if step and len(chart.series) <= MOST_LIMITS else []
    for series in limits:
        _add_series(data, LOWER.of(chart.lang).format(name=series.name), _corners([(p.x, p.lower) for p in series.points], step=True))
        _add_series(data, UPPER.of(chart.lang).format(name=series.name), _corners([(p.x, p.upper) for p in series.points], step=True))
    if chart.has_diagonal:
        _add_series(data, EQUALITY.of(chart.lang), [(chart.x.low, chart.y.low), (chart.x.high, chart.y.high)])
    left, top, width, height = box
    under = Pt(19) * (1 + len(chart.series)) if chart.at_risk else 0
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, Emu(left), Emu(top), Emu(width), Emu(height - under), data)
    native = frame.chart
    set_axes(native, chart.y, category=False)
    set_value_axis(native.category_axis, chart.x, grid=False)
    native.category_axis.format.line.color.rgb = rgb(LIGHT.line)
    drawn = list(native.plots[0].series)
    for series, line in zip(chart.series, drawn, strict=False):
        _style_curve(line, series, chart)
    if chart.has_diagonal:
        _style_thin(drawn.pop(), LIGHT.event, MSO_LINE.SQUARE_DOT)
    for i, line in enumerate(drawn[len(chart.series):]):
        _style_thin(line, mixed(series_colour(limits[i // 2]), LIGHT.card, PALER))
    inner = name_series(native, chart, [len(c) - 1 for c in curves], height - under, _left(chart))
    if chart.at_risk:
        _add_at_risk(slide, chart, (left, top + height - under, width, under), inner)
    return frame


def _left(chart: Chart) -> float:
    """The share kept free at the left, so that the numbers at risk stand under their ticks beside their names."""
    if not chart.at_risk:
        return 0.07
    half = 1 / (2 * max(len(chart.at_risk) - 1, 1))
    return (0.12 + (1 - name_margin(chart)) * half) / (1 + half)


def _style_curve(line: Any, series: Series, chart: Chart) -> None:
    known, colour = [p for p in series.points if p.value is not None], series_colour(series)
    style_line(line, colour)
    if chart.mark == "dot":
        line.format.line.fill.background()
        add_error_bars(line, known, colour, direction="y")
    else:
        _dash(line, known, colour, step=chart.mark == "step")
    if chart.mark == "dot" or has_dots(chart, series):
        mark_dots(line, known, colour)
    else:
        line.marker.style = XL_MARKER_STYLE.NONE


def _style_thin(line: Any, colour: str, dash: Any = None) -> None:
    line.smooth = False
    line.marker.style = XL_MARKER_STYLE.NONE
    line.format.line.color.rgb, line.format.line.width = rgb(colour), Pt(0.75)
    line.format.line.dash_style = dash


def _add_at_risk(slide: Any, chart: Chart, box: Box, inner: Inner) -> None:
    times = [at for at, _ in chart.at_risk]
    names = [name for name, _ in chart.at_risk[0][1]]
    rows = [[chart.at_risk_title, *times]]
    rows += [[shorten(name, 16), *(cells[i][1] for _, cells in chart.at_risk)] for i, name in enumerate(names)]
    frame = slide.shapes.add_table(len(rows), len(rows[0]), *(Emu(v) for v in box))
    plain_table(frame.table)
    step = box[2] * inner[2] / max(len(times) - 1, 1)
    for i, column in enumerate(frame.table.columns):
        column.width = Emu(round(step)) if i else Emu(round(box[2] * inner[0] - step / 2))
    colours = [LIGHT.faint, *(series_colour(s) for s in chart.series)]
    for r, row in enumerate(rows):
        frame.table.rows[r].height = Pt(19)
        for c, text in enumerate(row):
            write_cell(frame.table.cell(r, c), text, 11, colours[r] if c == 0 or r == 0 else LIGHT.sub, centred=c > 0)


def add_strip(slide: Any, chart: Chart, box: Box) -> Any:
    """Add places as dots along their values, stacked where they meet; target and median as upright lines."""
    points = [p for s in chart.series for p in s.points]
    data = xy_data(chart.scale.number_format)
    _add_series(data, chart.series[0].name, [(p.x, p.y) for p in points if p.y is not None])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *(Emu(v) for v in box), data)
    native = frame.chart
    set_axes(native, chart.y, category=False)
    native.value_axis.has_major_gridlines = False
    native.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    set_value_axis(native.category_axis, chart.x, grid=True)
    native.category_axis.format.line.color.rgb = rgb(LIGHT.line)
    native.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    native.has_legend = False
    drawn = native.plots[0].series[0]
    style_line(drawn, LIGHT.series[0])
    drawn.format.line.fill.background()
    drawn.marker.size = DOT
    _shade_dots(drawn, points)
    inner = (0.03, 0.12, 0.94, 0.76)
    set_inner(native, inner)
    if chart.target:
        add_upright(slide, chart.target, chart.x, box, inner)
    if chart.median:
        add_upright(slide, chart.median, chart.x, box, inner, LIGHT.faint, Pt(17) if chart.target else 0)
    return frame


def _shade_dots(drawn: Any, points: Sequence[Point]) -> None:
    for i, point in enumerate(p for p in points if p.y is not None):
        if point.status == "ok" and not (point.is_beyond_target or point.is_near_target):
            continue
        colour = LIGHT.bad if point.is_beyond_target else LIGHT.faint if point.is_near_target else LIGHT.series[0]
        drawn.points[i].format.fill.solid()  # some programs read the point's fill, some its marker's
        drawn.points[i].format.fill.fore_color.rgb = rgb(edge_of(point, colour, LIGHT))
        marker = drawn.points[i].marker
        marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, DOT
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = rgb(fill_of(point, colour, LIGHT))
        marker.format.line.color.rgb = rgb(edge_of(point, colour, LIGHT))
