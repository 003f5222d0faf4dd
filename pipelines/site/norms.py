"""Norms of a site: what an indicator should reach, credits of a licence class, the standard kit, days, windows, hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.codelists.asset_kind import ASSET_KIND
from pipelines.codelists.licence import LICENCE
from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.core.indicator import Indicator
from pipelines.core.text import Text
from pipelines.site.lights import value_of
from pipelines.site.reader import Reader

ANY_POPULATION = ""  # a norm that holds whichever population is chosen
NORM_NAMES = (
    "credits", "kit", "online_days", "payment_days", "active_days", "travel_minutes", "available_hours", "full_time_hours", "title_years",
)
CREDITS, HOURS, WEEKS = 500.0, 8784.0, 53  # the most a year can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRule:
    """What a year's continuing education must come to for one licence class; None where the rule does not ask.

    `total` credits; of each class the least that is asked and the most that counts towards the total; `hours` of training.
    """

    licence: str
    total: float | None = None
    class_1: tuple[float, float] | None = None
    class_2: tuple[float, float] | None = None
    hours: float | None = None


TITLE_YEARS: Mapping[str, float] = {"none": 1.0, "junior": 5.0, "intermediate": 5.0, "associate_senior": 5.0}
_PHYSICIANS = ("physician", "assistant", "rural_assistant")
CREDIT_RULES = {licence: CreditRule(licence=licence, total=25.0, class_1=(5.0, 10.0), class_2=(15.0, 20.0)) for licence in _PHYSICIANS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """The norms. `by_indicator`: indicator -> kind of population (ANY_POPULATION: every one) -> value in the indicator's unit.

    `credits` by licence class: a class without a rule is not subject to any. `kit`: kinds of equipment every clinic must have,
    empty where the site names none (then nothing can be said about it). `online_days` of a month; `payment_days` after the day due
    within which a payment is on time; `active_days` before the as-at day; `travel_minutes`; `available_hours` of a full-time
    person's year (WISN), where the standards loaded give none; `full_time_hours` of a week are 1 FTE. `title_years` by level of
    title: how long it is held before the next can be applied for.
    """

    by_indicator: Mapping[str, Mapping[str, float]]
    credits: Mapping[str, CreditRule]
    kit: tuple[str, ...]
    online_days: int
    payment_days: int
    active_days: tuple[int, ...]
    travel_minutes: tuple[int, ...]
    available_hours: float
    full_time_hours: float
    title_years: Mapping[str, float]

    def norm_of(self, indicator: str, population_kind: str) -> float | None:
        """Return what `indicator` should reach under a kind of population, None where the site says nothing."""
        values = self.by_indicator.get(indicator, {})
        return values.get(population_kind, values.get(ANY_POPULATION))


def read_norms(reader: Reader, indicators: Mapping[str, Indicator]) -> Standards:
    """Read [norms]: the fixed names first; what is left must be indicators."""
    kit = reader.names("norms", "kit", ASSET_KIND.titles, [])
    rules = _credits(reader, reader.take("norms", "credits", dict, {}))
    years = _title_years(reader, reader.take("norms", "title_years", dict, {}))
    online = reader.number("norms", "online_days", 1, 31, 20, whole=True)
    grace = reader.number("norms", "payment_days", 0, 366, 0, whole=True)
    active = reader.rising("[norms] active_days", reader.take("norms", "active_days", list, [30, 90]), 1, 366)
    minutes = reader.rising("[norms] travel_minutes", reader.take("norms", "travel_minutes", list, [30, 60]), 1, 1440)
    week = float(reader.number("norms", "full_time_hours", 1, 168, 40))
    year = float(reader.number("norms", "available_hours", 1, HOURS, 1760))
    if year > week * WEEKS:
        raise reader.fail("[norms] available_hours", year, f"不超过每周 {week:g} 小时的全年工时", f"no more than a year of {week:g} hours a week")
    return Standards(
        by_indicator={name: _norm(reader, name, value, indicators) for name, value in reader.open_section("norms").items()},
        credits=rules, kit=kit, online_days=online, payment_days=grace, active_days=active,
        travel_minutes=minutes, available_hours=year, full_time_hours=week, title_years=years,
    )


def _norm(reader: Reader, name: str, value: Any, indicators: Mapping[str, Indicator]) -> dict[str, float]:
    if name not in indicators:
        raise reader.no_such("[norms]", name, "已有的指标名（见 xiangyi indicators）或标准名",
                             "the name of an indicator (see xiangyi indicators) or of a norm", [*indicators, *NORM_NAMES])
    indicator = indicators[name]
    if not isinstance(value, dict):
        return {ANY_POPULATION: value_of(reader, f"[norms] {name}", value, indicator)}
    if indicator.denominator is None or not indicator.denominator.population:
        raise reader.fail(f"[norms] {name}", value, "一个数字", "one number",
                          Text("只有以人口为分母的指标可按人口口径分列", "only what is divided by population has a norm by kind of it"))
    kinds = POPULATION_KIND.titles
    for kind in value:
        if kind not in kinds:
            raise reader.no_such(f"[norms.{name}]", kind, "已知的人口口径", "a known kind of population", kinds)
    if not value:
        raise reader.fail(f"[norms.{name}]", value, "至少一个人口口径", "at least one kind of population")
    return {kind: value_of(reader, f"[norms.{name}] {kind}", given, indicator) for kind, given in value.items()}


def _title_years(reader: Reader, given: Mapping[str, Any]) -> dict[str, float]:
    """Years given replace the default of their level of title."""
    years = dict(TITLE_YEARS)
    for level, value in given.items():
        if level not in years:
            raise reader.no_such("[norms] title_years", level, "可再晋升的职称级别", "a level of title above which there is another", years)
        years[level] = float(reader.within(f"[norms] title_years {level}", value, 0, 50))
    return years


def _credits(reader: Reader, given: Mapping[str, Any]) -> dict[str, CreditRule]:
    """Rules given replace the default of their licence class; an empty table takes a class out."""
    rules = dict(CREDIT_RULES)
    known = [licence for licence in LICENCE.titles if licence != "unknown"]
    for licence, rule in given.items():
        if licence not in known:
            raise reader.no_such("[norms.credits]", licence, "已知的执业资格", "a known licence class", known)
        rules.pop(licence, None)
        if reader.checked(f"[norms.credits.{licence}]", rule, dict):
            rules[licence] = _credit_rule(reader, licence, rule)
    return rules


def _credit_rule(reader: Reader, licence: str, rule: Mapping[str, Any]) -> CreditRule:
    setting, names = f"[norms.credits.{licence}]", ("total", "class_1", "class_2", "hours")
    strange = [name for name in rule if name not in names]
    if strange:
        raise reader.no_such(setting, strange[0], f"其中之一：{', '.join(names)}", f"one of {', '.join(names)}", names)
    total, hours = (
        None if name not in rule else float(reader.within(f"{setting} {name}", rule[name], 0, most))
        for name, most in (("total", CREDITS), ("hours", HOURS))
    )
    first, second = (_range(reader, f"{setting} {name}", rule.get(name)) for name in ("class_1", "class_2"))
    if total is not None and first and second and not first[0] + second[0] <= total <= first[1] + second[1]:
        raise reader.fail(f"{setting} total", total, f" {first[0] + second[0]:g} 至 {first[1] + second[1]:g}（两类学分之和）",
                          f"{first[0] + second[0]:g} to {first[1] + second[1]:g}, what the two classes can add up to")
    return CreditRule(licence=licence, total=total, class_1=first, class_2=second, hours=hours)


def _range(reader: Reader, setting: str, value: Any) -> tuple[float, float] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise reader.fail(setting, value, "[下限, 上限]", "[least, most]")
    least, most = (float(reader.within(setting, side, 0, CREDITS)) for side in value)
    if least > most:
        raise reader.fail(setting, value, "下限不大于上限", "a least that is not above the most")
    return least, most
