"""Staffing need against the arithmetic of the WHO formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from pipelines.analysis.wisn import Standards, available_working_hours, wisn
from tests.unit.analysis.reference import CASES, assert_close

NAMES = ("outpatient", "antenatal", "vaccination")


def test_the_stored_example() -> None:
    case = CASES["wisn_arithmetic"]
    hours = available_working_hours(260, 15 + 20 + 5 + 5, 8)
    standards = Standards(NAMES, (10, 20, 6), hours, 0.15)
    found = wisn([30000, 6000, 12000], 5, standards, 120)
    value = case["value"]
    assert_close(hours, case, value["awt_hours"])
    assert_close(standards.standard_workload, case, value["standard_workloads"])
    assert_close(standards.category_factor, case, value["caf"])
    for name, stored in (("service", "health_service_fte"), ("required", "required"), ("ratio", "wisn_ratio"), ("difference", "gap")):
        assert_close(getattr(found, name), case, [value[stored]])


def test_a_missing_standard_is_named_and_refused() -> None:
    with pytest.raises(ValueError, match="no activity standard .* for: antenatal, vaccination"):
        Standards(NAMES, (10, float("nan"), 0), 1720, 0.15)
    with pytest.raises(ValueError, match="3 activities have 2 standards"):
        Standards(NAMES, (10, 20), 1720, 0.15)


def test_units_that_were_mixed_up_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 8,784"):
        Standards(NAMES, (10, 20, 6), 1720 * 60, 0.15)
    with pytest.raises(ValueError, match="15 % is 0.15"):
        Standards(NAMES, (10, 20, 6), 1720, 15)
    for wrong in ((260, 260, 8), (400, 10, 8), (260, 45, 480)):
        with pytest.raises(ValueError, match="expected days of a year"):
            available_working_hours(*wrong)


def test_half_and_half_is_not_the_same_twice() -> None:
    standards = Standards(("visit",), (60,), 1000, 0)
    found = wisn([[2000], [100_000], [0], [np.nan]], [1, 50, 1, 1], standards, 0)
    assert found.ratio[:2].tolist() == [0.5, 0.5] and found.difference[:2].tolist() == [-1, -50]
    assert np.isnan(found.ratio[2]) and found.difference[2] == 1  # nobody is required
    assert np.isnan(found.tidy().iloc[3][["service", "required", "ratio", "difference"]].astype(float)).all()


@given(
    st.lists(st.lists(st.integers(0, 50_000), min_size=3, max_size=3), min_size=1, max_size=5),
    st.floats(0, 0.6),
    st.floats(800, 2200),
)
def test_needs_add_up_over_places(volumes: list[list[int]], share: float, hours: float) -> None:
    standards = Standards(NAMES, (10, 20, 6), hours, share)
    each = wisn(volumes, np.ones(len(volumes)), standards, 60)
    whole = wisn(np.sum(volumes, axis=0), [len(volumes)], standards, 60 * len(volumes))
    assert_allclose(each.required.sum(), whole.required[0], rtol=1e-12)
    minutes = sum(v[0] * 10 + v[1] * 20 + v[2] * 6 for v in volumes)
    assert_allclose(whole.required[0], minutes / 60 / hours / (1 - share) + 60 * len(volumes) / hours, rtol=1e-12)


def test_shapes_and_signs_are_checked() -> None:
    standards = Standards(("visit",), (60,), 1000, 0)
    with pytest.raises(ValueError, match="facilities by activities"):
        wisn([[1, 2]], [1], standards, 0)
    with pytest.raises(ValueError, match="must not be negative"):
        wisn([[1]], [1], standards, -5)
