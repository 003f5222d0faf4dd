"""The people, spells and clinics the careers run over, and how the first of them are put in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from pipelines.demo import people
from pipelines.demo.design import AREAS, CLASSES, GROUPS, MONTHS, Design, first_day, last_day
from pipelines.demo.places import Clinic, Place

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
STAYS = MONTHS + 1  # the end of a spell that goes on
_CONTRACT = {"village_doctor": "村聘", "village_clinic_other": "村聘"}


@dataclass(slots=True)
class Spell:
    """A stay in one post; months as numbered in `design`; the last day in post is `end_day` of the month `end` (0: its last)."""

    person: int
    clinic: int
    group: int
    start: int
    end: int
    reason: str
    destination: str
    contract: str
    fte: float
    is_main: bool = True
    end_day: int = 0

    def holds(self, month: int) -> bool:
        """Say whether the post is held on the last day of a month (which is also when the month is paid)."""
        return self.start <= month and (month < self.end or (month == self.end and self.end_day == 0))

    @property
    def end_on(self) -> date | None:
        """The last day in post, None while it goes on."""
        if self.end >= STAYS:
            return None
        return last_day(self.end) if self.end_day == 0 else first_day(self.end).replace(day=self.end_day)


@dataclass(slots=True)
class Person:
    """Someone who was in post at some time; licences are places in people.LICENCES."""

    area: str
    birth_month: int
    is_female: bool
    id_number: str
    name: str
    education: int
    licence: int
    pay_factor: float
    upgraded_to: int = -1
    upgraded_in: int = STAYS


@dataclass(slots=True)
class Ground:
    """The clinics as arrays: area, county, township, class, and how many of each group they were made for."""

    clinics: tuple[Clinic, ...]
    area: Ints
    county: Ints
    township: Ints
    remoteness: Ints
    wave: Ints  # by clinic: month from which the allowance is paid
    posts: npt.NDArray[np.float64]  # group x clinic


@dataclass(slots=True)
class World:
    """The state of the simulation; arrays over people, used up to `size`."""

    ground: Ground
    design: Design
    rng: np.random.Generator
    people: list[Person] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    active: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(20000, bool))
    clinic: Ints = field(default_factory=lambda: np.zeros(20000, np.int64))
    group: Ints = field(default_factory=lambda: np.zeros(20000, np.int64))
    since: Ints = field(default_factory=lambda: np.zeros(20000, np.int64))
    born: Ints = field(default_factory=lambda: np.zeros(20000, np.int64))
    licence: Ints = field(default_factory=lambda: np.zeros(20000, np.int64))
    pay: Floats = field(default_factory=lambda: np.zeros(20000))
    spell: Ints = field(default_factory=lambda: np.zeros(20000, np.int64))


def _spread(total: int, weights: Floats, least: Floats, rng: np.random.Generator) -> Floats:
    """Split `total` posts over clinics: `least` each, the rest by chance."""
    rest = total - int(least.sum())
    return least + rng.multinomial(max(rest, 0), weights / weights.sum())


def lay_ground(places: tuple[Place, ...], clinics: tuple[Clinic, ...], design: Design, rng: np.random.Generator) -> Ground:
    """Return the clinics as arrays with their established posts per group (an assumption)."""
    by_code = {p.code: i for i, p in enumerate(places)}
    town = np.array([by_code[c.township] for c in clinics])
    county = np.array([by_code[places[t].parent] for t in town])
    area = np.array([AREAS.index(places[c].parent) for c in county])
    size = np.array([float(places[t].population_2020) for t in town])
    kind = np.array([c.kind for c in clinics])
    posts = np.zeros((len(GROUPS), len(clinics)))
    centre, station, village = np.char.endswith(kind, "centre"), kind == "community_station", kind == "village_clinic"
    for a, code in enumerate(AREAS):
        staff = design.staff[code]
        here = area == a
        for g, group in enumerate(GROUPS):
            weights = here * (village * 1.0 if group.startswith("village") else centre * np.sqrt(size))
            least = here * {"village_doctor": village * 1.0, "township_doctor": centre + station * 1.0,
                            "township_nurse": centre + station * 0.0}.get(group, village * 0.0)
            if group == "township_nurse":
                least = least + here * station * (rng.random(len(kind)) < 0.6)
            posts[g] += _spread(staff[group][0], weights, least.astype(float), rng)
    wave = np.array([design.wave.get(places[c].code, MONTHS * 2) for c in county])
    remoteness = np.array([CLASSES.index(places[t].remoteness) for t in town])
    return Ground(clinics, area, county, town, remoteness, wave, posts)


def _fte(group: str, is_chosen: bool, rng: np.random.Generator) -> float:
    if group != "village_doctor" or is_chosen:
        return 1.0
    return float(rng.choice([0.5, 0.8, 1.0], p=[0.26, 0.16, 0.58]))


def join(world: World, clinics: Ints, group: int, starts: Ints, ages: Floats, month: int) -> None:
    """Put new people into `clinics` from the months `starts`; `month` is now."""
    rng, label, count = world.rng, GROUPS[group], len(clinics)
    female = rng.random(count) < {"village_doctor": 0.31, "township_nurse": 0.93}.get(label, 0.46)
    licence = people.licences(count, label, month >= 0, rng)
    education = people.educations(ages, label, rng)
    births = people.birth_dates(ages, np.full(count, max(month, 0)), rng)
    factor = np.exp(rng.normal(-0.015, 0.17, count))
    in_drive = world.design.drive_from <= month <= world.design.drive_to
    for i in range(count):
        n, place = len(world.people), int(clinics[i])
        area = AREAS[world.ground.area[place]]
        number = people.id_number(births[i], bool(female[i]), n % 500, n // 500)
        world.people.append(
            Person(area, (births[i].year - 2015) * 12 + births[i].month - 1, bool(female[i]), number,
                   people.name(area, n), int(education[i]), int(licence[i]), float(factor[i]))
        )
        fte = _fte(label, in_drive, rng)
        world.spells.append(Spell(n, place, group, int(starts[i]), STAYS, "", "", _CONTRACT.get(label, "编制"), fte))
        world.active[n], world.clinic[n], world.group[n] = True, place, group
        world.since[n], world.born[n], world.licence[n] = starts[i], world.people[n].birth_month, licence[i]
        world.pay[n] = world.design.pay_2015[area][label] * factor[i] * fte
        world.spell[n] = len(world.spells) - 1


def open_posts(world: World) -> None:
    """Fill every post at the start of 2015 with people hired over the decades before."""
    for group, label in enumerate(GROUPS):
        clinics = np.repeat(np.arange(len(world.ground.clinics)), world.ground.posts[group].astype(int))
        ages = people.stock_ages(len(clinics), label, world.rng)
        served = world.rng.beta(1.3, 1.6, len(clinics)) * np.maximum(ages - 20.5, 0.5) * 12
        join(world, clinics, group, -1 - np.floor(served).astype(int), ages, -1)


def closing_month(world: World) -> dict[int, int]:
    """Return village clinics that nobody works in any more and the month the last left (at least half a year ago)."""
    last: dict[int, int] = {}
    for spell in world.spells:
        last[spell.clinic] = max(last.get(spell.clinic, -1), spell.end)
    return {c: m for c, m in sorted(last.items()) if m < MONTHS - 6 and world.ground.clinics[c].kind == "village_clinic"}


def licence_at(person: Person, month: int) -> str:
    """Return the licence somebody held on the last day of a month."""
    return people.LICENCES[person.upgraded_to if month >= person.upgraded_in else person.licence]
