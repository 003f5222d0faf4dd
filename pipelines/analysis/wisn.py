"""Workload indicators of staffing need (WISN): how many are needed for the work that is done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.interval import FloatArray

HOURS_IN_YEAR = 8784.0


@dataclass(frozen=True, slots=True)
class Standards:
    """Activity standards of one staff group, each time in the unit its name says.

    `activities` names; `activity_minutes` per case, one entry an activity; `category_share` the share (0-1, 1 excluded)
    of everybody's working time that goes into work without statistics (category allowance, CAS); `working_hours` a year
    available to one member (AWT, see `available_working_hours`).

    Raises ValueError for a missing standard, naming the activities: a need computed without it would be a guess. Also
    for an AWT that is not hours of a year (more than 8,784: minutes?) and a category share given in per cent.
    """

    activities: tuple[str, ...]
    activity_minutes: tuple[float, ...]
    working_hours: float
    category_share: float

    def __post_init__(self) -> None:
        if len(self.activities) != len(self.activity_minutes):
            raise ValueError(f"{len(self.activities)} activities have {len(self.activity_minutes)} standards, expected one each")
        pairs = zip(self.activities, self.activity_minutes, strict=True)
        missing = [name for name, minutes in pairs if not 0 < minutes < float("inf")]
        if missing:
            raise ValueError(f"no activity standard (minutes a case, above 0) for: {', '.join(missing)}; set it or leave the activity out")
        if not 0 < self.working_hours <= HOURS_IN_YEAR:
            raise ValueError(f"working_hours is {self.working_hours}, expected hours of a year, above 0 and at most 8,784")
        if not 0 <= self.category_share < 1:
            raise ValueError(f"category_share is {self.category_share}, expected a share from 0 to below 1 (15 % is 0.15)")

    @property
    def category_factor(self) -> float:
        """Return CAF = 1 ÷ (1 - CAS)."""
        return 1.0 / (1.0 - self.category_share)

    @property
    def standard_workload(self) -> FloatArray:
        """Return the cases a year one member could do of each activity, doing nothing else."""
        return self.working_hours * 60.0 / np.asarray(self.activity_minutes, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class Wisn:
    """Staff needed and staff there, one array entry a facility, all in FTE.

    `service` is A, `required` = A × CAF + IAF, `ratio` = actual ÷ required (below 1: pressure), `difference` = actual -
    required. Show both: 1 of 2 and 50 of 100 have the same ratio. NaN where a volume or the actual staff is missing,
    the ratio also where nobody is required.
    """

    service: FloatArray
    required: FloatArray
    actual: FloatArray
    ratio: FloatArray
    difference: FloatArray
    standards: Standards

    def tidy(self) -> pd.DataFrame:
        """Return one row a facility: service, required, actual, ratio, difference."""
        return pd.DataFrame({n: getattr(self, n) for n in ("service", "required", "actual", "ratio", "difference")})


def available_working_hours(working_days: float, absent_days: float, hours_per_day: float) -> float:
    """Return AWT, the hours a year one member is there: (working days - days of holiday, leave, sickness, training) × hours.

    Raises ValueError when nothing remains or a figure is out of range.

    >>> available_working_hours(260, 15 + 20 + 5 + 5, 8)
    1720.0
    """
    if not (0 < working_days <= 366 and 0 <= absent_days < working_days and 0 < hours_per_day <= 24):
        raise ValueError(
            f"{working_days} working days, {absent_days} absent, {hours_per_day} hours a day: expected days of a year, "
            "fewer absent than working, and 24 hours a day at most"
        )
    return float((working_days - absent_days) * hours_per_day)


def wisn(volume: ArrayLike, actual: ArrayLike, standards: Standards, individual_hours: ArrayLike) -> Wisn:
    """Return required staff and its ratio and difference to actual staff.

    `volume` is the cases of a year, shape (facilities, activities) in the order of `standards.activities`, or
    (activities,) for one facility; `actual` FTE, one entry a facility; `individual_hours` (IAS) the hours a
    year that certain members of a facility spend on further duties, summed over them: one entry a facility or one for
    all, 0 where there are none. IAF = IAS ÷ AWT. A missing volume makes that facility's need NaN, not smaller. Needs add
    up over facilities, ratios do not. Source: WHO (2010) WISN user's manual. Raises ValueError for shapes that do not
    fit and negative figures.
    """
    done = np.atleast_2d(np.asarray(volume, dtype=float))
    there = np.atleast_1d(np.asarray(actual, dtype=float))
    if done.shape != (len(there), len(standards.activities)):
        raise ValueError(
            f"volume has shape {done.shape}, expected ({len(there)}, {len(standards.activities)}): facilities by activities"
        )
    further = np.broadcast_to(np.asarray(individual_hours, dtype=float), there.shape)
    if np.any(done < 0) or np.any(there < 0) or np.any(further < 0):
        raise ValueError("volume, actual staff and individual hours must not be negative")
    service = done @ (1.0 / standards.standard_workload)
    required = service * standards.category_factor + further / standards.working_hours
    ratio = np.divide(there, required, out=np.full(len(there), np.nan), where=required > 0)
    return Wisn(service, required, there, ratio, there - required, standards)
