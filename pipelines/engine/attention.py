"""Places that need attention: what lies beyond its limits two periods running and is held to a rate of false finds over all that was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.beyond import as_normal, chance_beyond
from pipelines.analysis.spatial import corrected
from pipelines.core.indicator import Indicator
from pipelines.engine.ranking import funnel_places
from pipelines.engine.signals import control_signals, funnel_signals
from pipelines.engine.timing import timing_of

FALSE_SHARE = 0.05  # of what is called up, on average, so much may be chance
FOUND_COLUMNS: tuple[str, ...] = ("indicator", "region_code", "method", "side", "limit", "gravity", "p")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """`places` has FOUND_COLUMNS, the gravest first, a row for each signal; `judged` is how many series and places of a funnel were looked at."""

    places: pd.DataFrame
    judged: int


def standing_out(series: Sequence[tuple[Indicator, pd.DataFrame]], period: str, fiscal_start_month: int = 1) -> Found:
    """Return what stands out for the worse in a period: among the yearly observations of like places, one frame an indicator, up to it.

    A place has a signal where two rules hold. It lies beyond three sigma of its own control chart (eight periods or more; limits
    of the periods before the two) or the 99.8 %
    limits of the funnel of its peers (ten places or more), in the period and the one before, on the worse side; both limits are as wide
    as counts of its size vary by chance or wider. And of all that was judged, the share of signals that are chance is held to FALSE_SHARE
    (Benjamini & Hochberg 1995, JRSS B 57:289-300), for among two hundred places some always lie far out. The p value is that of the
    milder of the two periods; of flows, two draws, its square. `gravity` is how many standard errors the figure of the milder period lies
    from what is expected of it: of two equal departures the one of more people is graver, since its standard error is smaller.
    """
    parts = []
    for indicator, frame in series:
        if indicator.polarity != "neutral" and indicator.chance != "untold" and len(frame):
            draws = 2 if timing_of(indicator) == "flow" else 1
            found = [_control(frame, indicator, period, fiscal_start_month), _funnel(frame, indicator, period)]
            parts += [part.assign(indicator=indicator.name, p=chance_beyond(part["gravity"], draws)) for part in found if len(part)]
    if not parts:
        return Found(pd.DataFrame(columns=list(FOUND_COLUMNS)), 0)
    judged = pd.concat(parts, ignore_index=True)
    held = judged[judged["is_signal"].to_numpy(bool) & (corrected(judged["p"].to_numpy(float)) <= FALSE_SHARE)]
    order = held.sort_values(["gravity", "region_code", "indicator"], ascending=[False, True, True], kind="stable")
    return Found(order[list(FOUND_COLUMNS)].reset_index(drop=True), len(judged))


def _control(frame: pd.DataFrame, indicator: Indicator, period: str, fiscal_start_month: int) -> pd.DataFrame:
    charted = control_signals(frame, indicator, baseline=-2, fiscal_start_month=fiscal_start_month)
    if (charted["chart"] == "xmr").any():  # its spread is a guess from a few ranges
        charted = charted.assign(away=as_normal(charted["away"], max(1.0, charted["period"].nunique() - 3.0)))
    charted = charted.assign(before=charted.groupby("region_code", sort=False)["away"].shift())
    now = charted[(charted["period"] == period) & charted["state"].isin(("signal", "watch", "none"))]
    is_signal = (now["rule"] == "two_periods") & (now["direction"] == "worse")
    limit = np.where(now["side"] > 0, now["limit_upper"], now["limit_lower"])
    gravity = _milder(now["before"], now["away"], indicator)
    return _judged(now, method="control", limit=limit, is_signal=is_signal, gravity=gravity)


def _funnel(frame: pd.DataFrame, indicator: Indicator, period: str) -> pd.DataFrame:
    periods = sorted(set(frame["period"]))
    if period not in periods[1:]:
        return pd.DataFrame()
    before = periods[periods.index(period) - 1]
    now, then = (funnel_places(frame[frame["period"] == label].reset_index(drop=True), indicator) for label in (period, before))
    found = funnel_signals(now, then, indicator)
    found = found[found["position"].ne("") & found["previous_position"].ne("")]
    is_signal = (found["state"] == "signal") & (found["direction"] == "worse")
    gravity = _milder(found["previous_away"], found["away"], indicator)
    return _judged(found, method="funnel", limit=np.nan, is_signal=is_signal, gravity=gravity)


def _judged(rows: pd.DataFrame, **columns: object) -> pd.DataFrame:
    return rows[["region_code", "side"]].assign(**columns)


def _milder(before: pd.Series, now: pd.Series, indicator: Indicator) -> NDArray[np.float64]:
    """Return how far for the worse the milder of two periods lies, in standard errors; 0 where one of them is not known."""
    worse = 1.0 if indicator.polarity == "lower" else -1.0
    both = np.minimum(worse * before.to_numpy(float), worse * now.to_numpy(float))
    return np.asarray(np.nan_to_num(both, nan=0.0))
