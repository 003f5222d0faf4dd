"""Limits of places at another confidence than that of their observations: exact where they can be."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose

from pipelines.analysis.survival import from_counts
from pipelines.engine.limits import limits_at
from tests.unit.engine.observed import FEMALE, MEDIAN, indicator, observations


def test_limits_at_another_confidence_are_exact_where_they_can_be() -> None:
    frame = observations(FEMALE, [("t1", "2024", 90.0, 100.0, "ok")])
    one = limits_at(frame, FEMALE, 0.95)
    assert_allclose([one[0][0], one[1][0]], [frame["lower"][0], frame["upper"][0]], rtol=1e-12)
    curve = from_counts([1, 2, 3], [40, 30, 20], [4, 3, 2])
    wide = from_counts([1, 2, 3], [40, 30, 20], [4, 3, 2], confidence=0.99)
    kept = indicator("retention_12m", "share", "survival", "greenwood_loglog")
    rows = pd.DataFrame({"numerator": 1.0, "denominator": 1.0, "value": curve.survival, "lower": curve.lower, "upper": curve.upper})
    lower, upper = limits_at(rows, kept, 0.99)
    assert_allclose(lower, wide.lower, rtol=1e-9)
    assert_allclose(upper, wide.upper, rtol=1e-9)
    money = pd.DataFrame({"numerator": 1.0, "denominator": 1.0, "value": [5e4, 6e4], "lower": [4.7e4, 5.5e4], "upper": [5.4e4, 6.6e4]})
    lower, upper = limits_at(money, MEDIAN, 0.99)
    assert np.all((lower < money["lower"]) & (upper > money["upper"]) & (lower > 0))


def test_a_place_where_nobody_left_has_exact_limits_at_every_confidence() -> None:
    """Of 7 who all stayed the lower limit solves share ** 7 = tail; a place without limits stays without."""
    kept = indicator("retention_12m", "share", "survival", "greenwood_loglog")
    rows = pd.DataFrame({"numerator": 0.0, "denominator": 7.0, "value": [1.0, 1.0], "lower": [0.025 ** (1 / 7), np.nan], "upper": [1.0, np.nan]})
    lower, upper = limits_at(rows, kept, 0.99)
    assert_allclose(lower, [0.005 ** (1 / 7), np.nan], rtol=1e-12)
    assert_allclose(upper, [1.0, np.nan], rtol=1e-12)
