"""Days as people write them; what can be read two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from pipelines.core.period import month_end
from pipelines.core.text import Text
from pipelines.extract.report import Fault

# A month written in one of these means its last day.
LAST_DAY = ("as_at", "end_on", "period_end", "closed_on", "valid_to", "left_on", "ended_on", "contract_end_on")
Days = npt.NDArray[np.datetime64]
_EPOCH_1900 = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_415  # 1927-05-18 and 2100-12-31
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ]+[\d:.]+(?:Z|\+00:00)?)?$"
_YMD = re.compile(rf"^(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_CHINESE = re.compile(rf"^(\d{{4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日?{_TIME}")
_YM = re.compile(r"^(\d{4})\s*(-|/|\.|年)\s*(\d{1,2})\s*月?$")
_DMY = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:\s+[\d:.]+)?$")
_NAMED = re.compile(r"^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4})$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_NOT_A_DAY = Fault(
    Text("应为日期", "expected a date"),
    Text("请核对年月日，写成 2024-03-05 的形式", "check day and month, and write it as 2024-03-05"),
)
_NOT_A_MOMENT = Fault(
    Text("应为日期和时间", "expected a day and a time of day"),
    Text("请写成 2024-03-05 14:30 的形式", "write it as 2024-03-05 14:30"),
)
_AMBIGUOUS = Fault(
    Text("日和月的顺序不明", "day and month can be read either way"),
    Text("请写成 2024-03-05 的形式", "write it as 2024-03-05"),
)


def _day(year: int, month: int, day: int) -> date | Fault:
    try:
        found = date(year, month, day)
    except ValueError:
        return _NOT_A_DAY
    return found if 1900 <= year <= 2100 else _NOT_A_DAY


def _month(year: int, month: int, last: bool) -> date | Fault:
    first = _day(year, month, 1)
    return month_end(year, month) if last and isinstance(first, date) else first


def read_date(text: str, last: bool = False, day_first: bool = False) -> date | Fault:
    """Read one day already in NFKC form.

    ISO, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305, 5 March 2024, five-digit Excel serials (1900 system); a month alone
    (2024年3月, 2024-03, 202403) is its first day, or its last when `last`. 05/03/2024 is read only when `day_first`
    (the United Kingdom's order). `2024.1` may be a shortened 2024.10 and is refused.
    """
    if m := _YMD.match(text):
        return _day(int(m[1]), int(m[3]), int(m[4]))
    if m := _CHINESE.match(text):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _SOLID.match(text):
        return _day(int(m[1]), int(m[2]), int(m[3])) if m[3] else _month(int(m[1]), int(m[2]), last)
    if m := _YM.match(text):
        return _AMBIGUOUS if m[2] == "." and m[3] == "1" else _month(int(m[1]), int(m[3]), last)
    if m := _DMY.match(text):
        return _day(int(m[4]), int(m[3]), int(m[1])) if day_first else _AMBIGUOUS
    if (m := _NAMED.match(text)) and m[2][:3].lower() in _MONTHS:
        return _day(int(m[3]), _MONTHS.index(m[2][:3].lower()) + 1, int(m[1]))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and _FIRST_SERIAL <= float(text) < _LAST_SERIAL + 1:
        return _EPOCH_1900 + timedelta(days=int(float(text)))
    return _NOT_A_DAY


_CLOCK = re.compile(r"^(.*?)[T ]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|\+00:00)?$")
_CHINESE_CLOCK = re.compile(r"^(.*日)\s*(\d{1,2})\s*[时点]\s*(?:(\d{1,2})\s*分?)?()$")


def read_moment(text: str, day_first: bool = False) -> datetime | Fault:
    """Read a day with or without a time of day: 2024-03-05 14:30, 2024年3月5日14时30分, a serial with a fraction; no time is 00:00."""
    if re.fullmatch(r"\d{5}\.\d+", text) and _FIRST_SERIAL <= float(text) < _LAST_SERIAL + 1:
        seconds = round(float(text) % 1 * 86_400)
        return datetime(1899, 12, 30) + timedelta(days=int(float(text)), seconds=seconds)
    match = _CLOCK.match(text) or _CHINESE_CLOCK.match(text)
    day = read_date(match[1].strip() if match else text, day_first=day_first)
    if isinstance(day, Fault) or match is None:
        return day if isinstance(day, Fault) else datetime(day.year, day.month, day.day)
    hour, minute, second = int(match[2]), int(match[3] or 0), int(match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return _NOT_A_MOMENT
    return datetime(day.year, day.month, day.day, hour, minute, second)


def read_moments(uniques: Sequence[str | None], day_first: bool) -> tuple[Days, dict[int, Fault]]:
    """Read distinct values (None: missing) as moments: datetime64[us] with NaT, and the fault of each wrong one."""
    moments = np.full(len(uniques), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    faults: dict[int, Fault] = {}
    for i, text in enumerate(uniques):
        found = None if text is None else read_moment(text, day_first)
        if isinstance(found, Fault):
            faults[i] = found
        elif found is not None:
            moments[i] = np.datetime64(found, "us")
    return moments, faults


def is_month_only(text: str) -> bool:
    """Say whether a text names a month and no day."""
    return bool(_YM.match(text) or re.fullmatch(r"\d{6}", text))


def read_dates(uniques: Sequence[str | None], last: bool, day_first: bool) -> tuple[Days, dict[int, Fault]]:
    """Read distinct values (None: missing) as days: datetime64[us] with NaT, and the fault of each wrong one."""
    days = np.full(len(uniques), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    faults: dict[int, Fault] = {}
    for i, text in enumerate(uniques):
        if text is None:
            continue
        found = read_date(text, last, day_first)
        if isinstance(found, Fault):
            faults[i] = found
        else:
            days[i] = np.datetime64(datetime(found.year, found.month, found.day), "us")
    return days, faults
