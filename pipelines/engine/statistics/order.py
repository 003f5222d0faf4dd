"""Medians and other quantiles."""

from __future__ import annotations

import numpy as np

from pipelines.analysis.pay import quantile_by_group
from pipelines.engine.groups import Floats, Groups, years
from pipelines.engine.statistics.row import Found


def median(rows: Groups) -> Found:
    """Return the median of the first column with its exact order-statistic limits; n counts the rows that have a value."""
    return median_of(rows, rows.first)


def median_age(rows: Groups) -> Found:
    """Return the median of the year of `end_on` less `birth_year` (counting.md: reference year minus birth year), in years."""
    return median_of(rows, years(rows["end_on"]) - rows.number("birth_year"))


def median_of(rows: Groups, values: Floats) -> Found:
    """Return the median of values, one a row and NaN where missing, with its limits; n counts those known."""
    found = quantile_by_group(values, rows.group, 0.5)
    return {**rows.whole(found.groups, value=found.value, lower=found.lower, upper=found.upper), "n": rows.kept(~np.isnan(values)).counts}
