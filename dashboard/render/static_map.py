"""The map as a picture for slides and paper: the note and the synthetic mark are burnt into it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any, Literal

import geopandas as gpd
import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from dashboard.charts.chart import Chart, MapCell, MapView
from dashboard.render.cells import breadth
from dashboard.render.hatch import geometries, label_places
from dashboard.render.lettering import FINDING_SIZE, NOTE_SIZE, TITLE_SIZE, drawable, font, lines_of, told_under
from dashboard.render.plotly_map import colours, is_strong, legend, letters, line_colour, short_name, z_of
from dashboard.render.plotly_parts import text_width
from dashboard.render.sentence import finding
from dashboard.theme import LIGHT

WIDTH, HEIGHT, DPI = 9.6, 4.75, 200  # inches; as wide as a slide's chart allows, so that nothing is scaled
LABEL_SIZE, LEGEND_SIZE = 8, 11  # points
MARGIN, GAP = 9.0, 4.0  # points beside the words of a picture that travels alone and at its edges, and under each paragraph
LEADING, ASCENT = 1.45, 1.05  # of a line, and from its upper edge to what its letters stand on, in type sizes
LOW = 0.03  # of the height of a map that is left under one that travels alone
NOTE_WIDTH = 0.76 * WIDTH * 72  # points that the note has beside the synthetic mark
Line = tuple[str, float, str, float]  # words, points, colour, points of the gap under them
HALO = 1.6  # points around the letters of a name


def map_png(chart: Chart, *, is_alone: bool = False) -> bytes:
    """Return the map as a PNG with its legend, its note and, for synthetic data, the mark; raises ValueError without one.

    One that travels alone (`is_alone`) carries all that the card says around it as well; on a slide or a sheet it stands there.
    """
    return _printed(chart, "png", is_alone=is_alone)


def map_svg(chart: Chart) -> bytes:
    """Return the map that travels alone as an SVG, its words as outlines: no machine needs the font; raises ValueError without one."""
    return _printed(chart, "svg", is_alone=True)


def _printed(chart: Chart, form: Literal["png", "svg"], *, is_alone: bool) -> bytes:
    if chart.map is None:
        raise ValueError(f"chart {chart.name} holds no map")
    # the salt names the parts of an SVG: the same map is the same bytes
    with matplotlib.rc_context({"hatch.linewidth": 0.6, "hatch.color": LIGHT.faint, "svg.fonttype": "path", "svg.hashsalt": chart.name}):
        above, under = (_above(chart), _under(chart)) if is_alone else ([], [])
        foot, low = (_tall(under) / 72, LOW) if is_alone else (0.0, 0.1)
        height = (0.9 + low) * HEIGHT + foot + _tall(above) / 72
        picture = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=LIGHT.card)
        FigureCanvasAgg(picture)
        area = picture.add_axes((0.0, (low * HEIGHT + foot) / height, 0.72, 0.89 * HEIGHT / height))
        area.set_axis_off()
        _draw(area, chart.map, chart.chosen)
        _legend(picture, chart)
        if is_alone:
            _write(picture, chart, above, under)
        else:
            _burn(picture, chart)
        out, title = io.BytesIO(), " · ".join(part for part in (chart.title, chart.place) if part)
        picture.savefig(out, format=form, facecolor=LIGHT.card, metadata={"Title": title, "Date": None} if form == "svg" else None)
    return out.getvalue()


def _frame(seen: MapView, cells: Sequence[MapCell]) -> gpd.GeoDataFrame:
    shapes = geometries(seen.geojson, [c.point.code for c in cells])
    return gpd.GeoDataFrame(geometry=[shapes[c.point.code] for c in cells if c.point.code in shapes], crs=4326)


def _draw(area: Any, seen: MapView, chosen: str) -> None:
    shades = colours(LIGHT)
    for cell in seen.cells:
        one = _frame(seen, [cell])
        if one.empty:
            continue
        is_open = cell.point.status == "no_denominator"
        one.plot(ax=area, facecolor=shades[z_of(cell)], edgecolor=LIGHT.event if is_open else LIGHT.card, linewidth=0.8, aspect=None)
        if cell.is_approximate or cell.point.status == "not_estimable":
            hatch = "////" if cell.is_approximate else "...."
            one.plot(ax=area, facecolor="none", edgecolor=LIGHT.card, hatch=hatch, linewidth=0.0, aspect=None)
    for cell in (c for c in seen.cells if c.point.status == "small_n"):
        _frame(seen, [cell]).boundary.plot(ax=area, color=LIGHT.ink, linewidth=1.1, linestyle=(0, (1, 1.5)), aspect=None)
    for cell in (c for c in seen.cells if c.point.code == chosen):
        _frame(seen, [cell]).boundary.plot(ax=area, color=LIGHT.ink, linewidth=2.4, aspect=None)
    west, south, east, north = seen.bounds
    area.set_xlim(west, east)
    area.set_ylim(south, north)
    area.set_aspect(1.0 / _shrink(south, north), anchor="C")
    _lines(area, seen)
    _labels(area, seen)


def _lines(area: Any, seen: MapView) -> None:
    """Lines between seats, a dot at the end of each, a larger one where they start."""
    for line in seen.lines:
        colour = line_colour(line.tone, LIGHT)
        area.plot([line.start[0], line.end[0]], [line.start[1], line.end[1]], color=colour, linewidth=0.9, alpha=0.75, zorder=3)
        area.plot([line.end[0]], [line.end[1]], marker="o", markersize=2.6, color=colour, linewidth=0, zorder=4)
    for lon, lat in dict.fromkeys(line.start for line in seen.lines):
        area.plot([lon], [lat], marker="o", markersize=5, color=LIGHT.ink, linewidth=0, zorder=5)


def _shrink(south: float, north: float) -> float:
    """How much narrower a degree of longitude is than one of latitude in the middle of the map."""
    return max(0.1, math.cos(math.radians((south + north) / 2)))


def _labels(area: Any, seen: MapView) -> None:
    west, south, east, north = seen.bounds
    shown = min(0.74 * WIDTH / ((east - west) * _shrink(south, north)), 0.9 * HEIGHT / (north - south))  # inches a degree
    widths = {c.point.code: text_width(short_name(c.point.label), LABEL_SIZE) / 72 / (shown * _shrink(south, north)) for c in seen.cells}
    places = label_places(geometries(seen.geojson, widths), widths)
    for cell in seen.cells:
        if cell.point.code in places:
            x, y = places[cell.point.code]
            colour, halo = letters(LIGHT, is_strong=is_strong(cell))
            area.text(x, y, short_name(cell.point.label), ha="center", va="center", color=colour, fontproperties=font(), fontsize=LABEL_SIZE,
                      parse_math=False, path_effects=[withStroke(linewidth=HALO, foreground=halo)])


def _legend(picture: Figure, chart: Chart) -> None:
    patches = []
    for colour, words, pattern in legend(chart):
        patch = Patch(facecolor=colour, edgecolor=LIGHT.event, linewidth=0.5, label=words)
        if pattern == "hatch":
            patch.set_hatch("////")
        if pattern == "dotted":
            patch.set_linestyle((0, (1, 1.5)))
            patch.set_edgecolor(LIGHT.ink)
        patches.append(patch)
    made = picture.legend(handles=patches, loc="center left", bbox_to_anchor=(0.73, 0.55), frameon=False, prop=font(),
                          title=chart.unit, handlelength=1.6, handleheight=1.1, labelspacing=0.7)
    for text in (made.get_title(), *made.get_texts()):
        text.set_color(LIGHT.sub)
        text.set_fontproperties(font())
        text.set_fontsize(LEGEND_SIZE)
        text.set_parse_math(False)


def _burn(picture: Figure, chart: Chart) -> None:
    """Write the map's own note and the synthetic mark on a picture for a slide or a sheet, around which all else stands."""
    note = "\n".join(lines_of(chart.map.note, NOTE_WIDTH, NOTE_SIZE)) if chart.map and chart.map.note else ""
    _put(picture, note, (0.012, 0.02), NOTE_SIZE, LIGHT.sub, va="bottom", linespacing=LEADING)
    _put(picture, chart.footer.synthetic, (0.988, 0.02), NOTE_SIZE, LIGHT.watch, ha="right", va="bottom")


def _put(picture: Figure, words: str, at: tuple[float, float], size: float, colour: str, **looks: Any) -> None:
    if words:
        picture.text(*at, drawable(words), fontproperties=font(), fontsize=size, color=colour, parse_math=False, **looks)


def _above(chart: Chart) -> list[Line]:
    """Return title, place, unit, period and as-at day, and what is found, line by line; beside the title stands the synthetic mark."""
    room, mark = WIDTH * 72 - 2 * MARGIN, chart.footer.synthetic
    under = " · ".join(part for part in (chart.place, chart.unit, chart.subtitle) if part)
    parts = ((chart.title, TITLE_SIZE, LIGHT.ink, room - breadth(mark, NOTE_SIZE)), (under, NOTE_SIZE, LIGHT.sub, room),
             (finding(chart), FINDING_SIZE, LIGHT.ink, room))
    return [line for words, size, colour, wide in parts for line in _broken(words, size, colour, wide)]


def _under(chart: Chart) -> list[Line]:
    """Return all that the card's foot tells, and what is defined, line by line."""
    return [line for words in told_under(chart) for line in _broken(words, NOTE_SIZE, LIGHT.sub, WIDTH * 72 - 2 * MARGIN)]


def _broken(words: str, size: float, colour: str, room: float) -> list[Line]:
    lines = lines_of(words, room, size) if words else []
    return [(line, size, colour, GAP if line is lines[-1] else 0.0) for line in lines]


def _tall(lines: Sequence[Line]) -> float:
    return MARGIN * bool(lines) + sum(size * LEADING + gap for _, size, _, gap in lines)


def _write(picture: Figure, chart: Chart, above: Sequence[Line], under: Sequence[Line]) -> None:
    """Write what stands above the map and under it, and the synthetic mark in the corner."""
    wide, high = (72 * inches for inches in picture.get_size_inches())
    for lines, top in ((above, high - MARGIN), (under, _tall(under))):
        for words, size, colour, gap in lines:
            _put(picture, words, (MARGIN / wide, (top - ASCENT * size) / high), size, colour, va="baseline")
            top -= size * LEADING + gap
    _put(picture, chart.footer.synthetic, (1 - MARGIN / wide, 1 - MARGIN / high), NOTE_SIZE, LIGHT.watch, ha="right", va="top")
