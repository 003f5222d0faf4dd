"""A native, editable pyramid: stacked bars to both sides of zero, printed without a sign."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

from dashboard.charts.chart import Chart
from dashboard.render.plotly_parts import text_width
from dashboard.render.powerpoint_parts import (
    FRAME_WIDTH,
    Box,
    Inner,
    add_legend,
    category_data,
    mark_bars,
    name_every_place,
    rgb,
    series_colour,
    set_axes,
    set_inner,
)
from dashboard.theme import LIGHT

GAP, OVERLAP = 35, 100
_TOP, _BOTTOM, _SIDES = 0.2, 0.1, 0.06  # shares of the height: the least over the bars, under them, the row that names the sides


def add_pyramid(slide: Any, chart: Chart, box: Box) -> Any:
    """Add the ages as categories and a stacked series a licence; bars to the left hold the negative of their number."""
    data = category_data(chart.x.number_format)
    data.categories = [name for _, name in chart.y.ticks]
    for series in chart.series:
        known = {p.y: p.x for p in series.points if p.value is not None}
        data.add_series(series.name, [known.get(at) for at, _ in chart.y.ticks])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *(Emu(v) for v in box), data)
    native = frame.chart
    set_axes(native, chart.x, category=True)
    name_every_place(native.category_axis)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = GAP, OVERLAP
    for series, drawn in zip(chart.series, plot.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(series_colour(series))
        drawn.invert_if_negative = False
        at = {p.y: p for p in series.points}
        mark_bars(drawn, [at.get(tick) for tick, _ in chart.y.ticks], series_colour(series))
    top = max(_TOP, add_legend(native, [series.name for series in chart.series]) + _SIDES)
    left = min(0.25, 0.03 + max((text_width(name, 16) for _, name in chart.y.ticks), default=40) / FRAME_WIDTH)
    inner = (left, top, 0.97 - left, 1 - top - _BOTTOM)
    set_inner(native, inner)
    _name_sides(slide, chart, box, inner)
    return frame


def _name_sides(slide: Any, chart: Chart, box: Box, inner: Inner) -> None:
    """Write what stands on each side, with how many there are, over it."""
    left, top, width, height = box
    middle = left + round(width * (inner[0] + inner[2] / 2))
    half, above = round(width * inner[2] / 2) - Pt(8), top + round(height * inner[1]) - Pt(24)
    for name, start, way in ((chart.sides[0], middle - Pt(8) - half, PP_ALIGN.RIGHT), (chart.sides[1], middle + Pt(8), PP_ALIGN.LEFT)):
        words = slide.shapes.add_textbox(Emu(start), Emu(above), Emu(half), Pt(22)).text_frame
        words.margin_left = words.margin_right = 0
        words.text = name
        paragraph = words.paragraphs[0]
        paragraph.alignment = way
        paragraph.runs[0].font.size, paragraph.runs[0].font.color.rgb = Pt(13), rgb(LIGHT.ink)
