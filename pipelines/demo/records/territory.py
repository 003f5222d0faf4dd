"""Villages, the time it takes to get anywhere, and people by age."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast
from pipelines.demo.design import FIRST_YEAR, LAST_YEAR
from pipelines.demo.merger import YEAR as MERGED
from pipelines.demo.merger import split_residents
from pipelines.demo.places import village_code
from pipelines.demo.records.services import served
from pipelines.demo.views import residents

ROAD_FACTOR = {"542500": 1.5, "140300": 1.35}  # road against straight line
KM_AN_HOUR = {"542500": 38.0, "140300": 30.0}
SNOW_SLOWER, SNOWED_IN = 1.7, 0.12
OLD = {"542500": (0.055, 0.066), "140300": (0.105, 0.172)}  # aged 65 and over, 2015 and 2025
YOUNG = {"542500": (0.25, 0.23), "140300": (0.155, 0.135)}  # under 15
_SIXTIES = 0.45  # those of 60 to 64 for each of 65 and over
BANDS = ("0_14", "15_59", "60_64", "65_over")


def make_villages(cast: Cast) -> pd.DataFrame:
    """Return every village and community: where the clinic closed, the one of the township centre serves it."""
    rng, clinics = cast.stream("villages"), cast.clinics
    mine = clinics[~clinics["kind"].str.endswith("centre")]
    centre = clinics[clinics["kind"].str.endswith("centre")].set_index("township")["facility_code"]
    people = np.round(served(cast, LAST_YEAR)[mine.index] * rng.uniform(0.8, 1.2, len(mine)))
    is_open = (mine["closed"] > NOW).to_numpy()
    km = np.where(
        is_open, 0.0, np.round(np.where(mine["area"] == "542500", rng.uniform(8, 45, len(mine)), rng.uniform(1.5, 7, len(mine))), 1)
    )
    speed = mine["area"].map(KM_AN_HOUR).to_numpy()
    return pd.DataFrame(
        {
            "clinic": mine.index,
            "village_code": mine["facility_code"].map(village_code),
            "village_name": mine["village"],
            "region_code": mine["township"],
            "village_kind": np.where(mine["kind"] == "village_clinic", "village", "community"),
            "households": np.round(people / 3.1),
            "residents": people,
            "registered_residents": np.round(people * rng.uniform(0.98, 1.2, len(mine))),
            "has_clinic": is_open,
            "serving_facility_code": np.where(is_open, mine["facility_code"], mine["township"].map(centre)),
            "nearest_clinic_km": km,
            "nearest_clinic_minutes": np.round(km / speed * 60),
            "longitude": mine["longitude"],
            "latitude": mine["latitude"],
        }
    )


def _kilometres(cast: Cast, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return kilometres by road between clinics."""
    c = cast.clinics
    lat, lon = np.radians(c["latitude"].to_numpy()), np.radians(c["longitude"].to_numpy())
    x = (lon[end] - lon[start]) * np.cos((lat[end] + lat[start]) / 2)
    return np.asarray(6371 * np.hypot(x, lat[end] - lat[start]) * c["area"].map(ROAD_FACTOR).to_numpy()[start])


def make_travel(cast: Cast) -> pd.DataFrame:
    """Return the way from each village clinic to its centre, and from each centre to the first centre of the county.

    In Ngari by season: when it snows everything takes longer, and some roads are closed.
    """
    rng, c = cast.stream("travel"), cast.clinics
    centres = c[c["kind"].str.endswith("centre")]
    own = c["township"].map(pd.Series(centres.index, index=centres["township"]))
    seat = c["county"].map(centres.groupby("county").apply(lambda g: int(g.index[0]), include_groups=False))
    target = np.where(c.index.isin(centres.index), seat, own).astype(int)
    rows = pd.DataFrame({"clinic": c.index, "target": target})
    rows = rows[(rows["clinic"] != rows["target"]) & (c["closed"] > NOW).to_numpy()]
    km = _kilometres(cast, rows["clinic"].to_numpy(), rows["target"].to_numpy())
    area = c["area"].to_numpy()[rows["clinic"]]
    unknown = np.isnan(km)
    km = np.round(np.where(unknown, rng.uniform(5, 40, len(rows)), np.maximum(km, 0.4)), 1)
    minutes = np.round(km / np.vectorize(KM_AN_HOUR.get)(area) * 60 + 3)
    base = rows.assign(
        from_code=c["facility_code"].to_numpy()[rows["clinic"]],
        to_code=c["facility_code"].to_numpy()[rows["target"]],
        travel_mode="car",
        travel_km=km,
        measured_by=np.where(unknown, "当地估计", "导航软件"),
        is_passable=True,
    )
    high = area == "542500"
    snow = base[high].assign(
        season="snow", travel_minutes=np.round(minutes[high] * SNOW_SLOWER), is_passable=rng.random(int(high.sum())) >= SNOWED_IN
    )
    snow["travel_minutes"] = snow["travel_minutes"].where(snow["is_passable"])
    open_road = base.assign(season=np.where(high, "open", "all_year"), travel_minutes=minutes)
    return pd.concat([open_road, snow], ignore_index=True).drop(columns="target")


def ages(cast: Cast) -> pd.DataFrame:
    """Return residents by township, year and age band (a column each), adding up to the residents of the population sheets."""
    counties = {p.code: p.parent for p in cast.places if p.level == "county"}
    parts = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        now = residents(cast.places, year)
        now = split_residents(cast.places, now) if year < MERGED else now
        frame = pd.DataFrame({"region_code": list(now), "persons": list(now.values())})
        area, later = frame["region_code"].str[:6].map(counties), (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
        old = np.round(frame["persons"] * area.map({a: x + (y - x) * later for a, (x, y) in OLD.items()}))
        young = np.round(frame["persons"] * area.map({a: x + (y - x) * later for a, (x, y) in YOUNG.items()}))
        sixties = np.round(old * _SIXTIES)
        parts.append(
            frame.assign(year=f"{year}年", **dict(zip(BANDS, (young, frame["persons"] - young - old - sixties, sixties, old), strict=True)))
        )
    return pd.concat(parts, ignore_index=True)
