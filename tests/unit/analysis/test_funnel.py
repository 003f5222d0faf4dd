"""Funnel limits against scipy's distributions, a factor worked by hand, and how often chance crosses them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from pipelines.analysis.funnel import binomial_quantile, dispersion_factor, funnel, poisson_quantile


def published(p: float, law: stats.rv_discrete) -> float:
    """Spiegelhalter (2005), A.1.1: r − (F(r) − p) ÷ (F(r) − F(r − 1)), r the smallest count with F(r) >= p."""
    r = law.ppf(p)
    return float(r - (law.cdf(r) - p) / law.pmf(r))


@settings(deadline=None)
@given(st.integers(1, 600), st.floats(0.005, 0.995), st.sampled_from([0.001, 0.025, 0.975, 0.999]))
def test_binomial_limits_are_the_published_ones(n: int, share: float, p: float) -> None:
    assert_allclose(binomial_quantile(p, np.array([float(n)]), share)[0], published(p, stats.binom(n, share)), atol=1e-6 * n + 1e-6)


@settings(deadline=None)
@given(st.floats(0.01, 800), st.sampled_from([0.001, 0.025, 0.975, 0.999]))
def test_poisson_limits_are_the_published_ones(mean: float, p: float) -> None:
    assert_allclose(poisson_quantile(p, [mean])[0], published(p, stats.poisson(mean)), atol=1e-6 * mean + 1e-6)


def test_the_funnel_narrows_with_size_and_holds_its_target() -> None:
    size = np.array([10.0, 40.0, 160.0, 640.0])
    found = funnel(size * 0.25, size, "binomial")
    assert found.target == 0.25 and (found.position == "within").all()
    for inner, outer in ((found.upper_95, found.upper_998), (0.25 - found.lower_95, 0.25 - found.lower_998)):
        assert np.all(np.diff(inner) < 0) and np.all(inner <= outer)
    assert np.all(found.lower_998 >= 0)


def test_positions_are_named_by_the_limit_that_is_crossed() -> None:
    count = np.array([100.0, 65.0, 50.0, 35.0, 5.0])  # 95 % is some 12 from 50, 99.8 % some 19
    found = funnel(count, np.full(5, 200.0), "binomial", target=0.25)
    assert found.position.tolist() == ["above_998", "above_95", "within", "below_95", "below_998"]
    assert found.tidy()["position"].tolist() == found.position.tolist() and not found.is_widened


def test_the_dispersion_factor_pulls_in_a_tenth_at_each_end() -> None:
    z = np.arange(-5.0, 6.0)  # eleven scores; the 10 % points are -4 and 4
    assert dispersion_factor(z) == pytest.approx((2 * (16 + 16 + 9 + 4 + 1)) / 11)


def test_places_that_vary_for_other_reasons_widen_the_limits_and_chance_does_not() -> None:
    rng = np.random.default_rng(5)
    size = rng.integers(50, 400, 60).astype(float)
    varied = funnel(rng.binomial(size.astype(int), rng.beta(5, 15, 60)), size, "binomial")
    assert varied.is_widened and varied.dispersion > 2
    plain = funnel(varied.value * size, size, "binomial", widen=False)
    wider = (varied.upper_95 - varied.target) / (plain.upper_95 - plain.target)
    assert_allclose(wider, np.sqrt(varied.dispersion), rtol=1e-9)
    chance = [funnel(rng.poisson(0.3 * size), size, "poisson").is_widened for _ in range(200)]
    assert np.mean(chance) <= 0.05


def test_fewer_than_ten_places_say_nothing_of_dispersion() -> None:
    found = funnel([1, 90, 2, 95, 50], [100] * 5, "binomial")
    assert found.dispersion > 5 and not found.is_widened


@pytest.mark.parametrize("size", [8, 20, 200])
def test_chance_crosses_the_limits_about_as_often_as_they_say(size: int) -> None:
    rng = np.random.default_rng(6)
    n = np.full(20000, float(size))
    shares = funnel(rng.binomial(size, 0.3, 20000), n, "binomial", target=0.3, widen=False)
    rates = funnel(rng.poisson(0.3 * size, 20000), n, "poisson", target=0.3, widen=False)
    for found in (shares, rates):
        assert np.mean(found.position != "within") <= 0.09
        assert np.mean(np.isin(found.position, ["above_998", "below_998"])) <= 0.008
    assert funnel([1, 2], [10, 10], "binomial").expected_beyond_95 == pytest.approx(0.1)


def test_no_funnel_around_nothing() -> None:
    with pytest.raises(ValueError, match="nothing varies"):
        funnel([0, 0], [5, 5], "binomial")
    with pytest.raises(ValueError, match="nothing varies"):
        funnel([5, 5], [5, 5], "binomial")
    with pytest.raises(ValueError, match="use the model poisson"):
        funnel([6], [5], "binomial")
    with pytest.raises(ValueError, match="denominators above 0"):
        funnel([1], [0], "poisson")
