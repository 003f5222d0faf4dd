"""Lines along an axis -> Plotly figures: bands under lines under dots, names at the ends, numbers at risk under the axis."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.curve import EQUALITY
from dashboard.charts.marks import bands_of, has_dots, has_limits, is_dashed, runs_of
from dashboard.render.plotly_parts import (
    HALF_PAGE,
    PLOT_HEIGHT,
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
    spread_apart,
    target_line,
    text_width,
    tick_room,
)
from dashboard.render.plotly_ticks import in_rows, newest
from dashboard.theme import BAND_OPACITY, Theme

LABELLED = 4  # up to so many lines carry their name at their end; more get a legend
LEAST = 0.4  # of the width, which names at the ends of lines must leave the plot; else they stand in a legend too
END_LABEL = 30  # pixels
NAME, LONGEST_NAME = 22, 150  # characters of a line of a long name, pixels of a name on one line
LOWEST = 130  # pixels of a plot on a wall, where names at the ends of lines are apart too
SQUARE_HEIGHT = 300  # pixels of a plot that is read against its diagonal
BARE = 10  # pixels over a plot where nothing is named above it
RISK, RISK_ROW = -48, 15  # pixels under the axis at which the numbers at risk begin, of a row of them
NO_BREAK = "\u00a0"  # keeps an empty row its height


def _band(known: Sequence[Point], colour: str, *, step: bool) -> dict[str, Any]:
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


def _segments(run: Sequence[Point], *, dashed: bool) -> list[tuple[float | None, float | None]]:
    """The stretches of a run that touch (or do not touch) a partly reported point, each ended by a gap."""
    found: list[tuple[float | None, float | None]] = []
    for a, b in pairwise(run):
        if is_dashed(a, b) == dashed:
            found += [(a.x, a.y)] if not found or found[-1] != (a.x, a.y) else []
            found += [(b.x, b.y)]
        elif found and found[-1] != (None, None):
            found.append((None, None))
    return [*found, (None, None)] if found else []


def _markers(series: Series, colour: str, look: Theme, lang: str, *, size: float, is_shown: bool = True) -> dict[str, Any]:
    points = [p for p in series.points if p.value is not None]
    told = {
        "type": "scatter", "name": escape(series.name), "x": [p.x for p in points], "y": [p.y for p in points],
        "customdata": [customdata(p, series.name, lang) for p in points], "hovertemplate": hover(), "showlegend": False, "cliponaxis": False,
    }
    if not is_shown:  # what the pointer is told hangs on a line without width: a browser draws no dot for each of hundreds of points
        return told | {"mode": "lines", "line": {"color": colour, "width": 0}, "connectgaps": False}
    fills, edges = ([made(p, colour, look) for p in points] for made in (fill_of, edge_of))
    own, edge = (colour, colour) if set(fills) <= {colour} else (fills, edges)  # one colour is drawn faster than one a dot
    return told | {"mode": "markers", "marker": {"size": size, "color": own, "line": {"color": edge, "width": 1.6}}}


def _one_line(series: Series, chart: Chart, look: Theme, *, has_legend: bool) -> list[dict[str, Any]]:
    colour, step = look.series[series.colour % len(look.series)], chart.mark == "step"
    sign = [legend_sign("scatter", series.name, colour)] if has_legend else []
    if chart.mark == "dot":  # only some times were asked for: nothing is drawn between them
        return [*_uprights(series.points, faded(colour, 0.25)), _markers(series, colour, look, chart.lang, size=8), *sign]
    runs = runs_of(chart, series)
    bands = [_band(stretch, colour, step=step) for run in runs for stretch in bands_of(run)]
    solid = [xy for run in runs for xy in _segments(run, dashed=False)]
    dashed = [xy for run in runs for xy in _segments(run, dashed=True)]
    lines = [_line(solid, colour, "solid", step)] if solid else []
    lines += [_line(dashed, colour, "4px,4px", step)] if dashed else []
    dots = _markers(series, colour, look, chart.lang, size=6, is_shown=has_dots(chart, series))
    if has_legend and solid:
        lines[0].update(name=escape(series.name), showlegend=True)
        return [*bands, *lines, dots]
    return [*bands, *lines, dots, *sign]  # of one year there are only dots


def _uprights(points: Sequence[Point], colour: str) -> list[dict[str, Any]]:
    """Intervals as upright bars; nothing where there are none."""
    known = [p for p in points if has_limits(p)]
    xs = [x for p in known for x in (p.x, p.x, None)]
    ys = [y for p in known for y in (p.lower, p.upper, None)]
    return [_line(list(zip(xs, ys, strict=True)), colour, "solid", False) | {"line": {"color": colour, "width": 6}}] if known else []


def _end_labels(chart: Chart, look: Theme, height: int) -> list[dict[str, Any]]:
    """Names at the ends of the lines, pushed apart until they no longer touch."""
    ends = [(s, points[-1]) for s in chart.series if (points := [p for p in s.points if p.y is not None])]
    if len(ends) > LABELLED or len(chart.series) < 2:
        return []
    pixels = height / ((chart.y.high - chart.y.low) or 1.0)
    tall = 15 * max(len(_lines(series.name)) for series, _ in ends)
    lifts = spread_apart([point.y for _, point in ends], tall / pixels, chart.y.high, chart.y.low + (tall - 15) / 2 / pixels)
    last = max(point.x for _, point in ends)
    labels = []
    for (series, point), lift in zip(ends, lifts, strict=True):
        at = last if chart.kind == "trend" else point.x  # beside the plot: a line that ends early is named where none of the others runs
        label = annotation("", x=at, y=point.y, xref="x", yref="y", colour=look.series[series.colour % len(look.series)],
                           xanchor="left", xshift=8, yshift=lift * pixels)
        labels.append(label | {"text": "<br>".join(escape(line) for line in _lines(series.name)), "align": "left"})
    return labels


def _lines(name: str) -> list[str]:
    """Return a name at the end of a line, on two lines or more where it would take the plot its room."""
    return textwrap.wrap(name, NAME) if text_width(name) > LONGEST_NAME else [name]


def lines_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Trend and survival: bands under lines under dots, names at the ends where the width leaves room, numbers at risk under the axis."""
    labels = _end_labels(chart, look, LOWEST)
    risk, under = _at_risk(chart, look)
    named = [chart.at_risk_title, *(s.name for s in chart.series if len(chart.series) > 1)] if risk else []
    left = 16 + max(tick_room(chart.y), *map(text_width, named), 0)
    right = 16 + max((text_width(line) for s in chart.series for line in _lines(s.name)), default=0) if labels else 16
    has_legend = len(chart.series) > LABELLED or bool(labels) and width - left - right < LEAST * width
    if has_legend:
        labels, right = [], 16
    plot = width - left - right
    data = [trace for s in chart.series for trace in _one_line(s, chart, look, has_legend=has_legend)]
    data.sort(key=lambda t: t.get("fill") != "toself")
    events, row = in_rows([event_line(e, look) for e in chart.events], chart.x, plot)
    marks = [*events, *([target_line(chart.target, look, upright=False)] if chart.target else [])]
    top = (legend_room([s.name for s in chart.series], plot) if has_legend else 0) + (22 if marks or has_legend else BARE) + row
    margin = (left, right, top, 30 + (18 if chart.x.title else 0) + under)
    x, y = axes_of(chart, look, along="y")
    x |= newest(chart.x, plot) if chart.kind == "trend" else {}
    layout = framed(look, (x, y), margin, PLOT_HEIGHT, marks=marks, words=[*labels, *risk], has_legend=has_legend)
    return {"data": data, "layout": layout}


def _at_risk(chart: Chart, look: Theme) -> tuple[list[dict[str, Any]], int]:
    """Who is at risk at each tick: the numbers of all lines in one column of words, their names in another; each note takes a millisecond."""
    if not chart.at_risk:
        return [], 0
    lines = [(name, look.series[s.colour % len(look.series)]) for s, (name, _) in zip(chart.series, chart.at_risk[0][1], strict=True)]
    told = [(chart.at_risk_title, look.faint), *(lines if len(lines) > 1 else ())]
    shared: dict[str, Any] = {"y": 0, "yref": "paper", "yanchor": "top", "yshift": RISK, "size": 11}
    names = annotation("", x=0, xref="paper", xanchor="right", xshift=-18, colour=look.faint, **shared)
    names |= {"text": "<br>".join(f'<span style="color:{colour}">{escape(name)}</span>' for name, colour in told), "align": "right"}
    empty = [NO_BREAK] if len(lines) > 1 else []
    columns = [[*empty, *(number or NO_BREAK for _, number in cells)] for _, cells in chart.at_risk]
    notes = [annotation("", x=at, xref="x", colour=look.sub, **shared) | {"text": "<br>".join(map(escape, column))}
             for (at, _), column in zip(chart.x.ticks, columns, strict=True) if any(number != NO_BREAK for number in column)]
    return [names, *notes], 20 + RISK_ROW * len(told)


def curve_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Lines along a numeric axis; a Lorenz curve stands against the line of equality."""
    made = lines_figure(chart, look, width)
    if not chart.has_diagonal:
        return made
    layout = made["layout"]
    layout["margin"]["r"] = max(layout["margin"]["r"], END_LABEL)  # the last tick stands at the very end
    layout["yaxis"]["ticktext"] = ["", *layout["yaxis"]["ticktext"][1:]]  # where both begin, the axis below says it
    ends = {"x0": chart.x.low, "y0": chart.y.low, "x1": chart.x.high, "y1": chart.y.high}
    layout["shapes"] = [
        {"type": "line", "xref": "x", "yref": "y", "layer": "below", "line": {"color": look.event, "width": 1.2, "dash": "4px,4px"}, **ends},
        *layout["shapes"],
    ]
    middle = annotation(EQUALITY.of(chart.lang), x=(chart.x.low + chart.x.high) * 0.5, y=(chart.y.low + chart.y.high) * 0.5, xref="x", yref="y",
                        colour=look.sub, xanchor="right", yanchor="bottom", xshift=-6, yshift=2, size=11)
    layout["annotations"] = [middle, *layout["annotations"]]
    layout["height"] += SQUARE_HEIGHT - PLOT_HEIGHT
    return made
