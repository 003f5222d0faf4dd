"""Person-months of the demo from its staged tables, in plain pandas: who was at risk of leaving or of rising, and who did."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

Table = Callable[[str], pd.DataFrame]
FIRST, LAST = 0, 131  # January 2015 to December 2025
DOCTORS = ("village_doctor", "township_doctor")
LICENSED = ("physician", "assistant", "rural_assistant")
NOT_LEAVING = ("died", "reclassified", "transferred")
LEVELS = ("none", "junior", "intermediate", "associate_senior", "senior")


def month_number(days: pd.Series) -> pd.Series:
    """Months since January 2015; NaN for no day."""
    moments = pd.to_datetime(days)
    return (moments.dt.year - 2015) * 12 + moments.dt.month - 1


def main_spells(table: Table) -> pd.DataFrame:
    """Main posts with first and last month, the county and the remoteness class of the facility."""
    spells = table("stg_employment").query("is_main_post").reset_index(drop=True)
    home = dict(zip(table("stg_facility")["facility_code"], table("stg_facility")["region_code"], strict=True))
    region = table("stg_region")
    remoteness = dict(zip(region["region_code"], region["remoteness"], strict=True))
    town = spells["facility_code"].map(home)
    ends = pd.to_datetime(spells["end_on"])
    return spells.assign(
        first=month_number(spells["start_on"]),
        last=month_number(spells["end_on"]).fillna(LAST + 1),
        whole_last=ends.dt.is_month_end.fillna(True),
        county=town.str[:6],
        remoteness=town.map(remoteness),
    )


def expand(spells: pd.DataFrame) -> pd.DataFrame:
    """One row for each spell and month from its first to its last, within the years of the demo."""
    begin = spells["first"].clip(lower=FIRST).astype(int).to_numpy()
    length = np.maximum(np.minimum(spells["last"], LAST).astype(int).to_numpy() - begin + 1, 0)
    rows = spells.loc[spells.index.repeat(length)].reset_index(drop=True)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(length) - length, length)
    return rows.assign(month=np.repeat(begin, length) + offset)


def rate_ratio(rows: pd.DataFrame, stratum: str) -> tuple[float, float, float]:
    """Mantel-Haenszel ratio of the rates of `event` with and without `exposed`, by stratum, with its 95 % interval."""
    counts = rows.groupby([stratum, "exposed"])["event"].agg(["sum", "size"]).unstack("exposed", fill_value=0)
    a1, a0 = counts[("sum", True)], counts[("sum", False)]
    t1, t0 = counts[("size", True)], counts[("size", False)]
    total = t1 + t0
    top, bottom = (a1 * t0 / total).sum(), (a0 * t1 / total).sum()
    spread = np.sqrt((((a1 + a0) * t1 * t0) / total**2).sum() / (top * bottom))
    ratio = float(top / bottom)
    return ratio, float(ratio * np.exp(-1.96 * spread)), float(ratio * np.exp(1.96 * spread))


def leaving_months(table: Table) -> pd.DataFrame:
    """Doctor-months at risk of leaving: `event`, `exposed` where the county's allowance is paid, `remoteness`."""
    spells = main_spells(table)
    rows = expand(spells[spells["staff_group"].isin(DOCTORS)])
    grants = table("stg_grant")
    paid = grants[grants["scheme_id"].str.endswith("-JT")]
    since = month_number(paid["covers_from"]).groupby(paid["facility_code"].str[:6]).min()
    leaves = rows["exit_reason"].notna() & ~rows["exit_reason"].isin(NOT_LEAVING)
    return rows.assign(event=(rows["month"] == rows["last"]) & leaves, exposed=rows["month"] >= rows["county"].map(since).fillna(LAST + 1))


def promotions(table: Table) -> pd.DataFrame:
    """Titles awarded: person, month, level (0-4), and whether it came after the month of entry."""
    spells = main_spells(table)
    entry = spells.groupby("person_key")["first"].min()
    won = table("stg_title_award").query("title_result == 'passed'")
    rows = pd.DataFrame(
        {"person_key": won["person_key"], "month": month_number(won["awarded_on"]), "level": won["title_level"].map(LEVELS.index)}
    )
    return rows.assign(is_rise=rows["month"] > rows["person_key"].map(entry))


def _trained(table: Table, window: int) -> set[tuple[str, int]]:
    """(person, month) within `window` months after a remote course was passed; a course passes two months after its start."""
    event = table("stg_training_event").set_index("event_id")["training_mode"]
    done = table("stg_training").query("training_result == 'passed'")
    done = done[done["event_id"].map(event) == "online"]
    passed = month_number(done["enrolled_on"]) + 2
    return {(p, int(m) + k) for p, m in zip(done["person_key"], passed, strict=True) for k in range(1, window + 1)}


def rising_months(table: Table, window: int = 24) -> pd.DataFrame:
    """Person-months at risk of promotion: `event`, `exposed` after a remote course, `level` held."""
    rows = expand(main_spells(table).query("staff_group != 'village_clinic_other'"))
    rows = rows[(rows["first"] < rows["month"]) & ((rows["month"] < rows["last"]) | rows["whole_last"])]
    licences = table("stg_licence")
    licensed = month_number(licences["issued_on"])[licences["licence_type"].isin(LICENSED)].groupby(licences["person_key"]).min()
    may = (rows["staff_group"] != "village_doctor") | (rows["month"] >= rows["person_key"].map(licensed).fillna(LAST + 1))
    rows = rows.loc[may, ["person_key", "month"]].drop_duplicates()
    won = promotions(table)
    rises = won[won["is_rise"]]
    came = won[~won["is_rise"]].groupby("person_key")["level"].max()
    history = {p: sorted(zip(g["month"], g["level"], strict=True)) for p, g in rises.groupby("person_key")}
    trained = _trained(table, window)
    found = []
    for person, month in rows.itertuples(index=False):
        before = [(m, k) for m, k in history.get(person, ()) if m < month]
        level = before[-1][1] if before else came.get(person, 0)
        if level < 4 and not (before and before[-1][0] >= month - 12):
            found.append((level, (person, month) in trained, any(m == month for m, _ in history.get(person, ()))))
    return pd.DataFrame(found, columns=["level", "exposed", "event"])
