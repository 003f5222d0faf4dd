"""Moran's I and local clusters against plain loops, full enumeration and patterns whose answer is known."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from pipelines.analysis.spatial import clusters, corrected


def lattice(rows: int, columns: int) -> tuple[list[int], list[int]]:
    """Return the pairs of cells of a grid that share an edge."""
    cells = [(r, c) for r in range(rows) for c in range(columns)]
    pairs = [(i, j) for i, a in enumerate(cells) for j, b in enumerate(cells) if i < j and abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1]
    return [i for i, _ in pairs], [j for _, j in pairs]


def moran_by_hand(values: list[float], pairs: list[tuple[int, int]]) -> float:
    """Return Moran's I with row-standardised weights, cell by cell."""
    n, mean = len(values), sum(values) / len(values)
    near = {i: [b if a == i else a for a, b in pairs if i in (a, b)] for i in range(n)}
    top = sum((values[i] - mean) * sum(values[j] - mean for j in near[i]) / len(near[i]) for i in range(n))
    return top / sum((v - mean) ** 2 for v in values)


def test_the_index_is_that_of_plain_loops() -> None:
    first, second = lattice(4, 5)
    values = [float((7 * i * i + 3 * i) % 11) for i in range(20)]
    found = clusters(values, first, second, permutations=99)
    assert found.index == pytest.approx(moran_by_hand(values, list(zip(first, second, strict=True))), abs=1e-12)
    assert found.expected == pytest.approx(-1 / 19) and found.places == 20
    assert found.local.sum() / 20 == pytest.approx(found.index), "local Morans average to the whole one"


def test_a_chessboard_repels_and_a_slope_attracts() -> None:
    first, second = lattice(6, 6)
    board = clusters([float((i // 6 + i) % 2) for i in range(36)], first, second, permutations=999)
    slope = clusters([float(i // 6) for i in range(36)], first, second, permutations=999)
    assert board.index == pytest.approx(-1.0) and board.p == pytest.approx(0.001)
    assert slope.index > 0.7 and slope.p == pytest.approx(0.001)
    assert set(board.quadrant) == {"high_low", "low_high"} and slope.quadrant[0] == "low_low" and slope.quadrant[-1] == "high_high"


def test_the_global_p_is_near_that_of_every_arrangement() -> None:
    first, second = list(range(9)) + [0], list(range(1, 10)) + [9]  # a ring of ten
    pairs = list(zip(first, second, strict=True))
    values = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    found = clusters(values, first, second, permutations=9999, seed=3)
    seen, hits, total = abs(moran_by_hand(values, pairs) + 1 / 9), 0, 0
    for ones in itertools.combinations(range(10), 4):
        arranged = [1.0 if i in ones else 0.0 for i in range(10)]
        hits += abs(moran_by_hand(arranged, pairs) + 1 / 9) >= seen - 1e-12
        total += 1
    exact = hits / total
    assert total == math.comb(10, 4)
    assert found.p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 9999) + 1e-4)


def test_a_local_p_is_near_that_of_every_choice_of_neighbours() -> None:
    first, second = list(range(11)) + [0], list(range(1, 12)) + [11]
    values = [9.0, 8.0, 7.5, 1.0, 2.0, 3.5, 2.5, 4.0, 3.0, 1.5, 2.2, 6.0]
    found = clusters(values, first, second, permutations=9999, seed=5)
    others = [v for i, v in enumerate(values) if i != 1]
    middle = sum(others) / len(others)
    seen = abs((values[0] + values[2]) / 2 - middle)
    hits = [abs(sum(two) / 2 - middle) >= seen - 1e-12 for two in itertools.combinations(others, 2)]
    exact = sum(hits) / len(hits)
    assert found.local_p[1] == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 9999) + 1e-4)
    assert found.quadrant[1] == "high_high" and found.lag[1] == pytest.approx((9.0 + 7.5) / 2)


def test_noise_is_called_a_cluster_no_more_often_than_the_level_allows() -> None:
    first, second = lattice(6, 7)
    rng = np.random.default_rng(11)
    any_found = [bool((clusters(rng.normal(size=42), first, second, permutations=999, seed=s).corrected_p < 0.05).any()) for s in range(40)]
    assert sum(any_found) <= 6, "at most about one in twenty sheets of noise shows a cluster"


def test_the_correction_is_that_of_benjamini_and_hochberg() -> None:
    p = np.array([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])
    by_hand = [min(min(p[j] * 10 / (j + 1) for j in range(i, 10)), 1.0) for i in range(10)]
    assert corrected(p) == pytest.approx(by_hand)
    assert corrected(p[::-1])[::-1] == pytest.approx(by_hand), "the order of the places does not matter"


def test_what_is_unknown_or_alone_is_left_out_and_too_few_are_not_judged() -> None:
    first, second = lattice(4, 4)
    values = [float(i) for i in range(16)] + [3.0]  # the last touches nobody
    values[5] = float("nan")
    found = clusters(values, first, second, permutations=99)
    assert found.places == 15 and not found.used[16] and found.quadrant[16] == "" and np.isnan(found.corrected_p[5])
    assert np.isnan(clusters([1.0, 2.0, 3.0], [0, 1], [1, 2]).index)
    assert np.isnan(clusters([2.0] * 16, first, second).index), "all alike: there is no pattern to speak of"
    assert clusters([], [], []).places == 0


@pytest.mark.parametrize(("first", "second"), [([0], [0]), ([0], [16]), ([0, 1], [2]), ([-1], [2])])
def test_impossible_pairs_are_refused(first: list[int], second: list[int]) -> None:
    with pytest.raises(ValueError):
        clusters([float(i) for i in range(16)], first, second)


def test_the_same_seed_gives_the_same_p() -> None:
    first, second = lattice(4, 4)
    values = [float((i * 5) % 7) for i in range(16)]
    one, two = (clusters(values, first, second, permutations=199, seed=8) for _ in range(2))
    assert one.p == two.p and one.tidy().equals(two.tidy())
