"""What a period is compared with: 同比, 环比, 较年初, 累计; and target, parent and like places, which stay in the period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipelines.core.period import Period, PeriodKind, containing_year, fiscal_year, month_span
from pipelines.core.text import Text

ComparisonKind = Literal["same_last_year", "previous", "year_opening", "year_to_date", "target", "parent", "peers"]
Timing = Literal["stock", "flow"]
OVER_TIME: tuple[ComparisonKind, ...] = ("same_last_year", "previous", "year_opening", "year_to_date")
_PART_MONTHS: Mapping[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A way to compare: its short name, and in one sentence what is set against what."""

    kind: ComparisonKind
    title: Text
    note: Text


COMPARISONS: Mapping[ComparisonKind, Comparison] = {
    c.kind: c
    for c in (
        Comparison(
            kind="same_last_year",
            title=Text("同比", "on the same period last year"),
            note=Text("与上年同一时期相比；不满一年的只与上年相同月份相比", "Against the same months of the year before; part of a year only with the same part"),
        ),
        Comparison(
            kind="previous",
            title=Text("环比", "on the period before"),
            note=Text(
                "与紧接的上一个等长时期相比；未作季节调整", "Against the period of equal length just before; not adjusted for season"
            ),
        ),
        Comparison(
            kind="year_opening",
            title=Text("较年初", "since the start of the year"),
            note=Text(
                "期末数与上年末数相比；只用于时点数（存量）", "As at the end of the period against the end of the year before; stocks only"
            ),
        ),
        Comparison(
            kind="year_to_date",
            title=Text("累计同比", "year to date, on last year"),
            note=Text(
                "年初至本期末累计数与上年相同月份累计数相比；只用于时期数（流量）",
                "From the start of the year to the end of the period, against the same months of the year before; flows only",
            ),
        ),
        Comparison(
            kind="target",
            title=Text("与目标相比", "against the target"),
            note=Text("与本站点所定目标值相比；目标值视为定数", "Against the site's target, which is taken as a fixed number"),
        ),
        Comparison(
            kind="parent",
            title=Text("与上级地区相比", "against the region above"),
            note=Text("与同期所属上级地区相比", "Against the region above it in the same period"),
        ),
        Comparison(
            kind="peers",
            title=Text("与同类地区相比", "against like places"),
            note=Text(
                "与同期同一艰苦边远类别的其他地区相比；由分子、分母之和重新计算，不是各地比率的平均",
                "Against the other places of the same remoteness class in the same period; recomputed from summed numerators and "
                "denominators, never a mean of ratios",
            ),
        ),
    )
}


def same_last_year(period: Period) -> Period | None:
    """Return the same calendar months of the year before; None for all time, which has no year before.

    >>> from pipelines.core.period import parse_period
    >>> same_last_year(parse_period("2024-01..2024-07")).label
    '2023-01..2023-07'
    """
    return None if period.kind == "all" else _moved(period, -12)


def previous(period: Period) -> Period | None:
    """Return the period of the same kind just before.

    None for all time and for a span: what lies before January to July is another part of another year, and part of a year
    is compared with the same part only.

    >>> from pipelines.core.period import parse_period
    >>> previous(parse_period("2024-Q1")).label
    '2023-Q4'
    """
    return None if period.kind in ("all", "span") else _moved(period, -period.months)


def year_to_date(period: Period, fiscal_start_month: int = 1) -> Period | None:
    """Return the months from the start of the site's year to the end of `period`.

    The period itself where it begins with the year (January, the first quarter or half, the year, a span); None for all time
    and for a period that began in an earlier year of the site (a calendar year where years begin in April).

    >>> from pipelines.core.period import parse_period
    >>> [year_to_date(parse_period(p)).label for p in ("2024-07", "2024-Q2", "2024-Q1", "2024-12")]
    ['2024-01..2024-07', '2024-01..2024-06', '2024-Q1', '2024']
    """
    if period.kind == "all":
        return None
    year = containing_year(period.end_on, fiscal_start_month)
    if period.start_on <= year.start_on:
        return period if period.start_on == year.start_on else None
    if period.end_on == year.end_on:
        return year
    months = (period.end_on.year - year.start_on.year) * 12 + period.end_on.month - year.start_on.month + 1
    return _span(year.start_on, months)


def year_opening(period: Period, fiscal_start_month: int = 1) -> Period | None:
    """Return the period whose last day is the last of the site's year before: what a stock had come to when the year began.

    Of the same kind where one ends on that day (2023-12 for 2024-07, 2023-Q4, 2023-H2, 2023); the year before for a span.
    None for all time.

    >>> from pipelines.core.period import parse_period
    >>> [year_opening(parse_period(p)).label for p in ("2024-07", "2024-Q3", "2024-01..2024-07", "2024")]
    ['2023-12', '2023-Q4', '2023', '2023']
    """
    if period.kind == "all":
        return None
    last_day = containing_year(period.end_on, fiscal_start_month).start_on - timedelta(days=1)
    months = _PART_MONTHS.get(period.kind)
    if months is None or last_day.month % months:
        return containing_year(last_day, fiscal_start_month)
    return _part(last_day.year * 12 + last_day.month - months, months, period.kind)


def compared_with(
    period: Period, kind: ComparisonKind, timing: Timing, fiscal_start_month: int = 1
) -> tuple[Period, Period] | str:
    """Return (period told, period it is set against), or the code of the reason why there is none (see REASONS).

    The two differ in length only where a stock is set against the end of the year before. The period told is `period`
    itself but for `year_to_date`. Target, parent and peers stay in the period.
    """
    if kind not in OVER_TIME:
        return period, period
    if kind == "year_opening" and timing == "flow":
        return "flow_has_no_opening"
    if kind == "year_to_date" and timing == "stock":
        return "stock_is_not_summed"
    told = year_to_date(period, fiscal_start_month) if kind == "year_to_date" else period
    if told is None:
        return "no_such_period"
    if kind == "previous":
        against = previous(told)
    else:
        against = year_opening(told, fiscal_start_month) if kind == "year_opening" else same_last_year(told)
    return "no_such_period" if against is None else (told, against)


def _moved(period: Period, months: int) -> Period:
    """Return a period of the same kind and length, moved by so many months."""
    first = period.start_on.year * 12 + period.start_on.month - 1 + months
    if period.kind == "fiscal_year":
        return fiscal_year(first // 12, first % 12 + 1)
    if period.kind == "span":
        return _span(date(first // 12, first % 12 + 1, 1), period.months)
    return _part(first, period.months, period.kind)


def _part(first: int, months: int, kind: PeriodKind) -> Period:
    """Return the month, quarter, half or calendar year that begins in month `first`, counted from year 0."""
    year, month = first // 12, first % 12 + 1
    labels = {"month": f"{year}-{month:02d}", "quarter": f"{year}-Q{(month + 2) // 3}", "half": f"{year}-H{(month + 5) // 6}"}
    return month_span(year, month, months, labels.get(kind, f"{year}"), kind)


def _span(start: date, months: int) -> Period:
    last = start.year * 12 + start.month - 1 + months - 1
    label = f"{start.year}-{start.month:02d}..{last // 12}-{last % 12 + 1:02d}"
    return month_span(start.year, start.month, months, label, "span")
