"""The light 红黄绿: never a colour without its word, and none where the number does not carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Literal

from pipelines.core.indicator import Indicator, Polarity, Status
from pipelines.core.period import parse_period
from pipelines.core.text import Text

LightCode = Literal["green", "yellow", "red"]
LIGHT_WORDS: Mapping[LightCode, Text] = {
    "green": Text("绿（达标）", "green (on target)"),
    "yellow": Text("黄（关注）", "yellow (watch)"),
    "red": Text("红（未达标）", "red (off target)"),
}
NO_LIGHT: Mapping[str, Text] = {
    "small_n": Text("人数很少，不亮灯", "no light: few people"),
    "partial": Text("部分上报，不亮灯", "no light: partly reported"),
    "suppressed": Text("已隐藏，不亮灯", "no light: suppressed"),
    "no_denominator": Text("无分母，不亮灯", "no light: no denominator"),
    "not_collected": Text("未采集，不亮灯", "no light: not collected"),
    "not_estimable": Text("不可估计，不亮灯", "no light: not estimable"),
    "not_reached": Text("中位数未达到，不亮灯", "no light: the median is not reached"),
    "no_thresholds": Text("未设阈值，不亮灯", "no light: no thresholds are set"),
    "no_direction": Text("该指标无好坏方向，不亮灯", "no light: neither more nor less of it is good"),
    "no_value": Text("无数值，不亮灯", "no light: there is no number"),
    "no_interval": Text("区间无法估计，不亮灯", "no light: its interval cannot be estimated"),
    "so_far": Text("未满全年，年末再评", "part of a year: judged at the year's end"),
    "too_wide": Text("区间从红到绿，不亮灯", "no light: its interval reaches from red to green"),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where green and yellow end, in the unit of the value; both boundaries belong to the better side.

    Where more is better: green from `green` up, yellow from `yellow` up, red below. Where less is better: green up to `green`,
    yellow up to `yellow`, red above. Raises ValueError when a boundary is not a number, or both are equal.
    """

    green: float
    yellow: float

    def __post_init__(self) -> None:
        if not (isfinite(self.green) and isfinite(self.yellow)):
            raise ValueError(f"thresholds green={self.green}, yellow={self.yellow}: expected two numbers")
        if self.green == self.yellow:
            raise ValueError(f"thresholds green and yellow are both {self.green}: nothing would ever be yellow")

    def fits(self, polarity: Polarity) -> bool:
        """Say whether the boundaries stand in the order that the direction of good asks for; never for a neutral one."""
        return {"higher": self.green > self.yellow, "lower": self.green < self.yellow, "neutral": False}[polarity]


@dataclass(frozen=True, slots=True)
class Light:
    """A light, or why there is none: `code` is green, yellow or red, or None; `reason` is a key of NO_LIGHT where it is None."""

    code: LightCode | None
    reason: str = ""

    @property
    def word(self) -> Text:
        """The word that goes with the colour, or the reason why there is none."""
        return NO_LIGHT[self.reason] if self.code is None else LIGHT_WORDS[self.code]


def light_of(
    value: float | None, status: Status, thresholds: Thresholds | None, polarity: Polarity,
    limits: tuple[float | None, float | None] | None = None, is_so_far: bool = False,
) -> Light:
    """Return the light of one observation; `limits` are of its interval, None for an indicator that has none (a full count).
    `is_so_far`: it accumulates over a year of which not all is in it, so that what is asked of the year does not judge it.

    Only a number whose status is ok has one, and none that may as well be red as green. Raises ValueError where the
    thresholds stand in the wrong order for the direction of good: a target that was met would be shown red.

    >>> light_of(0.08, "ok", Thresholds(0.10, 0.15), "lower").word.of("zh")
    '绿（达标）'
    """
    if status != "ok":
        return Light(None, status)
    if value is None or not isfinite(value):
        return Light(None, "no_value")
    if polarity == "neutral":
        return Light(None, "no_direction")
    if thresholds is None:
        return Light(None, "no_thresholds")
    if not thresholds.fits(polarity):
        order = "above" if polarity == "higher" else "below"
        raise ValueError(f"thresholds green={thresholds.green}, yellow={thresholds.yellow}: green must lie {order} yellow")
    if is_so_far:
        return Light(None, "so_far")
    known = [limit for limit in limits or () if limit is not None and isfinite(limit)]
    if limits is not None and len(known) < len(limits):
        return Light(None, "no_interval")
    ends = {_code(limit, thresholds, polarity) for limit in known}
    return Light(None, "too_wide") if ends == {"red", "green"} else Light(_code(value, thresholds, polarity))


def is_so_far(indicator: Indicator, period: str, known_to: date | None = None, fiscal_start_month: int = 1) -> bool:
    """Say whether what accumulates is told of less than a year: of a part of one, or of one that was not over on the day the data are known to.

    A year whose last month the data have reached counts as over: records rarely fall on its last day.
    """
    told = parse_period(period, fiscal_start_month) if indicator.accumulates else None
    return told is not None and (told.months < 12 or known_to is not None and told.end_on.replace(day=1) > known_to)


def judged(
    indicator: Indicator, thresholds: Thresholds | None, value: float | None, status: Status, limits: tuple[float | None, float | None],
    is_part: bool = False,
) -> Light:
    """Return the light of an observation with these limits; `is_part` as `is_so_far` says of its period."""
    return light_of(value, status, thresholds, indicator.polarity, None if indicator.interval == "none" else limits, is_part)


def _code(value: float, thresholds: Thresholds, polarity: Polarity) -> LightCode:
    sign = 1.0 if polarity == "higher" else -1.0
    if sign * value >= sign * thresholds.green:
        return "green"
    return "yellow" if sign * value >= sign * thresholds.yellow else "red"
