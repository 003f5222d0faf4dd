"""Places that need attention: what lies beyond its limits two periods running, limits that chance hardly ever passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.beyond import as_normal, as_student
from pipelines.analysis.control_chart import range_degrees
from pipelines.core.indicator import Indicator
from pipelines.engine.ranking import funnel_places
from pipelines.engine.signals import CHARTED, control_signals, funnel_signals

FOUND_COLUMNS: tuple[str, ...] = (
    "indicator", "region_code", "method", "side", "limit", "gravity", "peers", "others", "others_before", "others_now",
)
JUDGED = ("signal", "watch", "none")
SIGMA = 3.0
BACK = 2  # periods that are judged, by limits of those before


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What stands out (FOUND_COLUMNS, a row for each signal, the gravest first) of so many series (one indicator of one place) judged."""

    found: pd.DataFrame
    judged: int


def standing_out(series: Sequence[tuple[Indicator, pd.DataFrame]], period: str, fiscal_start_month: int = 1) -> Standing:
    """Return what stands out for the worse in a period: among the yearly observations of like places, one frame an indicator, up to it.

    A place has a signal where it lies beyond three sigma of
    its own control chart (eight periods or more; limits of the periods before the two; where its spread is guessed from moving ranges, the
    limits of Student's t that are as rare) or the 99.8 % limits of the funnel of its peers
    (ten places or more), in the period and the one before, on the worse side; both limits are as wide as counts of its size vary by chance
    or wider. The control chart finds a place that changed, the funnel one that is unlike its `peers` (so many places), changed or not. What
    a control chart says of a place does not depend on who is looked at beside it. `gravity` is how many standard errors
    the figure of the milder period lies from what is expected of it: of two equal departures the one of more people is graver, since
    its standard error is smaller. Where the chart of all `others` together would call them up as well (see `_shared`), so many
    others went from `others_before` to `others_now`; else these are missing.
    """
    parts, judged = [], 0
    for indicator, frame in series:
        if indicator.polarity != "neutral" and indicator.chance != "untold" and len(frame):
            told = [_control(frame, indicator, period, fiscal_start_month), _funnel(frame, indicator, period)]
            judged += len(set().union(*(part["region_code"] for part in told)))
            found = pd.concat([part[part["is_signal"].astype(bool)] for part in told if len(part)] or [told[0]], ignore_index=True)
            parts.append(_shared(found.assign(indicator=indicator.name), frame, indicator, period, fiscal_start_month))
    parts = [part for part in parts if len(part)]
    if not parts:
        return Standing(pd.DataFrame(columns=list(FOUND_COLUMNS)), judged)
    order = pd.concat(parts, ignore_index=True).sort_values(
        ["gravity", "region_code", "indicator"], ascending=[False, True, True], kind="stable"
    )
    return Standing(order[list(FOUND_COLUMNS)].reset_index(drop=True), judged)


def _control(frame: pd.DataFrame, indicator: Indicator, period: str, fiscal_start_month: int) -> pd.DataFrame:
    """Return the places judged by their own charts, whether each has a signal, and centre and value of its chart."""
    charted = control_signals(frame, indicator, baseline=-BACK, fiscal_start_month=fiscal_start_month)
    if (charted["chart"] == "xmr").any():
        charted = _by_student(charted)
    charted = charted.assign(before=charted.groupby("region_code", sort=False)["away"].shift())
    now = charted[(charted["period"] == period) & charted["state"].isin(JUDGED)]
    gravity = _milder(now["before"], now["away"], indicator)
    is_signal = (now["rule"] == "two_periods") & (now["direction"] == "worse") & (gravity > SIGMA)
    limit = np.where(now["side"] > 0, now["limit_upper"], now["limit_lower"])
    kept = now[["region_code", "side", "centre", "value"]]
    return kept.assign(method="control", is_signal=is_signal, limit=limit, gravity=gravity, peers=0)


def _by_student(charted: pd.DataFrame) -> pd.DataFrame:
    """Return individuals charts with distances and limits as rare as three sigma of a normal: their spread is a guess from few ranges.

    Taken as known, three sigma of a spread from eight ranges are crossed by one quiet year in forty, not by one in 370.
    """
    value = charted["value"].where(charted["status"].isin(CHARTED)).astype(float)
    degrees = value.groupby(charted["region_code"]).transform(lambda own: range_degrees(own.iloc[:-BACK]))
    away = charted["away"].astype(float)
    spread = ((value - charted["centre"]) / away.where(away != 0)).astype(float) * as_student(SIGMA, degrees)
    return charted.assign(
        away=as_normal(away, degrees), limit_lower=charted["centre"] - spread, limit_upper=charted["centre"] + spread
    )


def _funnel(frame: pd.DataFrame, indicator: Indicator, period: str) -> pd.DataFrame:
    """Return the places judged by the funnel of their peers, and whether each has a signal."""
    periods = sorted(set(frame["period"]))
    if period not in periods[1:]:
        return pd.DataFrame(columns=["region_code"])
    before = periods[periods.index(period) - 1]
    now, then = (funnel_places(frame[frame["period"] == label].reset_index(drop=True), indicator) for label in (period, before))
    found = funnel_signals(now, then, indicator)
    found = found[found["position"].ne("") & found["previous_position"].ne("")]
    is_signal = (found["state"] == "signal") & (found["direction"] == "worse")
    gravity = _milder(found["previous_away"], found["away"], indicator)
    return found[["region_code", "side"]].assign(method="funnel", is_signal=is_signal, limit=np.nan, gravity=gravity, peers=len(now))


def _shared(found: pd.DataFrame, frame: pd.DataFrame, indicator: Indicator, period: str, fiscal_start_month: int) -> pd.DataFrame:
    """Say of each control signal whether all others together would have one too, by the same chart on the same side.

    Others are the places with a number in every period, their numerators and denominators added up: a chart with a fixed centre calls up
    a place for a trend that all share. Of figures that are no share or rate of such sums nothing is said.
    """
    found = found.assign(others=0, others_before=np.nan, others_now=np.nan)
    if indicator.interval not in ("wilson", "byar") or indicator.kind == "count":
        return found
    whole = frame[frame["status"].isin(CHARTED) & frame["denominator"].astype(float).gt(0) & frame["numerator"].notna()]
    whole = whole[whole.groupby("region_code")["period"].transform("nunique") == frame["period"].nunique()]
    for at, row in found[found["method"] == "control"].iterrows():
        rest = whole[whole["region_code"] != row["region_code"]]
        if rest["region_code"].nunique() > 1:
            told = _control(_added(rest, indicator), indicator, period, fiscal_start_month)
            told = told[told["is_signal"] & (told["side"] == row["side"])]
            for one in told.to_dict("records"):
                found.loc[at, ["others", "others_before", "others_now"]] = rest["region_code"].nunique(), one["centre"], one["value"]
    return found


def _added(rest: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the observations of all places together as those of one."""
    sums = rest.astype({"numerator": float, "denominator": float}).groupby("period", as_index=False)[["numerator", "denominator"]].sum()
    one = rest.drop_duplicates("period").drop(columns=["numerator", "denominator", "value"]).merge(sums, on="period")
    value = indicator.scale * one["numerator"] / one["denominator"]
    return one.assign(region_code="", region_name="", value=value, status="ok")[list(rest.columns)]


def _milder(before: pd.Series, now: pd.Series, indicator: Indicator) -> NDArray[np.float64]:
    """Return how far for the worse the milder of two periods lies, in standard errors; 0 where one of them is not known."""
    worse = 1.0 if indicator.polarity == "lower" else -1.0
    both = np.minimum(worse * before.to_numpy(float), worse * now.to_numpy(float))
    return np.asarray(np.nan_to_num(both, nan=0.0))
