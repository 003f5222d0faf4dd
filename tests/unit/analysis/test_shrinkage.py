"""Shrunken rates against an independent implementation, written-out sums and what shrinking is for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from pipelines.analysis.shrinkage import beta_binomial, poisson_gamma

EVENTS, PEOPLE = [2, 0, 5, 9, 9, 3, 40, 4, 0, 17], [310, 120, 900, 400, 1500, 200, 1800, 950, 60, 700]
# esda 2.9.0, Empirical_Bayes(EVENTS, PEOPLE).r
ESDA = [
    0.009148994537628578, 0.008395972415247347, 0.0070222876531413235, 0.018991836466155727, 0.006898773909552035,
    0.01384207199914487, 0.02116761113920885, 0.005874864951980464, 0.010148047078159727, 0.02147420499328087,
]
places = st.lists(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=30)


def test_poisson_gamma_equals_esda() -> None:
    assert_allclose(poisson_gamma(EVENTS, PEOPLE).value, ESDA, rtol=1e-13)


def test_poisson_gamma_is_the_posterior_mean_of_a_gamma() -> None:
    found = poisson_gamma(EVENTS, PEOPLE)
    shape, rate = found.overall**2 / found.spread, found.overall / found.spread
    posterior = [stats.gamma(shape + x, scale=1 / (rate + n)) for x, n in zip(EVENTS, PEOPLE, strict=True)]
    assert_allclose(found.value, [p.mean() for p in posterior], rtol=1e-12)
    total = sum(PEOPLE)
    of_overall = sum((n / total) ** 2 * (found.overall / n + found.spread) for n in PEOPLE)
    for i, one in enumerate(posterior):
        pulled = (1 - found.weight[i]) ** 2
        variance = one.var() + pulled * of_overall + pulled * 2 / 7 * (EVENTS[i] / PEOPLE[i] - found.overall) ** 2
        law = stats.gamma(one.mean() ** 2 / variance, scale=variance / one.mean())
        assert_allclose([found.lower[i], found.upper[i]], law.ppf([0.025, 0.975]), rtol=1e-9)


def test_beta_binomial_is_the_posterior_mean_of_a_beta_fitted_by_written_out_sums() -> None:
    count, size = [1, 0, 7, 3, 12, 2], [10, 8, 12, 20, 18, 5]
    total = sum(size)
    mean = sum(count) / total
    seen = sum(n * (x / n - mean) ** 2 for x, n in zip(count, size, strict=True)) / (mean * (1 - mean))
    between = total - sum(n * n for n in size) / total
    rho = (seen - 5) / (between - 5)
    prior = (1 - rho) / rho
    found = beta_binomial(count, size)
    assert found.spread == pytest.approx(rho, rel=1e-12)
    posterior = [stats.beta(mean * prior + x, (1 - mean) * prior + n - x) for x, n in zip(count, size, strict=True)]
    assert_allclose(found.value, [p.mean() for p in posterior], rtol=1e-12)
    of_overall = sum((n / total) ** 2 * mean * (1 - mean) * ((1 - rho) / n + rho) for n in size)
    for i, one in enumerate(posterior):
        pulled = (1 - found.weight[i]) ** 2
        variance = one.var() + pulled * of_overall + pulled * 2 / 3 * (count[i] / size[i] - mean) ** 2
        people = one.mean() * (1 - one.mean()) / variance - 1
        law = stats.beta(one.mean() * people, (1 - one.mean()) * people)
        assert_allclose([found.lower[i], found.upper[i]], law.ppf([0.025, 0.975]), rtol=1e-9)


@settings(deadline=None)
@given(places)
def test_what_is_shrunken_lies_between_the_raw_and_the_overall_rate(rows: list[tuple[int, int]]) -> None:
    count, size = [r[0] for r in rows], [r[1] for r in rows]
    for found in (poisson_gamma(count, size), beta_binomial(count, size)):
        low, high = np.minimum(found.raw, found.overall), np.maximum(found.raw, found.overall)
        assert np.all((low - 1e-12 <= found.value) & (found.value <= high + 1e-12))
        assert np.all((found.weight >= 0) & (found.weight <= 1)) and found.spread >= 0
        assert (found.is_pooled or len(rows) <= 3) == np.isnan(found.lower).all()
        known = ~np.isnan(found.lower)
        assert np.all((found.lower[known] <= found.upper[known]) & (found.lower[known] >= 0))


@settings(deadline=None)
@given(places)
def test_fewer_people_are_drawn_in_more(rows: list[tuple[int, int]]) -> None:
    size = np.array([r[1] for r in rows])
    for found in (poisson_gamma([r[0] for r in rows], size), beta_binomial([r[0] for r in rows], size)):
        assert np.all(np.diff(found.weight[np.argsort(size, kind="stable")]) >= -1e-12)


def test_the_spread_between_places_is_found_again() -> None:
    rng = np.random.default_rng(1)
    size = rng.integers(20, 200, 4000)
    shares = beta_binomial(rng.binomial(size, rng.beta(3, 7, 4000)), size)
    assert shares.overall == pytest.approx(0.3, abs=0.01) and shares.spread == pytest.approx(1 / 11, rel=0.06)
    rates = poisson_gamma(rng.poisson(rng.gamma(4, 0.05, 4000) * size), size)
    assert rates.overall == pytest.approx(0.2, abs=0.01) and rates.spread == pytest.approx(4 * 0.05**2, rel=0.08)


def test_shrunken_rates_of_small_places_are_nearer_the_truth_and_their_limits_hold() -> None:
    rng = np.random.default_rng(2)
    size = rng.integers(3, 21, 2000)
    truth = rng.beta(4, 16, 2000)
    found = beta_binomial(rng.binomial(size, truth), size)
    assert np.mean((found.value - truth) ** 2) < 0.6 * np.mean((found.raw - truth) ** 2)
    assert np.mean((found.lower <= truth) & (truth <= found.upper)) == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("places_", [6, 20, 60])
def test_limits_hold_about_as_often_as_said_for_few_townships_of_few_people(places_: int) -> None:
    rng = np.random.default_rng(places_)
    held = []
    for _ in range(300):
        size, share, rate = rng.integers(3, 21, places_), rng.beta(4, 16, places_), rng.gamma(4, 0.05, places_)
        shares, rates = beta_binomial(rng.binomial(size, share), size), poisson_gamma(rng.poisson(size * rate), size)
        for truth, found in ((share, shares), (rate, rates)):
            if not found.is_pooled:
                held.append(np.mean((found.lower <= truth) & (truth <= found.upper)))
    assert 0.90 <= np.mean(held) <= 0.99


def test_places_that_differ_by_chance_only_all_get_the_overall_rate() -> None:
    for found in (beta_binomial([2, 2, 2], [10, 10, 10]), poisson_gamma([2, 4, 1], [10, 20, 5])):
        assert found.is_pooled and (found.value == found.overall).all() and np.isnan(found.upper).all()
    assert beta_binomial([0, 0], [3, 4]).overall == 0 and beta_binomial([3, 4], [3, 4]).value.tolist() == [1, 1]


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(ValueError, match="use poisson_gamma"):
        beta_binomial([3], [2])
    with pytest.raises(ValueError, match="leave such places out"):
        poisson_gamma([1, np.nan], [2, 2])
    with pytest.raises(ValueError, match="leave such places out"):
        poisson_gamma([1, 1], [2, 0])
    with pytest.raises(ValueError, match="one dimension"):
        poisson_gamma([], [])
