"""Who is in post, what they are and who is near leaving, in plain pandas from the demo's workbooks; shares no code with the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.backtest import workbooks
from tests.backtest.oracle import DAY, DOCTORS, NOT_LEAVING, STILL_THERE, Books, age, said_of

EDUCATION = {"本科": "bachelor", "大专": "college", "中专": "secondary", "高中及以下": "below"}
TITLES = {"初级": 1, "中级": 2, "副高": 3, "正高": 4}
LICENCE_RANK = {"执业医师": 1, "执业助理医师": 2, "乡村全科执业助理医师": 3, "乡村医生证": 4}
PLANNED = {"编制": "cadre", "县管乡用": "cadre", "聘用": "cadre", "劳务派遣": "worker"}
CATEGORY = {("cadre", "M"): "men", ("cadre", "F"): "women_cadre", ("worker", "M"): "men", ("worker", "F"): "women_worker"}
BANDS = ((55, 59), (60, 64), (65, 69), (70, 150))


@dataclass(frozen=True)
class People:
    """Records of persons beside the books. spell: those of the books with `contract` ("" unknown); school: person -> (roster day, education);
    title: person, facility, level, awarded, passed; licence: person, type, issued, valid_to."""

    books: Books
    spell: pd.DataFrame
    school: dict[str, list[tuple[pd.Timestamp, str]]]
    title: pd.DataFrame
    licence: pd.DataFrame

    @cached_property
    def sends_titles(self) -> set[str]:
        """Townships that sent any title."""
        return set(self.title["facility"].map(self.books.home["township"]))

    @cached_property
    def best_title(self) -> dict[str, list[tuple[pd.Timestamp, int]]]:
        """Person -> days and levels of titles awarded."""
        passed = self.title[self.title["passed"] & self.title["awarded"].notna()]
        return said_of(passed, "person", "awarded", "level")

    def in_post(self, day: pd.Timestamp) -> pd.DataFrame:
        """Rural doctors at their main post on a day: person, facility, group, age, education, title (0 none, -1 unknown), contract."""
        rows = self.books.main.query("start <= @day <= end and group in @DOCTORS")[["person", "facility", "group"]]
        spells = self.spell.query("start <= @day <= end").drop_duplicates(["person", "facility", "group"])
        rows = rows.merge(spells[["person", "facility", "group", "contract"]], how="left", on=["person", "facility", "group"])
        return rows.assign(
            age=[age(p, day.year) for p in rows["person"]], education=[_last(self.school.get(p, []), day) for p in rows["person"]],
            title=[self._title(p, f, day) for p, f in zip(rows["person"], rows["facility"], strict=True)],
        )

    def _title(self, person: str, facility: str, day: pd.Timestamp) -> int:
        held = [level for awarded, level in self.best_title.get(person, []) if awarded <= day]
        return max(held) if held else 0 if self.books.home["township"][facility] in self.sends_titles else -1


def _last(held: list[tuple[pd.Timestamp, str]], day: pd.Timestamp) -> str:
    known = [name for as_at, name in held if as_at <= day]
    return known[-1] if known else held[0][1] if held else ""


def read_people(books: Books, folder: Path) -> People:
    """Read the personnel files of every county, bad rows left out."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    bad = {(m["file"], m["sheet"], m["row"]) for m in truth["mistakes"] if m["outcome"] == "quarantine"}
    rows = {
        kind: workbooks._together(folder, prefix, column, bad)
        for kind, (prefix, column) in {
            "spell": ("任职记录", "到岗日期"), "roster": ("花名册", "基准日期"), "title": ("人事档案", "职称级别"), "licence": ("人事档案", "证书类型"),
        }.items()
    }
    roster = pd.DataFrame(
        {
            "person": workbooks._text(rows["roster"]["身份证号"]), "as_at": pd.to_datetime(rows["roster"]["基准日期"].map(workbooks._day)),
            "education": workbooks._text(rows["roster"]["学历"]).map(lambda t: EDUCATION[t] if t else ""),
        }
    ).query("education != ''").sort_values("as_at")
    title, licence = rows["title"], rows["licence"]
    return People(
        books,
        workbooks._spell(rows["spell"]).assign(contract=workbooks._text(rows["spell"]["用工形式"])),
        said_of(roster, "person", "as_at", "education"),
        pd.DataFrame(
            {
                "person": workbooks._text(title["身份证号"]), "facility": workbooks._text(title["机构代码"]),
                "level": workbooks._text(title["职称级别"]).map(TITLES), "awarded": pd.to_datetime(title["取得（评定）日期"].map(workbooks._day)),
                "passed": workbooks._text(title["评定结果"]) == "通过",
            }
        ),
        pd.DataFrame(
            {
                "person": workbooks._text(licence["身份证号"]), "type": workbooks._text(licence["证书类型"]),
                "issued": pd.to_datetime(licence["发证日期"].map(workbooks._day)), "valid_to": pd.to_datetime(licence["有效期止"].map(workbooks._day)),
            }
        ),
    )


def shares(people: People, day: pd.Timestamp, level: str) -> pd.DataFrame:
    """Per region, numerator and denominator of each share (columns <indicator>_top and _bottom), renewal among them."""
    rows = people.in_post(day)
    known, named, footed = rows["education"] != "", rows["title"] >= 0, rows["contract"].fillna("") != ""
    marks = {
        "share_aged_60": (rows["age"] >= 60, rows["age"] > 0), "renewal_ratio": (rows["age"] < 35, rows["age"] >= 55),
        "bachelor_share": (rows["education"] == "bachelor", known), "college_share": (rows["education"].isin(["bachelor", "college"]), known),
        "intermediate_title_share": (rows["title"] >= 2, named), "established_share": (rows["contract"].isin(["编制", "县管乡用"]), footed),
    }
    frame = pd.DataFrame({f"{name}_{side}": mark for name, pair in marks.items() for side, mark in zip(("top", "bottom"), pair, strict=True)})
    return frame.groupby(rows["facility"].map(people.books.home[level])).sum()


def licences(people: People, day: pd.Timestamp, level: str) -> pd.DataFrame:
    """Per region: persons in post whose best licence runs out within 90 days, and those without one in force who had one."""
    held = people.licence[people.licence["type"].isin(LICENCE_RANK)].sort_values("issued").drop_duplicates(["person", "type", "issued"])
    following = held.groupby(["person", "type"])["issued"].shift(-1)
    last = held["valid_to"].fillna(STILL_THERE)
    last = last.where(~(following - DAY < last), following - DAY)
    held = held.assign(last=last, rank=held["type"].map(LICENCE_RANK))
    held = held[held["issued"] <= day]
    valid = held[held["last"] >= day].sort_values(["rank", "last"], ascending=[True, False]).drop_duplicates("person")
    soon = set(valid.loc[valid["valid_to"] <= day + 90 * DAY, "person"])
    lapsed = set(held["person"]) - set(valid["person"])
    rows = people.in_post(day)
    marks = pd.DataFrame({"licences_expiring": rows["person"].isin(soon), "licences_expired": rows["person"].isin(lapsed)})
    return marks.groupby(rows["facility"].map(people.books.home[level])).sum()


def by_rule(people: People, schedule: pd.DataFrame, day: pd.Timestamp, level: str) -> pd.Series[float]:
    """Per region: of those whose contract has an exit age, the share that reaches it within 60 months (everybody born in June)."""
    rows = people.in_post(day)
    rows = rows[rows["contract"].isin(PLANNED)]
    due = []
    for r in rows.itertuples():
        born = f"{str(r.person)[6:10]}-06"
        sex = "M" if int(str(r.person)[16]) % 2 else "F"
        steps = schedule[schedule["category"] == CATEGORY[PLANNED[str(r.contract)], sex]]
        step = steps[(steps["born_from"].fillna("") <= born) & (born <= steps["born_to"].fillna("9999-12"))]
        leaves = int(born[:4]) * 12 + 6 + int(step["age_months"].item())
        due.append(leaves <= day.year * 12 + day.month + 60)
    return pd.Series(due, index=rows.index, dtype=float).groupby(rows["facility"].map(people.books.home[level])).mean()


def stays_by_group(books: Books) -> pd.DataFrame:
    """Unbroken stays in a group and a prefecture: root, group, person, start, end, left (False where another doctors' post follows)."""
    posts = books.main[books.main["group"].isin(DOCTORS)]
    posts = posts.assign(root=posts["facility"].map(books.home["prefecture"])).sort_values(["root", "group", "person", "start"])
    stays: list[list[Any]] = []
    for r in posts.itertuples():
        last = stays[-1] if stays else None
        if last and last[:3] == [r.root, r.group, r.person] and (r.start - last[4]).days - 1 <= 31:
            if r.end > last[4]:
                last[4], last[5] = r.end, r.reason
        else:
            stays.append([r.root, r.group, r.person, r.start, r.end, r.reason])
    rows = pd.DataFrame(stays, columns=["root", "group", "person", "start", "end", "reason"]).sort_values(["root", "person", "start"])
    following = rows.groupby(["root", "person"])["start"].shift(-1)
    goes_on = following.notna() & (following <= rows["end"].clip(upper=STILL_THERE - 40 * DAY) + 32 * DAY)
    return rows.assign(left=(rows["end"] < STILL_THERE) & ~rows["reason"].isin(NOT_LEAVING) & ~goes_on)


def hazards(stays: pd.DataFrame, year: int) -> dict[tuple[str, str, int], float]:
    """Exits per person-year of the five calendar years up to `year`, by root, group and band of age."""
    days: dict[tuple[str, str, int], int] = {}
    exits: dict[tuple[str, str, int], int] = {}
    for at in range(max(year - 4, 2015), year + 1):
        first, last = pd.Timestamp(at, 1, 1), pd.Timestamp(at, 12, 31)
        for r in stays[(stays["start"] <= last) & (stays["end"] + DAY >= first)].itertuples():
            years = age(str(r.person), at)
            for band, (low, high) in enumerate(BANDS):
                if low <= years <= high:
                    key = (str(r.root), str(r.group), band)
                    days[key] = days.get(key, 0) + max((min(r.end, last) - max(r.start, first)).days + 1, 0)
                    exits[key] = exits.get(key, 0) + int(r.left and first <= r.end + DAY <= last)
    rates: dict[tuple[str, str, int], float] = {}
    for root, group in {(k[0], k[1]) for k in days}:
        rate = float("nan")
        for band in range(len(BANDS)):
            key = (root, group, band)
            rate = exits[key] / (days[key] / 365.25) if days.get(key) else rate
            rates[key] = rate
    return rates


def by_hazard(people: People, rates: dict[tuple[str, str, int], float], day: pd.Timestamp, level: str) -> pd.Series[float]:
    """Per region: the mean probability of leaving at 55 or older within five years."""
    rows, home = people.in_post(day), people.books.home
    over = day.dayofyear / (366 if day.is_leap_year else 365)
    chances = []
    for r in rows.itertuples():
        total = 0.0
        for ahead, weight in enumerate([1 - over, 1, 1, 1, 1, over]):
            band = [b for b, (low, high) in enumerate(BANDS) if low <= r.age + ahead <= high]
            if band:
                total += weight * rates.get((home["prefecture"][str(r.facility)], str(r.group), band[0]), np.nan)
        chances.append(1 - np.exp(-total))
    return pd.Series(chances, index=rows.index).groupby(rows["facility"].map(home[level])).agg(lambda s: s.mean(skipna=False))
