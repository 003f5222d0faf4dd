"""Agreements to serve: how many are kept, how much of what is owed was served, how often they are broken.

Rows have agreed_from, due_on, breach_on, outcome, start_on and end_on; everything is as at the last day of the period: an agreement broken
or served out later was still running. Days are inclusive; a month is 30.4375 days. Left out: what says no last day, is ended by consent
(on what day is not recorded), is broken on no day, or is said to be broken after it had ended.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.exact import exact_poisson
from pipelines.analysis.obligation import fulfilment
from pipelines.core.period import DAYS_PER_MONTH, DAYS_PER_YEAR
from pipelines.engine.statistics.row import Row


def agreement_fulfilment(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the share of agreements that are served to the end, running ones being censored (Kaplan-Meier on the scale of the term).

    Numerator: agreements served out; denominator: those and the broken ones; n: agreements followed.
    """
    known = _as_at(rows)
    if known.empty:
        return {"n": 0.0}
    found = fulfilment(known["due"] / DAYS_PER_MONTH, known["served"] / DAYS_PER_MONTH, known["state"])
    return {
        "numerator": float(found.completed), "denominator": float(found.completed + found.breached), "n": float(found.agreements),
        "value": found.completion, "lower": found.completion_lower, "upper": found.completion_upper,
    }  # fmt: skip


def obligation_served(rows: pd.DataFrame, _seed: int) -> Row:
    """Return months served ÷ months due so far: the whole term of those broken, the months run so far of those running."""
    known = _as_at(rows)
    served, due = known["served"].sum(), known["due"].where(known["state"] == "breached", known["served"]).sum()
    if due <= 0:
        return {"n": float(len(known))}
    return {
        "numerator": float(served / DAYS_PER_MONTH), "denominator": float(due / DAYS_PER_MONTH), "value": float(served / due),
        "n": float(len(known)),
    }


def breach_rate(rows: pd.DataFrame, _seed: int) -> Row:
    """Return breaches per 100 person-years under obligation within the period, with exact Poisson limits; n counts the breaches."""
    known = _as_at(rows)
    since, until = known["agreed_from"].clip(lower=known["start_on"]), known["until"]
    days = ((until - since).dt.days + 1).clip(lower=0)
    breaches = float(((known["state"] == "breached") & (until >= known["start_on"])).sum())
    years = float(days.sum() / DAYS_PER_YEAR)
    if years <= 0:
        return {"n": 0.0}
    lower, upper = exact_poisson(breaches, years)
    return {
        "numerator": breaches, "denominator": years, "value": breaches / years * 100, "lower": float(lower) * 100, "upper": float(upper) * 100,
        "n": breaches,
    }


def _as_at(rows: pd.DataFrame) -> pd.DataFrame:
    """Return usable agreements with `until` (last day served by end_on), `due` and `served` in days, and `state`."""
    day = {name: pd.to_datetime(rows[name]) for name in ("agreed_from", "due_on", "breach_on", "start_on", "end_on")}
    broken = (rows["outcome"] == "breached") & (day["breach_on"] <= day["end_on"])
    over = ~broken & (day["due_on"] <= day["end_on"])
    until = day["breach_on"].where(broken, day["due_on"].where(over, day["end_on"]))
    state = np.select([broken, over], ["breached", "completed"], "running")
    frame = rows.assign(**day, until=until, state=state)
    usable = rows["outcome"].isin(("kept", "breached")) & (day["due_on"] >= day["agreed_from"])
    usable &= ~((rows["outcome"] == "breached") & (day["breach_on"] > day["due_on"]))
    frame = frame[usable & (day["agreed_from"] <= day["end_on"])]
    return frame.assign(
        due=(frame["due_on"] - frame["agreed_from"]).dt.days + 1.0, served=(frame["until"] - frame["agreed_from"]).dt.days + 1.0
    )
