"""A site's settings: who it is, its levels and roots, what it counts by. Read from site.toml, checked on reading."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.codelists.region_level import REGION_LEVEL
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.codelists.tenure_unit import TENURE_UNIT
from pipelines.core.dataset import Dataset
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import Indicator
from pipelines.core.registry import collect
from pipelines.core.text import LANGS, Lang, Text

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED = DATA / "reference" / "sites"
PROFILES = ("internal", "restricted", "public")
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
    for a dataset by name.
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


class _Reader:
    """Takes settings out of a table one by one and says which is wrong; what is left over is unknown."""

    def __init__(self, where: str, table: Mapping[str, Any]) -> None:
        self.where = where
        self.left = {s: dict(v) if isinstance(v, dict) else v for s, v in table.items()}

    def fail(self, setting: str, found: object, zh: str, en: str) -> XiangyiError:
        return XiangyiError(
            Text(
                f"{self.where}：设置 {setting} 为 {found!r}，应为{zh}；请修改后重试",
                f"{self.where}: setting {setting} is {found!r}, expected {en}; correct it and try again",
            )
        )

    def take(self, section: str, name: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        table = self.left.get(section, {})
        if name not in table:
            if default is ...:
                raise self.fail(f"[{section}] {name}", None, "一个值", "a value")
            return default
        value = table.pop(name)
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            names = " / ".join(k.__name__ for k in kinds)
            raise self.fail(f"[{section}] {name}", value, f" {names}", names)
        return value

    def one_of(self, section: str, name: str, allowed: tuple[str, ...], default: Any = ...) -> str:
        value = self.take(section, name, str, default)
        if value not in allowed:
            raise self.fail(f"[{section}] {name}", value, f"其中之一：{', '.join(allowed)}", f"one of {', '.join(allowed)}")
        return str(value)

    def close(self) -> None:
        rest = [f"[{s}] {n}" for s, t in self.left.items() if isinstance(t, dict) for n in t]
        rest += [s for s, t in self.left.items() if not isinstance(t, dict) and t]
        if rest:
            raise self.fail(rest[0], "…", "已知的设置（见手册）", "a setting that exists (see the manual)")


def _roots(reader: _Reader) -> tuple[Root, ...]:
    rows = reader.left.pop("roots", [])
    if not isinstance(rows, list) or not rows:
        raise reader.fail("[[roots]]", rows, "至少一个根地区", "at least one root")
    roots = []
    for row in rows:
        if not {"code", "name_zh", "name_en"} <= set(row):
            raise reader.fail("[[roots]]", row, "code、name_zh、name_en", "code, name_zh and name_en")
        roots.append(Root(str(row["code"]), Text(row["name_zh"], row["name_en"])))
    return tuple(roots)


def _levels(reader: _Reader) -> tuple[str, ...]:
    levels = tuple(reader.take("levels", "order", list))
    unknown = [x for x in levels if x not in REGION_LEVEL.titles]
    if len(levels) < 2 or unknown or len(set(levels)) != len(levels):
        raise reader.fail("[levels] order", list(levels), "两个以上已知层级，自上而下", "two or more known levels, top down")
    return levels


def _bases(reader: _Reader) -> dict[str, tuple[str, ...]]:
    table = reader.left.pop("base", {})
    bases = {"rural_doctors": ("village_doctor", "township_doctor"), "village_doctors": ("village_doctor",)}
    for name, groups in table.items():
        if not isinstance(groups, list) or not groups or any(g not in STAFF_GROUP.titles for g in groups):
            raise reader.fail(f"[base] {name}", groups, "已知的人员类别", "a list of known staff groups")
        bases[name] = tuple(groups)
    return bases


def _norms(reader: _Reader) -> dict[str, float]:
    table, declared = reader.left.pop("norms", {}), collect("pipelines.indicators", Indicator)
    for name, value in table.items():
        if name not in declared:
            raise reader.fail(f"[norms] {name}", value, "已有的指标名（见 xiangyi indicators）", "the name of an indicator (see xiangyi indicators)")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise reader.fail(f"[norms] {name}", value, "数字", "a number")
    return {name: float(value) for name, value in table.items()}


def parse_site(text: str, where: str = "site.toml") -> Site:
    """Read and check the text of a site.toml.

    Raises XiangyiError naming the first setting that is missing, unknown or wrong, and what was expected.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise XiangyiError(Text(f"{where}：不是有效的 TOML（{error}）", f"{where}: not valid TOML ({error})")) from error
    reader = _Reader(where, raw)
    roots, levels, bases, norms = _roots(reader), _levels(reader), _bases(reader), _norms(reader)
    site = Site(
        levels=levels, roots=roots, bases=bases, norms=norms, due=_due(reader), raw=raw,
        **_identity(reader), **_counting(reader, levels), **_showing(reader),
    )
    reader.close()
    return site


def _due(reader: _Reader) -> dict[str, int]:
    table, known = reader.left.pop("due", {}), {*DUE_DAYS, *collect("pipelines.datasets", Dataset)}
    for name, value in table.items():
        if name not in known:
            raise reader.fail(f"[due] {name}", value, "year、half、quarter、month 或数据集名", "year, half, quarter, month or the name of a dataset")
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise reader.fail(f"[due] {name}", value, "时期结束后的天数（非负整数）", "a number of days after the end of the period, 0 or more")
    return {**DUE_DAYS, **table}


def _identity(reader: _Reader) -> dict[str, Any]:
    month = reader.take("site", "fiscal_year_starts", int, 1)
    if not 1 <= month <= 12:
        raise reader.fail("[site] fiscal_year_starts", month, "1 至 12 的月份", "a month from 1 to 12")
    zone = reader.take("site", "time_zone", str, "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise reader.fail("[site] time_zone", zone, "时区名，如 Asia/Shanghai", "a time zone such as Asia/Shanghai") from error
    currency = reader.take("site", "currency", str, "CNY")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise reader.fail("[site] currency", currency, "三个大写字母，如 CNY", "three capital letters such as CNY")
    return {
        "name": reader.take("site", "name", str),
        "title": Text(reader.take("site", "title_zh", str), reader.take("site", "title_en", str)),
        "language": reader.one_of("site", "language", LANGS, "zh"),
        "currency": currency,
        "time_zone": zone,
        "fiscal_year_start_month": month,
        "is_synthetic": reader.take("site", "synthetic", bool, False),
    }


def _counting(reader: _Reader, levels: tuple[str, ...]) -> dict[str, Any]:
    threshold = reader.take("reporting", "threshold", (int, float), 0.95)
    if not 0 <= threshold <= 1:
        raise reader.fail("[reporting] threshold", threshold, "0 至 1 之间", "a share between 0 and 1")
    absences = reader.take("counting", "absences", int, 2)
    if not 1 <= absences <= 12:
        raise reader.fail("[counting] absences", absences, "1 至 12 的整数", "a whole number from 1 to 12")
    return {
        "absences": absences,
        "population_kind": reader.one_of("population", "kind", tuple(POPULATION_KIND.titles), "resident"),
        "sender_level": reader.one_of("reporting", "sender_level", levels, levels[-2]),
        "unit_level": reader.one_of("reporting", "unit_level", levels, levels[-2]),
        "threshold": float(threshold),
        "small_n": reader.take("thresholds", "small_n", int, 5),
    }


def _showing(reader: _Reader) -> dict[str, Any]:
    at = tuple(reader.take("survival", "at", list, [12, 24, 36]))
    if not at or any(not isinstance(a, int) or a <= 0 for a in at):
        raise reader.fail("[survival] at", list(at), "正整数列表", "a list of positive whole numbers")
    profiles = tuple(reader.take("profiles", "available", list, ["internal"]))
    if set(profiles) - set(PROFILES):
        raise reader.fail("[profiles] available", list(profiles), f"{PROFILES}", f"among {PROFILES}")
    return {
        "survival_at": at,
        "tenure_unit": reader.one_of("survival", "unit", tuple(TENURE_UNIT.titles), "month"),
        "profiles": profiles,
        "boundary_packs": tuple(reader.take("boundaries", "packs", list, [])),
    }


def shipped_sites() -> tuple[str, ...]:
    """Return the names of the sites that come with the product."""
    return tuple(sorted(p.stem for p in SHIPPED.glob("*.toml")))


def site_text(name_or_file: str) -> str:
    """Return the site.toml text of a shipped site or of a file; raises XiangyiError NOT_FOUND when neither exists."""
    shipped, file = SHIPPED / f"{name_or_file}.toml", Path(name_or_file)
    for path in (shipped, file):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    known = ", ".join(shipped_sites())
    raise XiangyiError(
        Text(f"没有名为“{name_or_file}”的站点或文件；随产品提供的有：{known}",
             f'no site or file called "{name_or_file}"; shipped are: {known}'),
        ExitCode.NOT_FOUND,
    )
