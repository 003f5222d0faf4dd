"""Places with a resource and a population: which of them a measure of inequality can use, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The usable units: `resource` (doctors, FTE, yuan) and `population` (people, or km² for a distribution by area).

    `kept` marks them among the rows that came in; `left_out` counts the rows that had a missing figure or no population
    (nothing can be said about doctors per head where there are no heads). Arrays are in the order of the rows.
    """

    resource: FloatArray
    population: FloatArray
    kept: NDArray[np.bool_]
    left_out: int

    def __post_init__(self) -> None:
        for array in (self.resource, self.population, self.kept):
            array.setflags(write=False)

    @property
    def density(self) -> FloatArray:
        """Return resource per head of population, unit by unit."""
        return self.resource / self.population

    @property
    def zero_units(self) -> int:
        """Return how many units have a population and none of the resource."""
        return int(np.sum(self.resource == 0))

    def by_density(self) -> NDArray[np.int64]:
        """Return the places of the units from the lowest density to the highest; ties by population."""
        return np.lexsort((self.population, self.density))


def usable_units(resource: ArrayLike, population: ArrayLike) -> Units:
    """Return the units that have both figures and a population above 0 (one array entry a unit; `population` broadcasts).

    A missing figure or a population of 0 leaves the unit out and is counted; a resource of 0 is a number and stays.
    Raises ValueError for arrays that are not of one dimension and equal length, negative or infinite figures.
    """
    held = np.asarray(resource, dtype=float)
    people = np.asarray(population, dtype=float)
    if held.ndim != 1 or people.shape not in ((), held.shape):
        raise ValueError(f"resource has shape {held.shape} and population {people.shape}, expected one dimension, equal length")
    people = np.broadcast_to(people, held.shape)
    for name, figures in (("resource", held), ("population", people)):
        wrong = int(np.sum((figures < 0) | np.isinf(figures)))
        if wrong:
            raise ValueError(f"{wrong} units have a {name} that is negative or infinite, expected 0 or more: correct them first")
    kept = ~np.isnan(held) & (people > 0)
    return Units(held[kept], people[kept], kept, int(np.sum(~kept)))


def of_kept(values: ArrayLike, units: Units, name: str) -> NDArray[np.generic]:
    """Return the entries of `values` (one a row that came in) that belong to usable units; `name` is for the error.

    Raises ValueError when the length is another.
    """
    array = np.asarray(values)
    if array.shape != units.kept.shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {units.kept.shape} as the resource")
    return array[units.kept]
