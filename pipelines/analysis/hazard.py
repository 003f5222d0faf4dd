"""How fast people leave: cumulative hazard, and exits per 100 person-years by time in post."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.exact import exact_poisson
from pipelines.analysis.interval import FloatArray, normal_quantile
from pipelines.analysis.survival import KaplanMeier, check_rows, kaplan_meier


@dataclass(frozen=True, slots=True, eq=False)
class NelsonAalen:
    """The cumulative hazard of leaving at the times it is known (one array entry a time, ascending).

    `at_risk` and `events` as in KaplanMeier; `hazard` >= 0, `std_err` its standard error, `lower` and `upper` limits on
    the log scale (NaN while the hazard is 0).
    """

    time: FloatArray
    at_risk: FloatArray
    events: FloatArray
    hazard: FloatArray
    std_err: FloatArray
    lower: FloatArray
    upper: FloatArray
    confidence: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a time: time, at_risk, events, hazard, std_err, lower, upper."""
        names = ("time", "at_risk", "events", "hazard", "std_err", "lower", "upper")
        return pd.DataFrame({name: getattr(self, name) for name in names})


@dataclass(frozen=True, slots=True, eq=False)
class ExitHazard:
    """Exits per 100 person-years by band of time in post; one array entry a band, times in the unit that came in.

    A band is from `start` (excluded) to `stop` (included). `person_years` were spent in the band under watch; `rate`,
    `lower` and `upper` are per 100 person-years, NaN where nobody was watched in the band.
    """

    start: FloatArray
    stop: FloatArray
    exits: FloatArray
    person_years: FloatArray
    rate: FloatArray
    lower: FloatArray
    upper: FloatArray
    confidence: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a band: start, stop, exits, person_years, rate, lower, upper."""
        names = ("start", "stop", "exits", "person_years", "rate", "lower", "upper")
        return pd.DataFrame({name: getattr(self, name) for name in names})


def nelson_aalen(
    entry: ArrayLike | None, exit: ArrayLike, event: ArrayLike, confidence: float = 0.95
) -> NelsonAalen:
    """Return the cumulative hazard Σ d ÷ n of spells watched from `entry` (excluded) to `exit` (included).

    Arguments, assumptions and errors as `kaplan_meier`. Source: Nelson (1972); Aalen (1978); standard error √(Σ d ÷ n²),
    as R survival.
    """
    return cumulative_hazard(kaplan_meier(entry, exit, event, confidence))


def cumulative_hazard(curve: KaplanMeier) -> NelsonAalen:
    """Return the cumulative hazard of the counts a curve was made from (see `survival.from_counts`)."""
    known = curve.at_risk > 0
    step = np.divide(curve.events, curve.at_risk, out=np.zeros_like(curve.events), where=known)
    spread = np.divide(step, curve.at_risk, out=np.zeros_like(step), where=known)
    hazard, std_err = np.cumsum(step), np.sqrt(np.cumsum(spread))
    inner = np.where(hazard > 0, hazard, np.nan)
    factor = np.exp(normal_quantile(curve.confidence) * std_err / inner)
    return NelsonAalen(
        curve.time, curve.at_risk, curve.events, hazard, std_err, inner / factor, inner * factor, curve.confidence
    )


def exit_hazard(
    entry: ArrayLike | None,
    exit: ArrayLike,
    event: ArrayLike,
    edges: ArrayLike,
    units_per_year: float = 12.0,
    confidence: float = 0.95,
) -> ExitHazard:
    """Return exits ÷ person-time in each band of time in post, with exact Poisson limits.

    One array entry a spell, as `kaplan_meier`: time in post when watching began and ended, and whether it ended by
    leaving. `edges` are the bounds of the bands, ascending, the last may be infinite; `units_per_year` is 12 for times
    in months. An exit exactly at a bound belongs to the band that ends there. It assumes a constant hazard within a
    band. Source: Breslow & Day (1987); Garwood (1936). Raises ValueError as `kaplan_meier`, for fewer than two edges
    and edges that do not ascend.
    """
    stop = np.asarray(exit, dtype=float)
    ended = np.asarray(event, dtype=bool)
    start = np.zeros_like(stop) if entry is None else np.asarray(entry, dtype=float)
    check_rows(start, stop, ended)
    bound = np.asarray(edges, dtype=float)
    if bound.ndim != 1 or len(bound) < 2 or not np.all(np.diff(bound) > 0):
        raise ValueError(f"edges are {bound.tolist()}, expected two or more, ascending")
    if not units_per_year > 0:
        raise ValueError(f"units_per_year is {units_per_year}, expected 12 for months, 1 for years")
    low, high = bound[:-1], bound[1:]
    watched = np.maximum(np.minimum(stop[:, None], high) - np.maximum(start[:, None], low), 0.0).sum(axis=0)
    band = np.searchsorted(bound, stop[ended], side="left") - 1
    inside = band[(band >= 0) & (band < len(low))]
    exits = np.bincount(inside, minlength=len(low)).astype(float)
    years = watched / units_per_year
    lower, upper = exact_poisson(exits, years, confidence)
    rate = np.divide(exits, years, out=np.full(len(low), np.nan), where=years > 0)
    return ExitHazard(low, high, exits, years, rate * 100.0, lower * 100.0, upper * 100.0, confidence)
