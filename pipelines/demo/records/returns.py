"""The annual return: counts by clinic and staff group at year-end, with who came and went, as the township centres file it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo import people
from pipelines.demo.cast import Cast, Ints, licence_of
from pipelines.demo.design import FIRST_YEAR, GROUPS, month_of

_AGES = {
    "aged_under_35": (0, 34),
    "aged_35_44": (35, 44),
    "aged_45_54": (45, 54),
    "aged_55_59": (55, 59),
    "aged_60_over": (60, 200),
    "aged_55_over": (55, 200),
}
_LICENCES = {
    "licence_physician": ("physician",),
    "licence_assistant": ("assistant",),
    "licence_rural_assistant": ("rural_assistant",),
    "licence_village": ("village_certificate",),
    "licence_none": ("none",),
    "licensed": ("physician", "assistant", "rural_assistant"),
}
_EDUCATIONS = {
    "education_bachelor": "bachelor",
    "education_college": "college",
    "education_secondary": "secondary",
    "education_below": "below",
}


def _counted(cast: Cast, year: int) -> pd.DataFrame:
    """Return counts of those in post at the end of a year, by clinic and group."""
    month = month_of(year, 12)
    there = cast.in_post(month)
    persons = there.index.to_numpy()
    p = cast.people.loc[persons]
    age = year - (FIRST_YEAR + p["born"].to_numpy() // 12)
    licence, education = licence_of(cast, persons, np.full(len(persons), month)), np.array(people.EDUCATIONS)[p["education"]]
    marks = {
        "headcount": 1,
        "fte": there["fte"].to_numpy(),
        "female": p["is_female"].to_numpy(),
        "male": ~p["is_female"].to_numpy(),
        **{name: (age >= low) & (age <= high) for name, (low, high) in _AGES.items()},
        **{name: np.isin(licence, codes) for name, codes in _LICENCES.items()},
        **{name: education == code for name, code in _EDUCATIONS.items()},
    }
    frame = pd.DataFrame(marks).astype(float)
    return frame.groupby([there["clinic"].to_numpy(), there["group"].astype(str).to_numpy()]).sum().rename_axis(["clinic", "group"])


def _moved(cast: Cast, months: Ints, year: int, spells: pd.DataFrame) -> pd.Series:
    """Return how many of `spells` have their month of `months` in a year, by clinic and group."""
    mine = spells[months // 12 + FIRST_YEAR == year]
    return mine.groupby(["clinic", mine["group"].astype(str)]).size()


def make_returns(cast: Cast, year: int) -> pd.DataFrame:
    """Return a row for each clinic and staff group with anybody in post at the start or the end of a year, or between.

    headcount = headcount_start + joiners - leavers; a licence gained is neither; who leaves on the last day of a month is gone.
    """
    spells = cast.spells
    went_on = (
        (spells["reason"].shift() == "reclassified")
        & (spells["person"].shift() == spells["person"])
        & (spells["clinic"].shift() == spells["clinic"])
    )
    joined = _moved(cast, spells.loc[~went_on, "start"].to_numpy(), year, spells[~went_on])
    ended = spells[spells["reason"] != "reclassified"]
    gone_in = ended["end"].to_numpy() + np.where(ended["end_day"].to_numpy() == 0, 1, 0)
    left = _moved(cast, gone_in, year, ended)
    now = _counted(cast, year)
    before = _counted(cast, year - 1)["headcount"] if year > FIRST_YEAR else None
    frame = now.join(joined.rename("joiners"), how="outer").join(left.rename("leavers"), how="outer")
    if before is not None:
        frame = frame.join(before.rename("headcount_start"), how="outer")
    else:
        frame["headcount_start"] = frame["headcount"].fillna(0) - frame["joiners"].fillna(0) + frame["leavers"].fillna(0)
    frame = frame.fillna(0.0).rename_axis(["clinic", "staff_group"]).reset_index()
    order = frame["staff_group"].map(GROUPS.index)
    return frame.assign(order=order).sort_values(["clinic", "order"], ignore_index=True).drop(columns="order").round({"fte": 2})
