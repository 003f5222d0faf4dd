"""Theil's T and L, and how much of each lies between groups of units and how much within them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray
from pipelines.analysis.units import of_kept, usable_units

Zeros = Literal["undefined", "leave_out"]
LN_10 = float(np.log(10.0))


@dataclass(frozen=True, slots=True, eq=False)
class Theil:
    """One Theil measure (>= 0), taken apart; `logarithm` is "ln", or "lg" after `to_base_10`.

    `total` = `between` + `within`; without groups `between` is 0. One array entry a group, in the order of `groups`:
    `group_value` its own measure, `group_weight` the weight with which it enters `within` (share of the resource for T,
    of the population for L). `units` were used, `zero_units` of all had none of the resource, `left_out` rows could not
    be used. Everything is NaN where the measure is not defined.
    """

    kind: Literal["T", "L"]
    total: float
    between: float
    within: float
    groups: tuple[object, ...]
    group_value: FloatArray
    group_weight: FloatArray
    units: int
    zero_units: int
    left_out: int
    logarithm: Literal["ln", "lg"] = "ln"

    @property
    def between_share(self) -> float:
        """Return the part of the total that lies between groups, 0-1; NaN where the total is 0."""
        return self.between / self.total if self.total > 0 else float("nan")

    @property
    def within_share(self) -> float:
        """Return the part of the total that lies within groups, 0-1; NaN where the total is 0."""
        return self.within / self.total if self.total > 0 else float("nan")

    def to_base_10(self) -> Theil:
        """Return the same in common logarithms, as Chinese papers often print it: each figure ÷ ln 10, shares unchanged.

        Published Theil indices are to be compared in their own base: 0.0240 in lg is 0.0553 in ln.
        """
        if self.logarithm == "lg":
            return self
        total, between, within = (part / LN_10 for part in (self.total, self.between, self.within))
        return replace(self, total=total, between=between, within=within, group_value=self.group_value / LN_10, logarithm="lg")

    def tidy(self) -> pd.DataFrame:
        """Return rows total, between, within, then one a group: part, group, value, weight, contribution, share (0-1)."""
        parts = ["total", "between", "within", *["group"] * len(self.groups)]
        contributed = np.array([self.total, self.between, self.within, *self.group_value * self.group_weight])
        share = contributed / self.total if self.total > 0 else np.full(len(parts), np.nan)
        return pd.DataFrame(
            {
                "part": parts,
                "group": [None, None, None, *self.groups],
                "value": [self.total, self.between, self.within, *self.group_value],
                "weight": [np.nan, np.nan, np.nan, *self.group_weight],
                "contribution": contributed,
                "share": share,
            }
        )


def theil_t(resource: ArrayLike, population: ArrayLike = 1.0, group: ArrayLike | None = None) -> Theil:
    """Return Theil's T = Σ y ln(y / p) of the shares y of the resource and p of the population (one entry a unit).

    A unit without doctors takes the limit 0 and stays in the population. `group` names the group of each unit, such as
    its county. NaN without units or without any of the resource. Source: Theil (1967) Economics and information theory,
    ch. 4; WHO (2010) Monitoring the building blocks of health systems. Raises ValueError for negative figures and
    arrays of unequal length.

    >>> round(theil_t([1, 3]).total, 6)
    0.130812
    """
    return _theil("T", resource, population, group, "leave_out")


def theil_l(
    resource: ArrayLike, population: ArrayLike = 1.0, group: ArrayLike | None = None, zeros: Zeros = "undefined"
) -> Theil:
    """Return Theil's L (mean log deviation) = Σ p ln(p / y) of the shares, as `theil_t`.

    Rule for a unit without doctors, whose logarithm does not exist: with zeros="undefined" L is NaN and `zero_units`
    says why; with zeros="leave_out" it is the inequality among the units that have doctors, to be labelled so. No small
    number is put in its place: L would be whatever that number makes it.

    >>> round(theil_l([1, 3]).total, 6), theil_l([0, 3]).total
    (0.143841, nan)
    """
    if zeros not in ("undefined", "leave_out"):
        raise ValueError(f'zeros is "{zeros}", expected "undefined" or "leave_out"')
    return _theil("L", resource, population, group, zeros)


def _theil(kind: Literal["T", "L"], resource: ArrayLike, population: ArrayLike, group: ArrayLike | None, zeros: Zeros) -> Theil:
    """Return the measure of the usable units, group by group."""
    units = usable_units(resource, population)
    labels = np.zeros(len(units.resource), dtype=int) if group is None else of_kept(group, units, "group")
    held, people = units.resource, units.population
    zero = units.zero_units
    if kind == "L" and zeros == "leave_out":
        has = held > 0
        held, people, labels = held[has], people[has], labels[has]
    codes, names = pd.factorize(labels, sort=True, use_na_sentinel=False)
    value, in_group, between = _decompose(kind, held, people, codes, len(names))
    undefined = held.sum() <= 0 or (kind == "L" and bool((held == 0).any()))
    within = float("nan") if undefined else float(value @ in_group)
    between = float("nan") if undefined else between
    return Theil(
        kind,
        between + within,
        between,
        within,
        () if group is None else tuple(names.tolist()),
        value if group is not None else value[:0],
        in_group if group is not None else in_group[:0],
        len(held),
        zero,
        units.left_out,
    )


def _decompose(
    kind: Literal["T", "L"], held: FloatArray, people: FloatArray, codes: NDArray[np.int64], count: int
) -> tuple[FloatArray, FloatArray, float]:
    """Return each group's measure, its weight in the within part, and the between part; NaN where undefined."""
    with np.errstate(divide="ignore", invalid="ignore"):
        density = held / people
        held_in, people_in = (np.bincount(codes, weights=w, minlength=count) for w in (held, people))
        log_ratio = np.log(density / (held_in / people_in)[codes])
        log_group = np.log((held_in / people_in) / (held.sum() / people.sum()))
        if kind == "T":
            unit = np.where(held > 0, held * log_ratio, 0.0)
            value = np.where(held_in > 0, np.bincount(codes, weights=unit, minlength=count) / held_in, 0.0)
            weight = held_in / held.sum()
            return value, weight, float(np.sum(np.where(held_in > 0, weight * log_group, 0.0)))
        value = np.bincount(codes, weights=-people * log_ratio, minlength=count) / people_in
        value[~np.isfinite(value)] = np.nan
        weight = people_in / people.sum()
        return value, weight, float(-np.sum(weight * log_group))
