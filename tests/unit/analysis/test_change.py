"""Intervals of changes against published tables, an independent library and their own promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson_2indep

from pipelines.analysis.change import from_the_rest, log_ratio, mover, mover_ratio, newcombe
from pipelines.analysis.interval import byar

shares = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_newcombes_published_limits() -> None:
    # Newcombe (1998) Statistics in Medicine 17:873-890, table II, method 10
    now, then = ([56, 9, 6, 5, 0, 0, 10, 10], [70, 10, 7, 56, 10, 10, 10, 10]), ([48, 3, 2, 0, 0, 0, 0, 0], [80, 10, 7, 29, 20, 10, 20, 10])
    found = newcombe(*now, *then)
    assert_allclose(found.lower, [0.0524, 0.1705, 0.0582, -0.0381, -0.1611, -0.2775, 0.6791, 0.6075], atol=5e-5)
    assert_allclose(found.upper, [0.3339, 0.8090, 0.8062, 0.1926, 0.2775, 0.2775, 1.0, 1.0], atol=5e-5)


@settings(deadline=None)
@given(shares, shares)
def test_newcombe_equals_statsmodels(one: tuple[int, int], two: tuple[int, int]) -> None:
    found = newcombe(one[0], one[1], two[0], two[1])
    expected = confint_proportions_2indep(one[0], one[1], two[0], two[1], method="newcomb", compare="diff")
    assert_allclose([found.lower, found.upper], expected, atol=1e-9)


@settings(deadline=None)
@given(st.integers(1, 500), st.floats(1, 1e5), st.integers(1, 500), st.floats(1, 1e5))
def test_log_ratio_equals_statsmodels(now: int, now_per: float, then: int, then_per: float) -> None:
    found = log_ratio(now, now_per, then, then_per)
    expected = confint_poisson_2indep(now, now_per, then, then_per, method="wald-log", compare="ratio")
    assert found.lower < found.estimate < found.upper
    by_hand = np.exp(np.log((now / now_per) / (then / then_per)) + np.array([-1, 1]) * 1.959963984540054 * np.sqrt(1 / now + 1 / then))
    assert_allclose([found.lower, found.upper], by_hand, rtol=1e-12)
    assert_allclose([found.lower, found.upper], expected, rtol=1e-9)


def test_a_count_of_nothing_has_no_ratio_but_has_a_difference() -> None:
    assert np.isnan(log_ratio([0, 3, 2], [10, 10, 0], [3, 0, 3], 10).lower).all()
    limits = [byar(x, 10.0) for x in (0, 3)]
    found = mover(0.0, *limits[0], 0.3, *limits[1])
    assert found.lower < -0.3 < found.upper and np.isfinite(found.upper)


@settings(deadline=None)
@given(shares, shares)
def test_a_difference_the_other_way_round_is_its_negative(one: tuple[int, int], two: tuple[int, int]) -> None:
    there, back = newcombe(*one, *two), newcombe(*two, *one)
    assert_allclose([there.lower, there.upper], [-back.upper, -back.lower], atol=1e-12)
    assert there.lower - 1e-12 <= there.estimate <= there.upper + 1e-12


def test_mover_ratio_is_the_difference_of_logarithms() -> None:
    found = mover_ratio(60000, 55000, 66000, 50000, 47000, 54000)
    width = np.hypot(np.log(60000 / 55000), np.log(54000 / 50000))
    assert_allclose(found.lower, 1.2 * np.exp(-width), rtol=1e-12)
    assert np.isnan(mover_ratio(1, 0, 2, 1, 0.5, 2).lower)


def test_a_part_lies_nearer_to_its_whole_than_to_the_rest_and_the_limits_hold() -> None:
    rest = newcombe(30, 60, 20, 140)
    whole = from_the_rest(60 / 200, rest)
    assert_allclose(whole.estimate, 30 / 60 - 50 / 200)
    assert_allclose(whole.upper - whole.lower, 0.7 * (rest.upper - rest.lower))
    with pytest.raises(ValueError, match="not a ratio"):
        from_the_rest(0.3, log_ratio(3, 10, 4, 10))


@pytest.mark.parametrize(("share", "size"), [(0.1, 12), (0.3, 8), (0.5, 20)])
def test_newcombe_covers_no_difference_about_as_often_as_it_says(share: float, size: int) -> None:
    rng = np.random.default_rng(3)
    now, then = rng.binomial(size, share, 20000), rng.binomial(size + 4, share, 20000)
    found = newcombe(now, size, then, size + 4)
    assert 0.94 <= np.mean((found.lower <= 0) & (found.upper >= 0)) <= 0.995


@pytest.mark.parametrize("mean", [3.0, 8.0, 40.0])
def test_mover_with_byar_covers_no_difference_of_rates(mean: float) -> None:
    rng = np.random.default_rng(4)
    now, then = rng.poisson(mean, 20000), rng.poisson(mean * 1.5, 20000)
    one, two = byar(now, 1.0), byar(then, 1.5)
    found = mover(now, *one, then / 1.5, *two)
    assert 0.94 <= np.mean((found.lower <= 0) & (found.upper >= 0)) <= 0.995


def test_the_result_is_frozen_and_tidy() -> None:
    found = newcombe([5, 6], 10, [1, 2], 10)
    assert list(found.tidy().columns) == ["estimate", "lower", "upper", "method", "confidence"] and len(found.tidy()) == 2
    with pytest.raises(ValueError, match="read-only"):
        found.lower[0] = 0.0
