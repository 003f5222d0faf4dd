"""Means, where an interval is wanted that a ratio of sums does not have."""

from __future__ import annotations

import pandas as pd

from pipelines.analysis.exact import student_mean
from pipelines.engine.statistics.row import Row


def mean(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the mean of the first column with Student's limits; numerator is the sum, denominator and n the rows that have a value."""
    values = rows.iloc[:, 0].dropna().to_numpy(dtype=float)
    if not len(values):
        return {"n": 0.0}
    value, lower, upper = student_mean(values)
    n = float(len(values))
    return {"numerator": float(values.sum()), "denominator": n, "value": value, "lower": lower, "upper": upper, "n": n}
