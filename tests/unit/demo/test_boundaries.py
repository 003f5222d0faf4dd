"""The demo's boundary packs: one valid coverage each, complete, small, and marked as what they are."""

from __future__ import annotations

import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.demo import boundaries
from pipelines.demo.boundaries import NOTE, write_packs
from pipelines.demo.places import read_places


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both packs."""
    folder = tmp_path_factory.mktemp("packs")
    write_packs(folder)
    return folder


@pytest.mark.parametrize(("name", "root", "townships", "counties"), [("ngari", "542500", 37, 7), ("yangquan", "140300", 42, 5)])
def test_a_pack_covers_its_area_once(packs: Path, name: str, root: str, townships: int, counties: int) -> None:
    file = packs / f"{name}.geojson"
    assert file.stat().st_size < 200_000
    shapes = gpd.read_file(file)
    for level, count in (("township", townships), ("county", counties)):
        part = shapes[shapes["level"] == level]
        assert len(part) == count and part["code"].is_unique and part.geometry.is_valid.all()
        assert shapely.coverage_is_valid(part.geometry.values)
    places = {p.code: p for p in read_places()}
    assert {places[c].level for c in shapes["code"]} == {"township", "county"}
    assert all(places[c].parent == root for c in shapes.loc[shapes["level"] == "county", "code"])
    both = [shapes.loc[shapes["level"] == level].to_crs(boundaries.AEA).area.sum() for level in ("township", "county")]
    assert abs(both[0] / both[1] - 1) < 1e-9


def test_a_cell_holds_its_seat_and_says_how_well_it_is_known(packs: Path) -> None:
    shapes = gpd.read_file(packs / "yangquan.geojson").set_index("code")
    places = {p.code: p for p in read_places() if p.level == "township"}
    held = [
        shapes.geometry[c].buffer(2e-3).contains(shapely.Point(p.longitude, p.latitude))
        for c, p in places.items() if c in shapes.index and p.seat_quality == "seat"
    ]
    assert sum(held) >= len(held) - 2  # a seat outside its county polygon is moved inside
    assert all(shapes["seat_quality"][c] == p.seat_quality for c, p in places.items() if c in shapes.index)
    assert set(shapes["quality"]) == {"schematic"}


@pytest.mark.parametrize("name", ["ngari", "yangquan"])
def test_the_description_says_schematic_and_not_for_publication(packs: Path, name: str) -> None:
    text = tomllib.loads((packs / f"{name}.toml").read_text(encoding="utf-8"))
    assert (text["note_zh"], text["note_en"]) == (NOTE.zh, NOTE.en)
    assert text["approval_no"] == "" and text["quality"] == "schematic" and text["crs"] == "EPSG:4326"
    assert {text["code_column"], text["name_column"]} <= set(gpd.read_file(packs / f"{name}.geojson").columns)


def test_missing_seats_are_filled_inside_and_the_same_each_time() -> None:
    square = shapely.box(0, 0, 100, 100)
    seats = [boundaries.fill_seats(square, 5, np.array([[10.0, 10.0]]), seed=3) for _ in range(2)]
    assert np.array_equal(*seats) and seats[0].shape == (5, 2) and tuple(seats[0][0]) == (10.0, 10.0)
    assert shapely.contains_xy(square, seats[0]).all()


def test_without_the_map_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> None:
        raise ModuleNotFoundError(package)

    monkeypatch.setattr(boundaries, "files", missing)
    with pytest.raises(XiangyiError, match="demo extra") as caught:
        boundaries.county_polygons(["140302"])
    assert caught.value.code is ExitCode.NOT_FOUND
