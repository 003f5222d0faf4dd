"""What clinics work with: equipment, stock-outs, network and systems, devices that aid a reading."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast, day_of, some_day
from pipelines.demo.design import LAST_YEAR, MONTHS, month_of
from pipelines.demo.places import village_code
from pipelines.demo.world import STAYS

STANDARD = ("blood_pressure", "glucometer", "all_in_one", "computer")  # the standard kit of a village clinic here
STANDARD_CENTRE = ("ecg", "ultrasound", "biochemistry", "computer", "refrigerator")
KIT_SHARE = {"542500": 0.93, "140300": 0.96}  # that a clinic has one of the kit
STOCKED_OUT_FROM = month_of(LAST_YEAR, 7)
_ITEMS = ("血糖试纸", "一次性注射器", "常用降压药")
_AI_FROM = month_of(2023, 7)
_COUNTED_ON = np.datetime64(f"{LAST_YEAR}-12-20")


def standing(cast: Cast) -> pd.DataFrame:
    """Return the clinics that are open and staffed at the end."""
    there = cast.clinics.index.isin(cast.in_post(NOW)["clinic"])
    return cast.clinics[there & (cast.clinics["closed"] >= STAYS)]


def make_assets(cast: Cast) -> pd.DataFrame:
    """Return the equipment of every open clinic as counted at the end of the last year."""
    rng, clinics = cast.stream("assets"), standing(cast)
    parts = []
    for kinds, centre in ((STANDARD, False), (STANDARD_CENTRE, True)):
        mine = clinics[clinics["kind"].str.endswith("centre") == centre]
        for n, kind in enumerate(kinds, 1):
            has = rng.random(len(mine)) < mine["area"].map(KIT_SHARE).to_numpy()
            parts.append(
                pd.DataFrame({"clinic": mine.index[has], "asset_code": f"SB-{n:04d}", "asset_kind": kind, "is_standard_kit": True})
            )
    for n, (kind, share) in enumerate((("oxygen", 0.35), ("vehicle", 0.03), ("ai_device", 0.12), ("video", 0.2)), 11):
        has = rng.random(len(clinics)) < share
        parts.append(
            pd.DataFrame({"clinic": clinics.index[has], "asset_code": f"SB-{n:04d}", "asset_kind": kind, "is_standard_kit": False})
        )
    rows = pd.concat(parts, ignore_index=True)
    size = len(rows)
    rows["acquired_on"] = some_day(rng.integers(month_of(2014, 1), month_of(2024, 12), size), rng)
    rows["on_date"] = _COUNTED_ON
    rows["asset_status"] = rng.choice(["in_use", "idle", "faulty", "in_repair", "scrapped"], size, p=(0.86, 0.05, 0.04, 0.03, 0.02))
    broke = rng.random(size) < np.where(rows["asset_status"].isin(("faulty", "in_repair")), 1.0, 0.12)
    fault = _COUNTED_ON - rng.integers(5, 360, size).astype("timedelta64[D]")
    broke &= fault > rows["acquired_on"].to_numpy().astype("datetime64[D]")
    rows["last_fault_on"] = pd.Series(fault).where(broke)
    rows["fault_days"] = np.where(broke, rng.integers(1, 40, size), 0)
    return rows.sort_values(["clinic", "asset_code"], ignore_index=True)


def make_stockouts(cast: Cast) -> pd.DataFrame:
    """Return days without three items in the second half of the last year, at a quarter of the clinics (zeros too)."""
    rng, clinics = cast.stream("stock-outs"), standing(cast)
    asked = clinics.index[clinics["kind"].str.endswith("centre") | (rng.random(len(clinics)) < 0.15)].to_numpy()
    months = range(STOCKED_OUT_FROM, MONTHS)
    grid = pd.MultiIndex.from_product([asked, months, _ITEMS], names=["clinic", "m", "item"]).to_frame(index=False)
    short = rng.random(len(grid)) < np.where(cast.clinics["remoteness"].to_numpy()[grid["clinic"]] == "class_3", 0.2, 0.08)
    grid["month"] = [f"{LAST_YEAR}-{m % 12 + 1:02d}" for m in grid["m"]]
    return grid.assign(days_short=np.where(short, rng.integers(1, 16, len(grid)), 0))[["clinic", "month", "item", "days_short"]]


def make_ai_use(cast: Cast, assets: pd.DataFrame) -> pd.DataFrame:
    """Return aided readings by month of the clinics that have a device."""
    rng = cast.stream("ai use")
    having = assets.loc[assets["asset_kind"] == "ai_device", "clinic"].unique()
    grid = pd.MultiIndex.from_product([having, range(_AI_FROM, MONTHS)], names=["clinic", "m"]).to_frame(index=False)
    used = rng.poisson(np.where(rng.random(len(having)) < 0.25, 0.3, 22)[np.repeat(np.arange(len(having)), MONTHS - _AI_FROM)])
    grid["month"] = [f"{2015 + m // 12}-{m % 12 + 1:02d}" for m in grid["m"]]
    return grid.assign(ai_used=used, ai_accepted=rng.binomial(used, 0.78))[["clinic", "month", "ai_used", "ai_accepted"]]


def kit_columns(cast: Cast, assets: pd.DataFrame) -> pd.DataFrame:
    """Return by clinic its village, and the register's columns on equipment, network and systems (blank for closed clinics)."""
    rng, clinics = cast.stream("digital"), cast.clinics
    is_open = clinics.index.isin(standing(cast).index)
    works = (
        assets[assets["is_standard_kit"] & assets["asset_status"].isin(("in_use", "idle"))]
        .groupby("clinic")
        .size()
        .reindex(clinics.index, fill_value=0)
    )
    needed = np.where(clinics["kind"].str.endswith("centre"), len(STANDARD_CENTRE), len(STANDARD))
    remote = clinics["remoteness"].isin(("class_2", "class_3"))
    roll = rng.random(len(clinics))
    network = np.select(
        [remote & (roll < 0.12), remote & (roll < 0.45), roll < 0.1, roll < 0.75],
        ["satellite", "mobile", "mobile", "broadband"],
        "health_network",
    )
    online = roll >= np.where(remote, 0.05, 0.02)
    system = np.select([~online, rng.random(len(clinics)) < 0.15], ["paper", "standalone"], "county_platform")
    frame = pd.DataFrame(
        {
            "has_standard_kit": works.to_numpy() >= needed,
            "smart_devices": rng.integers(0, 4, len(clinics)),
            "network": np.where(online, network, "none"),
            "his_system": system,
            "last_online": pd.Series(_COUNTED_ON - rng.integers(0, 60, len(clinics)).astype("timedelta64[D]")).where(online),
            "platform_name": pd.Series("县域远程医疗平台（演示）", index=clinics.index).where(online & (rng.random(len(clinics)) < 0.6)),
        },
        index=clinics.index,
    )
    live = pd.Series(
        day_of(rng.integers(month_of(2018, 1), month_of(2024, 1), len(clinics)), np.ones(len(clinics), int)), index=clinics.index
    )
    frame["platform_live_on"] = live.where(frame["platform_name"].notna())
    frame = frame.astype(object).where(pd.Series(is_open, index=clinics.index), other=None)
    village = [None if k.endswith("centre") else village_code(c) for c, k in zip(clinics["facility_code"], clinics["kind"], strict=True)]
    return pd.concat([pd.DataFrame({"village_code": village}, index=clinics.index), frame], axis=1)
