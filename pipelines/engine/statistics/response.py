"""How long requests wait for a reply: columns `hours_waited` and `event` (1 where the reply was seen), one row a request."""

from __future__ import annotations

import pandas as pd

from pipelines.analysis.duration import Waiting, response_time
from pipelines.engine.statistics.row import Row
from pipelines.engine.statistics.waiting import reached

WITHIN_HOURS = 24.0


def response_time_median(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the median wait in hours, the unanswered censored; without a value where half were never seen answered."""
    return reached(_waiting(rows).median)


def response_time_p90(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the hours by which nine of ten requests were answered, likewise."""
    return reached(_waiting(rows).p90)


def response_within_24h(rows: pd.DataFrame, _seed: int) -> Row:
    """Return the share (0-1) answered within 24 hours; without a value where no request was watched that long."""
    found = _waiting(rows)
    parts = {"value": found.share_within, "lower": found.lower, "upper": found.upper}
    return {**parts, "numerator": float(found.answered), "denominator": float(found.requests), "n": float(found.requests)}


def _waiting(rows: pd.DataFrame) -> Waiting:
    known = rows.dropna(subset=["hours_waited"])
    return response_time(known["hours_waited"].to_numpy(dtype=float), known["event"].to_numpy(dtype=float) > 0, WITHIN_HOURS)
