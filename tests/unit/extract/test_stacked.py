"""Months of a payroll one below the other on a sheet: each is read with the month of its own title, or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.reading import Reading, read_file
from pipelines.site import parse_site, site_text

HEADS = "姓名,身份证号,机构代码,基本工资,绩效工资,应发合计,实发合计\n"
PEOPLE = ("测试甲,99990019791103004X,140322107-T", "测试戊,999900198811230030,140322107-T")


def month(title: str, base: int = 1000, heads: str = HEADS) -> str:
    """Return the payroll of a month as text: two people and their total."""
    rows = [f"{who},{base},500,{base + 500},{base + 400}\n" for who in PEOPLE]
    return f"{title}\n{heads}{''.join(rows)}合计,,,{2 * base},1000,{2 * base + 1000},{2 * base + 800}\n,,,,,,\n"


def read(folder: Path, text: str) -> Reading:
    """Read a CSV file of this text."""
    path = folder / "工资.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path, parse_site(site_text("demo")), b"k" * 32)


def paid(reading: Reading) -> dict[str, float]:
    """Return what the totals say was paid, by month."""
    (table,) = reading.tables
    totals = table.frame[table.frame["pay_component"] == "total"]
    return {str(period): float(part["paid_yuan"].sum()) for period, part in totals.groupby("period")}


@pytest.mark.parametrize("second", [1000, 2000], ids=["the same amounts", "other amounts"])
def test_each_month_has_its_own_amounts(tmp_path: Path, second: int) -> None:
    text = month("西烟镇2022年1月工资表") + month("西烟镇2022年2月工资表", second) + month("西烟镇2022年3月工资表")
    reading = read(tmp_path, text)
    assert not reading.problems
    assert paid(reading) == {"2022-01": 2800.0, "2022-02": 2.0 * (second + 400), "2022-03": 2800.0}
    (table,) = reading.tables
    assert (table.rows_in, len(table.frame), table.duplicate, table.quarantined) == (3 * 4 * 3, 18, 0, 0)
    assert sorted(set(table.frame["source_row"])) == [3, 4, 9, 10, 15, 16]
    assert "2022-01" in table.period_found and "2022-03" in table.period_found


def test_a_total_is_of_its_own_month(tmp_path: Path) -> None:
    text = month("西烟镇2022年1月工资表") + month("西烟镇2022年2月工资表", 2000).replace("合计,,,4000", "合计,,,6000")
    (problem,) = read(tmp_path, text).problems
    assert problem.row == 11 and problem.severity == "warning"


def test_the_same_title_again_is_the_same_table(tmp_path: Path) -> None:
    first, second = month("西烟镇2022年1月工资表").splitlines(keepends=True)[:3], month("西烟镇2022年1月工资表").splitlines(keepends=True)
    reading = read(tmp_path, "".join([*first, *second[:2], second[3]]))
    assert not reading.problems and paid(reading) == {"2022-01": 2800.0}


@pytest.mark.parametrize("title", ["西烟镇2月工资表", "西烟镇二月份工资表", "西烟镇2022年2月、2022年3月工资表"])
def test_a_month_that_cannot_be_told_is_an_error_and_not_a_repeat(tmp_path: Path, title: str) -> None:
    reading = read(tmp_path, month("西烟镇2022年1月工资表") + month(title))
    (problem,) = reading.problems
    assert (problem.row, problem.severity) == (7, "error") and "另一个时期" in problem.reason.zh
    assert paid(reading) == {"2022-01": 2800.0} and sorted(reading.quarantine["source_row"]) == [7, 8, 9, 10, 11]


def test_without_headers_of_its_own_a_month_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, month("西烟镇2022年1月工资表") + month("西烟镇2022年2月工资表", heads=""))
    (problem,) = reading.problems
    assert problem.row == 7 and "单独放一张工作表" in problem.remedy.zh
    assert paid(reading) == {"2022-01": 2800.0}


@pytest.mark.parametrize("more", ["应急补贴", "取暖费"], ids=["a component", "a column nobody reads"])
def test_a_later_month_with_more_columns_is_told_and_the_first_is_read(tmp_path: Path, more: str) -> None:
    second = month("西烟镇2022年2月工资表").replace("绩效工资", f"绩效工资,{more}").replace(",500,", ",500,7,")
    reading = read(tmp_path, month("西烟镇2022年1月工资表") + second)
    (problem,) = reading.problems
    assert (problem.row, problem.severity) == (8, "error") and "下面还有一个表" in problem.reason.zh
    assert paid(reading) == {"2022-01": 2800.0}


def test_the_unit_of_the_first_title_holds_for_all(tmp_path: Path) -> None:
    text = month("西烟镇2022年1月工资表（单位：千元）", 1) + month("西烟镇2022年2月工资表", 2)
    assert paid(read(tmp_path, text)) == {"2022-01": 802_000.0, "2022-02": 804_000.0}


def test_a_remark_that_names_a_month_ends_nothing(tmp_path: Path) -> None:
    reading = read(tmp_path, month("西烟镇2022年1月工资表") + "注：2022年2月起调整标准\n制表日期：2022年2月3日\n")
    assert not reading.problems and paid(reading) == {"2022-01": 2800.0}
