"""Forest plots -> Plotly figures: dots with their intervals, the line of no difference, the numbers in words at the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from dashboard.charts.chart import Chart, Point, Series
from dashboard.render.plotly_parts import (
    SIZE,
    Figure,
    annotation,
    axes_of,
    customdata,
    edge_of,
    escape,
    event_line,
    faded,
    fill_of,
    framed,
    hover,
    legend_room,
    legend_sign,
    text_width,
)
from dashboard.render.plotly_ticks import thinned
from dashboard.theme import Theme

PLOT, PLOT_OF_TWO = 150, 75  # pixels a plot keeps beside the words; beside those of twins, which have no room for second lines
ROW, ROW_OF_TWO = 34, 50  # pixels
LINE, BETWEEN = 15, 8  # pixels of a line of a name or a number, between two of them
WIDE, NARROW, LONGEST = 12, 26, 180  # characters of a line of a name; pixels of one with how many people it is of
INTERVAL_OPACITY = 0.4


def forest_figure(chart: Chart, look: Theme, width: int) -> Figure:
    """Return the figure, at least about `width` pixels wide; an estimate without a number is a word on its line, never a dot at zero."""
    twins = len(chart.series) > 1
    names = [broken(label) for _, label in chart.y.ticks]
    left = 20 + max((text_width(part) for name in names for part in name), default=0)
    beside = [(point, series, words_of(point)) for series in chart.series for point in series.points]
    right = room_of(text for _, _, text in beside)
    if width - left - right < (PLOT_OF_TWO if twins else PLOT):  # the interval goes under its number
        beside = [(point, series, words_of(point, "\n")) for point, series, _ in beside]
        right = room_of(text for _, _, text in beside)
    said = [_beside(point, series, text, look, twins) for point, series, text in beside]
    marks = [event_line(line, look) for line in chart.events]
    top = 26 + legend_room([series.name for series in chart.series], width - left - right)
    x, y = axes_of(chart, look, along="x")
    x |= {"zeroline": False, "tickangle": 0} | thinned(chart.x, width - left - right)
    axes = x, y | {"ticktext": ["<br>".join(escape(part) for part in name) for name in names]}
    lines = [*map(len, names), *(text.count("\n") + 1 for _, _, text in beside if not twins)]
    row = max(ROW_OF_TWO if twins else ROW, LINE * max(lines, default=0) + BETWEEN)
    layout = framed(look, axes, (left, right, top, 30), row * max(len(names), 3), marks=marks, words=said, has_legend=twins)
    return {"data": [trace for series in chart.series for trace in _traces(series, chart, look)], "layout": layout}


def broken(label: str) -> list[str]:
    """Return a long name in lines that leave the plot its room: Chinese is broken anywhere, other words between them; of how
    many people it is stands on a line of its own."""
    most = WIDE if text_width(label) > 9 * len(label) else NARROW
    if sized := SIZE.search(label):
        name = label[: sized.start()].rstrip()
        return [label] if text_width(label) <= LONGEST else [*broken(name), sized[0]]
    even = -(-len(label) // -(-len(label) // most)) if most == WIDE else most  # lines of Chinese of about one length
    return textwrap.wrap(label, even, break_on_hyphens=False) or [label]


def words_of(point: Point, apart: str = " ") -> str:
    """Return an estimate in words: the number and, `apart` from it, its interval, or why there is none."""
    return f"{point.text}{apart}({point.interval})" if point.interval else point.text


def room_of(texts: Iterable[str]) -> int:
    """Return how many pixels the words at the right take, of the longest of their lines."""
    return 16 + max((text_width(line, 11) for text in texts for line in text.split("\n")), default=0)


def _beside(point: Point, series: Series, text: str, look: Theme, twins: bool) -> dict[str, Any]:
    lines = escape(text).replace("\n", "<br>")
    colour = look.series[series.colour % len(look.series)] if twins and point.value is not None else look.sub
    placed = annotation("", x=1, y=point.y, xref="paper", yref="y", colour=colour, xanchor="left", xshift=8, size=11)
    return placed | {"text": lines, "align": "left"}


def _traces(series: Series, chart: Chart, look: Theme) -> list[dict[str, Any]]:
    colour = look.series[series.colour % len(look.series)]
    points = [p for p in series.points if p.value is not None]
    known = [p for p in points if p.lower is not None]
    bars = {
        "type": "scatter", "mode": "lines", "x": [x for p in known for x in (p.lower, p.upper, None)],
        "y": [y for p in known for y in (p.y, p.y, None)], "line": {"color": faded(colour, INTERVAL_OPACITY), "width": 5},
        "hoverinfo": "skip", "showlegend": False,
    }
    dots = {
        "type": "scatter", "mode": "markers", "name": escape(series.name), "x": [p.x for p in points], "y": [p.y for p in points],
        "marker": {"size": 9, "symbol": "square", "color": [fill_of(p, colour, look) for p in points],
                   "line": {"color": [edge_of(p, colour, look) for p in points], "width": 1.6}},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(), "showlegend": False,
        "cliponaxis": False,
    }
    named = [legend_sign("scatter", series.name, colour) | {"marker": {"color": colour, "symbol": "square"}}] if len(chart.series) > 1 else []
    return [*([bars] if known else []), dots, *named]
