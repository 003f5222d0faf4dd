"""The merger of 2021: two real townships of Yuxian were, in the demo, formed from three with plainly fictional names and codes.

Files before 2021 speak of the three, later ones of the two; clinics and people move with their clinic, people by share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipelines.demo.places import Place

YEAR = 2021
COUNTY = "140322"
FORMED = ("140322200", "140322201")


@dataclass(frozen=True, slots=True)
class Former:
    """A township that is no more: `villages` gives, by successor, the first and last number of the village clinics it had."""

    code: str
    name_zh: str
    name_en: str
    villages: Mapping[str, tuple[int, int]]
    centre_of: str  # the successor whose health centre stood in it, "" for none


FORMERS = (
    Former("140322901", "虚构甲乡", "Fictional Township A", {FORMED[0]: (1, 11)}, FORMED[0]),
    Former("140322902", "虚构乙乡", "Fictional Township B", {FORMED[0]: (12, 16), FORMED[1]: (1, 6)}, ""),
    Former("140322903", "虚构丙乡", "Fictional Township C", {FORMED[1]: (7, 19)}, FORMED[1]),
)


def former_of(facility_code: str, township: str) -> str:
    """Return the township a facility stood in before 2021; its own where nothing changed."""
    if township not in FORMED:
        return township
    mark = facility_code.removeprefix(f"{township}-")
    if not mark.startswith("V"):
        return next(f.code for f in FORMERS if f.centre_of == township)
    number = int(mark[1:])
    return next(f.code for f in FORMERS if township in f.villages and f.villages[township][0] <= number <= f.villages[township][1])


def shares(places: tuple[Place, ...]) -> dict[tuple[str, str], float]:
    """Return the share of each former township's people that went to each successor, by its villages' people.

    A successor's people are spread evenly over its villages, as everywhere in the demo.
    """
    formed = {p.code: p for p in places if p.code in FORMED}
    people = {
        (f.code, to): formed[to].population_2020 * (last - first + 1) / formed[to].village_units
        for f in FORMERS
        for to, (first, last) in f.villages.items()
    }
    whole = {f.code: sum(n for (code, _), n in people.items() if code == f.code) for f in FORMERS}
    return {pair: n / whole[pair[0]] for pair, n in people.items()}


def split_residents(places: tuple[Place, ...], residents: Mapping[str, int]) -> dict[str, int]:
    """Return residents with the two townships replaced by the three, the same in total."""
    formed = {p.code: p for p in places if p.code in FORMED}
    rest = {code: n for code, n in residents.items() if code not in FORMED}
    parts: dict[str, int] = {}
    for to in FORMED:
        left = residents[to]
        for f in [f for f in FORMERS if to in f.villages]:
            first, last = f.villages[to]
            share = (
                residents[to] if last == formed[to].village_units else round(residents[to] * (last - first + 1) / formed[to].village_units)
            )
            share = min(share, left)
            parts[f.code] = parts.get(f.code, 0) + (left if last == formed[to].village_units else share)
            left -= share
    return {**rest, **parts}


def former_places(places: tuple[Place, ...]) -> list[Place]:
    """Return the three townships as places: seats between and beside those of the two."""
    one, two = (next(p for p in places if p.code == code) for code in FORMED)
    seats = np.linspace([one.longitude, one.latitude], [two.longitude, two.latitude], 3)
    return [
        replace(
            one,
            code=f.code,
            name_zh=f.name_zh,
            name_en=f.name_en,
            longitude=round(float(x), 3),
            latitude=round(float(y), 3),
            seat_quality="approximate",
            village_units=sum(b - a + 1 for a, b in f.villages.values()),
            community_units=0,
            population_2020=0,
        )
        for f, (x, y) in zip(FORMERS, seats, strict=True)
    ]


def crosswalk_rows(places: tuple[Place, ...]) -> pd.DataFrame:
    """Return the crosswalk in the declared columns."""
    names = {p.code: p.name_zh for p in places}
    return pd.DataFrame(
        [
            {
                "from_code": old,
                "to_code": new,
                "to_name": names[new],
                "on_date": pd.Timestamp(YEAR, 1, 1),
                "share": round(share, 4),
                "crosswalk_kind": "merge",
            }
            for (old, new), share in shares(places).items()
        ]
    )
