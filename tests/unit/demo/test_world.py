"""The simulated world is the size it should be, hangs together, and holds the truths it says it holds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from pipelines.analysis.interval import bootstrap_median, byar
from pipelines.analysis.survival import kaplan_meier
from pipelines.demo import SEED, make_world
from pipelines.demo.design import AREAS, CLASSES, FIRST_YEAR, GROUPS, MONTHS, RURAL_DOCTORS, first_day, month_of
from pipelines.demo.pay import Ledger, annualised, growth_2024, make_ledger
from pipelines.demo.people import id_number
from pipelines.demo.places import Place, read_places
from pipelines.demo.truth import Check, make_checks
from pipelines.demo.views import RESIDENTS_2022, residents
from pipelines.demo.world import Spell, World, licence_at

DAYS_PER_MONTH = 30.4375


@pytest.fixture(scope="module")
def world() -> World:
    """The demo's people and spells."""
    return make_world(SEED)[1]


@pytest.fixture(scope="module")
def ledger(world: World) -> Ledger:
    """The demo's pay."""
    return make_ledger(world)


@pytest.fixture(scope="module")
def places() -> tuple[Place, ...]:
    """The demo's places."""
    return read_places()


@pytest.mark.parametrize(("area", "townships", "units", "villages", "persons"), [
    ("5425", 37, 145, 145, 123_000), ("1403", 42, 777, 620, 1_318_505),
])
def test_places_have_the_published_sizes(
    places: tuple[Place, ...], area: str, townships: int, units: int, villages: int, persons: int
) -> None:
    mine = [p for p in places if p.level == "township" and p.code.startswith(area)]
    assert len(mine) == townships
    assert sum(p.village_units + p.community_units for p in mine) == units
    assert sum(p.village_units for p in mine) == villages
    assert sum(p.population_2020 for p in mine) == persons


def test_residents_meet_the_published_county_totals(places: tuple[Place, ...]) -> None:
    now = residents(places, 2022)
    for county, persons in RESIDENTS_2022.items():
        assert sum(n for code, n in now.items() if code.startswith(county)) == persons
    assert sum(RESIDENTS_2022.values()) == 1_311_061
    gaize = [p.code for p in places if p.parent == "542526"]
    assert sum(residents(places, 2020)[c] for c in gaize) == 25_327


def _held(world: World, area: str, group: str, month: int) -> list[Spell]:
    return [s for s in world.spells if s.is_main and s.holds(month) and GROUPS[s.group] == group
            and AREAS[world.ground.area[s.clinic]] == area]


def test_village_doctors_fall_in_yangquan_and_not_in_ngari(world: World) -> None:
    counts = {a: [len(_held(world, a, "village_doctor", month_of(y, 12))) for y in (2015, 2025)] for a in AREAS}
    assert 1200 <= counts["140300"][0] <= 1250 and 0.70 <= counts["140300"][1] / counts["140300"][0] <= 0.78
    assert 275 <= counts["542500"][0] <= 295 and counts["542500"][1] >= counts["542500"][0]


def test_village_doctors_are_as_old_as_surveys_found(world: World) -> None:
    ages = np.array([-world.people[s.person].birth_month / 12 for s in world.spells if s.start < 0 and s.group == 0 and s.is_main])
    assert abs(ages.mean() - 49) < 1 and abs((ages >= 50).mean() - 0.45) < 0.03


def test_careers_hang_together(world: World) -> None:
    chains: dict[int, list[Spell]] = defaultdict(list)
    for spell in world.spells:
        if spell.is_main:
            chains[spell.person].append(spell)
    for chain in chains.values():
        chain.sort(key=lambda s: s.start)
        for one, two in zip(chain, chain[1:], strict=False):
            assert one.reason in ("transferred", "reclassified") and one.end_day == 0
            assert two.start == one.end + 1 and one.group == two.group
            assert (one.clinic == two.clinic) == (one.reason == "reclassified")
        assert chain[-1].reason not in ("transferred", "reclassified")
        assert all(s.end_on is None or first_day(s.start) <= s.end_on for s in chain)


def test_a_licence_gained_ends_a_village_doctors_spell(world: World) -> None:
    ended = [s for s in world.spells if s.reason == "reclassified"]
    assert len(ended) > 50
    for spell in ended:
        person = world.people[spell.person]
        assert licence_at(person, spell.end) in ("village_certificate", "none")
        assert licence_at(person, spell.end + 1) in ("assistant", "rural_assistant")


def test_id_numbers_are_valid_unique_and_of_no_place(world: World) -> None:
    numbers = [p.id_number for p in world.people]
    assert len(set(numbers)) == len(numbers)
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    for number, person in zip(numbers, world.people, strict=True):
        assert number.startswith("999") and len(number) == 18
        assert "10X98765432"[sum(int(c) * w for c, w in zip(number[:17], weights, strict=True)) % 11] == number[17]
        assert (int(number[16]) % 2 == 0) == person.is_female
    assert id_number(date(1990, 1, 1), True, 0, 0)[:14] == "99900019900101"


@pytest.mark.parametrize("root", AREAS)
def test_pay_rises_as_planted(world: World, ledger: Ledger, root: str) -> None:
    growth = growth_2024(world, ledger, root)
    assert abs(growth["headline"] - 0.15) <= 0.003
    assert 0.08 <= growth["same_person"] <= 0.10
    before, after = (annualised(ledger.monthly, world.ground.area, y, root) for y in (2023, 2024))
    both = before.index.intersection(after.index)
    lower, upper = bootstrap_median((after[both] / before[both] - 1).to_numpy(), seed=1)
    assert lower <= ledger.raises[root] <= upper


def _presences(world: World, check: Check) -> list[tuple[date, date, bool]]:
    """Return first day, last day and whether the person left, of rural doctors of the check's region and class."""
    chains: dict[int, list[Spell]] = defaultdict(list)
    for spell in sorted(world.spells, key=lambda s: s.start):
        clinic = world.ground.clinics[spell.clinic]
        inside = clinic.township.startswith(check.region) or AREAS[world.ground.area[spell.clinic]] == check.region
        if spell.is_main and inside and GROUPS[spell.group] in RURAL_DOCTORS:
            chains[spell.person].append(spell)
    return [
        (first_day(c[0].start), c[-1].end_on or date.max, c[-1].reason not in ("", "died", "reclassified"))
        for c in chains.values() if CLASSES[world.ground.remoteness[c[0].clinic]] == check.category
    ]


def _interval(world: World, check: Check) -> tuple[float, float]:
    """Estimate what a check asks for in plain Python; return the 95 % interval."""
    first, last = (FIRST_YEAR, FIRST_YEAR + MONTHS // 12 - 1) if check.period == "all" else (int(check.period), int(check.period))
    opens, closes = date(first - 1, 12, 31), date(last, 12, 31)
    rows = [(s, e, left and e < closes) for s, e, left in _presences(world, check) if s <= closes and e >= opens]
    if check.at is None:
        mean = (sum(s <= opens for s, _, _ in rows) + sum(e >= closes for _, e, _ in rows)) / 2
        lower, upper = byar(sum(left for _, _, left in rows), mean)
        return float(lower), float(upper)
    entry = np.array([max((opens - s).days, 0) for s, _, _ in rows])
    leave = np.array([(min(e, closes) - s).days + (e < closes) for s, e, _ in rows])
    event = np.array([left for _, _, left in rows])
    kept = leave > entry
    return kaplan_meier(entry[kept], leave[kept], event[kept]).at(check.at * DAYS_PER_MONTH)[1:3]


def test_every_planted_hazard_lies_in_its_interval(world: World, ledger: Ledger) -> None:
    checks = [c for c in make_checks(world, ledger) if not c.indicator.startswith("pay")]
    missed = [(c, i) for c in checks if not (i := _interval(world, c))[0] <= c.value <= i[1]]
    assert not missed
    assert {c.indicator for c in checks} == {"leaver_rate", "survival"} and len(checks) >= 40


def test_intervals_cover_in_other_worlds_as_well() -> None:
    covered = []
    for stream in range(4):
        _, other = make_world(7, stream)
        for check in make_checks(other, make_ledger(other)):
            if not check.indicator.startswith("pay"):
                lower, upper = _interval(other, check)
                covered.append(lower <= check.value <= upper)
    assert np.mean(covered) > 0.90
