"""Who leaves before and after a day of their own, such as the end of an obligation: shares by spans of months on either side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.interval import wilson

COLUMNS = ("low", "n", "left", "lower", "upper")


def leaving_around(days: pd.DataFrame, stays: pd.DataFrame, last: pd.Timestamp, *, around: int, width: int) -> pd.DataFrame:
    """Return one row for each span of `width` months from `around` months before to `around` after each person's day: COLUMNS.

    `days` has person_key (one row each), due_on (the day) and agreed_from (watched from then on); `stays` has person_key, start_on, end_on
    (last day in post, both ends counted) and has_left (0 where the stay goes on). `low` is the first month of the span, negative before the
    day; `n` counts those in post on the first day of the span whose whole span lies within what is known (`last`), `left` those of them whose stay
    ended, by leaving, before the first day of the next; `lower` and `upper` are Wilson's limits, NaN where n is 0.
    """
    merged = stays.merge(days, on="person_key")
    rows = []
    for low in range(-around, around, width):
        at_risk, gone = _watched(merged, last, low, width)
        rows.append((low, int(merged.loc[at_risk, "person_key"].nunique()), int(merged.loc[gone, "person_key"].nunique())))
    found = pd.DataFrame(rows, columns=["low", "n", "left"])
    lower, upper = wilson(found["left"].to_numpy(dtype=float), np.where(found["n"] > 0, found["n"], np.nan))
    return found.assign(lower=lower, upper=upper)


def people_around(days: pd.DataFrame, stays: pd.DataFrame, last: pd.Timestamp, *, first: int, until: int, width: int) -> int:
    """Return how many different people stand behind the spans of `leaving_around` from month `first` to before month `until`."""
    merged = stays.merge(days, on="person_key")
    seen = [merged.loc[_watched(merged, last, low, width)[0], "person_key"] for low in range(first, until, width)]
    return int(pd.concat(seen).nunique())


def _watched(merged: pd.DataFrame, last: pd.Timestamp, low: int, width: int) -> tuple[pd.Series, pd.Series]:
    """Say which stays are in post and watched over a span, and which of them end in it by leaving."""
    opens, closes = merged["due_on"] + pd.DateOffset(months=low), merged["due_on"] + pd.DateOffset(months=low + width)
    at_risk = (merged["start_on"] <= opens) & (merged["end_on"] >= opens) & (merged["agreed_from"] <= opens) & (closes <= last)
    return at_risk, at_risk & (merged["end_on"] < closes) & (merged["has_left"].astype(float) == 1)
