"""All measures of inequality of one distribution in one table, with bootstrap limits over units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis import inequality as measure
from pipelines.analysis.interval import FloatArray, normal_quantile
from pipelines.analysis.theil import theil_l, theil_t
from pipelines.analysis.units import usable_units

CACHE_CELLS = 100_000  # units x draws held at once, so that they stay in the processor's cache
MINIMUM_UNITS = 10  # fewer units say too little about how the measure would vary
VALUES: Mapping[str, Callable[[FloatArray, FloatArray], float]] = {
    "gini": measure.gini,
    "theil_t": lambda held, people: theil_t(held, people).total,
    "theil_l": lambda held, people: theil_l(held, people).total,
    "coefficient_of_variation": measure.coefficient_of_variation,
    "dissimilarity_index": measure.dissimilarity_index,
}
MEASURES = tuple(VALUES)


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Measures of inequality with limits, one array entry a measure in the order of `measures`.

    Limits are NaN with fewer than MINIMUM_UNITS units, and for Theil's L where a unit has no doctors. `units` were
    used, `zero_units` of them had none of the resource, `left_out` rows had no usable figure.
    """

    measures: tuple[str, ...]
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    units: int
    zero_units: int
    left_out: int
    confidence: float
    draws: int

    def __post_init__(self) -> None:
        for array in (self.value, self.lower, self.upper):
            array.setflags(write=False)

    def of(self, name: str) -> tuple[float, float, float]:
        """Return value, lower and upper limit of one measure. Raises ValueError for an unknown name."""
        if name not in self.measures:
            raise ValueError(f'no measure "{name}", expected one of {", ".join(self.measures)}')
        place = self.measures.index(name)
        return float(self.value[place]), float(self.lower[place]), float(self.upper[place])

    def tidy(self) -> pd.DataFrame:
        """Return one row a measure: measure, value, lower, upper, units, zero_units, left_out."""
        frame = pd.DataFrame({"measure": self.measures, "value": self.value, "lower": self.lower, "upper": self.upper})
        return frame.assign(units=self.units, zero_units=self.zero_units, left_out=self.left_out)


def spread(
    resource: ArrayLike, population: ArrayLike = 1.0, draws: int = 500, seed: int = 0, confidence: float = 0.95,
    measures: tuple[str, ...] = MEASURES,
) -> Spread:  # fmt: skip
    """Return Gini, Theil T and L, coefficient of variation and dissimilarity of units, with percentile-bootstrap limits.

    Only some of the `measures`, where they are named: the numbers are the same. One array entry a unit (see `usable_units`).
    Whole units are drawn with replacement: the limits say how the measure would vary had other places of the same kind been
    there, not an error of counting. The order of rows does not matter; the same seed gives the same limits. With few units a
    bootstrap errs on the low side for these measures. Source: Efron & Tibshirani (1993), ch. 13; Mills & Zandvakili (1997)
    J Appl Econometrics 12:133. Raises ValueError as `usable_units` and for fewer than 100 draws.
    """
    _check(draws, confidence)
    units = usable_units(resource, population)
    held, people = units.resource, units.population
    value = np.array([VALUES[name](held, people) for name in measures])
    limits = np.full((2, len(measures)), np.nan)
    if len(held) >= MINIMUM_UNITS and held.sum() > 0:
        order = units.by_density()
        drawn = _drawn_measures(held[order], people[order], draws, seed, measures)
        tail = (1.0 - confidence) / 2.0
        defined = np.isfinite(value) & (np.isfinite(drawn).mean(axis=0) > 0.5)
        limits[:, defined] = np.nanquantile(drawn[:, defined], [tail, 1.0 - tail], axis=0)
    return Spread(measures, value, limits[0], limits[1], len(held), units.zero_units, units.left_out, confidence, draws)


def _check(draws: int, confidence: float) -> None:
    """Raise ValueError for too few draws or a confidence that is no share."""
    normal_quantile(confidence)
    if draws < 100:
        raise ValueError(f"{draws} draws are too few for limits, expected 100 or more")


def concentration_limits(
    resource: ArrayLike, population: ArrayLike, ranking: ArrayLike, draws: int = 500, seed: int = 0, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Return the concentration index and its percentile-bootstrap limits over units (see `concentration_curve`, `spread`).

    Limits are NaN with fewer than MINIMUM_UNITS units that have all three figures. Raises ValueError as `spread`.
    """
    _check(draws, confidence)
    curve = measure.concentration_curve(resource, population, ranking)
    held = np.asarray(resource, dtype=float)
    rank = np.asarray(ranking, dtype=float)
    units = usable_units(np.where(np.isnan(rank), np.nan, held), population)
    if len(units.resource) < MINIMUM_UNITS or not units.resource.sum() > 0:
        return curve.index, float("nan"), float("nan")
    rank = rank[units.kept]
    order = np.lexsort((units.population, units.density, rank))
    held, people, rank = units.resource[order], units.population[order], rank[order]
    ties = np.flatnonzero(np.concatenate([[True], np.diff(rank) > 0]))
    found = [_gini(*(np.add.reduceat(times * w[:, None], ties) for w in (held, people))) for times in _resamples(len(held), draws, seed)]
    tail = (1.0 - confidence) / 2.0
    lower, upper = np.nanquantile(np.concatenate(found), [tail, 1.0 - tail])
    return curve.index, float(lower), float(upper)


def _resamples(n: int, draws: int, seed: int) -> Iterator[FloatArray]:
    """Yield how often each of n units was drawn, shape (n, some draws), until all draws are made."""
    rng = np.random.default_rng(seed)
    step = max(1, CACHE_CELLS // n)
    for start in range(0, draws, step):
        width = min(step, draws - start)
        cells = rng.integers(0, n, size=(n, width))
        cells *= width
        cells += np.arange(width)
        yield np.bincount(cells.ravel(), minlength=n * width).reshape(n, width).astype(float)


def _gini(held: FloatArray, people: FloatArray) -> FloatArray:
    """Return 1 less twice the area under each column's curve; `held` becomes its running sum."""
    inner = np.einsum("ij,ij->j", people, held)
    np.cumsum(held, axis=0, out=held)
    total = people.sum(axis=0) * held[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        area: FloatArray = 1.0 - (2.0 * np.einsum("ij,ij->j", people, held) - inner) / total
    return area


def _drawn_measures(held: FloatArray, people: FloatArray, draws: int, seed: int, names: tuple[str, ...]) -> FloatArray:
    """Return the measures of `draws` resamples, shape (draws, measures); units come sorted by density."""
    density = held / people
    log_density = np.log(np.where(held > 0, density, 1.0))
    sums = np.stack([held, people, held * log_density, people * log_density, held * density, held == 0])
    # a resample is how often each unit was drawn: sorted once, every resample is sorted
    return np.concatenate([_measures(t, held, people, density, sums @ t, names) for t in _resamples(len(held), draws, seed)])


def _measures(
    times: FloatArray, held: FloatArray, people: FloatArray, density: FloatArray, sums: FloatArray, names: tuple[str, ...] = MEASURES
) -> FloatArray:
    """Return the measures of resamples: `times` (units, draws) each unit was drawn, `sums` of the drawn figures."""
    held_sum, people_sum, held_log, people_log, squares, zeros = sums
    found: dict[str, FloatArray] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        overall = held_sum / people_sum
        if not {"gini", "dissimilarity_index"}.isdisjoint(names):
            drawn_people = times * people[:, None]
            times *= held[:, None]
            found["gini"] = _gini(times, drawn_people)
            found["dissimilarity_index"] = _dissimilarity(times, drawn_people, density, held_sum, people_sum)
        found["theil_t"] = held_log / held_sum - np.log(overall)
        found["theil_l"] = np.where(zeros > 0, np.nan, np.log(overall) - people_log / people_sum)
        found["coefficient_of_variation"] = np.sqrt(np.maximum(squares / people_sum / overall**2 - 1.0, 0.0))
        return np.column_stack([found[name] for name in names])


def _dissimilarity(held: FloatArray, people: FloatArray, density: FloatArray, held_sum: FloatArray, people_sum: FloatArray) -> FloatArray:
    """Return the dissimilarity of each column: `held` as running sums, `people` as drawn.

    ½ Σ |y - p| is the gap between diagonal and Lorenz curve where density passes that of all.
    """
    np.cumsum(people, axis=0, out=people)
    last, draw = np.maximum(np.searchsorted(density, held_sum / people_sum) - 1, 0), np.arange(people.shape[1])
    gap: FloatArray = np.maximum(people[last, draw] / people_sum - held[last, draw] / held_sum, 0.0)
    return gap
