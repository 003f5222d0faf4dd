"""Help from above: hospitals linked to clinics, what the links are used for, how fast hospitals reply, experts who come.

A share of the links exists and is idle. Some requests are never answered: the time to a reply is known only for the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast, day_of, some_day
from pipelines.demo.design import AREAS, LAST_YEAR, month_of

IDLE = 0.35  # of the links in force at the end of the demo have not been used for 90 days
REPLY_HOURS = {"consultation": 7.0, "imaging": 20.0, "ecg": 2.5}  # median hours to the first reply, were all answered
SPREAD = 1.1  # of the lognormal time to a reply
GIVEN_UP_HOURS = 96.0  # what is not answered by then never is
FROM = month_of(2018, 1)
_GROUP = {"542500": (5, 12), "140300": (3, 14)}  # hospitals of group support, clinics they are paired with
_LINKS = {"542500": 46, "140300": 120}  # teleconsultation, imaging and ECG links with the county hospital
_KIND_OF = {"teleconsultation": "consultation", "tele_imaging": "imaging", "tele_ecg": "ecg", "group_support": "consultation"}
_A_MONTH = {"542500": 0.6, "140300": 0.55}  # requests a month over an active link at the start; twice as many at the end
_WARDS = {"consultation": ("心内科", "内分泌科", "儿科", "呼吸科"), "imaging": ("影像科",), "ecg": ("心电诊断中心",)}


@dataclass(frozen=True)
class Hospital:
    """A hospital that helps; those of group support stand outside the area."""

    code: str
    name: str
    grade: str


def partners(cast: Cast, area: str) -> list[Hospital]:
    """Return the tertiary hospitals, outside the area, of group support."""
    count = _GROUP[area][0]
    names = "一二三四五六七八九"
    return [Hospital(f"{area}-G{i + 1:02d}", f"虚构支援第{names[i]}三甲医院（辖区外）", "tertiary_a") for i in range(count)]


def county_hospitals(cast: Cast) -> dict[str, Hospital]:
    """Return the hospital of each county."""
    return {p.code: Hospital(f"{p.code}-H01", f"{p.name_zh}演示医院", "secondary_a") for p in cast.counties()}


def make_links(cast: Cast) -> pd.DataFrame:
    """Return links with `area`, `clinic` and `is_idle`, which is not written: an idle one was used last before October 2025."""
    rng, rows = cast.stream("links"), []
    hospitals = county_hospitals(cast)
    for area in AREAS:
        mine = cast.clinics[(cast.clinics["area"] == area) & (cast.clinics["closed"] > NOW)]
        centres = mine.index[mine["kind"].str.endswith("centre")].to_numpy()
        village = mine.index[mine["kind"] == "village_clinic"].to_numpy()
        helpers, count = partners(cast, area), _GROUP[area][1]
        for i, clinic in enumerate(rng.choice(centres, count, replace=False)):
            rows.append((area, helpers[i % len(helpers)], int(clinic), "group_support", month_of(2019, 3) + 6 * (i % 4)))
        others = np.concatenate([rng.permutation(centres), rng.permutation(village)])[: _LINKS[area]]
        for i, clinic in enumerate(others):
            kind = ("teleconsultation", "tele_imaging", "tele_ecg")[i % 3]
            rows.append((area, hospitals[mine["county"][clinic]], int(clinic), kind, int(rng.integers(FROM, month_of(2024, 6)))))
    links = pd.DataFrame(rows, columns=["area", "hospital", "clinic", "link_kind", "start"])
    ends = (rng.random(len(links)) < 0.1) & (links["link_kind"] != "group_support").to_numpy()
    links["end"] = np.where(ends, links["start"] + rng.integers(18, 40, len(links)), NOW + 1)
    in_force = np.flatnonzero(links["end"].to_numpy() > NOW)
    idle = np.zeros(len(links), bool)
    for area in AREAS:
        own = in_force[(links["area"] == area).to_numpy()[in_force]]
        idle[rng.choice(own, round(IDLE * len(own)), replace=False)] = True
    since = rng.integers(month_of(2023, 6), month_of(LAST_YEAR, 8), len(links))
    return links.assign(is_idle=idle, idle_from=np.where(idle, since, NOW + 1))


def link_rows(links: pd.DataFrame) -> pd.DataFrame:
    """Return links in the declared columns."""
    return pd.DataFrame({
        "hospital_code": [h.code for h in links["hospital"]], "hospital_name": [h.name for h in links["hospital"]],
        "hospital_level": [h.grade for h in links["hospital"]], "clinic": links["clinic"], "link_kind": links["link_kind"],
        "start_on": day_of(links["start"].to_numpy(), np.ones(len(links), int)),
        "end_on": pd.Series(day_of(links["end"].to_numpy() - 1, np.zeros(len(links), int)), index=links.index).where(links["end"] <= NOW),
    })


def make_consultations(cast: Cast, links: pd.DataFrame) -> pd.DataFrame:
    """Return requests over links while they were used: answered after a lognormal time, or given up and left open."""
    rng, parts = cast.stream("consultations"), []
    for i, link in enumerate(links.itertuples()):
        until = min(link.end, link.idle_from, NOW + 1)
        months = np.arange(link.start, until)
        rate = _A_MONTH[link.area] * (1 + (months - FROM) / (NOW - FROM))
        counts = rng.poisson(rate)
        if not link.is_idle and link.end > NOW:
            counts[-2:] = np.maximum(counts[-2:], 1)  # an active link is used
        parts.append(pd.DataFrame({"link": i, "month": np.repeat(months, counts)}))
    rows = pd.concat(parts, ignore_index=True)
    link = links.iloc[rows["link"].to_numpy()].reset_index(drop=True)
    size = len(rows)
    kind = link["link_kind"].map(_KIND_OF)
    minute = rng.integers(8 * 60, 18 * 60, size).astype("timedelta64[m]")
    asked = some_day(rows["month"].to_numpy(), rng).astype("datetime64[m]") + minute
    hours = kind.map(REPLY_HOURS).to_numpy() * np.exp(rng.normal(0, SPREAD, size))
    replied = asked + np.maximum(np.round(hours * 60), 1).astype("timedelta64[m]")
    replied += (replied == replied.astype("datetime64[D]")).astype("timedelta64[m]")  # at 0:00 it would be a day without a time of day
    answered = pd.Series((hours <= GIVEN_UP_HOURS) & (replied <= np.datetime64(f"{LAST_YEAR}-12-31T23:59")))
    outcome = rng.choice(["advised", "treated_locally", "referred"], size, p=(0.62, 0.23, 0.15))
    closed = pd.Series(replied + rng.integers(5, 180, size).astype("timedelta64[m]"))
    out = pd.DataFrame({
        "area": link["area"], "clinic": link["clinic"], "hospital_code": [h.code for h in link["hospital"]],
        "department": [rng.choice(_WARDS[k]) for k in kind], "consultation_kind": kind,
        "modality": pd.Series(rng.choice(("DR", "CT", "彩超"), size, p=(0.7, 0.2, 0.1))).where(kind == "imaging"),
        "requested_at": pd.Series(asked),
        "replied_at": pd.Series(replied).where(answered), "closed_at": closed.where(answered),
        "consultation_outcome": pd.Series(outcome).where(answered, "unanswered"),
        "is_critical": pd.Series(rng.random(size) < 0.03).where(answered & (kind != "consultation")),
        "is_transfer_avoided": pd.Series(outcome != "referred").where(answered),
    }).sort_values(["area", "requested_at", "clinic"], ignore_index=True)
    numbers = [f"YC{a[:2]}{t:%y%m%d}{n:05d}" for n, (a, t) in enumerate(zip(out["area"], out["requested_at"], strict=True))]
    out.insert(0, "request_id", numbers)
    return out


def make_visits(cast: Cast, links: pd.DataFrame) -> pd.DataFrame:
    """Return visits of experts to the clinics of group support, about every other month, while the link is not idle."""
    rng, parts = cast.stream("visits"), []
    for link in links[links["link_kind"] == "group_support"].itertuples():
        months = np.arange(link.start, min(link.idle_from, NOW + 1))
        came = months[rng.random(len(months)) < 0.5]
        parts.append(pd.DataFrame({"month": came, "clinic": link.clinic, "hospital_code": link.hospital.code, "area": link.area}))
    rows = pd.concat(parts, ignore_index=True)
    days = rng.integers(1, 6, len(rows))
    return pd.DataFrame({
        "area": rows["area"], "hospital_code": rows["hospital_code"], "clinic": rows["clinic"],
        "on_date": some_day(rows["month"].to_numpy(), rng),
        "experts": rng.integers(1, 4, len(rows)), "visit_days": days, "cases": rng.poisson(14 * days),
    }).drop_duplicates(["hospital_code", "clinic", "on_date"]).sort_values(["on_date", "clinic"], ignore_index=True)
