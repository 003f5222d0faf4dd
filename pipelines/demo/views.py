"""What the offices know and send: places, clinics, population, rosters, returns and spells, row by row."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from pipelines.codelists.contract_type import CONTRACT_TYPE
from pipelines.codelists.education import EDUCATION
from pipelines.codelists.exit_reason import EXIT_REASON
from pipelines.codelists.facility_type import FACILITY_TYPE
from pipelines.codelists.licence import LICENCE
from pipelines.codelists.pension_scheme import PENSION_SCHEME
from pipelines.codelists.remoteness import REMOTENESS
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.core.codelist import CodeList
from pipelines.demo import people
from pipelines.demo.design import FIRST_YEAR, GROUPS, MONTHS, first_day, last_day
from pipelines.demo.merger import COUNTY, FORMED, FORMERS, former_places, split_residents
from pipelines.demo.merger import YEAR as MERGED
from pipelines.demo.places import Place
from pipelines.demo.workbook import Value
from pipelines.demo.world import Spell, World, closing_month, licence_at
from pipelines.site import DATA

Rows = list[list[Value]]
CODE_SYSTEM = "MCA 2025-12-31"
# residents at the end of 2022, published (facts of the demo); the sum is the city's 1,311,061
RESIDENTS_2022 = {"140302": 224497, "140303": 227928, "140311": 275893, "140321": 303592, "140322": 279151}
_TERMS = ("contract", "village_hired", "township_hired")  # footings that run for three years at a time
_GROWTH = {"542500": 0.009, "140300": -0.0028}  # a year, assumed where no figure stands


def title(codes: CodeList, code: str) -> str:
    """Return the Chinese title of a code; blank for a blank code."""
    return codes.titles[code].zh if code else ""


def _level(place: Place) -> str:
    return next(s for s in ("街道", "地区", "市", "县", "区", "镇", "乡") if place.name_zh.endswith(s))


def region_rows(places: tuple[Place, ...]) -> Rows:
    """Return the register of places, those that merged in 2021 with their last day and the two formed then from their first."""
    rows: Rows = []
    for p in (*places, *former_places(places)):
        is_former = p.code in {f.code for f in FORMERS}
        known = not np.isnan(p.longitude)
        remoteness = title(REMOTENESS, p.remoteness) if p.level == "township" else ""
        rows.append([
            p.code, p.name_zh, p.name_en, _level(p), p.parent, CODE_SYSTEM, p.longitude if known else None,
            p.latitude if known else None, p.seat_quality, remoteness,
            date(MERGED if p.code in FORMED else FIRST_YEAR, 1, 1), date(MERGED, 1, 1) if is_former else None,
        ])
    return rows


def price_rows(path: Path = DATA / "reference" / "price_index.csv") -> Rows:
    """Return the consumer price index by year."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            [f"{r['period']}年", float(r["index_2015_100"]), "2015年=100", r["source"], r["grade"]] for r in csv.DictReader(file)
        ]


def facility_rows(world: World, county: int, kit: Rows) -> Rows:
    """Return the clinics of a county with the days they opened and closed; `kit` (by clinic) is what else the register says."""
    closed, rng = closing_month(world), np.random.default_rng(county)
    rows: Rows = []
    for i, clinic in enumerate(world.ground.clinics):
        opened = date(int(rng.integers(1968, 2014)), int(rng.integers(1, 13)), 1)
        if world.ground.county[i] != county:
            continue
        known = not np.isnan(clinic.longitude)
        urban = clinic.kind.startswith("community")
        rows.append([
            clinic.code, clinic.name, title(FACILITY_TYPE, clinic.kind), clinic.township, "城市" if urban else "农村",
            clinic.village, clinic.longitude if known else None, clinic.latitude if known else None, opened,
            last_day(closed[i]) if i in closed else None, *kit[i],
        ])
    return rows


def residents(places: tuple[Place, ...], year: int) -> dict[str, int]:
    """Return residents by township: 2020 as calibrated, Yangquan's counties at their 2022 totals, growth assumed else."""
    counties = {p.code: p for p in places if p.level == "county"}
    towns: dict[str, list[Place]] = defaultdict(list)
    for p in places:
        if p.level == "township":
            towns[p.parent].append(p)
    return {
        code: persons
        for county, members in towns.items()
        for code, persons in _split(members, _county_residents(counties[county], year)).items()
    }


def _county_residents(county: Place, year: int) -> int:
    growth, start, base = _GROWTH[county.parent], county.population_2020, 2020
    if county.code in RESIDENTS_2022 and year > 2020:
        if year <= 2022:
            return round(start + (RESIDENTS_2022[county.code] - start) * (year - 2020) / 2)
        start, base = RESIDENTS_2022[county.code], 2022
    return round(start * (1 + growth) ** (year - base))


def _split(members: list[Place], total: int) -> dict[str, int]:
    shares = np.array([p.population_2020 for p in members], float) / sum(p.population_2020 for p in members) * total
    whole = np.floor(shares).astype(int)
    for i in np.argsort(-(shares - whole), kind="stable")[: total - int(whole.sum())]:
        whole[i] += 1
    return {p.code: int(n) for p, n in zip(members, whole, strict=True)}


def population_rows(places: tuple[Place, ...], county: str, year: int) -> Rows:
    """Return registered, resident and served people of a county's townships."""
    now, mine = residents(places, year), [p for p in places if p.parent == county]
    if county == COUNTY and year < MERGED:
        now = split_residents(places, now)
        mine = [p for p in mine if p.code not in FORMED] + former_places(places)
    rows: Rows = []
    for i, p in enumerate(mine):
        moved = 0.90 if p.name_zh.endswith("街道") else 1.04 + 0.01 * (i % 5)
        resident = now[p.code]
        rows.append([p.code, p.name_zh, f"{year}年", round(resident * moved), resident, round(resident * 0.97)])
    return rows


def _order(world: World, spell: Spell) -> tuple[int, int, int, int]:
    return spell.clinic, spell.group, spell.person, spell.start


def roster_rows(world: World, county: int, month: int) -> Rows:
    """Return everybody in post in a county on the last day of a month, second posts too."""
    there = [s for s in world.spells if s.holds(month) and world.ground.county[s.clinic] == county]
    rows: Rows = []
    for i, spell in enumerate(sorted(there, key=lambda s: _order(world, s)), start=1):
        person, clinic = world.people[spell.person], world.ground.clinics[spell.clinic]
        rows.append([
            i, person.name, person.id_number, "女" if person.is_female else "男",
            title(EDUCATION, people.EDUCATIONS[person.education]), clinic.code, clinic.name,
            title(STAFF_GROUP, GROUPS[spell.group]), title(LICENCE, licence_at(person, month)),
            "是" if spell.is_main else "否", last_day(month),
        ])
    return rows


def employment_rows(world: World, county: int, footing: Mapping[int, tuple[str, str]]) -> Rows:
    """Return every spell at the clinics of a county; `footing` is contract and pension (codes) of main spells by number."""
    there = [(i, s) for i, s in enumerate(world.spells) if world.ground.county[s.clinic] == county]
    rows: Rows = []
    for i, spell in sorted(there, key=lambda pair: _order(world, pair[1])):
        person, clinic = world.people[spell.person], world.ground.clinics[spell.clinic]
        contract, pension = footing.get(i, ("village_hired", ""))
        is_term = contract in _TERMS
        rows.append([
            person.name, person.id_number, clinic.code, clinic.name, title(STAFF_GROUP, GROUPS[spell.group]),
            first_day(spell.start), spell.end_on, title(EXIT_REASON, spell.reason), spell.destination,
            title(CONTRACT_TYPE, contract), first_day(spell.start) if is_term else None, _term_ends(spell) if is_term else None,
            title(PENSION_SCHEME, pension), spell.fte, "是" if spell.is_main else "否",
        ])
    return rows


def _term_ends(spell: Spell) -> date:
    """Return the last day of the three-year contract in force at the end of a spell, or of the demo."""
    return last_day(spell.start + 36 * ((min(spell.end, MONTHS - 1) - spell.start) // 36 + 1) - 1)
