"""Which region an outline is: by code where the names agree, else by county and name; never by a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.core.text import Text
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.workspace import Workspace

_SUFFIX = re.compile(r"(街道办事处|办事处|街道|自治县|自治旗|地区|苏木|镇|乡|县|区|市|旗)$")
_REGISTER = """
with latest as (
    select region_code, code_system, longitude, latitude, seat_quality,
        row_number() over (partition by region_code order by valid_from desc) as nth
    from stg_region
)
select v.place_code, v.level, v.name_zh, v.name_en, v.parent_code, l.code_system, l.longitude, l.latitude, l.seat_quality
from place_version v left join latest l on v.place_code = l.region_code and l.nth = 1
where v.valid_to = date '9999-12-31' and v.place_code not in (select facility_code from stg_facility)
"""
_GONE = """
select s.from_code, s.to_code, s.share, r.name_zh, r.level
from region_successor s join stg_region r on s.from_code = r.region_code where s.until_on = date '9999-12-31' and s.is_main
"""
OTHER_NAME = Text("代码相同而名称不同，可能是另一套代码", "the code is in the register under another name: perhaps of another code system")
NOT_THERE = Text("名录中没有这个代码，该县也没有同名的地区", "the register has neither this code nor such a name in that county")
SEVERAL = Text("同名的地区不止一个，无法确定", "more than one region has this name")
SPLIT = Text("该地区已拆分到几个地区，旧界线不能再用", "this place was split among several; its old outline is of no use")
TAKEN = Text("同一地区已有另一个图形", "another outline was matched to this region already")


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the register as matching needs it; `successor` is set for one that went into another as a whole ("" split)."""

    code: str
    level: str
    name: str
    name_en: str
    parent: str
    code_system: str = ""
    seat: tuple[float, float] | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline as the pack names it: code, name and county as written ("" where the pack has none)."""

    row: int
    code: str
    name: str
    county: str = ""


@dataclass(frozen=True)
class Matching:
    """Row of the pack -> region code and how (code, name, merged); rows without a region with the reason; regions without outline."""

    found: Mapping[int, tuple[str, str]]
    loose: Mapping[int, Text]
    bare: tuple[Region, ...]


def normalised(name: str) -> str:
    """Return a name without blanks and without its kind: 梁家寨乡 and 梁家寨镇 are one name."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    short = _SUFFIX.sub("", plain)
    return (short or plain).lower()


def code_forms(code: str) -> Iterator[str]:
    """Yield a code and what it may be in the register: without 156 before it, without the zeros that fill it up to 12 digits."""
    yield code
    digits = code.removeprefix("156") if re.fullmatch(r"156\d{6,12}", code) else code
    if digits != code:
        yield digits
    if re.fullmatch(r"\d{12}", digits) and digits.endswith("000"):
        yield digits[:9]
    if re.fullmatch(r"\d{9}|\d{12}", digits) and not digits[6:].strip("0"):
        yield digits[:6]


@dataclass(frozen=True)
class Register:
    """The regions of a workspace: those in force, and those that went into another."""

    regions: tuple[Region, ...]
    gone: Mapping[str, Region] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> Mapping[str, Region]:
        """Code -> region in force."""
        return {r.code: r for r in self.regions}

    def of_level(self, level: str) -> list[Region]:
        """Return the regions in force at a level."""
        return [r for r in self.regions if r.level == level]


def read_register(workspace: Workspace) -> Register:
    """Read the register of the served build; raises XiangyiError NOT_FOUND where nothing was loaded yet."""
    connection, _, _ = open_current(workspace)
    try:
        rows = connection.execute(_REGISTER).fetchall()
        gone = connection.execute(_GONE).fetchall()
    finally:
        connection.close()
    regions = [
        Region(code, level, zh, en, parent or "", system or "", (lon, lat) if lon is not None and quality == "seat" else None)
        for code, level, zh, en, parent, system, lon, lat, quality in rows
    ]
    merged = {
        old: Region(old, level, name, name, "", successor=new if share > 0.999 else "") for old, new, share, name, level in gone
    }
    return Register(tuple(regions), merged)


def match_regions(shapes: Sequence[Shape], register: Register, level: str, code_system: str) -> Matching:
    """Match the outlines of one level.

    A code counts where the names agree, where the pack has no name, or where pack and register name the same code system;
    then county and normalised name count. An outline of a place that went into another as a whole goes with it.
    """
    regions = register.of_level(level)
    found: dict[int, tuple[str, str]] = {}
    loose: dict[int, Text] = {}
    waiting: list[Shape] = []
    for shape in shapes:
        region = _by_code(shape, register, level)
        if region is None or not _agrees(shape, region, code_system):
            waiting.append(shape)
        elif region.successor is not None:
            _take_merged(shape, region, found, loose)
        else:
            found[shape.row] = (region.code, "code")
    taken: dict[str, tuple[str, str, str] | None] = {code: None for code, _ in found.values()}
    for shape in waiting:
        answer = _by_name(shape, regions, register)
        itself = (shape.code, normalised(shape.name), shape.county)  # several rows of one place are parts of it
        if isinstance(answer, Region) and taken.setdefault(answer.code, itself) == itself:
            found[shape.row] = (answer.code, "name")
            continue
        other = _by_code(shape, register, level)
        reason = TAKEN if isinstance(answer, Region) else answer
        loose[shape.row] = OTHER_NAME if other is not None and reason is NOT_THERE else reason
    outlined = {code for code, _ in found.values()}
    return Matching(found, loose, tuple(r for r in regions if r.code not in outlined))


def _take_merged(shape: Shape, region: Region, found: dict[int, tuple[str, str]], loose: dict[int, Text]) -> None:
    if region.successor:
        found[shape.row] = (region.successor, "merged")
    else:
        loose[shape.row] = SPLIT


def _by_code(shape: Shape, register: Register, level: str) -> Region | None:
    for form in code_forms(shape.code):
        region = register.by_code.get(form) or register.gone.get(form)
        if region is not None and region.level == level:
            return region
    return None


def _agrees(shape: Shape, region: Region, code_system: str) -> bool:
    same_system = bool(code_system) and code_system == region.code_system
    return not shape.name or same_system or normalised(shape.name) in (normalised(region.name), region.name_en.lower())


def _by_name(shape: Shape, regions: Sequence[Region], register: Register) -> Region | Text:
    """Return the one region of the name in the shape's county, or the reason why there is none."""
    if not shape.name:
        return NOT_THERE
    key = normalised(shape.name)
    named = [r for r in regions if key == normalised(r.name) or shape.name.lower() == r.name_en.lower()]
    homes = _counties(shape, {r.parent for r in regions}, register)
    named = [r for r in named if homes is None or r.parent in homes]
    if len(named) > 1:
        return SEVERAL
    return named[0] if named else NOT_THERE


def _counties(shape: Shape, parents: set[str], register: Register) -> set[str] | None:
    """Return the parents a shape may lie under by its county column (code or name), else by the head of its code.

    None where neither says: then the whole site is searched.
    """
    if shape.county:
        key = normalised(shape.county)
        named = {p for p in parents if p in register.by_code and normalised(register.by_code[p].name) == key}
        return set(code_forms(shape.county)) & parents or named
    digits = [form for form in code_forms(shape.code) if re.fullmatch(r"\d{6,12}", form)]
    if not digits:
        return None
    heads = {form[:6] for form in digits if len(form) > 6} | {f"{form[:4]}00" for form in digits}
    return parents & heads
