"""A pyramid -> a Plotly figure: two plots back to back, the ages between them."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart import Axis, Chart, Series
from dashboard.render.plotly_parts import (
    HALF_PAGE,
    Figure,
    annotation,
    axis_of,
    base_layout,
    customdata,
    escape,
    fill_of,
    folded,
    hover,
    legend_room,
    legend_sign,
    text_width,
)
from dashboard.theme import Theme

ROW, LEAST = 38, 190  # pixels of a band of ages, of the plot
LINE = 16  # pixels of a second line of a side's name
THICK, BESIDE = 0.72, 12  # of the room of a bar; pixels beside the plot
MIDDLE = 0.09  # half of what the names of the ages take, as a share of the width


def pyramid_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Bars to both sides of the ages, `width` pixels wide at least; the names of the sides with their totals stand over them."""
    room = legend_room([s.name for s in chart.series], width - 2 * BESIDE)
    height = max(LEAST, ROW * len(chart.y.ticks))
    traces = [trace for series in chart.series for trace in _bars(series, chart, look)]
    sides = [
        annotation("", x=x, y=1, xref="paper", yref="paper", colour=look.ink, xanchor=anchor, yanchor="bottom", yshift=4)
        | {"text": folded(name, width * (0.5 - MIDDLE)), "align": anchor}
        for name, x, anchor in zip(chart.sides, (0.5 - MIDDLE, 0.5 + MIDDLE), ("right", "left"), strict=True)
    ]
    room += LINE * max(side["text"].count("<br>") for side in sides)
    ages = [annotation(name, x=0.5, y=at, xref="paper", yref="y", colour=look.sub) for at, name in chart.y.ticks]
    layout = base_layout(look) | {
        "xaxis": _side(chart.x, look, left=True) | {"domain": [0, 0.5 - MIDDLE]},
        "xaxis2": _side(chart.x, look, left=False) | {"domain": [0.5 + MIDDLE, 1], "anchor": "y"},
        "yaxis": axis_of(chart.y, look, grid=False) | {"showticklabels": False, "zeroline": False},
        "annotations": [*sides, *ages],
        "margin": {"l": BESIDE, "r": BESIDE + text_width(chart.x.ticks[-1][1]) // 2, "t": 28 + room, "b": 30},
        "height": height + 58 + room,
        "barmode": "overlay",
        "showlegend": True,
    }
    return {"data": traces, "layout": layout}


def _side(axis: Axis, look: Theme, *, left: bool) -> dict[str, Any]:
    ticks = tuple((at, name) for at, name in axis.ticks if (at <= 0 if left else at >= 0))
    ends = (axis.low, 0.0) if left else (0.0, axis.high)
    half = Axis(ticks=ticks, low=ends[0], high=ends[1], step=axis.step)
    return axis_of(half, look, grid=True)


def _bars(series: Series, chart: Chart, look: Theme) -> list[dict[str, Any]]:
    points = [p for p in series.points if p.value is not None]
    if not points:
        return []
    colour = look.series[series.colour % len(look.series)]
    is_left = any(p.x < 0 for p in points)
    return [legend_sign("bar", series.name, colour) | {"orientation": "h"}, {
        "type": "bar", "orientation": "h", "name": escape(series.name), "x": [p.x for p in points], "y": [p.y for p in points],
        "base": [p.base or 0.0 for p in points], "width": THICK, "xaxis": "x" if is_left else "x2", "yaxis": "y",
        "marker": {"color": [fill_of(p, colour, look) for p in points], "line": {"color": colour, "width": 0.8}},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(), "showlegend": False,
    }]
