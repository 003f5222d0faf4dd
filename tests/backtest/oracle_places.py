"""Posts, villages, visits and ages of the people, in plain pandas from the demo's workbooks; shares no code with the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tests.backtest import workbooks
from tests.backtest.oracle import DAY, DOCTORS, LEVELS, STILL_THERE, Books

AGES = {"young": "0–14 岁", "middle": "15–59 岁", "older": "60–64 岁", "old": "65 岁及以上"}


@dataclass(frozen=True)
class Places:
    """post: facility, fte, hardship, is_key, opened, filled, vacated, closed (STILL_THERE where it has not come).

    village: code, township, is_village.
    clinic: facility, village, opened, closed. visit: facility, day, person_days. ages: code, year, and the columns of AGES."""

    books: Books
    post: pd.DataFrame
    village: pd.DataFrame
    clinic: pd.DataFrame
    visit: pd.DataFrame
    ages: pd.DataFrame

    def above(self, level: str) -> dict[str, str]:
        """Township -> the region of a level it belongs to."""
        parent = dict(zip(self.books.region["code"], self.books.region["parent"], strict=True))
        found = {c: c for c in self.books.region.loc[self.books.region["level"] != "", "code"]}
        for _ in range(LEVELS.index("township") - LEVELS.index(level)):
            found = {c: parent.get(r, "") for c, r in found.items()}
        return found


def read_places(books: Books, folder: Path) -> Places:
    """Read the sheets of every county, bad rows left out; people on the places of today."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    bad = {(m["file"], m["sheet"], m["row"]) for m in truth["mistakes"] if m["outcome"] == "quarantine"}
    sheets = {
        "post": ("人事档案", "岗位设置日期"), "village": ("机构服务", "村代码"), "clinic": ("机构名录", "机构类型"), "visit": ("医院协作", "下沉日期"),
        "ages": ("人口", "65 岁及以上"), "crosswalk": ("地区名录", "新代码"),
    }
    t = {kind: workbooks._together(folder, prefix, column, bad) for kind, (prefix, column) in sheets.items()}
    text, day, number = workbooks._text, workbooks._day, workbooks._number
    became = pd.DataFrame({"code": text(t["crosswalk"]["原代码"]), "to": text(t["crosswalk"]["新代码"]), "share": t["crosswalk"]["分摊比例"].map(number)})
    ages = pd.DataFrame({"code": text(t["ages"]["地区代码"]), "year": text(t["ages"]["年份"]).str.rstrip("年").astype(int)})
    ages = ages.assign(**{name: t["ages"][column].map(number) for name, column in AGES.items()}).merge(became, how="left", on="code")
    ages = ages.assign(code=ages["to"].fillna(ages["code"]), **{name: ages[name] * ages["share"].fillna(1.0) for name in AGES})
    dates = {"opened": "岗位设置日期", "filled": "到岗补充日期", "vacated": "岗位再次空出日期", "closed": "岗位撤销日期"}
    post = pd.DataFrame({name: pd.to_datetime(t["post"][column].map(day)).fillna(STILL_THERE) for name, column in dates.items()})
    experts, stayed = t["visit"]["专家人数"].map(number), t["visit"]["下沉天数"].map(number)
    return Places(
        books,
        post.assign(
            facility=text(t["post"]["机构代码"]), fte=t["post"]["全时当量"].map(number).fillna(1.0), hardship=text(t["post"]["艰苦程度"]),
            is_key=text(t["post"]["是否关键岗位"]),
        ),
        pd.DataFrame(
            {
                "code": text(t["village"]["村代码"]), "township": text(t["village"]["地区代码"]),
                "is_village": text(t["village"]["村级单位类型"]) == "行政村",
            }
        ),
        pd.DataFrame(
            {
                "facility": text(t["clinic"]["机构代码"]), "village": text(t["clinic"]["所在村代码"]),
                "opened": pd.to_datetime(t["clinic"]["开办日期"].map(day)), "closed": pd.to_datetime(t["clinic"]["关闭日期"].map(day)).fillna(STILL_THERE),
            }
        ),
        pd.DataFrame(
            {
                "facility": text(t["visit"]["机构代码"]), "day": pd.to_datetime(t["visit"]["下沉日期"].map(day)),
                "person_days": experts * stayed.fillna(1.0),
            }
        ),
        ages.groupby(["code", "year"], as_index=False)[list(AGES)].sum(),
    )


def posts(places: Places, day: pd.Timestamp, level: str) -> pd.DataFrame:
    """Per region on a day: fte, vacant_fte, vacant, filled, key, hard (of the filled) and rated (filled of known hardship)."""
    p = places.post
    p = p[(p["opened"] <= day) & (p["closed"] > day)]
    filled = (p["filled"] <= day) & (p["vacated"] > day)
    marks = pd.DataFrame(
        {
            "fte": p["fte"], "vacant_fte": p["fte"].where(~filled, 0.0), "vacant": ~filled, "filled": filled & (p["is_key"] != ""),
            "key": filled & (p["is_key"] == "是"), "hard": filled & ~p["hardship"].isin(["", "不属艰苦岗位"]), "rated": filled & (p["hardship"] != ""),
        }
    )
    return marks.astype(float).groupby(p["facility"].map(places.books.home[level])).sum()


def median_vacancy(places: Places, first: pd.Timestamp, last: pd.Timestamp, level: str) -> pd.Series[float]:
    """Per region: the day at which half of the vacancies of a window were filled, NaN where not, or nobody was watched before it."""
    p, home = places.post, places.books.home[level]
    over = p["filled"].where(p["filled"] < STILL_THERE, p["closed"])
    one = pd.DataFrame({"facility": p["facility"], "start": p["opened"], "end": over, "filled": p["filled"] < STILL_THERE})
    two = pd.DataFrame({"facility": p["facility"], "start": p["vacated"], "end": p["closed"], "filled": False})[p["vacated"] < STILL_THERE]
    rows = pd.concat([one, two])
    rows = rows[(rows["start"] <= last) & (rows["end"] >= first)]
    rows = rows.assign(
        entry=(first - DAY - rows["start"]).dt.days.clip(lower=0), exit=(rows["end"].clip(upper=last) - rows["start"]).dt.days,
        event=rows["filled"] & (rows["end"] <= last),
    ).query("exit > entry")
    return rows.groupby(rows["facility"].map(home))[["entry", "exit", "event"]].apply(_median)


def _median(rows: pd.DataFrame) -> float:
    survival, reach = 1.0, 0.0
    for start, stop in sorted(zip(rows["entry"], rows["exit"], strict=True)):
        if start > reach:
            break
        reach = max(reach, stop)
    for t in np.unique(rows["exit"]):
        at_risk = ((rows["entry"] < t) & (rows["exit"] >= t)).sum()
        survival *= 1 - (rows["event"] & (rows["exit"] == t)).sum() / at_risk
        if survival <= 0.5 + 1e-9:
            return float(t) if t <= reach else float("nan")
    return float("nan")


def _held(books: Books, day: pd.Timestamp) -> pd.DataFrame:
    return books.spell[(books.spell["start"] <= day) & (books.spell["end"] >= day)]


def villages(places: Places, day: pd.Timestamp, level: str) -> pd.DataFrame:
    """Per region on a day: villages, with (a clinic open in it), blank (of those, without a doctor's post at a facility in it)."""
    rows = places.village[places.village["is_village"]]
    standing = places.clinic[(places.clinic["opened"].fillna(day) <= day) & (places.clinic["closed"] > day)]
    held = _held(places.books, day)
    staffed = held.loc[held["group"].isin(DOCTORS), "facility"]
    with_doctor = set(places.clinic.loc[places.clinic["facility"].isin(staffed), "village"])
    has = rows["code"].isin(standing["village"])
    marks = pd.DataFrame({"villages": 1, "with": has, "blank": has & ~rows["code"].isin(with_doctor)})
    listed = pd.Series(0, index=pd.Index(places.village["township"].map(places.above(level)).unique()))
    return marks.groupby(rows["township"].map(places.above(level))).sum().reindex(listed.index).fillna(0)


def outside(places: Places, year: int, level: str) -> pd.Series[float]:
    """Per region: full-time equivalents of visits ÷ (the same + own staff at the end of the year), of counties that keep visits."""
    home = places.books.home
    visit = places.visit.assign(county=places.visit["facility"].map(home["county"]), month=places.visit["day"].dt.to_period("M"))
    spans = visit.groupby("county")["month"].agg(["min", "max"])
    keeping = spans[(spans["min"].dt.year <= year) & (spans["max"].dt.year >= year)].index
    own = _held(places.books, pd.Timestamp(year, 12, 31))
    own = own[own["facility"].map(home["county"]).isin(keeping)]
    base = own["fte"].groupby(own["facility"].map(home[level])).sum()
    mine = visit[visit["day"].dt.year == year]
    top = (mine["person_days"] / 220).groupby(mine["facility"].map(home[level])).sum().reindex(base.index).fillna(0.0)
    return top / (top + base)


def dependency(places: Places, year: int, level: str) -> pd.Series[float]:
    """Per region: (0-14 and 65 or over) ÷ 15-64 × 100."""
    rows = places.ages[places.ages["year"] == year]
    sums = rows[list(AGES)].groupby(rows["code"].map(places.above(level))).sum()
    return (sums["young"] + sums["old"]) / (sums["middle"] + sums["older"]) * 100
