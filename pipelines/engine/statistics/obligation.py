"""Agreements to serve: how many are kept, how much of what is owed was served, how often they are broken.

Rows have agreed_from, due_on, breach_on, outcome, start_on and end_on; everything is as at the last day of the period: an agreement broken
or served out later was still running. Days are inclusive; a month is 30.4375 days. Left out: what says no last day, is ended by consent
(on what day is not recorded), is broken on no day, or is said to be broken after it had ended.
"""

from __future__ import annotations

import numpy as np

from pipelines.analysis.exact import exact_poisson
from pipelines.analysis.obligation import completions, standing_on
from pipelines.core.period import DAYS_PER_MONTH, DAYS_PER_YEAR
from pipelines.engine.groups import Groups, divided, where
from pipelines.engine.statistics.row import Found


def agreement_fulfilment(rows: Groups) -> Found:
    """Return the share of agreements that are served to the end, running ones being censored (Kaplan-Meier on the scale of the term).

    Numerator: agreements served out; denominator: those and the broken ones; n: agreements followed.
    """
    known = _as_at(rows)
    due, served = known["due"] / DAYS_PER_MONTH, known["served"] / DAYS_PER_MONTH
    found = completions(due, served, known["is_over"], known["is_broken"], known.group, known.size)
    ended = found.completed + found.breached
    parts = {"value": found.completion, "lower": found.lower, "upper": found.upper}
    return {"n": found.agreements, **parts} | where(known.counts > 0, numerator=found.completed, denominator=ended)


def obligation_served(rows: Groups) -> Found:
    """Return months served ÷ months due so far: the whole term of those broken, the months run so far of those running."""
    known = _as_at(rows)
    served, due = known.sums(known["served"]), known.sums(np.where(known["is_broken"], known["due"], known["served"]))
    parts = {"numerator": served / DAYS_PER_MONTH, "denominator": due / DAYS_PER_MONTH, "value": divided(served, due)}
    return {"n": known.counts} | where(due > 0, **parts)


def breach_rate(rows: Groups) -> Found:
    """Return breaches per 100 person-years under obligation within the period, with exact Poisson limits; n counts the breaches."""
    known = _as_at(rows)
    start, until = known.day("start_on"), known["until"]
    days = np.maximum(until - np.maximum(known.day("agreed_from"), start) + 1, 0)
    breaches, years = known.sums(known["is_broken"] & (until >= start)), known.sums(days) / DAYS_PER_YEAR
    lower, upper = exact_poisson(breaches, years)
    value = divided(breaches, years) * 100
    return {"n": np.where(years > 0, breaches, 0.0)} | where(
        years > 0, numerator=breaches, denominator=years, value=value, lower=lower * 100, upper=upper * 100
    )


def _as_at(rows: Groups) -> Groups:
    """Return usable agreements with `until` (last day served by end_on), `due` and `served` in days, `is_broken` and `is_over`."""
    agreed, due_on, breach_on, end = (rows.day(name) for name in ("agreed_from", "due_on", "breach_on", "end_on"))
    standing, breached = standing_on(agreed, due_on, breach_on, rows["outcome"], end), rows["outcome"] == "breached"
    is_broken, is_over = standing == "breached", standing == "completed"
    until = np.where(is_broken, breach_on, np.where(is_over, due_on, end))
    usable = (standing != "before") & (standing != "undated") & (due_on >= agreed) & ~(breached & (breach_on > due_on))
    parts = {"until": until, "due": due_on - agreed + 1.0, "served": until - agreed + 1.0}
    return rows.kept(usable, **parts, is_broken=is_broken, is_over=is_over)
