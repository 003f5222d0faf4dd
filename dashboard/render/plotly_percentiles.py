"""Percentiles by category -> Plotly figures: a thin line, a thick bar and an upright mark a line, the median in words at the right."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.numbers import size
from dashboard.charts.percentiles import INNER, LIMITS, MEDIAN, MIDDLE, OUTER, part
from dashboard.render.plotly_forest import broken, room_of
from dashboard.render.plotly_parts import (
    Figure,
    annotation,
    axes_of,
    edge_of,
    escape,
    fill_of,
    framed,
    hover,
    legend_room,
    legend_sign,
    text_width,
)
from dashboard.render.plotly_ticks import thinned
from dashboard.theme import Theme

ROW, LINE, BETWEEN = 36, 15, 10  # pixels of a line of the plot, of a line of its name, between two names
THIN, THICK, UPRIGHT, DOT = 2, 0.36, 22, 10  # pixels; of a row; pixels, of a mark and of a hollow one


def percentiles_figure(chart: Chart, look: Theme, width: int) -> Figure:
    """Return the figure, fitted to about `width` pixels; what is not told of a category is not drawn."""
    names = [broken(label) for _, label in chart.y.ticks]
    left = 20 + max((text_width(line) for name in names for line in name), default=0)
    medians = part(chart, MIDDLE)
    right = room_of(p.text for p in medians)
    x, y = axes_of(chart, look, along="x")
    x |= {"zeroline": False, "tickangle": 0} | thinned(chart.x, width - left - right)
    y |= {"ticktext": ["<br>".join(escape(line) for line in name) for name in names]}
    colour = next(_colour(s, look) for s in chart.series if s.code == MIDDLE)
    said = [annotation(p.text, x=1, y=p.y, xref="paper", yref="y", colour=look.sub if p.value is None else colour, xanchor="left", xshift=8, size=11)
            for p in medians]
    top = 10 + legend_room([s.name for s in chart.series], width - left - right)
    row = max(ROW, LINE * max(map(len, names), default=0) + BETWEEN)
    layout = framed(look, (x, y), (left, right, top, 30), row * max(len(names), 3), words=said, has_legend=True)
    told = {p.y: _told(chart, p) for p in medians}
    traces = [trace for series in chart.series for trace in _PARTS[series.code](series, told, look)]
    return {"data": traces, "layout": layout | {"bargap": 0}}


def _told(chart: Chart, median: Point) -> list[str]:
    """Return [hover words, code] of a line: every percentile of it, the same words as in the table."""
    named = [(f"P{share}", p, end) for code, low, high in ((OUTER, 10, 90), (INNER, 25, 75)) for p in part(chart, code) if p.y == median.y
             for share, end in ((low, p.base), (high, p.value))]
    figures = [(name, chart.scale.full(end) if end is not None else p.text) for name, p, end in named]
    figures = [figures[0], figures[2], (MEDIAN.of(chart.lang), median.text), figures[3], figures[1]]
    words = [f"<b>{escape(median.label)}</b>", *(f"{name}  {escape(text)}" for name, text in figures)]
    if limits := median.interval or median.half:
        words.append(f"{LIMITS.of(chart.lang)}  {escape(limits)}")
    if median.n is not None:
        words.append(f"n = {size(median.n)}")
    return ["<br>".join([*words, *([escape(median.mark)] if median.mark else [])]), median.code]


def _thin(series: Series, told: dict[float | None, list[str]], look: Theme) -> list[dict[str, Any]]:
    colour, points = _colour(series, look), [p for p in series.points if p.value is not None]
    drawn = {
        "type": "scatter", "mode": "lines", "x": [x for p in points for x in (p.base, p.value, None)],
        "y": [y for p in points for y in (p.y, p.y, None)], "line": {"color": colour, "width": THIN}, "hoverinfo": "skip", "showlegend": False,
    }
    ends = {  # what a pointer finds of a line are its ends
        "type": "scatter", "mode": "markers", "x": [p.value for p in points], "y": [p.y for p in points],
        "marker": {"symbol": "line-ns", "size": DOT, "color": colour, "line": {"color": colour, "width": THIN}},
        "customdata": [told[p.y] for p in points], "hovertemplate": hover(), "showlegend": False, "cliponaxis": False,
    }
    lows = ends | {"x": [p.base for p in points]}
    sign = legend_sign("scatter", series.name, colour) | {"mode": "lines", "line": {"color": colour, "width": THIN}}
    return [*([drawn, lows, ends] if points else []), sign]


def _thick(series: Series, told: dict[float | None, list[str]], look: Theme) -> list[dict[str, Any]]:
    colour, points = _colour(series, look), [p for p in series.points if p.value is not None]
    bars = {
        "type": "bar", "orientation": "h", "base": [p.base for p in points], "x": [(p.value or 0.0) - (p.base or 0.0) for p in points],
        "y": [p.y for p in points], "width": THICK,
        "marker": {"color": [fill_of(p, colour, look) for p in points],
                   "line": {"color": [edge_of(p, colour, look) for p in points], "width": 1.2}},
        "customdata": [told[p.y] for p in points], "hovertemplate": hover(), "showlegend": False,
    }
    return [*([bars] if points else []), legend_sign("bar", series.name, colour)]


def _marks(series: Series, told: dict[float | None, list[str]], look: Theme) -> list[dict[str, Any]]:
    """Return the medians: an upright mark, a hollow dot for few people."""
    colour, points = _colour(series, look), [p for p in series.points if p.value is not None]
    few = [fill_of(p, colour, look) == look.card for p in points]
    marks = {
        "type": "scatter", "mode": "markers", "x": [p.x for p in points], "y": [p.y for p in points],
        "marker": {"opacity": 1, "symbol": ["circle" if is_few else "line-ns" for is_few in few],
                   "size": [DOT if is_few else UPRIGHT for is_few in few],
                   "color": [fill_of(p, colour, look) for p in points],
                   "line": {"color": [edge_of(p, colour, look) for p in points], "width": [2 if is_few else 3.5 for is_few in few]}},
        "customdata": [told[p.y] for p in points], "hovertemplate": hover(), "showlegend": False, "cliponaxis": False,
    }
    shown = {"marker": {"symbol": "line-ns", "size": DOT, "color": colour, "line": {"color": colour, "width": 3}}}
    return [*([marks] if points else []), legend_sign("scatter", series.name, colour) | shown]


def _colour(series: Series, look: Theme) -> str:
    return look.series[series.colour % len(look.series)]


_PARTS = {OUTER: _thin, INNER: _thick, MIDDLE: _marks}
