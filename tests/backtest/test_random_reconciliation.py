"""Reconciliation of careers no generator would plan, through the front door, against plain Python that shares no code with it."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipelines.intake.batch import load_files
from pipelines.intake.reconcile import reconcile
from pipelines.site import site_text
from pipelines.warehouse.connect import Connection, open_build
from pipelines.warehouse.workspace import Workspace
from tests.backtest import suspicions
from tests.backtest.oracle import Books
from tests.backtest.test_random_careers import COMPONENT, make_books, write_books

DAY = pd.Timedelta(days=1)
Key = tuple[str, str, str, pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class Files:
    """Books and what they do not hold: pay by component, rosters, licences, grants and insured months, all by ID number."""

    books: Books
    pay: pd.DataFrame
    roster: pd.DataFrame
    licence: pd.DataFrame
    grant: pd.DataFrame
    insured: pd.DataFrame


def _pay(rng: np.random.Generator, people: list[str], clinics: list[str], worked: dict[str, list[str]]) -> pd.DataFrame:
    """Runs of monthly pay where people worked or did not, a quarter's allowance now and then, stated totals of a year."""
    rows = []
    for person in people:
        for _ in range(int(rng.integers(0, 4))):
            place = str(rng.choice(worked.get(person, clinics) if rng.random() < 0.8 else clinics))
            first, length = pd.Timestamp(2018, int(rng.integers(1, 13)), 1) + pd.DateOffset(months=int(rng.integers(0, 48))), int(rng.integers(1, 15))
            for n in range(length):
                start = first + pd.DateOffset(months=n)
                end = start + pd.offsets.MonthEnd() if rng.random() < 0.8 else start + 27 * DAY
                for component in rng.choice(["base", "performance", "emergency"], int(rng.integers(1, 4)), replace=False):
                    rows.append((person, place, str(component), start, end, float(rng.integers(0, 4) * 450)))
        if rng.random() < 0.3:
            year, place = int(rng.integers(2018, 2022)), str(rng.choice(worked.get(person, clinics)))
            rows.append((person, place, "total", pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31), 30000.0))
            rows.append((person, place, "post_allowance", pd.Timestamp(year, 7, 1), pd.Timestamp(year, 9, 30), 900.0))
    frame = pd.DataFrame(rows, columns=["person", "facility", "component", "start", "end", "paid"])
    return frame.drop_duplicates(["person", "facility", "component", "start", "end"])


def _licence(rng: np.random.Generator, people: list[str], books: Books) -> pd.DataFrame:
    rows, regions = [], [*books.region["code"], "140000", "150000"]
    for person in people:
        day = pd.Timestamp(2010, 1, 1) + int(rng.integers(0, 2500)) * DAY
        for _ in range(int(rng.integers(0, 4))):
            end = pd.NaT if rng.random() < 0.1 else day + int(rng.integers(300, 1800)) * DAY
            kind = str(rng.choice(["village_certificate", "assistant", "physician", "nurse"], p=[0.5, 0.3, 0.1, 0.1]))
            rows.append((person, kind, day, end, str(rng.choice(regions))))
            day = (day + 900 * DAY if pd.isna(end) else end) + int(rng.choice([-200, 0, 1, 2, 40, 300])) * DAY
    return pd.DataFrame(rows, columns=["person", "kind", "issued", "valid_to", "region"]).drop_duplicates(["person", "kind", "issued"])


def _grant(rng: np.random.Generator, people: list[str], clinics: list[str]) -> pd.DataFrame:
    rows = []
    for person in people:
        for _ in range(int(rng.integers(0, 4))):
            due = pd.Timestamp(2019, 1, 31) + pd.offsets.MonthEnd(int(rng.integers(0, 40)))
            covers = (due - pd.offsets.MonthBegin(3), due) if rng.random() < 0.3 else (pd.NaT, pd.NaT)
            paid = float(rng.choice([0, 600, 1200]))
            rows.append((person, str(rng.choice(clinics)), str(rng.choice(["once", "quarter", "help"])), due, *covers, paid))
    frame = pd.DataFrame(rows, columns=["person", "facility", "scheme", "due", "covers_from", "covers_to", "paid"])
    return frame.drop_duplicates(["person", "scheme", "due"])


def _insured(rng: np.random.Generator, people: list[str], clinics: list[str]) -> pd.DataFrame:
    rows = []
    for person in people:
        start, length = int(rng.integers(0, 36)), int(rng.integers(0, 10))
        home = str(rng.choice(clinics))
        for n in range(start, start + length):
            employer = str(rng.choice([home, str(rng.choice(clinics)), "示范药店", "县财政局"]))
            rows.append((person, home, pd.Period("2019-01", "M") + n, employer, bool(rng.random() < 0.9)))
    return pd.DataFrame(rows, columns=["person", "facility", "month", "employer", "is_paid"])


def _roster(rng: np.random.Generator, books: Books, pay: pd.DataFrame) -> pd.DataFrame:
    """Rosters of people paid whose spells, if any, do not reach back to them at that township: what their records lack."""
    home, spells = books.home["township"], books.spell
    rows = []
    for person, facility in sorted(set(zip(pay["person"], pay["facility"], strict=True))):
        own = spells[(spells["person"] == person) & (spells["facility"].map(home) == home[facility])]
        for day in map(pd.Timestamp, ("2018-12-31", "2019-06-30", "2019-12-31", "2021-06-30")):
            if rng.random() < 0.25 and not (own["start"] <= day).any():
                rows.append((person, facility, day))
    return pd.DataFrame(rows, columns=["person", "facility", "as_at"])


def make_files(seed: int) -> Files:
    """Random books with everything reconciliation compares."""
    rng, books = np.random.default_rng(seed + 100), make_books(seed)
    clinics = list(books.facility["code"])
    people = sorted({*books.spell["person"], *books.pay["person"]})[:220]
    worked = {p: list(rows) for p, rows in books.spell.groupby("person")["facility"]}
    pay = _pay(rng, people, clinics, worked)
    licence, grant, insured = _licence(rng, people, books), _grant(rng, people, clinics), _insured(rng, people, clinics)
    return Files(books, pay, _roster(rng, books, pay), licence, grant, insured)


def write_files(files: Files, folder: Path) -> list[Path]:
    """Write them as CSV files; the rosters and pay of the careers give way to these."""
    day = "{:%Y-%m-%d}".format
    paths = [p for p in write_books(files.books, folder) if p.stem in ("region", "facility", "employment")]

    def days(column: pd.Series[Any]) -> pd.Series[Any]:
        return column.map(day, na_action="ignore")

    pay, held, grant, insured = files.pay, files.licence, files.grant, files.insured
    tables = {
        "花名册": pd.DataFrame({"身份证号": files.roster["person"], "机构代码": files.roster["facility"], "人员类别": "乡村医生",
                             "基准日期": days(files.roster["as_at"])}),
        "薪酬": pd.DataFrame({"身份证号": pay["person"], "机构代码": pay["facility"], "薪酬项目": pay["component"].map(COMPONENT),
                            "所属期起": days(pay["start"]), "所属期止": days(pay["end"]), "实发金额": pay["paid"], "发放单位": "县财政局"}),
        "证书": pd.DataFrame({"身份证号": held["person"], "机构代码": files.books.facility["code"][0], "证书类型": held["kind"],
                            "发证日期": days(held["issued"]), "有效期止": days(held["valid_to"]), "注册地区代码": held["region"]}),
        "发放": pd.DataFrame({"身份证号": grant["person"], "机构代码": grant["facility"], "补贴项目编号": grant["scheme"],
                            "应发日期": days(grant["due"]), "补贴所属期起": days(grant["covers_from"]),
                            "补贴所属期止": days(grant["covers_to"]), "应发金额": 1200, "实发金额": grant["paid"]}),
        "参保": pd.DataFrame({"身份证号": insured["person"], "机构代码": insured["facility"], "月份": insured["month"].astype(str),
                            "险种": "养老保险", "参保单位": insured["employer"], "是否到账": insured["is_paid"].map({True: "是", False: "否"})}),
        "项目": pd.DataFrame({"补贴项目编号": ["once", "quarter", "help"], "补贴项目名称": ["安家", "津贴", "应急"],
                            "补贴类型": ["安家补助", "岗位津贴", "应急专项"]}),
        "标准": pd.DataFrame({"补贴项目编号": ["once", "quarter", "help"], "补贴标准": [1, 1, 1], "发放周期": ["一次性", "每季度", "每天"]}),
    }  # fmt: skip
    for name, table in tables.items():
        paths.append(folder / f"{name}.csv")
        table.to_csv(paths[-1], index=False, encoding="utf-8")
    return paths


@dataclass(frozen=True)
class Both:
    """The cases as plain Python finds them, and a build of the same files; `keys` gives the ID number of a person key."""

    cases: list[suspicions.Case]
    connection: Connection
    keys: dict[str, str]
    home: dict[str, dict[str, str]]


@pytest.fixture(scope="module", params=[3, 4])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Random files, read twice."""
    files = make_files(request.param)
    folder = tmp_path_factory.mktemp("reconciliation")
    workspace = Workspace.create(folder / "workspace", site_text("yangquan"))
    result = load_files(workspace, write_files(files, folder / "incoming"), None, lambda plan: True)
    assert [p.line("en") for p in result.plan.problems if p.severity == "error"] == [] and result.build is not None
    people = {*files.books.spell["person"], *files.pay["person"], *files.grant["person"], *files.insured["person"]}
    keys = {hmac.new(workspace.secret(), p.encode(), hashlib.sha256).hexdigest(): p for p in people}
    with open_build(workspace.build_path(result.build)) as connection:
        cases = suspicions.find(files.books, files.pay, files.roster, files.licence, files.grant, files.insured)
        without = suspicions.find(files.books, files.pay, files.roster.iloc[:0], files.licence, files.grant, files.insured)
        assert {c.kind for c in set(without) - set(cases)} >= {"paid_not_in_post", "granted_not_in_post"}, "rosters answer some of them"
        yield Both(cases, connection, keys, files.books.home)


KINDS = ("paid_not_in_post", "paid_after_leaving", "two_main_posts", "licence_expired", "outside_registered_place", "granted_not_in_post",
         "insured_elsewhere")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_cases_days_and_yuan(both: Both, kind: str) -> None:
    rows = both.connection.execute("select person_key, facility_code, first_on, last_on, at_stake_yuan from reconciliation_case where kind = ?", [kind])
    told = {(both.keys[p], f, pd.Timestamp(a), pd.Timestamp(b), round(y, 2)) for p, f, a, b, y in rows.fetchall()}
    wanted = {(c.person, c.facility, c.first, c.last, round(sum(m.yuan for m in c.money), 2)) for c in both.cases if c.kind == kind}
    assert len(wanted) > 3, "the careers hold cases of every kind"
    assert told == wanted


@pytest.mark.parametrize("level", ["prefecture", "county", "township", "facility"])
def test_places_add_up(both: Both, level: str) -> None:
    home = both.home[level]
    counted: dict[tuple[str, str, str], tuple[set[int], set[str], dict[Any, float]]] = defaultdict(lambda: (set(), set(), {}))
    for number, case in enumerate(both.cases):
        for kind in (case.kind, "all"):
            for year in range(case.first.year, case.last.year + 1):
                cell = counted[home[case.facility], kind, str(year)]
                cell[0].add(number)
                cell[1].add(case.person)
            for amount in case.money:
                counted[home[case.facility], kind, str(amount.end.year)][2][amount] = amount.yuan
    wanted = {k: (len(c), len(p), round(sum(y.values()), 2)) for k, (c, p, y) in counted.items() if int(k[2]) >= 2018}
    rows = both.connection.execute(
        "select region_code, kind, period, cases, persons, at_stake_yuan from reconciliation_place where level = ?", [level]
    ).fetchall()
    assert {(r, k, p): (c, n, round(y, 2)) for r, k, p, c, n, y in rows} == wanted


def test_the_command_counts_each_yuan_once(both: Both) -> None:
    found = reconcile(both.connection)
    amounts = {amount: amount.yuan for case in both.cases for amount in case.money}
    assert len(found.cases) == len(both.cases) and found.at_stake_yuan == pytest.approx(sum(amounts.values()))
    assert found.persons == len({case.person for case in both.cases})
    assert sum(s.at_stake_yuan for s in found.sums) > found.at_stake_yuan, "some pay stands behind two cases"
