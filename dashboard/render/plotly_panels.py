"""Panels -> Plotly figures: one line with dots a panel; what nobody points at (the whole, bands, policies, the target) is drawn behind as shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.marks import bands_of, is_dashed, runs_of
from dashboard.charts.panels import GREY, last_told, places_of, whole_of
from dashboard.render.plotly_parts import (
    HALF_PAGE,
    Figure,
    annotation,
    axes_of,
    axis_of,
    customdata,
    edge_of,
    escape,
    event_line,
    faded,
    fill_of,
    framed,
    hover,
    text_width,
    tick_room,
)
from dashboard.render.plotly_ticks import merged, newest
from dashboard.theme import BAND_OPACITY, Theme

LEAST, NAMED = 112, 150  # pixels of a panel, which its title needs, and which a long name gets
GAP = 12  # pixels between two panels side by side
TITLE_ROW, TITLE = 14, 11  # pixels of a line over a panel, of its letters
NUMBER, NUMBERS = 10, 12  # pixels of the letters of the numbers of policies, of the row of them over each panel
OVER = 2 * TITLE_ROW + 4  # pixels of the title over a panel
UNDER = 8  # pixels under a panel before the title of the next
PLOTS = {1: 190, 2: 84, 3: 66}  # pixels of a panel, by how many rows there are
LOWEST = 58
TICK = 17  # pixels that a number beside a panel takes
CHOSEN_MARK = "▶ "


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where panels stand: their columns and rows, and pixels of one panel."""

    columns: int
    rows: int
    wide: float
    tall: int
    over: int
    count: int

    @property
    def height(self) -> int:
        """Pixels of all rows with their titles, the first of which stands over the plot."""
        return self.rows * self.tall + (self.rows - 1) * (self.over + UNDER)

    def across(self, column: int) -> list[float]:
        """The share of the width that a column takes."""
        whole = self.columns * self.wide + (self.columns - 1) * GAP
        start = column * (self.wide + GAP)
        return [start / whole, (start + self.wide) / whole]

    def down(self, row: int) -> list[float]:
        """The share of the height that a row takes, counted from below."""
        top = self.height - row * (self.tall + self.over + UNDER)
        return [(top - self.tall) / self.height, top / self.height]

    def last_row(self, column: int) -> int:
        """The row of the lowest panel of a column."""
        return (self.count - 1 - column) // self.columns

    def refs(self, place: int) -> tuple[str, str]:
        """The axes of a panel: panels of a column share one, those of a row the other."""
        return f"x{_number(place % self.columns)}", f"y{_number(place // self.columns)}"


def panels_figure(chart: Chart, look: Theme, width: int = HALF_PAGE) -> Figure:
    """Return the figure of panels that is at least about `width` pixels wide."""
    places, left, room = places_of(chart), 16 + tick_room(chart.y), NUMBERS if chart.events else 0
    grid = _grid(places, width - left - 10, OVER + room)
    numbers = merged([event_line(e, look) for e in chart.events], chart.x, grid.wide)
    traces, shapes, words = [], [], []
    for i, series in enumerate(places):
        refs = grid.refs(i)
        traces.append(_line(series, chart, look, refs))
        shapes += _behind(series, chart, look, refs)
        words += _title(series, chart, look, grid.wide, refs, room)
        words += _numbers(numbers, chart, refs)
    words += _target_name(chart, look) if chart.target else []
    x, y = axes_of(chart, look, along="y")
    layout = framed(look, (x, y), (left, 10, grid.over + 2, 26), grid.height, words=words)
    return {"data": traces, "layout": layout | _axes(chart, look, grid) | {"shapes": shapes}}


def _grid(places: Sequence[Series], room: float, over: int) -> _Grid:
    """Return as many columns as have room for the names of places, no more than leave no row half empty."""
    count, named = len(places), max(text_width(s.name, TITLE) for s in places)
    most = max(1, int((room + GAP) // (min(max(LEAST, named), NAMED) + GAP)))
    rows = -(-count // most)
    columns = -(-count // rows)
    return _Grid(columns, rows, (room - (columns - 1) * GAP) / columns, PLOTS.get(rows, LOWEST), over, count)


def _number(place: int) -> str:
    return str(place + 1) if place else ""


def _axes(chart: Chart, look: Theme, grid: _Grid) -> dict[str, Any]:
    """Return the axes: one a column under its lowest panel, one a row at the left, all with the same ends."""
    across = axis_of(chart.x, look, grid=False) | newest(chart.x, min(grid.wide, LEAST)) | {"showline": False}
    every = -(-len(chart.y.ticks) * TICK // grid.tall)
    kept = [t for t in chart.y.ticks if round(t[0] / chart.y.step) % every == 0] or chart.y.ticks[:1]
    ticks = {"tickvals": [at for at, _ in kept], "ticktext": [escape(said) for _, said in kept]}
    down = axis_of(chart.y, look, grid=True) | ticks | {"ticklabelstandoff": 4}
    made = {f"xaxis{_number(c)}": across | {"domain": grid.across(c), "anchor": f"y{_number(grid.last_row(c))}"} for c in range(grid.columns)}
    return made | {f"yaxis{_number(r)}": down | {"domain": grid.down(r), "anchor": "x"} for r in range(grid.rows)}


def _line(series: Series, chart: Chart, look: Theme, refs: tuple[str, str]) -> dict[str, Any]:
    """The line of a place with its dots; it stops where a year has no number, where it breaks, and where its stretch is dashed."""
    colour, drawn = look.series[0], _with_gaps(runs_of(chart, series))
    return {
        "type": "scatter", "mode": "lines+markers", "name": escape(series.name), "xaxis": refs[0], "yaxis": refs[1],
        "x": [p.x if p else None for p in drawn], "y": [p.y if p else None for p in drawn],
        "line": {"color": colour, "width": 1.8}, "connectgaps": False, "cliponaxis": False, "showlegend": False,
        "marker": {"size": 5, "opacity": 1, "color": [fill_of(p, colour, look) if p else colour for p in drawn],
                   "line": {"color": [edge_of(p, colour, look) if p else colour for p in drawn], "width": 1.4}},
        "customdata": [customdata(p, series.name, chart.lang) if p else ["", ""] for p in drawn], "hovertemplate": hover(),
    }


def _with_gaps(runs: Sequence[Sequence[Point]]) -> list[Point | None]:
    found: list[Point | None] = []
    for run in runs:
        found += [None] if found else []
        for before, point in zip([None, *run], run, strict=False):
            found += [None, point] if before and is_dashed(before, point) else [point]
    return found


def _behind(series: Series, chart: Chart, look: Theme, refs: tuple[str, str]) -> list[dict[str, Any]]:
    """What stands behind the line of a panel: its band, the line of the whole, policies, the target, and the dashed stretches of its own line."""
    colour, whole, runs = look.series[0], whole_of(chart), runs_of(chart, series)
    rings = [[*((p.x, p.upper) for p in band), *((p.x, p.lower) for p in reversed(band))] for run in runs for band in bands_of(run)]
    pale = [[(p.x, p.y) for p in run] for run in (runs_of(chart, whole) if whole else ())]
    marks = [[(e.at, chart.y.low), (e.at, chart.y.high)] for e in chart.events]
    target = [[(chart.x.low, chart.target.at), (chart.x.high, chart.target.at)]] if chart.target else []
    dashed = [[(a.x, a.y), (b.x, b.y)] for run in runs for a, b in pairwise(run) if is_dashed(a, b)]
    styles: list[tuple[Any, dict[str, Any]]] = [
        (pale, {"color": look.series[GREY], "width": 1.6}), (marks, {"color": look.event, "width": 1, "dash": "2px,3px"}),
        (target, {"color": look.target, "width": 1.2, "dash": "2px,3px"}), (dashed, {"color": colour, "width": 1.8, "dash": "4px,4px"}),
    ]
    made = [_path(rings, refs, {"width": 0}, closed=True) | {"fillcolor": faded(colour, BAND_OPACITY)}] if rings else []
    return [*made, *(_path(lines, refs, style) for lines, style in styles if lines)]


def _path(lines: Any, refs: tuple[str, str], style: dict[str, Any], *, closed: bool = False) -> dict[str, Any]:
    """Return lines on the axes of a panel as one shape."""
    drawn = " ".join("M" + " L".join(f"{x:g},{y:.10g}" for x, y in line) + ("Z" if closed else "") for line in lines if len(line) > 1)
    return {"type": "path", "path": drawn or "M0,0", "xref": refs[0], "yref": refs[1], "layer": "below", "line": style}


def _title(series: Series, chart: Chart, look: Theme, wide: float, refs: tuple[str, str], room: float) -> list[dict[str, Any]]:
    """The name of a place over its panel and `room` pixels of other words, and under it its last figure with its n."""
    name = (CHOSEN_MARK if chart.chosen == series.code else "") + series.name
    while text_width(name, TITLE) > wide and len(name) > 4:
        name = name.removesuffix("…")[:-1] + "…"
    said = annotation("", x=chart.x.low, y=chart.y.high, xref=refs[0], yref=refs[1], colour=look.sub, xanchor="left", yanchor="bottom",
                      yshift=room, size=TITLE)
    told = f'<span style="color:{look.ink}"><b>{escape(name)}</b></span><br>{escape(last_told(series, chart))}'
    return [said | {"text": told, "align": "left"} | ({"hovertext": escape(series.name)} if name != series.name else {})]


def _numbers(numbers: Sequence[dict[str, Any]], chart: Chart, refs: tuple[str, str]) -> list[dict[str, Any]]:
    """The numbers of the policies over their marks in a panel."""
    place = {"xref": refs[0], "yref": refs[1], "y": chart.y.high}
    return [label | place | {"yshift": -1, "font": label["font"] | {"size": NUMBER}} for label in numbers]


def _target_name(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """The name of the target in the first panel."""
    assert chart.target is not None
    return [annotation(chart.target.label, x=chart.x.low, y=chart.target.at, xref="x", yref="y", colour=look.target, xanchor="left",
                       yanchor="bottom", size=NUMBER)]
