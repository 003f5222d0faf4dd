"""Fictional people: sex, birth, education, licence, name and ID number."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
LICENCES = ("village_certificate", "rural_assistant", "assistant", "physician", "none", "")
EDUCATIONS = ("below", "secondary", "college", "bachelor")
UNASSIGNED_AREA = "999"  # no place has an ID area code that begins so
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_SURNAMES = {"542500": ("测试", "演示", "次某", "卓某", "扎某"), "140300": ("测试", "演示", "王某", "李某", "张某", "赵某", "郭某")}


def id_number(birth: date, is_female: bool, serial: int, region: int) -> str:
    """Return a synthetic 18-character ID number with a valid check character and an area code that is not assigned.

    `serial` (0-499) and `region` (0-999) keep numbers apart; the 17th digit is even for women (GB 11643-1999).
    """
    order = serial * 2 % 1000 + (0 if is_female else 1)
    body = f"{UNASSIGNED_AREA}{region:03d}{birth:%Y%m%d}{order:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


def name(area: str, number: int) -> str:
    """Return a name that is plainly made up, from the person's number."""
    surnames, mixed = _SURNAMES[area], number * 7919 % 10007
    return surnames[mixed % len(surnames)] + _STEMS[mixed // 7 % 10] + _BRANCHES[mixed // 70 % 12]


def birth_dates(ages: npt.NDArray[np.float64], on: npt.NDArray[np.int64], rng: np.random.Generator) -> list[date]:
    """Return birth dates for people of `ages` years on the first day of the month numbers `on`."""
    days = ages * 365.25 + rng.uniform(0, 365, len(ages))
    origin = date(2015, 1, 1)
    return [origin + timedelta(days=int(m * 30.4375 - d)) for m, d in zip(on, days, strict=True)]


def stock_ages(count: int, group: str, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Draw ages of people in post: two humps for village doctors (mean about 49, 45 % aged 50 and over), younger otherwise."""
    older = rng.random(count) < (0.40 if group == "village_doctor" else 0.28)
    middle, late = (42.3, 57.8) if group == "village_doctor" else (36.0, 52.0)
    ages = np.where(older, rng.normal(late, 5.0, count), rng.normal(middle, 5.5, count))
    return np.clip(ages, 22, 74)


def hire_ages(count: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Draw ages of new hires, 21 to 48."""
    return np.clip(rng.gamma(4.0, 2.6, count) + 20.5, 21, 48)


def licences(count: int, group: str, is_new: bool, rng: np.random.Generator) -> Ints:
    """Draw licences, as places in LICENCES; only doctors have one."""
    if group == "township_doctor":
        return rng.choice([2, 3], count, p=[0.35, 0.65] if is_new else [0.5, 0.5])
    if group != "village_doctor":
        return np.full(count, 5)
    shares = [0.50, 0.16, 0.24, 0.08, 0.02] if is_new else [0.75, 0.04, 0.13, 0.05, 0.03]
    return rng.choice([0, 1, 2, 3, 4], count, p=shares)


def educations(ages: npt.NDArray[np.float64], group: str, rng: np.random.Generator) -> Ints:
    """Draw education, as places in EDUCATIONS; younger and township staff have more of it."""
    lift = 0.0 if group.startswith("village") else 0.9
    score = 1.9 + lift - ages / 35 + rng.normal(0, 0.75, len(ages))
    return np.clip(np.floor(score + 0.75), 0, 3).astype(np.int64)
