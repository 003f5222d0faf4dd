"""What was due and paid under the schemes: allowances that agree with the pay ledger, one-off grants, awards, emergency money.

Paid late, or not yet, only at the facilities of `arrears`, whose names are plainly fictional.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.arrears import Arrears, days_late
from pipelines.demo.cast import Cast, day_of
from pipelines.demo.design import AREAS, GROUPS, RURAL_DOCTORS, month_of
from pipelines.demo.pay import Ledger, extras, person_months
from pipelines.demo.records.schemes import EMERGENCY_YUAN, scheme

EMERGENCY = ("新冠肺炎疫情防控", month_of(2020, 2), month_of(2020, 4))
EMERGENCY_SHARE = 0.22  # of township staff took part
POSTS = {"village_doctor": "乡村医生岗", "township_doctor": "基层医生岗"}
_EACH = {"JT": 3, "BY": 12}  # months an instalment covers


def allowance_grants(cast: Cast, ledger: Ledger) -> pd.DataFrame:
    """Return post allowance by quarter (rural doctors, from the county's wave) and remote allowance by year (from 2019).

    Amounts are those of the pay ledger's components, month by month.
    """
    months = person_months(cast.world)
    months = months[months["month"] >= month_of(2019, 1)]
    post, remote = extras(cast.world, months, ledger.raises)
    doctor = months["group"].isin([GROUPS.index(g) for g in RURAL_DOCTORS]).to_numpy()
    parts = []
    for suffix, yuan in (("JT", post), ("BY", np.where(doctor, remote, 0.0))):
        each = _EACH[suffix]
        rows = months.assign(yuan=yuan, full=yuan / months["fte"].to_numpy(), span=months["month"] // each)[yuan > 0]
        found = rows.groupby(["person", "span"], as_index=False).agg(
            due_yuan=("yuan", "sum"),
            clinic=("clinic", "last"),
            standard_yuan=("full", "last"),
            first=("month", "min"),
            last=("month", "max"),
        )
        ends = found["span"].to_numpy() * each + each - 1
        areas = cast.clinics["area"].to_numpy()[found["clinic"]]
        parts.append(
            found.assign(
                scheme_id=[scheme(a, suffix) for a in areas],
                due_on=day_of(ends, np.full(len(ends), 20)),
                standard_yuan=found["standard_yuan"].round(),
                covers_from=day_of(found["first"].to_numpy(), np.ones(len(ends), int)),
                covers_to=day_of(found["last"].to_numpy(), np.zeros(len(ends), int)),
            )[["person", "clinic", "scheme_id", "due_on", "covers_from", "covers_to", "standard_yuan", "due_yuan"]]
        )
    return pd.concat(parts, ignore_index=True)


def award_grants(applications: pd.DataFrame) -> pd.DataFrame:
    """Return the one-off awards for senior titles and the yearly talent allowance, a month after they were decided."""
    rows = applications[applications["suffix"].isin(("JL", "RC")) & (applications["decision"] == "approved")]
    due = rows["decided_on"] + pd.Timedelta(days=20)
    reason = pd.Series(np.where(rows["suffix"] == "JL", "senior_title", None), index=rows.index)
    out = rows[["person", "clinic", "scheme_id", "application_id"]].assign(
        due_on=due, due_yuan=rows["yuan"], standard_yuan=rows["yuan"], award_reason=reason
    )
    return out[out["due_on"] <= np.datetime64("2025-12-31")]


def emergency_grants(cast: Cast) -> pd.DataFrame:
    """Return the emergency task payments of 2020: so many days at the day rate."""
    rng = cast.stream("emergency")
    name, first, last = EMERGENCY
    there = cast.in_post(last)
    there = there[there["group"].str.startswith("township") & (rng.random(len(there)) < EMERGENCY_SHARE)]
    days = rng.integers(5, 61, len(there))
    begin = day_of(np.full(len(there), first), rng.integers(1, 20, len(there)))
    return pd.DataFrame(
        {
            "person": there.index,
            "clinic": there["clinic"].to_numpy(),
            "scheme_id": [scheme(a, "YJ") for a in there["area"]],
            "due_on": day_of(np.full(len(there), last), np.full(len(there), 30)),
            "standard_yuan": float(EMERGENCY_YUAN),
            "due_yuan": days * float(EMERGENCY_YUAN),
            "task_event": name,
            "task_from": begin,
            "task_to": begin + (days - 1).astype("timedelta64[D]"),
            "task_days": days,
        }
    )


def make_grants(cast: Cast, parts: list[pd.DataFrame], arrears: Arrears) -> pd.DataFrame:
    """Return all grants with what was paid, when and how: within three weeks, but for the facilities in arrears."""
    rng = cast.stream("grants")
    rows = pd.concat(parts, ignore_index=True).sort_values(["due_on", "person", "scheme_id"], kind="stable", ignore_index=True)
    area = cast.clinics["area"].to_numpy()[rows["clinic"]]
    via_unit = rng.random(len(rows)) < np.where(area == AREAS[0], 0.6, 0.25)
    group = cast.spells.drop_duplicates("person").set_index("person")["group"].astype(str).to_numpy()[rows["person"]]
    rows["post_title"] = pd.Series(group).map(POSTS).where(rows["covers_from"].notna())
    rows["payment_channel"] = np.where(via_unit, "unit", "person")
    usual = rng.integers(2, 9, len(rows)) + np.where(via_unit, rng.integers(1, 4, len(rows)), 0)
    late = days_late(cast, arrears, rows["clinic"].to_numpy(), rows["due_on"].to_numpy())
    paid_on = rows["due_on"] + pd.to_timedelta(np.where(late > 0, late, usual), unit="D")
    open_still = paid_on > pd.Timestamp(2025, 12, 31)
    rows["paid_on"] = paid_on.where(~open_still)
    rows["paid_yuan"] = rows["due_yuan"].where(~open_still)
    rows["unit_received_on"] = (rows["paid_on"] - pd.Timedelta(days=1)).where(via_unit & ~open_still)
    return rows
