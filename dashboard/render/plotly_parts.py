"""Small parts of Plotly figures: escaped text, hover, annotations, the common layout."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Literal

from dashboard.charts.chart import Axis, Chart, Line, Point
from dashboard.charts.marks import PALE, is_hollow, is_pale
from dashboard.charts.numbers import size
from dashboard.theme import DARK, FONT_STACK, LIGHT, Theme, mixed

Figure = dict[str, Any]
Mark = tuple[dict[str, Any], dict[str, Any]]  # a line across a plot and its name
HALF_PAGE = 438  # pixels of a figure on half a page of a window 1,201 wide, the narrowest that has cards side by side
PLOT_HEIGHT = 230  # pixels of a plot without what stands around it
KEPT, MAY_FOLD = "\u2060", "\u200b"  # stand for a blank that is not folded at and for a place that is, while a label is folded
_MEASURED = re.compile(r"(?:第 ?)?\d[\d.,]*(?:–\d[\d.,]*)? ?[\u4e00-\u9fff]")  # a figure, or a range, with its measure
SIZE = re.compile(r"[(（]n = [\d,]+[)）]")  # of how many people a name is said
LEGEND_ROW, LEGEND_SIGN = 19, 46  # pixels of a row of a legend, of a sign and its gap


def escape(text: str) -> str:
    """Return text that Plotly prints as it stands: its pseudo-HTML reads tags and entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def faded(colour: str, opacity: float) -> str:
    """Return "#RRGGBB" as rgba() with an opacity 0-1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def pale(colour: str, look: Theme) -> str:
    """Return the colour of what is partly reported."""
    return mixed(colour, look.card, 1 - PALE)


@cache
def on_white() -> dict[str, str]:
    """Return by each colour of a dark page, and by what is pale in it, the one that a light page has in its place: for pictures of it."""
    found: dict[str, str] = {}
    for field in (field.name for field in fields(Theme) if field.name != "name"):
        dark, light = ((getattr(look, field),) if isinstance(getattr(look, field), str) else getattr(look, field) for look in (DARK, LIGHT))
        for seen, drawn in zip(dark, light, strict=True):
            found |= {pale(seen, DARK): pale(drawn, LIGHT), seen: drawn}
    return found


def fill_of(point: Point, colour: str, look: Theme) -> str:
    """Return what a mark of a series in this colour is filled with: of few people the ground, partly reported pale, else the colour."""
    return look.card if is_hollow(point) else pale(colour, look) if is_pale(point) else colour


def edge_of(point: Point, colour: str, look: Theme) -> str:
    """Return the edge of a dot: that of a pale one is pale, since a dot is little more than its edge."""
    return fill_of(point, colour, look) if is_pale(point) else colour


def text_width(text: str, size: float = 12) -> int:
    """Return about how many pixels a line of text takes at a font size in px."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    capital = sum(c.isupper() for c in text)
    return round(size * (wide + 0.68 * capital + 0.56 * (len(text) - wide - capital)))


def folded(label: str, room: float) -> str:
    """Return a label escaped, on as many lines as it takes to stand in `room` pixels; words are not cut, save Chinese ones, into even parts."""
    return "<br>".join(escape(line) for line in folded_lines(label, room))


def folded_lines(label: str, room: float, size: float = 12) -> list[str]:
    """Return the lines of a label in letters of `size` pixels, each at most `room` pixels wide where its words are.

    A figure stays with its measure: "20 年以上" is folded behind 年, "第 11–20 年" in the middle of its range,
    "没有培训（n = 622）" before its size.
    """
    lines = [""]
    for joint, word in _words(label, room, size):
        longer = f"{lines[-1]}{joint}{word}" if lines[-1] else word
        if lines[-1] and text_width(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line.replace(KEPT, " ") for line in lines]


def _words(label: str, room: float, size: float) -> list[tuple[str, str]]:
    """Return the parts of a label that stand on one line each where they can, and what joins each to the part before."""
    sized = SIZE.sub(lambda found: MAY_FOLD + found[0].replace(" ", KEPT), label)
    marked = _MEASURED.sub(lambda found: found[0].replace(" ", KEPT) + MAY_FOLD, sized)
    wholes = re.findall(f"([ {MAY_FOLD}]?)([^ {MAY_FOLD}]+)", marked)
    return [(" " if joint == " " and not n else "", part) for joint, whole in wholes for n, part in enumerate(_parts(whole, room, size))]


def _parts(word: str, room: float, size: float) -> list[str]:
    wide = text_width(word, size)
    if wide > room and KEPT in word and "–" in word:
        return re.split("(?<=–)", word)
    if wide <= room or not all("\u4e00" <= letter <= "\u9fff" for letter in word):
        return [word]
    most = -(-len(word) // -(-wide // max(int(room), 1)))
    return [word[at : at + most] for at in range(0, len(word), most)]


def legend_room(names: Sequence[str], width: int) -> int:
    """Return how many pixels the legend of these names takes above a plot `width` pixels wide; one name needs none.

    Names that do not stand on one row stand in columns as wide as the longest of them.
    """
    wide = [text_width(name) + LEGEND_SIGN for name in names]
    if len(wide) < 2:
        return 0
    rows = 1 if sum(wide) <= width else -(-len(wide) // max(1, width // max(wide)))
    return LEGEND_ROW * rows + 5


def tick_room(axis: Axis) -> int:
    """Return how many pixels the words of an axis at the left of a plot take."""
    return max((text_width(label) for _, label in axis.ticks), default=30)


def spread_apart(
    places: Sequence[float | None], gap: float, ceiling: float = float("inf"), ground: float = float("-inf"),
) -> list[float]:
    """Return how far each place must rise, or sink, so that, in order, neighbours stand at least `gap` apart and none over the ceiling.

    None stands under the `ground` either, where all of them have room between the two.
    """
    lifts, floor = [0.0] * len(places), ground - gap
    known = sorted((place, i) for i, place in enumerate(places) if place is not None)
    for place, i in known:
        settled = max(place, floor + gap)
        lifts[i], floor = settled - place, settled
    for place, i in reversed(known):
        settled = min(place + lifts[i], ceiling)
        lifts[i], ceiling = settled - place, settled - gap
    return lifts


def customdata(point: Point, series: str, lang: str) -> list[str]:
    """Return [hover words, code] of a point: the same words as in the table."""
    words = [f"<b>{escape(point.whole or point.label)}</b>", f"{escape(series)}  {escape(point.text)}"]
    if said := point.interval or point.half:
        words.append(("95 % 区间 " if lang == "zh" else "95% interval ") + escape(said))
    if point.n is not None:
        words.append(f"n = {size(point.n)}")
    words += [escape(part) for part in (point.mark, point.against) if part]
    return ["<br>".join(words), point.code]


def legend_sign(kind: Literal["bar", "scatter"], name: str, colour: str) -> dict[str, Any]:
    """Return a trace that draws nothing and names a series in its own colour in the legend, where its first mark may be hollow or pale."""
    shown: dict[str, Any] = {"mode": "markers", "cliponaxis": False} if kind == "scatter" else {}
    return shown | {
        "type": kind, "x": [None], "y": [None], "name": escape(name), "marker": {"color": colour}, "showlegend": True, "hoverinfo": "skip",
    }


def hover() -> str:
    """Return the hover template that prints `customdata`."""
    return "%{customdata[0]}<extra></extra>"


MARK_OPACITY = 0.24


def annotation(
    text: str, *, x: float, y: float | None, xref: str, yref: str, colour: str, xanchor: str = "center",
    yanchor: str = "middle", xshift: float = 0, yshift: float = 0, size: int = 12,
) -> dict[str, Any]:
    """Return words at a place of the figure, without an arrow."""
    return {
        "text": escape(text), "x": x, "y": y, "xref": xref, "yref": yref, "showarrow": False, "xanchor": xanchor,
        "yanchor": yanchor, "xshift": xshift, "yshift": yshift, "font": {"size": size, "color": colour},
    }


def burnt_in(mark: str, look: Theme, aside: float = 0) -> dict[str, Any]:
    """Return the mark of synthetic data across the middle of a figure, pale enough to read the figure through it.

    `aside` is how many pixels the middle of the figure lies to the right of that of its plot.
    """
    mid = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    return annotation(mark, colour=faded(look.watch, MARK_OPACITY), size=22, xshift=aside, **mid) | {"textangle": -14}  # type: ignore[arg-type]


def base_layout(look: Theme) -> Figure:
    """Return what every figure shares: transparent ground, our fonts, quiet hover labels, no dragging."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT_STACK, "size": 12, "color": look.ink},
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": look.card, "bordercolor": look.line, "align": "left",
                       "font": {"family": FONT_STACK, "size": 12, "color": look.ink}},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "yref": "container", "y": 1, "yanchor": "top",
                   "font": {"size": 12, "color": look.sub}, "itemclick": False, "itemdoubleclick": False},
        "showlegend": False,
        "dragmode": False,
        "autosize": True,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    }


def sentence_figure(sentence: str, look: Theme) -> Figure:
    """Return a figure without axes that says one sentence."""
    is_wide = sum(unicodedata.east_asian_width(c) in "WF" for c in sentence) > len(sentence) / 3
    lines = textwrap.wrap(sentence, 26 if is_wide else 52)
    note = annotation("", x=0.5, y=0.5, xref="paper", yref="paper", colour=look.sub, size=13)
    note["text"] = "<br>".join(escape(line) for line in lines)
    hidden = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": base_layout(look) | {
        "xaxis": hidden, "yaxis": hidden, "annotations": [note] if lines else [], "height": 160}}


def axis_of(axis: Axis, look: Theme, *, grid: bool, has_zero: bool = False) -> dict[str, Any]:
    """Return an axis of a figure with its ticks in words; `grid` draws their lines, `has_zero` the line of zero where both sides are shown."""
    return {
        "range": [axis.low, axis.high],
        "tickvals": [at for at, _ in axis.ticks],
        "ticktext": [escape(label) for _, label in axis.ticks],
        "tickfont": {"size": 12, "color": look.sub},
        "title": {"text": escape(axis.title), "font": {"size": 11, "color": look.sub}, "standoff": 6},
        "showgrid": grid,
        "gridcolor": look.grid,
        "zeroline": has_zero and axis.low < 0 < axis.high,
        "zerolinecolor": look.event,
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": False,
        "ticks": "",
        "ticklabeloverflow": "allow",  # else every label is measured when it stands: a quarter of the time drawing takes
    }


def axes_of(chart: Chart, look: Theme, *, along: Literal["x", "y"]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both axes of a plot whose values run along one of them: that one has the grid, and zero; x has a line."""
    x = axis_of(chart.x, look, grid=along == "x", has_zero=along == "x") | {"showline": True, "linecolor": look.line}
    y = axis_of(chart.y, look, grid=along == "y", has_zero=along == "y") | {"ticklabelstandoff": 4 if along == "y" else 10}
    return x, y


def framed(
    look: Theme, axes: tuple[dict[str, Any], dict[str, Any]], margin: tuple[int, int, int, int], plot: int, *,
    marks: Sequence[Mark] = (), words: Sequence[dict[str, Any]] = (), has_legend: bool = False,
) -> Figure:
    """Return the layout around a plot `plot` pixels high: its axes, lines across it with their names, words, margins left, right, top, bottom."""
    left, right, top, bottom = margin
    return base_layout(look) | {
        "xaxis": axes[0], "yaxis": axes[1],
        "shapes": [shape for shape, _ in marks], "annotations": [*(label for _, label in marks), *words],
        "margin": {"l": left, "r": right, "t": top, "b": bottom}, "height": plot + top + bottom, "showlegend": has_legend,
    }


def target_line(line: Line, look: Theme, *, upright: bool) -> Mark:
    """Return a target as a dotted line and its name; `upright` where values run along x."""
    style = {"color": look.target, "width": 1.4, "dash": "2px,3px"}
    if upright:
        shape = {"type": "line", "xref": "x", "yref": "paper", "x0": line.at, "x1": line.at, "y0": 0, "y1": 1, "line": style}
        return shape, annotation(line.label, x=line.at, y=1, xref="x", yref="paper", colour=look.target, yanchor="bottom")
    shape = {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": line.at, "y1": line.at, "line": style}
    return shape, annotation(line.label, x=0, y=line.at, xref="paper", yref="y", colour=look.target, xanchor="left",
                             yanchor="bottom")


def event_line(line: Line, look: Theme) -> Mark:
    """Return an event as an upright dotted line and its name."""
    shape = {"type": "line", "xref": "x", "yref": "paper", "x0": line.at, "x1": line.at, "y0": 0, "y1": 1,
             "line": {"color": look.event, "width": 1.2, "dash": "2px,3px"}}
    name = annotation(line.label, x=line.at, y=1, xref="x", yref="paper", colour=look.sub, yanchor="bottom", yshift=3)
    told = "<br>".join(escape(part) for part in line.whole.split("\n"))
    return shape, name | ({"hovertext": told} if told else {})
