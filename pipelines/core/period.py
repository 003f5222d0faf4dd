"""Periods: a label, a start, an end and an as-at day (counting.md §4)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
SPOKEN_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
PeriodKind = Literal["year", "fiscal_year", "half", "quarter", "month", "span", "all"]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of calendar days, both ends counted; the as-at day is the last one."""

    start_on: date
    end_on: date
    label: str
    kind: PeriodKind

    @property
    def months(self) -> int:
        """Calendar months touched."""
        return (self.end_on.year - self.start_on.year) * 12 + self.end_on.month - self.start_on.month + 1


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month_span(year: int, month: int, months: int, label: str, kind: PeriodKind) -> Period:
    """Return the period of `months` months that begins in `year`-`month`."""
    last = year * 12 + month - 1 + months - 1
    return Period(date(year, month, 1), month_end(last // 12, last % 12 + 1), label, kind)


def months_of(period: Period) -> tuple[Period, ...]:
    """Return the calendar months of a period, in order."""
    first = period.start_on.year * 12 + period.start_on.month - 1
    return tuple(
        month_span(m // 12, m % 12 + 1, 1, f"{m // 12}-{m % 12 + 1:02d}", "month") for m in range(first, first + period.months)
    )


def fiscal_year(start_year: int, start_month: int) -> Period:
    """Return the fiscal year that begins in `start_year`; with start_month 1 it is the calendar year.

    >>> fiscal_year(2019, 4).label
    '2019-20'
    """
    if start_month == 1:
        return month_span(start_year, 1, 12, f"{start_year}", "year")
    return month_span(start_year, start_month, 12, f"{start_year}-{(start_year + 1) % 100:02d}", "fiscal_year")


_YEAR = re.compile(r"^(\d{4})年?度?$")
_FISCAL = re.compile(r"^(\d{4}|\d{2})\s*[-/–]\s*(\d{4}|\d{2})$")
_HALF = re.compile(r"^(\d{4})(?:-?H([12])|年(上|下)半年)$", re.I)
_QUARTER = re.compile(r"^(\d{4})(?:-?Q([1-4])|年?第?([一二三四1-4])季度)$", re.I)
_MONTH = re.compile(r"^(\d{4})(?:-|/|\.|年)(\d{1,2})月?$")
_MONTHS = re.compile(r"^(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})$")


def parse_period(text: str, fiscal_start_month: int = 1) -> Period | None:
    """Read a period label as people write it; None when it is none.

    `2024`, `2024年`, `2024-H1`, `2024年上半年`, `2024-Q3`, `2024年3季度`, `2024-07`, `2024年7月`, `2024-01..2024-07`,
    and, where the site's year does not begin in January, `2019-20` or `19-20`.
    """
    text = text.strip()
    if m := _FISCAL.match(text):
        first, last = int(m[1]) % 100, int(m[2]) % 100
        if fiscal_start_month != 1 and (first + 1) % 100 == last:
            return fiscal_year(int(m[1]) if len(m[1]) == 4 else 2000 + first, fiscal_start_month)
    if m := _YEAR.match(text):
        return month_span(int(m[1]), 1, 12, m[1], "year")
    if m := _HALF.match(text):
        half = int(m[2]) if m[2] else (1 if m[3] == "上" else 2)
        return month_span(int(m[1]), half * 6 - 5, 6, f"{m[1]}-H{half}", "half")
    if m := _QUARTER.match(text):
        quarter = int(m[2]) if m[2] else ("一二三四".find(m[3]) + 1 or int(m[3]))
        return month_span(int(m[1]), quarter * 3 - 2, 3, f"{m[1]}-Q{quarter}", "quarter")
    if (m := _MONTH.match(text)) and 1 <= int(m[2]) <= 12:
        return month_span(int(m[1]), int(m[2]), 1, f"{m[1]}-{int(m[2]):02d}", "month")
    if (m := _MONTHS.match(text)) and 1 <= int(m[2]) <= 12 and 1 <= int(m[4]) <= 12:
        months = (int(m[3]) - int(m[1])) * 12 + int(m[4]) - int(m[2]) + 1
        return month_span(int(m[1]), int(m[2]), months, text, "span") if months > 0 else None
    return None


def containing_year(day: date, fiscal_start_month: int) -> Period:
    """Return the site's year that `day` lies in."""
    start = day.year if day.month >= fiscal_start_month else day.year - 1
    return fiscal_year(start, fiscal_start_month)


def periods_between(first: date, last: date, fiscal_start_month: int) -> list[Period]:
    """Return every month and site year (and quarter and half where years are calendar years) touching first..last."""
    found: list[Period] = []
    day = date(first.year, first.month, 1)
    while day <= last:
        found.append(month_span(day.year, day.month, 1, f"{day:%Y-%m}", "month"))
        if fiscal_start_month == 1 and day.month % 3 == 1:
            quarter = day.month // 3 + 1
            found.append(month_span(day.year, day.month, 3, f"{day.year}-Q{quarter}", "quarter"))
        if fiscal_start_month == 1 and day.month % 6 == 1:
            found.append(month_span(day.year, day.month, 6, f"{day.year}-H{day.month // 6 + 1}", "half"))
        if day.month == fiscal_start_month:
            found.append(fiscal_year(day.year, fiscal_start_month))
        day = month_end(day.year, day.month) + timedelta(days=1)
    opening = containing_year(first, fiscal_start_month)
    if opening not in found:
        found.append(opening)
    return sorted(set(found))
