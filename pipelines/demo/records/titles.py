"""Professional titles: what people came with, and the promotions that remote training makes more likely."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.demo.cast import Cast, Ints, day_of, licence_of
from pipelines.demo.design import FIRST_YEAR, MONTHS
from pipelines.demo.records.training import Courses, remote_completions

LEVELS = ("none", "junior", "intermediate", "associate_senior", "senior")
HAZARD = (0.0045, 0.0025, 0.0012, 0.0004)  # a month, to the next level
TRAINED_RATIO = 2.5  # times the hazard while a remote course was passed in the last WINDOW months
WINDOW = 24
FAILED_PER_AWARD = 0.6
YOUNGEST = 23 * 12  # months of age at which anybody has a title
_DOCTORS = ("", "resident", "attending", "associate_chief", "chief")
_NAMES = {
    "village_doctor": _DOCTORS,
    "township_doctor": _DOCTORS,
    "township_nurse": ("", "nurse", "nurse_in_charge", "associate_chief_nurse", "chief_nurse"),
    "township_other": ("", "technician", "technician_in_charge", "associate_chief_technician", "chief_technician"),
}
Trained = npt.NDArray[np.bool_]


def trained_months(cast: Cast, courses: Courses) -> Trained:
    """Return by person and month whether a remote course was passed in one of the WINDOW months before."""
    passed = np.zeros((len(cast.people), MONTHS + WINDOW + 1), np.int64)
    done = remote_completions(courses)
    persons, months = done["person"].to_numpy(), done["month"].to_numpy()
    np.add.at(passed, (persons, np.minimum(months + 1, MONTHS)), 1)
    np.add.at(passed, (persons, np.minimum(months + 1 + WINDOW, MONTHS + WINDOW)), -1)
    return np.asarray(np.cumsum(passed, axis=1)[:, :MONTHS] > 0)


def first_levels(cast: Cast, rng: np.random.Generator) -> Ints:
    """Draw the title everybody came with (a place in LEVELS), from age, group and licence at entry."""
    p = cast.people
    group = cast.spells.drop_duplicates("person").set_index("person")["group"].reindex(p.index)
    age = (np.maximum(p["first"], 0) - p["born"]) / 12
    score = (age - 24).clip(0, 26) / 26 * 1.9 + p["education"] * 0.35 + rng.normal(-0.55, 0.55, len(p))
    level = np.clip(np.floor(score), 0, 3).astype(int)
    licence = licence_of(cast, p.index.to_numpy(), np.maximum(p["first"], 0).to_numpy())
    village = (group == "village_doctor").to_numpy()
    level = np.where(village, np.minimum(level, np.where(np.isin(licence, ("village_certificate", "none")), 0, 1)), level)
    return np.asarray(np.where(group == "village_clinic_other", 0, level))


def may_rise(cast: Cast, month: int) -> pd.DataFrame:
    """Return who may be promoted in a month: in post through it, and no village doctor without a physician's licence."""
    there = cast.in_post(month, tuple(_NAMES))
    there = there[there["start"] < month]
    licence = licence_of(cast, there.index.to_numpy(), np.full(len(there), month))
    return there[~((there["group"] == "village_doctor") & np.isin(licence, ("village_certificate", "none")))]


def _promote(cast: Cast, trained: Trained, level: Ints, rng: np.random.Generator) -> pd.DataFrame:
    """Run promotions month by month; `level` is changed. Returns person, month, level, is_trained."""
    rows, since = [], np.full(len(level), -10_000)
    for month in range(1, MONTHS):
        persons = may_rise(cast, month).index.to_numpy()
        persons = persons[(level[persons] < 4) & (since[persons] < month - 12)]
        chance = np.array(HAZARD)[level[persons]] * np.where(trained[persons, month], TRAINED_RATIO, 1.0)
        risen = persons[rng.random(len(persons)) < chance]
        level[risen] += 1
        since[risen] = month
        rows.append(pd.DataFrame({"person": risen, "month": month, "level": level[risen], "is_trained": trained[risen, month]}))
    return pd.concat(rows, ignore_index=True)


def make_awards(cast: Cast, courses: Courses) -> pd.DataFrame:
    """Return the promotions of eleven years: person, month, level (place in LEVELS), is_trained, and `first` of everybody beside.

    Rows of month -1 are the titles people came with (level 1 and up).
    """
    rng = cast.stream("titles")
    level = first_levels(cast, rng)
    came = np.flatnonzero(level > 0)
    first = pd.DataFrame({"person": came, "month": -1, "level": level[came], "is_trained": False})
    return pd.concat([first, _promote(cast, trained_months(cast, courses), level.copy(), rng)], ignore_index=True)


def title_rows(cast: Cast, awards: pd.DataFrame) -> pd.DataFrame:
    """Return awards, and applications that failed or wait, as an office keeps them: one row a person, title and day."""
    rng = cast.stream("title rows")
    won = awards.assign(title_result="passed")
    risen = won[won["month"] >= 0]
    lost = risen.sample(frac=FAILED_PER_AWARD, random_state=np.random.default_rng(rng.integers(2**31))).assign(title_result="failed")
    lost["month"] = lost["month"] - rng.integers(11, 14, len(lost))
    first = cast.people.loc[lost["person"], "first"].to_numpy()
    lost = lost[(lost["month"] >= 0) & (lost["month"] > first)]
    rows = pd.concat([won, lost], ignore_index=True)
    before = rows["month"] < 0
    entry = cast.people.loc[rows["person"], "first"].to_numpy()
    earlier = np.maximum(np.minimum(entry, 0) - rng.integers(1, 72, len(rows)), cast.people["born"].to_numpy()[rows["person"]] + YOUNGEST)
    awarded = np.where(before, np.minimum(earlier, entry), rows["month"])
    rows["awarded_on"] = day_of(awarded, rng.integers(1, 29, len(rows)))
    rows["applied_on"] = rows["awarded_on"] - rng.integers(60, 240, len(rows)).astype("timedelta64[D]")
    rows["clinic"] = cast.clinic_at(rows["person"].to_numpy(), np.maximum(awarded, 0))
    group = cast.spells.drop_duplicates("person").set_index("person")["group"].reindex(rows["person"]).to_numpy()
    rows["title"] = [_NAMES.get(g, _DOCTORS)[k] for g, k in zip(group, rows["level"], strict=True)]
    rows["title_level"] = np.array(LEVELS)[rows["level"].to_numpy()]
    senior = rows["level"].to_numpy() >= 3
    remote = rows["is_trained"].to_numpy() & (rng.random(len(rows)) < 0.7)
    rows["title_route"] = np.select([remote, senior], ["remote_training", "assessment"], "exam")
    return rows[(rows["awarded_on"] >= np.datetime64(f"{FIRST_YEAR}-01-01")) | before].sort_values(
        ["person", "awarded_on"], ignore_index=True
    )
