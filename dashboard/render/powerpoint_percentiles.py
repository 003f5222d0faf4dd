"""Percentiles by category on a slide: a native XY chart of thin lines, thick bars and upright marks, the medians as editable text."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.oxml.ns import qn
from pptx.util import Emu

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.percentiles import INNER, MIDDLE, OUTER
from dashboard.render.plotly_parts import fill_of
from dashboard.render.powerpoint_forest import add_places, inner_of, set_lines, unname, write_lines
from dashboard.render.powerpoint_parts import (
    Box,
    add_legend,
    mark_dots,
    rgb,
    series_colour,
    set_inner,
    style_line,
    xy_data,
)
from dashboard.theme import LIGHT
from pipelines.core.text import Text

WIDTHS = {OUTER: 1.5, INNER: 11.0, MIDDLE: 3.0}  # points
HALF, DOT = 0.24, 7  # of a line of the plot, how far a median's mark reaches; points, of the dot in it
OF_LINE = Text("{name}（{label}）", "{name} ({label})")
Drawn = tuple[Series, Point | None, list[tuple[float | None, float | None]]]  # a native series: of which, of which line, through which places


def add_percentiles(slide: Any, chart: Chart, box: Box) -> Any:
    """Add the drawing; ranges and marks are lines of their own, for every program draws those, and the first of each kind names it in the legend."""
    drawn = [one for series in chart.series for one in _lines_of(series)]
    longest = max((len(places) for _, _, places in drawn), default=2)
    data = xy_data(chart.scale.number_format)
    seen: set[str] = set()
    for series, point, places in drawn:
        is_first = series.code not in seen
        seen.add(series.code)
        name = series.name if is_first or point is None else OF_LINE.of(chart.lang).format(name=series.name, label=point.label)
        add_places(data, name, places, longest)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *(Emu(v) for v in box), data)
    native = frame.chart
    set_lines(native, chart)
    for (series, point, _), line in zip(drawn, native.plots[0].series, strict=True):
        _style(line, series, point)
    firsts = [next(i for i, (series, _, _) in enumerate(drawn) if series.code == code) for code in (s.code for s in chart.series) if code in seen]
    top = add_legend(native, [drawn[i][0].name for i in firsts])
    unname(native, [i for i in range(len(drawn)) if i not in firsts])
    said = [(p, p.text, LIGHT.sub if p.value is None else series_colour(s)) for s in chart.series if s.code == MIDDLE for p in s.points]
    inner = inner_of(chart, top, [words for _, words, _ in said])
    set_inner(native, inner)
    write_lines(slide, chart, box, inner, said)
    return frame


def _lines_of(series: Series) -> list[Drawn]:
    """Return the native series of one of the chart: a line for each range; of medians their dots together, then the mark of each."""
    points = [p for p in series.points if p.value is not None]
    if series.code != MIDDLE:
        return [(series, p, [(p.base, p.y), (p.value, p.y)]) for p in points]
    marks: list[Drawn] = [(series, p, [(p.value, (p.y or 0.0) - HALF), (p.value, (p.y or 0.0) + HALF)]) for p in points]
    return [(series, None, [(p.value, p.y) for p in points]), *marks] if points else []


def _style(line: Any, series: Series, point: Point | None) -> None:
    colour, width = series_colour(series), WIDTHS[series.code]
    style_line(line, colour, width)
    if point is None:  # the dots of the medians, hollow of few people
        line.format.line.fill.background()
        line.marker.style, line.marker.size = XL_MARKER_STYLE.SQUARE, DOT
        mark_dots(line, [p for p in series.points if p.value is not None], colour)
        return
    line.marker.style = XL_MARKER_STYLE.NONE
    shade = fill_of(point, colour, LIGHT)
    if series.code == MIDDLE and shade == LIGHT.card:
        line.format.line.fill.background()  # a hollow dot stands alone
    else:
        line.format.line.color.rgb = rgb(colour if shade == LIGHT.card else shade)
    if series.code == INNER and shade == LIGHT.card:
        line.format.line.width = line.format.line.width // 4
    line._element.spPr.find(qn("a:ln")).set("cap", "flat")
