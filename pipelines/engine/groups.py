"""Rows of many groups as arrays: what a statistic is given, so that none is computed with a frame for each group."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.analysis.curves import picked
from pipelines.engine.scope import Columns

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
KEYS = ("region_code", "period", "category")
PARTS = ("numerator", "denominator", "value", "lower", "upper", "n")


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Rows of `size` groups, those of a group together: `columns`, and the place of each row's group (`group`, ascending).

    A group may be left without rows. `seed` gives the seed of the group at a place.
    """

    columns: Columns
    group: NDArray[np.int64]
    size: int
    seed: Callable[[int], int]

    @classmethod
    def alone(cls, columns: Mapping[str, Any], seed: int = 0) -> Groups:
        """Return the rows of one group."""
        arrays = {name: np.asarray(column) for name, column in columns.items()}
        return cls(arrays, np.zeros(len(next(iter(arrays.values()))), dtype=np.int64), 1, lambda _: seed)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    @property
    def first(self) -> Floats:
        """The first column as numbers."""
        return self.number(next(iter(self.columns)))

    def number(self, name: str) -> Floats:
        """Return a column as floats, NaN where it is missing."""
        return np.asarray(self.columns[name], dtype=float)

    def day(self, name: str) -> Floats:
        """Return a column of dates as days since 1970, NaN where it is missing."""
        days = self.columns[name].astype("datetime64[D]")
        return np.where(np.isnat(days), np.nan, days.astype(float))

    def is_missing(self, name: str) -> Mask:
        """Return which rows lack a text."""
        return np.array([text is None for text in self.columns[name].tolist()], dtype=bool)

    def kept(self, rows: Mask, **more: NDArray[Any]) -> Groups:
        """Return some of the rows; groups stay. `more` are further columns, one entry a row that was there."""
        columns = {name: column[rows] for name, column in {**self.columns, **more}.items()}
        return replace(self, columns=columns, group=self.group[rows])

    @property
    def counts(self) -> Floats:
        """How many rows each group has."""
        return np.bincount(self.group, minlength=self.size).astype(float)

    def sums(self, values: NDArray[Any]) -> Floats:
        """Return the sum of values, one a row, over each group; 0 for a group without rows."""
        return np.bincount(self.group, weights=values, minlength=self.size).astype(float)

    def whole(self, places: Sequence[Any], **parts: Floats) -> dict[str, Floats]:
        """Return parts of the groups at some `places` with an entry for every group, NaN in the others."""
        found = {name: np.full(self.size, np.nan) for name in parts}
        for name, part in parts.items():
            found[name][np.array(places, dtype=np.int64)] = part
        return found

    def reduced(self, step: np.ufunc, values: Floats) -> Floats:
        """Return `step` (maximum, minimum) over each group, NaN for a group without rows."""
        starts = np.flatnonzero(np.diff(self.group, prepend=-1))
        found = np.full(self.size, np.nan)
        if len(starts):
            found[self.group[starts]] = step.reduceat(values, starts)
        return found

    def each(self, least: int = 1) -> Iterator[tuple[int, slice]]:
        """Yield the place and the rows of each group of `least` rows or more."""
        bounds = np.searchsorted(self.group, np.arange(self.size + 1)).tolist()
        for place, (start, stop) in enumerate(zip(bounds, bounds[1:], strict=False)):
            if stop - start >= least:
                yield place, slice(start, stop)


def grouped(columns: Columns, name: str) -> tuple[Columns, Groups]:
    """Return the keys of the groups and their rows, from columns in which the rows of a group stand together; `name` is for the seeds."""
    size = len(columns["period"])
    begins = np.zeros(size, dtype=bool)
    begins[:1] = True
    for key in KEYS:
        begins[1:] |= columns[key][1:] != columns[key][:-1]
    keys = {key: columns[key][begins] for key in KEYS}
    rest = {key: column for key, column in columns.items() if key not in KEYS}
    return keys, Groups(rest, np.cumsum(begins) - 1, int(begins.sum()), lambda g: seed_of(name, *(keys[key][g] for key in KEYS)))


def numbers(values: NDArray[Any], known: Mapping[Any, int]) -> NDArray[np.int64]:
    """Return the number each value is known by, -1 for one that is not."""
    get = known.get
    return np.fromiter((get(value, -1) for value in values.tolist()), dtype=np.int64, count=len(values))


def numbered(texts: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the number (0 on) of each text in their order, -1 where it is missing."""
    return numbers(texts, {text: n for n, text in enumerate(sorted(set(texts.tolist()) - {None}))})


def divided(top: NDArray[Any], bottom: NDArray[Any]) -> Floats:
    """Return top ÷ bottom, NaN where the bottom is not above 0."""
    found: Floats = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return found


def years(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return the calendar year of each day."""
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def seed_of(*parts: object) -> int:
    """Return a seed that is the same for the same question on every machine."""
    return zlib.crc32("|".join(str(p) for p in parts).encode())


def answer_of(keys: Columns, found: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the columns of an answer from those of its groups; a part that was not found is not known."""
    size = len(keys["period"])
    return {**keys, **{part: np.full(size, np.nan) for part in PARTS}, **found}


def where(known: Mask, **parts: Any) -> dict[str, Floats]:
    """Return parts of an answer, NaN in groups of which they are not known."""
    return {name: np.where(known, values, np.nan) for name, values in parts.items()}


def places(wanted: Columns, among: Columns, names: Iterable[str]) -> NDArray[np.int64]:
    """Return the row of `among` that agrees with each row of `wanted` in the columns `names` (the last of several), -1 for none."""
    named = tuple(names)
    known = {key: row for row, key in enumerate(zip(*(among[n].tolist() for n in named), strict=True))}
    return np.array([known.get(key, -1) for key in zip(*(wanted[n].tolist() for n in named), strict=True)], dtype=np.int64)


def taken(column: NDArray[Any], rows: NDArray[np.int64]) -> Floats:
    """Return the number in each row of a column, NaN for row -1."""
    return picked(column, rows, rows >= 0)


def together(codes: Iterable[NDArray[Any]]) -> NDArray[np.object_]:
    """Return the category that the codes of several breakdowns make: each row's codes with a comma between them."""
    return np.array([",".join(row) for row in zip(*(column.tolist() for column in codes), strict=True)], dtype=object)
