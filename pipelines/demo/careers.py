"""Eleven years of careers, month by month: hiring, leaving, moving, gaining a licence.

A spell begins on the first day of a month; who leaves does so on any day of a month but its last, who moves or is
reclassified changes over at the end of one. Each month a rural doctor leaves with the hazard of the remoteness class of the clinic, times the allowance's ratio where it is paid: nothing else
changes whether somebody leaves. Who of those alike in county, class and years of service goes is weighted by age (and
by low pay in the year around the recruitment drive); so retirement is a reason, not an extra hazard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from pipelines.demo import people
from pipelines.demo.design import AREAS, CLASSES, GROUPS, MONTHS, RURAL_DOCTORS, Design, first_day, last_day
from pipelines.demo.places import Clinic, Place

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
STAYS = MONTHS + 1  # the end of a spell that goes on
_REASONS = (("resigned", 0.6), ("contract_ended", 0.18), ("promoted_out", 0.12), ("dismissed", 0.05), ("unknown", 0.05))
_GOES_TO = {"resigned": ("外出务工", "开办个体诊所", ""), "promoted_out": ("县级医院",), "retired": ("",), "died": ("",)}
_CONTRACT = {"village_doctor": "村聘", "village_clinic_other": "村聘"}
_DOCTORS = tuple(GROUPS.index(g) for g in RURAL_DOCTORS)


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


def _join(world: World, clinics: Ints, group: int, starts: Ints, ages: Floats, month: int) -> None:
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


def _open(world: World) -> None:
    """Fill every post at the start of 2015 with people hired over the decades before."""
    for group, label in enumerate(GROUPS):
        clinics = np.repeat(np.arange(len(world.ground.clinics)), world.ground.posts[group].astype(int))
        ages = people.stock_ages(len(clinics), label, world.rng)
        served = world.rng.beta(1.3, 1.6, len(clinics)) * np.maximum(ages - 20.5, 0.5) * 12
        _join(world, clinics, group, -1 - np.floor(served).astype(int), ages, -1)


def _target(design: Design, area: str, group: str, month: int) -> float:
    first, last = design.staff[area][group]
    target = first + (last - first) * (month + 1) / MONTHS
    if group == "township_doctor":
        done = (month - design.drive_from + 1) / (design.drive_to - design.drive_from + 1)
        target += design.drive[area] * float(np.clip(done, 0, 1))
    return target


def _hire(world: World, month: int) -> None:
    """Hire up to the area's target, first where posts stand empty."""
    filled = np.zeros_like(world.ground.posts)
    now = np.flatnonzero(world.active)
    np.add.at(filled, (world.group[now], world.clinic[now]), 1)
    for a, area in enumerate(AREAS):
        here = world.ground.area == a
        for g, group in enumerate(GROUPS):
            wanted = int(_target(world.design, area, group, month) - filled[g][here].sum())
            if wanted <= 0:
                continue
            posts = np.where(here, world.ground.posts[g], 0)
            weights = np.maximum(posts - filled[g], 0.05 * posts)
            clinics = world.rng.choice(len(weights), wanted, p=weights / weights.sum())
            ages = people.hire_ages(wanted, world.rng)
            _join(world, clinics, g, np.full(wanted, month), ages, month)


def _end(world: World, who: int, month: int, reason: str, destination: str = "") -> None:
    spell = world.spells[world.spell[who]]
    spell.end, spell.reason, spell.destination = month, reason, destination


def _leave(world: World, who: int, month: int, reason: str) -> None:
    places = _GOES_TO.get(reason, ("",))
    _end(world, who, month, reason, places[int(world.rng.integers(len(places)))])
    world.spells[world.spell[who]].end_day = int(world.rng.integers(1, last_day(month).day))
    world.active[who] = False


def _reason(world: World, who: int, month: int) -> str:
    if month - world.born[who] >= 60 * 12 and world.rng.random() < 0.9:
        return "retired"
    names, shares = zip(*_REASONS, strict=True)
    return str(world.rng.choice(names, p=shares))


def hazards(world: World, who: Ints, month: int) -> Floats:
    """Return the monthly leaving hazard of rural doctors `who`: their class's, times the ratio where the allowance is paid."""
    design, clinic = world.design, world.clinic[who]
    by_class = np.array([design.hazard[c] for c in CLASSES])[world.ground.remoteness[clinic]]
    return by_class * np.where(world.ground.wave[clinic] <= month, design.allowance_ratio, 1.0)


def _weights(world: World, who: Ints, month: int) -> Floats:
    age = (month - world.born[who]) / 12
    weight = np.select([age < 58, age < 64, age < 70], [1.0, 3.0, 9.0], 30.0)
    if world.design.pull_from <= month <= world.design.pull_to:
        weight = weight * (world.pay[who] / 40000) ** -world.design.low_pay_pull
    return weight


def _doctors_leave(world: World, month: int) -> None:
    """Draw how many leave among those alike in county, class and years of service, then who."""
    who = np.flatnonzero(world.active & np.isin(world.group, _DOCTORS))
    hazard, weights = hazards(world, who, month), _weights(world, who, month)
    clinic, band = world.clinic[who], np.minimum((month - world.since[who]) // 12, 3)
    alike = (world.ground.county[clinic] * 10 + world.ground.remoteness[clinic]) * 10 + band
    for key in np.unique(alike):
        members = np.flatnonzero(alike == key)
        count = int(world.rng.binomial(len(members), hazard[members[0]]))
        if count:
            first = np.argsort(world.rng.exponential(size=len(members)) / weights[members], kind="stable")[:count]
            for i in who[members[first]]:
                _leave(world, int(i), month, _reason(world, int(i), month))


def _others_leave(world: World, month: int) -> None:
    for group, hazard in world.design.hazard_other.items():
        who = np.flatnonzero(world.active & (world.group == GROUPS.index(group)))
        for i in who[world.rng.random(len(who)) < hazard]:
            _leave(world, int(i), month, _reason(world, int(i), month))


def _die(world: World, month: int) -> None:
    who = np.flatnonzero(world.active)
    for i in who[world.rng.random(len(who)) < world.design.death]:
        _leave(world, int(i), month, "died")


def _continue(world: World, who: int, month: int, clinic: int, contract: str) -> None:
    """Open the next spell of somebody whose spell just ended."""
    last = world.spells[world.spell[who]]
    world.spells.append(Spell(who, clinic, last.group, month, STAYS, "", "", contract, last.fte))
    world.clinic[who], world.spell[who] = clinic, len(world.spells) - 1


def _move(world: World, month: int) -> None:
    """Move a few doctors and nurses to another township, mostly of the same county."""
    ground = world.ground
    who = np.flatnonzero(world.active & (world.group != GROUPS.index("village_clinic_other")))
    for i in who[world.rng.random(len(who)) < world.design.move]:
        here = world.clinic[i]
        may = (ground.posts[world.group[i]] > 0) & (ground.area == ground.area[here]) & (ground.township != ground.township[here])
        abroad = world.rng.random() < world.design.move_abroad_share
        may &= (ground.county != ground.county[here]) if abroad else (ground.county == ground.county[here])
        options = np.flatnonzero(may)
        if len(options):
            there = int(world.rng.choice(options))
            _end(world, int(i), month, "transferred", ground.clinics[there].name)
            _continue(world, int(i), month + 1, there, world.spells[world.spell[i]].contract)


def _upgrade(world: World, month: int) -> None:
    """Give licences: a village doctor becomes a licensed assistant (a new spell in the same post), an assistant a physician."""
    village = world.group == GROUPS.index("village_doctor")
    lower = np.where(village, np.isin(world.licence, (0, 4)), (world.licence == 2) & (world.group == GROUPS.index("township_doctor")))
    rate = np.where(village, world.design.upgrade["village_doctor"], world.design.upgrade["township_doctor"])
    for i in np.flatnonzero(world.active & lower & (world.rng.random(len(rate)) < rate)):
        person = world.people[i]
        if person.upgraded_in < STAYS or world.spells[world.spell[i]].start > month:
            continue
        to = 3 if not village[i] else 1 if month >= 24 and world.rng.random() < 0.45 else 2
        person.upgraded_to, person.upgraded_in, world.licence[i] = to, month + 1, to
        if village[i]:
            _end(world, int(i), month, "reclassified", "")
            _continue(world, int(i), month + 1, int(world.clinic[i]), "聘用")


def _second_posts(world: World, count: int) -> None:
    """Give a few village doctors a smaller second post in a clinic nearby."""
    ground, rng = world.ground, world.rng
    often = np.bincount([s.person for s in world.spells])
    single = [s for s in world.spells if often[s.person] == 1 and s.group == 0 and s.end - max(s.start, 0) > 30]
    for k in rng.choice(len(single), count, replace=False):
        spell = single[int(k)]
        near = (ground.township == ground.township[spell.clinic]) & (ground.posts[0] > 0)
        near[spell.clinic] = False
        options = np.flatnonzero(near)
        if len(options):
            start = max(spell.start, 0) + int(rng.integers(3, 24))
            spell.fte = 0.8
            world.spells.append(
                Spell(spell.person, int(rng.choice(options)), 0, start, spell.end, spell.reason, "", spell.contract, 0.2,
                      is_main=False, end_day=spell.end_day)
            )


def simulate(ground: Ground, design: Design, rng: np.random.Generator) -> World:
    """Run January 2015 to December 2025 and return everybody and every spell."""
    world = World(ground, design, rng)
    _open(world)
    for month in range(MONTHS):
        if month:
            _hire(world, month)
        _doctors_leave(world, month)
        _others_leave(world, month)
        _die(world, month)
        if month < MONTHS - 1:
            _move(world, month)
            _upgrade(world, month)
    _second_posts(world, 34)
    return world


def closing_month(world: World) -> dict[int, int]:
    """Return village clinics that nobody works in any more and the month the last left (at least half a year ago)."""
    last: dict[int, int] = {}
    for spell in world.spells:
        last[spell.clinic] = max(last.get(spell.clinic, -1), spell.end)
    return {c: m for c, m in sorted(last.items()) if m < MONTHS - 6 and world.ground.clinics[c].kind == "village_clinic"}


def licence_at(person: Person, month: int) -> str:
    """Return the licence somebody held on the last day of a month."""
    return people.LICENCES[person.upgraded_to if month >= person.upgraded_in else person.licence]

