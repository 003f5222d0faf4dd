"""The quick bootstrap of inequality against resampling unit by unit."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from pipelines.analysis import spread as module
from pipelines.analysis.inequality import coefficient_of_variation, concentration_index, dissimilarity_index, gini
from pipelines.analysis.interval import bootstrap_draws
from pipelines.analysis.spread import MEASURES, concentration_limits, spread
from pipelines.analysis.theil import theil_l, theil_t

PLAIN = {
    "gini": gini,
    "theil_t": lambda d, p: theil_t(d, p).total,
    "theil_l": lambda d, p: theil_l(d, p).total,
    "coefficient_of_variation": coefficient_of_variation,
    "dissimilarity_index": dissimilarity_index,
}


def _county(units: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.poisson(6, units) + 1.0, rng.integers(800, 30000, units).astype(float)


def test_each_resample_is_measured_as_the_places_it_drew() -> None:
    doctors, people = _county(30)
    doctors[3] = 0
    order = np.lexsort((people, doctors / people))
    held, heads = doctors[order], people[order]
    rng = np.random.default_rng(7)
    times = rng.multinomial(30, np.full(30, 1 / 30), 40).T.astype(float)
    density = held / heads
    log = np.log(np.where(held > 0, density, 1))
    sums = np.stack([held, heads, held * log, heads * log, held * density, held == 0]) @ times
    found = module._measures(times.copy(), held, heads, density, sums)
    for draw in range(40):
        drawn = np.repeat(np.arange(30), times[:, draw].astype(int))
        for place, name in enumerate(MEASURES):
            assert found[draw, place] == pytest.approx(PLAIN[name](held[drawn], heads[drawn]), abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", MEASURES)
def test_limits_are_those_of_plain_resampling(name: str) -> None:
    doctors, people = _county(40)
    pairs = np.column_stack([doctors, people])
    drawn = bootstrap_draws(pairs, lambda rows: np.array([PLAIN[name](r[:, 0], r[:, 1]) for r in rows]), draws=1500, seed=3)
    value, lower, upper = spread(doctors, people, draws=8000, seed=5).of(name)
    assert value == PLAIN[name](doctors, people)
    assert_allclose([lower, upper], np.quantile(drawn, [0.025, 0.975]), rtol=0.05)
    assert lower < upper


def test_order_changes_nothing_and_the_seed_decides() -> None:
    doctors, people = _county(60)
    mixed = np.random.default_rng(2).permutation(60)
    first, second = spread(doctors, people, seed=9), spread(doctors[mixed], people[mixed], seed=9)
    assert_allclose([first.lower, first.upper], [second.lower, second.upper], rtol=1e-12)
    assert not np.allclose(first.lower, spread(doctors, people, seed=10).lower, rtol=1e-12)


def test_few_places_have_no_limits() -> None:
    doctors, people = _county(9)
    few = spread(doctors, people)
    assert np.isfinite(few.value).all() and np.isnan([few.lower, few.upper]).all()
    nobody = spread(np.zeros(20), np.ones(20))
    assert np.isnan([nobody.value, nobody.lower, nobody.upper]).all()


def test_a_place_without_doctors_takes_the_limits_of_l_only() -> None:
    doctors, people = _county(50)
    doctors[0] = 0
    found = spread(doctors, people)
    assert np.isnan(found.of("theil_l")).all() and found.zero_units == 1
    assert np.isfinite(found.tidy().query("measure != 'theil_l'")[["value", "lower", "upper"]]).all(axis=None)


def test_questions_without_an_answer_are_refused() -> None:
    doctors, people = _county(12)
    with pytest.raises(ValueError, match="100 or more"):
        spread(doctors, people, draws=50)
    with pytest.raises(ValueError, match="share between 0 and 1"):
        spread(doctors, people, confidence=95)
    with pytest.raises(ValueError, match='no measure "atkinson"'):
        spread(doctors, people).of("atkinson")


def test_limits_of_the_concentration_index_are_those_of_plain_resampling_ties_and_all() -> None:
    doctors, people = _county(60)
    income = np.random.default_rng(4).integers(1, 8, 60).astype(float)
    rows = np.column_stack([doctors, people, income])
    drawn = bootstrap_draws(rows, lambda r: np.array([concentration_index(*d.T) for d in r]), draws=1500, seed=3)
    value, lower, upper = concentration_limits(doctors, people, income, draws=8000, seed=5)
    assert value == concentration_index(doctors, people, income)
    assert_allclose([lower, upper], np.quantile(drawn, [0.025, 0.975]), atol=0.02 * (upper - lower) + 0.004)
    mixed = np.random.default_rng(2).permutation(60)
    again = concentration_limits(doctors[mixed], people[mixed], income[mixed], draws=8000, seed=5)
    assert_allclose(again, (value, lower, upper), rtol=1e-9)
    income[5:] = np.nan
    assert np.isnan(concentration_limits(doctors, people, income)[1:]).all()
