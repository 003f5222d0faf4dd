"""Irregular pay, only at facilities with plainly fictional names: months paid late or not yet, and lines for nobody.

A ghost line pays somebody who is on no roster, or who has left. All of it is planted and counted to the yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast, day_of, month_at
from pipelines.demo.design import AREAS, month_of
from pipelines.demo.pay import Ledger
from pipelines.demo.people import id_number
from pipelines.demo.world import STAYS

FICTIONAL = "虚构"
COUNT = {"542500": 5, "140300": 14}  # village clinics in arrears
LATE_FROM = month_of(2024, 7)
LATE_DAYS = (45, 120)
UNPAID_FROM = month_of(2025, 10)
UNPAID = 10_000  # days late, of what has not been paid at all
STRANGERS = {"542500": 2, "140300": 5}  # people on the payroll whom no roster knows
LEAVERS = {"542500": 2, "140300": 5}  # people paid on after they left in 2025
STRANGERS_FROM = month_of(2025, 1)
_COMPONENTS = ("base", "public_health")


@dataclass(frozen=True)
class Arrears:
    """Which clinics pay late (by number), and the ghost lines: id_number, clinic, month, component, amount, kind."""

    clinics: tuple[int, ...]
    ghosts: pd.DataFrame


def make_arrears(cast: Cast, ledger: Ledger) -> Arrears:
    """Choose the clinics in arrears and write the ghost lines of 2025."""
    rng, chosen = cast.stream("arrears"), []
    village = (
        cast.clinics["facility_name"].str.startswith(FICTIONAL)
        & (cast.clinics["kind"] == "village_clinic")
        & (cast.clinics["closed"] >= STAYS)
    )
    staffed = cast.clinics.index.isin(cast.in_post(NOW)["clinic"])
    for area in AREAS:
        mine = cast.clinics.index[village & staffed & (cast.clinics["area"] == area)].to_numpy()
        chosen += sorted(rng.choice(mine, COUNT[area], replace=False).tolist())
    return Arrears(
        tuple(chosen), pd.concat([_strangers(cast, rng, village & staffed), _leavers(cast, ledger, rng, village)], ignore_index=True)
    )


def _strangers(cast: Cast, rng: np.random.Generator, possible: pd.Series) -> pd.DataFrame:
    rows = []
    for area in AREAS:
        mine = cast.clinics.index[possible & (cast.clinics["area"] == area)].to_numpy()
        for n, clinic in enumerate(rng.choice(mine, STRANGERS[area], replace=False)):
            number = id_number(date(1970 + 3 * n, 1 + n, 11), n % 2 == 0, n, 990 + AREAS.index(area))
            pay = (round(float(rng.uniform(900, 1500))), round(float(rng.uniform(900, 1700))))
            rows += [
                (number, int(clinic), m, c, float(y), "stranger")
                for m in range(STRANGERS_FROM, NOW + 1)
                for c, y in zip(_COMPONENTS, pay, strict=True)
            ]
    return pd.DataFrame(rows, columns=["id_number", "clinic", "month", "component", "amount", "kind"])


def _leavers(cast: Cast, ledger: Ledger, rng: np.random.Generator, village: pd.Series) -> pd.DataFrame:
    """Pay a few who left in the first half of 2025 three to six months longer, as in their last month."""
    gone = cast.people[cast.people["last"].between(month_of(2025, 2), month_of(2025, 6)) & cast.people["is_doctor"]]
    clinic = pd.Series(cast.clinic_at(gone.index.to_numpy(), gone["last"].to_numpy()), index=gone.index)
    parts = []
    for area in AREAS:
        mine = gone.index[(gone["area"] == area) & village.to_numpy()[clinic]].to_numpy()
        for person in rng.choice(mine, min(LEAVERS[area], len(mine)), replace=False):
            last = ledger.monthly[(ledger.monthly["person"] == person)]
            last = last[last["month"] == last["month"].max()]
            for month in range(int(gone["last"][person]) + 1, int(gone["last"][person]) + 1 + int(rng.integers(3, 7))):
                parts.append(
                    pd.DataFrame(
                        {
                            "id_number": gone["id_number"][person],
                            "clinic": last["clinic"],
                            "month": month,
                            "component": last["component"],
                            "amount": last["amount"],
                            "kind": "left",
                        }
                    )
                )
    return pd.concat(parts, ignore_index=True)


def days_late(cast: Cast, arrears: Arrears, clinic: np.ndarray, due: np.ndarray) -> np.ndarray:
    """Return by how many days an amount due at a clinic on a day is paid late; 0 for on time, UNPAID for not yet paid."""
    months = month_at(due)
    hit = np.isin(clinic, arrears.clinics) & (months >= LATE_FROM)
    days = LATE_DAYS[0] + (clinic * 37 + months * 11) % (LATE_DAYS[1] - LATE_DAYS[0])
    return np.where(hit & (months >= UNPAID_FROM), 10_000, np.where(hit, days, 0))


def make_payroll(cast: Cast, ledger: Ledger, arrears: Arrears) -> pd.DataFrame:
    """Return the monthly ledger as it is exported, ghost lines among it.

    Columns: id_number, person (-1 for a ghost), clinic, month, component, amount, paid_on (NaT while unpaid), score ("" but for
    performance pay).
    """
    own = ledger.monthly[["person", "clinic", "month", "component", "amount"]]
    own = own.assign(id_number=cast.people["id_number"].to_numpy()[own["person"]])
    rows = pd.concat([own, arrears.ghosts.drop(columns="kind").assign(person=-1)], ignore_index=True)
    rows = rows.sort_values(["clinic", "month"], kind="stable", ignore_index=True)
    due = day_of(rows["month"].to_numpy() + 1, np.full(len(rows), 10))
    late = days_late(cast, arrears, rows["clinic"].to_numpy(), day_of(rows["month"].to_numpy(), np.ones(len(rows), int)))
    late = np.where(rows["person"] < 0, 0, late)
    paid = pd.Series(due + np.minimum(late, 9_000).astype("timedelta64[D]")).where(late < UNPAID)
    scored = rows["component"] == "performance"
    points = np.random.default_rng(2023).integers(70, 100, (len(cast.people) + 1, 400))[rows["person"], rows["month"]]
    return rows.assign(paid_on=paid, score=pd.Series(points).astype(str).where(scored, ""))
