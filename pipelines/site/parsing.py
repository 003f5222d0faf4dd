"""The settings of a site as one value, read from the text of a site.toml and checked on the way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.codelists.region_level import REGION_LEVEL
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.codelists.tenure_unit import TENURE_UNIT
from pipelines.core.dataset import Dataset
from pipelines.core.errors import XiangyiError
from pipelines.core.indicator import Indicator
from pipelines.core.light import Thresholds
from pipelines.core.registry import collect
from pipelines.core.text import LANGS, Lang, Text
from pipelines.site.bands import AgeBand, Remoteness, read_age_bands, read_population, read_prices, read_remoteness
from pipelines.site.lights import read_lights
from pipelines.site.norms import Standards, read_norms
from pipelines.site.reader import Reader
from pipelines.site.release import Dominance, Release, read_profiles
from pipelines.site.retirement import Retirement, read_retirement
from pipelines.site.targets import Target, read_targets

DUE_DAYS: Mapping[str, int] = {"year": 20, "half": 15, "quarter": 15, "month": 10}  # annual returns by 20 January, months by the 10th


@dataclass(frozen=True, slots=True)
class Root:
    """A top place of the site; nothing is added across roots."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Validated settings of one workspace.

    `levels` runs from the root down and ends with the level of facilities. `bases` names sets of staff groups;
    `rural_doctors` and `village_doctors` are always there. `sender_level` is the level at which a file replaces what was
    sent before; `unit_level` the one at which reporting is counted. `threshold` is a share 0-1. Missing from `absences` rosters in a
    row ends a spell. `due` says in how many days after the end of a year, half, quarter or month what is sent for it has to come, or
    for a dataset by name. `norms` holds what an indicator should reach under the site's own kind of population, `standards`
    every norm under any kind. `population_kinds` are those a reader may switch to, the site's own first.
    """

    name: str
    title: Text
    language: Lang
    currency: str
    time_zone: str
    fiscal_year_start_month: int
    is_synthetic: bool
    levels: tuple[str, ...]
    roots: tuple[Root, ...]
    bases: Mapping[str, tuple[str, ...]]
    population_kind: str
    sender_level: str
    unit_level: str
    threshold: float
    small_n: int
    absences: int
    norms: Mapping[str, float]
    survival_at: tuple[int, ...]
    tenure_unit: str
    profiles: tuple[str, ...]
    boundary_packs: tuple[str, ...]
    due: Mapping[str, int]
    population_kinds: tuple[str, ...]
    lights: Mapping[str, Thresholds]
    standards: Standards
    retirement: Retirement
    targets: tuple[Target, ...]
    age_bands: tuple[AgeBand, ...]
    remoteness: tuple[Remoteness, ...]
    price_region: str
    price_base: str
    releases: Mapping[str, Release]
    dominance: Dominance
    raw: Mapping[str, Any]

    @property
    def root_level(self) -> str:
        """The level of the roots."""
        return self.levels[0]

    @property
    def facility_level(self) -> str:
        """The lowest level, that of facilities."""
        return self.levels[-1]

    @property
    def region_levels(self) -> tuple[str, ...]:
        """Every level above the facility."""
        return self.levels[:-1]

    def child_level(self, level: str) -> str | None:
        """Return the level under `level`, None under the lowest."""
        place = self.levels.index(level) + 1
        return self.levels[place] if place < len(self.levels) else None


def _roots(reader: Reader) -> tuple[Root, ...]:
    rows = reader.rows("roots")
    if not rows:
        raise reader.fail("[[roots]]", rows, "至少一个根地区", "at least one root")
    for row in rows:
        if set(row) != {"code", "name_zh", "name_en"} or any(not isinstance(v, str) or not v.strip() for v in row.values()):
            raise reader.fail("[[roots]]", row, " code、name_zh、name_en 三个文本", "code, name_zh and name_en, each a text")
    codes = [row["code"] for row in rows]
    if len(set(codes)) != len(codes):
        raise reader.fail("[[roots]] code", codes, "各不相同的代码", "codes that differ")
    return tuple(Root(row["code"], Text(row["name_zh"], row["name_en"])) for row in rows)


def _levels(reader: Reader) -> tuple[str, ...]:
    levels = reader.names("levels", "order", REGION_LEVEL.titles)
    if len(levels) < 2:
        raise reader.fail("[levels] order", list(levels), "两个以上已知层级，自上而下", "two or more known levels, top down")
    return levels


def _bases(reader: Reader) -> dict[str, tuple[str, ...]]:
    table = reader.open_section("base")
    bases = {"rural_doctors": ("village_doctor", "township_doctor"), "village_doctors": ("village_doctor",)}
    for name, groups in table.items():
        bases[name] = reader.listed(f"[base] {name}", groups, STAFF_GROUP.titles)
        if not bases[name]:
            raise reader.fail(f"[base] {name}", groups, "至少一个人员类别", "at least one staff group")
    return bases


def parse_site(text: str, where: str = "site.toml", folder: Path | None = None) -> Site:
    """Read and check the text of a site.toml. `folder` holds the tables it names, where the text itself does not.

    Raises XiangyiError naming the first setting that is missing, unknown or wrong, and what was expected.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise XiangyiError(Text(f"{where}：不是有效的 TOML（{error}）；请按所指的行列修改",
                                f"{where}: not valid TOML ({error}); correct the line it names")) from error
    reader = Reader(where, raw, folder)
    roots, levels, bases, identity = _roots(reader), _levels(reader), _bases(reader), _identity(reader)
    indicators, month = collect("pipelines.indicators", Indicator), identity["fiscal_year_start_month"]
    kind, kinds = read_population(reader)
    standards = read_norms(reader, indicators)
    norms = {name: value for name in standards.by_indicator if (value := standards.norm_of(name, kind)) is not None}
    site = Site(
        levels=levels, roots=roots, bases=bases, norms=norms, standards=standards, due=_due(reader), population_kind=kind,
        population_kinds=kinds, lights=read_lights(reader, indicators), retirement=read_retirement(reader),
        targets=read_targets(reader, indicators, month), age_bands=read_age_bands(reader), remoteness=read_remoteness(reader),
        raw=raw, **identity, **_counting(reader, levels), **_showing(reader), **read_prices(reader, month), **read_profiles(reader),
    )
    reader.close()
    return site


def _due(reader: Reader) -> dict[str, int]:
    table, known = reader.open_section("due"), {*DUE_DAYS, *collect("pipelines.datasets", Dataset)}
    for name, value in table.items():
        if name not in known:
            raise reader.no_such("[due]", name, " year、half、quarter、month 或数据集名",
                                 "year, half, quarter, month or the name of a dataset", known)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise reader.fail(f"[due] {name}", value, "时期结束后的天数（非负整数）", "a number of days after the end of the period, 0 or more")
    return {**DUE_DAYS, **table}


def _identity(reader: Reader) -> dict[str, Any]:
    month = reader.number("site", "fiscal_year_starts", 1, 12, 1, whole=True)
    zone = reader.take("site", "time_zone", str, "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise reader.fail("[site] time_zone", zone, "时区名，如 Asia/Shanghai", "a time zone such as Asia/Shanghai") from error
    currency = reader.take("site", "currency", str, "CNY")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise reader.fail("[site] currency", currency, "三个大写字母，如 CNY", "three capital letters such as CNY")
    name, title_zh, title_en = (_filled(reader, what) for what in ("name", "title_zh", "title_en"))
    return {
        "name": name,
        "title": Text(title_zh, title_en),
        "language": reader.one_of("site", "language", LANGS, "zh"),
        "currency": currency,
        "time_zone": zone,
        "fiscal_year_start_month": month,
        "is_synthetic": reader.take("site", "synthetic", bool, False),
    }


def _filled(reader: Reader, name: str) -> str:
    value = str(reader.take("site", name, str))
    if not value.strip():
        raise reader.fail(f"[site] {name}", value, "非空文本", "a text that is not blank")
    return value


def _counting(reader: Reader, levels: tuple[str, ...]) -> dict[str, Any]:
    return {
        "absences": reader.number("counting", "absences", 1, 12, 2, whole=True),
        "sender_level": reader.one_of("reporting", "sender_level", levels, levels[-2]),
        "unit_level": reader.one_of("reporting", "unit_level", levels, levels[-2]),
        "threshold": float(reader.number("reporting", "threshold", 0, 1, 0.95)),
        "small_n": reader.number("thresholds", "small_n", 0, 100, 5, whole=True),
    }


def _showing(reader: Reader) -> dict[str, Any]:
    packs = reader.take("boundaries", "packs", list, [])
    if any(not isinstance(pack, str) for pack in packs):
        raise reader.fail("[boundaries] packs", packs, "文件名列表", "a list of names")
    return {
        "survival_at": reader.rising("[survival] at", reader.take("survival", "at", list, [12, 24, 36]), 1, 10_000),
        "tenure_unit": reader.one_of("survival", "unit", tuple(TENURE_UNIT.titles), "month"),
        "boundary_packs": tuple(packs),
    }
