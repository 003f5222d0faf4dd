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
        opens, closes = merged["due_on"] + pd.DateOffset(months=low), merged["due_on"] + pd.DateOffset(months=low + width)
        at_risk = (merged["start_on"] <= opens) & (merged["end_on"] >= opens) & (merged["agreed_from"] <= opens) & (closes <= last)
        gone = at_risk & (merged["end_on"] < closes) & (merged["has_left"].astype(float) == 1)
        n = int(merged.loc[at_risk, "person_key"].nunique())
        rows.append((low, n, int(merged.loc[gone, "person_key"].nunique())))
    found = pd.DataFrame(rows, columns=["low", "n", "left"])
    lower, upper = wilson(found["left"].to_numpy(dtype=float), np.where(found["n"] > 0, found["n"], np.nan))
    return found.assign(lower=lower, upper=upper)
