"""A boundary pack: what its description says, what its shapes are matched to, and the two files the map reads."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import tomli_w

from pipelines.columns import REGION_CODE
from pipelines.core.codelist import fold
from pipelines.core.errors import ExitCode, Problem, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.boundary_file import from_gcj02, read_shapes, refuse
from pipelines.intake.boundary_match import Matching, Register, Shape, match_regions, read_register
from pipelines.intake.boundary_shape import Checked, check_shapes, join_up, label_of, rounded, simplify
from pipelines.intake.lock import hold_lock
from pipelines.warehouse.durable import put_text
from pipelines.warehouse.workspace import Workspace

QUALITIES = ("official", "user", "schematic")
_CODES = ("code", *REGION_CODE.spellings, "gb", "XZQDM", "XZQHDM", "乡镇代码", "镇代码", "县代码", "TOWNCODE", "ADCODE", "ons_code")
_NAMES = ("name", "名称", "XZQMC", "XZMC", "地区名称", "乡镇名称", "name_zh", "NAME_CHN", "TOWNNAME")
_COUNTIES = ("county_code", "县代码", "所在县代码", "上级代码", "parent_code", "所在县", "县名", "county")
_PACK_NAME = re.compile(r"[a-z0-9_-]{1,60}")
_UNMATCHED = Text("请核对代码与名称，或更新地区名录", "check code and name, or bring the region register up to date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What has to be known of a pack; "" where it is not said. `vintage` is the day the lines show."""

    pack: str = ""
    title_zh: str = ""
    title_en: str = ""
    code_column: str = ""
    name_column: str = ""
    county_column: str = ""
    level: str = ""
    layer: str = ""
    crs: str = ""
    vintage: str = ""
    code_system: str = ""
    approval_no: str = ""
    licence: str = ""
    quality: str = ""
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class PackReport:
    """What checking a pack found.

    `matched` counts by how: code, name, merged. `loose` are outlines without a region (with the reason), `bare` regions of the
    level without an outline, as (code, name). `features` is what would be written, empty when the pack is refused.
    """

    file: str
    description: Description
    shapes: int
    matched: Mapping[str, int]
    loose: tuple[Problem, ...]
    bare: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    notes: tuple[Text, ...]
    features: tuple[dict[str, Any], ...] = field(repr=False)

    @property
    def exit_code(self) -> ExitCode:
        """PROBLEMS when anything is wrong or unmatched in either direction."""
        return ExitCode.PROBLEMS if self.loose or self.bare or any(p.severity == "error" for p in self.problems) else ExitCode.OK

    def to_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        return {
            "file": self.file, "pack": self.description.pack, "level": self.description.level, "shapes": self.shapes,
            "matched": dict(self.matched), "is_usable": bool(self.features),
            "outlines_without_region": [{"row": p.row, "outline": p.found, "reason": {"zh": p.reason.zh, "en": p.reason.en}} for p in self.loose],
            "regions_without_outline": [{"code": code, "name": name} for code, name in self.bare],
            "problems": [{"line": {"zh": p.line("zh"), "en": p.line("en")}, "severity": p.severity} for p in self.problems],
            "notes": [{"zh": n.zh, "en": n.en} for n in self.notes],
        }  # fmt: skip


def describe(path: Path, given: Mapping[str, str]) -> Description:
    """Return the description beside a file (mycounty.toml beside mycounty.gpkg), what was `given` on the command line going before it.

    Raises XiangyiError naming the first entry that is unknown or wrong.
    """
    beside = path.with_suffix(".toml")
    known = {f.name for f in fields(Description)}
    told: dict[str, Any] = {}
    if beside.is_file():
        try:
            told = tomllib.loads(beside.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise refuse(beside, Text(f"不是有效的 TOML（{error}）", f"it is not valid TOML ({error})"), Text("请改正", "correct it")) from error
    for name, value in told.items():
        if name not in known or not isinstance(value, str | date):
            wrong = Text(f"不认识“{name}”或其值不是文字", f'"{name}" is not known, or is not text')
            raise refuse(beside, wrong, Text("请对照命令说明书", "see the command's manual page"))
    merged = {name: str(value) for name, value in told.items()} | {name: value for name, value in given.items() if value}
    return _checked(path, Description(**merged))


def _checked(path: Path, said: Description) -> Description:
    pack = said.pack or re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-") or "pack"
    quality = said.quality or "user"
    wrong: Text | None = None
    if not _PACK_NAME.fullmatch(pack):
        wrong = Text(f"界线包名“{pack}”应为小写字母、数字、- 或 _", f'the pack name "{pack}" should be small letters, digits, - or _')
    elif quality not in QUALITIES:
        wrong = Text(f"质量“{quality}”应为 {'、'.join(QUALITIES)} 之一", f'the quality "{quality}" should be one of {", ".join(QUALITIES)}')
    elif said.vintage and not _is_day(said.vintage):
        wrong = Text(f"日期“{said.vintage}”应写成 2025-12-31", f'the vintage "{said.vintage}" should be written as 2025-12-31')
    if wrong is not None:
        raise refuse(path, wrong, Text("请改正描述或选项", "correct the description or the option"), ExitCode.USAGE)
    return replace(said, pack=pack, quality=quality, title_zh=said.title_zh or pack, title_en=said.title_en or pack)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def check_pack(workspace: Workspace, path: Path, given: Mapping[str, str], tolerance: float = 0.0) -> PackReport:
    """Read, check and match a pack; nothing is written.

    `tolerance` is by how many metres edges may be simplified. Raises XiangyiError when the file cannot be read, the description
    is wrong, or the workspace has no region register yet.
    """
    said = describe(path, given)
    register = read_register(workspace)
    said = _with_level(path, said, workspace)
    shapes = read_shapes(path, said.layer, said.crs)
    frame, said = _named_columns(path, shapes.frame, said)
    checked = check_shapes(frame, path.name)
    listed = [Shape(int(r.row), str(r.code), str(r.name), str(r.county)) for r in checked.frame.itertuples()]
    matching = match_regions(listed, register, said.level, said.code_system)
    notes = [*shapes.notes, *_missing_facts(said)]
    features: list[dict[str, Any]] = []
    if matching.found and not checked.is_refused:
        drawn = _drawn(checked, matching, tolerance)
        notes += _seat_notes(drawn, register)
        features = _features(drawn, said, register)
    hows = [how for _, how in matching.found.values()]
    loose = tuple(
        Problem(file=path.name, row=s.row, found=label_of(s.code, s.name), reason=matching.loose[s.row], remedy=_UNMATCHED)
        for s in listed if s.row in matching.loose
    )
    return PackReport(
        file=path.name, description=said, shapes=len(shapes.frame), matched={how: hows.count(how) for how in ("code", "name", "merged")},
        loose=loose, bare=tuple((r.code, r.name) for r in matching.bare), problems=checked.problems, notes=tuple(notes), features=tuple(features),
    )


def _with_level(path: Path, said: Description, workspace: Workspace) -> Description:
    levels = workspace.site.levels[:-1]
    level = said.level or levels[-1]
    if level not in levels:
        raise refuse(path, Text(f"本站点没有层级“{level}”", f'the site has no level "{level}"'),
                     Text(f"请用 --level 指定：{'、'.join(levels)}", f"give --level: {', '.join(levels)}"), ExitCode.USAGE)
    return replace(said, level=level)


def _named_columns(path: Path, frame: gpd.GeoDataFrame, said: Description) -> tuple[gpd.GeoDataFrame, Description]:
    """Return columns row, code, name, county and geometry, found by what the description says, else by the usual headers."""
    code, name = _column(path, frame, said.code_column, _CODES), _column(path, frame, said.name_column, _NAMES)
    county = _column(path, frame, said.county_column, _COUNTIES)
    county = "" if county == code else county
    if not code and not name:
        shown = ", ".join(str(c) for c in frame.columns if c != frame.geometry.name)
        raise refuse(path, Text("找不到代码列和名称列", "no column of codes or names was found"),
                     Text(f"请用 --code-column、--name-column 指定：{shown}", f"give --code-column and --name-column: {shown}"), ExitCode.USAGE)
    told = {"code": code, "name": name, "county": county}
    table = {"row": range(1, len(frame) + 1), **{key: _words(frame, column) for key, column in told.items()}}
    made = gpd.GeoDataFrame(pd.DataFrame(table), geometry=frame.geometry.values, crs=4326)
    return made, replace(said, code_column=code, name_column=name, county_column=county)


def _column(path: Path, frame: gpd.GeoDataFrame, wanted: str, usual: tuple[str, ...]) -> str:
    columns = {fold(str(c)): str(c) for c in frame.columns if c != frame.geometry.name}
    if wanted:
        if fold(wanted) not in columns:
            shown = ", ".join(columns.values())
            lacks = Text(f"没有“{wanted}”这一列", f'there is no column "{wanted}"')
            raise refuse(path, lacks, Text(f"现有：{shown}", f"there are: {shown}"), ExitCode.USAGE)
        return columns[fold(wanted)]
    return next((columns[fold(c)] for c in usual if fold(c) in columns), "")


def _words(frame: gpd.GeoDataFrame, column: str) -> list[str]:
    """Return a column as text; a code that was stored as a number loses its .0."""
    if not column:
        return [""] * len(frame)
    return ["" if pd.isna(v) else re.sub(r"\.0+$", "", str(v)).strip() for v in frame[column]]


def _missing_facts(said: Description) -> list[Text]:
    notes = []
    if not said.approval_no:
        notes.append(Text("没有审图号：地图上注明“未经审图，不得公开发布”", "no map approval number: every map says that it must not be published"))
    asked = {"vintage": Text("界线日期", "vintage"), "code_system": Text("代码体系", "code system"), "licence": Text("使用许可", "licence")}
    return notes + [Text(f"没有写明{what.zh}", f"the {what.en} is not stated") for name, what in asked.items() if not getattr(said, name)]


def _drawn(checked: Checked, matching: Matching, tolerance: float) -> gpd.GeoDataFrame:
    """Return one row for each region: region_code and its outline, parts joined, simplified together with all the others."""
    frame = simplify(checked, tolerance)
    kept = frame[frame["row"].isin(matching.found)].copy()
    kept["region_code"] = [matching.found[int(row)][0] for row in kept["row"]]
    parts = kept.groupby("region_code")["geometry"].apply(lambda g: shapely.union_all(g.values) if len(g) > 1 else g.iloc[0])
    return rounded(gpd.GeoDataFrame({"region_code": parts.index}, geometry=list(parts), crs=4326))


def _seat_notes(drawn: gpd.GeoDataFrame, register: Register) -> list[Text]:
    """Say how many seats lie outside their outline, and when they would lie inside if the lines were GCJ-02."""
    seats = {r.code: r.seat for r in register.regions if r.seat is not None}
    known = drawn[drawn["region_code"].isin(seats)]
    if known.empty:
        return []
    points = shapely.points([seats[c] for c in known["region_code"]])
    inside = int(shapely.contains(known.geometry.values, points).sum())
    moved = int(shapely.contains(shapely.transform(known.geometry.values, from_gcj02), points).sum())
    total = len(known)
    if moved > inside + total // 10 and moved > 0.8 * total:
        return [Text(f"{total} 个驻地中 {inside} 个在界线内；若按 GCJ-02 换算则有 {moved} 个：坐标可能是 GCJ-02，请加 --crs GCJ-02",
                     f"{inside} of {total} seats lie inside their outline, {moved} if the lines are GCJ-02: try --crs GCJ-02")]  # fmt: skip
    return [Text(f"{total} 个驻地中 {inside} 个在界线内", f"{inside} of {total} seats lie inside their outline")]


def _features(drawn: gpd.GeoDataFrame, said: Description, register: Register) -> list[dict[str, Any]]:
    """Return the pack's features: its own level, and the level above where every place of it has an outline."""
    outlined = set(drawn["region_code"])
    whole = {r.parent for r in register.of_level(said.level)} - {r.parent for r in register.of_level(said.level) if r.code not in outlined}
    parents = {r.code: r.parent for r in register.of_level(said.level) if r.parent in whole and r.parent in register.by_code}
    own = [(str(code), said.level, shape) for code, shape in zip(drawn["region_code"], drawn.geometry, strict=True)]
    above = [(code, register.by_code[code].level, shape) for code, shape in join_up(drawn, parents).items()]
    return [
        {
            "type": "Feature",
            "properties": {
                "code": code, "name": register.by_code[code].name, "name_en": register.by_code[code].name_en, "level": level,
                "county_code": register.by_code[code].parent if level == said.level else code, "quality": said.quality,
            },
            "geometry": shapely.geometry.mapping(shape),
        }
        for code, level, shape in [*above, *own]
    ]  # fmt: skip


def save_pack(workspace: Workspace, report: PackReport, wait_seconds: float = 0.0) -> Path:
    """Write `<pack>.geojson` and `<pack>.toml` into the workspace's boundaries, replacing a pack of that name; return the first.

    Raises XiangyiError PROBLEMS for a pack that was refused, BUSY when another process writes in the workspace.
    """
    if not report.features:
        raise XiangyiError(
            Text(f"{report.file}：没有可用的界线，未写入；请按所列问题改正",
                 f"{report.file}: no outline can be used, nothing was written; correct what is listed"),
            ExitCode.PROBLEMS,
        )
    said = report.description
    written = {name: value for name, value in asdict(said).items() if name not in ("pack", "layer")}
    written |= {"code_column": "code", "name_column": "name", "county_column": "county_code", "crs": "EPSG:4326"}
    written["source_file"] = report.file
    collection = {"type": "FeatureCollection", "features": list(report.features)}
    target = workspace.boundaries / f"{said.pack}.geojson"
    with hold_lock(workspace.path / "lock", wait_seconds):
        put_text(target, json.dumps(collection, ensure_ascii=False, separators=(",", ":")))
        put_text(target.with_suffix(".toml"), tomli_w.dumps(written))
    return target
