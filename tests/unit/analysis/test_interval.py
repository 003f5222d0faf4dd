"""Intervals against published values, an independent library and their own definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

from pipelines.analysis.interval import (
    CHUNK_CELLS,
    bootstrap_draws,
    bootstrap_median,
    bootstrap_statistic,
    byar,
    normal_quantile,
    wilson,
)


def test_normal_quantile_is_the_usual_one() -> None:
    assert_allclose([normal_quantile(0.9), normal_quantile(0.95)], [1.6448536269514722, 1.959963984540054], rtol=1e-15)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, -0.1])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="expected a share between 0 and 1"):
        wilson(1, 2, confidence)


def test_wilson_gives_newcombes_published_limits() -> None:
    # Newcombe (1998) Statistics in Medicine 17:857-872, table I, method 3
    lower, upper = wilson([81, 15, 0, 1], [263, 148, 20, 29])
    assert_allclose(lower, [0.2553, 0.0624, 0.0, 0.0061], atol=5e-5)
    assert_allclose(upper, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_equals_statsmodels(pair: tuple[int, int], confidence: float) -> None:
    count, total = pair
    expected = proportion_confint(count, total, alpha=1 - confidence, method="wilson")
    assert_allclose(wilson(count, total, confidence), expected, atol=1e-12)


@given(st.floats(0, 1), st.floats(0.01, 1e6))
def test_wilson_holds_the_share_and_is_symmetric(share: float, total: float) -> None:
    lower, upper = wilson(share * total, total)
    assert 0 <= lower <= share + 1e-9 and share - 1e-9 <= upper <= 1
    mirrored_lower, mirrored_upper = wilson(total - share * total, total)
    assert_allclose([mirrored_lower, mirrored_upper], [1 - upper, 1 - lower], atol=1e-9)


def test_no_limits_where_there_is_nothing_to_divide() -> None:
    lower, upper = wilson([0, 3, np.nan, 2, -1], [0, 2, 5, np.nan, 4])
    assert np.isnan(lower).all() and np.isnan(upper).all()
    lower, upper = byar([0, 3, np.nan, -1], [0, -2, 5, 4])
    assert np.isnan(lower).all() and np.isnan(upper).all()


def test_zero_is_a_number_with_an_upper_limit() -> None:
    lower, upper = wilson(0, 10)
    assert lower == 0 and 0.27 < upper < 0.28
    lower, upper = byar(0, 1)
    assert lower == 0 and 3.6 < upper < 3.8


def test_limits_keep_the_shape_of_what_came_in() -> None:
    lower, upper = wilson(np.ones((2, 3)), 4)
    assert lower.shape == upper.shape == (2, 3)


@pytest.mark.parametrize(("count", "tolerance"), [(5, 0.02), (10, 0.005), (43, 0.001), (500, 0.0001)])
def test_byar_comes_close_to_the_exact_poisson_limits(count: int, tolerance: float) -> None:
    exact_lower, exact_upper = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    lower, upper = byar(count, 1)
    assert_allclose([lower, upper], [exact_lower, exact_upper], rtol=tolerance)


def test_byar_is_the_formula_of_breslow_and_day() -> None:
    z, seen, size = 1.959963984540054, 17.0, 2.5
    below = seen * (1 - 1 / (9 * seen) - z / (3 * seen**0.5)) ** 3 / size
    above = (seen + 1) * (1 - 1 / (9 * (seen + 1)) + z / (3 * (seen + 1) ** 0.5)) ** 3 / size
    assert_allclose(byar(seen, size), (below, above), rtol=1e-14)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=40), st.integers(0, 2**32 - 1), st.randoms())
@settings(max_examples=40)
def test_bootstrap_of_the_median_stays_in_range_and_ignores_order(values: list[float], seed: int, random) -> None:  # type: ignore[no-untyped-def]
    lower, upper = bootstrap_median(values, draws=200, seed=seed)
    assert min(values) <= lower <= upper <= max(values)
    shuffled = list(values)
    random.shuffle(shuffled)
    assert bootstrap_median(shuffled, draws=200, seed=seed) == (lower, upper)


def test_bootstrap_of_the_median_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    samples = rng.lognormal(10, 0.5, size=(300, 60))
    hits = 0
    for number, sample in enumerate(samples):
        lower, upper = bootstrap_median(sample, draws=400, seed=number)
        hits += lower <= np.exp(10) <= upper
    assert 0.90 <= hits / 300 <= 0.985


@pytest.mark.parametrize("n", [2, 3, 8, 31, 90])
def test_the_quick_bootstrap_of_the_median_is_that_of_resampling(n: int) -> None:
    values = np.random.default_rng(n).lognormal(10, 0.4, n)
    quick = bootstrap_median(values, draws=20000, seed=1)
    slow = bootstrap_statistic(values, lambda drawn: np.median(drawn, axis=1), draws=20000, seed=2)
    assert_allclose(quick, slow, rtol=0.01)


def test_bootstrap_works_in_bounded_memory_and_the_pieces_are_all_used() -> None:
    values = np.arange(CHUNK_CELLS // 150, dtype=float)
    seen: list[tuple[int, ...]] = []

    def middle(drawn: np.ndarray) -> np.ndarray:
        seen.append(drawn.shape)
        return np.asarray(np.median(drawn, axis=1))

    lower, upper = bootstrap_statistic(values, middle, draws=400, seed=3)
    assert max(rows * columns for rows, columns in seen) <= CHUNK_CELLS
    assert sum(rows for rows, _ in seen) == 400 and len(seen) > 1
    assert lower < np.median(values) < upper


def test_bootstrap_draws_the_figures_of_a_person_together() -> None:
    pairs = np.column_stack([np.arange(1.0, 31.0), np.arange(1.0, 31.0) * 1.5])
    growth = bootstrap_statistic(pairs, lambda d: d[:, :, 1].mean(axis=1) / d[:, :, 0].mean(axis=1) - 1, seed=1)
    assert_allclose(growth, (0.5, 0.5))


def test_draws_of_the_mean_spread_like_its_standard_error() -> None:
    values = np.random.default_rng(5).normal(100, 20, 400)
    drawn = bootstrap_draws(values, lambda rows: rows.mean(axis=1), draws=2000, seed=1)
    assert drawn.std() == pytest.approx(values.std() / 20, rel=0.06)
    assert_allclose(drawn, bootstrap_draws(values[::-1], lambda rows: rows.mean(axis=1), draws=2000, seed=1))
    assert np.isnan(bootstrap_draws([4.0], lambda rows: rows.mean(axis=1))).all()


def test_one_person_has_no_interval() -> None:
    assert np.isnan(bootstrap_median([9.0])).all()
    assert np.isnan(bootstrap_median([])).all()


def test_limits_are_withheld_when_most_draws_have_no_result() -> None:
    limits = bootstrap_statistic([1.0, 2.0, 3.0], lambda drawn: np.full(len(drawn), np.nan), draws=100)
    assert np.isnan(limits).all()


def test_bootstrap_refuses_gaps_and_too_few_draws() -> None:
    with pytest.raises(ValueError, match="without NaN"):
        bootstrap_median([1.0, np.nan])
    with pytest.raises(ValueError, match="100 or more"):
        bootstrap_median([1.0, 2.0], draws=10)
