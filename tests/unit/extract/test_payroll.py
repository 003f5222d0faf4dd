"""Payrolls: a column for each component, dated by a column, the title or the file's name; money that goes to a clinic."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.reading import Reading, read_file
from pipelines.site import parse_site, site_text

SITE = parse_site(site_text("demo"))
HEADS = "姓名,身份证号,机构代码,绩效得分,基本工资,绩效,应急补贴,应发合计,扣款合计,实发合计"
ROWS = """测试乙,99990019791103004X,140322107-T,88,3400,2100,500,6000,640.5,5359.5
测试戊,999900198811230030,140322107-T,90,3100,1900,,5000,580,4420
合计,,,,6500,4000,500,11000,1220.5,9779.5
"""
LEDGER = "姓名,身份证号,机构代码,收款对象,薪酬项目,所属期起,所属期止,应发金额,实发金额\n"


def read(folder: Path, text: str, name: str = "工资表.csv", period: str | None = None) -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, SITE, b"k" * 32, period)


def spans(reading: Reading) -> set[tuple[str, str, str]]:
    frame = reading.tables[0].frame
    days = (frame[c].dt.strftime("%Y-%m-%d") for c in ("period_start", "period_end"))
    return set(zip(frame["period"], *days, strict=True))


DECEMBER = ("2023-12", "2023-12-01", "2023-12-31")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"西烟镇样例卫生院2023年12月工资表\n{HEADS}\n{ROWS}", "工资表.csv"),
        (f"{HEADS}\n{ROWS}", "西烟镇_2023-12_工资表.csv"),
        (f"{HEADS}\n{ROWS}", "工资表202312.csv"),
        (f"{HEADS},月份\n" + "".join(f"{line},2023年12月\n" for line in ROWS.splitlines()), "工资表.csv"),
    ],
    ids=["title", "file name", "digits in the file name", "column"],
)
def test_a_payroll_finds_its_month(tmp_path: Path, text: str, name: str) -> None:
    reading = read(tmp_path, text, name)
    assert not reading.problems and [t.form for t in reading.tables] == ["payroll"]
    assert spans(reading) == {DECEMBER}


def test_a_payroll_without_a_month_is_refused_and_the_period_given_dates_it(tmp_path: Path) -> None:
    text = f"{HEADS}\n{ROWS}"
    reading = read(tmp_path, text)
    assert not reading.tables and "--period" in reading.problems[0].line("en")
    assert spans(read(tmp_path, text, period="2023-12")) == {DECEMBER}
    assert spans(read(tmp_path, text, period="2023-Q4")) == {("2023-10..2023-12", "2023-10-01", "2023-12-31")}


def test_each_component_is_a_row_and_only_the_total_tells_what_was_held_back(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{HEADS}\n{ROWS}", "2023-12.csv")
    (table,) = reading.tables
    frame = table.frame.fillna({"due_yuan": -1, "paid_yuan": -1})
    first = frame[frame["source_row"] == 2]
    found = {c: (due, paid) for c, due, paid in zip(first["pay_component"], first["due_yuan"], first["paid_yuan"], strict=True)}
    assert found == {
        "base": (3400, 3400), "performance": (2100, 2100), "emergency": (500, 500), "deduction": (640.5, -1), "total": (6000, 5359.5),
    }  # fmt: skip
    assert set(frame["performance_score"]) == {88, 90}
    assert (table.rows_in, len(frame), table.quarantined, table.ignored) == (15, 9, 0, 6), "a total row and one blank component"


def test_a_roster_with_a_column_of_pay_is_no_payroll(tmp_path: Path) -> None:
    text = "姓名,身份证号,机构代码,人员类别,执业资格,基本工资,基准日期\n测试乙,99990019791103004X,T,乡镇卫生院医生,执业医师,3400,2023-12-31\n"
    assert [t.dataset for t in read(tmp_path, text).tables] == ["roster"]


def test_money_for_a_clinic_names_nobody(tmp_path: Path) -> None:
    text = LEDGER + ",,C-V01,机构,基本药物补助,2023-10-01,2023-12-31,3600,3600\n"
    reading = read(tmp_path, text)
    row = reading.tables[0].frame.iloc[0]
    assert not reading.problems
    assert (row["payee_kind"], bool(row["is_provisional"]), row["person_key"] is None or row["person_key"] != row["person_key"]) == (
        "facility", False, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",,C-V01,机构,基本工资,2023-12-01,2023-12-31,900,900", "is one of: Public health payment"),
        ("测试甲,,C-V01,机构,基本药物补助,2023-12-01,2023-12-31,900,900", "names no person"),
        ("测试甲,999900196804120037,C-V01,机构,基本药物补助,2023-12-01,2023-12-31,900,900", "names no person"),
        (",,C-V01,,基本药物补助,2023-12-01,2023-12-31,900,900", "neither an ID number nor a name"),
        (",,C-V01,个人,基本药物补助,2023-12-01,2023-12-31,900,900", "neither an ID number nor a name"),
    ],
)
def test_nobody_is_paid_by_mistake(tmp_path: Path, line: str, said: str) -> None:
    reading = read(tmp_path, LEDGER + line + "\n测试甲,999900196804120037,C-V01,,基本工资,2023-12-01,2023-12-31,900,900\n")
    assert [said in p.line("en") for p in reading.problems] == [True]
    assert (len(reading.tables[0].frame), reading.tables[0].quarantined) == (1, 1)


def test_a_bad_amount_is_told_once_and_keeps_all_of_its_row_out(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{HEADS}\n{ROWS.replace('3400', '三千四')}", "2023-12.csv")
    (problem,), (table,) = reading.problems, reading.tables
    assert (problem.row, problem.column, problem.is_partial) == (2, "基本工资", False) and "整行各项都没有入库" in problem.remedy.zh
    assert set(table.frame["source_row"]) == {3}, "a month that lacks an amount was loaded: the person's pay is too low"
    assert (len(table.frame), table.quarantined, table.ignored) == (4, 5, 6) and set(reading.quarantine["source_row"]) == {2}
    assert len(reading.quarantine) == table.quarantined


@pytest.mark.parametrize(
    "heads",
    [
        "姓名,身份证号,机构代码,基本工资,,绩效,,应发合计,实发合计\n,,,应发,实发,应发,实发,,",
        "姓名,身份证号,机构代码,应发,,实发,,应发合计,实发合计\n,,,基本工资,绩效,基本工资,绩效,,",
        "姓名,身份证号,机构代码,基本工资应发,基本工资实发,绩效应发,绩效实发,应发合计,实发合计",
    ],
    ids=["component over due and paid", "due and paid over component", "one row"],
)  # fmt: skip
def test_what_is_due_and_what_was_paid_may_stand_beside_each_other(tmp_path: Path, heads: str) -> None:
    is_second = heads.startswith("姓名,身份证号,机构代码,应发,")
    amounts = "3400,2100,3000,2000" if is_second else "3400,3000,2100,2000"
    text = f"2023年12月工资表\n{heads}\n测试乙,99990019791103004X,140322107-T,{amounts},5500,5000\n"
    reading = read(tmp_path, text)
    assert not reading.problems, [p.line("zh") for p in reading.problems]
    (table,) = reading.tables
    found = {c: (due, paid) for c, due, paid in table.frame[["pay_component", "due_yuan", "paid_yuan"]].itertuples(index=False)}
    assert found == {"base": (3400, 3000), "performance": (2100, 2000), "total": (5500, 5000)}


MONTHS = ",".join(f"{m}月" for m in range(1, 13))


def test_a_column_for_each_month_of_a_year(tmp_path: Path) -> None:
    text = f"2023年基本工资发放情况\n姓名,身份证号,机构名称,{MONTHS},全年合计\n测试乙,99990019791103004X,T,1500,,{','.join(['1600'] * 10)},17500\n"
    reading = read(tmp_path, text, "x.csv")
    assert not reading.problems, [p.line("zh") for p in reading.problems]
    (table,) = reading.tables
    frame = table.frame
    assert (table.form, table.rows_in, len(frame), table.ignored) == ("payroll_months", 12, 11, 1) and set(frame["pay_component"]) == {"base"}
    assert frame["period"].tolist() == ["2023-01", *(f"2023-{m:02d}" for m in range(3, 13))]
    found = {str(start)[:10]: (str(end)[:10], paid) for start, end, paid in frame[["period_start", "period_end", "paid_yuan"]].itertuples(index=False)}
    assert found["2023-01-01"] == ("2023-01-31", 1500) and found["2023-12-01"] == ("2023-12-31", 1600) and table.covers is not None
    assert any("按标题读作“基本工资”" in note.zh for note in reading.notes) and any("1 行数据，每行 12 项" in note.zh for note in reading.notes)


@pytest.mark.parametrize(
    "title", ["白河县2024年一季度乡村医生基本工资发放表", "2024年1-3月基本工资", "2024年1月至3月基本工资", "2024年上半年基本工资", "2024年基本工资"]
)
def test_the_months_of_a_part_of_a_year_are_of_that_year(tmp_path: Path, title: str) -> None:
    text = f"{title}\n姓名,身份证号,所在卫生室,1月,2月,3月\n测试乙,99990019791103004X,T,1500,1600,1700\n"
    reading = read(tmp_path, text, "x.csv")
    assert not reading.problems, [p.line("zh") for p in reading.problems]
    (table,) = reading.tables
    assert table.frame["period"].tolist() == ["2024-01", "2024-02", "2024-03"] and table.covers is not None
    assert (table.covers.start_on.isoformat(), table.covers.end_on.isoformat()) == ("2024-01-01", "2024-03-31")


def test_months_beyond_the_period_of_the_title_are_told_as_that(tmp_path: Path) -> None:
    text = "2024年一季度基本工资\n姓名,身份证号,所在卫生室,3月,4月\n测试乙,99990019791103004X,T,1500,1600\n"
    (problem,) = read(tmp_path, text, "x.csv").problems
    assert "标题写的时期不包括表头的全部月份" in problem.reason.zh and "does not hold all months" in problem.reason.en


@pytest.mark.parametrize("title", ["2023年乡村医生花名册", "基本工资发放情况", "2023年7月基本工资", "2023年基本工资和绩效工资"])
def test_months_without_a_year_or_a_component_are_not_read(tmp_path: Path, title: str) -> None:
    reading = read(tmp_path, f"{title}\n姓名,身份证号,机构名称,{MONTHS}\n测试乙,99990019791103004X,T,{','.join(['1600'] * 12)}\n", "x.csv")
    assert not reading.tables and reading.problems
