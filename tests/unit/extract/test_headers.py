"""Headers of Chinese over English, units and remarks in brackets, and the product's own sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.core.codelist import fold
from pipelines.core.column import Column
from pipelines.core.text import Text
from pipelines.extract.grid import Grid
from pipelines.extract.headers import HeaderRow
from pipelines.extract.own_sheets import is_own
from pipelines.extract.reading import read_file
from pipelines.site import parse_site, site_text

HEADCOUNT = Column(name="headcount", kind="number", title=Text("在岗人数", "Headcount"), headers=("人数",), unit="person")
MINUTES = Column(name="travel_minutes", kind="number", title=Text("单程分钟数", "Minutes one way"), unit="minute")
PAID = Column(name="paid_yuan", kind="money", title=Text("实发金额", "Paid"), unit="yuan")
SHARE = Column(name="share", kind="number", title=Text("占比", "Share"), unit="share")


def place(header: str, column: Column) -> int | None:
    """Return where a column stands in a row of one header beside others."""
    spellings = [fold(s) for s in column.spellings]
    return HeaderRow(0, ("序号", header, "备注")).find(spellings)


@pytest.mark.parametrize(
    "header",
    ["在岗人数\nHeadcount", "在岗人数（必填）\nHeadcount", "在岗人数（人，必填）\nHeadcount", "人数\r\nHeadcount", "在岗\n人数\nHeadcount", "在岗人数（人）\nheadcount"],
)
def test_chinese_over_english_is_read_when_both_mean_the_column(header: str) -> None:
    assert place(header, HEADCOUNT) == 1


@pytest.mark.parametrize("header", ["人数\nDoctors", "女性\nHeadcount", "人数\n(FTE)", "人数\n女性", "Headcount\n其他", "人数（其中女性）\nHeadcount"])
def test_it_is_not_read_when_one_says_something_else(header: str) -> None:
    assert place(header, HEADCOUNT) is None


@pytest.mark.parametrize(
    ("header", "column", "factor"),
    [
        ("实发金额（万元，必填）\nPaid", PAID, 10_000.0), ("实发金额（必填，元）", PAID, 1.0), ("单程分钟数（分钟）", MINUTES, 1.0),
        ("单程分钟数（小时）", MINUTES, None), ("占比（%）", SHARE, 0.01), ("在岗人数（万人）", HEADCOUNT, 10_000.0), ("实发金额（人）", PAID, None),
    ],
)  # fmt: skip
def test_units_in_brackets(header: str, column: Column, factor: float | None) -> None:
    row = HeaderRow(0, ("序号", header))
    assert row.find([fold(s) for s in column.spellings]) == 1
    assert row.factor(1, column) == factor


def test_two_units_or_a_unit_with_a_remark_are_no_unit() -> None:
    assert place("在岗人数（人，万人）", HEADCOUNT) is None and place("在岗人数（人，含返聘）", HEADCOUNT) is None


def test_a_header_is_named_in_messages_by_its_chinese() -> None:
    row = HeaderRow(0, ("在岗人数（人，必填）\nHeadcount", "实发(元)", "Year"))
    assert [row.label(i) for i in range(3)] == ["在岗人数（人）", "实发(元)", "Year"]
    assert [row.named(word) for word in ("在岗人数", "Headcount", "实发", "year", "在岗人数（人）", "机构")] == [0, 0, 1, 2, 0, None]


@pytest.mark.parametrize(
    ("name", "first", "own"),
    [("填表说明", "填表说明", True), ("Notes", "How to fill in this workbook", True), ("错误", "检查结果", True), ("错误", "序号", False),
     ("说明", "填表说明", False), ("Errors", "What was found", True)],
)  # fmt: skip
def test_only_sheets_of_our_own_making_are_passed_over(name: str, first: str, own: bool) -> None:
    assert is_own(Grid(name, [[first], ["x", "y"]])) == own


def test_a_blank_required_cell_is_told_even_where_another_cell_of_the_row_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("机构代码,年份,人员类别,在岗人数\n,2024,乡村大夫,x\n", encoding="utf-8")
    problems = read_file(path, parse_site(site_text("blank")), b"x" * 32).problems
    assert sorted((p.row, p.place) for p in problems) == [(2, 1), (2, 3), (2, 4)]
