"""What everybody is paid: yearly amounts 2015-2022, monthly components 2023-2025, and the raise planted in 2024."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.demo.design import AREAS, FIRST_YEAR, GROUPS, LAST_YEAR, MONTHS, RURAL_DOCTORS, month_of
from pipelines.demo.rates import allowances, make_rates
from pipelines.demo.world import World

Floats = npt.NDArray[np.float64]
MONTHLY_FROM = 2023
_LICENCE_FACTOR = (1.0, 1.06, 1.10, 1.22, 0.94, 1.0)
_OTHER_GROWTH_2024 = 0.05
# shares of the core pay by component
_CORE = {
    "village_doctor": {"base": 0.45, "public_health": 0.55},
    "village_clinic_other": {"base": 1.0},
    "township_doctor": {"base": 0.6, "performance": 0.4},
    "township_nurse": {"base": 0.6, "performance": 0.4},
    "township_other": {"base": 0.6, "performance": 0.4},
}
_EMERGENCY = {"township_nurse": 900, "township_other": 600, "village_clinic_other": 300}  # yuan a month, January-March 2023


@dataclass(frozen=True)
class Ledger:
    """Pay of the demo: `annual` (person, clinic, year, first and last month, amount) and `monthly` (person, clinic, month, component,
    amount), yuan.

    `raises` is each area's raise of 2024 for whoever stays (a share).
    """

    annual: pd.DataFrame
    monthly: pd.DataFrame
    raises: Mapping[str, float]


def person_months(world: World) -> pd.DataFrame:
    """Return one row per person and month that is paid, worked to its end in the main post: person, clinic, group, month."""
    spells = [s for s in world.spells if s.is_main]
    start = np.array([max(s.start, 0) for s in spells])
    length = np.array([min(s.end - (s.end_day > 0), MONTHS - 1) + 1 for s in spells]) - start
    which = np.repeat(np.arange(len(spells)), length)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length)
    columns = {n: np.array([getattr(s, n) for s in spells])[which] for n in ("person", "clinic", "group", "fte")}
    return pd.DataFrame({**columns, "month": start[which] + offset})


def _index(months: pd.Series, is_doctor: npt.NDArray[np.bool_], raise_2024: Floats, growth: float) -> Floats:
    """Return the pay level against 2015, by year; `raise_2024` is by row."""
    year = months.to_numpy() // 12 + FIRST_YEAR
    level = (1 + growth) ** np.minimum(year - FIRST_YEAR, 7) * np.where(year >= 2023, 1.03, 1.0)
    level = level * np.where(year >= 2024, 1 + np.where(is_doctor, raise_2024, _OTHER_GROWTH_2024), 1.0)
    return np.asarray(level * np.where(year >= 2025, 1.03, 1.0))


def _core(world: World, rows: pd.DataFrame, raise_2024: Mapping[str, float]) -> Floats:
    """Return core pay per month (yuan): level of area, group and year, the person's own factor, FTE, licence."""
    who = rows["person"].to_numpy()
    area = world.ground.area[rows["clinic"].to_numpy()]
    group = rows["group"].to_numpy()
    base = np.array([[world.design.pay_2015[a][g] for g in GROUPS] for a in AREAS])[area, group] / 12
    factor = np.array([p.pay_factor for p in world.people])[who]
    upgraded = rows["month"].to_numpy() >= np.array([p.upgraded_in for p in world.people])[who]
    first = np.array([p.licence for p in world.people])[who]
    later = np.array([p.upgraded_to for p in world.people])[who]
    licence = np.array(_LICENCE_FACTOR)[np.where(upgraded, later, first)]
    noise = np.exp(np.random.default_rng(2024).normal(0, 0.015, (len(world.people), LAST_YEAR - FIRST_YEAR + 1)))
    doctor = np.isin(group, [GROUPS.index(g) for g in RURAL_DOCTORS])
    rise = np.array([raise_2024[a] for a in AREAS])[area]
    level = _index(rows["month"], doctor, rise, world.design.pay_growth)
    return np.asarray(base * factor * rows["fte"] * licence * noise[who, rows["month"] // 12] * level)


def extras(world: World, rows: pd.DataFrame, raise_2024: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Return post allowance (rural doctors, from the county's wave on) and remote allowance of each row, yuan a month."""
    clinic, months = rows["clinic"].to_numpy(), rows["month"].to_numpy()
    doctor = np.isin(rows["group"].to_numpy(), [GROUPS.index(g) for g in RURAL_DOCTORS])
    has_post = doctor & (world.ground.wave[clinic] <= months)
    return allowances(world.ground, make_rates(world.design, raise_2024), clinic, months, rows["fte"].to_numpy(), has_post)


def components(world: World, rows: pd.DataFrame, raise_2024: Mapping[str, float]) -> pd.DataFrame:
    """Return pay by component, whole yuan: person, clinic, group, month, component, amount."""
    core = _core(world, rows, raise_2024)
    post, remote = extras(world, rows, raise_2024)
    parts = []
    group = rows["group"].to_numpy()
    for g, label in enumerate(GROUPS):
        mine = group == g
        for component, share in _CORE[label].items():
            parts.append(rows[mine].assign(component=component, amount=np.round(core[mine] * share)))
    parts.append(rows.assign(component="post_allowance", amount=post))
    parts.append(rows.assign(component="remote_allowance", amount=remote))
    early = rows["month"].between(month_of(2023, 1), month_of(2023, 3))
    flat = np.array([_EMERGENCY.get(g, 0) for g in GROUPS], float)[group] * early
    parts.append(rows.assign(component="emergency", amount=flat))
    together = pd.concat(parts, ignore_index=True)
    return together[together["amount"] > 0]


def annualised(pay: pd.DataFrame, area: npt.NDArray[np.int64], year: int, root: str, least: int = 6) -> pd.Series:
    """Return yuan a year by person: rural doctors of `root` paid in `least` or more months, their sum ÷ months × 12."""
    doctors = [GROUPS.index(g) for g in RURAL_DOCTORS]
    mine = pay["group"].isin(doctors) & (pay["month"] // 12 == year - FIRST_YEAR)
    mine &= area[pay["clinic"].to_numpy()] == AREAS.index(root)
    by_person = pay[mine].groupby("person").agg(amount=("amount", "sum"), months=("month", "nunique"))
    kept = by_person[by_person["months"] >= least]
    return kept["amount"] / kept["months"] * 12


def _raise_for_headline(world: World, rows: pd.DataFrame) -> dict[str, float]:
    """Find each area's raise of 2024 for which the mean over all doctors rises by the headline growth exactly."""
    none = dict.fromkeys(AREAS, 0.0)
    level = components(world, rows, none)
    raises = {}
    for root in AREAS:
        before = annualised(level, world.ground.area, 2023, root).mean()
        after = annualised(level, world.ground.area, 2024, root).mean()
        raises[root] = float((1 + world.design.headline_growth_2024) * before / after - 1)
    return raises


def make_ledger(world: World) -> Ledger:
    """Return all pay; a month is paid whole when it was worked to its end, else not at all."""
    rows = person_months(world)
    late = rows["month"] >= month_of(MONTHLY_FROM, 1)
    raises = _raise_for_headline(world, rows[rows["month"].between(month_of(2023, 1), month_of(2024, 12))])
    monthly = components(world, rows[late], raises)
    early = rows[~late]
    post, remote = extras(world, early, raises)
    paid = early.assign(amount=_core(world, early, raises) + post + remote, year=early["month"] // 12 + FIRST_YEAR)
    annual = paid.groupby(["person", "clinic", "year"], as_index=False).agg(
        amount=("amount", "sum"), first=("month", "min"), last=("month", "max")
    )
    monthly = monthly.sort_values(["clinic", "month", "person", "component"], kind="stable").reset_index(drop=True)
    return Ledger(annual.assign(amount=annual["amount"].round(0)), monthly, raises)


def growth_2024(world: World, ledger: Ledger, root: str) -> dict[str, float]:
    """Return the growth of pay planted in 2024: headline, same-person, median, and the people behind each."""
    before = annualised(ledger.monthly, world.ground.area, 2023, root)
    after = annualised(ledger.monthly, world.ground.area, 2024, root)
    both = before.index.intersection(after.index)
    return {
        "headline": float(after.mean() / before.mean() - 1),
        "same_person": float(after[both].mean() / before[both].mean() - 1),
        "same_person_median": float((after[both] / before[both] - 1).median()),
        "median": float(after.median() / before.median() - 1),
        "n_2023": len(before), "n_2024": len(after), "n_both": len(both),
    }


