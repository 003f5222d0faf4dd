"""Merged survival tables: no step, loss or remainder of a few people is in print."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from pipelines.analysis.disclosure.steps import merge_steps
from pipelines.analysis.survival import kaplan_meier


def test_steps_are_merged_until_each_has_k_exits() -> None:
    found = merge_steps([1, 2, 3, 4, 5, 6], [40, 38, 36, 31, 26, 25], [2, 2, 5, 5, 1, 2], 5)
    assert found["time"].tolist() == [3, 4]
    assert found["at_risk"].tolist() == [40, 31]
    assert found["events"].tolist() == [9, 5]
    assert_allclose(found["survival"], [31 / 40, 26 / 40])


def test_a_few_lost_from_sight_are_not_left_to_a_subtraction() -> None:
    """40 at risk, 5 leave, 33 at risk next: two were lost, so the step goes on."""
    found = merge_steps([1, 2, 3], [40, 33, 25], [5, 5, 5], 5)
    assert found["time"].tolist() == [2, 3]
    assert found["events"].tolist() == [10, 5]


def test_a_remainder_of_a_few_is_not_printed() -> None:
    assert merge_steps([1, 2], [12, 7], [5, 5], 5)["time"].tolist() == [1]


def test_few_people_give_no_table() -> None:
    assert merge_steps([1, 2], [4, 3], [1, 1], 5).empty
    assert merge_steps([], [], [], 5).empty


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 12), st.booleans()), min_size=1, max_size=80), st.sampled_from([3, 5, 10]))
def test_nothing_in_print_is_about_a_few(people: list[tuple[int, int, bool]], k: int) -> None:
    entry, stay, left = (np.array(a) for a in zip(*people, strict=True))
    curve = kaplan_meier(entry, entry + stay, left)
    found = merge_steps(curve.time, curve.at_risk, curve.events, k)
    n, d = found["at_risk"].to_numpy(), found["events"].to_numpy()
    assert (d >= k).all()
    assert (n >= k).all()
    lost = np.abs(n[:-1] - d[:-1] - n[1:])
    assert ((lost == 0) | (lost >= k)).all()
    assert len(n) == 0 or n[-1] - d[-1] == 0 or n[-1] - d[-1] >= k
    assert ((found["survival"] >= 0) & (found["survival"] <= 1)).all()


@pytest.mark.parametrize(("times", "risk", "events", "k"), [([1, 1], [9, 9], [1, 1], 5), ([1], [1], [2], 5), ([1], [9], [2], 1), ([1, 2], [9], [2], 5)])
def test_what_is_no_survival_table_is_refused(times: list[int], risk: list[int], events: list[int], k: int) -> None:
    with pytest.raises(ValueError, match="expected|must"):
        merge_steps(times, risk, events, k)
