"""Access against R, brute force and examples worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from pipelines.analysis.access import PAIRS_AT_ONCE, coverage_by_capacity, e2sfca, population_within
from tests.unit.analysis.reference import CASES, STORED, assert_close


def _columbus() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    place = STORED["datasets"]["columbus_old"]["embedded"]
    xy = np.column_stack([place["X"], place["Y"]])
    sites = [0, 10, 20, 30, 40]
    distance = np.sqrt(((xy[:, None] - xy[None, sites]) ** 2).sum(axis=2))
    return distance, np.round(100 * np.array(place["HOVAL"])), np.array([5.0, 3, 8, 2, 6])


def test_columbus_equals_r() -> None:
    case = CASES["e2sfca_columbus"]
    distance, people, supply = _columbus()
    assert_close(e2sfca(distance, people, supply, (2, 4, 6)).access, case, case["value"]["e2sfca"])
    assert_close(e2sfca(distance, people, supply, (4,), (1,)).access, case, case["value"]["twosfca"])
    assert 0 in case["value"]["e2sfca"]


def test_two_villages_by_hand() -> None:
    # first clinic: 1 ÷ (1000 × 1 + 500 × 0.68); second: 2 ÷ (500 × 1 + 1000 × 0.22)
    found = e2sfca([[5, 25], [15, 10]], [1000, 500], [1, 2])
    ratio = [1 / 1340, 2 / 720]
    assert_allclose(found.ratio, ratio, rtol=1e-15)
    assert_allclose(found.access, [ratio[0] + 0.22 * ratio[1], 0.68 * ratio[0] + ratio[1]], rtol=1e-15)
    assert_allclose(found.tidy()["access_per_1000"], found.access * 1000)


def test_nothing_reachable_is_zero_and_unknown_is_not() -> None:
    minutes = [[5, 90], [90, np.inf], [np.nan, np.nan], [np.nan, 20]]
    found = e2sfca(minutes, [100, 100, 100, 100], [1, 1])
    assert found.access[1] == 0 and np.isnan(found.access[2]) and found.access[3] > 0
    assert found.unknown_villages == 1 and not found.unused.any()
    assert e2sfca([[90.0]], [10], [1]).unused.tolist() == [True]
    assert e2sfca(np.empty((2, 0)), [5, 5], []).access.tolist() == [0, 0]


TRAVEL = st.integers(1, 6).flatmap(
    lambda facilities: st.lists(
        st.tuples(
            st.lists(st.sampled_from([0.0, 4.0, 10.0, 15.0, 20.0, 29.0, 30.0, 31.0, 70.0, np.inf, np.nan]),
                     min_size=facilities, max_size=facilities),
            st.integers(0, 900),
        ),
        min_size=1, max_size=8,
    ).map(lambda rows: (np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows])))
)  # fmt: skip


def _weight(minutes: float, limits: Any, weights: Any) -> float:
    for limit, weight in zip(limits, weights, strict=True):
        if minutes <= limit:
            return float(weight)
    return 0.0


@given(TRAVEL, st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=150, deadline=None)
def test_floating_catchments_equal_the_sums_written_out(world: Any, random: Any, own_limits: bool) -> None:
    minutes, people = world
    supply = np.array([random.randint(0, 9) for _ in range(minutes.shape[1])], dtype=float)
    weights = (1.0, 0.68, 0.22)
    limits = [(10.0, 20.0, 30.0) if not own_limits or random.random() < 0.5 else (15.0, 30.0, 75.0) for _ in people]
    found = e2sfca(minutes, people, supply, np.array(limits) if own_limits else (10, 20, 30), weights)
    villages, facilities = range(len(people)), range(len(supply))
    ratios = []
    for j in facilities:
        demand = sum(people[k] * _weight(minutes[k, j], limits[k], weights) for k in villages)
        ratios.append(supply[j] / demand if demand else 0.0)
    for i in villages:
        if np.isnan(minutes[i]).all():
            assert np.isnan(found.access[i])
            continue
        assert found.access[i] == pytest.approx(sum(ratios[j] * _weight(minutes[i, j], limits[i], weights) for j in facilities))
    # what is handed out is the supply that anybody reaches
    assert np.nansum(found.access * people) == pytest.approx(supply[~found.unused].sum())


@given(TRAVEL)
@settings(deadline=None)
def test_who_is_within_beyond_and_unknown(world: Any) -> None:
    minutes, people = world
    found = population_within(minutes, people, (20, 30, 60))
    for place, limit in enumerate((20, 30, 60)):
        near = [any(t <= limit for t in row) for row in minutes]
        open_ = [not n and any(np.isnan(row)) for n, row in zip(near, minutes, strict=True)]
        assert found.villages_within[place] == sum(near)
        assert found.population_within[place] == sum(p for p, n in zip(people, near, strict=True) if n)
        assert found.population_unknown[place] == sum(p for p, o in zip(people, open_, strict=True) if o)
    assert_allclose(found.population_within + found.population_beyond + found.population_unknown, people.sum())
    low, high = found.share_bounds
    known = ~np.isnan(found.share)
    assert np.all((low <= found.share + 1e-12)[known]) and np.all((found.share <= high + 1e-12)[known])


def test_reach_by_hand_and_villages_without_population() -> None:
    found = population_within([12, 30, 61, np.nan, np.inf], [100, 200, np.nan, 50, 40])
    assert found.tidy()[["limit_minutes", "villages_within", "villages_beyond", "villages_unknown"]].to_numpy().tolist() == [
        [30, 2, 2, 1], [60, 2, 2, 1]
    ]  # fmt: skip
    assert found.population_beyond.tolist() == [40, 40] and found.no_population == 1
    assert_allclose(found.share, 300 / 340)
    assert_allclose(found.tidy()["share_high"], 350 / 390)
    nobody = population_within([np.nan], [10])
    assert np.isnan(nobody.share).all() and nobody.share_bounds[0].tolist() == [0, 0]


def test_the_nearest_come_first_and_a_village_may_be_shared() -> None:
    found = coverage_by_capacity([[10, 40], [20, 50], [25, 90]], [300, 300, 300], [500, 150])
    assert found.served.tolist() == [300, 300, 0]  # the second: 200 at the first clinic, 100 of the rest at the other
    assert found.load.tolist() == [500, 100]
    assert found.full.tolist() == [0, 0, 300] and found.share == pytest.approx(600 / 900)
    assert list(found.tidy().columns) == ["population", "served", "full", "beyond", "unknown"]


@given(TRAVEL, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_coverage_equals_one_person_after_another(world: Any, random: Any) -> None:
    minutes, people = world
    people = np.floor(people / 40)
    room = [random.randint(0, 40) for _ in range(minutes.shape[1])]
    found = coverage_by_capacity(minutes, people, room, 30)
    left, served = list(room), [0] * len(people)
    pairs = [(t, v, f) for v, row in enumerate(minutes) for f, t in enumerate(row) if t <= 30]
    for _, v, f in sorted(pairs):
        while served[v] < people[v] and left[f]:
            served[v] += 1
            left[f] -= 1
    assert found.served.tolist() == served
    assert_allclose(found.load, np.array(room) - left)
    assert_allclose(found.served + found.full + found.beyond + found.unknown, people)
    unlimited = coverage_by_capacity(minutes, people, [1e9] * len(room), 30)
    assert_allclose(unlimited.served.sum(), population_within(minutes, people, 30).population_within[0])


def test_many_pairs_are_served_in_the_same_order() -> None:
    rng = np.random.default_rng(6)
    minutes, people, room = rng.integers(1, 80, (400, 40)) + 0.0, rng.integers(0, 500, 400), rng.integers(0, 4000, 40)
    assert (minutes <= 60).sum() > 2 * PAIRS_AT_ONCE
    need, left = people.tolist(), room.tolist()
    for _, v, f in sorted((minutes[v, f], v, f) for v in range(400) for f in range(40) if minutes[v, f] <= 60):
        taken = min(need[v], left[f])
        need[v] -= taken
        left[f] -= taken
    found = coverage_by_capacity(minutes, people, room)
    assert found.served.tolist() == (people - need).tolist() and found.load.tolist() == (room - left).tolist()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="one row a village"):
        population_within([1, 2], [5])
    with pytest.raises(ValueError, match="0 or more"):
        population_within([-1], [5])
    with pytest.raises(ValueError, match="1 capacities"):
        coverage_by_capacity([[1]], [np.nan], [4])
    with pytest.raises(ValueError, match="2 supplies"):
        e2sfca([[1, 2]], [5], [1])
    with pytest.raises(ValueError, match="one weight a zone"):
        e2sfca([[1]], [5], [1], (10, 20))
    with pytest.raises(ValueError, match="must ascend"):
        e2sfca([[1]], [5], [1], (20, 10, 30))
