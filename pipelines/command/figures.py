"""Figures as a command prints them for people."""

from __future__ import annotations

from typing import Any

from pipelines.core.indicator import Indicator


def cell(value: Any) -> str:
    """Return a number with thousands parted; blank where there is none."""
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def figure(value: float | None, indicator: Indicator) -> str:
    """Return a value in the unit of its indicator: shares as per cent, large or whole numbers without decimals."""
    if value is None:
        return ""
    if indicator.unit == "share":
        return f"{value:.1%}"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 10_000 else f"{value:,.2f}"


def interval(lower: float | None, upper: float | None, indicator: Indicator) -> str:
    """Return two limits in the unit of their indicator; blank where one is missing."""
    return "" if lower is None or upper is None else f"{figure(lower, indicator)} – {figure(upper, indicator)}"


def between(lower: float | None, upper: float | None, form: str) -> str:
    """Return two limits in a given form of number; blank where one is missing."""
    return "" if lower is None or upper is None else f"{lower:{form}} – {upper:{form}}"
