"""Places that need attention: what lies beyond its limits two periods running, limits that chance hardly ever passes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.beyond import as_normal
from pipelines.core.indicator import Indicator
from pipelines.engine.ranking import funnel_places
from pipelines.engine.signals import control_signals, funnel_signals

FOUND_COLUMNS: tuple[str, ...] = ("indicator", "region_code", "method", "side", "limit", "gravity")


def standing_out(series: Sequence[tuple[Indicator, pd.DataFrame]], period: str, fiscal_start_month: int = 1) -> pd.DataFrame:
    """Return what stands out for the worse in a period: among the yearly observations of like places, one frame an indicator, up to it.

    The result has FOUND_COLUMNS, a row for each signal, the gravest first. A place has a signal where it lies beyond three sigma of
    its own control chart (eight periods or more; limits of the periods before the two) or the 99.8 % limits of the funnel of its peers
    (ten places or more), in the period and the one before, on the worse side; both limits are as wide as counts of its size vary by chance
    or wider. What a chart says of a place does not depend on how many others are looked at beside it. `gravity` is how many standard errors
    the figure of the milder period lies from what is expected of it: of two equal departures the one of more people is graver, since
    its standard error is smaller.
    """
    parts = []
    for indicator, frame in series:
        if indicator.polarity != "neutral" and indicator.chance != "untold" and len(frame):
            found = [_control(frame, indicator, period, fiscal_start_month), _funnel(frame, indicator, period)]
            parts += [part.assign(indicator=indicator.name) for part in found if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(FOUND_COLUMNS))
    found = pd.concat(parts, ignore_index=True)
    order = found.sort_values(["gravity", "region_code", "indicator"], ascending=[False, True, True], kind="stable")
    return order[list(FOUND_COLUMNS)].reset_index(drop=True)


def _control(frame: pd.DataFrame, indicator: Indicator, period: str, fiscal_start_month: int) -> pd.DataFrame:
    charted = control_signals(frame, indicator, baseline=-2, fiscal_start_month=fiscal_start_month)
    if (charted["chart"] == "xmr").any():  # its spread is a guess from a few ranges
        charted = charted.assign(away=as_normal(charted["away"], max(1.0, charted["period"].nunique() - 3.0)))
    charted = charted.assign(before=charted.groupby("region_code", sort=False)["away"].shift())
    now = charted[(charted["period"] == period) & charted["state"].isin(("signal", "watch", "none"))]
    is_signal = (now["rule"] == "two_periods") & (now["direction"] == "worse")
    limit = np.where(now["side"] > 0, now["limit_upper"], now["limit_lower"])
    gravity = _milder(now["before"], now["away"], indicator)
    return _found(now, is_signal, method="control", limit=limit, gravity=gravity)


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
    return _found(found, is_signal, method="funnel", limit=np.nan, gravity=gravity)


def _found(rows: pd.DataFrame, is_signal: pd.Series, **columns: object) -> pd.DataFrame:
    return rows[["region_code", "side"]].assign(**columns)[is_signal.to_numpy(bool)]


def _milder(before: pd.Series, now: pd.Series, indicator: Indicator) -> NDArray[np.float64]:
    """Return how far for the worse the milder of two periods lies, in standard errors; 0 where one of them is not known."""
    worse = 1.0 if indicator.polarity == "lower" else -1.0
    both = np.minimum(worse * before.to_numpy(float), worse * now.to_numpy(float))
    return np.asarray(np.nan_to_num(both, nan=0.0))
