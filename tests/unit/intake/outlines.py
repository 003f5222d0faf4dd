"""A small register and its outlines, in the formats a GIS writes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import shapely

from pipelines.intake.batch import load_files
from pipelines.intake.boundary import PackReport, check_pack
from pipelines.warehouse.workspace import Workspace

SITE = """
[site]
name = "packs"
title_zh = "界线样例"
title_en = "Packs"
[[roots]]
code = "991100"
name_zh = "示范市"
name_en = "Example City"
[levels]
order = ["prefecture", "county", "township", "facility"]
"""
REGIONS = """地区代码,地区名称,层级,上级代码,代码体系,驻地经度,驻地纬度,驻地精度,生效日期,失效日期
991101,甲县,县,991100,MCA,,,,2015-01-01,
991102,乙县,县,991100,MCA,,,,2015-01-01,
991101100,子镇,镇,991101,MCA,113.05,38.05,seat,2015-01-01,
991101200,丑乡,乡,991101,MCA,113.15,38.05,seat,2015-01-01,
991102100,寅镇,镇,991102,MCA,113.05,38.15,seat,2015-01-01,
991102200,卯乡,乡,991102,MCA,113.15,38.15,seat,2015-01-01,
991102201,辰乡,乡,991102,MCA,,,,2015-01-01,2021-02-28
"""
WALK = "原代码,新代码,变更日期,分摊比例,变更类型\n991102201,991102200,2021-03-01,1,撤并\n"
PEOPLE = "地区代码,年份,常住人口\n991101100,2022,900\n991102200,2022,800\n"
TOWNS = {
    "991101100": ("子镇", 113.0, 38.0), "991101200": ("丑乡", 113.1, 38.0), "991102100": ("寅镇", 113.0, 38.1),
    "991102200": ("卯乡", 113.1, 38.1),
}  # fmt: skip


def cell(west: float, south: float, east: float = 0.1, north: float = 0.1) -> shapely.Polygon:
    """A square of a tenth of a degree, with a vertex in the middle of each side, as drawn lines have them."""
    corners = shapely.box(west, south, west + east, south + north)
    return shapely.segmentize(corners, 0.02)


def outlines(**other: shapely.Geometry) -> gpd.GeoDataFrame:
    """The four townships as a GIS would hold them; `other` replaces a shape by code (after an underscore)."""
    shapes = [other.get(f"_{code}", cell(x, y)) for code, (_, x, y) in TOWNS.items()]
    return gpd.GeoDataFrame({"code": list(TOWNS), "name": [name for name, _, _ in TOWNS.values()]}, geometry=shapes, crs=4326)


def geojson(folder: Path, frame: gpd.GeoDataFrame, name: str = "towns.geojson") -> Path:
    """Write a GeoJSON file."""
    path = folder / name
    path.write_text(frame.to_json(to_wgs84=True), encoding="utf-8")
    return path


def make_workspace(folder: Path) -> Workspace:
    """A workspace whose register knows two counties, four townships, and one that went into another."""
    texts = {"地区.csv": REGIONS, "沿革.csv": WALK, "人口.csv": PEOPLE}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    workspace = Workspace.create(folder / "workspace", SITE)
    result = load_files(workspace, [folder / name for name in texts], None, lambda plan: True, lambda what, share: None)
    assert result.build, [p.line("en") for p in result.plan.problems]
    return workspace


def check(workspace: Workspace, path: Path, tolerance: float = 0.0, **given: str) -> PackReport:
    """Check a pack with options."""
    return check_pack(workspace, path, given, tolerance)


def codes(report: PackReport, level: str = "township") -> set[str]:
    """The regions of a level that a pack outlines."""
    return {f["properties"]["code"] for f in report.features if f["properties"]["level"] == level}


def lines(report: PackReport, *severities: str) -> str:
    """The problems of a report as the reader sees them."""
    return "\n".join(p.line("en") for p in report.problems if p.severity in (severities or ("error", "warning")))


def zipped(folder: Path, frame: gpd.GeoDataFrame, leave_out: Sequence[str] = (".cpg",), encoding: str = "gb18030") -> Path:
    """A Shapefile as offices send it: zipped, in GB18030, without a code page file."""
    inner = folder / "shp"
    inner.mkdir()
    frame.to_file(inner / "towns.shp", encoding=encoding)
    path = folder / "towns.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for part in inner.iterdir():
            if part.suffix not in leave_out:
                packed.write(part, f"界线/{part.name}")
    return path
