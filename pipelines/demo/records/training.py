"""Who trains, which courses were run, and who was at them: person-times are many more than persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast, day_of
from pipelines.demo.design import AREAS, FIRST_YEAR, LAST_YEAR, RURAL_DOCTORS, month_of

ONLINE_FROM = 2017
FULL_COURSE = 0.62  # of those who enrol online finish
_TOPICS = (
    "高血压糖尿病规范管理",
    "中医药适宜技术",
    "急诊急救与转诊",
    "妇幼健康与预防接种",
    "合理用药与抗菌药物",
    "传染病防控与报告",
    "健康档案与信息系统",
    "老年健康与家庭医生签约",
    "全科诊疗基本技能",
    "影像与心电判读",
)
_SHARE = {"542500": (0.16, 0.40), "140300": (0.09, 0.19)}  # of the county's staff in a classroom course, 2015 and 2025
_ONLINE_SHARE = {"542500": 0.11, "140300": 0.05}  # of the area's staff who enrol in an online course
_COURSES = {"542500": 3, "140300": 4}  # classroom courses a county and year
_MODES = (("classroom", 16), ("clinical_attachment", 120), ("online", 20))  # mode, hours
# credits by class and mode; assumed: two courses, one of each class, reach the 25 a year that are asked
_CREDITS = {
    "class_1": {"classroom": 10, "clinical_attachment": 10, "online": 8},
    "class_2": {"classroom": 15, "clinical_attachment": 20, "online": 15},
}


@dataclass(frozen=True)
class Courses:
    """Training of both areas: `events` and `attendance` (with `person` and `event` numbers), and who `providers` are."""

    providers: pd.DataFrame
    events: pd.DataFrame
    attendance: pd.DataFrame


def make_providers(cast: Cast) -> pd.DataFrame:
    """Return who trains: a centre, a school and a platform in each area, the hospital of each county."""
    rows = []
    for area, name, capacity in (("542500", "阿里地区", 120), ("140300", "阳泉市", 200)):
        rows += [
            (f"{area}-PC", f"{name}演示乡村医生培训中心", "village_doctor_centre", area, capacity),
            (f"{area}-PU", f"{name}合作院校（虚构医学高等专科学校）", "university", area, 400),
            (f"{area}-PW", f"{name}演示线上学习平台", "platform", area, 5000),
        ]
    rows += [(f"{p.code}-PH", f"{p.name_zh}演示医院（培训基地）", "hospital", p.code, 40) for p in cast.counties()]
    frame = pd.DataFrame(rows, columns=["provider_id", "provider_name", "provider_kind", "region_code", "capacity"])
    seats = {p.parent: (p.longitude, p.latitude) for p in reversed(cast.places) if p.level == "township" and not np.isnan(p.longitude)}
    first = {area: next(seats[p.code] for p in cast.counties() if p.parent == area and p.code in seats) for area in AREAS}
    where = [seats.get(code, first.get(code, (np.nan, np.nan))) for code in frame["region_code"]]
    return frame.assign(longitude=[w[0] for w in where], latitude=[w[1] for w in where])


def _plan(cast: Cast, rng: np.random.Generator) -> pd.DataFrame:
    """Return every course run: of counties in a classroom or on a ward, of areas online."""
    rows = []
    counties = {area: [p for p in cast.counties() if p.parent == area] for area in AREAS}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for area in AREAS:
            online = 0 if year < ONLINE_FROM else min(3 + (year - ONLINE_FROM), 8)
            plans = [(area, f"{area}-PW", 2)] * online
            for county in counties[area]:
                plans += [(county.code, f"{area}-PC", 0)] * _COURSES[area] + [(county.code, f"{county.code}-PH", 1)]
            numbers: dict[str, int] = {}
            for place, provider, mode in plans:
                numbers[place] = numbers.get(place, 0) + 1
                month = month_of(year, 1) + int(rng.integers(1, 10))
                rows.append((f"{place[2:]}{year}{numbers[place]:02d}", place, area, provider, mode, month, year))
    frame = pd.DataFrame(rows, columns=["event_id", "place", "area", "provider_id", "mode", "month", "year"])
    kinds = [_MODES[m] for m in frame["mode"]]
    frame["region_code"] = frame["place"]
    frame["training_level"] = np.where(frame["place"] == frame["area"], "prefecture", "county")
    frame["training_topic"] = rng.choice(_TOPICS, len(frame))
    frame["credit_class"] = np.where(rng.random(len(frame)) < 0.35, "class_1", "class_2")
    frame["training_mode"], frame["training_hours"] = (list(c) for c in zip(*kinds, strict=True))
    frame["credits"] = [_CREDITS[c][m] for c, m in zip(frame["credit_class"], frame["training_mode"], strict=True)]
    frame["started_on"] = day_of(frame["month"].to_numpy(), rng.integers(1, 25, len(frame)))
    length = frame["training_mode"].map({"classroom": 2, "clinical_attachment": 20, "online": 60}).to_numpy()
    frame["ended_on"] = frame["started_on"].to_numpy() + (length - 1).astype("timedelta64[D]")
    return frame


def _who_comes(cast: Cast, events: pd.DataFrame, keenness: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Draw the people at each course: a share of those in post in its county or area, the keen more often."""
    heads: dict[int, np.ndarray] = {}
    for month, runs in events.groupby("month"):
        there = cast.in_post(int(month))  # type: ignore[call-overload]
        persons, doctor = there.index.to_numpy(), there["group"].isin(RURAL_DOCTORS).to_numpy()
        inside = {place: (there[level] == place).to_numpy() for level in ("county", "area") for place in there[level].unique()}
        for run in runs.itertuples():
            mine = persons[inside[run.place] & (doctor if run.mode == 1 else True)]
            count = min(max(round(_share_coming(run.area, run.year, run.mode) * len(mine)), 1), len(mine))
            order = rng.exponential(size=len(mine)) / keenness[mine]
            heads[run.Index] = np.sort(mine[np.argsort(order, kind="stable")[:count]])
    return [heads[i] for i in range(len(events))]


def _share_coming(area: str, year: int, mode: int) -> float:
    first, last = _SHARE[area]
    return (first + (last - first) * (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR), 0.03, _ONLINE_SHARE[area])[mode]


def _attend(events: pd.DataFrame, attendance: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add what became of each enrolment: minutes, whether completed, the result, the credits."""
    event = events.iloc[attendance["event"].to_numpy()].reset_index(drop=True)
    online = (event["training_mode"] == "online").to_numpy()
    done = rng.random(len(event)) < np.where(online, FULL_COURSE, 0.97)
    part = np.where(done, rng.uniform(0.9, 1.05, len(event)), rng.uniform(0.02, 0.7, len(event)))
    passed = done & (rng.random(len(event)) < 0.95)
    minutes = np.round(event["training_hours"] * 60 * part).astype(int)
    return attendance.assign(
        event_id=event["event_id"],
        enrolled_on=event["started_on"],
        completed_on=event["ended_on"].where(done),
        minutes=minutes,
        attended_hours=np.round(event["training_hours"] * np.minimum(part, 1.0)),
        training_result=np.select([passed, done], ["passed", "failed"], "not_completed"),
        credits=np.where(passed, event["credits"], 0.0),
    )


def make_courses(cast: Cast) -> Courses:
    """Run eleven years of courses; online ones from 2017 are the remote training that promotion follows."""
    rng = cast.stream("training")
    keenness = rng.gamma(1.4, 1.0, len(cast.people)) + 0.05
    events = _plan(cast, rng)
    heads = _who_comes(cast, events, keenness, rng)
    attendance = pd.DataFrame({"event": np.repeat(np.arange(len(events)), [len(h) for h in heads]), "person": np.concatenate(heads)})
    attendance["clinic"] = cast.clinic_at(attendance["person"].to_numpy(), events["month"].to_numpy()[attendance["event"]])
    events["capacity"] = np.maximum(np.ceil(np.array([len(h) for h in heads]) * 1.15 / 5) * 5, 10).astype(int)
    return Courses(make_providers(cast), events, _attend(events, attendance, rng))


def remote_completions(courses: Courses) -> pd.DataFrame:
    """Return person and month of every online course somebody passed, by person and month."""
    done = courses.attendance[courses.attendance["training_result"] == "passed"]
    event = courses.events.iloc[done["event"].to_numpy()]
    online = (event["training_mode"] == "online").to_numpy()
    months = event["month"].to_numpy()[online] + 2
    return pd.DataFrame({"person": done["person"].to_numpy()[online], "month": months}).sort_values(["person", "month"], ignore_index=True)
