"""Who can reach care in time: population by travel time, coverage limited by capacity, two-step floating catchments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import FloatArray

ZONE_MINUTES = (10.0, 20.0, 30.0)
ZONE_WEIGHTS = (1.0, 0.68, 0.22)  # Luo & Qi (2009), slow decay
PAIRS_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Villages and population within and beyond each limit, one array entry a limit.

    `unknown` is what travel times do not decide: no known time within the limit, and at least one unknown. Villages
    without a population figure count among villages and not among population; `no_population` says how many.
    """

    limit_minutes: FloatArray
    villages_within: FloatArray
    villages_beyond: FloatArray
    villages_unknown: FloatArray
    population_within: FloatArray
    population_beyond: FloatArray
    population_unknown: FloatArray
    no_population: int

    @property
    def share(self) -> FloatArray:
        """Return population within ÷ population of known travel, 0-1; NaN where nothing is known."""
        known = self.population_within + self.population_beyond
        return _divide(self.population_within, known)

    @property
    def share_bounds(self) -> tuple[FloatArray, FloatArray]:
        """Return the share were all the unknown beyond, and were it all within: the truth lies between."""
        everybody = self.population_within + self.population_beyond + self.population_unknown
        return _divide(self.population_within, everybody), _divide(self.population_within + self.population_unknown, everybody)

    def tidy(self) -> pd.DataFrame:
        """Return one row a limit: limit_minutes, share, share_low, share_high, then villages and population by class."""
        low, high = self.share_bounds
        frame = pd.DataFrame({"limit_minutes": self.limit_minutes, "share": self.share, "share_low": low, "share_high": high})
        kinds = ("within", "beyond", "unknown")
        return frame.assign(**{f"{what}_{k}": getattr(self, f"{what}_{k}") for what in ("villages", "population") for k in kinds})


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Population served when no facility serves more than its capacity.

    One array entry a village: `population`, `served`, and what is left: `full` (in reach, but facilities full), `beyond`
    (no facility within the limit), `unknown` (none known within the limit, some travel unknown). One entry a facility:
    `load`, the people it serves. `share` is served ÷ (population - unknown), 0-1.
    """

    population: FloatArray
    served: FloatArray
    full: FloatArray
    beyond: FloatArray
    unknown: FloatArray
    load: FloatArray
    share: float

    def tidy(self) -> pd.DataFrame:
        """Return one row a village: population, served, full, beyond, unknown."""
        return pd.DataFrame({n: getattr(self, n) for n in ("population", "served", "full", "beyond", "unknown")})


@dataclass(frozen=True, slots=True, eq=False)
class FloatingCatchment:
    """Spatial access by E2SFCA: one array entry a village in `access` (supply per head), one a facility in `ratio`.

    `access` is 0 where nothing is reachable and NaN only where every travel time of the village is unknown; those
    villages are `unknown_villages`. `unused` facilities have nobody in their catchment: their supply reaches no one.
    """

    access: FloatArray
    ratio: FloatArray
    unknown_villages: int
    unused: NDArray[np.bool_]

    @property
    def access_per_1000(self) -> FloatArray:
        """Return the access of each village in supply per 1,000 people."""
        return self.access * 1000.0

    def tidy(self) -> pd.DataFrame:
        """Return one row a village: access, access_per_1000."""
        return pd.DataFrame({"access": self.access, "access_per_1000": self.access_per_1000})


def population_within(minutes: ArrayLike, population: ArrayLike, limits: ArrayLike = (30.0, 60.0)) -> Reach:
    """Return who reaches a facility within each limit (minutes, ascending or not).

    `minutes` is the travel time of each village, shape (villages,) to the nearest facility or (villages, facilities);
    infinite where there is no way, NaN where it is unknown. `population` one entry a village, NaN where missing. A
    village exactly at the limit is within. Villages beyond 60 minutes are `villages_beyond` of that limit. Times must
    come from roads, or straight lines by a detour factor that the caller states. Source: AccessMod (Ray & Ebener 2008).
    Raises ValueError for negative figures and shapes that do not fit.
    """
    travel, people = _travel(minutes, population)
    limit = np.atleast_1d(np.asarray(limits, dtype=float))
    nearest = np.fmin.reduce(travel, axis=1, initial=np.inf)
    unsure = np.asarray(np.isnan(travel).any(axis=1))[:, None]
    within = np.asarray(nearest[:, None] <= limit)
    kinds = (within, ~within & ~unsure, ~within & unsure)
    known = np.nan_to_num(people)
    near, far, open_ = (np.asarray(kind.sum(axis=0), dtype=float) for kind in kinds)
    heads_near, heads_far, heads_open = (known @ kind for kind in kinds)
    return Reach(limit, near, far, open_, heads_near, heads_far, heads_open, int(np.isnan(people).sum()))


def coverage_by_capacity(
    minutes: ArrayLike, population: ArrayLike, capacity: ArrayLike, limit_minutes: float = 60.0
) -> Coverage:
    """Return who is served when facilities fill up, the nearest first.

    `minutes` has shape (villages, facilities) as in `population_within`; `population` and `capacity` are people, one
    entry a village and a facility. Greedy: pairs of village and facility in the order of travel time (ties: the village
    named first, then the facility named first); each takes what the village still needs and the facility still has, so
    a village may be shared. It is what happens when the nearest come first, not the best possible allocation; AccessMod
    lets one facility after another fill up instead. Raises ValueError for missing or negative population or capacity.
    """
    travel, people = _travel(minutes, population)
    room = np.array(capacity, dtype=float)
    if room.shape != (travel.shape[1],) or not np.all(room >= 0) or np.isnan(people).any():
        raise ValueError(f"expected population of every village and {travel.shape[1]} capacities, each known and 0 or more")
    inside = travel <= limit_minutes
    village, facility = np.nonzero(inside)
    order = np.argsort(travel[inside], kind="stable")
    remaining, left = _nearest_first(village[order], facility[order], people, room)
    unsure, reached = np.isnan(travel).any(axis=1), inside.any(axis=1)
    full, unknown, beyond = (np.where(w, remaining, 0.0) for w in (reached, ~reached & unsure, ~reached & ~unsure))
    decided = people.sum() - unknown.sum()
    served = people - remaining
    share = float(served.sum() / decided) if decided > 0 else float("nan")
    return Coverage(people, served, full, beyond, unknown, room - left, share)


def coverage_of_pairs(
    village: NDArray[np.int64], facility: NDArray[np.int64], minutes: FloatArray, population: FloatArray, capacity: FloatArray
) -> FloatArray:
    """Return the people served of each village when facilities fill up, as `coverage_by_capacity` does, from a list of pairs.

    `village` and `facility` are the places of each pair in `population` and `capacity`, `minutes` its travel; only pairs within the limit
    belong in the list. For areas whose matrix of villages by facilities would be mostly empty. Raises ValueError for missing or
    negative figures and lists of unequal length.
    """
    if not len(village) == len(facility) == len(minutes):
        raise ValueError(f"{len(village)} villages, {len(facility)} facilities and {len(minutes)} times, expected as many of each")
    if not (np.all(minutes >= 0) and np.all(population >= 0) and np.all(capacity >= 0)):
        raise ValueError("minutes, population and capacity must be known and 0 or more")
    order = np.lexsort((facility, village, minutes))
    remaining, _ = _nearest_first(village[order], facility[order], population.astype(float), capacity.astype(float))
    return population - remaining


def _nearest_first(
    village: NDArray[np.int64], facility: NDArray[np.int64], people: FloatArray, room: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return what villages still need and facilities still have after serving the pairs in the order given."""
    need, left = people.copy(), room.copy()
    for start in range(0, len(village), PAIRS_AT_ONCE):
        v, f = village[start : start + PAIRS_AT_ONCE], facility[start : start + PAIRS_AT_ONCE]
        open_ = (need[v] > 0) & (left[f] > 0)  # most pairs are settled before their turn comes
        needs, rooms = need.tolist(), left.tolist()
        for i, j in zip(v[open_].tolist(), f[open_].tolist(), strict=True):
            taken = min(needs[i], rooms[j])
            needs[i] -= taken
            rooms[j] -= taken
        need, left = np.array(needs, dtype=float), np.array(rooms, dtype=float)
    return need, left


def e2sfca(
    minutes: ArrayLike,
    population: ArrayLike,
    supply: ArrayLike,
    zone_minutes: ArrayLike = ZONE_MINUTES,
    weights: ArrayLike = ZONE_WEIGHTS,
) -> FloatingCatchment:
    """Return access by the enhanced two-step floating catchment area method.

    R_j = S_j ÷ Σ_k P_k W(d_kj), then A_i = Σ_j R_j W(d_ij). `minutes` (villages, facilities) as in `population_within`;
    `population` people a village; `supply` FTE or persons a facility. `zone_minutes` are the upper limits of the zones,
    included, ascending; their last one is the catchment. For a catchment that varies, as rural areas need, give shape
    (villages, zones): each village its own limits, used in both steps. Unknown travel counts as no way in the sums.
    Σ P_i A_i is the supply of all facilities that are used. Source: Luo & Qi (2009) Health & Place 15:1100; variable
    catchments McGrail (2012) Int J Health Geogr 11:50; on inflated demand Páez et al. (2019) Health & Place 59:102. Raises
    ValueError for missing or negative figures and shapes that do not fit.
    """
    travel, people = _travel(minutes, population)
    held = np.asarray(supply, dtype=float)
    if held.shape != (travel.shape[1],) or not np.all(held >= 0) or np.isnan(people).any():
        raise ValueError(f"expected population of every village and {travel.shape[1]} supplies, each known and 0 or more")
    weight = _zone_weights(travel, np.asarray(zone_minutes, dtype=float), np.asarray(weights, dtype=float))
    demand = people @ weight
    ratio = np.divide(held, demand, out=np.zeros_like(held), where=demand > 0)
    unknown = np.isnan(travel).all(axis=1) & (travel.shape[1] > 0)
    access = np.where(unknown, np.nan, weight @ ratio)
    return FloatingCatchment(access, ratio, int(unknown.sum()), demand <= 0)


def _zone_weights(travel: FloatArray, limits: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weight of each pair: that of the first zone whose limit it keeps, 0 beyond the last or unknown."""
    zones = limits if limits.ndim == 2 else np.atleast_1d(limits)[None, :]
    if weights.shape != zones.shape[1:] or zones.shape[0] not in (1, len(travel)):
        raise ValueError(f"zone_minutes has shape {limits.shape} and weights {weights.shape}, expected one weight a zone")
    if np.any(np.diff(zones, axis=1) <= 0) or not np.all(weights >= 0):
        raise ValueError("zone_minutes must ascend and weights must not be negative")
    found = np.zeros_like(travel)
    for zone in range(len(weights) - 1, -1, -1):  # from the widest to the narrowest, which has the last word
        np.copyto(found, weights[zone], where=travel <= zones[:, zone, None])
    return found


def _travel(minutes: ArrayLike, population: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return times of shape (villages, facilities) and the population of each village."""
    travel = np.asarray(minutes, dtype=float)
    travel = travel[:, None] if travel.ndim == 1 else travel
    people = np.asarray(population, dtype=float)
    if travel.ndim != 2 or people.shape != (len(travel),):
        raise ValueError(f"minutes has shape {travel.shape} and population {people.shape}, expected one row a village in both")
    if np.any(travel < 0) or np.any(people < 0) or np.isinf(people).any():
        raise ValueError("minutes and population must be 0 or more (minutes infinite where there is no way)")
    return travel, people


def _divide(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return part ÷ whole, NaN where the whole is 0."""
    share: FloatArray = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share
