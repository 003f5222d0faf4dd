"""Whether a figure said in public holds against what the records give, under every way it may have been meant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Relation = Literal["exact", "about", "over", "at_least", "up_to", "range"]
Holding = Literal["holds", "fails", "open"]
Verdict = Literal["verified", "doubtful", "unverifiable"]
ABOUT = 0.10  # what `about` allows on either side


@dataclass(frozen=True, slots=True)
class Measured:
    """What the records give under one reading: the lowest and the highest value (equal for a single number).

    `is_ceiling` says that the figure meant is at most this: persons are at most attendances.
    """

    low: float
    high: float
    is_ceiling: bool = False


def half_unit(value: float) -> float:
    """Return half a unit of the last decimal a figure is printed with: what rounding can hide.

    >>> half_unit(0.15), half_unit(30.0)
    (0.005, 0.5)
    """
    text = f"{value:.10f}".rstrip("0")
    return 0.5 * 10.0 ** -len(text.partition(".")[2])


def holds(relation: Relation, value: float, value_to: float | None, measured: Measured) -> Holding:
    """Return whether a figure holds under one reading.

    `exact` allows rounding, `about` ten per cent; `over` and `at_least` are held against the lowest value, `up_to` against the highest, which
    must reach the figure; `range` must contain all values. Of a ceiling only that the figure is too high can be known.
    """
    low, high = measured.low, measured.high
    if measured.is_ceiling:
        slack = half_unit(value) if relation == "exact" else ABOUT * abs(value) if relation == "about" else 0.0
        too_high = high <= value if relation == "over" else high < value - slack
        return "fails" if too_high else "open"
    if relation == "range":
        found = value_to is not None and low >= value and high <= value_to
        return "holds" if found else "fails" if value_to is not None else "open"
    tests = {
        "exact": math.isclose(low, high) and abs(low - value) <= half_unit(value) * (1 + 1e-9),
        "about": max(abs(low - value), abs(high - value)) <= ABOUT * abs(value),
        "over": low > value,
        "at_least": low >= value,
        "up_to": high >= value,
    }
    return "holds" if tests[relation] else "fails"


def verdict(found: Sequence[Holding]) -> Verdict:
    """Return the verdict on a figure from what it does under each reading that the statement leaves open.

    verified: it holds whatever was meant. doubtful: it holds under none. unverifiable: nothing to hold it against, or it depends on what was
    meant, which the statement does not say.

    >>> verdict(["holds", "holds"]), verdict(["fails"]), verdict(["holds", "fails"]), verdict([])
    ('verified', 'doubtful', 'unverifiable', 'unverifiable')
    """
    if not found or set(found) not in ({"holds"}, {"fails"}):
        return "unverifiable"
    return "verified" if found[0] == "holds" else "doubtful"
