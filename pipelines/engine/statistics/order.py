"""Medians and other quantiles."""

from __future__ import annotations

import numpy as np

from pipelines.analysis.pay import quantile_by_group
from pipelines.engine.groups import Floats, Groups, where, years
from pipelines.engine.statistics.row import Found, Statistic


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


def quantile(share: float) -> Statistic:
    """Return the value of the first column below which a share (0-1) of the rows lie, with its exact order-statistic limits.

    It is told where the smaller part, on either side, is one row at least: a P10 of ten rows or more, a P25 of four. Of fewer it would be the
    lowest of them by another name. n counts the rows that have a value.
    """
    least = round(1 / min(share, 1 - share))

    def told(rows: Groups) -> Found:
        n = rows.kept(~np.isnan(rows.first)).counts
        found = quantile_by_group(rows.first, rows.group, share)
        parts = rows.whole(found.groups, value=found.value, lower=found.lower, upper=found.upper)
        return {"n": n} | where(n >= least, **parts)

    return told
