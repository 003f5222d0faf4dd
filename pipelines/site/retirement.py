"""At which age somebody leaves by rule: a schedule by birth month for employees, an age of the site's own for others, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.codelists.contract_type import CONTRACT_TYPE
from pipelines.codelists.sex import SEX
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.core.text import Text
from pipelines.site.folder import SCHEDULES, shipped_schedules
from pipelines.site.reader import Reader

FIRST_MONTH, LAST_MONTH = "0001-01", "9999-12"
NO_CONTRACT = "unknown"  # whose contract nobody told
WAYS: Mapping[str, Mapping[str, str]] = {  # what a rule names -> sex -> category of the schedule
    "cadre": {"male": "men", "female": "women_cadre"},
    "worker": {"male": "men", "female": "women_worker"},
}
CATEGORIES = ("men", "women_cadre", "women_worker")
EMPLOYEES = {"established": "cadre", "county_managed": "cadre", "contract": "cadre", "agency": "worker"}
_ONE_ROW = Text("每个出生月份须有且只有一行", "every birth month stands in exactly one row")
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


@dataclass(frozen=True, slots=True)
class ScheduleStep:
    """Born from one month to another (YYYY-MM, both in it), a category leaves at `age_months` of age."""

    category: str
    born_from: str
    born_to: str
    age_months: int


@dataclass(frozen=True, slots=True)
class ExitRule:
    """The rule of a staff group ("": every one) under a contract: a way of the schedule, else an age in months."""

    staff_group: str
    contract: str
    way: str
    age_months: int | None


@dataclass(frozen=True, slots=True)
class Retirement:
    """Schedule and rules of a site. A rule of a staff group goes before one for every group; without any there is no exit age."""

    schedule: tuple[ScheduleStep, ...]
    rules: tuple[ExitRule, ...]

    def rule_of(self, contract: str, staff_group: str = "") -> ExitRule | None:
        """Return the rule that applies, None where exits are only observed. An empty `contract` is one nobody told."""
        found = {(rule.staff_group, rule.contract): rule for rule in self.rules}
        contract = contract or NO_CONTRACT
        return found.get((staff_group, contract), found.get(("", contract)))

    def exit_age_months(self, birth_year_month: str, sex: str, contract: str, staff_group: str = "") -> int | None:
        """Return the age in months at which somebody leaves by rule, None where no rule applies (use observed exits).

        `birth_year_month` is YYYY-MM, `sex` and `contract` codes of their lists. The month of leaving is the birth month
        plus the age: a man born in 1965-01 leaves at 721 months, in 2025-02. Raises ValueError for what is no month.
        """
        if not _MONTH.match(birth_year_month):
            raise ValueError(f"a birth month is written YYYY-MM: {birth_year_month!r}")
        rule = self.rule_of(contract, staff_group)
        if rule is None or not rule.way:
            return rule.age_months if rule else None
        category = WAYS[rule.way].get(sex)
        for step in self.schedule:
            if step.category == category and step.born_from <= birth_year_month <= step.born_to:
                return step.age_months
        return None


def exit_rows(retirement: Retirement) -> list[tuple[str, str, str, str, int | None]]:
    """Return each staff group, contract and sex that has a rule, the category of the schedule ("": none), and the age in months."""
    rows: list[tuple[str, str, str, str, int | None]] = []
    for group in STAFF_GROUP.titles:
        for contract in (*CONTRACT_TYPE.titles, NO_CONTRACT):
            rule = retirement.rule_of(contract, group)
            if rule is not None and (rule.way or rule.age_months is not None):
                rows += [(group, contract, sex, WAYS[rule.way][sex] if rule.way else "", rule.age_months) for sex in SEX.titles]
    return rows


def read_retirement(reader: Reader) -> Retirement:
    """Read [retirement]: `schedule`, rules by contract, and tables by staff group."""
    schedule = _schedule(reader, reader.take("retirement", "schedule", str, "china_2025"))
    given = reader.open_section("retirement")
    groups = {name: value for name, value in given.items() if isinstance(value, dict)}
    for group in groups:
        if group not in STAFF_GROUP.titles:
            raise reader.no_such("[retirement]", group, "已知的人员类别", "a known staff group", STAFF_GROUP.titles)
    everybody = {**(EMPLOYEES if schedule else {}), **{name: value for name, value in given.items() if name not in groups}}
    rules = [_rule(reader, "", contract, value, bool(schedule)) for contract, value in everybody.items()]
    rules += [_rule(reader, group, contract, value, bool(schedule)) for group, table in groups.items() for contract, value in table.items()]
    return Retirement(schedule, tuple(rules))


def _rule(reader: Reader, group: str, contract: str, value: Any, has_schedule: bool) -> ExitRule:
    setting = f"[retirement{'.' + group if group else ''}]"
    known = (*CONTRACT_TYPE.titles, NO_CONTRACT)
    if contract not in known:
        raise reader.no_such(setting, contract, "已知的用工形式", "a known contract type", (*known, *STAFF_GROUP.titles))
    setting = f"{setting} {contract}"
    if isinstance(value, str) and value in WAYS:
        if not has_schedule:
            raise reader.fail(setting, value, '年龄或 "none"', 'an age or "none"',
                              Text('schedule = "none" 时没有退休年龄表', 'with schedule = "none" there is no table to go by'))
        return ExitRule(group, contract, value, None)
    if value == "none":
        return ExitRule(group, contract, "", None)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 40 <= value <= 90 or value * 12 % 1:
        raise reader.fail(setting, value, ' "cadre"、"worker"、"none" 或 40 至 90 的岁数',
                          '"cadre", "worker", "none" or an age of 40 to 90 years in whole months')
    return ExitRule(group, contract, "", int(value * 12))


def _schedule(reader: Reader, name: str) -> tuple[ScheduleStep, ...]:
    """Return the steps of a shipped schedule or of a CSV beside site.toml; empty for "none"."""
    setting = "[retirement] schedule"
    if name == "none":
        return ()
    if name.endswith(".csv"):
        rows, where = reader.table(setting, name), name
    elif name in shipped_schedules():
        rows, where = Reader(name, {}, SCHEDULES).table(setting, f"{name}.csv"), f"{name}.csv"
    else:
        raise reader.unknown(setting, name, f"其中之一：{', '.join(shipped_schedules())}、none，或一个 .csv 文件名",
                             f"one of {', '.join(shipped_schedules())}, none, or the name of a .csv file", (*shipped_schedules(), "none"))
    steps = [_step(reader, f"{setting} {where}, row {number}", row) for number, row in enumerate(rows, 2)]
    for category in CATEGORIES:
        _whole(reader, f"{setting} {where} {category}", [step for step in steps if step.category == category])
    return tuple(steps)


def _step(reader: Reader, setting: str, row: Mapping[str, str | None]) -> ScheduleStep:
    category, first, last, age = ((row.get(name) or "").strip() for name in ("category", "born_from", "born_to", "age_months"))
    if category not in CATEGORIES:
        among = ", ".join(CATEGORIES)
        raise reader.unknown(f"{setting} category", category, f"其中之一：{among}", f"one of {among}", CATEGORIES)
    for name, month in (("born_from", first), ("born_to", last)):
        if month and not _MONTH.match(month):
            raise reader.fail(f"{setting} {name}", month, "出生年月 YYYY-MM，或留空表示不限", "a month YYYY-MM, or nothing for no end")
    if not age.isdigit() or not 480 <= int(age) <= 1080:
        raise reader.fail(f"{setting} age_months", age, " 480 至 1080 的月数", "a number of months from 480 to 1080")
    return ScheduleStep(category, first or FIRST_MONTH, last or LAST_MONTH, int(age))


def _whole(reader: Reader, setting: str, steps: list[ScheduleStep]) -> None:
    """Refuse a category that leaves out a birth month or has one twice."""
    due = FIRST_MONTH
    for step in sorted(steps, key=lambda step: step.born_from):
        if step.born_from != due or step.born_to < step.born_from:
            raise reader.fail(setting, step.born_from, f"从 {due} 接续的出生月份", f"birth months that go on from {due}",
                              _ONE_ROW)
        due = _after(step.born_to)
    if due != _after(LAST_MONTH):
        raise reader.fail(setting, due, "最后一行 born_to 留空", "a last row whose born_to is blank", _ONE_ROW)


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"
