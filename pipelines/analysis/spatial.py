"""Whether places that lie side by side are alike: Moran's I over all of them, and local clusters with p values corrected for their number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray

PERMUTATIONS = 9999
FEWEST = 10  # places with a neighbour: with fewer no arrangement is rare enough
QUADRANTS = ("high_high", "low_low", "high_low", "low_high")  # the place, then its neighbours


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Moran's I (`index`, about -1 to 1) with the value `expected` without any pattern and its two-sided permutation `p`.

    One array entry a place: `used` (it has a figure and a neighbour that has one), `lag` the mean of its neighbours, `local` its own
    Moran, `quadrant` the place against its neighbours, `local_p` its permutation p and `corrected_p` the same after Benjamini and
    Hochberg for all places at once; NaN and "" where it was not used. `index` is NaN where fewer than ten places can be used, or all
    are alike.
    """

    index: float
    expected: float
    p: float
    used: NDArray[np.bool_]
    lag: FloatArray
    local: FloatArray
    quadrant: tuple[str, ...]
    local_p: FloatArray
    corrected_p: FloatArray

    @property
    def places(self) -> int:
        """Return how many places were used."""
        return int(self.used.sum())

    def tidy(self) -> pd.DataFrame:
        """Return one row a place: used, lag, local, quadrant, local_p, corrected_p."""
        names = ("used", "lag", "local", "quadrant", "local_p", "corrected_p")
        return pd.DataFrame({name: getattr(self, name) for name in names})


def clusters(values: ArrayLike, first: ArrayLike, second: ArrayLike, permutations: int = PERMUTATIONS, seed: int = 0) -> Clusters:
    """Return Moran's I and local clusters of `values` (NaN where unknown), one entry a place.

    `first` and `second` are the positions of places that touch, each pair once. Every neighbour of a place weighs the same. The global
    p compares I with that of `permutations` shuffles of all values, the local ones the mean of the neighbours with that of as many
    places drawn from all others (Anselin 1995); both are two-sided and (hits + 1) ÷ (shuffles + 1). Sources: Moran (1950) Biometrika
    37:17; Anselin (1995) Geogr Anal 27:93; Benjamini & Hochberg (1995); Castro & Singer (2006) Geogr Anal 38:180.
    Raises ValueError for positions that are no places, and a place beside itself.
    """
    found = np.asarray(values, dtype=float)
    one, two = _pairs(first, second, len(found))
    known = ~np.isnan(found)
    kept = known[one] & known[two]
    used = np.zeros(len(found), dtype=bool)
    used[one[kept]] = used[two[kept]] = True
    empty = np.full(len(found), np.nan)
    nothing = Clusters(np.nan, np.nan, np.nan, used, empty, empty, ("",) * len(found), empty, empty)
    spread = found[used] - found[used].mean() if used.any() else found[used]
    if used.sum() < FEWEST or not np.any(np.abs(spread) > 1e-12):
        return nothing
    place = np.cumsum(used) - 1
    weights = _weights(place[one[kept]], place[two[kept]], int(used.sum()))
    return _tested(nothing, found[used], spread, weights, permutations, seed)


def corrected(p: FloatArray) -> FloatArray:
    """Return p values after Benjamini and Hochberg: the share of false finds were all up to this one reported.

    >>> [round(float(x), 3) for x in corrected(np.array([0.01, 0.04, 0.03, 0.5]))]
    [0.04, 0.053, 0.053, 0.5]
    """
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    steps = np.minimum.accumulate(scaled[::-1])[::-1]
    out = np.empty_like(p)
    out[order] = np.minimum(steps, 1.0)
    return out


def _pairs(first: ArrayLike, second: ArrayLike, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    one, two = (np.asarray(part, dtype=np.int64).ravel() for part in (first, second))
    if len(one) != len(two) or (len(one) and (min(one.min(), two.min()) < 0 or max(one.max(), two.max()) >= count)):
        raise ValueError(f"pairs must be two lists of one length with positions 0 to {count - 1}")
    if np.any(one == two):
        raise ValueError("a place is no neighbour of its own")
    return one, two


def _weights(one: NDArray[np.int64], two: NDArray[np.int64], count: int) -> FloatArray:
    """Return the matrix that takes the mean over each place's neighbours."""
    touch = np.zeros((count, count))
    touch[one, two] = touch[two, one] = 1.0
    weights: FloatArray = touch / touch.sum(axis=1, keepdims=True)
    return weights


def _tested(nothing: Clusters, values: FloatArray, spread: FloatArray, weights: FloatArray, permutations: int, seed: int) -> Clusters:
    rng, count = np.random.default_rng(seed), len(values)
    square = float(spread @ spread)
    lag = weights @ spread
    index, expected = count / weights.sum() * float(spread @ lag) / square, -1.0 / (count - 1)
    shuffled = np.array([_index(rng.permutation(spread), weights, square) for _ in range(permutations)])
    p = _two_sided(np.abs(shuffled - expected), abs(index - expected))
    drawn = np.argsort(rng.random((permutations, count - 1)), axis=1)  # one set of draws serves every place
    local_p = np.array([_local_p(i, spread, weights[i], float(lag[i]), drawn) for i in range(count)])
    places = [QUADRANTS[2 * int((z > 0) != (m > 0)) + int(z <= 0)] for z, m in zip(spread, lag, strict=True)]
    words = np.full(len(nothing.used), "", dtype=object)
    words[nothing.used] = places
    spots = {"lag": weights @ values, "local": spread * lag * count / square, "local_p": local_p, "corrected_p": corrected(local_p)}
    filled = {name: _filled(nothing.used, found) for name, found in spots.items()}
    return Clusters(index=index, expected=expected, p=p, used=nothing.used, quadrant=tuple(str(w) for w in words), **filled)


def _index(spread: FloatArray, weights: FloatArray, square: float) -> float:
    return len(spread) / float(weights.sum()) * float(spread @ (weights @ spread)) / square


def _local_p(place: int, spread: FloatArray, weights: FloatArray, lag: float, drawn: NDArray[np.int64]) -> float:
    others = np.delete(spread, place)
    means = others[drawn[:, : int((weights > 0).sum())]].mean(axis=1)
    return _two_sided(np.abs(means - others.mean()), abs(lag - float(others.mean())))


def _two_sided(shuffled: FloatArray, seen: float) -> float:
    return float((np.sum(shuffled >= seen - 1e-12) + 1) / (len(shuffled) + 1))


def _filled(used: NDArray[np.bool_], found: FloatArray) -> FloatArray:
    whole = np.full(len(used), np.nan)
    whole[used] = found
    return whole
