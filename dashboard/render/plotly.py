"""Chart -> a Plotly figure as a plain dict. It prints positions and words the chart holds and computes no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.charts import words
from dashboard.charts.chart import Chart, Point, Series
from dashboard.render import plotly_map
from dashboard.render.plotly_bars import bars_figure
from dashboard.render.plotly_parts import (
    PLOT_HEIGHT,
    Figure,
    annotation,
    axis_of,
    base_layout,
    burnt_in,
    customdata,
    escape,
    event_line,
    faded,
    hover,
    sentence_figure,
    spread_apart,
    target_line,
    text_width,
)
from dashboard.render.plotly_pyramid import pyramid_figure
from dashboard.render.plotly_waterfall import waterfall_figure
from dashboard.theme import BAND_OPACITY, Theme, theme_of

LABELLED = 4  # up to so many lines carry their name at their end; more get a legend
ROW_HEIGHT = 27


def figure(chart: Chart, theme: str = "light") -> Figure:
    """Return the chart as a Plotly figure dict ({"data", "layout"}); an empty chart prints its sentence.

    A kind without a function here (table) gives an empty figure: print its table instead.
    """
    look = theme_of(theme)
    if chart.empty or chart.kind not in PRINTERS:
        return sentence_figure(chart.empty, look)
    made = PRINTERS[chart.kind](chart, look)
    if chart.footer.synthetic:
        made["layout"]["annotations"] = [*made["layout"].get("annotations", ()), burnt_in(chart.footer.synthetic, look)]
    return made


def _runs(points: Sequence[Point], *, stepwise: bool) -> list[list[Point]]:
    """Cut a line where a number is missing or, for periods, where one lies between two points."""
    runs: list[list[Point]] = [[]]
    for point in points:
        is_far = bool(runs[-1]) and not stepwise and point.x - runs[-1][-1].x > 1
        if point.value is None or is_far:
            runs.append([])
        if point.value is not None:
            runs[-1].append(point)
    return [r for r in runs if r]


def _band(run: Sequence[Point], colour: str, *, step: bool) -> dict[str, Any] | None:
    known = [p for p in run if p.lower is not None and p.upper is not None]
    if len(known) < 2:
        return None
    upper = [(p.x, p.upper) for p in known]
    lower = [(p.x, p.lower) for p in known]
    if step:
        upper, lower = _steps(upper), _steps(lower)
    ring = [*upper, *reversed(lower)]
    return {
        "type": "scatter", "mode": "lines", "x": [x for x, _ in ring], "y": [y for _, y in ring], "fill": "toself",
        "fillcolor": faded(colour, BAND_OPACITY), "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False,
    }


def _steps(corners: list[tuple[float, float | None]]) -> list[tuple[float, float | None]]:
    """A curve keeps its value until the next time: every step has two corners."""
    found = corners[:1]
    for before, now in zip(corners, corners[1:], strict=False):
        found += [(now[0], before[1]), now]
    return found


def _line(points: Sequence[tuple[float | None, float | None]], colour: str, dash: str, step: bool) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": [x for x, _ in points], "y": [y for _, y in points],
        "line": {"color": colour, "width": 2, "dash": dash, "shape": "hv" if step else "linear"},
        "connectgaps": False, "hoverinfo": "skip", "showlegend": False,
    }


def _segments(run: Sequence[Point], *, partial: bool) -> list[tuple[float | None, float | None]]:
    """The stretches of a run that touch (or do not touch) a partly reported point, each ended by a gap."""
    found: list[tuple[float | None, float | None]] = []
    for a, b in zip(run, run[1:], strict=False):
        if ("partial" in (a.status, b.status)) == partial:
            found += [(a.x, a.y)] if not found or found[-1] != (a.x, a.y) else []
            found += [(b.x, b.y)]
        elif found and found[-1] != (None, None):
            found.append((None, None))
    return [*found, (None, None)] if found else []


def _markers(series: Series, colour: str, look: Theme, lang: str, *, size: float, is_shown: bool = True) -> dict[str, Any]:
    points = [p for p in series.points if p.value is not None]
    hollow = [p.status == "small_n" for p in points]
    return {
        "type": "scatter", "mode": "markers", "name": escape(series.name),
        "x": [p.x for p in points], "y": [p.y for p in points],
        "marker": {"size": size, "color": [look.card if h else colour for h in hollow], "line": {"color": colour, "width": 1.6}},
        "customdata": [customdata(p, series.name, lang) for p in points], "hovertemplate": hover(), "showlegend": False,
        "opacity": 1 if is_shown else 0, "cliponaxis": False,
    }


def _one_line(series: Series, chart: Chart, look: Theme) -> list[dict[str, Any]]:
    colour, step = look.series[series.colour % len(look.series)], chart.mark == "step"
    runs = _runs(series.points, stepwise=chart.kind == "survival")
    if chart.mark == "dot":  # only some times were asked for: nothing is drawn between them
        return [*_uprights(series.points, faded(colour, 0.25)), _markers(series, colour, look, chart.lang, size=8)]
    bands = [band for run in runs if (band := _band(run, colour, step=step))]
    solid = [xy for run in runs for xy in _segments(run, partial=False)]
    dashed = [xy for run in runs for xy in _segments(run, partial=True)]
    lines = [_line(solid, colour, "solid", step)] if solid else []
    lines += [_line(dashed, colour, "4px,4px", step)] if dashed else []
    if lines:
        lines[0] |= {"name": escape(series.name), "showlegend": len(chart.series) > LABELLED}
    return [*bands, *lines, _markers(series, colour, look, chart.lang, size=6, is_shown=not step)]


def _uprights(points: Sequence[Point], colour: str) -> list[dict[str, Any]]:
    """Intervals as upright bars."""
    known = [p for p in points if p.lower is not None]
    xs = [x for p in known for x in (p.x, p.x, None)]
    ys = [y for p in known for y in (p.lower, p.upper, None)]
    return [_line(list(zip(xs, ys, strict=True)), colour, "solid", False) | {"line": {"color": colour, "width": 6}}]


def _end_labels(chart: Chart, look: Theme, height: int) -> list[dict[str, Any]]:
    """Names at the ends of the lines, pushed apart until they no longer touch."""
    ends = [(s, points[-1]) for s in chart.series if (points := [p for p in s.points if p.y is not None])]
    if len(ends) > LABELLED or len(chart.series) < 2:
        return []
    pixels = height / ((chart.y.high - chart.y.low) or 1.0)
    lifts = spread_apart([point.y for _, point in ends], 15 / pixels)
    return [
        annotation(series.name, x=point.x, y=point.y, xref="x", yref="y", colour=look.series[series.colour % len(look.series)],
                   xanchor="left", xshift=8, yshift=lift * pixels)
        for (series, point), lift in zip(ends, lifts, strict=True)
    ]


def _lines(chart: Chart, look: Theme) -> Figure:
    """Trend and survival: bands under lines under dots, names at the ends, numbers at risk under the axis."""
    data = [trace for s in chart.series for trace in _one_line(s, chart, look)]
    data.sort(key=lambda t: t.get("fill") != "toself")
    marks = [event_line(e, look) for e in chart.events] + ([target_line(chart.target, look, upright=False)] if chart.target else [])
    labels = _end_labels(chart, look, PLOT_HEIGHT)
    right = 16 + max((text_width(s.name) for s in chart.series), default=0) if labels else 16
    risk, under = _at_risk(chart, look)
    left = 16 + max([text_width(label) for _, label in chart.y.ticks] + [text_width(t["text"]) for t in risk if t["x"] == 0
                                                                        and t["xref"] == "paper"], default=30)
    top = (24 if len(chart.series) > LABELLED else 0) + 22
    bottom = 30 + (18 if chart.x.title else 0) + under
    layout = base_layout(look) | {
        "xaxis": axis_of(chart.x, look, grid=False) | {"showline": True, "linecolor": look.line},
        "yaxis": axis_of(chart.y, look, grid=True, has_zero=True) | {"ticklabelstandoff": 4},
        "shapes": [shape for shape, _ in marks],
        "annotations": [*(label for _, label in marks), *labels, *risk],
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "height": PLOT_HEIGHT + top + bottom,
        "showlegend": len(chart.series) > LABELLED,
    }
    return {"data": data, "layout": layout}


def _at_risk(chart: Chart, look: Theme) -> tuple[list[dict[str, Any]], int]:
    if not chart.at_risk:
        return [], 0
    names = [name for name, _ in chart.at_risk[0][1]]
    places = [at for at, _ in chart.x.ticks]
    labels = [annotation(words.AT_RISK.of(chart.lang), x=0, y=0, xref="paper", yref="paper", colour=look.faint, xanchor="right",
                         yshift=-56, xshift=-18, size=11)]
    for i, name in enumerate(names):
        colour, drop = look.series[i % len(look.series)], -56 - 17 * (i + 1 if len(names) > 1 else 0)
        if len(names) > 1:
            labels.append(annotation(name, x=0, y=0, xref="paper", yref="paper", colour=colour, xanchor="right",
                                     yshift=drop, xshift=-18, size=11))
        labels += [annotation(cells[i][1], x=at, y=0, xref="x", yref="paper", colour=look.sub, yshift=drop, size=11)
                   for at, (_, cells) in zip(places, chart.at_risk, strict=True) if cells[i][1]]
    return labels, 30 + 17 * (len(names) if len(names) > 1 else 0)


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
    left = 20 + max((text_width(label) for _, label in chart.y.ticks), default=0)
    marks = [target_line(line, look, upright=True) for line in (chart.target,) if line]
    if chart.median:
        marks.append(event_line(chart.median, look))
        if chart.target and len(marks) == 2:
            marks[1][1]["yshift"] = 14
    data = _bars(points, chart, look) if chart.mark == "bar" else _dots(points, chart, look)
    rows = max(len(chart.y.ticks), 3) if chart.mark != "strip" else 6
    layout = base_layout(look) | {
        "xaxis": axis_of(chart.x, look, grid=True, has_zero=True) | {"showline": True, "linecolor": look.line},
        "yaxis": axis_of(chart.y, look, grid=False) | {"ticklabelstandoff": 6},
        "shapes": [shape for shape, _ in marks],
        "annotations": [label for _, label in marks],
        "margin": {"l": left, "r": 60 if chart.mark == "bar" else 16, "t": 36 if len(marks) > 1 else 22, "b": 30},
        "height": ROW_HEIGHT * rows + 56,
    }
    return {"data": data, "layout": layout}


def _dots(points: Sequence[Point], chart: Chart, look: Theme) -> list[dict[str, Any]]:
    series = chart.series[0]
    colours = [look.bad if p.is_beyond_target else look.series[0] for p in points]
    fills = [look.card if p.status == "small_n" else c for p, c in zip(points, colours, strict=True)]
    opacity = [0.55 if p.status == "partial" else 1.0 for p in points]
    dots = {
        "type": "scatter", "mode": "markers", "x": [p.x for p in points], "y": [p.y for p in points],
        "marker": {"size": 8 if chart.y.high < 16 else 5, "color": fills, "opacity": opacity, "line": {"color": colours, "width": 1.6}},
        "customdata": [customdata(p, series.name, chart.lang) for p in points], "hovertemplate": hover(), "showlegend": False,
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
    "trend": _lines, "survival": _lines, "bars": bars_figure, "ranking": _sideways, "distribution": _sideways, "map": plotly_map.map_figure,
    "pyramid": pyramid_figure, "waterfall": waterfall_figure,
}
