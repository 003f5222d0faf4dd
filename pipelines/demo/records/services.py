"""What clinics do: visits, health records, health education, patients with hypertension and diabetes; days open; standards of time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast
from pipelines.demo.design import LAST_YEAR, RURAL_DOCTORS, month_of
from pipelines.demo.records.equipment import standing
from pipelines.demo.views import residents

VISITS = {"542500": 1.1, "140300": 1.7}  # a resident and year, in a village clinic; a third of it in a centre
HYPERTENSION = {"542500": 0.10, "140300": 0.17}  # of residents are registered
DIABETES = {"542500": 0.02, "140300": 0.055}
EDUCATION_EVENTS = {"542500": 6.0, "140300": 5.0}  # a facility and year
ATTENDANCES = {"542500": 21.0, "140300": 28.0}  # at an event
CLINICS_FROM = 2019  # before, the centres reported for the clinics of their township
_TOPICS = ("高血压防治", "糖尿病饮食", "传染病预防", "妇幼健康", "合理用药", "包虫病防治", "心脑血管急救")
_LOG_INS_A_DAY = 2.4
_STANDARDS = (
    ("visit", "visits", 12, None, None),
    ("home_visit", "home_visits", 45, None, None),
    ("record_keeping", "records_updated", 8, None, None),
    ("chronic_care", "hypertension_registered", 20, 4, None),
    ("health_education", "education_events", 90, None, None),
    ("reporting", None, None, None, 0.12),
    ("meeting", None, None, None, 0.05),
    ("training", None, None, None, 0.04),
)
_HOURS = {"village_doctor": 1_760, "township_doctor": 1_720, "township_nurse": 1_720}


def served(cast: Cast, year: int) -> np.ndarray:
    """Return the people each facility serves in a year: a township's residents spread over its clinics; a centre serves all."""
    now = pd.Series(residents(cast.places, year))
    village = ~cast.clinics["kind"].str.endswith("centre")
    units = cast.clinics["township"].map(cast.clinics[village].groupby("township").size()).fillna(1).to_numpy()
    whole = cast.clinics["township"].map(now).to_numpy()
    return np.asarray(np.where(village, whole / units, whole), float)


def clinics_of(cast: Cast, centres: pd.DataFrame) -> np.ndarray:
    """Return how many facilities the township of each centre has, the centre among them."""
    return np.asarray(centres["township"].map(cast.clinics.groupby("township").size()))


def make_services(cast: Cast, year: int) -> pd.DataFrame:
    """Return the work of every staffed facility in a year, a column for each kind; centres also refer and visit at home."""
    rng = cast.stream(f"services {year}")
    people = served(cast, year)
    there = cast.in_post(month_of(year, 12), RURAL_DOCTORS)["clinic"].unique()
    clinics = cast.clinics.loc[np.sort(there)]
    clinics = clinics[clinics["kind"].str.endswith("centre") | (year >= CLINICS_FROM)]
    people, area = people[clinics.index], clinics["area"]
    centre = clinics["kind"].str.endswith("centre").to_numpy()
    later = (year - 2015) / 10
    by = {
        name: area.map(values).to_numpy()
        for name, values in (("v", VISITS), ("h", HYPERTENSION), ("d", DIABETES), ("e", EDUCATION_EVENTS), ("a", ATTENDANCES))
    }
    # a centre keeps those of its own: a sixth of the township's people
    own, whole = np.where(centre, people / 6, people * 5 / 6), year < CLINICS_FROM
    own = people if whole else own
    found: dict[str, np.ndarray] = {"visits": rng.poisson(people * by["v"] * np.where(centre, 1.33 if whole else 0.33, 1.0) * (1 + 0.1 * later))}
    found["records_kept"] = rng.binomial(np.round(own).astype(int), 0.80 + 0.12 * later)
    found["records_updated"] = rng.binomial(found["records_kept"], 0.34 + 0.25 * later)
    found["education_events"] = rng.poisson(by["e"] * (clinics_of(cast, clinics) if whole else 1.0))
    found["education_attendances"] = rng.poisson(found["education_events"] * by["a"])
    for disease, share in (("hypertension", by["h"]), ("diabetes", by["d"])):
        found[f"{disease}_registered"] = rng.binomial(np.round(own).astype(int), share * (0.8 + 0.2 * later))
        found[f"{disease}_managed"] = rng.binomial(found[f"{disease}_registered"], 0.58 + 0.16 * later)
        found[f"{disease}_controlled"] = rng.binomial(found[f"{disease}_managed"], 0.52 + 0.10 * later)
    frame = pd.DataFrame({"clinic": clinics.index, **found})
    frame["education_topic"] = pd.Series(rng.choice(_TOPICS, len(frame))).where(frame["education_events"] > 0)
    wider = {
        "home_visits": rng.poisson(people * 0.03),
        "referrals_up": rng.poisson(people * 0.02),
        "referrals_down": rng.poisson(people * 0.008),
        "records_used": rng.binomial(found["records_updated"], 0.8),
        "online_visits": rng.poisson(people * (0.02 if year >= 2020 else 0.0)),
        "elderly_managed": rng.poisson(people * 0.07),
        "contracted_residents": rng.poisson(people * (0.35 if year >= 2017 else 0.0)),
    }
    for kind, values in wider.items():
        frame[kind] = pd.Series(values.astype(float)).where(centre)
    return frame


def make_status(cast: Cast) -> pd.DataFrame:
    """Return days open and closed of the last year by month, of every staffed village clinic and station."""
    rng, clinics = cast.stream("status"), standing(cast)
    clinics = clinics[~clinics["kind"].str.endswith("centre")]
    grid = pd.MultiIndex.from_product([clinics.index, range(1, 13)], names=["clinic", "m"]).to_frame(index=False)
    remote = cast.clinics["remoteness"].isin(("class_2", "class_3")).to_numpy()[grid["clinic"]]
    winter = grid["m"].isin((1, 2, 12)).to_numpy()
    closed = np.minimum(rng.poisson(np.where(remote & winter, 3.0, 0.9)), 20)
    reason = np.where(
        remote & winter & (rng.random(len(grid)) < 0.6), "weather", rng.choice(["leave", "sick", "training", "power_network"], len(grid))
    )
    open_days = 25 - closed
    online = rng.binomial(open_days, np.where(remote, 0.6, 0.85))
    return pd.DataFrame(
        {
            "clinic": grid["clinic"],
            "month": [f"{LAST_YEAR}-{m:02d}" for m in grid["m"]],
            "open_days": open_days,
            "closed_days": closed,
            "closure_reason": pd.Series(reason).where(closed > 0),
            "online_days": online,
            "log_ins": rng.poisson(online * _LOG_INS_A_DAY),
        }
    )


def make_standards() -> pd.DataFrame:
    """Return minutes for each activity of three staff groups, and the shares of time that go to the rest."""
    rows = [
        {
            "staff_group": group,
            "activity": activity,
            "service_kind": kind,
            "standard_minutes": minutes,
            "times_a_year": times,
            "allowance_share": share,
            "available_hours": hours,
            "origin": "合成演示：数值为假设",
        }
        for group, hours in _HOURS.items()
        for activity, kind, minutes, times, share in _STANDARDS
    ]
    return pd.DataFrame(rows)
