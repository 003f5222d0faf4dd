"""Forest plots of a slide: a native XY chart with intervals; names and numbers as editable text beside their lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard.charts.chart import Chart, Point, Series
from dashboard.render.plotly_forest import broken, words_of
from dashboard.render.plotly_parts import text_width
from dashboard.render.powerpoint_parts import (
    FRAME_WIDTH,
    Box,
    Inner,
    add_element,
    add_legend,
    add_upright,
    mark_dots,
    rgb,
    series_colour,
    set_axes,
    set_inner,
    set_value_axis,
    style_line,
    xy_data,
)
from dashboard.theme import LIGHT
from pipelines.core.text import Text

DOT = 9  # points across
SPAN, SPAN_WIDTH = Text("{name} 区间", "{name}, interval"), 2.25  # points
TOP, BOTTOM = 0.12, 0.12


def add_forest(slide: Any, chart: Chart, box: Box) -> Any:
    """Add the estimates as dots with error bars; an estimate without a number stands in words on its line."""
    data = xy_data(chart.scale.number_format)
    drawn = [(s, [p for p in s.points if p.value is not None]) for s in chart.series]
    drawn = [(s, points) for s, points in drawn if points]
    spans = [(series, point) for series, points in drawn for point in points if point.lower is not None and point.upper is not None]
    longest = max([2 * bool(spans), *(len(points) for _, points in drawn)])
    for series, points in drawn:
        add_places(data, series.name, [(p.x, p.y) for p in points], longest)
    for _, point in spans:  # bars of error along x are not drawn by every program: an interval is a line of its own
        add_places(data, SPAN.of(chart.lang).format(name=point.label), [(point.lower, point.y), (point.upper, point.y)], longest)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *(Emu(v) for v in box), data)
    native = frame.chart
    set_lines(native, chart)
    lines = list(native.plots[0].series)
    for (series, points), line in zip(drawn, lines, strict=False):
        _style_dots(line, series)
        mark_dots(line, points, series_colour(series))
    for (series, _), line in zip(spans, lines[len(drawn):], strict=True):
        _style_span(line, series)
    native.has_legend, top = len(chart.series) > 1, TOP
    if native.has_legend:
        top = max(TOP, add_legend(native, [series.name for series, _ in drawn]))
        unname(native, range(len(drawn), len(lines)))
    inner = inner_of(chart, top, [words_of(p) for s in chart.series for p in s.points])
    set_inner(native, inner)
    several = len(chart.series) > 1
    said = [(p, words_of(p), series_colour(s) if several and p.value is not None else LIGHT.sub) for s in chart.series for p in s.points]
    write_lines(slide, chart, box, inner, said)
    for line in chart.events:
        add_upright(slide, line, chart.x, box, inner, LIGHT.event)
    return frame


def set_lines(native: Any, chart: Chart) -> None:
    """Give a native XY chart the axes of lines downwards, their names left out, over values across."""
    set_axes(native, chart.y, category=False)
    native.value_axis.minimum_scale, native.value_axis.maximum_scale = chart.y.high, chart.y.low  # the first line stands on top
    native.value_axis.reverse_order, native.value_axis.has_major_gridlines = True, False
    native.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    set_value_axis(native.category_axis, chart.x, grid=True)
    native.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # the order is reversed: high is the bottom


def inner_of(chart: Chart, top: float, said: Iterable[str]) -> Inner:
    """Return the plot between the names of its lines at the left and what is `said` at their right, from `top` (a share) down."""
    left = min(0.3, 0.03 + max((text_width(part, 16) for _, label in chart.y.ticks for part in broken(label)), default=0) / FRAME_WIDTH)
    right = min(0.3, 0.03 + max((text_width(words, 16) for words in said), default=0) / FRAME_WIDTH)
    return (left, top, 1 - left - right, 1 - top - BOTTOM)


def add_places(data: Any, name: str, places: list[tuple[float | None, float | None]], longest: int) -> None:
    """Add a series; programs that draw only as far as the shortest line are given lines of one length."""
    native = data.add_series(name)
    for x, y in [*places, *places[-1:] * (longest - len(places))]:
        native.add_data_point(x, y)


def _style_dots(line: Any, series: Series) -> None:
    style_line(line, series_colour(series))
    line.format.line.fill.background()
    line.marker.style, line.marker.size = XL_MARKER_STYLE.SQUARE, DOT


def _style_span(line: Any, series: Series) -> None:
    style_line(line, series_colour(series), SPAN_WIDTH)
    line.marker.style = XL_MARKER_STYLE.NONE


def unname(native: Any, places: Iterable[int]) -> None:
    """Take the intervals out of the legend."""
    first = native.legend._element.find(qn("c:legendPos"))
    for place in reversed(list(places)):
        entry = add_element(native.legend._element, "c:legendEntry")
        add_element(entry, "c:idx", str(place))
        add_element(entry, "c:delete", "1")
        first.addnext(entry)


def write_lines(slide: Any, chart: Chart, box: Box, inner: Inner, said: Iterable[tuple[Point, str, str]]) -> None:
    """Write the name of every line at its left and at its right what is said of its points: (point, words, colour)."""
    left, top, width, height = box
    spread = abs(chart.y.high - chart.y.low) or 1.0

    def down(y: float) -> int:
        return top + round(height * (inner[1] + inner[3] * (y - min(chart.y.low, chart.y.high)) / spread))

    for y, label in chart.y.ticks:
        _text(slide, "\n".join(broken(label)), (left, down(y), round(width * inner[0]) - Pt(8), 0), LIGHT.ink, PP_ALIGN.RIGHT)
    start = left + round(width * (inner[0] + inner[2])) + Pt(8)
    for point, words, colour in said:
        _text(slide, words, (start, down(point.y or 0.0), left + width - start, 0), colour, PP_ALIGN.LEFT)


def _text(slide: Any, words: str, place: Box, colour: str, align: Any) -> None:
    left, middle, width, _ = place
    frame = slide.shapes.add_textbox(Emu(left), Emu(middle - Pt(10)), Emu(width), Pt(20)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    frame.text = words
    for paragraph in frame.paragraphs:
        paragraph.alignment = align
        font = paragraph.runs[0].font
        font.size, font.color.rgb = Pt(12), rgb(colour)
