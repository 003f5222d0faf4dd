"""Reading and loading the largest files a county sends, with the naive way beside it. Bars stand in the assertions."""

from __future__ import annotations

import csv
import time
from calendar import monthrange
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from pipelines.demo.people import id_number
from pipelines.extract.person import check_character, person_key
from pipelines.extract.reading import Reading, read_file
from pipelines.site import parse_site, site_text
from tests.benchmarks.measure import measure, say

PEOPLE, MONTHS, COMPONENTS = 20_000, 12, ("基本工资", "绩效工资", "基本公卫补助", "基本药物补助", "岗位津贴")
ROSTER = 100_000
SOME = 20  # the naive way is measured on one part in so many
SITE = parse_site(site_text("yangquan"))
SECRET = b"k" * 32
_HEADS = ("姓名", "身份证号", "出生日期", "性别", "机构代码", "人员类别", "执业资格", "是否主要岗位", "基准日期")


def person(number: int) -> tuple[str, date, str]:
    """Return ID number, birth and sex of a made-up person."""
    born = date(1955, 1, 1) + timedelta(days=number * 7919 % 16_000)
    return id_number(born, number % 2 == 0, number // 1000 % 500, number % 1000), born, "女" if number % 2 == 0 else "男"


def place(number: int) -> str:
    """Return the code of the clinic a person works at."""
    return f"140322{100 + number % 60}-V{number % 97:02d}"


def write_roster(path: Path, rows: int) -> Path:
    """Write a roster workbook."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("花名册"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, _HEADS)
        for number in range(rows):
            number_of, born, sex = person(number)
            words = (f"测试{number}", number_of, None, sex, place(number), "乡村医生", "乡村医生证", "是")
            for column, text in enumerate(words):
                if text is not None:
                    sheet.write_string(number + 1, column, text)
            sheet.write_datetime(number + 1, 2, datetime(born.year, born.month, born.day), day)
            sheet.write_datetime(number + 1, 8, datetime(2024, 12, 31), day)
    return path


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of ROSTER people."""
    return write_roster(tmp_path_factory.mktemp("roster") / "花名册.xlsx", ROSTER)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of 1.2 million amounts: PEOPLE people, a year of months, five components."""
    path = tmp_path_factory.mktemp("ledger") / "薪酬台账.csv"
    people = [person(number)[0] for number in range(PEOPLE)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("身份证号", "机构代码", "薪酬项目", "所属期起", "所属期止", "应发金额", "实发金额", "发放日期"))
        for component in COMPONENTS:
            for month in range(1, MONTHS + 1):
                first, last = f"2023-{month:02d}-01", f"2023-{month:02d}-{monthrange(2023, month)[1]}"
                writer.writerows(
                    (people[n], place(n), component, first, last, f"{900 + n % 5000 * 1.5:.2f}", f"{900 + n % 5000 * 1.5:.2f}", last)
                    for n in range(PEOPLE)
                )
    return path


def _timed(path: Path) -> tuple[Reading, float]:
    start = time.perf_counter()
    reading = read_file(path, SITE, SECRET)
    return reading, time.perf_counter() - start


def naive_key(number: str) -> str:
    """Check an ID number and return the key, as one row of a loop does it."""
    assert check_character(number[:17]) == number[17]
    return person_key(number, SECRET)


def test_a_workbook_is_read_faster_than_by_pandas_and_a_loop_over_its_rows(roster: Path, tmp_path: Path) -> None:
    reading, seconds = _timed(roster)
    assert len(reading.tables[0].frame) == ROSTER and not reading.problems
    few = write_roster(tmp_path / "few.xlsx", ROSTER // SOME)
    start = time.perf_counter()
    keys = []
    for _, row in pd.read_excel(few, dtype={"身份证号": str}, engine="openpyxl").iterrows():
        assert f"{row['出生日期']:%Y%m%d}" == row["身份证号"][6:14] and row["性别"] in ("男", "女") and row["机构代码"]
        keys.append(naive_key(row["身份证号"]))
    naive = (time.perf_counter() - start) * SOME
    assert keys == reading.tables[0].frame["person_key"].tolist()[: ROSTER // SOME]
    say(f"read a roster of {ROSTER:,}", seconds=seconds, loop_seconds=naive, ratio=naive / seconds)
    assert naive > 1.5 * seconds


def test_a_ledger_is_read_faster_than_by_a_loop_over_its_lines(ledger: Path) -> None:
    reading, seconds = _timed(ledger)
    rows = PEOPLE * MONTHS * len(COMPONENTS)
    assert len(reading.tables[0].frame) == rows and not reading.problems
    start = time.perf_counter()
    due = 0.0
    with ledger.open(encoding="utf-8", newline="") as file:
        for count, row in enumerate(csv.DictReader(file)):
            if count == rows // SOME:
                break
            naive_key(row["身份证号"])
            days = [datetime.strptime(row[name], "%Y-%m-%d") for name in ("所属期起", "所属期止", "发放日期")]
            assert days[0] <= days[1] and row["薪酬项目"] in COMPONENTS
            due += float(row["应发金额"])
    naive = (time.perf_counter() - start) * SOME
    assert abs(due - reading.tables[0].frame["due_yuan"].iloc[: rows // SOME].sum()) < 1
    say(f"read a ledger of {rows:,}", seconds=seconds, loop_seconds=naive, ratio=naive / seconds)
    assert naive > 2 * seconds


def test_a_file_in_which_everything_is_wrong_takes_no_longer_than_a_good_one_many_times_over(tmp_path: Path) -> None:
    """Each text has a quadratic trap in it: as many distinct faults, totals, false headers or cells too many as rows."""
    head, rows = "机构代码,年份,人员类别,在岗人数\n", 50_000
    lines = {
        "good": lambda i: f"F{i},2022,村医,1\n", "wrong": lambda i: f"F{i},去年{i},某医{i},许多{i}\n", "totals": lambda i: f"小计,,,{i}\n",
        "false headers": lambda i: f"机构代码,2022,人员类别{i},1\n", "too many cells": lambda i: f"F{i},2022,村医,1,{i}\n",
    }  # fmt: skip
    took: dict[str, float] = {}
    for name, line in lines.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(head + "".join(map(line, range(rows))), encoding="utf-8")
        reading, took[name] = _timed(path)
        assert sum(t.rows_in for t in reading.tables) == rows
    say("50,000 rows of each kind", **took)
    assert max(took.values()) < 10 * took["good"]


def test_a_roster_of_100_000_is_loaded_in_15_seconds_and_1_5_gb(roster: Path, tmp_path: Path) -> None:
    workspace = str(tmp_path / "workspace")
    measure(["init", workspace, "--site", "yangquan"])
    took = measure(["load", str(roster), "--workspace", workspace, "--yes"])
    say(f"load a roster of {ROSTER:,}", seconds=took.seconds, peak_gb=took.peak_gb)
    assert took.seconds <= 15 and took.peak_gb <= 1.5


def test_a_ledger_of_1_200_000_is_loaded_and_published_in_30_seconds_and_1_5_gb(ledger: Path, tmp_path: Path) -> None:
    workspace = str(tmp_path / "workspace")
    measure(["init", workspace, "--site", "yangquan"])
    took = measure(["load", str(ledger), "--workspace", workspace, "--yes"])
    say("load a ledger of 1,200,000", seconds=took.seconds, peak_gb=took.peak_gb)
    assert took.seconds <= 30 and took.peak_gb <= 1.5
