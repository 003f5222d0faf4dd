"""Spells read off random rosters against a clerk who goes through them one by one (counting.md, pending exits)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from pipelines.engine.observe import Query, observe
from tests.unit.engine.small_build import facilities, regions, small_build, small_site

HOMES = {"A": "T11", "B": "T11", "C": "T12", "D": "T21"}
PLACES = regions(
    ("C1", "county", "P"), ("C2", "county", "P"), ("T11", "township", "C1"), ("T12", "township", "C1"), ("T21", "township", "C2")
)
YEARS = tuple(range(2016, 2023))
DAYS = {
    "T11": [date(y, 12, 31) for y in YEARS],
    "T12": [date(y, m, d) for y in YEARS for m, d in ((6, 30), (12, 31))],
    "T21": [date(y, 12, 31) for y in YEARS if y != 2019],
}
Line = tuple[str, str, str, date]  # person, facility, staff group, roster day


@dataclass(frozen=True)
class Spell:
    """One spell as the clerk would write it down."""

    person: str
    facility: str
    group: str
    start: date
    end: date | None
    reason: str | None


def random_lines(seed: int) -> list[Line]:
    """Rosters in which people vanish for a while, come back, move, change group, hold two posts."""
    rng = np.random.default_rng(seed)
    lines: set[Line] = set()
    for n in range(60):
        place, group = str(rng.choice(list(HOMES))), "village_doctor"
        for day in sorted({d for days in DAYS.values() for d in days}):
            if rng.random() < 0.12:
                place = str(rng.choice(list(HOMES)))
            if rng.random() < 0.05:
                group = "township_doctor"
            posts = [place, *([str(rng.choice(list(HOMES)))] if rng.random() < 0.05 else [])]
            for facility in posts:
                if day in DAYS[HOMES[facility]] and rng.random() < 0.75:
                    lines.add((f"p{n:02d}", facility, group, day))
    return sorted(lines)


def clerk(lines: list[Line]) -> list[Spell]:
    """Go through each unit's rosters in order and open and close spells."""
    spells = []
    for person, facility, group in sorted({line[:3] for line in lines}):
        listed = [day for *who, day in lines if tuple(who) == (person, facility, group)]
        others = sorted(((d, f) for p, f, g, d in lines if p == person and (f, g) != (facility, group)), key=lambda o: (o[0], o[1] != facility))
        rosters = sorted({d for _, f, _, d in lines if HOMES[f] == HOMES[facility]})
        start = last = None
        missed: list[date] = []
        for number, day in enumerate(rosters):
            if day in listed:
                start, last, missed = start or day, day, []
                continue
            if start is None or last is None:
                continue
            missed.append(day)
            if len(missed) == 1 and number + 1 < len(rosters) and rosters[number + 1] in listed:
                continue
            is_last = number + 1 == len(rosters)
            if len(missed) < 2 and not is_last:
                continue
            end = _ending(last, missed, others)
            spells.append(_closed(person, facility, group, start, last, end))
            start = last = None
        if start is not None:
            spells.append(Spell(person, facility, group, start, None, None))
    return spells


def _ending(last: date, missed: list[date], others: list[tuple[date, str]]) -> tuple[date, str] | None | bool:
    """When and where the person was seen elsewhere; True for a second absence without that, None while pending."""
    later = [(d, f) for d, f in others if d > last and (len(missed) < 2 or d <= missed[1])]
    return later[0] if later else (True if len(missed) >= 2 else None)


def _closed(person: str, facility: str, group: str, start: date, last: date, end: tuple[date, str] | None | bool) -> Spell:
    if isinstance(end, tuple):
        reason = "reclassified" if end[1] == facility else "transferred"
        return Spell(person, facility, group, start, end[0] - timedelta(days=1), reason)
    return Spell(person, facility, group, start, last if end else None, "unknown" if end else None)


@pytest.mark.parametrize("seed", range(6))
def test_spells_are_those_the_clerk_writes_down(seed: int) -> None:
    lines = random_lines(seed)
    roster = [{"person_key": p, "facility_code": f, "staff_group": g, "as_at": str(d)} for p, f, g, d in lines]
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(**HOMES), "roster": roster}, first=date(2016, 1, 1))
    rows = build.execute("select person_key, facility_code, staff_group, start_on, end_on, exit_reason from roster_spell").fetchall()
    found = sorted((Spell(*row) for row in rows), key=str)
    assert found == sorted(clerk(lines), key=str)


def _headcount(roster: list[dict[str, object]], level: str, region: str) -> dict[str, float]:
    build = small_build(small_site(), {"region": PLACES, "facility": facilities(**HOMES), "roster": roster}, first=date(2019, 1, 1))
    frame: pd.DataFrame = observe(build, small_site(), Query("headcount", level=level, region=region))
    return dict(zip(frame["period"], frame["value"], strict=True))


def _on(person: str, facility: str, *years: int, group: str = "village_doctor") -> list[dict[str, object]]:
    return [{"person_key": person, "facility_code": facility, "as_at": f"{y}-12-31", "staff_group": group} for y in years]


def test_who_moved_is_counted_once_where_last_seen() -> None:
    roster = _on("stays", "A", 2019, 2020, 2021, 2022) + _on("other", "C", 2019, 2020, 2021, 2022)
    roster += _on("mover", "A", 2019) + _on("mover", "C", 2020, 2021, 2022)
    assert _headcount(roster, "township", "T11") == {"2019": 2, "2020": 1, "2021": 1, "2022": 1}
    assert _headcount(roster, "township", "T12") == {"2019": 1, "2020": 2, "2021": 2, "2022": 2}
    assert _headcount(roster, "county", "C1") == {"2019": 3, "2020": 3, "2021": 3, "2022": 3}


def test_two_years_away_are_not_counted_when_somebody_comes_back() -> None:
    roster = _on("stays", "A", 2019, 2020, 2021, 2022) + _on("returns", "A", 2019, 2022)
    assert _headcount(roster, "township", "T11") == {"2019": 2, "2020": 1, "2021": 1, "2022": 2}


def test_a_change_of_group_does_not_rewrite_the_years_before() -> None:
    roster = _on("x", "A", 2019, 2020) + _on("x", "A", 2021, 2022, group="township_other") + _on("y", "A", 2019, 2020, 2021, 2022)
    assert _headcount(roster, "township", "T11") == {"2019": 2, "2020": 2, "2021": 1, "2022": 1}
