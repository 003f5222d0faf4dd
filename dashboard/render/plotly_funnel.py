"""Funnel plots -> Plotly figures: places by size and rate, limits as curves with their names at the right, those beyond the outer ones named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.axis import shorten
from dashboard.charts.chart import Chart, Point
from dashboard.render.plotly_parts import (
    HALF_PAGE,
    Figure,
    annotation,
    axes_of,
    customdata,
    edge_of,
    escape,
    fill_of,
    framed,
    hover,
    spread_apart,
    text_width,
    tick_room,
)
from dashboard.render.plotly_ticks import thinned
from dashboard.render.sentence_funnel import beyond, is_bad
from dashboard.theme import Theme

PLOT = 250  # pixels
MOST_NAMED, LONGEST = 8, 16  # places named on a drawing, letters of a name
SMALL = 11
NAME_ROW = 14  # pixels
DOT, LIGHT_DOT, FAR_DOT = 7, 10, 12  # pixels of a dot within the limits, between them, beyond


def funnel_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Return the figure of a funnel plot that is at least about `width` pixels wide."""
    names = _limit_names(chart, look)
    left = 16 + tick_room(chart.y)
    right = 12 + max((text_width(words["text"], SMALL) for words in names), default=0)
    plot = width - left - right
    x, y = axes_of(chart, look, along="y")
    x |= thinned(chart.x, plot) | {"tickangle": 0}
    layout = framed(look, (x, y), (left, right, 18, 48), PLOT, words=[*names, *_place_names(chart, look, plot)])
    return {"data": [*_curves(chart, look), _dots(chart, look)], "layout": layout}


def colour_of(point: Point, chart: Chart, look: Theme) -> str:
    """Return the colour of a place on a funnel: beyond the outer limits good or bad by its side, else that of all."""
    if not point.position.endswith("_998"):
        return look.series[0]
    if chart.polarity == "neutral":
        return look.target
    return look.bad if is_bad(chart, point.position) else look.good


def _curves(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    level = chart.median.at if chart.median else None
    made = [{
        "type": "scatter", "mode": "lines", "x": [p.x for p in one.points], "y": [p.y for p in one.points], "hoverinfo": "skip", "showlegend": False,
        "line": {"color": look.faint, "width": 1.4, "dash": "3px,3px" if one.code.endswith("_95") else "solid"},
    } for one in chart.limits]
    level_line = {"color": look.sub, "width": 1.4}
    flat = {"type": "scatter", "mode": "lines", "x": [chart.x.low, chart.x.high], "y": [level, level], "line": level_line}
    return [*made, flat | {"hoverinfo": "skip", "showlegend": False}] if level is not None else made


def _dots(chart: Chart, look: Theme) -> dict[str, Any]:
    points = [p for s in chart.series for p in s.points]
    colours = [colour_of(p, chart, look) for p in points]
    edges = [look.ink if chart.chosen and p.code == chart.chosen else edge_of(p, c, look) for p, c in zip(points, colours, strict=True)]
    sizes = [FAR_DOT if p.position.endswith("_998") else LIGHT_DOT if p.position.endswith("_95") else DOT for p in points]
    return {
        "type": "scatter", "mode": "markers", "x": [p.x for p in points], "y": [p.y for p in points],
        "marker": {
            "opacity": 1, "size": sizes, "symbol": ["circle" if size == DOT else "diamond" for size in sizes],  # told apart in grey too
            "color": [fill_of(p, c, look) for p, c in zip(points, colours, strict=True)], "line": {"color": edges, "width": 1.6},
        },
        "customdata": [customdata(p, chart.series[0].name, chart.lang) for p in points], "hovertemplate": hover(), "showlegend": False,
        "cliponaxis": False,
    }


def _limit_names(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """The names of the curves and of the level line at the right end, pushed apart."""
    pixels = PLOT / ((chart.y.high - chart.y.low) or 1.0)
    ends = [(one.name, p.y or 0.0) for one in chart.limits for p in one.points[-1:] if ((p.y or 0.0) - chart.y.low) * pixels > NAME_ROW / 2]
    ends += [(chart.median.label, chart.median.at)] if chart.median else []
    lifts = spread_apart([at for _, at in ends], NAME_ROW / pixels, chart.y.high, chart.y.low)
    return [
        annotation(name, x=1, y=at, xref="paper", yref="y", colour=look.sub, xanchor="left", xshift=6, yshift=lift * pixels, size=SMALL)
        for (name, at), lift in zip(ends, lifts, strict=True)
    ]


def named_places(chart: Chart) -> Sequence[Point]:
    """Return the places that are named on the drawing: those farthest beyond the outer limits, of both sides, and the chosen one."""
    points = [p for s in chart.series for p in s.points]
    above, below = (beyond(chart, side) for side in ("above", "below"))
    most = max(MOST_NAMED - len(below), MOST_NAMED // 2)
    far = [*above[:most], *below[: MOST_NAMED - len(above[:most])]]
    return [*far, *(p for p in points if chart.chosen and p.code == chart.chosen and p not in far)]


def _place_names(chart: Chart, look: Theme, plot: float) -> list[dict[str, Any]]:
    """Names beside their dots, at the left of those that stand far right, pushed apart up and down."""
    points = named_places(chart)
    pixels = PLOT / ((chart.y.high - chart.y.low) or 1.0)
    lifts = spread_apart([p.y for p in points], NAME_ROW / pixels, chart.y.high, chart.y.low)
    found = []
    for point, lift in zip(points, lifts, strict=True):
        name = shorten(point.label, LONGEST)
        is_far_right = (point.x - chart.x.low) / (chart.x.high - chart.x.low) * plot + text_width(name, SMALL) + FAR_DOT > plot
        side: dict[str, Any] = {"xanchor": "right", "xshift": -FAR_DOT + 2} if is_far_right else {"xanchor": "left", "xshift": FAR_DOT - 2}
        placed = annotation(name, x=point.x, y=point.y, xref="x", yref="y", colour=look.ink, yshift=lift * pixels, size=SMALL, **side)
        found.append(placed | ({"hovertext": escape(point.label)} if name != point.label else {}))
    return found
