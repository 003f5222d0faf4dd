"""Whether shapes make one map: valid, without overlaps or gaps; made simpler together, and joined into the places above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from pipelines.core.errors import Problem
from pipelines.core.text import Text

EQUAL_AREA = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=36 +lon_0=105 +datum=WGS84 +units=m"  # square metres, in China
SLIVER_SHARE = 0.001  # of the smaller neighbour: below it an overlap is a matter of drawing
REPAIR_SHARE = 0.001  # of its own area: a shape whose repair changes more is kept out
SHOWN = 10
_DIGITS = 6  # decimals of a degree: about ten centimetres
_REDRAW = Text("请在地理信息软件中修正后重试", "correct it in your GIS and try again")


@dataclass(frozen=True)
class Checked:
    """Shapes fit to be drawn (WGS84), what is wrong with them, and whether they share their edges exactly.

    `is_refused` says that the pack must not be used: an area counted twice is worse than no map.
    """

    frame: gpd.GeoDataFrame
    problems: tuple[Problem, ...]
    is_coverage: bool
    is_refused: bool


def label_of(code: str, name: str) -> str:
    """Return how a shape is named to the reader."""
    return " ".join(word for word in (code, name) if word) or "?"


def check_shapes(frame: gpd.GeoDataFrame, file: str) -> Checked:
    """Check shapes with columns row (1-based), code, name and geometry (WGS84).

    What has no area is kept out; what is invalid is repaired where that changes less than 0.1 % of its area.
    """
    problems: list[Problem] = []
    kept = _areas(frame, file, problems)
    kept = _valid(kept, file, problems)
    flat = kept.to_crs(EQUAL_AREA).geometry.values
    is_coverage = bool(shapely.coverage_is_valid(flat)) if len(kept) else False
    is_refused = False
    if len(kept) and not is_coverage:
        overlaps = _overlaps(kept, flat, file)
        is_refused = any(p.severity == "error" for p in overlaps)
        problems += overlaps or [_loose_edges(flat, file)]
    if len(kept):
        problems += _gaps(kept, flat, is_coverage, file)
    return Checked(kept.reset_index(drop=True), tuple(problems), is_coverage, is_refused)


def _problem(file: str, row: int, found: str, reason: Text, severity: str = "error") -> Problem:
    return Problem(file=file, row=row, found=found, reason=reason, remedy=_REDRAW, severity=severity)  # type: ignore[arg-type]


def _areas(frame: gpd.GeoDataFrame, file: str, problems: list[Problem]) -> gpd.GeoDataFrame:
    kinds = frame.geometry.geom_type
    is_area = kinds.isin(["Polygon", "MultiPolygon"]) & ~frame.geometry.is_empty & frame.geometry.notna()
    for row in frame[~is_area].itertuples():
        found = label_of(row.code, row.name)
        problems.append(_problem(file, int(row.row), found, Text("没有面状图形，未使用", "it has no area and was not used")))
    return frame[is_area]


def _valid(frame: gpd.GeoDataFrame, file: str, problems: list[Problem]) -> gpd.GeoDataFrame:
    bad = ~frame.geometry.is_valid
    if not bad.any():
        return frame
    frame = frame.copy()
    dropped = []
    for place in frame.index[bad]:
        shape = frame.geometry[place]
        mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        found, row = label_of(frame["code"][place], frame["name"][place]), int(frame["row"][place])
        why = shapely.is_valid_reason(shape).partition("[")[0]
        change = abs(mended.area - shape.area) / max(mended.area, 1e-12)
        if mended.geom_type not in ("Polygon", "MultiPolygon") or mended.is_empty or change > REPAIR_SHARE:
            problems.append(_problem(file, row, found, Text(f"图形无效（{why}），未使用", f"the shape is invalid ({why}) and was not used")))
            dropped.append(place)
            continue
        frame.loc[place, frame.geometry.name] = mended
        said = Text(f"图形无效（{why}），已修复", f"the shape was invalid ({why}) and was repaired")
        problems.append(_problem(file, row, found, said, "warning"))
    return frame.drop(index=dropped)


def _overlaps(frame: gpd.GeoDataFrame, flat: Sequence[shapely.Geometry], file: str) -> list[Problem]:
    """Return the pairs that share an area, the largest first; more than 0.1 % of the smaller one is an error."""
    areas = shapely.area(flat)
    left, right = shapely.STRtree(flat).query(flat, predicate="intersects")
    pairs = [(a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True) if a < b]
    found = []
    for a, b in pairs:
        shared = float(shapely.area(shapely.intersection(flat[a], flat[b])))
        if shared >= 1:
            found.append((shared, shared / max(min(areas[a], areas[b]), 1e-9), a, b))
    problems = []
    for shared, share, a, b in sorted(found, reverse=True)[:SHOWN]:
        first, second = frame.iloc[a], frame.iloc[b]
        reason = Text(
            f"与“{label_of(second.code, second['name'])}”重叠 {shared / 1e6:.4g} 平方公里（占较小者 {share:.2%}）",
            f'it overlaps "{label_of(second.code, second["name"])}" by {shared / 1e6:.4g} km2 ({share:.2%} of the smaller one)',
        )
        severity = "error" if share > SLIVER_SHARE else "warning"
        problems.append(_problem(file, int(first.row), label_of(first.code, first["name"]), reason, severity))
    return problems


def _loose_edges(flat: Sequence[shapely.Geometry], file: str) -> Problem:
    edges = shapely.coverage_invalid_edges(flat)
    loose = int((~shapely.is_empty(edges)).sum())
    metres = float(shapely.length(edges).sum())
    reason = Text(
        f"{loose} 个图形的边与邻居不完全重合（共 {metres:.0f} 米），不能一起简化",
        f"the edges of {loose} shapes do not match their neighbours' exactly ({metres:.0f} m in all), so they are not simplified",
    )
    return _problem(file, 0, "", reason, "warning")


def _gaps(frame: gpd.GeoDataFrame, flat: Sequence[shapely.Geometry], is_coverage: bool, file: str) -> list[Problem]:
    """Return the holes that no shape covers, the largest first, with a neighbour; enclaves of other areas are such holes too."""
    whole = shapely.coverage_union_all(flat) if is_coverage else shapely.union_all(flat)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    holes = sorted((h for h in holes if h.area >= 1), key=lambda h: -h.area)
    problems = []
    tree = shapely.STRtree(flat)
    for hole in holes[:SHOWN]:
        beside = frame.iloc[int(tree.nearest(hole))]
        reason = Text(
            f"旁边有 {hole.area / 1e6:.4g} 平方公里没有图形覆盖（外地飞地可忽略）",
            f"{hole.area / 1e6:.4g} km2 beside it are covered by no shape (an enclave of another area may be)",
        )
        problems.append(_problem(file, int(beside.row), label_of(beside.code, beside["name"]), reason, "warning"))
    return problems


def simplify(shapes: Checked, metres: float) -> gpd.GeoDataFrame:
    """Return the shapes with edges moved by at most `metres`, neighbours together; as they are where they are no coverage."""
    if metres <= 0 or not shapes.is_coverage:
        return shapes.frame
    flat = shapes.frame.to_crs(EQUAL_AREA)
    simple = gpd.GeoSeries(shapely.coverage_simplify(flat.geometry.values, metres), crs=EQUAL_AREA, index=flat.index)
    return flat.set_geometry(simple).to_crs(4326)


def rounded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the shapes with coordinates to six decimals where that keeps every one valid; neighbours stay joined."""
    values = shapely.transform(frame.geometry.values, lambda p: np.round(p, _DIGITS))
    return frame.set_geometry(gpd.GeoSeries(values, crs=4326, index=frame.index)) if shapely.is_valid(values).all() else frame


def join_up(frame: gpd.GeoDataFrame, parents: Mapping[str, str]) -> dict[str, shapely.Geometry]:
    """Return parent -> union of its shapes; `parents` gives the parent of each code that is to be joined."""
    homes = frame["region_code"].map(parents)
    return {str(parent): shapely.union_all(part.geometry.values) for parent, part in frame[homes.notna()].groupby(homes.dropna())}
