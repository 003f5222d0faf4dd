"""Bars, pyramids and waterfalls -> Plotly figures. Positions and words are the chart's own; nothing is summed here."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart import Chart, Point, Series
from dashboard.render.plotly_parts import (
    PLOT_HEIGHT,
    Figure,
    axis_of,
    base_layout,
    customdata,
    escape,
    event_line,
    faded,
    folded,
    hover,
    text_width,
)
from dashboard.theme import Theme

WIDTH = 0.66  # of the room of a bar
PALE = 0.5
ROOM = 540  # pixels of a plot on half a page


def bar_traces(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """Return the upright bars of a chart: stacked ones on their base, others side by side."""
    count = len(chart.series) if chart.mark == "bar" else 1
    return [_bars(series, chart, look, place=i if chart.mark == "bar" else 0, count=count) for i, series in enumerate(chart.series)]


def _bars(series: Series, chart: Chart, look: Theme, *, place: int, count: int) -> dict[str, Any]:
    points = [p for p in series.points if p.value is not None and (p.value or chart.mark != "stack")]  # of nothing only the edge would show
    colour, width = look.series[series.colour % len(look.series)], WIDTH / count
    shift = (place - (count - 1) / 2) * width
    trace: dict[str, Any] = {
        "type": "bar", "name": escape(series.name), "x": [p.x + shift for p in points], "y": [p.value for p in points],
        "base": [p.base or 0.0 for p in points], "width": width * (0.92 if count > 1 else 1.0),
        "marker": {"color": [_fill(p, colour, look) for p in points], "line": {"color": colour, "width": 0.8}},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(),
        "showlegend": len(chart.series) > 1,
    }
    if len(chart.series) == 1:
        trace |= {"text": [escape(p.text) for p in points], "textposition": "outside", "cliponaxis": False,
                  "textfont": {"size": 11, "color": look.sub}}
    if any(p.lower is not None for p in points) and chart.mark == "bar":
        trace["error_y"] = {
            "type": "data", "symmetric": False, "array": [0 if p.upper is None else p.upper - (p.value or 0.0) for p in points],
            "arrayminus": [0 if p.lower is None else (p.value or 0.0) - p.lower for p in points],
            "color": look.sub, "thickness": 1, "width": 0,
        }
        trace.pop("text", None)
    return trace


def _fill(point: Point, colour: str, look: Theme) -> str:
    """Few people: hollow; partly reported: pale."""
    if point.status == "small_n":
        return look.card
    return faded(colour, PALE) if point.status == "partial" else colour


def legend_room(chart: Chart) -> int:
    """Return how many pixels the legend takes above the bars, by the length of its names."""
    if len(chart.series) < 2:
        return 0
    return 24 * (1 + sum(text_width(s.name) + 46 for s in chart.series) // 520)


def bars_figure(chart: Chart, look: Theme) -> Figure:
    """Bars over years or categories."""
    marks = [event_line(e, look) for e in chart.events]
    room = legend_room(chart)
    left = 16 + max((text_width(label) for _, label in chart.y.ticks), default=30)
    labels = [folded(label, ROOM / max(len(chart.x.ticks), 1)) for _, label in chart.x.ticks]
    under = 18 + 16 * max((label.count("<br>") + 1 for label in labels), default=1)
    layout = base_layout(look) | {
        "xaxis": axis_of(chart.x, look, grid=False) | {"showline": True, "linecolor": look.line, "ticktext": labels},
        "yaxis": axis_of(chart.y, look, grid=True, has_zero=True) | {"ticklabelstandoff": 4},
        "shapes": [shape for shape, _ in marks],
        "annotations": [label for _, label in marks],
        "margin": {"l": left, "r": 16, "t": 22 + room, "b": under},
        "height": PLOT_HEIGHT + 22 + under + room,
        "barmode": "overlay",
        "showlegend": len(chart.series) > 1,
    }
    return {"data": bar_traces(chart, look), "layout": layout}
