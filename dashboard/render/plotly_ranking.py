"""Rankings and distributions -> Plotly figures: values along x, names down the left, ranks at the right; the plot keeps its room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.chart import Chart, Point
from dashboard.render.plotly_parts import (
    Figure,
    Mark,
    annotation,
    axes_of,
    customdata,
    edge_of,
    escape,
    event_line,
    fill_of,
    folded_lines,
    framed,
    hover,
    target_line,
    text_width,
)
from dashboard.render.plotly_ticks import thinned
from dashboard.theme import Theme

ROWS = (27, 27, 31, 44)  # pixels of a row whose name has none, one, two or three lines
FEW = 8  # so many names may have three lines
NAME, SMALL = 12, 11  # pixels of the letters of a name, of a folded one and of what stands at the right
LEFT, GAP = 24, SMALL  # pixels beside a name, before the ranks: as wide as the blank they begin with
BLANK = "\u2003"  # as wide as its letters are high
PLOT = 0.45  # of the width, which names on one line must leave the plot; folded ones leave it half
NARROWEST, WIDEST = 60, 130  # pixels of a folded name
END = 4  # letters at the end of a name that is cut
UNSEEN = "rgba(0,0,0,0)"  # the colour of rows


def sideways_figure(chart: Chart, look: Theme, width: int) -> Figure:
    """Return the figure of a ranking or a distribution that is at least about `width` pixels wide."""
    points = [p for s in chart.series for p in s.points]
    words = _head(chart, look)
    half = max((text_width(label) // 2 + 4 for _, label in chart.x.ticks[-1:]), default=0)  # of the last number under the plot
    beside = [line for said in (*(w["text"] for w in words), *chart.beside[1:]) for line in said.split("<br>")]
    right = GAP + 4 + max(text_width(line, SMALL) for line in beside) if beside else max(16, half)
    right = max(right, 60 if chart.mark == "bar" else 0)
    names, size = fitted([label for _, label in chart.y.ticks], width, right)
    left = LEFT + max((text_width(line, size) for name in names for line in name), default=0)
    plot = width - left - right
    marks = _marks(chart, look, plot)
    top = max(36 if len(marks) > 1 else 22, 36 if any("<br>" in w["text"] for w in words) else 0)
    rows = max(len(names), 3) if chart.mark != "strip" else 6
    x, y = axes_of(chart, look, along="x")
    chosen = {p.y for p in points if chart.chosen and p.code == chart.chosen}  # bars of no place have no code
    x |= thinned(chart.x, plot) | {"tickangle": 0}
    said = [_name(name, look.ink if at in chosen else "") for name, (at, _) in zip(names, chart.y.ticks, strict=True)]
    y |= {"ticktext": said, "tickfont": y["tickfont"] | {"size": size}}
    height = rows * ROWS[max(map(len, names), default=1)]
    layout = framed(look, (x, y), (left, right, top, 30), height, marks=marks, words=words)
    drawn = _bars(points, chart, look) if chart.mark == "bar" else _dots(points, chart, look)
    return {"data": [*drawn, *_beside(chart, look)], "layout": layout}


def _name(lines: Sequence[str], ink: str) -> str:
    """Return a name as it is drawn, that of the chosen place bold and in ink."""
    said = "<br>".join(map(escape, lines))
    return f'<b style="color:{ink}">{said}</b>' if ink else said


def fitted(names: Sequence[str], width: int, right: int) -> tuple[list[list[str]], int]:
    """Return each name in lines and the size of its letters: on one where the plot keeps its room, else on two, of few on three, cut if need be."""
    if width - right - LEFT - max(map(text_width, names), default=0) >= PLOT * width:
        return [[name] for name in names], NAME
    longest = max((text_width(word, SMALL) for name in names for word in name.split(" ") if word.isascii()), default=0)
    room = min(max(width / 2 - right - LEFT, longest, NARROWEST), WIDEST)
    return [_in_lines(name, room, 3 if len(names) <= FEW else 2) for name in names], SMALL


def _in_lines(name: str, room: float, most: int) -> list[str]:
    lines = folded_lines(name, room, SMALL)
    kept = lines if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1:])]
    return [_cut(line, room) for line in kept]


def _cut(line: str, room: float) -> str:
    """Return a line cut to its room; of Latin letters the end stays, where names that begin alike differ ("AND NORTH… 03H")."""
    if text_width(line, SMALL) <= room + 1:
        return line
    end = line[-END:] if line.isascii() or "…" in line and line[-END:].isascii() else ""
    most = len(line) - len(end)
    while most > 1 and text_width(line[:most] + "…" + end, SMALL) > room + 1:
        most -= 1
    return line[:most].rstrip("… ") + "…" + end


def _marks(chart: Chart, look: Theme, plot: float) -> list[Mark]:
    """The norm and the median with their names, which end at their line where they would run into the head of the ranks."""
    marks = [target_line(line, look, upright=True) for line in (chart.target,) if line]
    if chart.median:
        marks.append(event_line(chart.median, look))
        if chart.target and len(marks) == 2:
            marks[1][1]["yshift"] = 14
    for _, label in marks:
        at = (label["x"] - chart.x.low) / ((chart.x.high - chart.x.low) or 1.0) * plot
        if at + text_width(label["text"]) / 2 > plot + 2:
            label |= {"xanchor": "right", "xshift": 3}
    return marks


def _head(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """The head of what stands at the right of the rows, on two lines."""
    if not chart.beside:
        return []
    at: dict[str, Any] = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": GAP, "y": 1, "yref": "paper", "yanchor": "bottom"}
    head = annotation(chart.beside[0], colour=look.faint, size=SMALL, **at)
    return [head | {"text": head["text"].replace(" (", "<br>(").replace("（", "<br>（"), "align": "left"}]


def _beside(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """What stands at the right of the rows of a ranking: one trace, since a note to each row takes a third of the time of the drawing."""
    if not chart.beside:
        return []
    said = [BLANK + escape(words) for words in chart.beside[1:]]
    return [{
        "type": "scatter", "mode": "text", "x": [chart.x.high] * len(said), "y": list(range(len(said))), "text": said,
        "textposition": "middle right", "textfont": {"size": SMALL, "color": look.sub}, "cliponaxis": False, "hoverinfo": "skip", "showlegend": False,
    }]


def _rows(points: Sequence[Point], chart: Chart) -> dict[str, Any]:
    """The whole row of each place, unseen: it tells and leads where the dot is small; from either end up to the dot, where the words then stand."""
    at = {p.y: p for p in points}
    ends = [(end, tick, at.get(tick[0])) for end in (chart.x.low, chart.x.high) for tick in chart.y.ticks]
    told = [customdata(p, chart.series[0].name, chart.lang) if p else [escape(said), ""] for _, (_, said), p in ends]  # one a name
    return {
        "type": "bar", "orientation": "h", "base": [end for end, *_ in ends], "x": [p.x - end if p else 0 for end, _, p in ends],
        "y": [y for _, (y, _), _ in ends], "width": 0.96, "marker": {"color": UNSEEN}, "customdata": told,
        "hovertemplate": hover(), "showlegend": False,
    }


def _intervals(points: Sequence[Point], look: Theme) -> list[dict[str, Any]]:
    known = [p for p in points if p.lower is not None]
    if not known:
        return []
    xs = [x for p in known for x in (p.lower, p.upper, None)]
    ys = [y for p in known for y in (p.y, p.y, None)]
    line = {"color": look.interval, "width": 6}
    return [{"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip", "showlegend": False}]


def _dots(points: Sequence[Point], chart: Chart, look: Theme) -> list[dict[str, Any]]:
    colours = [look.bad if p.is_beyond_target else look.faint if p.is_near_target else look.series[0] for p in points]
    fills, edges = ([made(p, c, look) for p, c in zip(points, colours, strict=True)] for made in (fill_of, edge_of))
    dots = {
        "type": "scatter", "mode": "markers", "x": [p.x for p in points], "y": [p.y for p in points],
        "marker": {"size": 8 if chart.y.high < 16 else 5, "color": fills, "line": {"color": edges, "width": 1.6}},
        "showlegend": False, "cliponaxis": False,
    }
    if chart.mark == "strip":
        return [dots | {"customdata": [customdata(p, chart.series[0].name, chart.lang) for p in points], "hovertemplate": hover()}]
    dots["hoverinfo"] = "skip"
    return [_rows(points, chart), *_intervals(points, look), dots]


def _bars(points: Sequence[Point], chart: Chart, look: Theme) -> list[dict[str, Any]]:
    colours = [fill_of(p, look.series[0], look) for p in points]
    return [{
        "type": "bar", "orientation": "h", "x": [p.x for p in points], "y": [p.y for p in points], "width": 0.62,
        "marker": {"color": colours, "line": {"color": look.series[0], "width": 1}},
        "text": [escape(p.text) for p in points], "textposition": "outside", "cliponaxis": False,
        "textfont": {"size": 11, "color": look.sub},
        "customdata": [customdata(p, chart.series[0].name, chart.lang) for p in points], "hovertemplate": hover(),
    }]
