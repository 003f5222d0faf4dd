"""Numbers read back from what a reader sees: the words under the pointer, the table of the card, the workbook."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dashboard.render.plotly_ranking import UNSEEN

_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
_SHARE = re.compile(r"[−+-]?[\d,.]+\s?(?:%|百分点|pp)")  # a contribution to a share is told in points
_COUNT = re.compile(r"n = ([\d,]+)$")
_INTERVAL = re.compile(r"95 % 区间 |95% interval ")


def numbers(text: str) -> list[tuple[float, float]]:
    """Return the numbers that stand in a text, each with half of its last place: as far as a rounded one may be from what it rounds.

    >>> numbers("−1,050.5 人")
    [(-1050.5, 0.05)]
    """
    found = []
    for word in _NUMBER.findall(text):
        places = len(word.partition(".")[2])
        found.append((float(word.replace(",", "").replace("−", "-")), 0.5 * 10.0**-places))
    return found


def hovers(figure: Mapping[str, Any]) -> Iterator[tuple[list[str], list[Any]]]:
    """Yield what a pointer is told on each mark of a figure, in lines without markup, and where on the axes the mark stands."""
    for trace in figure["data"]:
        for place, told in enumerate(trace.get("customdata") or ()):
            lines = [html.unescape(line).strip() for line in re.sub(r"</?b>", "", told[0]).split("<br>")]
            at = [trace[axis][place] for axis in ("x", "y") if place < len(trace.get(axis) or ())]
            if trace.get("marker", {}).get("color") == UNSEEN:  # the row of a ranking goes from an edge up to its dot
                at[0] += trace["base"][place]
            elif trace.get("base") and sum("  " in line for line in lines) > 1:  # of percentiles a bar goes from one to another
                at.append(at[0] + trace["base"][place])
            yield lines, at


def is_told_by(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a row of the table tells what the pointer is told: its number or its words, its interval, its n."""
    said = _said(lines)
    value = numbers(said)[:1] if said else []
    count = next((found[1] for line in lines if (found := _COUNT.match(line))), None)
    between = next((numbers(_INTERVAL.sub("", line)) for line in lines if _INTERVAL.match(line)), None)
    if not value:
        return True  # words alone

    def fits(row: Sequence[str]) -> bool:
        cells = [numbers(cell) for cell in row if cell]
        is_counted = count is None or count in row or numbers(count)[0][0] == abs(value[0][0])
        has_interval = between is None or any(_ends(cell, between) for cell in cells)
        return is_counted and has_interval and any(cell[:1] == value for cell in cells)

    return any(fits(row) for row in rows)


def _said(lines: Sequence[str]) -> str:
    """Return the number in words: it stands behind the name of its series, on a line of its own under the place; "" where there is none."""
    return lines[1].partition("  ")[2] if len(lines) > 1 else ""


def _ends(cell: Sequence[tuple[float, float]], between: Sequence[tuple[float, float]]) -> bool:
    """Whether the numbers of a cell end in those of an interval: one stands alone or behind its number."""
    return [v for v, _ in cell[-2:]] == [v for v, _ in between]


def stands_at(lines: Sequence[str], at: Sequence[Any]) -> bool:
    """Say whether a mark stands where its number says; a side of a pyramid is drawn to the left, a share as 0 to 1, a whole as 1.

    Marks of several percentiles tell all of them, a line each: such a mark stands at one of them.
    """
    said = _said(lines)
    value = numbers(said)[:1]
    if (told := [numbers(line.partition("  ")[2])[:1] for line in lines[1:] if "  " in line]) and len(told) > 1:
        return any(abs(float(place) - one[0][0]) <= one[0][1] * 1.000001 for place in at if isinstance(place, int | float) for one in told if one)
    places = [abs(float(v)) for v in at if isinstance(v, int | float)]
    if not value or not places:
        return True
    number, half = abs(value[0][0]), value[0][1] * 1.000001
    is_whole = 1.0 in places and any((n := _COUNT.match(line)) and numbers(n[1])[0][0] == number for line in lines)
    return is_whole or any(abs(place * (100 if _SHARE.match(said) else 1) - number) <= half for place in places)


def same_cell(told: str, cell: Any) -> bool:
    """Say whether a cell of a workbook holds what the table on the screen tells: its words, or the number that was rounded to it."""
    if cell is None or isinstance(cell, str):
        return (cell or "") == told
    rounded = numbers(told)[:1]
    if not rounded:
        return False
    value, half = rounded[0]
    scale = 100 if _SHARE.match(told) else 1
    return abs(cell * scale - value) <= half * 1.000001


def printed(value: Any, number_format: str) -> str:
    """Return what a spreadsheet prints of a cell: its words, or its number by a format of digits, a sign, per cent and words in quotes.

    >>> printed(0.575, '0.0 %" *"'), printed(-1050.4, "+#,##0;-#,##0;0"), printed(2019, "0")
    ('57.5 % *', '−1,050', '2019')
    """
    if not isinstance(value, int | float):
        return value or ""
    parts = number_format.split(";")
    shown = parts[0 if value > 0 or len(parts) == 1 else 1 if value < 0 else 2]
    digits = re.search(r"(#,##)?0(\.0+)?", shown)
    assert digits, (value, number_format)
    number = abs(value) * (100 if "%" in shown else 1)
    half_up = Decimal(str(number)).quantize(Decimal(1).scaleb(1 - len(digits[2] or ".")), ROUND_HALF_UP)  # as spreadsheets round
    told = f"{half_up:{',' if digits[1] else ''}f}"
    sign = "−" if value < 0 and len(parts) == 1 else ""
    return sign + shown.replace(digits[0], told).replace('"', "").replace("-", "−")


def in_base(title: str) -> tuple[str, float]:
    """Return the head of money in its base unit, as a CSV has it, and how many of those the unit of the screen is."""
    for shown, base, size in (("亿元", "元", 1e8), ("万元", "元", 1e4), ("billion yuan", "yuan", 1e9), ("million yuan", "yuan", 1e6)):
        if shown in title:
            return title.replace(shown, base), size
    return title, 1
