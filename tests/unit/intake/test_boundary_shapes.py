"""The shapes of a boundary pack: overlaps, gaps, invalid ones, datums; and files that are none."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from pipelines.core.errors import XiangyiError
from pipelines.intake.boundary_file import from_gcj02, to_gcj02
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.outlines import TOWNS, cell, check, codes, geojson, lines, make_workspace, outlines, zipped


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The register, loaded once."""
    return make_workspace(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def workspace(made: Workspace) -> Workspace:
    """The same, with no packs in it."""
    for path in made.boundaries.iterdir():
        path.unlink()
    return made


def test_areas_counted_twice_are_refused_and_slivers_told(workspace: Workspace, tmp_path: Path) -> None:
    report = check(workspace, geojson(tmp_path, outlines(_991101200=cell(113.09, 38.0, 0.11))))
    assert not report.features and "overlaps" in lines(report, "error") and "(10.00% of the smaller one)" in lines(report, "error")
    report = check(workspace, geojson(tmp_path, outlines(_991101200=cell(113.09999, 38.0, 0.10001))))
    assert len(codes(report)) == 4 and "overlaps" in lines(report, "warning") and not lines(report, "error")


def test_gaps_are_told_with_their_size_and_a_neighbour(workspace: Workspace, tmp_path: Path) -> None:
    hole = shapely.difference(cell(113.0, 38.0), shapely.box(113.04, 38.04, 113.06, 38.06))
    report = check(workspace, geojson(tmp_path, outlines(_991101100=hole)))
    told = lines(report, "warning")
    assert "991101100" in told and "are covered by no shape" in told
    size = float(told.split(" km2")[0].split()[-1])
    assert size == pytest.approx(0.02 * 111.32 * np.cos(np.radians(38.05)) * 0.02 * 110.99, rel=0.01)


def test_what_is_invalid_is_repaired_or_kept_out(workspace: Workspace, tmp_path: Path) -> None:
    spike = shapely.Polygon([(113.0, 38.0), (113.1, 38.0), (113.1, 38.1), (113.1, 38.12), (113.1, 38.1), (113.0, 38.1)])
    report = check(workspace, geojson(tmp_path, outlines(_991101100=spike)))
    assert "was repaired" in lines(report, "warning") and "991101100" in codes(report)
    bow = shapely.Polygon([(113.1, 38.1), (113.2, 38.2), (113.2, 38.1), (113.1, 38.2)])
    report = check(workspace, geojson(tmp_path, outlines(_991102200=bow)))
    assert "was not used" in lines(report, "error") and report.bare == (("991102200", "卯乡"),)
    report = check(workspace, geojson(tmp_path, outlines(_991102200=shapely.Point(113.1, 38.1))))
    assert "no area" in lines(report, "error") and len(codes(report)) == 3


def test_edges_are_simplified_together(workspace: Workspace, tmp_path: Path) -> None:
    report = check(workspace, geojson(tmp_path, outlines()), 100.0)
    shapes = [shapely.geometry.shape(f["geometry"]) for f in report.features if f["properties"]["level"] == "township"]
    assert shapely.coverage_is_valid(shapes) and max(shapely.get_num_coordinates(shapes)) < 20 < shapely.get_num_coordinates(cell(0, 0))


def test_gcj02_is_seen_by_the_seats_and_turned_back(workspace: Workspace, tmp_path: Path) -> None:
    points = np.array([[113.05, 38.05], [80.1, 32.5], [100.0, 20.5]])
    assert np.abs(from_gcj02(to_gcj02(points)) - points).max() < 1e-9
    metres = np.hypot(*((to_gcj02(points[:1]) - points[:1]) * [111_320 * np.cos(np.radians(38.05)), 110_990])[0])
    assert 300 < metres < 900
    small = outlines(**{f"_{c}": cell(x + 0.0485, y + 0.0485, 0.003, 0.003) for c, (_, x, y) in TOWNS.items()})
    moved = small.set_geometry(gpd.GeoSeries(shapely.transform(small.geometry.values, to_gcj02), crs=4326))
    report = check(workspace, geojson(tmp_path, moved))
    assert any("try --crs GCJ-02" in n.en for n in report.notes)
    report = check(workspace, geojson(tmp_path, moved), crs="GCJ-02")
    assert any(n.en == "4 of 4 seats lie inside their outline" for n in report.notes)


_COLLECTION = b'{"type": "FeatureCollection", "features": '
_VIRTUAL = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
_WORDS = b'{"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"], ["e", "f"], ["a", "b"]]]}'
HOSTILE: dict[str, tuple[str, bytes]] = {
    "random bytes": ("a.gpkg", os.urandom(4096)),
    "an empty file": ("a.geojson", b""),
    "a broken GeoPackage": ("a.gpkg", b"SQLite format 3\0" + b"\0" * 4080),
    "a web page": ("a.geojson", b"<html><body>404</body></html>"),
    "half a GeoJSON": ("a.geojson", _COLLECTION + b'[{"ty'),
    "a single feature": ("a.geojson", b'{"type": "Feature", "geometry": null, "properties": {}}'),
    "no features": ("a.geojson", _COLLECTION + b"[]}"),
    "deep nesting": ("a.geojson", _COLLECTION + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "a virtual layer": ("a.geojson", _VIRTUAL),
    "a cut zip": ("a.zip", b"PK\x03\x04" + b"\0" * 100),
    "coordinates that are words": (
        "a.geojson", _COLLECTION + b'[{"type": "Feature", "properties": {"code": "1"}, "geometry": ' + _WORDS + b"}]}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_a_hostile_file_is_one_sentence(workspace: Workspace, tmp_path: Path, kind: str) -> None:
    name, content = HOSTILE[kind]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(XiangyiError) as caught:
        check(workspace, tmp_path / name)
    assert "\n" not in caught.value.text.en and name in caught.value.text.zh and ";" in caught.value.text.en


def test_archives_of_two_layers_or_of_part_of_one_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    whole = zipped(tmp_path, outlines())
    with zipfile.ZipFile(whole, "a") as packed:
        packed.writestr("other.shp", b"")
    with pytest.raises(XiangyiError, match="2 .shp files"):
        check(workspace, whole)
    part = tmp_path / "part.zip"
    with zipfile.ZipFile(part, "w") as packed:
        packed.write(tmp_path / "shp" / "towns.shp", "../../towns.shp")
    with pytest.raises(XiangyiError, match="lacks .shx, .dbf"):
        check(workspace, part)
    with pytest.raises(XiangyiError, match="there is no file"):
        check(workspace, tmp_path / "gone.gpkg")
