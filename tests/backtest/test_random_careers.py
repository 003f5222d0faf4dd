"""Careers no generator would plan (overlaps, gaps, ties, blanks), through the front door, against plain pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.engine.observe import Query, observe
from pipelines.intake.batch import load_files
from pipelines.site import site_text
from pipelines.warehouse.connect import open_build
from pipelines.warehouse.workspace import Workspace
from tests.backtest import oracle
from tests.backtest.oracle import STILL_THERE, Books, differing
from tests.backtest.workbooks import COMPONENTS, GROUPS, LICENCES, REASONS

Ask = Callable[..., pd.DataFrame]
REGIONS = ("prefecture", "county", "township")
YEARS = (2020, 2021)
PEOPLE = 400
GROUP, REASON, LICENCE, COMPONENT = (
    {code: title for title, code in names.items()} for names in (GROUPS, REASONS, LICENCES, COMPONENTS)
)


def _id_number(rng: np.random.Generator, number: int) -> str:
    born = pd.Timestamp(1950, 1, 1) + pd.Timedelta(days=int(rng.integers(0, 18000)))
    body = f"{999000 + number // 1000}{born:%Y%m%d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def _region() -> pd.DataFrame:
    rows = [("140300", "", "prefecture")]
    for county in ("140311", "140321"):
        rows.append((county, "140300", "county"))
        rows += [(f"{county}{100 + n}", county, "township") for n in range(3)]
    return pd.DataFrame(rows, columns=["code", "parent", "level"])


def _facility(region: pd.DataFrame) -> pd.DataFrame:
    towns = region.query("level == 'township'")["code"]
    rows = [(f"{town}-V{n}", town, pd.Timestamp(2000, 1, 1), pd.NaT) for town in towns for n in range(3)]
    frame = pd.DataFrame(rows, columns=["code", "township", "opened", "closed"])
    frame.loc[frame.index % 7 == 3, "closed"] = pd.Timestamp(2020, 12, 31)
    return frame


def _spells(rng: np.random.Generator, people: list[str], facilities: list[str]) -> pd.DataFrame:
    """One to four spells a person; the next begins before, at, or some days around a month after the last one's end."""
    rows = []
    reasons = [*REASONS.values(), None]
    for person in people:
        start = pd.Timestamp(2012, 1, 1) + pd.Timedelta(days=int(rng.integers(0, 3300)))
        for _ in range(int(rng.integers(1, 5))):
            length = int(rng.choice([1, 20, 200, 500, 900, 2500]))
            end = start + pd.Timedelta(days=length - 1)
            is_open = end > pd.Timestamp(2022, 11, 30)
            group = str(rng.choice(list(GROUPS.values()), p=[0.55, 0.1, 0.2, 0.1, 0.05]))
            reason = None if is_open else reasons[int(rng.integers(len(reasons)))]
            fte = float(rng.choice([0.2, 0.5, 0.5, 1.0]))
            is_main = bool(rng.random() < 0.5)
            rows.append((person, str(rng.choice(facilities)), group, start, STILL_THERE if is_open else end, reason, fte, is_main))
            start = end + pd.Timedelta(days=int(rng.choice([-400, -30, 0, 1, 2, 30, 31, 32, 33, 34, 200])))
            if start > pd.Timestamp(2022, 11, 30):
                break
    columns = ["person", "facility", "group", "start", "end", "reason", "fte", "is_main"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["reason"] = frame["reason"].astype(object).where(frame["reason"].notna(), None)
    return frame.drop_duplicates(["person", "facility", "start"])


def _pay(rng: np.random.Generator, people: list[str], facilities: list[str]) -> pd.DataFrame:
    rows = []
    for person in people:
        for year in (2019, 2020, 2021):
            months = sorted(rng.choice(np.arange(1, 13), int(rng.choice([0, 4, 6, 8, 12, 12, 12])), replace=False))
            for month in months:
                start = pd.Timestamp(year, int(month), 1)
                for component in ("base", "performance", "emergency"):
                    rows.append((person, facilities[0], component, start, start + pd.offsets.MonthEnd(), float(rng.integers(900, 4000))))
            if months and rng.random() < 0.3:
                end = pd.Timestamp(year, int(rng.integers(3, 13)), 1) + pd.offsets.MonthEnd()
                rows.append((person, facilities[int(rng.integers(0, 2))], "total", pd.Timestamp(year, 1, 1), end, float(rng.integers(9000, 60000))))
            if not months and rng.random() < 0.7:
                start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
                rows.append((person, facilities[1], "total", start, end, float(rng.integers(20000, 60000))))
    return pd.DataFrame(rows, columns=["person", "facility", "component", "start", "end", "paid"])


def make_books(seed: int) -> Books:
    """Random books of one prefecture, two counties, six townships and eighteen clinics."""
    rng = np.random.default_rng(seed)
    region = _region()
    facility = _facility(region)
    clinics = list(facility["code"])
    people = [_id_number(rng, n) for n in range(PEOPLE)]
    towns = region.query("level == 'township'")["code"]
    population = pd.DataFrame(
        [(t, y, "resident", float(rng.integers(2000, 30000))) for t in towns for y in range(2015, 2023)],
        columns=["code", "year", "kind", "persons"],
    )
    listed = [(p, pd.Timestamp(y, 12, 31)) for p in people for y in (2018, 2020, 2021) if rng.random() < 0.6]
    roster = pd.DataFrame(listed, columns=["person", "as_at"])
    roster["facility"] = rng.choice(clinics, len(roster))
    roster["licence"] = rng.choice([*LICENCES.values(), "unknown"], len(roster))
    price = pd.Series({year: 100 + 2.5 * (year - 2015) for year in range(2015, 2023)})
    spells = _spells(rng, people, clinics)
    own = roster["person"].map(spells.groupby("person")["facility"].last())
    roster["facility"] = roster["facility"].where(rng.random(len(roster)) < 0.4, own)
    return Books(region, facility, population, spells, roster, _pay(rng, people[:150], clinics), price)


def after_rosters(books: Books) -> Books:
    """Close the open spells of those whom two rosters in a row of their township lack, on the day it last showed them (counting.md)."""
    home = books.facility.set_index("code")["township"]
    rosters = books.roster.assign(township=books.roster["facility"].map(home))
    days = rosters.groupby("township")["as_at"].unique()
    spell = books.spell.reset_index(drop=True)
    for i, row in spell[spell["end"] == STILL_THERE].iterrows():
        mine = rosters[rosters["person"] == row["person"]]
        here = mine[mine["township"] == home[row["facility"]]]["as_at"]
        if here.empty or here.max() < row["start"]:
            continue
        if sum(day > here.max() for day in days[home[row["facility"]]]) >= 2:
            has_moved = bool((mine[mine["township"] != home[row["facility"]]]["as_at"] > here.max()).any())
            spell.loc[i, ["end", "reason"]] = [here.max(), "transferred" if has_moved else "unknown"]
    changed = int((spell["end"] != books.spell.reset_index(drop=True)["end"]).sum())
    assert changed >= 4, "the rule is put to work"
    return replace(books, spell=spell)


def write_books(books: Books, folder: Path) -> list[Path]:
    """Write the books as CSV files with the headers of the template."""
    folder.mkdir()
    spell, pay = books.spell, books.pay
    day = "{:%Y-%m-%d}".format
    tables = {
        "region": pd.DataFrame({"地区代码": books.region["code"], "地区名称": books.region["code"] + "地", "层级": books.region["level"],
                                "上级代码": books.region["parent"]}),
        "facility": pd.DataFrame({"机构代码": books.facility["code"], "机构名称": books.facility["code"], "机构类型": "村卫生室",
                                  "所在乡镇代码": books.facility["township"], "开办日期": books.facility["opened"].map(day),
                                  "关闭日期": books.facility["closed"].map(day, na_action="ignore")}),
        "population": pd.DataFrame({"地区代码": books.population["code"], "年份": books.population["year"],
                                    "常住人口": books.population["persons"]}),
        "employment": pd.DataFrame({"身份证号": spell["person"], "机构代码": spell["facility"], "人员类别": spell["group"].map(GROUP),
                                    "到岗日期": spell["start"].map(day),
                                    "离岗日期": spell["end"].where(spell["end"] < STILL_THERE).map(day, na_action="ignore"),
                                    "离岗原因": spell["reason"].map(REASON), "全时当量": spell["fte"],
                                    "是否主要岗位": spell["is_main"].map({True: "是", False: "否"})}),
        "roster": pd.DataFrame({"身份证号": books.roster["person"], "机构代码": books.roster["facility"], "人员类别": "乡村医生",
                                "执业资格": books.roster["licence"].map(LICENCE), "基准日期": books.roster["as_at"].map(day)}),
        "pay": pd.DataFrame({"身份证号": pay["person"], "机构代码": pay["facility"], "薪酬项目": pay["component"].map(COMPONENT),
                             "所属期起": pay["start"].map(day), "所属期止": pay["end"].map(day), "应发金额": pay["paid"],
                             "实发金额": pay["paid"]}),
        "price": pd.DataFrame({"年份": books.price.index, "居民消费价格指数": books.price.to_numpy(), "基期": "2015年=100"}),
    }
    paths = [folder / f"{name}.csv" for name in tables]
    for path, table in zip(paths, tables.values(), strict=True):
        table.to_csv(path, index=False, encoding="utf-8")
    return paths


@pytest.fixture(scope="module", params=[1, 2])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Books, Ask]]:
    """Random books, and the engine's answers on them."""
    books = make_books(request.param)
    folder = tmp_path_factory.mktemp("random")
    workspace = Workspace.create(folder / "workspace", site_text("yangquan"))
    result = load_files(workspace, write_books(books, folder / "incoming"), None, lambda plan: True)
    assert [p.line("en") for p in result.plan.problems if p.severity == "error"] == [] and result.build is not None
    judged = after_rosters(books)
    with open_build(workspace.build_path(result.build)) as con:
        yield judged, lambda indicator, **query: observe(con, workspace.site, Query(indicator, **query))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", [*REGIONS, "facility"])
def test_stocks(both: tuple[Books, Ask], level: str, year: int) -> None:
    books, ask = both
    stock = oracle.stock(books, level, year)
    query = {"level": level, "period": str(year)}
    assert differing(ask("headcount", **query), stock["headcount"], zero_where_absent=True) == {}
    assert differing(ask("fte", **query), stock["fte"], zero_where_absent=True) == {}
    assert differing(ask("facility_count", **query), stock["facilities"], zero_where_absent=True) == {}
    assert differing(ask("share_aged_55", **query), stock["aged_55"].fillna(0) / stock["headcount"]) == {}
    assert differing(ask("licensed_share", **query), stock["licensed"].fillna(0) / stock["licence_known"]) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_flows_and_retention(both: tuple[Books, Ask], level: str, year: int) -> None:
    books, ask = both
    stays = oracle.presences(books, level)
    counts = oracle.flow(stays, year)
    mean = (counts["opening"] + counts["closing"]) / 2
    query = {"level": level, "period": str(year)}
    assert differing(ask("joiner_rate", **query), counts["joiners"] / mean.where(mean > 0)) == {}
    assert differing(ask("leaver_rate", **query), counts["leavers"] / mean.where(mean > 0)) == {}
    assert differing(ask("stability_index", **query), counts["stayers"] / counts["opening"].where(counts["opening"] > 0)) == {}
    windows = {
        region: oracle.window(rows, pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)) for region, rows in oracle.by_region(stays)
    }
    for months in (12, 24, 36):
        expected = {region: window.survival(months * oracle.DAYS_A_MONTH) for region, window in windows.items()}
        assert differing(ask(f"retention_{months}m", **query), pd.Series(expected, dtype=float)) == {}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", REGIONS)
def test_pay(both: tuple[Books, Ask], level: str, year: int) -> None:
    books, ask = both
    pay = oracle.pay(books, {y: oracle.person_years(books, y) for y in (year - 1, year)}, level, year)
    for indicator in ("median_pay", "pay_growth_nominal", "pay_growth_real", "pay_growth_same_person"):
        assert differing(ask(indicator, level=level, period=str(year)), pay[indicator]) == {}
