"""How the loaded demo compares with published figures: each beside what the demo gives for the same thing.

A figure with a tolerance (a share of it) is one the demo is calibrated to; the others set an order of size.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.site import DATA

FIGURES = DATA / "reference" / "published_figures.csv"
Table = Callable[[str], pd.DataFrame]
_LICENSED = ("physician", "assistant", "rural_assistant")
_TECHNICAL = ("village_doctor", "township_doctor", "township_nurse")


def read_figures(path: Path = FIGURES) -> pd.DataFrame:
    """Return the published figures with their grade and source."""
    return pd.read_csv(path, dtype={"area": str, "published_year": int})


def _in_post(table: Table, area: str, day: str) -> pd.DataFrame:
    """Return main posts held in an area on a day: person_key, staff_group, facility_code, birth_year, sex."""
    spells, on = table("stg_employment"), pd.Timestamp(day)
    held = spells["is_main_post"] & (pd.to_datetime(spells["start_on"]) <= on)
    held &= pd.to_datetime(spells["end_on"]).fillna(pd.Timestamp(2200, 1, 1)) >= on
    return spells[held & spells["facility_code"].str.startswith(area[:4])]


def _people(table: Table, area: str) -> dict[str, float]:
    """Return counts and shares of people: of 2020, of village doctors in 2015, and over the eleven years."""
    now = _in_post(table, area, "2020-12-31")
    count = now["staff_group"].value_counts()
    clinics = table("stg_facility").query("facility_type == 'village_clinic'")
    closed = pd.to_datetime(clinics["closed_on"]).fillna(pd.Timestamp(2200, 1, 1))
    standing = clinics["facility_code"].str.startswith(area[:4]) & (closed > "2020-12-31")
    centres = table("stg_facility")["facility_code"].str.fullmatch(f"{area[:4]}.*-[CT]").sum()
    village = [_in_post(table, area, day).query("staff_group == 'village_doctor'") for day in ("2015-01-01", "2015-12-31", "2025-12-31")]
    age = 2015 - village[0]["birth_year"].astype(float)
    roster = table("stg_roster")
    rolls = roster[roster["as_at"].astype(str).str[:10] == "2020-12-31"].drop_duplicates("person_key")
    licence = rolls.set_index("person_key")["licence"]
    technical = now[now["staff_group"].isin(_TECHNICAL)]
    return {
        "township_staff_per_centre": count[["township_doctor", "township_nurse", "township_other"]].sum() / centres,
        "people_per_village_clinic": count[["village_doctor", "village_clinic_other"]].sum() / standing.sum(),
        "township_doctors": count["township_doctor"], "township_nurses": count["township_nurse"],
        "mean_age": age.mean(), "share_aged_50": (age >= 50).mean(), "share_women": (village[0]["sex"] == "female").mean(),
        "share_licensed_technical": technical["person_key"].map(licence).isin(_LICENSED).mean(),
        "change_in_village_doctors": len(village[2]) / len(village[1]) - 1,
    }


def _rest(table: Table, area: str) -> dict[str, float]:
    """Return sizes of the area, leaving, intention, pay and telemedicine."""
    people = table("stg_population").query("population_kind == 'resident'")
    mine = people[people["region_code"].str.startswith(area[:4])].groupby("period")["persons"].sum()
    spells = table("stg_employment").query("is_main_post and staff_group == 'village_doctor'")
    spells = spells[spells["facility_code"].str.startswith(area[:4])]
    gone = ~spells["exit_reason"].isin(("died", "reclassified", "transferred")) & spells["end_on"].between("2015-01-01", "2018-12-31")
    start = len(_in_post(table, area, "2015-01-01").query("staff_group == 'village_doctor'"))
    end = len(_in_post(table, area, "2018-12-31").query("staff_group == 'village_doctor'"))
    said = table("stg_survey").query("survey_item == 'intention_to_leave'")
    pay = table("stg_pay").query("pay_component == 'total'")
    village = pay["facility_code"].str.fullmatch(f"{area[:4]}.*-V.*")
    whole = pay[village & (pay["period_start"].astype(str).str[:10] == "2015-01-01") & (pay["period_end"].astype(str).str[:10] == "2015-12-31")]
    linked = table("stg_link").query("start_on <= '2020-12-31'")["facility_code"]
    centres = table("stg_facility")["facility_code"]
    centres = centres[centres.str.fullmatch(f"{area[:4]}.*-[CT]")]
    return {
        "village_units": table("stg_village")["village_code"].str.startswith(area[:4]).sum(),
        "residents_2020": mine["2020"], "residents_2022": mine["2022"],
        "leaving_a_year": gone.sum() / 4 / ((start + end) / 2),
        "intends_to_leave": said.loc[said["region_code"].str.startswith(area[:4]), "survey_value"].mean(),
        "village_pay_a_month": whole["paid_yuan"].median() / 12, "centres_with_telemedicine": centres.isin(linked).mean(),
    }


def compare(table: Table) -> pd.DataFrame:
    """Return every published figure beside the demo's, with their ratio and whether a calibrated one is within its tolerance.

    `table` gives a staged table of the demo's build by name.
    """
    figures = read_figures()
    found = {area: {**_people(table, area), **_rest(table, area)} for area in figures["area"].unique()}
    demo = np.array([float(found[area][key]) for area, key in zip(figures["area"], figures["key"], strict=True)])
    away = np.abs(demo - figures["value"]) / figures["value"].abs()
    fits = pd.Series(away <= figures["tolerance"] + 1e-9, dtype=object).where(figures["tolerance"].notna(), None)
    return figures.assign(demo=np.round(demo, 3), fits=fits)
