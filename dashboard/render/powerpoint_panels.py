"""Small multiples on a slide: a native line chart a place, all on one scale, the whole as a grey line in each."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

from dashboard.charts.chart import Chart, Series
from dashboard.charts.panels import last_told, places_of, whole_of
from dashboard.render.plotly_parts import text_width
from dashboard.render.powerpoint_charts import mark_points, style_target
from dashboard.render.powerpoint_parts import (
    Box,
    add_upright,
    category_data,
    rgb,
    set_axes,
    set_inner,
    style_line,
)
from dashboard.theme import LIGHT

ABREAST = 4  # panels a row at most
GAP, HEAD, MARKS = Pt(14), Pt(17), Pt(18)  # between panels; of a panel's name; of the numbers of policies over the first row
TICKS, NAMES = 9, 11  # points
BELOW = Pt(16)  # of the years under a panel
LINE = 2.0  # points


def add_panels(slide: Any, chart: Chart, box: Box) -> Any:
    """Add a line chart a place, each with its name, last figure and n over it; return the first, for the words that stand for all."""
    places = places_of(chart)
    rows = -(-len(places) // ABREAST)
    abreast = -(-len(places) // rows)
    left, top, width, height = box
    wide, tall = (width - (abreast - 1) * GAP) // abreast, (height - (rows - 1) * GAP) // rows
    frames = [
        _panel(slide, chart, place, (left + (i % abreast) * (wide + GAP), top + (i // abreast) * (tall + GAP), wide, tall))
        for i, place in enumerate(places)
    ]
    for frame, place in zip(frames[1:], places[1:], strict=True):
        frame._element.xpath(".//p:cNvPr")[0].set("descr", f"{place.name} {last_told(place, chart)}")
    return frames[0]


def _panel(slide: Any, chart: Chart, place: Series, box: Box) -> Any:
    left, top, width, height = box
    _name(slide, place.name, last_told(place, chart), (left, top, width, HEAD), is_chosen=place.code == chart.chosen)
    head = HEAD + (MARKS if chart.events else 0)
    plot: Box = (left, top + head, width, height - head)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *(Emu(v) for v in plot), _data(chart, place))
    native = frame.chart
    set_axes(native, chart.y, category=True)
    native.value_axis.has_title = native.has_legend = False
    native.value_axis.tick_labels.font.size = Pt(TICKS)
    native.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE  # eleven years have no room; programs leave out other ones each
    whole, lines = whole_of(chart), list(native.plots[0].series)
    years = [label for _, label in chart.x.ticks]
    if whole:
        style_line(lines[0], LIGHT.faint)
        lines[0].marker.style, lines[0].format.line.width = XL_MARKER_STYLE.NONE, Pt(LINE)
    own = lines[1 if whole else 0]
    style_line(own, LIGHT.series[0])
    by_year = {p.label: p for p in place.points}
    mark_points(own, [by_year.get(year) for year in years], LIGHT.series[0])
    own.format.line.width = Pt(LINE)
    if chart.target:
        style_target(lines[-1], is_named=False)
    beside = Pt(10) + max(round(text_width(label, TICKS * 4 // 3) * 9525) for _, label in chart.y.ticks)
    inner = (beside / width, 0.0, 1 - beside / width - 0.01, 1 - BELOW / plot[3])
    set_inner(native, inner)
    _ends(slide, chart, (left + beside, top + height - BELOW, width - beside, BELOW))
    for event in chart.events:
        add_upright(slide, event, chart.x, plot, inner, LIGHT.event, size=TICKS)
    return frame


def _data(chart: Chart, place: Series) -> Any:
    """The whole first, so that the place is drawn over it; a year without a number is a gap."""
    data, whole, years = category_data(chart.scale.number_format), whole_of(chart), [label for _, label in chart.x.ticks]
    data.categories = years
    for series in (whole, place) if whole else (place,):
        known = {p.label: p.value for p in series.points}
        data.add_series(series.name, [known.get(year) for year in years])
    if chart.target:
        data.add_series(chart.target.label, [chart.target.at] * len(years))
    return data


def _ends(slide: Any, chart: Chart, box: Box) -> None:
    """Write the first and the last year under the ends of a panel."""
    for (_, year), alignment in zip((chart.x.ticks[0], chart.x.ticks[-1]), (PP_ALIGN.LEFT, PP_ALIGN.RIGHT), strict=True):
        frame = _box(slide, box)
        frame.paragraphs[0].alignment = alignment
        run = frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.color.rgb = year, Pt(TICKS), rgb(LIGHT.sub)


def _name(slide: Any, name: str, told: str, box: Box, *, is_chosen: bool) -> None:
    paragraph = _box(slide, box).paragraphs[0]
    for words, bold in ((f"{name}  ", True), (told, False)):
        run = paragraph.add_run()
        run.text, run.font.bold, run.font.size, run.font.color.rgb = words, bold, Pt(NAMES), rgb(LIGHT.ink if bold or is_chosen else LIGHT.sub)


def _box(slide: Any, box: Box) -> Any:
    """Return the text frame of a box of words without margins."""
    frame = slide.shapes.add_textbox(*(Emu(v) for v in box)).text_frame
    frame.word_wrap = True  # else some programs align words by the middle of the box
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame
