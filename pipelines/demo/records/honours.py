"""Honours, and talent schemes with their benefits, in money and in kind."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast, some_day
from pipelines.demo.design import AREAS, FIRST_YEAR, LAST_YEAR, RURAL_DOCTORS, month_of
from pipelines.demo.world import STAYS

PROVINCIAL = {"542500": 8, "140300": 12}  # honours of the province or region given in 2024
_LEVELS = (("county", 9), ("prefecture", 5), ("province", 2))  # honours a year and area before scaling
_NAMES = (
    ("优秀乡村医生", "professional"),
    ("先进工作者", "labour"),
    ("义诊服务先进个人", "public_benefit"),
    ("应急处置先进个人", "emergency"),
)
_ISSUERS = {
    ("542500", "province"): "自治区卫生健康委员会",
    ("140300", "province"): "省卫生健康委员会",
    ("542500", "prefecture"): "地区卫生健康委员会",
    ("140300", "prefecture"): "市卫生健康委员会",
}
_SCHEMES = (
    ("“名医”培养工程", "prefecture", {"542500": 2, "140300": 5}),
    ("卫生领军人才计划", "province", {"542500": 1, "140300": 2}),
    ("基层骨干医生培养计划", "county", {"542500": 4, "140300": 8}),
)
_BENEFITS = (
    ("settling_in", 0.5, 80_000, ""),
    ("research_start", 0.25, 30_000, ""),
    ("special_allowance", 0.8, 12_000, ""),
    ("child_school", 0.3, 0, "子女入学到县城学校"),
    ("spouse_job", 0.2, 0, "配偶安置到县属单位"),
    ("housing", 0.25, 0, "入住人才周转房"),
)


def make_honours(cast: Cast) -> pd.DataFrame:
    """Return honours by day: person, clinic, honour, level, kind, issuer."""
    rng, parts = cast.stream("honours"), []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        there = cast.in_post(month_of(year, 7), RURAL_DOCTORS)
        for area in AREAS:
            mine = there[there["area"] == area]
            for level, count in _LEVELS:
                if level == "province" and year == 2024:
                    count = PROVINCIAL[area]
                elif area == "140300":
                    count *= 3
                parts.append(_honoured(mine, year, level, count, rng))
    rows = pd.concat(parts, ignore_index=True)
    rows["issuer"] = [_ISSUERS.get((a, k), "县（区）卫生健康委员会") for a, k in zip(rows["area"], rows["honour_level"], strict=True)]
    rows["on_date"] = some_day(rows["month"].to_numpy(), rng)
    return rows.drop_duplicates(["person", "honour", "on_date"]).sort_values("on_date", ignore_index=True).drop(columns=["area", "month"])


def _honoured(there: pd.DataFrame, year: int, level: str, count: int, rng: np.random.Generator) -> pd.DataFrame:
    who = rng.choice(len(there), min(count, len(there)), replace=False)
    kinds = rng.choice(len(_NAMES) if 2020 <= year <= 2023 else 3, len(who), p=None)
    kinds = np.zeros(len(who), int) if level == "province" else kinds
    return pd.DataFrame(
        {
            "person": there.index.to_numpy()[who],
            "clinic": there["clinic"].to_numpy()[who],
            "area": there["area"].to_numpy()[who],
            "month": month_of(year, 8),
            "honour": [_NAMES[k][0] for k in kinds],
            "honour_kind": [_NAMES[k][1] for k in kinds],
            "honour_level": level,
        }
    )


def make_members(cast: Cast) -> pd.DataFrame:
    """Return memberships of talent schemes since 2018; three years each, ended by leaving."""
    rng, parts = cast.stream("talents"), []
    for year in range(2018, LAST_YEAR + 1):
        there = cast.in_post(month_of(year, 3), ("township_doctor",))
        for scheme, level, counts in _SCHEMES:
            for area in AREAS:
                mine = there[there["area"] == area]
                who = rng.choice(len(mine), min(counts[area], len(mine)), replace=False)
                parts.append(
                    pd.DataFrame(
                        {
                            "person": mine.index.to_numpy()[who],
                            "clinic": mine["clinic"].to_numpy()[who],
                            "talent_scheme": scheme,
                            "talent_level": level,
                            "month": month_of(year, 4),
                        }
                    )
                )
    rows = pd.concat(parts, ignore_index=True).drop_duplicates(["person", "talent_scheme"])
    rows["joined_on"] = some_day(rows["month"].to_numpy(), rng)
    last, left = cast.people.loc[rows["person"], "last"].to_numpy(), cast.people.loc[rows["person"], "left_on"].to_numpy()
    full = rows["joined_on"].to_numpy() + np.timedelta64(3 * 365, "D")
    ended = pd.Series(np.where((last < STAYS) & (left < full), left, full), index=rows.index)
    rows["left_on"] = ended.where(ended <= np.datetime64(f"{LAST_YEAR}-12-31"))
    rows["is_specialty_lead"] = rng.random(len(rows)) < 0.15
    rows["is_imported"] = rng.random(len(rows)) < 0.2
    return rows.sort_values(["joined_on", "person"], ignore_index=True).drop(columns="month")


def make_benefits(cast: Cast, members: pd.DataFrame) -> pd.DataFrame:
    """Return what members were given; value blank where it is help in kind."""
    rng, parts = cast.stream("benefits"), []
    for kind, share, yuan, detail in _BENEFITS:
        given = members[rng.random(len(members)) < share][["person", "clinic", "talent_scheme", "joined_on"]]
        granted = given["joined_on"] + pd.to_timedelta(rng.integers(15, 240, len(given)), unit="D")
        value = np.round(yuan * rng.choice([0.5, 1.0, 1.5], len(given)), -2) if yuan else np.nan
        parts.append(given.drop(columns="joined_on").assign(benefit_kind=kind, value_yuan=value, granted_on=granted, benefit_detail=detail))
    rows = pd.concat(parts, ignore_index=True)
    return rows[rows["granted_on"] <= np.datetime64(f"{LAST_YEAR}-12-31")].sort_values(["granted_on", "person"], ignore_index=True)


def make_directory(cast: Cast) -> pd.DataFrame:
    """Return names and plainly fictional phones (no number begins 199 0000) of everybody in post at the end."""
    there = cast.in_post(NOW)
    return pd.DataFrame(
        {"person": there.index, "clinic": there["clinic"].to_numpy(), "phone": [f"1990000{n:04d}" for n in range(len(there))]}
    )
