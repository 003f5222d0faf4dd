"""How unevenly something is spread over the units of a region.

Columns `total` (what there is), `base` (for whom), `group` (what the unit belongs to, one level up) and `ranking` (what units are ordered by).
Units without one of the first two, or without people, are left out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipelines.analysis.inequality import lorenz as lorenz_of
from pipelines.analysis.spread import concentration_limits
from pipelines.analysis.spread import spread as spread_of
from pipelines.analysis.theil import Theil
from pipelines.analysis.theil import theil_l as theil_l_of
from pipelines.analysis.theil import theil_t as theil_t_of
from pipelines.engine.groups import Floats, Groups, Mask, divided
from pipelines.engine.statistics.row import Found, Statistic

LEAST_UNITS = 2
LEAST_GROUPS = 2
POINTS = np.arange(101)  # of a Lorenz curve, in per cent of the people


def measure(name: str) -> Statistic:
    """Return a measure of `analysis.spread` with bootstrap limits; numerator and denominator are the sums, n the units.

    Theil's L has no value where a unit has none of what is spread.
    """

    def of(units: Groups) -> Found:
        known = _known(units)
        parts = {part: np.full(units.size, np.nan) for part in ("value", "lower", "upper")}
        for place, own in known.each(LEAST_UNITS):
            found = spread_of(known["total"][own], known["base"][own], seed=known.seed(place), measures=(name,)).of(name)
            for part, figure in zip(parts, found, strict=True):
                parts[part][place] = figure
        return parts | _sums(known, known.counts >= LEAST_UNITS)

    return of


def between(theil: Callable[[Floats, Floats, Floats], Theil]) -> Statistic:
    """Return the part of a Theil measure between the groups of units; without a value where all units are of one group."""
    return _grouped(lambda *units: theil(*units).between)


def within(theil: Callable[[Floats, Floats, Floats], Theil]) -> Statistic:
    """Return the part of a Theil measure within the groups of units, likewise."""
    return _grouped(lambda *units: theil(*units).within)


def _grouped(value: Callable[[Floats, Floats, Floats], float]) -> Statistic:
    def of(units: Groups) -> Found:
        known = _known(units)
        found, is_split = np.full(units.size, np.nan), np.zeros(units.size, dtype=bool)
        for place, own in known.each(LEAST_GROUPS):
            groups = known["group"][own]
            if len({g for g in groups.tolist() if g is not None}) >= LEAST_GROUPS:
                is_split[place] = True
                found[place] = value(known["total"][own], known["base"][own], groups)
        return {"value": found} | _sums(known, is_split)

    return of


def max_min_ratio(units: Groups) -> Found:
    """Return the highest density ÷ the lowest; without a value where the lowest is 0."""
    known = _known(units)
    density = known["total"] / known["base"]
    high, low = (known.reduced(step, density) for step in (np.maximum, np.minimum))
    is_told = known.counts >= LEAST_UNITS
    value = np.where(is_told, divided(high, low), np.nan)
    return {"value": value} | _sums(known, is_told)


def lorenz(units: Groups) -> Found:
    """Return the Lorenz curve: for `at` = 0 to 100 per cent of the people, the worst served first, the share of the total they have."""
    known = _known(units)
    curves = {place: lorenz_of(known["total"][own], known["base"][own]) for place, own in known.each(LEAST_UNITS)}
    drawn = {place: curve for place, curve in curves.items() if len(curve.population_share)}
    is_drawn = np.isin(np.arange(units.size), list(drawn))
    group = np.repeat(np.arange(units.size), np.where(is_drawn, len(POINTS), 1))
    found = {name: part[group] for name, part in _sums(known, is_drawn).items()} | {"group": group}
    found["value"], found["at"] = (np.full(len(group), np.nan) for _ in range(2))
    shares = [np.interp(POINTS / 100, curve.population_share, curve.resource_share) for curve in drawn.values()]
    found["value"][is_drawn[group]] = np.concatenate([*shares, []])
    found["at"][is_drawn[group]] = np.tile(POINTS, len(drawn))
    return found


def concentration_index(units: Groups) -> Found:
    """Return the concentration index by `ranking` with bootstrap limits; without a value where fewer than two ranks are told apart."""
    known = _known(units)
    known = known.kept(~np.isnan(known["ranking"]))
    parts = {part: np.full(units.size, np.nan) for part in ("value", "lower", "upper")}
    is_ranked = known.reduced(np.maximum, known["ranking"]) > known.reduced(np.minimum, known["ranking"])
    for place, own in known.each(LEAST_UNITS):
        if is_ranked[place]:
            found = concentration_limits(known["total"][own], known["base"][own], known["ranking"][own], seed=known.seed(place))
            for part, figure in zip(parts, found, strict=True):
                parts[part][place] = figure
    return parts | _sums(known, is_ranked)


def _known(units: Groups) -> Groups:
    return units.kept(~np.isnan(units["total"]) & (units["base"] > 0))


def _sums(known: Groups, is_told: Mask) -> Found:
    """Return n, and the sums of the groups of which something is told."""
    parts = {"numerator": known.sums(known["total"]), "denominator": known.sums(known["base"])}
    return {"n": known.counts} | {name: np.where(is_told, part, np.nan) for name, part in parts.items()}


SPREAD: dict[str, Statistic] = {
    **{name: measure(name) for name in ("gini", "coefficient_of_variation", "dissimilarity_index", "theil_t", "theil_l")},
    "lorenz": lorenz,
    "theil_t_between": between(theil_t_of),
    "theil_t_within": within(theil_t_of),
    "theil_l_between": between(theil_l_of),
    "theil_l_within": within(theil_l_of),
    "concentration_index": concentration_index,
    "max_min_ratio": max_min_ratio,
}
