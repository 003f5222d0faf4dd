"""The simulated people, spells and clinics as frames: what every record around the careers is made from.

Nothing here draws from the generator of the careers: each topic has a stream of its own, so that a topic more leaves the
careers, and every other topic, as they were.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.demo import people
from pipelines.demo.design import AREAS, CLASSES, FIRST_YEAR, GROUPS, MONTHS, RURAL_DOCTORS
from pipelines.demo.places import Place
from pipelines.demo.world import STAYS, World, closing_month

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
NOW = MONTHS - 1  # the last month of the demo, December 2025
_ORIGIN = np.datetime64(f"{FIRST_YEAR}-01", "M")


@dataclass(frozen=True)
class Cast:
    """Everybody and every place, by number.

    people (by person): id_number, person_name, area, born (month), is_female, education, licence, upgraded_to, upgraded_in,
    first (month of entry), last (the month somebody left in, STAYS while in post), left_on, reason, is_doctor.
    spells (main posts): spell (number in the world), person, clinic, group, start, end, end_day, reason, contract,
    fte, county, township, area, remoteness.
    clinics (by clinic): facility_code, facility_name, kind, township, county (both codes), office, area, remoteness, wave,
    closed (month, STAYS while open), longitude, latitude, village.
    """

    seed: int
    places: tuple[Place, ...]
    world: World
    people: pd.DataFrame
    spells: pd.DataFrame
    clinics: pd.DataFrame
    _held: dict[int, pd.DataFrame] = field(default_factory=dict, repr=False)

    def stream(self, topic: str) -> np.random.Generator:
        """Return the random numbers of a topic: the same for the same seed and topic."""
        return np.random.default_rng([self.seed, zlib.crc32(topic.encode())])

    def in_post(self, month: int, groups: tuple[str, ...] = GROUPS) -> pd.DataFrame:
        """Return the main spells held on the last day of a month, one row a person, by person."""
        if month not in self._held:
            s = self.spells
            held = (s["start"] <= month) & ((s["end"] > month) | ((s["end"] == month) & (s["end_day"] == 0)))
            self._held[month] = s[held].set_index("person").sort_index()
        there = self._held[month]
        return there if groups == GROUPS else there[there["group"].isin(groups)]

    def clinic_at(self, persons: Ints, months: Ints) -> Ints:
        """Return the clinic of the main spell that covers each person's month; the nearest one where none does."""
        order = self.spells.sort_values(["person", "start"], kind="stable")
        place = (
            np.searchsorted(
                order["person"].to_numpy() * 10_000 + order["start"].to_numpy() + 5000, persons * 10_000 + months + 5000, "right"
            )
            - 1
        )
        first = np.searchsorted(order["person"].to_numpy(), persons, "left")
        return np.asarray(order["clinic"].to_numpy()[np.maximum(place, first)])

    def office_of(self, clinics: Ints) -> Ints:
        """Return the county office (its number among the places) of each clinic."""
        return np.asarray(self.clinics["office"].to_numpy()[clinics])

    def counties(self) -> list[Place]:
        """Return the counties of both areas in the order of the register."""
        return [p for p in self.places if p.level == "county"]


def _people(world: World, spells: pd.DataFrame) -> pd.DataFrame:
    columns = ("id_number", "area", "birth_month", "is_female", "education", "licence", "upgraded_to", "upgraded_in", "name")
    frame = pd.DataFrame({n: [getattr(p, n) for p in world.people] for n in columns})
    frame = frame.rename(columns={"birth_month": "born", "name": "person_name"})
    chain = spells.sort_values(["person", "start"], kind="stable").groupby("person")
    last = chain.tail(1).set_index("person")
    frame["first"], frame["last"], frame["reason"] = chain["start"].min(), last["end"], last["reason"]
    frame["left_on"] = day_of(last["end"].to_numpy(), last["end_day"].to_numpy())
    frame.loc[frame["last"] >= STAYS, "left_on"] = pd.NaT
    frame["is_doctor"] = last["group"].isin(RURAL_DOCTORS)
    return frame


def _spells(world: World) -> pd.DataFrame:
    columns = ("person", "clinic", "group", "start", "end", "end_day", "reason", "contract", "fte", "is_main")
    frame = pd.DataFrame({n: [getattr(s, n) for s in world.spells] for n in columns})
    frame["group"] = np.array(GROUPS)[frame["group"].to_numpy()]
    return frame[frame["is_main"]].drop(columns="is_main").reset_index(names="spell")


def _clinics(places: tuple[Place, ...], world: World) -> pd.DataFrame:
    ground, closed = world.ground, closing_month(world)
    rows = {n: [getattr(c, n) for c in ground.clinics] for n in ("code", "name", "kind", "township", "village", "longitude", "latitude")}
    frame = pd.DataFrame(rows).rename(columns={"code": "facility_code", "name": "facility_name"})
    frame["office"], frame["county"] = ground.county, [places[i].code for i in ground.county]
    frame["area"] = np.array(AREAS)[ground.area]
    frame["remoteness"] = np.array(CLASSES)[ground.remoteness]
    frame["wave"] = ground.wave
    frame["closed"] = [closed.get(i, STAYS) for i in range(len(frame))]
    return frame


def make_cast(seed: int, places: tuple[Place, ...], world: World) -> Cast:
    """Return the people, spells and clinics of a world as frames."""
    clinics, spells = _clinics(places, world), _spells(world)
    there = clinics.loc[spells["clinic"], ["county", "township", "area", "remoteness", "office"]].reset_index(drop=True)
    spells = pd.concat([spells, there], axis=1)
    few = ("group", "reason", "contract", "county", "township", "area", "remoteness")
    spells = spells.astype(dict.fromkeys(few, "category"))  # compared and taken from again and again
    return Cast(seed, places, world, _people(world, spells), spells, clinics)


def licence_of(cast: Cast, persons: Ints, months: Ints) -> npt.NDArray[np.str_]:
    """Return the licence each person holds in a month ("" for those who need none)."""
    upgraded_in, upgraded_to, first = (cast.people[n].to_numpy()[persons] for n in ("upgraded_in", "upgraded_to", "licence"))
    return np.array(people.LICENCES)[np.where(months >= upgraded_in, upgraded_to, first).astype(int)]


def day_of(months: Ints, days: Ints) -> Days:
    """Return the day of each month number; day 0 is the last of the month, later days are cut to it."""
    first = (_ORIGIN + np.asarray(months, np.int64)).astype("datetime64[D]")
    length = ((_ORIGIN + np.asarray(months, np.int64) + 1).astype("datetime64[D]") - first).astype(np.int64)
    day = np.where(np.asarray(days) == 0, length, np.minimum(days, length))
    return np.asarray(first + (day - 1).astype("timedelta64[D]"))


def month_at(days: Days) -> Ints:
    """Return the month number of each day."""
    return np.asarray((np.asarray(days, "datetime64[M]") - _ORIGIN).astype(np.int64))


def some_day(months: Ints, rng: np.random.Generator) -> Days:
    """Return a day of each month drawn by chance, 1 to 28."""
    return day_of(months, rng.integers(1, 29, len(months)))
