"""Means, where an interval is wanted that a ratio of sums does not have."""

from __future__ import annotations

import numpy as np

from pipelines.analysis.exact import student_means
from pipelines.engine.groups import Groups, where
from pipelines.engine.statistics.row import Found


def mean(rows: Groups) -> Found:
    """Return the mean of the first column with Student's limits; numerator is the sum, denominator and n the rows that have a value."""
    known = rows.kept(~np.isnan(rows.first))
    n = known.counts
    value, lower, upper = student_means(known.first, known.group, known.size)
    return {"n": n} | where(n > 0, numerator=known.sums(known.first), denominator=n, value=value, lower=lower, upper=upper)
