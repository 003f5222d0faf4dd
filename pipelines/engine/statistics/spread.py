"""How unevenly something is spread over the units of a region.

Columns `total` (what there is), `base` (for whom), `group` (what the unit belongs to, one level up) and `ranking` (what units are ordered by).
Units without one of the first two, or without people, are left out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipelines.analysis.inequality import lorenz as lorenz_of
from pipelines.analysis.inequality import max_min_ratio as extremes_of
from pipelines.analysis.spread import concentration_limits
from pipelines.analysis.spread import spread as spread_of
from pipelines.analysis.theil import Theil
from pipelines.analysis.theil import theil_l as theil_l_of
from pipelines.analysis.theil import theil_t as theil_t_of
from pipelines.engine.statistics.row import Row

LEAST_UNITS = 2
LEAST_GROUPS = 2


def gini(units: pd.DataFrame, seed: int) -> Row:
    """Return the Gini coefficient with bootstrap limits; numerator and denominator are the sums, n the units."""
    return _measure(units, seed, "gini")


def coefficient_of_variation(units: pd.DataFrame, seed: int) -> Row:
    """Return the population-weighted coefficient of variation of densities, likewise."""
    return _measure(units, seed, "coefficient_of_variation")


def dissimilarity_index(units: pd.DataFrame, seed: int) -> Row:
    """Return the dissimilarity index, likewise."""
    return _measure(units, seed, "dissimilarity_index")


def theil_t(units: pd.DataFrame, seed: int) -> Row:
    """Return Theil's T (natural logarithms), likewise."""
    return _measure(units, seed, "theil_t")


def theil_l(units: pd.DataFrame, seed: int) -> Row:
    """Return Theil's L, likewise; without a value where a unit has none of what is spread."""
    return _measure(units, seed, "theil_l")


def theil_t_between(units: pd.DataFrame, _seed: int) -> Row:
    """Return the part of Theil's T between the groups of units; without a value where all units are of one group."""
    return _grouped(units, lambda known: _theil_t(known).between)


def theil_t_within(units: pd.DataFrame, _seed: int) -> Row:
    """Return the part of Theil's T within the groups of units, likewise."""
    return _grouped(units, lambda known: _theil_t(known).within)


def theil_l_between(units: pd.DataFrame, _seed: int) -> Row:
    """Return the part of Theil's L between the groups of units; without a value where a unit has none of what is spread."""
    return _grouped(units, lambda known: _theil_l(known).between)


def theil_l_within(units: pd.DataFrame, _seed: int) -> Row:
    """Return the part of Theil's L within the groups of units, likewise."""
    return _grouped(units, lambda known: _theil_l(known).within)


def max_min_ratio(units: pd.DataFrame, _seed: int) -> Row:
    """Return the highest density ÷ the lowest; without a value where the lowest is 0."""
    return _part(units, lambda known: extremes_of(known["total"], known["base"]).ratio)


def lorenz(units: pd.DataFrame, _seed: int) -> list[Row]:
    """Return the Lorenz curve: for `at` = 0 to 100 per cent of the people, the worst served first, the share of the total they have."""
    known = _known(units)
    curve = lorenz_of(known["total"].to_numpy(dtype=float), known["base"].to_numpy(dtype=float))
    if len(known) < LEAST_UNITS or not len(curve.population_share):
        return [{"n": float(len(known))}]
    shares = np.interp(np.arange(101) / 100, curve.population_share, curve.resource_share)
    return [_sums(known) | {"at": at, "value": float(share)} for at, share in enumerate(shares)]


def concentration_index(units: pd.DataFrame, seed: int) -> Row:
    """Return the concentration index by `ranking` with bootstrap limits; without a value where fewer than two ranks are told apart."""
    known = _known(units.dropna(subset=["ranking"]))
    if known["ranking"].nunique() < LEAST_UNITS:
        return {"n": float(len(known))}
    total, base, ranking = (known[c].to_numpy(dtype=float) for c in ("total", "base", "ranking"))
    value, lower, upper = concentration_limits(total, base, ranking, seed=seed)
    return _sums(known) | {"value": value, "lower": lower, "upper": upper}


def _known(units: pd.DataFrame) -> pd.DataFrame:
    known = units.dropna(subset=["total", "base"])
    return known[known["base"] > 0]


def _sums(known: pd.DataFrame) -> Row:
    return {"numerator": float(known["total"].sum()), "denominator": float(known["base"].sum()), "n": float(len(known))}


def _measure(units: pd.DataFrame, seed: int, name: str) -> Row:
    known = _known(units)
    if len(known) < LEAST_UNITS:
        return {"n": float(len(known))}
    value, lower, upper = spread_of(known["total"].to_numpy(dtype=float), known["base"].to_numpy(dtype=float), seed=seed).of(name)
    return _sums(known) | {"value": value, "lower": lower, "upper": upper}


def _part(units: pd.DataFrame, value: Callable[[pd.DataFrame], float]) -> Row:
    known = _known(units)
    if len(known) < LEAST_UNITS:
        return {"n": float(len(known))}
    return _sums(known) | {"value": value(known)}


def _grouped(units: pd.DataFrame, value: Callable[[pd.DataFrame], float]) -> Row:
    known = _known(units)
    return _part(units, value) if known["group"].nunique() >= LEAST_GROUPS else {"n": float(len(known))}


def _theil_t(known: pd.DataFrame) -> Theil:
    return theil_t_of(known["total"], known["base"], known["group"])


def _theil_l(known: pd.DataFrame) -> Theil:
    return theil_l_of(known["total"], known["base"], known["group"])
