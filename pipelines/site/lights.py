"""Lights of an indicator, as a site sets them: from which value on it is green, amber, red (`core.light` says which a number gets)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.core.indicator import Indicator
from pipelines.core.light import Thresholds
from pipelines.core.text import Text
from pipelines.site.reader import Reader


def read_lights(reader: Reader, indicators: Mapping[str, Indicator]) -> dict[str, Thresholds]:
    """Read [lights.INDICATOR]; refuses an unknown indicator, one without a good direction, limits in contradictory order."""
    found: dict[str, Thresholds] = {}
    for name, limits in reader.open_section("lights").items():
        if name not in indicators:
            raise reader.no_such("[lights]", name, "已有的指标名", "the name of an indicator", indicators)
        found[name] = _lights(reader, indicators[name], limits)
    return found


def _lights(reader: Reader, indicator: Indicator, limits: Any) -> Thresholds:
    setting = f"[lights.{indicator.name}]"
    reader.checked(setting, limits, dict)
    if indicator.polarity == "neutral":
        raise reader.fail(setting, limits, "有好坏方向的指标", "an indicator of which more is better or worse",
                          Text("该指标无好坏方向，请删除此设置", "this one has no good direction: remove the setting"))
    if set(limits) != {"green", "amber"}:
        raise reader.fail(setting, sorted(limits), "green 与 amber 两个界值", "two limits, green and amber")
    green, amber = (value_of(reader, f"{setting} {name}", limits[name], indicator) for name in ("green", "amber"))
    is_higher = indicator.polarity == "higher"
    if green == amber or not Thresholds(green, amber).fits(indicator.polarity):
        zh, en = ("越高越好：green 大于 amber", "green above amber, as more is better") if is_higher else (
            "越低越好：green 小于 amber", "green below amber, as less is better")
        raise reader.fail(setting, limits, f"{indicator.title.zh}{zh}", f"{indicator.title.en}: {en}")
    return Thresholds(green, amber)


def value_of(reader: Reader, setting: str, value: Any, indicator: Indicator) -> float:
    """Return a value in the unit of an indicator; a share written as per cent is refused."""
    reader.checked(setting, value, (int, float))
    if indicator.unit == "share" and not -1 <= value <= 1:
        raise reader.fail(setting, value, " 0 至 1 的占比", "a share from 0 to 1", Text("占比不写百分数：95% 写作 0.95", "95 % is written 0.95"))
    if value != value or value in (float("inf"), float("-inf")):
        raise reader.fail(setting, str(value), "有限的数字", "a finite number")
    return float(value)
