"""Medians and other quantiles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.pay import quantile_by_group
from pipelines.engine.statistics.row import Row


def median(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median of the first column with its exact order-statistic limits; n counts the rows that have a value."""
    return _median(rows.iloc[:, 0])


def median_age(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median of the year of `end_on` less `birth_year` (counting.md: reference year minus birth year), in years."""
    return _median(pd.to_datetime(rows["end_on"]).dt.year - rows["birth_year"])


def _median(column: pd.Series) -> Row:
    values = column.dropna().to_numpy(dtype=float)
    if not len(values):
        return {"n": 0.0}
    found = quantile_by_group(values, None, 0.5)
    return {"value": float(np.median(values)), "lower": float(found.lower[0]), "upper": float(found.upper[0]), "n": float(len(values))}
