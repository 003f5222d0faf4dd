"""Targeted students: who was taken in, who arrived, who serves out the obligation and who does not.

Those who arrived are doctors of the careers hired young; the obligation broken is their leaving before its end.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo import people
from pipelines.demo.cast import NOW, Cast, day_of, month_at
from pipelines.demo.design import AREAS, FIRST_YEAR, LAST_YEAR, RURAL_DOCTORS
from pipelines.demo.world import STAYS

OBLIGATION = {"order_bachelor": 6, "order_college": 5, "local": 5}
_STUDY = {"order_bachelor": 5, "order_college": 3, "local": 3}
_INTAKE = {"542500": 9, "140300": 26}  # a year
_NEVER_CAME = 0.14  # of those who graduated broke the agreement instead
_SCHOOLS = {"542500": "虚构高原医学院", "140300": "虚构三晋医科大学"}


def _hired_young(cast: Cast, rng: np.random.Generator) -> pd.DataFrame:
    """Return hires of 2016 on, under 27 at entry, that came as targeted students: person, start, last, area, group."""
    first = cast.spells.drop_duplicates("person").set_index("person")
    hired = first[(first["start"] >= 12) & first["group"].isin(RURAL_DOCTORS)]
    age = (hired["start"] - cast.people.loc[hired.index, "born"]) / 12
    young = hired[age < 27]
    keep = rng.random(len(young)) < np.where(young["group"] == "township_doctor", 0.75, 0.3)
    return young[keep].assign(last=cast.people.loc[young.index[keep], "last"])


def _arrived(cast: Cast, rng: np.random.Generator) -> pd.DataFrame:
    hired = _hired_young(cast, rng)
    township = (hired["group"] == "township_doctor").to_numpy()
    programme = np.where(township, np.where(rng.random(len(hired)) < 0.6, "order_bachelor", "order_college"), "local")
    years = np.array([OBLIGATION[p] for p in programme])
    start, last = hired["start"].to_numpy(), hired["last"].to_numpy()
    graduated = FIRST_YEAR + (start - 7) // 12  # the June before
    breached = (last < STAYS) & (last < start + years * 12) & (cast.people.loc[hired.index, "reason"] != "died").to_numpy()
    done = start + years * 12 <= np.minimum(last, NOW)
    clinics = cast.clinics["facility_code"].to_numpy()[hired["clinic"]]
    return pd.DataFrame(
        {
            "person": hired.index,
            "clinic": hired["clinic"].to_numpy(),
            "area": hired["area"].to_numpy(),
            "programme": programme,
            "intake_year": graduated - np.array([_STUDY[p] for p in programme]),
            "graduated": graduated,
            "student_status": np.select([breached, done], ["breached", "fulfilled"], "serving"),
            "obligation_years": years,
            "posted_facility_code": clinics,
            "posted_on": pd.Series(day_of(start, np.ones(len(start), int))),
            "breach_on": pd.Series(cast.people.loc[hired.index, "left_on"].to_numpy()).where(breached),
        }
    )


def _others(cast: Cast, arrived: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return students who have not arrived: still at school, waiting, withdrawn, or gone elsewhere on graduation."""
    rows, number = [], 0
    for area in AREAS:
        centres = cast.clinics.index[(cast.clinics["area"] == area) & cast.clinics["kind"].str.endswith("centre")].to_numpy()
        came = arrived.loc[arrived["area"] == area, "intake_year"].value_counts()
        for year in range(2012, LAST_YEAR + 1):
            for _ in range(max(_INTAKE[area] - int(came.get(year, 0)), 1)):
                programme = str(rng.choice(list(_STUDY), p=(0.55, 0.3, 0.15)))
                graduated = year + _STUDY[programme]
                status = _not_arrived(graduated, rng)
                if status:
                    rows.append((-1 - number, int(rng.choice(centres)), area, programme, year, graduated, status, OBLIGATION[programme]))
                    number += 1
    columns = ["person", "clinic", "area", "programme", "intake_year", "graduated", "student_status", "obligation_years"]
    return pd.DataFrame(rows, columns=columns)


def _not_arrived(graduated: int, rng: np.random.Generator) -> str:
    if graduated > LAST_YEAR:
        return "withdrawn" if rng.random() < 0.02 else "studying"
    if graduated == LAST_YEAR:
        return "awaiting" if rng.random() < 0.8 else "in_residency"
    return str(rng.choice(["breached", "withdrawn", ""], p=(_NEVER_CAME, 0.03, 1 - _NEVER_CAME - 0.03)))


def make_students(cast: Cast) -> pd.DataFrame:
    """Return every targeted student in the declared columns, with area and the county office that keeps the list."""
    rng = cast.stream("students")
    arrived = _arrived(cast, rng)
    rows = pd.concat([arrived, _others(cast, arrived, rng)], ignore_index=True).sort_values(
        ["area", "intake_year", "person"], ignore_index=True
    )
    rows["school"] = rows["area"].map(_SCHOOLS)
    graduated = pd.Series(day_of((rows["graduated"].to_numpy() - FIRST_YEAR) * 12 + 5, np.full(len(rows), 30)))
    rows["graduated_on"] = graduated.where(
        ~rows["student_status"].isin(("studying", "withdrawn")) & (month_at(graduated.to_numpy()) <= NOW)
    )
    gone = (rows["student_status"] == "breached") & rows["breach_on"].isna()
    rows.loc[gone, "breach_on"] = graduated[gone] + pd.to_timedelta(rng.integers(20, 150, int(gone.sum())), unit="D")
    rows["student_id"] = [
        f"DX{y}-{a[:2]}{n:03d}" for y, a, n in zip(rows["intake_year"], rows["area"], rows.groupby("area").cumcount() + 1, strict=True)
    ]
    known = rows["person"] >= 0
    births = [pd.Timestamp(y - 18, 1 + n % 12, 1 + n % 28).date() for n, y in enumerate(rows["intake_year"].tolist())]
    made_up = [people.id_number(b, n % 2 == 0, n % 500, 900 + n // 500) for n, b in enumerate(births)]
    own = cast.people["id_number"].reindex(rows["person"]).to_numpy()
    rows["id_number"] = np.where(known, own, made_up)
    names = cast.people["person_name"].reindex(rows["person"]).to_numpy()
    rows["person_name"] = np.where(known, names, [people.name(a, 20_000 + n) for n, a in enumerate(rows["area"].tolist())])
    rows["facility_code"] = cast.clinics["facility_code"].to_numpy()[rows["clinic"]]
    return rows.drop(columns="graduated")
