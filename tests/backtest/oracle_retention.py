"""Exits, movements, agreements, waiting and staying in plain pandas, from the workbooks; nothing of the engine is used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.backtest.oracle import DAY, DAYS_A_MONTH, DOCTORS, NOT_LEAVING, Books, by_region, flow, presences, window
from tests.backtest.workbooks import _day, _number, _text, _together

A_YEAR = 365.25
BRIDGED = pd.Timedelta(days=32)  # from the last day in one post to the first in the next, 31 days between
FIRST_DAY, LAST_DAY = pd.Timestamp(2015, 1, 1), pd.Timestamp(2025, 12, 31)
AWAY = ("医生病假", "医生请假", "无医生在岗", "外出培训", "抽调")
BANDS = {"00_01": (0, 1), "01_02": (1, 2), "02_03": (2, 3), "03_04": (3, 4), "04_05": (4, 5), "05_06": (5, 6), "06_10": (6, 10),
         "10_20": (10, 20), "20_99": (20, 99)}  # fmt: skip


@dataclass(frozen=True)
class Registers:
    """agreement: person, facility, start, due, breach, status. honour, talent: person, day (the first). answer: person, place, item, year, yes.
    post: facility, opened, filled, closed, offered, offers, accepted. month: facility, month, open, shut, why. clinics: codes of village clinics.
    """

    agreement: pd.DataFrame
    honour: pd.DataFrame
    talent: pd.DataFrame
    answer: pd.DataFrame
    post: pd.DataFrame
    month: pd.DataFrame
    clinics: frozenset[str]


def _days(column: pd.Series[Any]) -> pd.Series[Any]:
    return pd.to_datetime(column.map({value: _day(value) for value in column.unique()}))


def read_registers(folder: Path, bad: set[tuple[str, str, int]]) -> Registers:
    """Read the registers of the demo, rows that cannot be used left out."""
    agreed = _together(folder, "补贴台账", "协议起始日期", bad)
    agreement = pd.DataFrame({
        "person": _text(agreed["身份证号"]), "facility": _text(agreed["机构代码"]), "start": _days(agreed["协议起始日期"]),
        "due": _days(agreed["协议截止日期"]), "breach": _days(agreed["违约日期"]), "status": _text(agreed["协议状态"]),
    })  # fmt: skip
    first = []
    for column, day in (("荣誉名称", "授予日期"), ("是否重点专科带头人", "入选日期")):
        rows = _together(folder, "人事档案", column, bad)
        found = pd.DataFrame({"person": _text(rows["身份证号"]), "day": _days(rows[day])})
        first.append(found.groupby("person", as_index=False)["day"].min())
    asked = _together(folder, "人事档案", "调查项目", bad)
    answer = pd.DataFrame({
        "person": _text(asked["身份证号"]), "place": _text(asked["地区代码"]), "item": _text(asked["调查项目"]),
        "year": _text(asked["调查时期"]).str[:4].astype(int), "yes": asked["调查结果"].map(_number),
    })  # fmt: skip
    posts = _together(folder, "人事档案", "岗位设置日期", bad)
    names = {"opened": "岗位设置日期", "filled": "到岗补充日期", "closed": "岗位撤销日期", "offered": "发出录用通知日期", "accepted": "接受录用日期"}
    post = pd.DataFrame({name: _days(posts[head]) for name, head in names.items()})
    post = post.assign(facility=_text(posts["机构代码"]), offers=posts["录用通知数"].map(_number))
    register = _together(folder, "机构名录", "机构类型", bad)
    clinics = frozenset(_text(register["机构代码"])[_text(register["机构类型"]).str.contains("村卫生|村级卫生|卫生室|卫生所")])
    return Registers(agreement, *first, answer, post, _months(folder), clinics)


def _months(folder: Path) -> pd.DataFrame:
    pieces = []
    for path in sorted(folder.glob("机构开诊_*.csv")):
        raw = path.read_bytes()
        pieces.append(pd.read_csv(path, encoding="utf-8-sig" if raw[:3] == b"\xef\xbb\xbf" else "gb18030", dtype=str))
    rows = pd.concat(pieces, ignore_index=True).drop_duplicates()
    return pd.DataFrame({
        "facility": _text(rows["机构代码"]), "month": _text(rows["月份"]), "open": rows["开诊天数"].map(_number),
        "shut": rows["停诊天数"].map(_number), "why": _text(rows["停诊原因"]),
    })  # fmt: skip


def movements(books: Books, level: str, year: int) -> pd.DataFrame:
    """Per region: opening, closing, and how people came and went in a calendar year; and leavers by reason."""
    stays = presences(books, level)
    before, last = pd.Timestamp(year - 1, 12, 31), pd.Timestamp(year, 12, 31)
    came = stays[(stays["start"] > before) & (stays["start"] <= last)]
    went = stays[(stays["end"] + DAY > before) & (stays["end"] + DAY <= last)]
    pieces = dict(list(books.main.groupby("person")))
    how_in = [_came(pieces[r.person], r.start) for r in came.itertuples()]
    how_out = [_went(pieces[r.person], r.end, r.reason) for r in went.itertuples()]
    table = flow(stays, year)[["opening", "closing", "leavers"]]
    for column, region in (([*how_in], came["region"]), ([kind for kind, _ in how_out], went["region"]), ([why for _, why in how_out], went["region"])):
        counts = pd.crosstab(region.to_numpy(), np.array(column, dtype=object)) if len(column) else pd.DataFrame()
        table = table.join(counts[[c for c in counts if c not in table]]) if len(counts) else table
    return table.fillna(0)


def _came(pieces: pd.DataFrame, start: pd.Timestamp) -> str:
    just_before = pieces[(pieces["end"] < start) & (pieces["end"] >= start - BRIDGED)]
    if just_before.empty:
        return "joined"
    return "transferred_in" if just_before["group"].isin(DOCTORS).any() else "reclassified_in"


def _went(pieces: pd.DataFrame, end: pd.Timestamp, reason: str | None) -> tuple[str, str]:
    """How, and why: an end without a reason after which somebody is in post elsewhere is a transfer."""
    elsewhere = (pieces["group"].isin(DOCTORS) & (pieces["start"] > end) & (pieces["start"] <= end + BRIDGED)).any()
    why = reason or ("transferred" if elsewhere else "unknown")
    if why in NOT_LEAVING:
        return ("died_" if why == "died" else "reclassified_out"), why
    return ("transferred_out" if elsewhere or why == "transferred" else "left"), why


def medians(stays: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, tuple[float | None, bool]]:
    """Per region: the first day, in months, on which one half or fewer are left; and whether it is known not to be reached."""
    found = {}
    for region, rows in by_region(stays):
        seen = window(rows, first, last)
        if not len(seen.exit):
            continue
        days = np.unique(seen.exit[seen.event])
        down = [d for d in days if (s := seen.survival(float(d))) is not None and s <= 0.5]
        whole = seen.survival(float(seen.exit.max())) is not None
        found[region] = (float(down[0]) / DAYS_A_MONTH if down else None, not down and whole)
    return found


def hazards(stays: pd.DataFrame, year: int) -> pd.DataFrame:
    """Per region and band of years in post: exits and person-years of a calendar year."""
    rows = []
    for region, own in by_region(stays):
        seen = window(own, pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31))
        for band, (low, high) in BANDS.items():
            spent = np.clip(np.minimum(seen.exit, high * A_YEAR) - np.maximum(seen.entry, low * A_YEAR), 0, None).sum()
            exits = int((seen.event & (seen.exit > low * A_YEAR) & (seen.exit <= high * A_YEAR)).sum())
            rows.append((region, band, exits, spent / A_YEAR))
    return pd.DataFrame(rows, columns=["region", "band", "exits", "years"]).query("years > 0")


def agreements(books: Books, register: Registers, level: str, year: int) -> pd.DataFrame:
    """Per region: fulfilment, served (shares) and breach rate (per 100 person-years of the year), as at the end of a year."""
    start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    rows = register.agreement[register.agreement["start"] <= end]
    rows = rows[~(rows["breach"] > rows["due"]) & ~((rows["status"] == "违约") & rows["breach"].isna())]
    found = {}
    for region, own in rows.groupby(rows["facility"].map(books.home[level])):
        broken = own["breach"] <= end
        over = ~broken & (own["due"] <= end)
        until = own["breach"].where(broken, own["due"].where(over, end))
        served, due = (until - own["start"]).dt.days + 1, (own["due"] - own["start"]).dt.days + 1
        part, survival = (served / due).to_numpy(), 1.0
        for moment in np.unique(part[broken.to_numpy()]):
            survival *= 1 - np.sum(broken.to_numpy() & (part == moment)) / np.sum(part >= moment)
        spent = ((until - own["start"].clip(lower=start)).dt.days + 1).clip(lower=0).sum() / A_YEAR
        breaches = int((broken & (until >= start)).sum())
        found[region] = {
            "fulfilment": survival if over.any() or broken.all() else np.nan, "served": served.sum() / due.where(broken, served).sum(),
            "breach_rate": breaches / spent * 100 if spent else np.nan,
        }
    return pd.DataFrame(found).T


def stays_since(stays: pd.DataFrame, since: pd.DataFrame) -> pd.DataFrame:
    """Stays that hold the day (person, day), begun anew on it."""
    both = stays.merge(since, on="person")
    both = both[(both["start"] <= both["day"]) & (both["day"] <= both["end"])]
    return both.assign(start=both["day"]).drop(columns="day")


def obligation_ends(register: Registers) -> pd.DataFrame:
    """The last day due of every person's agreements that were neither broken nor released."""
    kept = register.agreement[register.agreement["breach"].isna() & register.agreement["status"].isin(("履行中", "已履行完毕"))]
    return kept.groupby("person", as_index=False)["due"].max().rename(columns={"due": "day"})


def waiting(books: Books, register: Registers, level: str, year: int) -> dict[str, float | None]:
    """Per region: the median days a post waits, of those open in a year; None where it is not reached or not known."""
    begin, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    found: dict[str, float | None] = {}
    for region, own in register.post.groupby(register.post["facility"].map(books.home[level])):
        rows = own[own["opened"] <= end]
        filled = rows["filled"] <= end
        until = rows["filled"].where(filled, rows["closed"].where(rows["closed"] <= end, end))
        entry, wait = (begin - DAY - rows["opened"]).dt.days.clip(lower=-1), (until - rows["opened"]).dt.days
        kept = (wait > entry) & (wait >= 0)
        entry, wait, filled = entry[kept].to_numpy(), wait[kept].to_numpy(), filled[kept].to_numpy()
        survival, median = 1.0, None
        for day in np.unique(wait):
            if not _is_watched(entry, wait, day):
                break
            survival *= 1 - np.sum(filled & (wait == day)) / np.sum((entry < day) & (wait >= day))
            if survival <= 0.5 + 1e-12:
                median = float(day)
                break
        found[str(region)] = median
    return found


def _is_watched(entry: np.ndarray, wait: np.ndarray, upto: float) -> bool:
    """Whether some post was watched on every day from its opening up to a day."""
    return all(((entry < day) & (wait >= day)).any() for day in range(int(upto) + 1))


def absence(books: Books, register: Registers, level: str, year: int) -> pd.Series[float]:
    """Per region: days village clinics were shut because the doctor was away ÷ days they should have been open."""
    rows = register.month[register.month["facility"].isin(register.clinics) & register.month["month"].str.startswith(str(year))]
    rows = rows[rows["open"].notna() & rows["shut"].notna() & ((rows["shut"] == 0) | (rows["why"] != ""))]
    region = rows["facility"].map(books.home[level])
    away = rows["shut"].where(rows["why"].isin(AWAY), 0.0)
    return away.groupby(region).sum() / (rows["open"] + rows["shut"]).groupby(region).sum()


def intentions(books: Books, register: Registers, item: str, year: int, level: str, became: dict[str, str]) -> pd.Series[float]:
    """Per region: the share of doctors in post who say yes to an item of a year's survey."""
    rows = register.answer[(register.answer["item"] == item) & (register.answer["year"] == year)]
    day = pd.Timestamp(year, 12, 31)
    posts = books.main[(books.main["start"] <= day) & (books.main["end"] >= day)]
    rows = rows.merge(posts[["person", "group"]], on="person")
    rows = rows[rows["group"].isin(DOCTORS)]
    parent = dict(zip(books.region["code"], books.region["parent"], strict=True))
    place = rows["place"].map(lambda code: became.get(code, code))
    for _ in range(("township", "county", "prefecture").index(level)):
        place = place.map(parent)
    return rows["yes"].groupby(place).mean()
