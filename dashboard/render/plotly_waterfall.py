"""A waterfall -> a Plotly figure: bars on the levels the chart holds, joined by thin lines."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart import Axis, Chart, Point, Series
from dashboard.charts.waterfall import end_of, number_at
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


def waterfall_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Bars with their signed numbers at their ends; the two ends of the story are told under the axis."""
    points = sorted((p for s in chart.series for p in s.points), key=lambda p: p.x)
    left = 16 + tick_room(chart.y)
    x, y = axes_of(chart, look, along="y")
    names = side_by_side(chart.x, width - left - RIGHT, x["tickfont"])
    tall = 18 + 16 * max((label.count("<br>") + 1 for label in names["ticktext"]), default=1)
    x |= names | {"showline": False, "title": x["title"] | {"standoff": 12}}
    margin = (left, RIGHT, 14, tall + (26 if chart.x.title else 0))
    layout = framed(look, (x, y), margin, PLOT_HEIGHT, words=[_number(p, chart.y, look) for p in points])
    return {"data": [_bars(s, chart, look) for s in chart.series], "layout": layout | {"shapes": _steps(points, look), "barmode": "overlay"}}


def _bars(series: Series, chart: Chart, look: Theme) -> dict[str, Any]:
    points = [p for p in series.points if p.value is not None]
    return {
        "type": "bar", "name": escape(series.name), "x": [p.x for p in points], "y": [p.value for p in points],
        "base": [p.base or 0.0 for p in points], "width": WIDTH, "marker": {"color": look.series[series.colour % len(look.series)]},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(), "showlegend": False,
    }


def _number(point: Point, axis: Axis, look: Theme) -> dict[str, Any]:
    level, is_above = number_at(point, axis)
    return annotation(point.text, x=point.x, y=level, xref="x", yref="y", colour=look.ink, yanchor="bottom" if is_above else "top",
                      yshift=2 if is_above else -2)


def _steps(points: list[Point], look: Theme) -> list[dict[str, Any]]:
    """Thin lines from the end of each bar to the next one."""
    line = {"color": look.event, "width": 1}
    return [
        {"type": "line", "xref": "x", "yref": "y", "x0": a.x + WIDTH / 2, "x1": b.x - WIDTH / 2, "y0": end_of(a), "y1": end_of(a), "line": line}
        for a, b in zip(points, points[1:], strict=False)
    ]
