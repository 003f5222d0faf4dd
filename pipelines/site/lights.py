"""Lights of an indicator: from which value on it is green, amber, red. Which way is good is the indicator's polarity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.core.indicator import Indicator
from pipelines.core.text import Text
from pipelines.site.reader import Reader

Light = Literal["green", "amber", "red"]
LIGHT_TITLES: Mapping[Light, Text] = {
    "green": Text("绿（达标）", "green: as it should be"),
    "amber": Text("黄（关注）", "amber: to be watched"),
    "red": Text("红（预警）", "red: to be acted on"),
}


@dataclass(frozen=True, slots=True)
class Lights:
    """Limits in the indicator's own unit (a share is 0-1). Where more is better a value is green from `green` up and amber from
    `amber` up; where less is better, down."""

    green: float
    amber: float
    is_higher_better: bool

    def of(self, value: float) -> Light:
        """Return the light of a value.

        >>> Lights(0.05, 0.10, False).of(0.10)
        'amber'
        """
        if (value >= self.green) if self.is_higher_better else (value <= self.green):
            return "green"
        return "amber" if ((value >= self.amber) if self.is_higher_better else (value <= self.amber)) else "red"


def read_lights(reader: Reader, indicators: Mapping[str, Indicator]) -> dict[str, Lights]:
    """Read [lights.INDICATOR]; refuses an unknown indicator, one without a good direction, limits in contradictory order."""
    found: dict[str, Lights] = {}
    for name, limits in reader.open_section("lights").items():
        if name not in indicators:
            raise reader.no_such("[lights]", name, "已有的指标名", "the name of an indicator", indicators)
        found[name] = _lights(reader, indicators[name], limits)
    return found


def _lights(reader: Reader, indicator: Indicator, limits: Any) -> Lights:
    setting = f"[lights.{indicator.name}]"
    reader.checked(setting, limits, dict)
    if indicator.polarity == "neutral":
        raise reader.fail(setting, limits, "有好坏方向的指标", "an indicator of which more is better or worse",
                          Text("该指标无好坏方向，请删除此设置", "this one has no good direction: remove the setting"))
    if set(limits) != {"green", "amber"}:
        raise reader.fail(setting, sorted(limits), "green 与 amber 两个界值", "two limits, green and amber")
    green, amber = (value_of(reader, f"{setting} {name}", limits[name], indicator) for name in ("green", "amber"))
    is_higher = indicator.polarity == "higher"
    if not (amber < green if is_higher else green < amber):
        zh, en = ("越高越好：green 大于 amber", "green above amber, as more is better") if is_higher else (
            "越低越好：green 小于 amber", "green below amber, as less is better")
        raise reader.fail(setting, limits, f"{indicator.title.zh}{zh}", f"{indicator.title.en}: {en}")
    return Lights(green, amber, is_higher)


def value_of(reader: Reader, setting: str, value: Any, indicator: Indicator) -> float:
    """Return a value in the unit of an indicator; a share written as per cent is refused."""
    reader.checked(setting, value, (int, float))
    if indicator.unit == "share" and not -1 <= value <= 1:
        raise reader.fail(setting, value, " 0 至 1 的占比", "a share from 0 to 1", Text("占比不写百分数：95% 写作 0.95", "95 % is written 0.95"))
    if value != value or value in (float("inf"), float("-inf")):
        raise reader.fail(setting, str(value), "有限的数字", "a finite number")
    return float(value)
