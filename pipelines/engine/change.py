"""From two figures to a change: in percentage points, per cent or the unit itself, with its interval and its word."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.change import Change, counts, log_ratio, mover, mover_ratio, newcombe
from pipelines.core.change_words import is_money, told_in
from pipelines.core.indicator import Indicator

FloatArray: TypeAlias = NDArray[np.float64]
CHANGE_COLUMNS: tuple[str, ...] = (
    "difference", "change", "change_lower", "change_upper", "change_unit", "ratio", "ratio_lower", "ratio_upper", "method",
    "dependence", "verdict", "direction", "reason", "reason_side",
)
FIGURES = ("numerator", "denominator", "value", "lower", "upper")


def add_change(rows: pd.DataFrame, indicator: Indicator, dependence: str = "", difference: Change | None = None) -> pd.DataFrame:
    """Return `rows` with value, against_value and CHANGE_COLUMNS.

    `rows` has told_ and against_ numerator, denominator, value, lower, upper and status, and `reason`, set where it is known
    already that there is no comparison. Only two figures whose status is ok are compared. `difference` replaces the
    interval of the difference where the caller knows better than that the two are independent (in the unit of the value). A figure
    that declares a count as its `chance` is judged by that count (method `counts`) where both sides hold it, whatever limits it is shown
    with: a target does not.
    """
    sides = {f"{side}_{c}": _floats(rows[f"{side}_{c}"]) for side in ("told", "against") for c in FIGURES}
    reason, side = _reasons(rows)
    known = reason == ""
    sides = {name: np.where(known, array, np.nan) for name, array in sides.items()}
    found = _difference(sides, indicator) if difference is None else difference
    ratio = _ratio(sides, indicator)
    unit = _units(sides, indicator)
    apart = sides["told_value"] - sides["against_value"]
    reason = _without_per_cent(reason, sides, indicator)
    relative = scaled(Change(ratio.estimate - 1.0, ratio.lower - 1.0, ratio.upper - 1.0, ratio.method, 0.95), 100.0)
    plain = scaled(Change(apart, found.lower, found.upper, found.method, 0.95), 100.0 if indicator.unit == "share" else 1.0)
    in_per_cent = unit == "percent"
    estimate, lower, upper = (np.where(in_per_cent, getattr(relative, c), getattr(plain, c)) for c in ("estimate", "lower", "upper"))
    judged = np.isfinite(lower) & np.isfinite(upper)
    method = np.where(judged, np.where(in_per_cent, relative.method, plain.method), np.where(known, "none", ""))
    verdict = verdicts(apart, lower, upper)
    if indicator.interval == "none" and indicator.chance not in ("", "untold"):
        by_count = _by_count(sides, indicator)
        judged = np.isfinite(by_count.lower) & np.isfinite(by_count.upper)
        verdict, method = verdicts(apart, by_count.lower, by_count.upper), np.where(judged, by_count.method, method)
    return rows.assign(
        value=_floats(rows["told_value"]), against_value=_floats(rows["against_value"]), difference=apart,
        change=estimate, change_lower=lower, change_upper=upper, change_unit=unit,
        ratio=ratio.estimate, ratio_lower=ratio.lower, ratio_upper=ratio.upper,
        method=method, dependence=np.where(judged, dependence, ""),
        verdict=verdict, direction=directions(verdict, indicator.polarity), reason=reason, reason_side=side,
    )  # fmt: skip


def verdicts(difference: FloatArray, lower: FloatArray, upper: FloatArray) -> NDArray[np.object_]:
    """Return the word for each difference and its limits (a key of VERDICTS); empty where there is no difference to speak of.

    Beyond noise is what 95 % limits without 0 say. A figure without limits is not judged, only told to be higher or lower.
    """
    judged = np.isfinite(lower) & np.isfinite(upper)
    word = np.where(difference > 0, "rose_unjudged", "fell_unjudged").astype(object)
    word[judged] = "within_noise"
    word[judged & (lower > 0)] = "rose"
    word[judged & (upper < 0)] = "fell"
    word[np.abs(difference) <= 1e-12] = "same"
    word[~np.isfinite(difference)] = ""
    return word


def directions(verdict: NDArray[np.object_], polarity: str) -> NDArray[np.object_]:
    """Return whether a verdict is for the better or the worse; neither where it is noise, not judged, or has no good side."""
    if polarity == "neutral":
        good: dict[str, str] = {}
    else:
        good = {"rose": "better", "fell": "worse"} if polarity == "higher" else {"rose": "worse", "fell": "better"}
    return np.array([good.get(v, "neither") if v else "" for v in verdict], dtype=object)


def _floats(column: pd.Series) -> FloatArray:
    return np.asarray(pd.to_numeric(column, errors="raise").to_numpy(dtype=float, na_value=np.nan))


def _reasons(rows: pd.DataFrame) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return why rows are not compared, and on which side the reason lies; the figure itself comes first."""
    reason = rows["reason"].astype(object).fillna("").to_numpy().copy()
    side = np.full(len(rows), "", dtype=object)
    for name in ("told", "against"):
        status = rows[f"{name}_status"].astype(object).to_numpy()
        hit = (reason == "") & (status != "ok")
        reason[hit], side[hit] = status[hit], name
    for name in ("told", "against"):
        hit = (reason == "") & ~np.isfinite(_floats(rows[f"{name}_value"]))
        reason[hit], side[hit] = "no_observation", name
    return reason, side


def _units(sides: dict[str, FloatArray], indicator: Indicator) -> NDArray[np.object_]:
    """Return in what each change is told."""
    pairs = zip(sides["told_value"], sides["against_value"], strict=True)
    return np.array([told_in(indicator.unit, float(now), float(before)) for now, before in pairs], dtype=object)


def _without_per_cent(reason: NDArray[Any], sides: dict[str, FloatArray], indicator: Indicator) -> NDArray[Any]:
    """Say why money has a difference and no percentage."""
    if not is_money(indicator.unit):
        return reason
    told, against = sides["told_value"], sides["against_value"]
    reason = reason.copy()
    reason[(reason == "") & (against == 0)] = "from_zero"
    reason[(reason == "") & ((against < 0) | (told < 0))] = "not_positive"
    return reason


def _difference(sides: dict[str, FloatArray], indicator: Indicator) -> Change:
    """Return the difference in the unit of the value: Newcombe where people are counted out of people, else from the limits."""
    if indicator.interval == "wilson":
        now, now_of, then, then_of = (sides[f"{s}_{c}"] for s in ("told", "against") for c in ("numerator", "denominator"))
        return scaled(newcombe(now, now_of, then, then_of), indicator.scale)
    if indicator.interval == "none":
        return _without_limits(sides["told_value"] - sides["against_value"])
    told, against = ([sides[f"{s}_{c}"] for c in ("value", "lower", "upper")] for s in ("told", "against"))
    return mover(told[0], told[1], told[2], against[0], against[1], against[2])


def _by_count(sides: dict[str, FloatArray], indicator: Indicator) -> Change:
    """Return limits with the sign of the difference: of the count that a figure rests on, per what it is set against."""
    top, then_top, bottom, then_bottom = (sides[f"{s}_{c}"] for c in ("numerator", "denominator") for s in ("told", "against"))
    if indicator.chance == "both":  # a ÷ b rises where a ÷ (a + b) does
        return newcombe(top, top + bottom, then_top, then_top + then_bottom)
    if indicator.chance == "denominator":
        return _turned(counts(bottom, top, then_bottom, then_top))
    one = np.ones_like(top)
    bottom, then_bottom = (one, one) if indicator.kind == "count" else (bottom, then_bottom)
    return counts(top, bottom, then_top, then_bottom)


def _ratio(sides: dict[str, FloatArray], indicator: Indicator) -> Change:
    """Return told ÷ against where both are amounts or rates: a ratio of shares is told by nobody, and read as a difference."""
    told, against = sides["told_value"], sides["against_value"]
    none = np.full_like(told, np.nan)
    if indicator.unit == "share":
        return Change(none, none.copy(), none.copy(), "log_ratio", 0.95)
    plain = np.divide(told, against, out=none.copy(), where=(against > 0) & (told >= 0))
    if indicator.interval == "byar":
        size = {s: np.where(np.isnan(sides[f"{s}_denominator"]), 1.0, sides[f"{s}_denominator"]) for s in ("told", "against")}
        limits = log_ratio(sides["told_numerator"], size["told"], sides["against_numerator"], size["against"])
    elif indicator.interval == "none":
        limits = _without_limits(plain)
    else:
        parts = [sides[f"{s}_{c}"] for s in ("told", "against") for c in ("value", "lower", "upper")]
        limits = mover_ratio(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
    return Change(plain, limits.lower, limits.upper, limits.method, 0.95)


def _without_limits(estimate: FloatArray) -> Change:
    none = np.full_like(estimate, np.nan)
    return Change(estimate, none, none.copy(), "mover", 0.95)


def _turned(change: Change) -> Change:
    """Return the difference the other way round."""
    return Change(-change.estimate, -change.upper, -change.lower, change.method, change.confidence)


def scaled(change: Change, factor: float) -> Change:
    """Return a difference in another unit (per 1,000 instead of per one)."""
    return Change(factor * change.estimate, factor * change.lower, factor * change.upper, change.method, change.confidence)
