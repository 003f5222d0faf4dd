"""Places nobody planned: trees of any shape, townships that are merged, split and cut, clinics and people that move; and a clerk's sums of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import strategies as st

LEVELS = ("province", "prefecture", "county", "township")
ROOT = "99"
DAYS = tuple(date(year, month, 1) for year in (2019, 2020, 2021, 2022) for month in (1, 7))  # one change a day, so that each has its order
SHARES = {"merge": ((1.0,),), "split": ((0.5, 0.5), (0.3, 0.7), (0.2, 0.3, 0.5)), "boundary": ((0.1,), (0.4,))}
KINDS = {"merge": "撤并", "split": "拆分", "boundary": "界线调整"}
YEARS = (2019, 2020, 2021, 2022)
Post = tuple[int, str, date, date | None, str | None]  # person, clinic, first day, last day, reason


@dataclass(frozen=True)
class Change:
    """A township that went, whole or in part, into others."""

    day: date
    gone: str
    kind: str
    to: tuple[tuple[str, float], ...]


@dataclass(frozen=True, repr=False)
class World:
    """A tree (parent and level by code), what changed in it, the township every clinic stands in today and as written, people and posts."""

    levels: tuple[str, ...]
    parent: dict[str, str]
    level: dict[str, str]
    changes: tuple[Change, ...]
    home: dict[str, str]
    written: dict[str, str]
    persons: dict[tuple[str, int], int]
    posts: tuple[Post, ...]

    def __repr__(self) -> str:
        return f"World of {len(self.level)} places, {len(self.home)} clinics, {len(self.posts)} posts: {self.changes}"

    def above(self, code: str, level: str) -> str:
        """Return the place of a level that a township of today lies in."""
        while self.level[code] != level:
            code = self.parent[code]
        return code

    def today(self, township: str, day: date) -> dict[str, float]:
        """Return where a total of a township of a day goes today, with its shares."""
        parts = {township: 1.0}
        for change in self.changes:
            if change.day > day and change.gone in parts:
                whole = parts.pop(change.gone)
                stays = 1 - sum(share for _, share in change.to)
                for code, share in (*change.to, *([(change.gone, stays)] if stays > 1e-9 else [])):
                    parts[code] = parts.get(code, 0.0) + whole * share
        return parts

    def last_day(self, township: str) -> date | None:
        """Return the last day of a township that is no more."""
        ends = [c.day - timedelta(days=1) for c in self.changes if c.gone == township and c.kind != "boundary"]
        return ends[0] if ends else None


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Trees of two to four levels, up to eight changes, and who works where."""
    levels = LEVELS[-draw(st.integers(2, 4)) :]
    parent, level, row = dict[str, str](), {ROOT: levels[0]}, [ROOT]
    for name in levels[1:]:
        children = [(f"{p}{n:03d}", p) for p in row for n in range(draw(st.integers(2, 4) if name == "township" else st.integers(1, 3)))]
        parent |= dict(children)
        level |= {code: name for code, _ in children}
        row = [code for code, _ in children]
    changes = _changes(draw, row)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    bare = World(levels, parent, level, changes, {}, {}, {}, ())
    home, written = _clinics(bare, row, rng)
    ends = {t: bare.last_day(t) or date.max for t in row}
    persons = {(t, y): int(rng.integers(500, 9000)) for t in row for y in YEARS if ends[t] >= date(y, 12, 31)}
    return World(levels, parent, level, changes, home, written, persons, _careers(bare, home, rng))


def _changes(draw: st.DrawFn, townships: list[str]) -> tuple[Change, ...]:
    alive, found = list(townships), list[Change]()
    for day in DAYS:
        kind = draw(st.sampled_from(("none", *SHARES)))
        if kind == "none" or len(alive) < 2:
            continue
        gone = draw(st.sampled_from(alive))
        shares = draw(st.sampled_from(SHARES[kind]))
        others = [t for t in alive if t != gone]
        if len(others) < len(shares):
            continue
        to = draw(st.lists(st.sampled_from(others), min_size=len(shares), max_size=len(shares), unique=True))
        found.append(Change(day, gone, kind, tuple(zip(to, shares, strict=True))))
        alive = alive if kind == "boundary" else others
    return tuple(found)


def _clinics(world: World, townships: list[str], rng: np.random.Generator) -> tuple[dict[str, str], dict[str, str]]:
    """Return where each clinic stands today and what the register says: of one that went whole with its township the old name will do."""
    home, written = {}, {}
    for township in townships:
        became = sorted(world.today(township, date.min))
        for n in range(int(rng.integers(1, 4))):
            code = f"{township}-V{n}"
            home[code] = str(rng.choice(became))
            written[code] = township if len(became) == 1 and rng.random() < 0.5 else home[code]
    return home, written


def _careers(world: World, home: dict[str, str], rng: np.random.Generator) -> tuple[Post, ...]:
    """Return careers: in 2021 some move once, some resign, some die; the others stay. The first moves next door, where there is a next door."""
    clinics, posts = sorted(home), list[Post]()
    near = [(a, b) for a in clinics for b in clinics if home[a] != home[b] and world.parent[home[a]] == world.parent[home[b]]]
    for person in range(160):
        place, start = str(rng.choice(clinics)), date(2014, 1, 1) + timedelta(days=int(rng.integers(0, 2400)))
        what, day = str(rng.choice(["stay", "move", "辞职", "死亡", "late"], p=[0.4, 0.3, 0.1, 0.05, 0.15])), date(2021, 2, 1) + timedelta(days=int(rng.integers(300)))
        target = str(rng.choice([c for c in clinics if c != place] or clinics))
        if person == 0 and near:
            what, (place, target) = "move", near[0]
        if what == "move" and target != place:
            posts += [(person, place, start, day, "系统内调动"), (person, target, day + timedelta(days=1), None, None)]
        elif what in ("辞职", "死亡", "late"):
            posts.append((person, place, start, date(2022, 12, 31) if what == "late" else day, "辞职" if what == "late" else what))
        else:
            posts.append((person, place, start, None, None))
    return (*posts, (160, clinics[0], date(2014, 1, 1), date(2022, 12, 31), "辞职"), (161, clinics[-1], date(2014, 1, 1), date(2018, 12, 30), "辞职"))


def headcount(world: World, level: str, day: date) -> dict[str, int]:
    """Return persons in post on a day by region."""
    found: dict[str, int] = {}
    for _, clinic, start, end, _ in world.posts:
        if start <= day <= (end or date.max):
            region = world.above(world.home[clinic], level)
            found[region] = found.get(region, 0) + 1
    return found


def people(world: World, level: str, year: int) -> dict[str, float]:
    """Return residents of a year on the places of today."""
    found: dict[str, float] = {}
    for (township, counted), number in world.persons.items():
        for code, share in world.today(township, date(counted, 12, 31)).items() if counted == year else ():
            region = world.above(code, level)
            found[region] = found.get(region, 0.0) + number * share
    return found


def shared_out(world: World, level: str, year: int) -> set[str]:
    """Return the regions that hold a part of what a township had in a year, and not all of it."""
    found = set()
    for township, counted in world.persons:
        held: dict[str, float] = {}
        for code, share in world.today(township, date(counted, 12, 31)).items() if counted == year else ():
            held[world.above(code, level)] = held.get(world.above(code, level), 0.0) + share
        found |= {region for region, share in held.items() if share < 0.999}
    return found


def moves(world: World, level: str) -> list[tuple[str, str]]:
    """Return (from, to) of everybody who moved in 2021 between two places of a level."""
    pairs = [
        (world.above(world.home[a[1]], level), world.above(world.home[b[1]], level))
        for a, b in zip(world.posts, world.posts[1:], strict=False) if a[0] == b[0]
    ]
    return [(a, b) for a, b in pairs if a != b]


def write_world(world: World, folder: Path, id_number: list[str]) -> list[Path]:
    """Write the world as CSV files with the headers of the template."""
    day = "{:%Y-%m-%d}".format
    end = {code: world.last_day(code) for code in world.parent}
    tables = {
        "region": pd.DataFrame([{"地区代码": c, "地区名称": f"{c}地", "层级": world.level[c], "上级代码": p, "失效日期": day(e) if (e := end[c]) else None}
                                for c, p in world.parent.items()]),
        "facility": pd.DataFrame([{"机构代码": c, "机构名称": c, "机构类型": "村卫生室", "所在乡镇代码": t, "开办日期": "2000-01-01"}
                                  for c, t in world.written.items()]),
        "population": pd.DataFrame([{"地区代码": c, "年份": y, "常住人口": n} for (c, y), n in world.persons.items()]),
        "employment": pd.DataFrame([{"身份证号": id_number[p], "机构代码": c, "人员类别": "乡村医生", "到岗日期": day(s), "离岗日期": day(e) if e else None,
                                     "离岗原因": r} for p, c, s, e, r in world.posts]),
        "pay": pd.DataFrame([{"身份证号": id_number[p], "机构代码": c, "薪酬项目": "基本工资", "所属期起": f"{y}-01-01", "所属期止": f"{y}-12-31",
                              "应发金额": 20000 + 7 * p, "实发金额": 20000 + 7 * p - (500 if p % 5 == 0 else 0)}
                             for p, c, s, e, _ in world.posts for y in YEARS if s.year < y and (e is None or e.year > y)]),
    }
    if world.changes:
        tables["walk"] = pd.DataFrame([{"原代码": c.gone, "新代码": to, "变更日期": day(c.day), "分摊比例": share, "变更类型": KINDS[c.kind]}
                                       for c in world.changes for to, share in c.to])
    paths = [folder / f"{name}.csv" for name in tables]
    for path, table in zip(paths, tables.values(), strict=True):
        table.to_csv(path, index=False, encoding="utf-8")
    return paths
