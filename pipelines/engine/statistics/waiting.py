"""Waits: how long until something happened, where what has not happened yet is followed to the end of the records and no further."""

from __future__ import annotations

import numpy as np

from pipelines.analysis.curves import Curves, curves_of_spells
from pipelines.engine.groups import Groups, where
from pipelines.engine.statistics.row import Found


def median_wait(rows: Groups) -> Found:
    """Return the median of the first column (a wait) by Kaplan-Meier, `event` 0 for waits that go on; no value where it is not reached."""
    return _if_any(waited(rows, 0.5))


def p90_wait(rows: Groups) -> Found:
    """Return the wait within which nine in ten are served, likewise."""
    return _if_any(waited(rows, 0.9))


def waited(rows: Groups, share: float) -> Found:
    """Return the wait by which a share was served: numerator, the waits that ended; denominator and n, all of them."""
    known, curves = curves_of_waits(rows)
    value, lower, upper = curves.quantile(share)
    ended = known.sums(known.number("event") > 0)
    return {"numerator": ended, "denominator": known.counts, "value": value, "lower": lower, "upper": upper, "n": known.counts}


def curves_of_waits(rows: Groups) -> tuple[Groups, Curves]:
    """Return the waits that are known, and their curves."""
    known = rows.kept(~np.isnan(rows.first))
    return known, curves_of_spells(known.group, known.size, None, known.first, known.number("event") > 0)


def _if_any(found: Found) -> Found:
    return found | where(found["n"] > 0, numerator=found["numerator"], denominator=found["denominator"])
