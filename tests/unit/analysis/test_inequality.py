"""Measures of inequality against R, their own definitions, a published example, and what must always hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import least_squares

from pipelines.analysis.inequality import (
    coefficient_of_variation,
    concentration_curve,
    concentration_index,
    density_quantile,
    dissimilarity_index,
    gini,
    lorenz,
    max_min_ratio,
    percentile_ratio,
)
from pipelines.analysis.theil import theil_l, theil_t
from tests.unit.analysis.reference import CASES, assert_close

INCOMES = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
PLACES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9000), st.integers(0, 4)), min_size=1, max_size=40
)


def _arrays(places: list[tuple[int, int, int]]) -> tuple[Any, Any, Any]:
    doctors, people, group = (np.array(column) for column in zip(*places, strict=True))
    return doctors.astype(float), people.astype(float), group


def test_values_of_r_ineq() -> None:
    case = CASES["gini_ineq_doc"]
    n = len(INCOMES)
    assert_close(gini(INCOMES), case, case["value"]["gini"])
    assert_close(gini(INCOMES) * n / (n - 1), case, case["value"]["gini_corr"])
    assert_close(theil_t(INCOMES).total, case, case["value"]["theil_T"])
    assert_close(theil_l(INCOMES).total, case, case["value"]["theil_L"])


@given(PLACES)
@settings(deadline=None)
def test_weighted_gini_is_the_mean_difference_of_densities(places: list[tuple[int, int, int]]) -> None:
    doctors, people, _ = _arrays(places)
    assume(doctors.sum() > 0)
    density, share = doctors / people, people / people.sum()
    pairs = np.abs(density[:, None] - density) * share[:, None] * share
    assert gini(doctors, people) == pytest.approx(pairs.sum() / (2 * doctors.sum() / people.sum()), abs=1e-10)


@given(PLACES)
@settings(deadline=None)
def test_total_is_between_plus_within(places: list[tuple[int, int, int]]) -> None:
    doctors, people, group = _arrays(places)
    assume(doctors.sum() > 0)
    y, p = doctors / doctors.sum(), people / people.sum()
    found = theil_t(doctors, people, group)
    has = y > 0
    direct = np.sum(y[has] * np.log(y[has] / p[has]))
    assert found.total == pytest.approx(direct, abs=1e-12)
    assert abs(found.total - (found.between + found.within)) <= 1e-12
    assert abs(found.total - theil_t(doctors, people).total) <= 1e-12
    assert found.within == pytest.approx(sum(found.group_value * found.group_weight), abs=1e-12)
    for name, value in zip(found.groups, found.group_value, strict=True):
        alone = theil_t(doctors[group == name], people[group == name]).total
        assert value == pytest.approx(0.0 if np.isnan(alone) else alone, abs=1e-12)


@given(PLACES)
@settings(deadline=None)
def test_mean_log_deviation_adds_up_among_places_with_doctors(places: list[tuple[int, int, int]]) -> None:
    doctors, people, group = _arrays(places)
    assume(doctors.sum() > 0)
    found = theil_l(doctors, people, group, zeros="leave_out")
    kept = doctors > 0
    y, p = doctors[kept] / doctors.sum(), people[kept] / people[kept].sum()
    assert found.total == pytest.approx(np.sum(p * np.log(p / y)), abs=1e-12)
    assert abs(found.total - theil_l(doctors[kept], people[kept]).total) <= 1e-12
    assert found.total >= -1e-12 and found.units == kept.sum() and found.zero_units == (~kept).sum()


def test_a_place_without_doctors_leaves_t_defined_and_l_not() -> None:
    assert theil_t([0, 4, 4], [10, 10, 10]).total == pytest.approx(np.log(1.5))
    undefined = theil_l([0, 4, 4], [10, 10, 10])
    assert np.isnan([undefined.total, undefined.between, undefined.within]).all() and undefined.zero_units == 1
    assert theil_l([0, 4, 4], [10, 10, 10], zeros="leave_out").total == pytest.approx(0, abs=1e-15)
    with pytest.raises(ValueError, match='expected "undefined" or "leave_out"'):
        theil_l([1, 2], zeros="small")  # type: ignore[arg-type]


def _districts(shape: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return 16 districts in two groups whose spread, gap and tails are set by three numbers."""
    rank = np.linspace(-1, 1, 16)
    group = np.arange(16) % 2
    density = np.exp(shape[0] * rank + shape[1] * (group - 0.5) + shape[2] * np.sign(rank) * np.abs(rank) ** 8)
    people = 100.0 + 20.0 * group
    return 1000 * density * people / (density @ people), people, group


@pytest.mark.parametrize("measure", [theil_t, theil_l])
@pytest.mark.parametrize(
    ("published_gini", "total", "between", "within", "within_share"),
    [(0.1617, 0.0193, 0.0079, 0.0114, 0.591), (0.1783, 0.0240, 0.0113, 0.0127, 0.529)],
    ids=["2011", "2014"],
)
def test_beijings_general_practitioners(
    measure: Any, published_gini: float, total: float, between: float, within: float, within_share: float
) -> None:
    """The districts are not published; districts with the published Gini, Theil and between part have its within part.

    They exist in common logarithms only: in natural ones that Gini is above the bound (CV / sqrt 3) for that Theil.
    """
    assert total - between == pytest.approx(within, abs=5e-5)

    def misfit(shape: np.ndarray) -> list[float]:
        found = measure(*_districts(shape)).to_base_10()
        return [found.total - total, found.between - between, gini(*_districts(shape)[:2]) - published_gini]

    solved = least_squares(misfit, [0.2, 0.3, 0.3], xtol=1e-15, ftol=1e-15, gtol=1e-15)
    doctors, people, group = _districts(solved.x)
    found = measure(doctors, people, group)
    lg = found.to_base_10()
    assert (round(lg.total, 4), round(lg.between, 4), round(lg.within, 4)) == (total, between, within)
    assert round(gini(doctors, people), 4) == published_gini
    assert found.within_share == pytest.approx(within_share, abs=5e-4) and lg.within_share == pytest.approx(found.within_share)
    assert found.between_share + found.within_share == pytest.approx(1, abs=1e-12)
    assert lg.tidy()["contribution"][3:].sum() == pytest.approx(lg.within, abs=1e-15) and lg.to_base_10() is lg


@given(PLACES, st.integers(1, 50))
@settings(deadline=None)
def test_scale_and_splitting_a_place_change_nothing(places: list[tuple[int, int, int]], factor: int) -> None:
    doctors, people, _ = _arrays(places)
    assume(doctors.sum() > 0)
    twice = np.concatenate([doctors / 2, doctors / 2]), np.concatenate([people / 2, people / 2])
    for measure in (gini, coefficient_of_variation, dissimilarity_index, lambda d, p: theil_t(d, p).total):
        whole = measure(doctors, people)
        assert measure(doctors * factor, people * 3) == pytest.approx(whole, abs=1e-9)
        assert measure(*twice) == pytest.approx(whole, abs=1e-9)
        assert whole >= -1e-12


@given(PLACES)
@settings(deadline=None)
def test_curve_lies_under_the_diagonal_and_its_widest_gap_is_the_dissimilarity(places: list[tuple[int, int, int]]) -> None:
    doctors, people, _ = _arrays(places)
    assume(doctors.sum() > 0)
    curve = lorenz(doctors, people)
    gap = curve.population_share - curve.resource_share
    assert np.all(gap >= -1e-12) and np.all(np.diff(curve.population_share) > 0)
    assert (curve.resource_share[-1], curve.population_share[-1]) == pytest.approx((1, 1))
    assert dissimilarity_index(doctors, people) == pytest.approx(gap.max(), abs=1e-12)
    slopes = np.diff(curve.resource_share) / np.diff(curve.population_share)
    assert np.all(np.diff(slopes) >= -1e-9 * slopes.max())  # a share of few people divides by little


@given(PLACES, st.randoms())
@settings(deadline=None)
def test_concentration_index_is_the_covariance_with_the_rank(places: list[tuple[int, int, int]], random: Any) -> None:
    doctors, people, income = _arrays(places)  # five incomes only: ties are the rule
    assume(doctors.sum() > 0)
    share = people / people.sum()
    rank = np.array([share[income < i].sum() + share[income == i].sum() / 2 for i in income])
    density = doctors / people
    mean = share @ density
    covariance = share @ ((density - mean) * (rank - share @ rank))
    found = concentration_index(doctors, people, income)
    assert found == pytest.approx(2 * covariance / mean, abs=1e-9)
    order = list(range(len(places)))
    random.shuffle(order)
    assert concentration_index(doctors[order], people[order], income[order]) == pytest.approx(found, abs=1e-12)
    assert concentration_index(doctors, people, -income) == pytest.approx(-found, abs=1e-9)
    assert concentration_index(doctors, people, density) == pytest.approx(gini(doctors, people), abs=1e-9)


def test_simple_ratios_by_hand() -> None:
    doctors, people = [2, 3, 15], [1000, 1000, 2000]  # 2, 3 and 7.5 per 1,000; 5 overall
    assert max_min_ratio(doctors, people).ratio == pytest.approx(3.75)
    expected = np.sqrt(0.25 * 9 + 0.25 * 4 + 0.5 * 6.25) / 5
    assert coefficient_of_variation(doctors, people) == pytest.approx(expected)
    assert dissimilarity_index(doctors, people) == pytest.approx(0.25)  # ½ (|.1-.25| + |.15-.25| + |.75-.5|)
    assert density_quantile(doctors, people, 0.25) == pytest.approx(0.002)
    assert density_quantile(doctors, people, 0.5) == pytest.approx(0.003)
    assert percentile_ratio(doctors, people) == pytest.approx(3.75)
    assert gini(doctors, people) == pytest.approx(1 - (0.25 * 0.1 + 0.25 * 0.35 + 0.5 * 1.25))


def test_nothing_is_made_of_nothing() -> None:
    none = max_min_ratio([0, 5], [10, 10])
    assert np.isnan(none.ratio) and none.zero_units == 1 and none.tidy()["lowest"][0] == 0
    assert np.isnan(percentile_ratio([0, 5], [50, 50]))
    for measure in (gini, coefficient_of_variation, dissimilarity_index):
        assert np.isnan(measure([0, 0], [5, 5])) and np.isnan(measure([], []))
    assert np.isnan(theil_t([0, 0], [5, 5]).total) and np.isnan(theil_t([], []).total)
    assert np.isnan(density_quantile([], [], 0.5)) and np.isnan(max_min_ratio([]).highest)


def test_missing_figures_are_left_out_and_counted() -> None:
    curve = lorenz([1, np.nan, 3, 9], [10, 10, 10, 0])
    assert (curve.units, curve.left_out, curve.index) == (2, 2, 0.25)
    ranked = concentration_curve([1, 3, 5], [1, 1, 1], [2, 1, np.nan])
    assert (ranked.units, ranked.left_out, ranked.index) == (2, 1, -0.25)
    assert theil_t([1, np.nan, 3], [1, 1, 1], ["a", "b", "b"]).left_out == 1


@pytest.mark.parametrize("doctors", [[-1.0, 2.0], [np.inf, 2.0]])
def test_impossible_figures_are_refused(doctors: list[float]) -> None:
    with pytest.raises(ValueError, match="1 units have a resource that is negative or infinite"):
        gini(doctors, [5, 5])
    with pytest.raises(ValueError, match="expected one dimension, equal length"):
        gini([1, 2], [5, 5, 5])
    with pytest.raises(ValueError, match="group has shape"):
        theil_t([1, 2], [5, 5], ["a"])
    with pytest.raises(ValueError, match="ranking has shape"):
        concentration_index([1, 2], [5, 5], [1])
    with pytest.raises(ValueError, match="high above low"):
        percentile_ratio([1, 2], 1.0, 0.1, 0.9)


def test_tables_add_up() -> None:
    frame = theil_t([1, 3, 5, 2], [10, 10, 10, 10], ["a", "a", "b", "b"]).tidy()
    assert frame["part"].tolist() == ["total", "between", "within", "group", "group"]
    assert_allclose(frame["contribution"][3:].sum(), frame["contribution"][2])
    assert_allclose(frame["share"][1:3].sum(), 1)
    assert len(lorenz([1, 3]).tidy()) == 3
    equal = theil_t([5, 5], [10, 10], ["a", "b"])
    assert np.isnan(equal.within_share) and np.isnan(equal.between_share) and equal.total == pytest.approx(0, abs=1e-15)


def test_by_area_is_another_question() -> None:
    doctors, people, area = [10, 10], [1000, 1000], [1, 4]  # 10 and 2.5 doctors per km²
    assert gini(doctors, people) == pytest.approx(0, abs=1e-15)
    assert gini(doctors, area) == pytest.approx(0.3)  # sorted: 0.8 of the area has half of them; 0.8 - 0.5
