"""Control charts against tables worked by hand, written-out rules, and how often a quiet series raises a signal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from pipelines.analysis.control_chart import individuals, p_chart, range_degrees, two_period_rule, u_chart


def test_an_individuals_chart_worked_by_hand() -> None:
    # ranges 2 1 3 2 1 2 3: mean 2, so sigma is 2 / 1.128 = 1.7730; the eight values add to 85
    found = individuals([10, 12, 11, 14, 12, 11, 9, 6])
    assert_allclose(found.centre, 10.625)
    assert_allclose(found.upper, 10.625 + 5.31915, atol=1e-5)
    assert_allclose(found.lower, 10.625 - 5.31915, atol=1e-5)
    assert found.upper[0] - found.centre[0] == pytest.approx(2.66 * 2, abs=0.01)


def test_a_jump_does_not_hide_itself() -> None:
    series = [10, 11, 10, 11, 10, 11, 10, 11, 10, 16]
    found = individuals(series)
    assert found.beyond.tolist() == [False] * 9 + [True] and found.side[-1] == 1
    assert found.upper[0] - found.centre[0] == pytest.approx(3 / 1.128)


def test_limits_may_come_from_the_first_periods_only() -> None:
    series = [10, 11, 10, 11, 10, 11, 10, 11, 16, 17]
    found = individuals(series, baseline=8)
    assert found.centre[0] == 10.5 and found.baseline == 8
    assert found.beyond.tolist() == [False] * 8 + [True, True]
    assert found.confirmed.tolist() == [False] * 9 + [True]
    with pytest.raises(ValueError, match="expected 2 to 10"):
        individuals(series, baseline=11)


def test_gaps_are_no_zeros_and_break_a_row() -> None:
    found = individuals([10, 11, np.nan, 10, 11, 10, 11, 10, 30, np.nan, 30], baseline=8, floor=0.0)
    assert found.centre[0] == pytest.approx(73 / 7)
    assert found.beyond[[8, 10]].all() and not found.beyond[9] and not found.confirmed.any()
    assert (found.lower >= 0).all()
    nothing = individuals([np.nan, np.nan, 5.0])
    assert np.isnan(nothing.upper).all() and not nothing.beyond.any()


def test_limits_of_shares_and_rates_vary_with_size() -> None:
    count, size = np.array([4.0, 9, 20, 2]), np.array([40.0, 100, 160, 10])
    shares, rates = p_chart(count, size), u_chart(count, size)
    share = 35 / 310
    assert_allclose(shares.upper, share + 3 * np.sqrt(share * (1 - share) / size))
    assert_allclose(shares.lower, np.maximum(share - 3 * np.sqrt(share * (1 - share) / size), 0))
    assert_allclose(rates.upper, share + 3 * np.sqrt(share / size))
    assert_allclose(shares.value, count / size)
    gap = p_chart([1, np.nan, 3], [10, 10, 0])
    assert np.isnan(gap.value[1:]).all() and gap.centre[0] == 0.1


sides = st.lists(st.sampled_from([-1, 0, 1]), max_size=40)


@settings(deadline=None)
@given(sides)
def test_two_periods_are_this_one_and_the_one_before(side: list[int]) -> None:
    found = two_period_rule(side)
    for place in range(len(side)):
        assert found[place] == (place > 0 and side[place] != 0 and side[place] == side[place - 1])


@settings(deadline=None)
@given(st.lists(st.integers(-40, 40), min_size=3, max_size=40))
def test_the_run_rules_are_what_they_say(values: list[int]) -> None:
    found = u_chart(np.array(values) + 50.0, np.full(len(values), 1.0))
    mean = np.mean(values) + 50.0
    sigma = np.sqrt(mean)
    away = np.array(values) + 50.0 - mean
    for place in range(len(values)):
        window = away[max(0, place - 2) : place + 1]
        same = np.sum((np.sign(window) == np.sign(away[place])) & (np.abs(window) > 2 * sigma + 1e-6))
        if abs(abs(away[place]) - 2 * sigma) > 1e-5 and np.all(np.abs(np.abs(window) - 2 * sigma) > 1e-5):
            assert found.near[place] == (abs(away[place]) > 2 * sigma and same >= 2)
        runs = [away[s : s + 8] for s in range(max(0, place - 7), place + 1) if s + 8 <= len(values)]
        if np.all(np.abs(away) > 1e-6):
            assert found.shift[place] == any(np.all(r > 0) or np.all(r < 0) for r in runs)


def test_a_quiet_series_rarely_raises_a_signal_and_a_shift_is_found() -> None:
    rng = np.random.default_rng(8)
    size = rng.integers(80, 140, 24).astype(float)
    quiet = [p_chart(rng.binomial(size.astype(int), 0.2), size) for _ in range(1000)]
    beyond = np.mean([chart.beyond.mean() for chart in quiet])
    confirmed = np.mean([chart.confirmed.any() for chart in quiet])
    assert beyond < 0.006 and confirmed < 0.005
    moved = np.where(np.arange(24) < 16, 0.2, 0.35)
    found = [p_chart(rng.binomial(size.astype(int), moved), size, baseline=16) for _ in range(300)]
    assert np.mean([(c.confirmed | c.shift)[16:].any() for c in found]) > 0.9


def test_a_chart_is_frozen_and_tidy() -> None:
    found = u_chart([3, 4, 5], [1, 1, 1])
    assert list(found.tidy().columns)[:4] == ["value", "centre", "lower", "upper"] and len(found.tidy()) == 3
    with pytest.raises(ValueError, match="read-only"):
        found.value[0] = 1.0
    with pytest.raises(ValueError, match="equal length"):
        u_chart([1, 2], [1])
    with pytest.raises(ValueError, match="in order of time"):
        individuals([[1, 2], [3, 4]])


@pytest.mark.parametrize("length", [6, 9, 12, 20])
def test_the_spread_that_moving_ranges_tell_has_the_degrees_of_freedom_it_is_said_to_have(length: int) -> None:
    """Of draws of a normal: an estimate whose relative variance is v has 1 ÷ 2v degrees of freedom."""
    drawn = np.abs(np.diff(np.random.default_rng(3).standard_normal((100_000, length)), axis=1)).mean(axis=1)
    degrees = drawn.mean() ** 2 / (2 * drawn.var())
    assert range_degrees(np.arange(length) % 2) == pytest.approx(degrees, rel=0.06)
    assert range_degrees([1.0, 2.0, np.nan, 1.0]) == 1.0, "a gap has no range, and one range is a guess of one degree"
