"""How long requests wait for a reply: columns `hours_waited` and `event` (1 where the reply was seen), one row a request."""

from __future__ import annotations

from pipelines.engine.groups import Groups
from pipelines.engine.statistics.row import Found
from pipelines.engine.statistics.waiting import curves_of_waits, waited

WITHIN_HOURS = 24.0


def response_time_median(rows: Groups) -> Found:
    """Return the median wait in hours, the unanswered censored; without a value where half were never seen answered."""
    return waited(rows, 0.5)


def response_time_p90(rows: Groups) -> Found:
    """Return the hours by which nine of ten requests were answered, likewise."""
    return waited(rows, 0.9)


def response_within_24h(rows: Groups) -> Found:
    """Return the share (0-1) answered within 24 hours; without a value where no request was watched that long."""
    known, curves = curves_of_waits(rows)
    waiting, lower, upper, _ = curves.at(WITHIN_HOURS)
    answered = known.sums(known.number("event") > 0)
    return {"value": 1 - waiting, "lower": 1 - upper, "upper": 1 - lower, "numerator": answered, "denominator": known.counts, "n": known.counts}
