"""Targets by indicator, place and year, from site.toml or from a table beside it; and whose target a place is held to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.core.indicator import Indicator
from pipelines.core.period import parse_period
from pipelines.core.text import Text
from pipelines.site.lights import value_of
from pipelines.site.reader import Reader

if TYPE_CHECKING:
    from pipelines.site.parsing import Site

EVERYWHERE = "all"
_NAMES = ("indicator", "region", "year", "value", "source")
_HEADERS: Mapping[str, str] = {
    "指标": "indicator", "地区": "region", "地区代码": "region", "region_code": "region", "年份": "year", "年度": "year", "目标值": "value",
    "目标": "value", "来源": "source", "文件依据": "source",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator should reach in a place (EVERYWHERE: wherever nothing nearer is set) in a year, in the indicator's unit."""

    indicator: str
    region: str
    year: str
    value: float
    source: str
    is_total: bool = False  # of people or money: never handed down


def target_of(site: Site, indicator: str, path: Sequence[str], year: str | int) -> Target | None:
    """Return the target a place is held to, None where there is none.

    `path` holds codes from the root down to the place itself, `year` the label of a year of the site. The place's own target
    goes before that of the nearest place above it, and that before EVERYWHERE. Only the year itself counts: nothing is carried
    over or drawn between years. A count (people, money) is never inherited: a county's total is no township's.
    """
    found = {t.region: t for t in site.targets if t.indicator == indicator and t.year == str(year)}
    nearest = (found[code] for code in (*reversed(path), EVERYWHERE) if code in found)
    return next((t for t in nearest if not t.is_total or t.region == path[-1]), None)


def read_targets(reader: Reader, indicators: Mapping[str, Indicator], fiscal_start_month: int) -> tuple[Target, ...]:
    """Read [[targets]]; a row that names a `file` stands for the rows of that table."""
    found: dict[tuple[str, str, str], Target] = {}
    for number, row in enumerate(reader.rows("targets"), 1):
        setting = f"[[targets]] {number}"
        rows = _table(reader, setting, row) if "file" in row else [(setting, row)]
        for place, given in rows:
            target = _target(reader, place, given, indicators, fiscal_start_month)
            key = (target.indicator, target.region, target.year)
            if key in found:
                raise reader.fail(place, list(key), "同一指标、地区、年份只有一个目标", "one target for an indicator, a place and a year",
                                  Text("该目标出现两次，请删除其一", "this one is there twice: remove one"))
            found[key] = target
    return tuple(found.values())


def _table(reader: Reader, setting: str, row: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    if set(row) != {"file"} or not isinstance(row["file"], str):
        raise reader.fail(setting, sorted(row), "只有 file 一项（文件名）", "file alone, the name of a table")
    name = row["file"]
    rows: list[tuple[str, Mapping[str, Any]]] = []
    for number, line in enumerate(reader.table(f"{setting} file", name), 2):
        given = {_HEADERS.get((header or "").strip(), (header or "").strip()): value for header, value in line.items()}
        if any(str(value or "").strip() for value in given.values()):
            rows.append((f"[[targets]] {name}, row {number}", {k: _number(v) if k == "value" else v for k, v in given.items()}))
    return rows


def _number(text: Any) -> Any:
    """Return the number a cell of the table holds; what is none stays as it is, to be shown in the error."""
    try:
        return float(str(text).strip())
    except ValueError:
        return text


def _target(
    reader: Reader, setting: str, row: Mapping[str, Any], indicators: Mapping[str, Indicator], fiscal_start_month: int
) -> Target:
    strange = [name for name in row if name not in _NAMES]
    if strange:
        raise reader.no_such(setting, strange[0], f"其中之一：{', '.join(_NAMES)}", f"one of {', '.join(_NAMES)}", _NAMES)
    lacking = [name for name in _NAMES if row.get(name) in (None, "")]
    if lacking:
        raise reader.fail(f"{setting} {lacking[0]}", None, "一个值", "a value",
                          Text("目标须注明指标、地区、年份、数值和来源", "a target names indicator, region, year, value and source"))
    name, region, source = (str(reader.checked(f"{setting} {key}", row[key], str)).strip() for key in ("indicator", "region", "source"))
    if name not in indicators:
        raise reader.unknown(f"{setting} indicator", name, "已有的指标名", "the name of an indicator", indicators)
    year = str(reader.checked(f"{setting} year", row["year"], (int, str))).strip()
    period = parse_period(year, fiscal_start_month)
    if period is None or period.label != year or period.kind != ("year" if fiscal_start_month == 1 else "fiscal_year"):
        raise reader.fail(f"{setting} year", row["year"], "站点的年度，如 2025" if fiscal_start_month == 1 else "站点的财政年度，如 2024-25",
                          "a year such as 2025" if fiscal_start_month == 1 else "a year of the site such as 2024-25")
    if region == EVERYWHERE and indicators[name].kind == "count":
        raise reader.fail(f"{setting} region", region, "一个地区代码", "the code of one place",
                          Text("总量目标只属于一个地区，不能下传", "a total belongs to one place and is not handed down"))
    value = value_of(reader, f"{setting} value", row["value"], indicators[name])
    return Target(name, region, year, value, source, indicators[name].kind == "count")
