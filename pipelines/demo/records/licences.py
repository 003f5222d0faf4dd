"""Licences with their renewals, and the exams and appraisals behind them.

A village doctor's certificate is good for five years and renewed while its holder stays; a few in post at the end have let it
run out, and a few are registered at another facility than the one they work at: both are planted and counted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast, day_of, licence_of, some_day
from pipelines.demo.design import FIRST_YEAR, LAST_YEAR, MONTHS, RURAL_DOCTORS, month_of
from pipelines.demo.world import STAYS

CERTIFICATES_SINCE = month_of(2004, 1)  # the year of the regulation on village doctors
RENEWED_EVERY = 60  # months
YOUNGEST = 22 * 12  # months of age at which anybody has a licence
LAPSED = 0.16  # of the certificates that fell due in the last year in post were not renewed
ELSEWHERE = 0.012  # of those in post are registered at another facility of the area
_SCOPES = ("全科医学专业", "内科专业", "中医专业", "预防保健专业")


def _certificates(cast: Cast, rng: np.random.Generator) -> pd.DataFrame:
    """Return every certificate of village doctors in force since 2015: person, start and end (months)."""
    p = cast.people[["first", "last", "upgraded_in", "licence"]]
    held = p[(p["licence"] == 0)]
    anchor = np.where(held["first"] < CERTIFICATES_SINCE, CERTIFICATES_SINCE + rng.integers(0, 24, len(held)), held["first"])
    until = np.minimum(np.minimum(held["last"], held["upgraded_in"] - 1), NOW)
    rows = pd.DataFrame({"person": held.index, "anchor": anchor, "until": until})
    rows = rows.loc[rows.index.repeat((rows["until"] - rows["anchor"]).clip(lower=0) // RENEWED_EVERY + 1)].reset_index(drop=True)
    rows["start"] = rows["anchor"] + rows.groupby("person").cumcount() * RENEWED_EVERY
    rows["end"] = rows["start"] + RENEWED_EVERY - 1
    fell_due = (rows["start"] > NOW - 12) & (rows["start"] > rows["anchor"]) & (cast.people.loc[rows["person"], "last"].to_numpy() >= STAYS)
    lapsed = fell_due & (rng.random(len(rows)) < LAPSED)
    return rows[~lapsed & (rows["end"] >= 0)]


def make_licences(cast: Cast) -> pd.DataFrame:
    """Return the register of licences: of everybody who worked since 2015, those in force since then."""
    rng, people = cast.stream("licences"), cast.people
    own = _certificates(cast, rng)
    ends = np.minimum(own["end"].to_numpy(), people.loc[own["person"], "upgraded_in"].to_numpy() - 1)
    parts = [pd.DataFrame({
        "person": own["person"], "licence_type": "village_certificate",
        "issued_on": day_of(own["start"].to_numpy(), np.ones(len(own), int)), "valid_to": day_of(ends, np.zeros(len(own), int)),
        "month": own["start"],
    })]
    for code, kind in ((1, "rural_assistant"), (2, "assistant"), (3, "physician")):
        came = people.index[people["licence"] == code].to_numpy()
        earlier = people["first"].to_numpy()[came] - rng.integers(3, 120, len(came))
        before = np.maximum(earlier, people["born"].to_numpy()[came] + YOUNGEST)
        gained = people.index[(people["upgraded_to"] == code) & (people["upgraded_in"] < MONTHS)].to_numpy()
        months = np.concatenate([before, people["upgraded_in"].to_numpy()[gained]])
        persons = np.concatenate([came, gained])
        parts.append(pd.DataFrame({"person": persons, "licence_type": kind, "issued_on": some_day(months, rng), "month": months}))
    nurses = cast.spells.loc[cast.spells["group"] == "township_nurse", "person"].unique()
    last = np.minimum(people["last"].to_numpy()[nurses], NOW) - rng.integers(0, RENEWED_EVERY - 1, len(nurses))
    last = np.maximum(last, people["born"].to_numpy()[nurses] + YOUNGEST - 12)
    start = some_day(last, rng)
    parts.append(pd.DataFrame({
        "person": nurses, "licence_type": "nurse", "issued_on": start, "valid_to": day_of(last + RENEWED_EVERY, np.ones(len(nurses), int)),
        "month": last,
    }))
    return _registered(cast, pd.concat(parts, ignore_index=True), rng)


def _registered(cast: Cast, rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add the facility worked at, and where the licence is registered: there, but for a few."""
    persons = rows["person"].to_numpy()
    rows["clinic"] = cast.clinic_at(persons, np.full(len(rows), NOW))
    towns = cast.clinics.groupby("township").indices
    other = rows["clinic"].to_numpy().copy()
    for i in np.flatnonzero((rng.random(len(cast.people)) < ELSEWHERE)[persons]):
        near = towns[cast.clinics["township"].iat[other[i]]]
        other[i] = near[(persons[i] + 1) % len(near)]
    rows["registered_region_code"] = cast.clinics["county"].to_numpy()[other]
    rows["registered_facility_code"] = cast.clinics["facility_code"].to_numpy()[other]
    doctor = rows["licence_type"].isin(("assistant", "physician"))
    rows["practice_scope"] = np.where(doctor, rng.choice(_SCOPES, len(rows), p=(0.6, 0.15, 0.2, 0.05)), None)
    return rows.sort_values(["person", "issued_on"], ignore_index=True).drop(columns="month")


def _licensing_exams(cast: Cast, rng: np.random.Generator) -> pd.DataFrame:
    """Return exams passed in the August before a licence was gained, and about three times as many sat in vain."""
    people = cast.people
    gained = people[(people["upgraded_in"] < MONTHS) & (people["upgraded_in"] > 8)]
    year = FIRST_YEAR + (gained["upgraded_in"] - 9) // 12
    kinds = np.array(["", "rural_assistant", "assistant", "physician"])[gained["upgraded_to"]]
    score = rng.integers(360, 460, len(gained))
    passed = pd.DataFrame({"person": gained.index, "year": year, "exam": kinds, "exam_result": "passed", "score": score})
    parts = [passed]
    for y in range(FIRST_YEAR, LAST_YEAR + 1):
        there = cast.in_post(month_of(y, 8), RURAL_DOCTORS)
        licence = licence_of(cast, there.index.to_numpy(), np.full(len(there), month_of(y, 8)))
        lower = there.index[np.isin(licence, ("village_certificate", "none", "assistant"))]
        may = lower.difference(passed.loc[passed["year"] == y, "person"])
        persons = rng.choice(may, min(3 * int((passed["year"] == y).sum()) + 6, len(may)), replace=False)
        low = licence_of(cast, persons, np.full(len(persons), month_of(y, 8)))
        rural = (y >= 2017) & (rng.random(len(persons)) < 0.5)
        exam = np.where(low == "assistant", "physician", np.where(rural, "rural_assistant", "assistant"))
        result = rng.choice(["failed", "absent"], len(persons), p=(0.88, 0.12))
        parts.append(pd.DataFrame({
            "person": persons, "year": y, "exam": exam, "exam_result": result,
            "score": np.where(result == "failed", rng.integers(180, 359, len(persons)), np.nan),
        }))
    sat = pd.concat(parts, ignore_index=True)
    return sat.assign(month=(sat["year"] - FIRST_YEAR) * 12 + 7, day=20)


def make_exams(cast: Cast, titles: pd.DataFrame) -> pd.DataFrame:
    """Return exams for licences and titles, and the appraisal every two years (2016 to 2024)."""
    rng = cast.stream("exams")
    parts = [_licensing_exams(cast, rng)]
    exams = titles[(titles["title_route"] == "exam") & (titles["awarded_on"] >= np.datetime64(f"{FIRST_YEAR}-07-01"))]
    months = (exams["awarded_on"].dt.year - FIRST_YEAR) * 12 + exams["awarded_on"].dt.month - 3
    kind = exams["title_level"].map({"junior": "title_junior", "intermediate": "title_intermediate"}).fillna("title_senior")
    sat = {"person": exams["person"], "exam": kind, "exam_result": exams["title_result"], "month": months.clip(lower=0), "day": 14}
    parts.append(pd.DataFrame(sat))
    for year in range(2016, LAST_YEAR, 2):
        there = cast.in_post(month_of(year, 10), RURAL_DOCTORS)
        result = rng.choice(["excellent", "passed", "failed"], len(there), p=(0.06, 0.915, 0.025))
        score = np.where(result == "failed", rng.integers(40, 60, len(there)), rng.integers(62, 98, len(there)))
        parts.append(pd.DataFrame({
            "person": there.index, "exam": "periodic_appraisal", "exam_result": result, "score": score, "month": month_of(year, 10),
            "day": 18,
        }))
    rows = pd.concat(parts, ignore_index=True)
    rows["on_date"] = day_of(rows["month"].to_numpy(), rows["day"].to_numpy())
    rows["clinic"] = cast.clinic_at(rows["person"].to_numpy(), rows["month"].to_numpy())
    rows = rows.drop_duplicates(["person", "exam", "on_date"]).sort_values(["on_date", "person"], ignore_index=True)
    return rows[["person", "clinic", "exam", "on_date", "exam_result", "score"]]
