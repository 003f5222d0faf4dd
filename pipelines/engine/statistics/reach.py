"""Who is served when facilities fill up.

Columns `residents` of a village, `village_code`, of each facility it can reach `facility_code`, `minutes` (missing where the road is closed) and
`capacity` (people it can serve), and `travel_limit` (minutes); one row a village and facility, one without a facility where no travel is known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.analysis.access import coverage_of_pairs
from pipelines.engine.groups import Floats, Groups, divided, numbered, where
from pipelines.engine.statistics.row import Found


def coverage_by_capacity(rows: Groups) -> Found:
    """Return the share of residents served within the longest limit, nearest first, no facility above its capacity.

    Facilities whose capacity nobody knows serve nobody, and villages that could reach no other are left out as unknown. Without a value
    where no capacity is known at all.
    """
    first_rows, village = _numbered(rows, "village_code")
    _, facility = _numbered(rows, "facility_code")
    capacity, minutes = rows.number("capacity"), rows.number("minutes")
    near, is_known = minutes <= rows.number("travel_limit"), ~np.isnan(capacity)
    pairs, unsure = near & is_known, (near & ~is_known) | rows.is_missing("facility_code")
    is_left_out = np.isin(np.arange(len(first_rows)), village[unsure]) & ~np.isin(np.arange(len(first_rows)), village[pairs])
    people = np.where(is_left_out, 0.0, _first(rows.number("residents"), village))
    room = np.nan_to_num(_first(np.where(pairs, capacity, np.nan), facility))
    served = coverage_of_pairs(village[pairs], facility[pairs], minutes[pairs], people, room)
    within = rows.group[first_rows]
    total, found, n = (np.bincount(within, weights=w, minlength=rows.size) for w in (people, served, ~is_left_out))
    is_told = (rows.sums(is_known) > 0) & (total > 0)
    return {"n": n} | where(is_told, numerator=found, denominator=total, value=divided(found, total))


def _numbered(rows: Groups, column: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first row of each text of a column within its group, in order of group and text, and the number of each row's text."""
    within = numbered(rows[column]) + 1  # 0 where it is missing
    _, first_rows, number = np.unique(rows.group * (within.max(initial=0) + 1) + within, return_index=True, return_inverse=True)
    return first_rows, number


def _first(values: Floats, number: NDArray[np.int64]) -> Floats:
    """Return the first known value of each number, NaN for one without any."""
    found = np.full(number.max(initial=-1) + 1, np.nan)
    known = ~np.isnan(values)
    found[number[known][::-1]] = values[known][::-1]
    return found
