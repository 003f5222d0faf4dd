"""Rank sets against their definition, a table worked by hand, and the promise to hold all at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata, studentized_range

from pipelines.analysis.interval import byar, wilson
from pipelines.analysis.rank_set import (
    joint_rank_set,
    pairwise_confidence,
    pairwise_rank_set,
    range_quantile,
    simultaneous_confidence,
)

figures = st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=25)


def test_a_table_worked_by_hand() -> None:
    # a 9 (8-10), b 7 (5-9), c 7 (6-8), d 4 (3-5.5), e 1 (0-2): c touches a at 8, so it may be before it
    found = joint_rank_set([9, 7, 7, 4, 1], [8, 5, 6, 3, 0], [10, 9, 8, 5.5, 2])
    assert found.rank.tolist() == [1, 2, 2, 4, 5] and found.tied.tolist() == [False, True, True, False, False]
    assert found.first.tolist() == [1, 1, 1, 3, 5] and found.last.tolist() == [3, 4, 3, 4, 5]
    assert found.alike.tolist() == [2, 3, 2, 1, 0]
    assert found.tier.tolist() == [1, 1, 1, 2, 3]
    assert found.could_be_first().tolist() == [True, True, True, False, False]
    assert found.could_be_last(2).tolist() == [False, True, False, True, True]


def test_where_less_is_better_the_order_turns() -> None:
    more, less = ([9.0, 7.0, 1.0], [8.0, 6.0, 0.0], [10.0, 7.5, 2.0]), ([-9.0, -7.0, -1.0], [-10.0, -7.5, -2.0], [-8.0, -6.0, 0.0])
    one, two = joint_rank_set(*more), joint_rank_set(*less, largest_first=False)
    assert one.tidy().equals(two.tidy()) and one.rank.tolist() == [1, 2, 3]


@settings(deadline=None)
@given(figures, st.booleans())
def test_the_set_is_what_its_definition_counts(rows: list[tuple[int, int, int]], largest_first: bool) -> None:
    value = np.array([r[0] for r in rows], dtype=float)
    lower, upper = value - [r[1] for r in rows], value + [r[2] for r in rows]
    found = joint_rank_set(value, lower, upper, largest_first)
    for k in range(len(rows)):
        surely_before = np.sum(lower > upper[k]) if largest_first else np.sum(upper < lower[k])
        surely_behind = np.sum(upper < lower[k]) if largest_first else np.sum(lower > upper[k])
        assert found.first[k] == surely_before + 1 and found.last[k] == len(rows) - surely_behind
    assert found.rank.tolist() == rankdata(-value if largest_first else value, method="min").tolist()
    assert np.all((found.first <= found.rank) & (found.rank <= found.last))


@settings(deadline=None)
@given(figures)
def test_tiers_follow_the_order_and_nobody_is_told_from_its_leader(rows: list[tuple[int, int, int]]) -> None:
    value = np.array([r[0] for r in rows], dtype=float)
    lower, upper = value - [r[1] for r in rows], value + [r[2] for r in rows]
    found = joint_rank_set(value, lower, upper)
    assert set(found.tier) == set(range(1, found.tier.max() + 1))
    for number in set(found.tier):
        inside = np.flatnonzero(found.tier == number)
        leader = inside[np.lexsort((-upper[inside], -value[inside]))[0]]
        assert np.all(upper[inside] >= lower[leader])


def test_the_same_ratio_from_other_counts_is_a_tie() -> None:
    value = np.array([0.1 + 0.2, 0.3, 1 / 3, 2 / 6 + 1e-16])
    assert joint_rank_set(value, value - 1, value + 1).rank.tolist() == [3, 3, 1, 1]


@pytest.mark.parametrize("truths", [[0.2] * 20, [0.5] * 20, list(np.linspace(0.02, 0.6, 20)), [0.0, 0.05, 0.05, 0.5, 0.9]])
def test_all_ranks_hold_at_once_at_least_as_often_as_said_for_shares_of_few_people(truths: list[float]) -> None:
    rng = np.random.default_rng(11)
    share, size = np.array(truths), rng.integers(3, 21, len(truths))
    single, paired, hits = simultaneous_confidence(0.95, len(truths)), pairwise_confidence(0.95, len(truths)), [0, 0]
    for count in rng.binomial(size, share, (1500, len(truths))):
        apart = joint_rank_set(count / size, *wilson(count, size, single))
        pairs = pairwise_rank_set(count / size, *wilson(count, size, paired))
        hits[0] += _holds(share, apart.first, apart.last)
        hits[1] += _holds(share, pairs.first, pairs.last)
    assert min(hits) / 1500 >= 0.95


@pytest.mark.parametrize(("places", "alike"), [(5, False), (40, False), (20, True)])
def test_all_ranks_hold_at_once_for_rates_of_few_events(places: int, alike: bool) -> None:
    rng = np.random.default_rng(12)
    rate, size = np.full(places, 0.8) if alike else rng.gamma(4, 0.3, places), rng.uniform(2, 30, places)
    single, paired, hits = simultaneous_confidence(0.95, places), pairwise_confidence(0.95, places), [0, 0]
    for count in rng.poisson(rate * size, (1000, places)):
        apart = joint_rank_set(count / size, *byar(count, size, single))
        pairs = pairwise_rank_set(count / size, *byar(count, size, paired))
        hits[0] += _holds(rate, apart.first, apart.last)
        hits[1] += _holds(rate, pairs.first, pairs.last)
    assert min(hits) / 1000 >= 0.95


def test_for_many_people_all_alike_the_pairwise_set_holds_as_often_as_said_and_no_oftener() -> None:
    rng = np.random.default_rng(13)
    level, hits = pairwise_confidence(0.95, 30), 0
    for count in rng.binomial(2000, 0.4, (3000, 30)):
        found = pairwise_rank_set(count / 2000, *wilson(count, 2000, level))
        hits += _holds(np.full(30, 0.4), found.first, found.last)
    assert 0.935 <= hits / 3000 <= 0.965


def _holds(truth: np.ndarray, first: np.ndarray, last: np.ndarray) -> bool:
    """Say whether every set holds every rank the place may truly have: equal places may have any of those they share."""
    best, worst = rankdata(-truth, method="min"), rankdata(-truth, method="max")
    return bool(np.all((first <= best) & (last >= worst)))


@pytest.mark.parametrize("figures_", [2, 3, 10, 100, 1000])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_the_critical_value_is_tukeys(figures_: int, confidence: float) -> None:
    assert range_quantile(confidence, figures_) == pytest.approx(studentized_range.ppf(confidence, figures_, np.inf), rel=1e-6)


@settings(deadline=None)
@given(figures, st.booleans())
def test_the_pairwise_set_is_what_its_definition_counts(rows: list[tuple[int, int, int]], largest_first: bool) -> None:
    sign = 1.0 if largest_first else -1.0
    value = np.array([r[0] for r in rows], dtype=float)
    lower, upper = value - [r[1] for r in rows], value + [r[2] for r in rows]
    found = pairwise_rank_set(value, lower, upper, largest_first)

    def surely_before(j: int, k: int) -> bool:
        ahead, behind = (lower, upper) if largest_first else (upper, lower)
        return bool(sign * (value[j] - value[k]) > np.sqrt((value[j] - ahead[j]) ** 2 + (behind[k] - value[k]) ** 2))

    places = range(len(rows))
    assert found.first.tolist() == [1 + sum(surely_before(j, k) for j in places) for k in places]
    assert found.last.tolist() == [len(rows) - sum(surely_before(k, j) for j in places) for k in places]
    assert set(found.tier) == set(range(1, found.tier.max() + 1))
    wider = joint_rank_set(value, lower, upper, largest_first)
    assert np.all((wider.first <= found.first) & (found.last <= wider.last)), "with the same limits overlap is the more cautious rule"


def test_far_apart_places_are_told_apart_and_alike_ones_are_not() -> None:
    size = np.full(10, 2000.0)
    far = joint_rank_set(np.arange(10) / 10, *wilson(np.arange(10) * 200, size, simultaneous_confidence(0.95, 10)))
    assert (far.alike == 0).all()
    near = joint_rank_set(np.full(10, 0.5), *wilson(size / 2, size, simultaneous_confidence(0.95, 10)))
    assert (near.first == 1).all() and (near.last == 10).all() and near.tied.all() and (near.tier == 1).all()


def test_what_cannot_be_ranked_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be ranked"):
        joint_rank_set([1, np.nan], [0, 0], [2, 2])
    with pytest.raises(ValueError, match="above its upper"):
        joint_rank_set([1, 2], [3, 0], [2, 2])
    with pytest.raises(ValueError, match="equal length"):
        joint_rank_set([1, 2], [0], [2, 2])
    with pytest.raises(ValueError, match="two or more"):
        range_quantile(0.95, 1)
    with pytest.raises(ValueError, match="one or more"):
        simultaneous_confidence(0.95, 0)
