"""Eleven years of careers, month by month: hiring, leaving, moving, gaining a licence.

A spell begins on the first day of a month; who leaves does so on any day of a month but its last, who moves or is
reclassified changes over at the end of one. Each month a rural doctor leaves with the hazard of the remoteness class
of the clinic, times the allowance's ratio where it is paid: nothing else changes whether somebody leaves. Who of those
alike in county, class and years of service goes is weighted by age (and by low pay in the year around the recruitment
drive); so retirement is a reason, not an extra hazard.
"""

from __future__ import annotations

import numpy as np

from pipelines.demo import people
from pipelines.demo.design import AREAS, CLASSES, GROUPS, MONTHS, RURAL_DOCTORS, Design, last_day
from pipelines.demo.world import STAYS, Floats, Ground, Ints, Spell, World, join, open_posts

_REASONS = ("resigned", "contract_ended", "promoted_out", "dismissed", "unknown")
_REASON_SHARES = (0.6, 0.18, 0.12, 0.05, 0.05)
_GOES_TO = {"resigned": ("外出务工", "开办个体诊所", ""), "promoted_out": ("县级医院",), "retired": ("",), "died": ("",)}
_DOCTORS = tuple(GROUPS.index(g) for g in RURAL_DOCTORS)


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
            join(world, clinics, g, np.full(wanted, month), ages, month)


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
    return str(world.rng.choice(_REASONS, p=_REASON_SHARES))


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
    open_posts(world)
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
