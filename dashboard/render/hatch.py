"""Geometry a map needs beside its polygons: hatching, places for labels, outlines. Degrees in, degrees out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

Bounds = tuple[float, float, float, float]
Place = tuple[float, float]  # longitude, latitude
ROOM = 2.3  # radii of the roomiest circle in a cell that a label may be wide


def geometries(geojson: Mapping[str, Any], codes: Iterable[str]) -> dict[str, BaseGeometry]:
    """Return code -> geometry for the wanted codes of a GeoJSON whose features carry `properties.code`."""
    wanted = set(codes)
    found = {}
    for feature in geojson.get("features", ()):
        code = str((feature.get("properties") or {}).get("code"))
        if code in wanted and feature.get("geometry"):
            found[code] = shape(feature["geometry"])
    return found


def hatch_lines(outlines: Iterable[BaseGeometry], spacing: float) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return slanted lines `spacing` degrees apart, clipped to the outlines, as pairs of (lon, lat)."""
    found = []
    for outline in outlines:
        west, south, east, north = outline.bounds
        height = north - south
        starts = int((east - west + height) / spacing) + 1
        first = int((west - height) / spacing)  # one grid for all cells, so that neighbours match
        lines = [
            shapely.LineString([((first + i) * spacing, south), ((first + i) * spacing + height, north)])
            for i in range(starts + 2)
        ]
        clipped = shapely.get_parts(shapely.intersection(shapely.MultiLineString(lines), outline))
        found += [tuple(part.coords) for part in clipped if part.geom_type == "LineString" and len(part.coords) == 2]
    return found


def label_places(
    outlines: Mapping[str, BaseGeometry], widths: Mapping[str, float], lines: Sequence[tuple[Place, Place]] = (), clear: float = 0.0,
) -> dict[str, Place]:
    """Return code -> (lon, lat) for the labels that fit: about as wide (degrees) as the cell is at its roomiest place.

    Where `lines` run over the cells, a label stands where it is `clear` degrees from all of them, or nowhere.
    """
    places = {}
    taken = shapely.MultiLineString([line for line in lines if line[0] != line[1]]).buffer(clear, quad_segs=1) if lines else None
    for code, outline in outlines.items():
        free = outline if taken is None else outline.difference(taken)
        part = max(shapely.get_parts(free), key=lambda p: p.area, default=None)
        if part is None or part.is_empty:
            continue
        circle = shapely.maximum_inscribed_circle(part, tolerance=(part.bounds[2] - part.bounds[0]) / 50)
        if widths.get(code, 0.0) <= ROOM * circle.length:
            middle = circle.coords[0]
            places[code] = (middle[0], middle[1])
    return places
