"""A waterfall -> a Plotly figure: bars on the levels the chart holds, joined by thin lines."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart import Chart, Point, Series
from dashboard.render.plotly_parts import (
    HALF_PAGE,
    PLOT_HEIGHT,
    Figure,
    annotation,
    axes_of,
    customdata,
    escape,
    framed,
    hover,
    tick_room,
)
from dashboard.render.plotly_ticks import side_by_side
from dashboard.theme import Theme

WIDTH = 0.58
RIGHT = 16  # pixels at the right of the plot
UNDER = 0.1  # of the height of a plot, which the number under a bar takes


def waterfall_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Bars with their signed numbers at their ends; the two ends of the story are told under the axis."""
    points = sorted((p for s in chart.series for p in s.points), key=lambda p: p.x)
    left = 16 + tick_room(chart.y)
    x, y = axes_of(chart, look, along="y")
    names = side_by_side(chart.x, width - left - RIGHT, x["tickfont"])
    tall = 18 + 16 * max((label.count("<br>") + 1 for label in names["ticktext"]), default=1)
    low = chart.y.low + UNDER * (chart.y.high - chart.y.low)
    under = 14 if any((p.value or 0.0) < 0 and _end(p) < low for p in points) else 0  # else the number of a low bar stands on its name
    x |= names | {"showline": False, "ticklabelstandoff": under, "title": x["title"] | {"standoff": 12}}
    margin = (left, RIGHT, 14, tall + under + (26 if chart.x.title else 0))
    layout = framed(look, (x, y), margin, PLOT_HEIGHT, words=[_number(p, look) for p in points])
    return {"data": [_bars(s, chart, look) for s in chart.series], "layout": layout | {"shapes": _steps(points, look), "barmode": "overlay"}}


def _bars(series: Series, chart: Chart, look: Theme) -> dict[str, Any]:
    points = [p for p in series.points if p.value is not None]
    return {
        "type": "bar", "name": escape(series.name), "x": [p.x for p in points], "y": [p.value for p in points],
        "base": [p.base or 0.0 for p in points], "width": WIDTH, "marker": {"color": look.series[series.colour % len(look.series)]},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(), "showlegend": False,
    }


def _end(point: Point) -> float:
    return (point.base or 0.0) + (point.value or 0.0)


def _number(point: Point, look: Theme) -> dict[str, Any]:
    """The number of a bar, above a bar that goes up and under one that goes down."""
    down = (point.value or 0.0) < 0
    return annotation(point.text, x=point.x, y=_end(point), xref="x", yref="y", colour=look.ink, yanchor="top" if down else "bottom",
                      yshift=-2 if down else 2)


def _steps(points: list[Point], look: Theme) -> list[dict[str, Any]]:
    """Thin lines from the end of each bar to the next one."""
    line = {"color": look.event, "width": 1}
    return [
        {"type": "line", "xref": "x", "yref": "y", "x0": a.x + WIDTH / 2, "x1": b.x - WIDTH / 2, "y0": _end(a), "y1": _end(a), "line": line}
        for a, b in zip(points, points[1:], strict=False)
    ]
