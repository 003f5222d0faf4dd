"""One observation as charts use it: plain values with names in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast, get_args

import pandas as pd

from dashboard.charts.context import Context
from pipelines.analysis.breaks import is_break
from pipelines.core.indicator import Indicator, Status
from pipelines.core.period import parse_period


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of an observation frame; numbers are in the indicator's unit, None where missing; `n` is a float where it is full-time equivalents."""

    indicator: str
    region_code: str
    region_name: str
    level: str
    period: str
    breakdown: str
    category: str
    category_name: str
    at: float | None
    value: float | None
    lower: float | None
    upper: float | None
    n: float | None
    reported: int | None
    expected: int | None
    status: Status
    is_approximate: bool = False  # a change of boundaries is in the number


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def _number(value: Any) -> float | None:
    return None if _missing(value) else float(value)


def _count(value: Any) -> int | None:
    return None if _missing(value) else round(float(value))


def _size(value: Any, indicator: Indicator | None) -> float | None:
    """Return n: a whole number, or full-time equivalents as they are; `size` writes both."""
    return _number(value) if indicator and indicator.rests_on_fte else _count(value)


def _text(value: Any) -> str:
    return "" if _missing(value) else str(value)


def _row(record: dict[Any, Any], context: Context) -> Row:
    status = _text(record["status"])
    if status not in get_args(Status):
        raise ValueError(f"observation with unknown status {status!r}")
    breakdown, category = _text(record["breakdown"]), _text(record["category"])
    name = _text(record["region_name"])
    if context.lang == "en":
        name = _text(record.get("region_name_en")) or name
    has_number = status in ("ok", "small_n", "partial")
    return Row(
        indicator=_text(record["indicator"]),
        region_code=_text(record["region_code"]),
        region_name=name,
        level=_text(record["level"]),
        period=_text(record["period"]),
        breakdown=breakdown,
        category=category,
        category_name=_category_name(breakdown, category, context),
        at=_number(record["at"]),
        value=_number(record["value"]) if has_number else None,
        lower=_number(record["lower"]) if has_number else None,
        upper=_number(record["upper"]) if has_number else None,
        n=_size(record["n"], context.indicators.get(_text(record["indicator"]))) if status != "suppressed" else None,
        reported=_count(record["reported"]),
        expected=_count(record["expected"]),
        status=cast(Status, status),
        is_approximate=has_number and not _missing(record["is_approximate"]) and bool(record["is_approximate"]),
    )


def _category_name(breakdown: str, category: str, context: Context) -> str:
    """Name a category, of two breakdowns each part of it."""
    names = []
    for by, code in zip(breakdown.split(","), category.split(","), strict=False):
        title = context.code_titles.get((by, code))
        names.append(title.of(context.lang) if title else code)
    return ",".join(names)


def rows_of(frame: pd.DataFrame, context: Context) -> tuple[Row, ...]:
    """Return the rows of an observation frame (OBSERVATION_COLUMNS and region_name_en), in its order.

    A status without a number never carries one on, whatever the frame holds. Raises ValueError for an unknown status.
    """
    return tuple(_row(record, context) for record in frame.to_dict("records"))


def breaks_between(before: Row, now: Row) -> bool:
    """Say whether the series of an indicator that `is_proxied` breaks between two points: by who filed of those looked for."""
    return bool(is_break(now.reported or 0, now.expected or 0, before.reported or 0, before.expected or 0))


def period_order(label: str) -> tuple[str, str]:
    """Return a sort key that puts period labels in calendar order; labels that are none go by their text."""
    period = parse_period(label) or parse_period(label, 4)
    return (period.start_on.isoformat() if period else label, label)


def latest(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows of the latest period."""
    if not rows:
        return rows
    last = max((r.period for r in rows), key=period_order)
    return tuple(r for r in rows if r.period == last)
