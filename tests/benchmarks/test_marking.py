"""A roster of 100,000 rows checked and marked; the naive way beside it. Bars stand in the assertions."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import PatternFill

from pipelines.extract.person import check_character
from pipelines.extract.reading import read_file
from pipelines.intake.mark import mark_workbook
from pipelines.site import parse_site, site_text
from tests.benchmarks.measure import measure, say

ROWS = 100_000
WRONG = 20  # every so many rows hold a mistake
HEADS = ("姓名", "身份证号", "性别", "学历", "机构代码", "人员类别", "执业资格", "是否主要岗位", "基准日期")


def person(number: int) -> list[str]:
    """Return the row of a person; every WRONGth has a mistake in one of three cells."""
    first = f"999{number // 1000 % 1000:03d}{1950 + number % 50}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    sex = "男" if int(first[16]) % 2 else "女"
    row = ["演示", first + check_character(first), sex, "中专", f"A-V{number % 3000:04d}", "乡村医生", "乡村医生证", "是"]
    if number % WRONG == 0:
        place = (1, 5, 7)[number // WRONG % 3]
        row[place] = {1: "99900019800305001", 5: "乡村大夫", 7: "也许"}[place]
    return row


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of ROWS people."""
    path = tmp_path_factory.mktemp("roster") / "花名册.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet("花名册"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADS)
        for number in range(ROWS):
            for place, text in enumerate(person(number)):
                sheet.write_string(number + 1, place, text)
            sheet.write_datetime(number + 1, len(HEADS) - 1, datetime(2024, 12, 31), day)
    return path


def test_100_000_rows_are_checked_and_marked_in_20_seconds_and_1_5_gb(roster: Path, tmp_path: Path) -> None:
    workspace = str(tmp_path / "workspace")
    measure(["init", workspace, "--site", "yangquan"])
    took = measure(["check", str(roster), "--workspace", workspace, "--mark", str(tmp_path / "back")])
    say(f"check and mark {ROWS:,} rows", seconds=took.seconds, peak_gb=took.peak_gb)
    assert (tmp_path / "back" / "花名册_已标注.xlsx").stat().st_size > roster.stat().st_size
    assert took.seconds <= 20
    assert took.peak_gb <= 1.5


def test_marking_against_loading_and_saving_the_whole_workbook(roster: Path, tmp_path: Path) -> None:
    problems = read_file(roster, parse_site(site_text("yangquan")), b"x" * 32).problems
    start = time.perf_counter()
    mark_workbook(roster, problems, tmp_path / "marked.xlsx", "zh")
    ours = time.perf_counter() - start
    start = time.perf_counter()
    book = openpyxl.load_workbook(roster)
    red = PatternFill("solid", fgColor="FFFF9C9C")
    for problem in problems:
        book["花名册"].cell(problem.row, problem.place).fill = red
    book.save(tmp_path / "naive.xlsx")
    naive = time.perf_counter() - start
    say(f"mark {len(problems):,} of {ROWS:,} rows", ours_seconds=ours, openpyxl_seconds=naive, ratio=naive / ours)
    assert len(problems) == ROWS // WRONG
    assert naive > 4 * ours
