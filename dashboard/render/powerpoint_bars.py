"""Native, editable columns: stacked where parts add up, side by side where they do not."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu

from dashboard.charts.chart import Chart
from dashboard.render.plotly_bars import writes_values
from dashboard.render.powerpoint_charts import add_error_bars, add_value_labels
from dashboard.render.powerpoint_parts import (
    Box,
    add_legend,
    add_upright,
    category_data,
    mark_bars,
    name_places,
    rgb,
    series_colour,
    set_axes,
    set_inner,
)
from dashboard.theme import LIGHT

GAP, OVERLAP_STACKED = 55, 100


def add_columns(slide: Any, chart: Chart, box: Box) -> Any:
    """Add bars over years or categories as a column chart; a bar without a number stays away."""
    labels = _labels(chart)
    data = category_data(chart.scale.number_format)
    data.categories = labels
    for series in chart.series:
        known = {p.label: p.value for p in series.points}
        data.add_series(series.name, [known.get(label) for label in labels])
    are_stacked = chart.mark == "stack" and len(chart.series) > 1
    kind = XL_CHART_TYPE.COLUMN_STACKED if are_stacked else XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = slide.shapes.add_chart(kind, *(Emu(v) for v in box), data)
    native = frame.chart
    set_axes(native, chart.y, category=True)
    stand_upright = name_places(native.category_axis, len(labels))
    plot = native.plots[0]
    plot.gap_width = GAP
    if are_stacked:
        plot.overlap = OVERLAP_STACKED
    if writes_values(chart):
        shown = chart.scale.number_format
        add_value_labels(plot, f"{shown};-{shown};" if chart.mark == "stack" else shown)  # of nothing no bar stands, nor a value
    for series, drawn in zip(chart.series, plot.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(series_colour(series))
        drawn.invert_if_negative = False
        by_label = {p.label: p for p in series.points}
        mark_bars(drawn, [by_label.get(label) for label in labels], series_colour(series))
        if chart.mark == "bar" and any(p.lower is not None for p in series.points):
            add_error_bars(drawn, [by_label.get(label) for label in labels], LIGHT.sub)
    native.has_legend = len(chart.series) > 1
    top = add_legend(native, [s.name for s in chart.series], has_marks=bool(chart.events)) if native.has_legend else 0.06
    inner = (0.07, top, 0.91, (0.83 if stand_upright else 0.89) - top)
    set_inner(native, inner)
    for event in chart.events:
        add_upright(slide, event, chart.x, box, inner, LIGHT.event)
    return frame


def _labels(chart: Chart) -> list[str]:
    """The bars in order of their places; one that no part has is still named."""
    found = {p.x: p.label for s in chart.series for p in s.points}
    return [found[x] for x in sorted(found)]
