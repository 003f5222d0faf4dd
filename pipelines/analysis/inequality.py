"""How unevenly doctors are spread over a population: Lorenz curve, Gini, concentration, and the simple ratios used in practice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.interval import FloatArray
from pipelines.analysis.units import Units, of_kept, usable_units

NAN = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz:
    """A Lorenz or concentration curve: cumulative shares (0-1), from (0, 0) to (1, 1), one point a unit or tie.

    `index` is the Gini coefficient of a Lorenz curve (0-1), the concentration index of a concentration curve (-1 to 1):
    one less twice the area under it. Units are sorted by density, or by the ranking variable. `left_out` rows had no
    usable figure. Empty, with index NaN, when there is none of the resource.
    """

    population_share: FloatArray
    resource_share: FloatArray
    index: float
    units: int
    left_out: int

    def tidy(self) -> pd.DataFrame:
        """Return one row a point of the curve: population_share, resource_share, both cumulative."""
        return pd.DataFrame({"population_share": self.population_share, "resource_share": self.resource_share})


@dataclass(frozen=True, slots=True)
class Extremes:
    """The highest and lowest density and their ratio; NaN where the lowest is 0: "how many times nothing" has no answer.

    `zero_units` says how many units have none. Densities are in resource per head of population.
    """

    highest: float
    lowest: float
    ratio: float
    units: int
    zero_units: int
    left_out: int

    def tidy(self) -> pd.DataFrame:
        """Return one row: highest, lowest, ratio, units, zero_units, left_out."""
        names = ("highest", "lowest", "ratio", "units", "zero_units", "left_out")
        return pd.DataFrame({name: [getattr(self, name)] for name in names})


def lorenz(resource: ArrayLike, population: ArrayLike = 1.0) -> Lorenz:
    """Return the Lorenz curve of units sorted by density, population on x and resource on y (one array entry a unit).

    Give square kilometres as `population` for the distribution by area. Source: WHO (2010) Monitoring the building
    blocks; Brown (1994) Soc Sci Med 38:1243. Raises ValueError for negative figures and unequal lengths.
    """
    units = usable_units(resource, population)
    order = units.by_density()
    return _curve(units.resource[order], units.population[order], units)


def gini(resource: ArrayLike, population: ArrayLike = 1.0) -> float:
    """Return the population-weighted Gini coefficient, 0-1, without small-sample correction; NaN without any resource.

    With a population of 1 each it is the Gini of the values themselves. See `lorenz`.

    >>> round(gini([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]), 6)
    0.462091
    """
    return lorenz(resource, population).index


def concentration_curve(resource: ArrayLike, population: ArrayLike, ranking: ArrayLike) -> Lorenz:
    """Return the concentration curve of units sorted by `ranking` (income, say; low first), one array entry a unit.

    Units of equal ranking are one step: their order must not decide. Its `index` is the concentration index, -1 to 1,
    below 0 where the poor have more. Units without a ranking are left out and counted. Source: Kakwani, Wagstaff & van
    Doorslaer (1997) J Econometrics 77:87. Raises ValueError as `lorenz`.
    """
    place = np.asarray(ranking, dtype=float)
    held = np.array(resource, dtype=float)
    if place.shape != held.shape:
        raise ValueError(f"ranking has shape {place.shape}, expected {held.shape} as the resource")
    held[np.isnan(place)] = np.nan
    units = usable_units(held, population)
    _, tie = np.unique(of_kept(place, units, "ranking"), return_inverse=True)
    held_in, people_in = (np.bincount(tie, weights=w).astype(float) for w in (units.resource, units.population))
    return _curve(held_in, people_in, units)


def concentration_index(resource: ArrayLike, population: ArrayLike, ranking: ArrayLike) -> float:
    """Return the concentration index (-1 to 1; below 0: concentrated among those ranked low). See `concentration_curve`.

    >>> concentration_index([3, 1], [1, 1], [100, 200])
    -0.25
    """
    return concentration_curve(resource, population, ranking).index


def max_min_ratio(resource: ArrayLike, population: ArrayLike = 1.0) -> Extremes:
    """Return 极值比: the highest density ÷ the lowest (one array entry a unit).

    It rests on two units only; a single small place decides it. NaN without units. Raises ValueError as `lorenz`.
    """
    units = usable_units(resource, population)
    density = units.density
    high, low = (float(density.max()), float(density.min())) if len(density) else (NAN, NAN)
    return Extremes(high, low, high / low if low > 0 else NAN, len(density), units.zero_units, units.left_out)


def coefficient_of_variation(resource: ArrayLike, population: ArrayLike = 1.0) -> float:
    """Return 相对差异系数: √(Σ p (d - D)²) ÷ D, with p the population share, d a unit's density and D that of all (>= 0).

    NaN without any of the resource. Source: Williamson (1965) Econ Dev Cult Change 13(4). Raises ValueError as `lorenz`.

    >>> coefficient_of_variation([1, 3])
    0.5
    """
    units = usable_units(resource, population)
    if units.resource.sum() <= 0:
        return NAN
    share = units.population / units.population.sum()
    overall = units.resource.sum() / units.population.sum()
    return float(np.sqrt(share @ (units.density / overall - 1.0) ** 2))


def dissimilarity_index(resource: ArrayLike, population: ArrayLike = 1.0) -> float:
    """Return 差别指数: ½ Σ |y - p|, the share (0-1) of doctors who would have to move for equal density everywhere.

    NaN without any of the resource. Source: Duncan & Duncan (1955) Am Sociol Rev 20:210. Raises ValueError as `lorenz`.

    >>> dissimilarity_index([1, 3])
    0.25
    """
    units = usable_units(resource, population)
    if units.resource.sum() <= 0:
        return NAN
    return float(np.abs(units.resource / units.resource.sum() - units.population / units.population.sum()).sum() / 2.0)


def density_quantile(resource: ArrayLike, population: ArrayLike, share: float) -> float:
    """Return the density below which the share `share` (0-1) of the population lives: the lowest that reaches it.

    Everybody is taken to live at the density of their unit. NaN without units. Raises ValueError as `lorenz`, and when
    `share` is not between 0 and 1.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}, expected a share between 0 and 1")
    units = usable_units(resource, population)
    if not len(units.resource):
        return NAN
    order = units.by_density()
    reached = np.cumsum(units.population[order])
    # 1e-12: a share that is met exactly must not be missed by rounding of the sum
    place = int(np.searchsorted(reached, share * reached[-1] * (1.0 - 1e-12)))
    return float(units.density[order][min(place, len(order) - 1)])


def percentile_ratio(resource: ArrayLike, population: ArrayLike = 1.0, high: float = 0.9, low: float = 0.1) -> float:
    """Return the density at the population's percentile `high` ÷ that at `low` (shares 0-1); NaN where the latter is 0.

    Raises ValueError as `density_quantile`, and when `high` is not above `low`.
    """
    if not high > low:
        raise ValueError(f"high is {high} and low {low}, expected high above low")
    bottom = density_quantile(resource, population, low)
    return density_quantile(resource, population, high) / bottom if bottom > 0 else NAN


def _curve(resource: FloatArray, population: FloatArray, units: Units) -> Lorenz:
    """Return the curve of steps that are sorted already."""
    if resource.sum() <= 0:
        return Lorenz(np.empty(0), np.empty(0), NAN, len(units.resource), units.left_out)
    x = np.concatenate([[0.0], np.cumsum(population) / population.sum()])
    y = np.concatenate([[0.0], np.cumsum(resource) / resource.sum()])
    return Lorenz(x, y, float(1.0 - np.sum(np.diff(x) * (y[1:] + y[:-1]))), len(units.resource), units.left_out)
