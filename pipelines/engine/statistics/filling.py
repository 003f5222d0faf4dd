"""How long posts wait for somebody: from their opening to the first filling, and as vacancies, those of posts that were left included."""

from __future__ import annotations

import numpy as np

from pipelines.analysis.curves import curves_of_spells
from pipelines.engine.groups import Floats, Groups, Mask, where
from pipelines.engine.statistics.row import Found


def time_to_fill(rows: Groups) -> Found:
    """Return the median days from the opening of a post to its filling, in the window of the period (`median_open`).

    Rows have opened_on, filled_on, closed_on, start_on, end_on. Posts open at some time in the period enter at the days waited when it
    begins; those still open, or given up unfilled, are censored, not dropped. One filled on the day it opened waited 0 days.
    """
    opened, filled, closed, start, end = (rows.day(c) for c in ("opened_on", "filled_on", "closed_on", "start_on", "end_on"))
    event = filled <= end
    until = np.where(event, filled, np.where(closed <= end, closed, end))
    return median_open(rows, np.maximum(start - 1 - opened, -1), until - opened, event)


def median_vacancy(rows: Groups) -> Found:
    """Return the median days that vacancies last, in the window of the period (`median_open`).

    Rows are vacancies: `event` (1: filled), `from_on`, `to_on` (missing while open), and the `start_on` and `end_on` of the period. One enters
    at the days it had been open on the day before the period, and is censored at its end or where the post was closed. One filled
    on the day it began was never vacant.
    """
    began, first, last, ended = (rows.day(c) for c in ("from_on", "start_on", "end_on", "to_on"))
    is_over = ended <= last
    return median_open(rows, np.maximum(first - 1 - began, 0), np.where(is_over, ended, last) - began, is_over & (rows.number("event") == 1))


def median_open(rows: Groups, entry: Floats, wait: Floats, filled: Mask) -> Found:
    """Return the first day by which half are filled (Kaplan-Meier), of those that enter before they leave, at least from day 0 on.

    `at` is the day they were followed to; `not_reached` where less than half are filled as far as any was followed. No value either
    where at some moment before it nobody was. Numerator: those filled; denominator and n: those watched.
    """
    watched = rows.kept((wait > entry) & (wait >= 0), entry=entry, wait=wait, filled=filled)
    n = watched.counts
    curves = curves_of_spells(watched.group, watched.size, watched["entry"], watched["wait"], watched["filled"])
    reach = curves.followed_to
    value, lower, upper = curves.earliest(upto=reach)
    not_reached = np.isnan(value) & (reach == watched.reduced(np.maximum, watched["wait"]))
    return {"value": value, "lower": lower, "upper": upper, "n": n} | where(
        n > 0, numerator=watched.sums(watched["filled"]), denominator=n, at=reach, not_reached=not_reached
    )
