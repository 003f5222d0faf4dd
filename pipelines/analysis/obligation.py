"""Agreements to serve: how many are kept, with those still running neither failures nor successes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.curves import curves_of_spells
from pipelines.analysis.exact import exact_poisson
from pipelines.analysis.interval import FloatArray
from pipelines.analysis.survival import kaplan_meier

OUTCOMES = ("completed", "running", "breached", "released")
STANDINGS = ("before", "undated", "breached", "completed", "running")


def standing_on(agreed_from: ArrayLike, due_on: ArrayLike, breach_on: ArrayLike, outcome: ArrayLike, day: ArrayLike) -> NDArray[np.str_]:
    """Return how each agreement stood at the end of a day, one of STANDINGS: nothing that happened after the day counts.

    Days all of one kind, numbers or numpy's; `day` one for all or one each; `outcome` as the register has it now: kept, breached, or anything
    else for an end on no known day ("undated" from the day agreed on). "before": not agreed yet. "completed": the last day agreed is over.
    """
    agreed, due, broken, last = (np.asarray(days) for days in (agreed_from, due_on, breach_on, day))
    ended = np.asarray(outcome, dtype=object)
    rules = [agreed > last, (ended != "kept") & (ended != "breached"), (ended == "breached") & (broken <= last), due <= last]
    return np.select(rules, STANDINGS[:-1], STANDINGS[-1])


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How a cohort of agreements fares; shares 0-1 with limits, NaN where they cannot be estimated.

    `completion` is the share that serves the whole term, running agreements being censored where they stand; NaN while
    nobody has been watched to the end of a term. `served_share` is months served ÷ months due so far (the whole term of
    those that ended early, the months run so far of those running; released ones owe what they served). `breach_rate` is
    breaches per 100 person-years under obligation with exact Poisson limits. `left_out` rows could not be used.
    """

    agreements: int
    completed: int
    running: int
    breached: int
    released: int
    left_out: int
    completion: float
    completion_lower: float
    completion_upper: float
    served_share: float
    breach_rate: float
    breach_lower: float
    breach_upper: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a figure: statistic, value, lower, upper, agreements (the number it rests on)."""
        nothing = float("nan")
        return pd.DataFrame(
            {
                "statistic": ["completion", "served_share", "breach_rate", *OUTCOMES],
                "value": [self.completion, self.served_share, self.breach_rate, *(getattr(self, o) for o in OUTCOMES)],
                "lower": [self.completion_lower, nothing, self.breach_lower, *[nothing] * 4],
                "upper": [self.completion_upper, nothing, self.breach_upper, *[nothing] * 4],
                "agreements": self.agreements,
            }
        )


def fulfilment(
    due_months: ArrayLike, served_months: ArrayLike, outcome: ArrayLike, confidence: float = 0.95
) -> Fulfilment:
    """Return how agreements are fulfilled (one array entry an agreement).

    `due_months` the term, `served_months` what was served up to the end or the day of the data, `outcome` one of
    OUTCOMES. "released" is an end with consent (transfer, death): no breach, censored. Completion is Kaplan-Meier of the
    time to breach on the scale of the term (served ÷ due), so that terms of different length can be put together: it
    assumes that a third year of three is like a sixth of six. Left out and counted: terms that are missing or not above
    0, served months missing or not above 0, completed ones that served less than due, and running or broken ones that
    served the whole term (they contradict themselves). Source: NHSC reports; indicators F12, F13. Raises ValueError for
    an unknown outcome and arrays of unequal length.
    """
    due, served, ended = np.asarray(due_months, dtype=float), np.asarray(served_months, dtype=float), np.asarray(outcome, dtype=object)
    unknown = sorted({str(o) for o in ended.tolist()} - set(OUTCOMES))
    if unknown or not due.shape == served.shape == ended.shape:
        raise ValueError(f"expected one of {', '.join(OUTCOMES)} for every agreement, found {', '.join(unknown) or 'unequal lengths'}")
    is_ = {name: ended == name for name in OUTCOMES}
    usable = _usable(due, served, is_)
    due, served = due[usable], np.minimum(served, due)[usable]
    is_ = {name: flags[usable] for name, flags in is_.items()}
    completion, lower, upper = _completion(served / due, is_["breached"], confidence)
    owed, years = np.where(is_["breached"], due, served).sum(), served.sum() / 12.0
    completed, running, breached, released = (int(is_[name].sum()) for name in OUTCOMES)
    low, high = exact_poisson(breached, years, confidence)
    return Fulfilment(
        agreements=len(due),
        completed=completed,
        running=running,
        breached=breached,
        released=released,
        left_out=int((~usable).sum()),
        completion=completion,
        completion_lower=lower,
        completion_upper=upper,
        served_share=float(served.sum() / owed) if owed > 0 else float("nan"),
        breach_rate=float(breached / years * 100.0) if years > 0 else float("nan"),
        breach_lower=float(low) * 100.0,
        breach_upper=float(high) * 100.0,
    )


def _usable(due: FloatArray, served: FloatArray, is_: dict[str, NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Return which agreements have a term and months served that their outcome does not contradict."""
    contradicts = (is_["completed"] & (served < due)) | ((is_["running"] | is_["breached"]) & (served >= due))
    return (due > 0) & (served > 0) & np.isfinite(due) & np.isfinite(served) & ~contradicts


def _completion(part: FloatArray, breached: NDArray[np.bool_], confidence: float) -> tuple[float, float, float]:
    """Return the share that reaches the end of the term and its limits, from the part of the term served (0-1)."""
    if not (part >= 1.0).any() and not breached.all():
        return float("nan"), float("nan"), float("nan")  # nobody was watched to the end, whatever the curve came down to
    return kaplan_meier(None, part, breached, confidence).at(1.0)[:3]


@dataclass(frozen=True, slots=True, eq=False)
class Completions:
    """Of each cohort the usable agreements, those completed and breached, and the share that serves the whole term, with limits."""

    agreements: FloatArray
    completed: FloatArray
    breached: FloatArray
    completion: FloatArray
    lower: FloatArray
    upper: FloatArray


def completions(
    due: FloatArray, served: FloatArray, completed: NDArray[np.bool_], breached: NDArray[np.bool_], group: NDArray[np.int64], groups: int
) -> Completions:
    """Return how many agreements of each of `groups` cohorts are completed, as `fulfilment` does for one, at 95 %.

    One array entry an agreement, `group` the place of its cohort, ascending; who has neither `completed` nor `breached` is running.
    """
    usable = _usable(due, served, {"completed": completed, "breached": breached, "running": ~(completed | breached)})
    group, breached = group[usable], breached[usable]
    part = np.minimum(served, due)[usable] / due[usable]
    agreements, whole, broken = (
        np.bincount(group, weights=w, minlength=groups).astype(float) for w in (np.ones(len(group)), completed[usable], breached)
    )
    completion, lower, upper, _ = curves_of_spells(group, groups, None, part, breached).at(1.0)
    watched = (np.bincount(group, weights=part >= 1.0, minlength=groups) > 0) | (broken == agreements)
    completion, lower, upper = (np.where(watched, side, np.nan) for side in (completion, lower, upper))
    return Completions(agreements, whole, broken, completion, lower, upper)
