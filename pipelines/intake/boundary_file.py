"""Read the shapes of a boundary file: GeoPackage, GeoJSON or a zipped Shapefile, told by content, in WGS84 at the end."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyogrio.errors import DataSourceError

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text

LARGEST_FILE, LARGEST_UNPACKED = 300_000_000, 600_000_000  # bytes
_SQLITE, _ZIP = b"SQLite format 3\0", b"PK\x03\x04"
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_GCJ = ("gcj-02", "gcj02", "火星坐标", "高德坐标")
Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shapes:
    """The rows of a boundary file: a GeoDataFrame in WGS84 (row 0 is the first) and what was assumed on the way."""

    frame: gpd.GeoDataFrame
    notes: tuple[Text, ...]


def refuse(path: Path, reason: Text, remedy: Text, code: ExitCode = ExitCode.PROBLEMS) -> XiangyiError:
    """Return the error of a file that cannot be used: where, what was found, what to do."""
    return XiangyiError(Text(f"{path.name}：{reason.zh}；{remedy.zh}", f"{path.name}: {reason.en}; {remedy.en}"), code)


def read_shapes(path: Path, layer: str, crs: str) -> Shapes:
    """Read `path`; `layer` names one of several in a GeoPackage, `crs` the coordinates of a file that does not say.

    Raises XiangyiError naming what is wrong: no such file, not one of the three kinds, several layers, no CRS, no shapes.
    """
    if not path.is_file():
        raise XiangyiError(Text(f"没有文件 {path}；请检查路径", f"there is no file {path}; check the path"), ExitCode.NOT_FOUND)
    if path.stat().st_size > LARGEST_FILE:
        raise refuse(
            path, Text("文件大于 300 MB", "the file is larger than 300 MB"),
            Text("请先简化或按县拆分", "simplify it or split it by county first"),
        )
    with path.open("rb") as stream:
        head = stream.read(64)
    if head.startswith(_SQLITE):
        frame = _read_geopackage(path, layer)
    elif head.startswith(_ZIP):
        frame = _read_zip(path)
    elif head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        frame = _read_geojson(path)
    else:
        raise refuse(
            path, Text("不是 GeoPackage、GeoJSON 或压缩的 Shapefile", "this is no GeoPackage, GeoJSON or zipped Shapefile"),
            Text("请用地理信息软件另存为其中一种", "save it as one of these in your GIS"),
        )
    if not len(frame):
        raise refuse(path, Text("文件里没有图形", "the file holds no shapes"), Text("请核对文件", "check the file"))
    return _in_wgs84(path, frame, crs)


def _guarded(path: Path, read: Callable[[], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    try:
        frame = read()
    except (DataSourceError, ValueError, OSError, KeyError, TypeError, RecursionError, shapely.errors.ShapelyError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise refuse(
            path, Text(f"文件已损坏或读不出（{said}）", f"the file is damaged or cannot be read ({said})"), Text("请重新导出", "export it again")
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise refuse(path, Text("图层没有图形", "the layer has no shapes"), Text("请选择有图形的图层", "choose a layer with shapes"))
    return frame


def _read_geopackage(path: Path, layer: str) -> gpd.GeoDataFrame:
    listed = _guarded_layers(path)
    if layer and layer not in listed:
        raise refuse(path, Text(f"没有图层“{layer}”", f'there is no layer "{layer}"'), _one_of(listed), ExitCode.USAGE)
    if not layer and len(listed) != 1:
        raise refuse(path, Text(f"有 {len(listed)} 个图层", f"it has {len(listed)} layers"), _one_of(listed), ExitCode.USAGE)
    return _guarded(path, lambda: gpd.read_file(path, layer=layer or listed[0]))


def _guarded_layers(path: Path) -> list[str]:
    try:
        found = gpd.list_layers(path)
    except DataSourceError as error:
        raise refuse(path, Text("GeoPackage 已损坏", "the GeoPackage is damaged"), Text("请重新导出", "export it again")) from error
    return [str(name) for name in found.loc[found["geometry_type"].notna(), "name"]]


def _one_of(layers: list[str]) -> Text:
    shown = ", ".join(layers) or "-"
    return Text(f"请用 --layer 指定其一：{shown}", f"name one with --layer: {shown}")


def _read_geojson(path: Path) -> gpd.GeoDataFrame:
    def read() -> gpd.GeoDataFrame:
        text = path.read_bytes().decode("utf-8-sig")
        table = json.loads(text)
        if table.get("type") != "FeatureCollection":
            raise ValueError("no FeatureCollection")
        named = (table.get("crs") or {}).get("properties", {}).get("name")
        frame = gpd.GeoDataFrame.from_features(table["features"]) if table["features"] else gpd.GeoDataFrame(geometry=[])
        return frame.set_crs(named, allow_override=True) if named else frame

    return _guarded(path, read)


def _read_zip(path: Path) -> gpd.GeoDataFrame:
    try:
        with zipfile.ZipFile(path) as packed, tempfile.TemporaryDirectory() as folder:
            return _guarded(path, lambda: _read_shapefile(_unpack(path, packed, Path(folder))))
    except (zipfile.BadZipFile, RuntimeError) as error:
        raise refuse(path, Text("压缩包已损坏或设有密码", "the zip file is damaged or has a password"), Text("请重新打包", "pack it again")) from error


def _unpack(path: Path, packed: zipfile.ZipFile, folder: Path) -> Path:
    """Write the parts of the one Shapefile of an archive into `folder` under a name of our own; return its .shp."""
    shapes = [i for i in packed.infolist() if i.filename.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise refuse(
            path, Text(f"压缩包里有 {len(shapes)} 个 .shp", f"the archive holds {len(shapes)} .shp files"),
            Text("请只打包一个图层的全部文件", "pack the files of one layer only"),
        )
    stem = shapes[0].filename[:-4].lower()
    parts = {s: i for s in _PARTS for i in packed.infolist() if i.filename.lower() == stem + s}
    if sum(i.file_size for i in parts.values()) > LARGEST_UNPACKED:
        raise refuse(path, Text("解压后大于 600 MB", "it unpacks to more than 600 MB"), Text("请先简化或拆分", "simplify or split it first"))
    missing = [s for s in (".shx", ".dbf") if s not in parts]
    if missing:
        lacks = Text(f"压缩包里缺 {'、'.join(missing)}", f"the archive lacks {', '.join(missing)}")
        raise refuse(path, lacks, Text("请打包全部文件", "pack all of its files"))
    for suffix, info in parts.items():
        (folder / f"shapes{suffix}").write_bytes(packed.read(info))
    return folder / "shapes.shp"


def _read_shapefile(path: Path) -> gpd.GeoDataFrame:
    """Read a Shapefile; without a code page its text is UTF-8 where all of it is, else GB18030."""
    if path.with_suffix(".cpg").is_file():
        return gpd.read_file(path)
    frame = gpd.read_file(path, encoding="ISO-8859-1")
    words = [c for c in frame.columns if c != frame.geometry.name and pd.api.types.is_string_dtype(frame[c])]
    held = [str(v).encode("latin-1") for c in words for v in frame[c].dropna()] + [str(c).encode("latin-1") for c in frame.columns]
    encoding = "utf-8" if all(map(_is_utf8, held)) else "gb18030"
    for column in words:
        frame[column] = [None if pd.isna(v) else str(v).encode("latin-1").decode(encoding, "replace") for v in frame[column]]
    return frame.rename(columns={c: str(c).encode("latin-1").decode(encoding, "replace") for c in frame.columns})


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in_wgs84(path: Path, frame: gpd.GeoDataFrame, crs: str) -> Shapes:
    frame, notes = _with_crs(path, frame, crs)
    frame = frame.to_crs(4326)
    west, south, east, north = frame.total_bounds
    if not (-180.001 <= west <= east <= 180.001 and -90.001 <= south <= north <= 90.001):
        box = f"{west:.1f}, {south:.1f}, {east:.1f}, {north:.1f}"
        raise refuse(
            path, Text(f"坐标超出经纬度范围（{box}）", f"coordinates lie outside the globe ({box})"),
            Text("坐标系与坐标不符，请核对 --crs", "the CRS does not fit the coordinates; check --crs"),
        )
    return Shapes(frame.reset_index(drop=True), notes)


def _with_crs(path: Path, frame: gpd.GeoDataFrame, crs: str) -> tuple[gpd.GeoDataFrame, tuple[Text, ...]]:
    """Return the frame with its CRS: as given, else as the file says, else WGS84 for a GeoJSON; what was assumed is said."""
    if crs.strip().lower() in _GCJ:
        moved = shapely.transform(frame.geometry.values, from_gcj02)
        turned = frame.set_crs(4326, allow_override=True).set_geometry(gpd.GeoSeries(moved, crs=4326, index=frame.index))
        return turned, (Text("坐标按 GCJ-02 转为 WGS84", "coordinates turned from GCJ-02 into WGS84"),)
    if crs:
        try:
            return frame.set_crs(crs, allow_override=True), ()
        except Exception as error:  # pyproj has an exception of its own for each way a name can be wrong
            reason = Text(f"不认识坐标系“{crs}”", f'the CRS "{crs}" is not known')
            remedy = Text("请写成 EPSG:4490 的形式，或 GCJ-02", "write it as EPSG:4490, or GCJ-02")
            raise refuse(path, reason, remedy, ExitCode.USAGE) from error
    if frame.crs is not None:
        return frame, ()
    if path.suffix.lower() == ".zip":
        raise refuse(
            path, Text("没有坐标系（缺 .prj）", "it says no CRS (the .prj is missing)"),
            Text("请补上 .prj，或用 --crs 指定，如 EPSG:4490", "add the .prj, or give --crs, such as EPSG:4490"),
        )
    zh, en = "文件没有写明坐标系，按 GeoJSON 的规定读作 WGS84", "the file does not say its CRS; read as WGS84, as GeoJSON prescribes"
    return frame.set_crs(4326), (Text(zh, en),)


def _offset(points: Points) -> Points:
    """Return by how many degrees GCJ-02 moves WGS84 points (n x 2, longitude and latitude); holds inside mainland China."""
    lon, lat, pi = points[:, 0], points[:, 1], np.pi
    x, y = lon - 105, lat - 35
    wave, root = (20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)) * 2 / 3, np.sqrt(abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3 + (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3 + (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    axis, flat = 6378245.0, 0.00669342162296594323
    angle = np.radians(lat)
    bend = 1 - flat * np.sin(angle) ** 2
    return np.c_[east * 180 / (axis / np.sqrt(bend) * np.cos(angle) * pi), north * 180 / ((axis * (1 - flat)) / (bend * np.sqrt(bend)) * pi)]


def from_gcj02(points: Points) -> Points:
    """Return GCJ-02 points (n x 2, degrees) in WGS84, by fixed point: a round trip differs by less than 1e-9 degrees."""
    given = np.asarray(points, float)
    found = given.copy()
    for _ in range(5):
        found = given - _offset(found)
    return found


def to_gcj02(points: Points) -> Points:
    """Return WGS84 points (n x 2, degrees) as GCJ-02 draws them."""
    given = np.asarray(points, float)
    return given + _offset(given)
