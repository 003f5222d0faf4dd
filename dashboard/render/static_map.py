"""The map as a picture for slides and paper: the note and the synthetic mark are burnt into it."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import geopandas as gpd
import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from dashboard.charts.chart import Chart, MapCell, MapView
from dashboard.render.hatch import geometries, label_places
from dashboard.render.plotly_map import colours, is_strong, legend, letters, line_colour, short_name, z_of
from dashboard.render.plotly_parts import text_width
from dashboard.theme import LIGHT

WIDTH, HEIGHT, DPI = 9.6, 4.75, 200  # inches; as wide as a slide's chart allows, so that nothing is scaled
HEAD, FOOT = 0.62, 0.5  # inches more of a picture that travels alone: its title above, its source below
TITLE_SIZE, NOTE_SIZE, LABEL_SIZE, LEGEND_SIZE = 15, 10, 8, 11
HALO = 1.6  # points around the letters of a name
LINE = {"zh": 66, "en": 128}  # characters of a note in one line


@cache
def font() -> font_manager.FontProperties:
    """Return the packaged Noto Sans SC, so that Chinese never prints as boxes."""
    path = str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")
    return font_manager.FontProperties(fname=path)


def map_png(chart: Chart, *, is_alone: bool = False) -> bytes:
    """Return the map as a PNG with its legend, its note and, for synthetic data, the mark; raises ValueError without one.

    One that travels alone (`is_alone`) carries its title, place, period and source as well; on a slide they stand around it.
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
        foot = FOOT if is_alone else 0.0
        height = HEIGHT + foot + (HEAD if is_alone else 0.0)
        picture = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=LIGHT.card)
        FigureCanvasAgg(picture)
        area = picture.add_axes((0.0, (0.1 * HEIGHT + foot) / height, 0.72, 0.89 * HEIGHT / height))
        area.set_axis_off()
        _draw(area, chart.map, chart.chosen)
        _legend(picture, chart)
        _burn(picture, chart, is_alone=is_alone)
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


def _burn(picture: Figure, chart: Chart, *, is_alone: bool) -> None:
    notes = [chart.map.note if chart.map else ""]
    if is_alone:
        _head(picture, chart)
        notes += [" · ".join(part for part in (chart.footer.source, chart.footer.build, chart.footer.profile) if part)]
    wrapped = "\n".join(textwrap.fill(note, LINE[chart.lang] if is_alone else 60 if chart.lang == "zh" else 120) for note in notes if note)
    picture.text(0.012, 0.02, wrapped, fontproperties=font(), fontsize=NOTE_SIZE, color=LIGHT.sub, va="bottom", parse_math=False, linespacing=1.5)
    if chart.footer.synthetic:
        picture.text(0.988, 0.985 if is_alone else 0.02, chart.footer.synthetic, fontproperties=font(), fontsize=NOTE_SIZE, color=LIGHT.watch,
                     ha="right", va="top" if is_alone else "bottom", parse_math=False)


def _head(picture: Figure, chart: Chart) -> None:
    """Write the title, and under it place, unit, period and as-at day."""
    under = " · ".join(part for part in (chart.place, chart.unit, chart.subtitle) if part)
    for at, text, size, colour in ((0.985, chart.title, TITLE_SIZE, LIGHT.ink), (0.93, under, NOTE_SIZE, LIGHT.sub)):
        picture.text(0.012, at, text, fontproperties=font(), fontsize=size, color=colour, va="top", parse_math=False)
