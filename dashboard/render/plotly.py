"""Chart -> a Plotly figure as a plain dict. It prints positions and words the chart holds and computes no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.charts.chart import Chart, Point
from dashboard.render import plotly_map
from dashboard.render.plotly_bars import bars_figure
from dashboard.render.plotly_forest import forest_figure
from dashboard.render.plotly_lines import curve_figure, lines_figure
from dashboard.render.plotly_parts import (
    Figure,
    annotation,
    axes_of,
    burnt_in,
    customdata,
    escape,
    event_line,
    faded,
    framed,
    hover,
    sentence_figure,
    target_line,
    text_width,
)
from dashboard.render.plotly_pyramid import pyramid_figure
from dashboard.render.plotly_waterfall import waterfall_figure
from dashboard.theme import Theme, theme_of

ROW_HEIGHT, BESIDE_SIZE = 27, 11


def figure(chart: Chart, theme: str = "light") -> Figure:
    """Return the chart as a Plotly figure dict ({"data", "layout"}); an empty chart prints its sentence.

    A kind without a function here (table) gives an empty figure: print its table instead.
    """
    look = theme_of(theme)
    if chart.empty or chart.kind not in PRINTERS:
        return sentence_figure(chart.empty, look)
    made = PRINTERS[chart.kind](chart, look)
    if chart.footer.synthetic:
        margin = made["layout"]["margin"]
        mark = burnt_in(chart.footer.synthetic, look, (margin["r"] - margin["l"]) / 2)
        made["layout"]["annotations"] = [*made["layout"].get("annotations", ()), mark]
    return made


def _intervals(points: Sequence[Point], look: Theme, *, partial: bool) -> list[dict[str, Any]]:
    chosen = [p for p in points if p.lower is not None and (p.status == "partial") == partial]
    if not chosen:
        return []
    xs = [x for p in chosen for x in (p.lower, p.upper, None)]
    ys = [y for p in chosen for y in (p.y, p.y, None)]
    line = {"color": look.interval, "width": 2 if partial else 6, "dash": "4px,4px" if partial else "solid"}
    return [{"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip", "showlegend": False}]


def _sideways(chart: Chart, look: Theme) -> Figure:
    """Ranking and distributions: values run along x, names down the left."""
    points = [p for s in chart.series for p in s.points]
    left = 24 + max((text_width(label) for _, label in chart.y.ticks), default=0)
    marks = [target_line(line, look, upright=True) for line in (chart.target,) if line]
    if chart.median:
        marks.append(event_line(chart.median, look))
        if chart.target and len(marks) == 2:
            marks[1][1]["yshift"] = 14
    data = _bars(points, chart, look) if chart.mark == "bar" else _dots(points, chart, look)
    rows = max(len(chart.y.ticks), 3) if chart.mark != "strip" else 6
    margin = (left, 60 if chart.mark == "bar" else 16, 36 if len(marks) > 1 else 22, 30)
    words = _beside(chart, look)
    right = margin[1] + (12 + max(text_width(w["text"], BESIDE_SIZE) for w in words) if words else 0)
    layout = framed(look, axes_of(chart, look, along="x"), (left, right, *margin[2:]), ROW_HEIGHT * rows, marks=marks, words=words)
    return {"data": data, "layout": layout}


def _beside(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """What stands at the right of the rows of a ranking, under its head."""
    shared: dict[str, Any] = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 12, "size": BESIDE_SIZE}
    head = [annotation(chart.beside[0], y=1, yref="paper", yanchor="bottom", colour=look.faint, **shared)] if chart.beside else []
    return [*head, *(annotation(words, y=at, yref="y", colour=look.sub, **shared) for at, words in enumerate(chart.beside[1:]))]


def _dots(points: Sequence[Point], chart: Chart, look: Theme) -> list[dict[str, Any]]:
    series = chart.series[0]
    colours = [look.bad if p.is_beyond_target else look.series[0] for p in points]
    fills = [look.card if p.status == "small_n" else c for p, c in zip(points, colours, strict=True)]
    opacity = [0.55 if p.status == "partial" else 1.0 for p in points]
    dots = {
        "type": "scatter", "mode": "markers", "x": [p.x for p in points], "y": [p.y for p in points],
        "marker": {"size": 8 if chart.y.high < 16 else 5, "color": fills, "opacity": opacity, "line": {"color": colours, "width": 1.6}},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(), "showlegend": False,
        "cliponaxis": False,
    }
    if chart.mark == "strip":
        return [dots]
    return [*_intervals(points, look, partial=False), *_intervals(points, look, partial=True), dots]


def _bars(points: Sequence[Point], chart: Chart, look: Theme) -> list[dict[str, Any]]:
    colours = [look.card if p.status == "small_n" else faded(look.series[0], 0.5 if p.status == "partial" else 1) for p in points]
    return [{
        "type": "bar", "orientation": "h", "x": [p.x for p in points], "y": [p.y for p in points], "width": 0.62,
        "marker": {"color": colours, "line": {"color": look.series[0], "width": 1}},
        "text": [escape(p.text) for p in points], "textposition": "outside", "cliponaxis": False,
        "textfont": {"size": 11, "color": look.sub},
        "customdata": [customdata(p, chart.series[0].name, chart.lang) for p in points], "hovertemplate": hover(),
    }]


PRINTERS: Mapping[str, Callable[[Chart, Theme], Figure]] = {
    "trend": lines_figure, "survival": lines_figure, "curve": curve_figure, "forest": forest_figure, "bars": bars_figure,
    "ranking": _sideways, "distribution": _sideways, "map": plotly_map.map_figure,
    "pyramid": pyramid_figure, "waterfall": waterfall_figure,
}
