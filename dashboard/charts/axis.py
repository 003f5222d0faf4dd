"""Axes with round ticks, worded in the reader's language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from dashboard.charts.chart import Axis
from dashboard.charts.numbers import Scale

DATED = re.compile(r"\d{4}[-\d –QH]*")  # a period, or a stretch of them


def round_step(span: float, wanted: int = 5) -> float:
    """Return a step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` into about `wanted` parts."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / wanted))
    return next((m * power for m in (1, 2, 2.5, 5) if span / (m * power) <= wanted), 10 * power)


def _whole_step(step: float) -> float:
    """The step of what is printed without decimals."""
    return step if step == int(step) else 1.0 if step < 1 else 5.0


def _decimals(step: float, scale: Scale) -> int:
    shown = step * 100 if scale.is_share else step
    return next((d for d in range(5) if math.isclose(round(shown, d), shown, rel_tol=1e-9)), 4)


def value_axis(values: Iterable[float], scale: Scale, *, from_zero: bool, title: str = "") -> Axis:
    """Return an axis over values in the display unit; shares never leave 0-1 unless a value does.

    What is printed without decimals has ticks at whole numbers.
    `from_zero` is for bars; lines and dots start near their smallest value, but never below 0 when no value is.
    """
    found = [v for v in values if math.isfinite(v)] or [0.0, 1.0]
    low, high = min(found), max(found)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-12:
        pad = abs(high) * 0.1 or 1.0
        low, high = (low, high + pad) if from_zero else (low - pad, min(high + pad, 1.0) if scale.is_share and high <= 1.0 else high + pad)
    step = _whole_step(round_step(high - low)) if scale.is_whole else round_step(high - low)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if scale.is_share and high <= 1.0:
        last = min(last, math.floor(1.0 / step + 1e-9)) if last * step > 1.0 else last
    if min(found) >= 0:
        first = max(first, 0)
    ticks = [i * step for i in range(first, last + 1)]
    places = _decimals(step, scale)
    return Axis(
        title=title,
        ticks=tuple((round(t, 10), scale.bare(t, places)) for t in ticks),
        low=round(min(ticks[0], low), 10),
        high=round(max(ticks[-1], high), 10),
        step=round(step, 10),
        number_format=scale_format(scale, places),
    )


def scale_format(scale: Scale, decimals: int) -> str:
    """Return the spreadsheet number format of ticks with `decimals`."""
    places = "." + "0" * decimals if decimals else ""
    if scale.is_share:
        return f"0{places} %" if scale.lang == "zh" else f"0{places}%"
    return f"#,##0{places}"


def shorten(label: str, most: int = 34) -> str:
    """Return a label cut in the middle: names of one family differ at their ends.

    >>> shorten("NHS HUMBER AND NORTH YORKSHIRE ICB - 03H")
    'NHS HUMBER AND NORTH…IRE ICB - 03H'
    """
    wide = sum(ord(c) > 0x2E80 for c in label)
    if len(label) + wide <= most:
        return label
    keep = most // 2 if wide > len(label) / 2 else most
    head = keep * 3 // 5
    return f"{label[:head]}…{label[-(keep - head - 1):]}"


def place_axis(labels: Sequence[str], *, downwards: bool = False, most: int = 12) -> Axis:
    """Return an axis of named places 0, 1, 2 ...; `downwards` puts the first on top; at most about `most` are named.

    The last place is always named, because it is the one people ask about.
    """
    count = len(labels)
    labels = [shorten(label) for label in labels]
    every = 1 if downwards else max(1, -(-count // most))
    ticks = tuple((float(i), labels[i]) for i in range(count) if (count - 1 - i) % every == 0)
    low, high = -0.5, max(count, 1) - 0.5
    return Axis(ticks=ticks, low=high if downwards else low, high=low if downwards else high)
