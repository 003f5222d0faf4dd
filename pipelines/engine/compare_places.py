"""Comparisons within a period: with a target, the region above, like places. Frames in, frames out; nothing is queried here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.analysis.change import Change, from_the_rest, mover, newcombe
from pipelines.analysis.interval import byar, wilson
from pipelines.core.change_words import change_unit
from pipelines.core.indicator import Indicator
from pipelines.engine.change import add_change, scaled
from pipelines.engine.compare import COMPARED_COLUMNS, SIDE_COLUMNS, check_indicator, floats
from pipelines.engine.groups import divided

GROUP = ["period", "breakdown", "category", "at"]
PEER_COLUMNS: tuple[str, ...] = (*COMPARED_COLUMNS, "peers_used", "peers_given")
SUMMED = ("ok", "small_n")  # a place with few people still counts in the sum of its class


def compare_with_target(
    observations: pd.DataFrame, indicator: Indicator, targets: float | Mapping[tuple[str, str], float] | None, without: str = "no_target"
) -> pd.DataFrame:
    """Return each observation compared with its target: COMPARED_COLUMNS and `is_met`.

    `targets` is one number in the unit of the value, or one per (region_code, period); None where there is none, for the reason `without`. The
    target is a fixed number, so the limits are those of the figure, moved; none where they are those of its count (`chance`). `is_met` follows
    the direction of good (a met target of a rate that should be low lies above the figure) and is missing for a neutral indicator or where
    nothing is compared; whether it is met beyond chance is the verdict.
    """
    check_indicator(observations, indicator)
    pairs = zip(observations["region_code"], observations["period"], strict=True)
    wanted = [targets.get(pair) if isinstance(targets, Mapping) else targets for pair in pairs]
    target = np.array([np.nan if t is None else t for t in wanted], dtype=float)
    rows = _told(observations, "target").assign(against="target", reason=np.where(np.isnan(target), without, ""))
    fixed = dict.fromkeys(("value", "lower", "upper"), target) | {"numerator": np.nan, "denominator": np.nan, "status": "ok"}
    rows = rows.assign(**{f"against_{c}": fixed[c] for c in SIDE_COLUMNS})
    value, lower, upper = (floats(observations[c]) for c in ("value", "lower", "upper"))
    if indicator.has_chance:  # a change of it is judged by two counts, of which a target is none
        lower, upper = np.full_like(value, np.nan), np.full_like(value, np.nan)
    compared = add_change(rows, indicator, difference=mover(value, lower, upper, target, target, target))
    compared = _limits_of_the_figure(compared, lower, upper, target)
    sign = {"higher": 1.0, "lower": -1.0, "neutral": np.nan}[indicator.polarity]
    apart = sign * floats(compared["difference"])
    is_met = pd.array(np.where(np.isnan(apart), False, apart >= -1e-12), dtype="boolean")
    is_met[np.isnan(apart)] = pd.NA
    return compared[list(COMPARED_COLUMNS)].assign(is_met=is_met)


def _limits_of_the_figure(compared: pd.DataFrame, lower: np.ndarray, upper: np.ndarray, target: np.ndarray) -> pd.DataFrame:
    """Give ratios to a target the limits of the figure divided by it, and say how the limits were made."""
    known = compared["reason"].eq("").to_numpy() & (target > 0) & compared["ratio"].notna().to_numpy()
    low, high = (np.divide(x, target, out=np.full_like(target, np.nan), where=known) for x in (lower, upper))
    compared = compared.assign(ratio_lower=low, ratio_upper=high)
    in_per_cent = compared["change_unit"].eq("percent")
    for limit, of_target in (("change_lower", low), ("change_upper", high)):
        compared[limit] = compared[limit].mask(in_per_cent, 100.0 * (of_target - 1.0))
    judged = compared["change_lower"].notna() & compared["change_upper"].notna()
    return compared.assign(method=compared["method"].mask(judged, "own_limits"))


def compare_with_parent(observations: pd.DataFrame, above: pd.DataFrame, indicator: Indicator, parents: Mapping[str, str]) -> pd.DataFrame:
    """Return each observation compared with that of the region above it in the same period: COMPARED_COLUMNS.

    `above` holds the observations of the regions above, `parents` the code of the region above each place. A place is
    part of the region above. Where the indicator is a sum of places, it is set against the rest of that region and the
    difference scaled back, which is exact; where it is not, the limits take the two as independent and are too wide, which
    `dependence` says. Totals are not compared: they depend on size.
    """
    check_indicator(observations, indicator)
    check_indicator(above, indicator)
    rows = _told(observations, "parent")
    rows = rows.assign(against=[parents.get(code) for code in rows["region_code"]], reason=_size(indicator))
    rows = _matched(rows, above, ["against", *GROUP], {"region_code": "against"})
    if indicator.additive and indicator.interval in ("wilson", "byar") and indicator.denominator is not None:
        alone = floats(rows["against_denominator"]) - floats(rows["told_denominator"]) <= 0
        both = rows["told_status"].eq("ok") & rows["against_status"].eq("ok")
        rows = rows.assign(reason=rows["reason"].mask(alone & both.to_numpy() & rows["reason"].eq(""), "is_the_whole"))
        in_per_cent = change_unit(indicator.unit) == "percent"
        compared = add_change(rows, indicator, "part_of_whole" if in_per_cent else "", _from_rest(rows, indicator))[list(COMPARED_COLUMNS)]
        return compared if in_per_cent else compared.assign(ratio_lower=np.nan, ratio_upper=np.nan)
    return add_change(rows, indicator, "part_of_whole")[list(COMPARED_COLUMNS)]


def compare_with_peers(
    observations: pd.DataFrame, peers: pd.DataFrame, indicator: Indicator, classes: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return each observation compared with all like places together, itself left out: PEER_COLUMNS.

    `peers` holds the observations of the like places, whether or not those compared are among them; `classes` the
    remoteness class of each region_code, without which all of `peers` are of one class. `against` is the class. Their
    value is Σ numerator ÷ Σ denominator, never a mean of ratios. Those partly reported, hidden or not known are left out:
    `peers_used` of `peers_given` says how many counted. Totals, and indicators that are no sum of places, are not
    compared here (for the latter see `compare_with_class`).
    """
    check_indicator(observations, indicator)
    check_indicator(peers, indicator)
    class_of, unknown = ({}, "peers") if classes is None else (classes, "")
    rows = _told(observations, "peers").assign(reason=_size(indicator))
    rows = rows.assign(against=[class_of.get(code, unknown) for code in rows["region_code"]])
    rows["reason"] = rows["reason"].mask(rows["reason"].eq("") & rows["against"].eq(""), "no_class")
    if not indicator.additive:
        rows["reason"] = rows["reason"].mask(rows["reason"].eq(""), "rolled_apart")
    usable = peers["status"].isin(SUMMED) & peers["numerator"].notna() & (floats(peers["denominator"]) > 0)
    alike = [class_of.get(code, unknown) for code in peers["region_code"]]
    of_class = _without_self(rows, peers.assign(against=alike, _used=usable.astype(float), _given=1.0))
    top, bottom = of_class["numerator"], of_class["denominator"]
    value = divided(top, bottom)
    limits = {"wilson": wilson, "byar": byar}.get(indicator.interval)
    lower, upper = limits(top, bottom) if limits else (np.full_like(top, np.nan), np.full_like(top, np.nan))
    held = np.isfinite(value)
    rows = rows.assign(
        against_numerator=np.where(held, top, np.nan), against_denominator=np.where(held, bottom, np.nan),
        against_value=value * indicator.scale, against_lower=lower * indicator.scale, against_upper=upper * indicator.scale,
        against_status=np.where(held, "ok", "no_peers"),
    )  # fmt: skip
    compared = add_change(rows, indicator)[list(COMPARED_COLUMNS)]
    return compared.assign(peers_used=of_class["_used"].astype(int), peers_given=of_class["_given"].astype(int))


def compare_with_class(observations: pd.DataFrame, of_class: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return each observation compared with the observation of its class as a whole: COMPARED_COLUMNS.

    For indicators that are no sum of places (medians, retention, leavers): `of_class` has one row per period, breakdown,
    category and time, computed over the people of the class. The place is one of the class, so the limits are too wide, which
    `dependence` says.
    """
    check_indicator(observations, indicator)
    check_indicator(of_class, indicator)
    if of_class.duplicated(GROUP).any():
        raise ValueError("expected the observation of one class: one row per period, breakdown, category and time")
    rows = _told(observations, "peers").assign(against="peers", reason=_size(indicator))
    return add_change(_matched(rows, of_class, GROUP, {}), indicator, "part_of_whole")[list(COMPARED_COLUMNS)]


def _told(observations: pd.DataFrame, comparison: str) -> pd.DataFrame:
    kept = [c for c in COMPARED_COLUMNS if c in observations and c != "value"]
    rows = observations[kept].reset_index(drop=True)
    told = {f"told_{c}": observations[c].to_numpy() for c in SIDE_COLUMNS}
    return rows.assign(comparison=comparison, reason_side="", **told)


def _size(indicator: Indicator) -> str:
    """A total has no place beside another total; a published mean has."""
    return "depends_on_size" if indicator.kind == "count" else ""


def _matched(rows: pd.DataFrame, others: pd.DataFrame, keys: list[str], renamed: dict[str, str]) -> pd.DataFrame:
    """Return rows with the figures of the matching other observation as against_*; missing matches missing."""
    right = others.rename(columns=renamed)
    right = right[[*keys, *SIDE_COLUMNS]].rename(columns={c: f"against_{c}" for c in SIDE_COLUMNS})
    joined = _keyed(rows, keys).merge(_keyed(right, keys), how="left", on=keys)
    joined = joined.assign(**{c: rows[c].to_numpy() for c in keys})
    return joined.assign(against_status=joined["against_status"].astype(object).fillna("no_observation"))


def _keyed(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return frame.assign(**{c: frame[c].astype(object).where(frame[c].notna(), "").astype(str) for c in keys})


def _from_rest(rows: pd.DataFrame, indicator: Indicator) -> Change:
    """Return the difference from the whole by way of the rest of the whole, in the unit of the value."""
    top, bottom, all_top, all_bottom = (floats(rows[f"{s}_{c}"]) for s in ("told", "against") for c in ("numerator", "denominator"))
    rest_top, rest_bottom = all_top - top, all_bottom - bottom
    usable = (rest_bottom > 0) & (rest_top >= 0) & (bottom > 0)
    rest_top, rest_bottom = (np.where(usable, x, np.nan) for x in (rest_top, rest_bottom))
    if indicator.interval == "wilson":
        apart = newcombe(top, bottom, rest_top, rest_bottom)
    else:
        (low, high), (rest_low, rest_high) = byar(top, bottom), byar(rest_top, rest_bottom)
        apart = mover(top / np.where(bottom > 0, bottom, np.nan), low, high, rest_top / rest_bottom, rest_low, rest_high)
    return scaled(from_the_rest(bottom / np.where(all_bottom > 0, all_bottom, np.nan), apart), indicator.scale)


def _without_self(rows: pd.DataFrame, peers: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the sums of the class per row, less the row's own place where it is one of the class."""
    parts = ["numerator", "denominator", "_used", "_given"]
    counted = peers.assign(**{c: np.where(peers["_used"] > 0, floats(peers[c]), 0.0) for c in parts[:3]})
    group = ["against", *GROUP]
    keyed = _keyed(counted, [*group, "region_code"])
    total = keyed.groupby(group, as_index=False)[parts].sum()
    left = _keyed(rows[[*group, "region_code"]], [*group, "region_code"])
    whole = left.merge(total, how="left", on=group)
    own = left.merge(keyed[[*group, "region_code", *parts]], how="left", on=[*group, "region_code"])
    return {c: np.nan_to_num(floats(whole[c])) - np.nan_to_num(floats(own[c])) for c in parts}
