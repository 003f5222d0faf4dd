"""Headers that say month and item at once become a row for each, or the sheet is told which dataset it looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.month_heads import split_month
from tests.unit.extract.test_payroll import read

WHO = "姓名,身份证号,机构代码"
PERSON = "测试乙,99990019791103004X,140322107-T"


@pytest.mark.parametrize(("header", "said"), [
    ("2022年1月基本工资", ("2022-01", "基本工资")), ("2022年01月份基本工资", ("2022-01", "基本工资")), ("2022-01 岗位补助", ("2022-01", "岗位补助")),
    ("2022/12 岗位补助", ("2022-12", "岗位补助")), ("1月应发", ("01", "应发")), ("十二月绩效工资", ("12", "绩效工资")), ("12月", ("12", "")),
    ("２０２２年１月应发合计", ("2022-01", "应发合计")), ("基本工资", None), ("2022年基本工资", None), ("13月应发", None), ("1基本工资", None),
    ("一般诊疗费", None), ("月份", None), ("2022", None), ("十三薪", None),
])  # fmt: skip
def test_a_month_before_an_item(header: str, said: tuple[str, str] | None) -> None:
    assert split_month(header) == said


def _rows(folder: Path, heads: str, amounts: str, title: str = "") -> list[tuple[object, ...]]:
    reading = read(folder, f"{title}\n{WHO},{heads}\n{PERSON},{amounts}\n", "x.csv")
    assert not reading.problems, [p.line("zh") for p in reading.problems]
    (table,) = reading.tables
    assert table.rows_in == len(table.frame) + table.ignored + table.quarantined
    frame = table.frame.assign(start=table.frame["period_start"].astype(str), end=table.frame["period_end"].astype(str))
    found = frame[["pay_component", "start", "end", "period", "due_yuan", "paid_yuan"]].astype(object)
    return [tuple(row) for row in found.where(found.notna(), None).itertuples(index=False)]


def test_components_of_months_with_their_year(tmp_path: Path) -> None:
    heads = "2021年12月基本工资,2022年1月基本工资,2022年1月绩效工资,2022-02 岗位补助(元)"
    assert _rows(tmp_path, heads, "1500,1600,,300", "2023年发放") == [
        ("base", "2021-12-01", "2021-12-31", "2021-12", None, 1500.0), ("base", "2022-01-01", "2022-01-31", "2022-01", None, 1600.0),
        ("post_allowance", "2022-02-01", "2022-02-28", "2022-02", None, 300.0),
    ], "the headers' years, not the title's"


def test_with_totals_it_is_a_payroll_of_several_months(tmp_path: Path) -> None:
    heads = ",".join(f"{m}月{item}" for m in (1, 2) for item in ("基本工资", "绩效工资", "应发合计", "实发合计"))
    found = {(row[0], row[3]): row[4:] for row in _rows(tmp_path, heads, "1500,300,1800,1700,1600,300,1900,1850", "2022年工资表")}
    assert found == {
        ("base", "2022-01"): (1500, 1500), ("performance", "2022-01"): (300, 300), ("total", "2022-01"): (1800, 1700),
        ("base", "2022-02"): (1600, 1600), ("performance", "2022-02"): (300, 300), ("total", "2022-02"): (1900, 1850),
    }


def test_due_and_paid_of_each_month(tmp_path: Path) -> None:
    both = _rows(tmp_path, "2022年1月基本工资应发,2022年1月基本工资实发", "1500,1400")
    assert [(row[0], row[3], *row[4:]) for row in both] == [("base", "2022-01", 1500, 1400)]
    titled = _rows(tmp_path, "1月应发,1月实发,2月应发,2月实发", "1500,1400,1600,", "2022年岗位补助发放表")
    assert [(row[0], row[3], *row[4:]) for row in titled] == [("post_allowance", "2022-01", 1500, 1400), ("post_allowance", "2022-02", 1600, None)]


@pytest.mark.parametrize(("title", "heads", "words"), [
    ("2022年发放表", "1月应发,1月实发", ("薪酬台账", "没有写明“薪酬项目”")),
    ("发放表", "2022年1月特种补助费,2022年2月特种补助费", ("薪酬台账", "没有写明“薪酬项目”")),
    ("发放表", "1月基本工资,2月基本工资", ("写明年份",)),
])
def test_what_is_missing_is_named_of_the_right_dataset(tmp_path: Path, title: str, heads: str, words: tuple[str, ...]) -> None:
    reading = read(tmp_path, f"{title}\n{WHO},{heads}\n{PERSON},1500,1500\n", "x.csv")
    said = " ".join(p.line("zh") for p in reading.problems)
    assert not reading.tables and all(word in said for word in words) and "通讯录" not in said, said


def test_without_a_facility_the_payroll_is_what_lacks_it(tmp_path: Path) -> None:
    reading = read(tmp_path, "姓名,身份证号,2022年1月基本工资,2022年2月基本工资\n测试乙,99990019791103004X,1500,1500\n", "x.csv")
    assert ["薪酬台账" in p.reason.zh and "机构代码" in p.reason.zh for p in reading.problems] == [True]


def test_a_bad_amount_keeps_out_its_month_and_no_other(tmp_path: Path) -> None:
    heads = "2022年1月基本工资,2022年1月绩效工资,2022年2月基本工资,2022年2月绩效工资"
    reading = read(tmp_path, f"发放表\n{WHO},{heads}\n{PERSON},三千,500,3000,600\n", "x.csv")
    (problem,), (table,) = reading.problems, reading.tables
    assert problem.column == "2022年1月基本工资" and problem.is_partial and "该月各项都没有入库" in problem.remedy.zh
    assert set(table.frame["period"]) == {"2022-02"} and (len(table.frame), table.quarantined) == (2, 2)


def test_a_bad_month_of_one_item_keeps_out_that_month_alone(tmp_path: Path) -> None:
    reading = read(tmp_path, f"2022年基本工资发放表\n{WHO},1月,2月,3月\n{PERSON},三千,3000,3100\n", "x.csv")
    (problem,), (table,) = reading.problems, reading.tables
    assert problem.is_partial and "没有入库" not in problem.remedy.zh
    assert sorted(table.frame["period"]) == ["2022-02", "2022-03"] and table.quarantined == 1
