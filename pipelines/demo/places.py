"""The places of the demo (real names and codes, from data/reference) and its clinics (fictional)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.site import DATA

REGISTER = DATA / "reference" / "regions_demo.csv"
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Place:
    """A prefecture, county or township; seats in degrees (WGS84), NaN where not known."""

    code: str
    level: str
    name_zh: str
    name_en: str
    parent: str
    longitude: float
    latitude: float
    seat_quality: str
    remoteness: str
    village_units: int
    community_units: int
    population_2020: int


@dataclass(frozen=True, slots=True)
class Clinic:
    """A fictional facility; `village` is the village or community it serves."""

    code: str
    name: str
    kind: str
    township: str
    village: str
    longitude: float
    latitude: float


def read_places(path: Path = REGISTER) -> tuple[Place, ...]:
    """Return every place of the demo in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Place(
            r["region_code"], r["level"], r["name_zh"], r["name_en"], r["parent_code"],
            float(r["longitude"] or "nan"), float(r["latitude"] or "nan"), r["seat_quality"], r["remoteness"],
            int(r["village_units"] or 0), int(r["community_units"] or 0), int(r["population_2020"] or 0),
        )
        for r in rows
    )


def chinese_number(number: int) -> str:
    """Write 1-99 in Chinese numerals.

    >>> chinese_number(21)
    '二十一'
    """
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _near(place: Place, rng: np.random.Generator) -> tuple[float, float]:
    """Return a point near the seat, or no point where the seat is not known."""
    spread = 0.12 if place.code.startswith("54") else 0.025
    if place.name_zh.endswith("街道"):
        spread = 0.004
    x, y = rng.uniform(-spread, spread, 2)
    return round(place.longitude + float(x), 4), round(place.latitude + float(y), 4)


def make_clinics(places: tuple[Place, ...], rng: np.random.Generator) -> tuple[Clinic, ...]:
    """Return one health centre per township and one clinic or station per village-level unit, all fictional."""
    clinics: list[Clinic] = []
    for place in places:
        if place.level != "township":
            continue
        urban = place.name_zh.endswith("街道")
        kind, mark = ("community_health_centre", "C") if urban else ("township_health_centre", "T")
        name = f"{place.name_zh}演示社区卫生服务中心" if urban else f"{place.name_zh}演示卫生院"
        seat = (place.longitude, place.latitude)
        clinics.append(Clinic(f"{place.code}-{mark}", name, kind, place.code, "", *seat))
        for i in range(1, place.village_units + 1):
            village = f"虚构{chinese_number(i)}村"
            at = _near(place, rng)
            clinics.append(
                Clinic(f"{place.code}-V{i:02d}", f"{village}卫生室", "village_clinic", place.code, village, *at)
            )
        for i in range(1, place.community_units + 1):
            community = f"虚构{chinese_number(i)}社区"
            at = _near(place, rng)
            clinics.append(
                Clinic(f"{place.code}-S{i:02d}", f"{community}卫生服务站", "community_station", place.code, community, *at)
            )
    return tuple(clinics)


def village_code(facility_code: str) -> str:
    """Return the fictional 12-digit code of the village or community a village-level facility stands in."""
    township, mark = facility_code.split("-")
    return f"{township}{9 if mark[0] == 'V' else 8}{int(mark[1:]):02d}"
