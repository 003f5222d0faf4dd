"""The light 红黄绿: never a colour without its word, and none where the number does not carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Literal

from pipelines.core.indicator import Indicator, Polarity, Status
from pipelines.core.period import parse_period
from pipelines.core.text import LANGS, Text

LightCode = Literal["green", "amber", "red"]
Against = Literal["", "meets", "misses", "untold"]
LIGHT_WORDS: Mapping[LightCode, Text] = {
    "green": Text("绿（达标）", "green (on target)"),
    "amber": Text("黄（关注）", "amber (watch)"),
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
    "so_far": Text("不是整年，按年评", "not one whole year: judged by the year"),
}
NOT_SETTLED = Text("区间跨过界线，颜色未定", "interval crosses the line, not settled")
_BESIDE = Text("{light}，{said}", "{light}, {said}")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where green and amber end, in the unit of the value; both boundaries belong to the better side.

    Where more is better: green from `green` up, amber from `amber` up, red below. Where less is better: green up to `green`,
    amber up to `amber`, red above. Raises ValueError when a boundary is not a number, or both are equal.
    """

    green: float
    amber: float

    def __post_init__(self) -> None:
        if not (isfinite(self.green) and isfinite(self.amber)):
            raise ValueError(f"thresholds green={self.green}, amber={self.amber}: expected two numbers")
        if self.green == self.amber:
            raise ValueError(f"thresholds green and amber are both {self.green}: nothing would ever be amber")

    def fits(self, polarity: Polarity) -> bool:
        """Say whether the boundaries stand in the order that the direction of good asks for; never for a neutral one."""
        return {"higher": self.green > self.amber, "lower": self.green < self.amber, "neutral": False}[polarity]


@dataclass(frozen=True, slots=True)
class Light:
    """A light, or why there is none: `code` is green, amber or red, or None; `reason` is a key of NO_LIGHT where it is None.

    `reason` is "not_settled" of a light whose interval crosses a boundary: it is drawn hollow, and its word says so.
    """

    code: LightCode | None
    reason: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether the interval leaves no doubt of the colour."""
        return self.reason != "not_settled"

    @property
    def word(self) -> Text:
        """The word that goes with the colour, or the reason why there is none."""
        if self.code is None:
            return NO_LIGHT[self.reason]
        said = LIGHT_WORDS[self.code]
        return said if self.is_settled else Text(*(_BESIDE.of(lang).format(light=said.of(lang), said=NOT_SETTLED.of(lang)) for lang in LANGS))


def light_of(
    value: float | None, status: Status, thresholds: Thresholds | None, polarity: Polarity,
    limits: tuple[float | None, float | None] | None = None, is_so_far: bool = False,
) -> Light:
    """Return the light of one observation; `limits` are of its interval, None for an indicator that has none (a full count).
    `is_so_far`: it accumulates over a year and is not of one whole year, so that what is asked of the year does not judge it.

    Only a number whose status is ok has one; where its interval crosses a boundary the colour is not settled. Raises ValueError where the
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
        raise ValueError(f"thresholds green={thresholds.green}, amber={thresholds.amber}: green must lie {order} amber")
    if is_so_far:
        return Light(None, "so_far")
    known = [limit for limit in limits or () if limit is not None and isfinite(limit)]
    if limits is not None and len(known) < len(limits):
        return Light(None, "no_interval")
    code = _code(value, thresholds, polarity)
    return Light(code, "" if all(_code(limit, thresholds, polarity) == code for limit in known) else "not_settled")


def is_so_far(indicator: Indicator, period: str, known_to: date | None = None, fiscal_start_month: int = 1) -> bool:
    """Say whether what accumulates is told of anything but one whole year: of a part of one, of several (the whole range of the data), or of
    one that was not over on the day the data are known to.

    A year whose last month the data have reached counts as over: records rarely fall on its last day.
    """
    if not indicator.accumulates:
        return False
    told = parse_period(period, fiscal_start_month)  # None of the whole range
    return told is None or told.months != 12 or known_to is not None and told.end_on.replace(day=1) > known_to


def judged(
    indicator: Indicator, thresholds: Thresholds | None, value: float | None, status: Status, limits: tuple[float | None, float | None],
    is_part: bool = False,
) -> Light:
    """Return the light of an observation with these limits; `is_part` as `is_so_far` says of its period."""
    return light_of(value, status, thresholds, indicator.polarity, limits if indicator.has_limits else None, is_part)


def against(
    at: float, value: float | None, status: Status, polarity: Polarity, limits: tuple[float | None, float | None] | None = None,
) -> Against:
    """Say whether a figure meets a target or norm `at`, misses it, or cannot be told from it; `limits` as of `light_of`.

    "" where it is not set against one: without a direction of good, and, as with lights, where its status is not ok.

    >>> against(1.0, 2.06, "ok", "higher", (0.99, 3.79)), against(1.0, 2.06, "ok", "higher")
    ('untold', 'meets')
    """
    if status != "ok" or value is None or not isfinite(value) or polarity == "neutral":
        return ""
    known = [limit for limit in limits or (value, value) if limit is not None and isfinite(limit)]
    if len(known) < 2:
        return "untold"
    sign = 1.0 if polarity == "higher" else -1.0
    least, most = sorted(sign * limit for limit in known)
    return "misses" if most < sign * at else "untold" if least < sign * at else "meets"


def _code(value: float, thresholds: Thresholds, polarity: Polarity) -> LightCode:
    sign = 1.0 if polarity == "higher" else -1.0
    if sign * value >= sign * thresholds.green:
        return "green"
    return "amber" if sign * value >= sign * thresholds.amber else "red"
