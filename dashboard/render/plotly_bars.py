"""Bars, pyramids and waterfalls -> Plotly figures. Positions and words are the chart's own; nothing is summed here."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart import Chart, Series
from dashboard.render.plotly_parts import (
    HALF_PAGE,
    PLOT_HEIGHT,
    Figure,
    axes_of,
    customdata,
    escape,
    event_line,
    fill_of,
    framed,
    hover,
    legend_room,
    legend_sign,
    tick_room,
)
from dashboard.render.plotly_ticks import are_periods, in_rows, newest, side_by_side
from dashboard.theme import Theme

WIDTH = 0.66  # of the room of a bar
LEGEND_GAP = 6  # pixels between a legend and the names of events under it
RIGHT = 16  # pixels at the right of the plot


def writes_values(chart: Chart) -> bool:
    """Say whether each bar carries its value: bars of one kind do, unless an interval stands there."""
    return len(chart.series) == 1 and not (chart.mark == "bar" and any(p.lower is not None for p in chart.series[0].points))


def bar_traces(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """Return the upright bars of a chart: stacked ones on their base, others side by side; several are named in the legend."""
    count = len(chart.series) if chart.mark == "bar" else 1
    bars = [_bars(series, chart, look, place=i if chart.mark == "bar" else 0, count=count) for i, series in enumerate(chart.series)]
    named = chart.series if len(chart.series) > 1 else ()
    return [*bars, *(legend_sign("bar", series.name, look.series[series.colour % len(look.series)]) for series in named)]


def _bars(series: Series, chart: Chart, look: Theme, *, place: int, count: int) -> dict[str, Any]:
    points = [p for p in series.points if p.value is not None and (p.value or chart.mark != "stack")]  # of nothing only the edge would show
    colour, width = look.series[series.colour % len(look.series)], WIDTH / count
    shift = (place - (count - 1) / 2) * width
    trace: dict[str, Any] = {
        "type": "bar", "name": escape(series.name), "x": [p.x + shift for p in points], "y": [p.value for p in points],
        "base": [p.base or 0.0 for p in points], "width": width * (0.92 if count > 1 else 1.0),
        "marker": {"color": [fill_of(p, colour, look) for p in points], "line": {"color": colour, "width": 0.8}},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(),
        "showlegend": False,
    }
    if writes_values(chart):
        trace |= {"text": [escape(p.text) for p in points], "textposition": "outside", "cliponaxis": False,
                  "textfont": {"size": 11, "color": look.sub}}
    if any(p.lower is not None for p in points) and chart.mark == "bar":
        trace["error_y"] = {
            "type": "data", "symmetric": False, "array": [0 if p.upper is None else p.upper - (p.value or 0.0) for p in points],
            "arrayminus": [0 if p.lower is None else (p.value or 0.0) - p.lower for p in points],
            "color": look.sub, "thickness": 1, "width": 0,
        }
    return trace


def bars_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Bars over years or categories; `width` is how many pixels they have where they have least: legend and names have what the axis leaves."""
    left = 16 + tick_room(chart.y)
    plot = width - left - RIGHT
    marks, row = in_rows([event_line(e, look) for e in chart.events], chart.x, plot)
    room = legend_room([s.name for s in chart.series], plot)
    room += row + (LEGEND_GAP if room and marks else 0)
    x, y = axes_of(chart, look, along="y")
    x |= newest(chart.x, plot) if are_periods(chart.x) else side_by_side(chart.x, plot, x["tickfont"])
    under = 18 + 16 * max((label.count("<br>") + 1 for label in x["ticktext"]), default=1)
    layout = framed(look, (x, y), (left, RIGHT, 22 + room, under), PLOT_HEIGHT, marks=marks, has_legend=len(chart.series) > 1)
    return {"data": bar_traces(chart, look), "layout": layout | {"barmode": "overlay"}}
