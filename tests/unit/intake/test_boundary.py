"""Boundary packs: three formats, matched to the register in both directions, written, and drawn by the dashboard."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from dashboard.boundaries import read_packs
from dashboard.cli import make_cli
from dashboard.data import Gate, Viewer
from dashboard.holdings import unmatched
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.boundary import save_pack
from pipelines.intake.boundary_match import code_forms, normalised
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.outlines import SITE, TOWNS, cell, check, codes, geojson, make_workspace, outlines, zipped


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


def test_a_pack_is_matched_written_and_drawn(workspace: Workspace, tmp_path: Path) -> None:
    report = check(workspace, geojson(tmp_path, outlines()), vintage="2024-12-31", licence="county office", quality="official",
                   approval_no="晋S（2024）001号", code_system="MCA")  # fmt: skip
    assert (report.matched, report.loose, report.bare, report.problems) == ({"code": 4, "name": 0, "merged": 0}, (), (), ())
    assert report.exit_code == ExitCode.OK and not list(workspace.boundaries.iterdir())
    target = save_pack(workspace, report)
    card = tomllib.loads(target.with_suffix(".toml").read_text(encoding="utf-8"))
    assert card["approval_no"] == "晋S（2024）001号" and card["crs"] == "EPSG:4326" and card["vintage"] == "2024-12-31"
    pack = read_packs(workspace.boundaries)[0]
    assert set(pack.quality) == {*TOWNS, "991101", "991102"} and set(pack.quality.values()) == {"official"}
    assert pack.boxes["991102200"] == pytest.approx((113.1, 38.1, 113.2, 38.2))
    assert pack.boxes["991101"] == pytest.approx((113.0, 38.0, 113.2, 38.1))
    assert pack.note.zh == "审图号：晋S（2024）001号"
    gate = Gate(workspace.path)
    try:
        viewer = Viewer.local(gate.site)
        assert gate.edition().geography(viewer, "991100", "township") is not None and len(unmatched(gate.edition(), viewer)) == 0
    finally:
        gate.close()


def test_townships_and_counties_that_come_apart_are_each_drawn_at_their_level(workspace: Workspace, tmp_path: Path) -> None:
    towns = outlines()
    save_pack(workspace, check(workspace, geojson(tmp_path, towns.iloc[:3], "b.geojson")))
    counties = gpd.GeoDataFrame({"XZQDM": ["156991101", "156991102"], "XZQMC": ["甲县", "乙县"]}, crs=4326,
                                geometry=[cell(113.0, 38.0, 0.2), cell(113.0, 38.1, 0.2)])  # fmt: skip
    save_pack(workspace, check(workspace, geojson(tmp_path, counties, "a.geojson"), level="county"))
    gate = Gate(workspace.path)
    try:
        viewer = Viewer.local(gate.site)
        county, town = gate.edition().geography(viewer, "991100", "county"), gate.edition().geography(viewer, "991102", "township")
        assert county is not None and "991102" in county.features and town is not None and "991102100" in town.features
    finally:
        gate.close()


def test_a_geopackage_in_projected_coordinates_and_one_of_several_layers(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "界线.gpkg"
    outlines().rename(columns={"code": "乡镇代码", "name": "名称"}).to_crs(4526).to_file(path, layer="towns", driver="GPKG")
    assert check(workspace, path).description.pack == "pack"
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(113, 38)], crs=4326).to_file(path, layer="seats", driver="GPKG")
    with pytest.raises(XiangyiError, match="2 layers.*--layer: .*towns"):
        check(workspace, path)
    report = check(workspace, path, layer="towns", pack="towns")
    assert report.matched["code"] == 4 and report.exit_code == ExitCode.OK
    shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in report.features}
    for code, (_, west, south) in TOWNS.items():
        assert shapes[code].bounds == pytest.approx((west, south, west + 0.1, south + 0.1), abs=2e-5)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_zipped_shapefile_in_whatever_encoding(workspace: Workspace, tmp_path: Path, encoding: str) -> None:
    frame = outlines().rename(columns={"code": "XZQDM", "name": "XZQMC"})
    frame["XZQDM"] = ["x"] * 4  # names decide
    report = check(workspace, zipped(tmp_path, frame, encoding=encoding))
    assert report.matched["name"] == 4 and codes(report) == set(TOWNS)


def test_a_shapefile_without_crs_is_refused_until_it_is_given(workspace: Workspace, tmp_path: Path) -> None:
    path = zipped(tmp_path, outlines(), (".cpg", ".prj"))
    with pytest.raises(XiangyiError, match="no CRS.*--crs"):
        check(workspace, path)
    assert check(workspace, path, crs="EPSG:4490").matched["code"] == 4
    with pytest.raises(XiangyiError, match='"EPSG:nonsense" is not known'):
        check(workspace, path, crs="EPSG:nonsense")
    with pytest.raises(XiangyiError, match="outside the globe|coordinates"):
        check(workspace, geojson(tmp_path, outlines().to_crs(4526).set_crs(4326, allow_override=True)))


def test_codes_of_another_system_are_matched_by_county_and_name(workspace: Workspace, tmp_path: Path) -> None:
    """In one county the two systems swapped codes: by code alone two townships would change places on the map."""
    frame = outlines()
    frame["code"] = ["991101200", "991101100", "991102999000", "991102200000"]
    frame["name"] = ["子 镇", "丑乡", "寅街道", "卯乡"]
    report = check(workspace, geojson(tmp_path, frame), code_system="NBS")
    assert report.matched == {"code": 1, "name": 3, "merged": 0} and codes(report) == set(TOWNS)
    boxes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]).bounds[:2] for f in report.features}
    assert {c: boxes[c] for c in TOWNS} == {c: pytest.approx((x, y)) for c, (_, x, y) in TOWNS.items()}


def test_codes_decide_where_both_name_one_system(workspace: Workspace, tmp_path: Path) -> None:
    frame = outlines()
    frame.loc[0, "name"] = "改名镇"
    assert check(workspace, geojson(tmp_path, frame), code_system="MCA").matched["code"] == 4
    report = check(workspace, geojson(tmp_path, frame), code_system="NBS")
    assert [(p.found, "another name" in p.reason.en) for p in report.loose] == [("991101100 改名镇", True)]
    assert report.bare == (("991101100", "子镇"),) and report.exit_code == ExitCode.PROBLEMS


def test_what_is_left_over_on_either_side_is_listed(workspace: Workspace, tmp_path: Path) -> None:
    frame = outlines()
    frame.loc[3, ["code", "name"]] = ["880101100", "卯乡"]  # a namesake in another prefecture
    report = check(workspace, geojson(tmp_path, frame))
    assert [(p.row, p.found) for p in report.loose] == [(4, "880101100 卯乡")] and report.bare == (("991102200", "卯乡"),)
    assert codes(report, "county") == {"991101"}, "a county one of whose townships has no outline is not drawn from the rest"
    frame["code"] = [f"880{i}" for i in range(4)]
    frame["name"] = [f"外{i}" for i in range(4)]
    none = check(workspace, geojson(tmp_path, frame))
    assert none.features == () and len(none.bare) == 4
    with pytest.raises(XiangyiError, match="nothing was written"):
        save_pack(workspace, none)


def test_names_alone_are_searched_in_the_county_that_a_column_names(workspace: Workspace, tmp_path: Path) -> None:
    frame = outlines().drop(columns="code").assign(县名=["甲县", "甲县", "乙县", "甲县"])
    report = check(workspace, geojson(tmp_path, frame))
    assert report.matched["name"] == 3 and [p.found for p in report.loose] == ["卯乡"]


def test_an_outline_from_before_a_merger_goes_with_the_township(workspace: Workspace, tmp_path: Path) -> None:
    frame = outlines(_991102200=cell(113.1, 38.1, 0.06))
    frame.loc[4] = ["991102201", "辰乡", cell(113.16, 38.1, 0.04)]
    report = check(workspace, geojson(tmp_path, frame.set_crs(4326, allow_override=True)))
    assert report.matched == {"code": 4, "name": 0, "merged": 1} and not report.loose and not report.bare
    whole = next(shapely.geometry.shape(f["geometry"]) for f in report.features if f["properties"]["code"] == "991102200")
    assert whole.area == pytest.approx(0.01) and whole.geom_type == "Polygon"


def test_a_description_beside_the_file_counts_and_options_go_first(workspace: Workspace, tmp_path: Path) -> None:
    path = geojson(tmp_path, outlines().rename(columns={"code": "甲", "name": "乙"}))
    with pytest.raises(XiangyiError, match="no column of codes.*甲, 乙"):
        check(workspace, path)
    card = path.with_suffix(".toml")
    card.write_text('code_column = "甲"\nname_column = "乙"\nvintage = 2024-12-31\nquality = "schematic"\n', encoding="utf-8")
    report = check(workspace, path, quality="user")
    assert (report.description.quality, report.description.vintage, report.matched["code"]) == ("user", "2024-12-31", 4)
    for text, said in (("coloms = 1", "is not known"), ("code_column = ", "not valid TOML"), ('quality = "good"', "one of official"),
                       ('vintage = "last year"', "2025-12-31"), ('level = "village"', "no level"),
                       ('code_column = "丙"', 'no column "丙"')):  # fmt: skip
        card.write_text(text, encoding="utf-8")
        with pytest.raises(XiangyiError, match=said):
            check(workspace, path)


def test_the_command_checks_writes_and_says_what_is_left_over(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(geojson(tmp_path, outlines().iloc[:3]))
    words = ["boundaries", path, "--workspace", str(workspace.path), "--lang", "zh"]
    assert outcome(make_cli(), [*words, "--check"]) == ExitCode.PROBLEMS and not list(workspace.boundaries.iterdir())
    said = capsys.readouterr().out
    assert "匹配 3 个（按代码 3）" in said and "地区没有图形（1）" in said and "卯乡" in said and "没有审图号" in said
    assert outcome(make_cli(), [*words, "--json"]) == ExitCode.PROBLEMS
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["regions_without_outline"] == [{"code": "991102200", "name": "卯乡"}] and told["is_usable"]
    assert sorted(p.name for p in workspace.boundaries.iterdir()) == ["towns.geojson", "towns.toml"]
    assert outcome(make_cli(), ["boundaries", path, "-w", str(tmp_path), "--lang", "en"]) == ExitCode.NOT_FOUND
    empty = Workspace.create(tmp_path / "empty", SITE)
    assert outcome(make_cli(), ["boundaries", path, "-w", str(empty.path), "--lang", "en"]) == ExitCode.NOT_FOUND


def test_forms_of_codes_and_names() -> None:
    assert list(code_forms("156991101")) == ["156991101", "991101"]
    assert list(code_forms("991101100000")) == ["991101100000", "991101100"]
    assert list(code_forms("991101000000")) == ["991101000000", "991101000", "991101"]
    assert [normalised(n) for n in ("梁家寨乡", "梁家寨 镇", "上站街道办事处", "镇", "城区", "Yuxian County")] == [
        "梁家寨", "梁家寨", "上站", "镇", "城", "yuxiancounty",
    ]  # fmt: skip
