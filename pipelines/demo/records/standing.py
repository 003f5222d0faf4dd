"""What people's posts rest on: footing and pension, contributions to social insurance, and what they say they intend."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast, Ints
from pipelines.demo.design import LAST_YEAR, RURAL_DOCTORS, month_of
from pipelines.demo.world import STAYS

INSURED_FROM = month_of(LAST_YEAR, 1)
UNPAID = 0.012  # of contributions due did not arrive
WAVES = (("2019年", month_of(2019, 10)), ("2022年", month_of(2022, 10)), ("2024年", month_of(2024, 10)))
ASKED = 0.22  # of rural doctors answer a wave
INTENDS = 0.368  # say they mean to leave within two years (published for one city)
INTENDS_LEAVER = 0.52  # among those who then do
_CHANNELS = ("channel_website", "channel_employer", "channel_colleague")
_COUNTY_MANAGED_FROM = 2021


def footing(cast: Cast) -> pd.DataFrame:
    """Return contract type and pension scheme (codes) of each main spell, by its number in the world."""
    rng, s = cast.stream("footing"), cast.spells
    late = s["start"].to_numpy() >= month_of(_COUNTY_MANAGED_FROM, 1)
    roll = rng.random(len(s))
    contract = np.select(
        [s["contract"] == "村聘", (s["contract"] == "编制") & late & (roll < 0.35), s["contract"] == "编制"],
        ["village_hired", "county_managed", "established"],
        "contract",
    )
    contract = np.where((contract == "village_hired") & late & (roll < 0.3), "township_hired", contract)
    contract = np.where((s["group"] == "township_other") & (contract == "established") & (roll < 0.25), "contract", contract)
    village = np.select([roll < 0.62, roll < 0.8, roll < 0.92], ["resident", "employee", "flexible"], "none")
    pension = np.select(
        [np.isin(contract, ("established", "county_managed")), contract == "contract", contract == "township_hired"],
        ["public_institution", "employee", "employee"],
        village,
    )
    return pd.DataFrame({"contract_type": contract, "pension_scheme": pension}, index=s["spell"].to_numpy())


def make_insurance(cast: Cast, footings: pd.DataFrame, base: pd.Series) -> pd.DataFrame:
    """Return pension contributions of 2025 of township staff and of village doctors insured as employees.

    `base` is yuan a month by person. A few are insured by another employer than the facility they work at.
    """
    rng, parts = cast.stream("insurance"), []
    elsewhere = rng.random(len(cast.people)) < 0.006
    named = cast.clinics["facility_name"].to_numpy()
    for month in range(INSURED_FROM, NOW + 1):
        there = cast.in_post(month)
        scheme = footings["pension_scheme"].reindex(there["spell"]).to_numpy()
        insured = there[np.isin(scheme, ("public_institution", "employee"))]
        persons = insured.index.to_numpy()
        yuan = np.round(base.reindex(persons).fillna(3000).to_numpy() * 0.24, 2)
        paid = rng.random(len(persons)) >= UNPAID
        parts.append(
            pd.DataFrame(
                {
                    "person": persons,
                    "clinic": insured["clinic"].to_numpy(),
                    "month": f"{LAST_YEAR}-{month - INSURED_FROM + 1:02d}",
                    "insurance_scheme": "pension",
                    "employer": np.where(elsewhere[persons], "虚构民营医院有限公司", named[insured["clinic"]]),
                    "is_paid": paid,
                    "contribution_yuan": np.where(paid, yuan, 0.0),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _will_leave(cast: Cast, persons: Ints, month: int) -> np.ndarray:
    last = cast.people.loc[persons, "last"].to_numpy()
    return np.asarray((last < STAYS) & (last <= month + 24))


def make_survey(cast: Cast) -> pd.DataFrame:
    """Return answers of three waves, a row for each item: those who then leave say so more often, but most who say so stay."""
    rng, parts = cast.stream("survey"), []
    for wave, month in WAVES:
        there = cast.in_post(month, RURAL_DOCTORS)
        there = there[rng.random(len(there)) < ASKED]
        leaves = _will_leave(cast, there.index.to_numpy(), month)
        share, size = leaves.mean(), len(there)
        stays = (INTENDS - share * INTENDS_LEAVER) / (1 - share)
        intends = rng.random(size) < np.where(leaves, INTENDS_LEAVER, stays)
        aware = rng.random(size) < 0.55 + 0.05 * (month - WAVES[0][1]) / 24
        channel = rng.choice(len(_CHANNELS), size, p=(0.22, 0.48, 0.30))
        items = {
            "intention_to_leave": intends,
            "satisfaction_pay": rng.random(size) < np.where(intends, 0.25, 0.55),
            "aware_subsidy": aware,
            **{name: aware & (channel == i) for i, name in enumerate(_CHANNELS)},
            "knowledge_policy": np.round(np.clip(rng.normal(71, 11, size), 20, 100)),
        }
        who = pd.DataFrame(
            {"person": there.index, "clinic": there["clinic"].to_numpy(), "region_code": there["township"].to_numpy(), "wave": wave}
        )
        parts += [
            who.assign(survey_item=item, survey_value=value.astype(float), value_unit="得分" if item.startswith("knowledge") else "占比")
            for item, value in items.items()
        ]
    return pd.concat(parts, ignore_index=True).sort_values(["wave", "person"], kind="stable", ignore_index=True)
