"""The map as Choroplethmap with a local style: nothing is fetched but our own boundary file."""

from __future__ import annotations

import math
from typing import Any

from dashboard.charts.chart import Chart, MapCell, MapView
from dashboard.render.hatch import geometries, hatch_lines, label_places
from dashboard.render.plotly_parts import Figure, base_layout, customdata, escape, faded, hover, pale, text_width
from dashboard.theme import FONT_STACK, Theme, theme_of
from pipelines.core.indicator import Status

HEIGHT = 400
WIDTH = 520  # pixels the first view is made for; a browser fits it to the card as it stands
CLEAR = 7  # pixels between a label and the lines of a map
CLASSES = 5
CHOSEN = 3  # pixels of the outline of the chosen place
KINDS_OF_PLACE = frozenset({"Township", "Town", "Subdistrict", "District", "County", "City", "Prefecture", "Province"})
GREYS: tuple[Status, ...] = ("not_collected", "suppressed", "no_denominator", "not_estimable", "not_reached")
LIGHT_FROM = CLASSES + len(GREYS)  # z of the palest class, partly reported


def colours(look: Theme) -> list[str]:
    """Return the colour of every z: five classes, the greys of statuses, five lighter classes."""
    greys = [look.not_collected, look.suppressed, look.no_denominator, look.not_collected, look.not_collected]
    return [*look.sequential, *greys, *(pale(c, look) for c in look.sequential)]


def z_of(cell: MapCell) -> int:
    """Return the integer a cell is coloured by."""
    if cell.klass is None:
        status = cell.point.status
        return CLASSES + (GREYS.index(status) if status in GREYS else 0)
    return cell.klass + (LIGHT_FROM if cell.point.status == "partial" else 0)


def _scale(look: Theme) -> list[list[Any]]:
    shades = colours(look)
    count = len(shades)
    return [[edge / count, shade] for i, shade in enumerate(shades) for edge in (i, i + 1)]


def style(look: Theme) -> dict[str, Any]:
    """Return a map style of our own; the empty source is needed, or every update after the first is lost."""
    empty = {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}
    ground = {"id": "ground", "type": "background", "paint": {"background-color": look.card}}
    return {"version": 8, "sources": {"none": empty}, "layers": [ground]}


def view(bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    """Return centre and zoom at which the bounds (degrees) fit the card."""
    west, south, east, north = bounds
    top, bottom = (math.asinh(math.tan(math.radians(y))) for y in (north, south))
    across = math.log2(WIDTH * 360 / (512 * max(east - west, 1e-6)))
    upward = math.log2(HEIGHT * 2 * math.pi / (512 * max(top - bottom, 1e-9)))
    middle = math.degrees(math.atan(math.sinh((top + bottom) / 2)))
    return {"center": {"lon": (west + east) / 2, "lat": middle}, "zoom": min(across, upward) - 0.12}


def _degrees_per_pixel(bounds: tuple[float, float, float, float]) -> float:
    zoom: float = view(bounds)["zoom"]
    return 360.0 / float(512 * 2.0**zoom)


def _cells_trace(chart: Chart, seen: MapView, look: Theme) -> dict[str, Any]:
    count = len(colours(look))
    return {
        "type": "choroplethmap",
        "geojson": seen.url,
        "featureidkey": "properties.code",
        "locations": [c.point.code for c in seen.cells],
        "z": [z_of(c) for c in seen.cells],
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": _scale(look),
        "showscale": False,
        "marker": {"line": {"color": look.card, "width": 1.2}, "opacity": 1},
        "customdata": [customdata(c.point, chart.title, chart.lang) for c in seen.cells],
        "hovertemplate": hover(),
    }


def _hatch_trace(seen: MapView, codes: list[str], colour: str) -> dict[str, Any]:
    spacing = 8 * _degrees_per_pixel(seen.bounds)
    lines = hatch_lines(geometries(seen.geojson, codes).values(), spacing)
    return {
        "type": "scattermap", "mode": "lines", "hoverinfo": "skip", "showlegend": False,
        "lon": [v for a, b in lines for v in (round(a[0], 5), round(b[0], 5), None)],
        "lat": [v for a, b in lines for v in (round(a[1], 5), round(b[1], 5), None)],
        "line": {"color": colour, "width": 1},
    }


def short_name(label: str) -> str:
    """Return the name of a place as it stands in its cell: English names without what kind of place it is, which leaves them no room.

    >>> short_name("Guanshan Town"), short_name("冠山镇"), short_name("North East")
    ('Guanshan', '冠山镇', 'North East')
    """
    name, _, kind = label.rpartition(" ")
    return name if name and kind in KINDS_OF_PLACE else label


def letters(look: Theme, *, is_strong: bool) -> tuple[str, str]:
    """Return the colour of a name on a strong or on a pale cell, and that of its halo.

    A name wider than its cell is read on the cells beside it, whatever shade they have.
    """
    if is_strong:
        return "#FFFFFF" if look.name == "light" else look.ground, look.sequential[-1]
    return look.ink, look.card


def is_strong(cell: MapCell) -> bool:
    """Return whether a cell has one of the two strongest shades, on which letters are of the other colour."""
    return z_of(cell) in (CLASSES - 1, CLASSES - 2)


def _label_traces(seen: MapView, look: Theme) -> list[dict[str, Any]]:
    degree = _degrees_per_pixel(seen.bounds)
    widths = {c.point.code: text_width(short_name(c.point.label), 11) * degree for c in seen.cells}
    places = label_places(geometries(seen.geojson, widths), widths, [(line.start, line.end) for line in seen.lines], CLEAR * degree)
    traces = []
    for strong in (False, True):
        cells = [c for c in seen.cells if c.point.code in places and is_strong(c) == strong]
        colour, halo = letters(look, is_strong=strong)
        traces.append({
            "type": "scattermap", "mode": "text", "hoverinfo": "skip", "showlegend": False, "meta": {"halo": halo},  # drawn by assets/maps.js
            "lon": [places[c.point.code][0] for c in cells], "lat": [places[c.point.code][1] for c in cells],
            "text": [short_name(c.point.label) for c in cells], "textfont": {"size": 11, "color": colour, "family": FONT_STACK},
        })
    return traces


def _outlines(chart: Chart, seen: MapView, look: Theme) -> list[dict[str, Any]]:
    """Dotted outlines of small numbers, and a strong one of the chosen place."""
    small = {c.point.code for c in seen.cells if c.point.status == "small_n"}
    chosen = {c.point.code for c in seen.cells if c.point.code == chart.chosen}
    return [*_outline(seen, small, look, {"width": 1.6, "dash": [1.2, 1.6]}), *_outline(seen, chosen, look, {"width": CHOSEN})]


def _outline(seen: MapView, wanted: set[str], look: Theme, line: dict[str, Any]) -> list[dict[str, Any]]:
    features = [
        {"type": "Feature", "properties": {}, "geometry": f["geometry"]}
        for f in seen.geojson.get("features", ())
        if str((f.get("properties") or {}).get("code")) in wanted
    ]
    return [{
        "sourcetype": "geojson", "type": "line", "color": look.ink, "line": line,
        "source": {"type": "FeatureCollection", "features": features},
    }] if features else []


def map_traces(chart: Chart, look: Theme) -> list[dict[str, Any]]:
    """Return the traces in their fixed order: cells, approximate hatching, not-estimable hatching, two of labels."""
    assert chart.map is not None
    seen = chart.map
    approximate = [c.point.code for c in seen.cells if c.is_approximate]
    unknown = [c.point.code for c in seen.cells if c.point.status == "not_estimable"]
    return [
        _cells_trace(chart, seen, look),
        _hatch_trace(seen, approximate, faded(look.ink, 0.38)),
        _hatch_trace(seen, unknown, look.event),
        *_line_traces(seen, look),
        *_label_traces(seen, look),
    ]


def line_colour(tone: str, look: Theme) -> str:
    """Return the colour of a line of a tone: good, watch or bad. Green beside red is one colour to some, so good is the accent here."""
    return {"good": look.accent, "watch": look.watch, "bad": look.bad}[tone]


def _line_traces(seen: MapView, look: Theme) -> list[dict[str, Any]]:
    """Lines tone by tone, then a dot with its words at the end of each, and a ring where they start."""
    traces: list[dict[str, Any]] = []
    common = {"type": "scattermap", "showlegend": False}
    for tone in dict.fromkeys(line.tone for line in seen.lines):
        drawn = [line for line in seen.lines if line.tone == tone]
        colour = line_colour(tone, look)
        ends = {"lon": [line.end[0] for line in drawn], "lat": [line.end[1] for line in drawn]}
        traces.append(common | {
            "mode": "lines", "hoverinfo": "skip", "line": {"color": faded(colour, 0.75), "width": 1.4},
            "lon": [v for line in drawn for v in (line.start[0], line.end[0], None)],
            "lat": [v for line in drawn for v in (line.start[1], line.end[1], None)],
        })
        traces.append(common | ends | {
            "mode": "markers", "marker": {"size": 6, "color": colour}, "hovertemplate": hover(),
            "customdata": [[f"<b>{escape(line.label)}</b><br>{escape(line.text)}", ""] for line in drawn],
        })
    starts = list(dict.fromkeys(line.start for line in seen.lines))
    if starts:
        traces.append(common | {
            "mode": "markers", "hoverinfo": "skip", "marker": {"size": 11, "color": look.ink},
            "lon": [lon for lon, _ in starts], "lat": [lat for _, lat in starts],
        })
    return traces


def map_figure(chart: Chart, look: Theme) -> Figure:
    """Return the map with its first view; the class legend and the note are printed by the card (chart.map)."""
    assert chart.map is not None
    first = view(chart.map.bounds)
    layout = base_layout(look) | {
        "map": {"style": style(look), **first, "layers": _outlines(chart, chart.map, look)},
        "meta": {"zoom": first["zoom"], "width": WIDTH, "height": HEIGHT},  # assets/maps.js fits it to the card as it stands
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "height": HEIGHT,
        "dragmode": "pan",
    }
    return {"data": map_traces(chart, look), "layout": layout}


def legend(chart: Chart, theme: str = "light") -> list[tuple[str, str, str]]:
    """Return the row under the map as (colour, words, pattern): classes, then statuses, then the approximate mark.

    Pattern is "fill", "light", "dotted", "edge" or "hatch".
    """
    if chart.map is None:
        return []
    look = theme_of(theme)
    greys = {"not_collected": look.not_collected, "suppressed": look.suppressed, "no_denominator": look.no_denominator,
             "not_estimable": look.not_collected, "not_reached": look.not_collected, "small_n": look.card,
             "partial": pale(look.sequential[3], look)}
    pattern = {"small_n": "dotted", "partial": "light", "no_denominator": "edge", "not_estimable": "hatch"}
    row = [(line_colour(tone, look), label, "fill") for tone, label in chart.map.line_words]
    row += [(look.sequential[c.index], c.label, "fill") for c in chart.map.classes]
    row += [(greys[s], words, pattern.get(s, "fill")) for s, words in chart.map.statuses]
    if chart.map.approximate_label:
        row.append((look.card, chart.map.approximate_label, "hatch"))
    return row
