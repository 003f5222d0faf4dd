"""How far pay is apart: compression, and gaps between groups of people, raw and for like people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.analysis.interval import normal_quantile
from pipelines.analysis.likeforlike import adjusted_gaps
from pipelines.analysis.pay import compression
from pipelines.engine.groups import Floats, Groups, Mask, divided, numbered, numbers, where
from pipelines.engine.statistics.row import Found, Statistic

Z_95 = normal_quantile(0.95)
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # column -> who is A, who is B; nobody else is compared
    "sex": (("male",), ("female",)),
    "contract": (("established", "county_managed"), ("township_hired", "contract", "village_hired", "agency", "rehired", "temporary", "other")),
    "licence": (("physician", "assistant", "rural_assistant", "licensed"), ("village_certificate", "none", "not_licensed")),
}
LIKE = ("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "remoteness_class")  # what like people share


def p90_p10(rows: Groups) -> Found:
    """Return the 90th over the 10th percentile of annual_yuan with limits from the exact ones of both; n counts the rows."""
    known = _known(rows)
    found = compression(known["annual_yuan"], known.group)
    return {**known.whole(found.groups, value=found.p90_p10, lower=found.lower, upper=found.upper), "n": known.counts}


def highest_lowest(rows: Groups) -> Found:
    """Return the highest over the lowest annual_yuan; numerator and denominator are the two, n counts the rows."""
    known = _known(rows)
    high, low = (known.reduced(step, known["annual_yuan"]) for step in (np.maximum, np.minimum))
    is_ratio = low > 0
    return {"n": known.counts} | where(is_ratio, numerator=high, denominator=low, value=divided(high, low))


def gap(column: str) -> Statistic:
    """Return the raw gap of mean pay by a column of GROUPS: (A − B) ÷ A, limits by the log of the ratio of the means."""

    def raw(rows: Groups) -> Found:
        known = _known(rows)
        sides = [known.kept(_is_one_of(known[column], side)) for side in GROUPS[column]]
        (n_a, a, relative_a), (n_b, b, relative_b) = (_mean(side) for side in sides)
        known_both = (a > 0) & (b > 0)
        ratio, half = divided(b, a), Z_95 * np.sqrt(relative_a + relative_b)
        limits = {"lower": 1 - ratio * np.exp(half), "upper": 1 - ratio * np.exp(-half)}
        return {"n": n_a + n_b} | where(known_both, numerator=a - b, denominator=a, value=1 - ratio, **limits)

    return raw


def adjusted_gap(column: str) -> Statistic:
    """Return the gap for like people: 1 − exp(b) of a regression of log pay on what like people share (LIKE); n counts who is in it."""
    shared = [name for name in LIKE if name != column]

    def adjusted(rows: Groups) -> Found:
        known = _known(rows)
        first, second = (_is_one_of(known[column], side) for side in GROUPS[column])
        like = np.column_stack([numbered(known[name]) for name in shared])
        usable = known.kept((first | second) & (known["annual_yuan"] > 0) & (like >= 0).all(axis=1), like=like, in_b=second)
        found = adjusted_gaps(usable["annual_yuan"], usable["in_b"], usable["like"], usable.group, usable.size)
        return {"n": usable.counts, **dict(zip(("value", "lower", "upper"), found, strict=True))}

    return adjusted


def _known(rows: Groups) -> Groups:
    return rows.kept(~np.isnan(rows["annual_yuan"]))


def _is_one_of(values: NDArray[np.object_], codes: tuple[str, ...]) -> Mask:
    """Return which values are one of a few codes."""
    return numbers(values, dict.fromkeys(codes, 0)) >= 0


def _mean(side: Groups) -> tuple[Floats, Floats, Floats]:
    """Return how many there are of each group, their mean (NaN without any), and its variance over its square (NaN below two)."""
    n, pay = side.counts, side["annual_yuan"]
    mean = divided(side.sums(pay), n)
    spread = side.sums((pay - mean[side.group]) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return n, mean, np.where(n > 1, spread / (n - 1) / n / mean**2, np.nan)
