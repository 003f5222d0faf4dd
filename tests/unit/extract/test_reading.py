"""A file read as a whole: what is loaded, what is kept out and why, and that every row is accounted for."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from pipelines.extract.person import check_character, person_key
from pipelines.extract.reading import Reading, Table, read_file
from pipelines.site import Site, parse_site, site_text

SECRET = b"k" * 32
Row = list[object]


@pytest.fixture(scope="module")
def site() -> Site:
    return parse_site(site_text("blank"))


def make_id(born: str, serial: int) -> str:
    """Return a valid number of an area code that is not assigned."""
    first = f"999999{born}{serial:03d}"
    return first + check_character(first)


def book(path: Path, sheets: dict[str, list[Row]], hidden: tuple[str, ...] = ()) -> Path:
    """Write a workbook of these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    made.save(path)
    return path


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file."""
    path.write_bytes(text.encode(encoding))
    return path


def only(reading: Reading) -> Table:
    """Return the one table of a reading."""
    assert len(reading.tables) == 1, [p.line("en") for p in reading.problems]
    return reading.tables[0]


def account(table: Table) -> tuple[int, int, int, int, int]:
    """Return rows in, loaded, quarantined, duplicate, ignored."""
    return table.rows_in, len(table.frame), table.quarantined, table.duplicate, table.ignored


RETURN = ["机构代码", "人员类别", "在岗人数"]


def test_headers_under_titles_with_totals_and_notes(tmp_path: Path, site: Site) -> None:
    rows: list[Row] = [
        ["某县2022年乡村医生人员年报"], ["填报单位：某乡卫生院", None, "填报日期：2023年1月15日"], [],
        ["机构\n代码", "*人员类别", "在岗人数（人）", "其中：女性"], ["甲", "乙", 1, 2], ["F1", "乡村医生", 3, 1], [],
        ["F2", "村医", "１２", None], ["合计", None, 15, 1], ["制表人：张三"],
    ]  # fmt: skip
    reading = read_file(book(tmp_path / "a.xlsx", {"年报": rows}), site, SECRET)
    table = only(reading)
    assert account(table) == (6, 2, 0, 0, 4) and not reading.problems
    assert table.frame["headcount"].tolist() == [3, 12]
    assert table.frame["source_row"].tolist() == [6, 8] and set(table.frame["source_sheet"]) == {"年报"}
    assert set(table.frame["period"]) == {"2022"} and "2022" in table.period_found and "标题" in table.period_found


def test_money_in_ten_thousands_by_header_and_by_title(tmp_path: Path, site: Site) -> None:
    rows: list[Row] = [["机构代码", "支付项目", "金额（万元）"], ["F1", "房屋费用", "1,234.5"], ["F2", "房屋费用", "500元"]]
    frame = only(read_file(book(tmp_path / "p2022.xlsx", {"a": rows}), site, SECRET)).frame
    assert frame["amount"].tolist() == [12_345_000, 500]
    titled: list[Row] = [["2022年支付表", "单位：万元"], ["机构代码", "支付项目", "金额"], ["F1", "房屋费用", 2]]
    assert only(read_file(book(tmp_path / "q.xlsx", {"a": titled}), site, SECRET)).frame["amount"].tolist() == [20_000]


def test_a_bad_cell_keeps_its_row_out_and_is_told(tmp_path: Path, site: Site) -> None:
    text = "机构代码,人员类别,在岗人数\nF1,村医,三\nF2,飞行员,2\n,村医,2\nF4,村医,-1\nF5,村医,4\n"
    reading = read_file(csv(tmp_path / "r.csv", text), site, SECRET, period="2022")
    table = only(reading)
    assert account(table) == (5, 1, 4, 0, 0)
    assert {(p.row, p.column, p.found) for p in reading.problems} == {
        (4, "机构代码", ""), (3, "人员类别", "飞行员"), (2, "在岗人数", "三"), (5, "在岗人数", "-1"),
    }  # fmt: skip
    remedy = next(p for p in reading.problems if p.row == 3).remedy
    assert "乡村医生" in remedy.zh and "Village doctor" in remedy.en and "General practitioner" not in remedy.en, "the site's own groups"
    assert sorted(reading.quarantine["source_row"]) == [2, 3, 4, 5]
    assert "三" not in reading.quarantine.to_csv()


def test_two_faults_in_one_row_are_both_told_and_counted_once(tmp_path: Path, site: Site) -> None:
    reading = read_file(csv(tmp_path / "r.csv", "机构代码,人员类别,在岗人数\nF1,飞行员,三\n"), site, SECRET, period="2022")
    assert len(reading.problems) == 2 and len(reading.quarantine) == 1 and only(reading).quarantined == 1


def test_the_same_row_twice_counts_once_and_a_conflict_is_kept_out(tmp_path: Path, site: Site) -> None:
    text = "机构代码,人员类别,在岗人数\nF1,村医,3\nF1,村医,3\nF1,村医,4\n"
    reading = read_file(csv(tmp_path / "r.csv", text), site, SECRET, period="2022")
    assert account(only(reading)) == (3, 1, 1, 1, 0)
    assert [(p.row, p.severity) for p in reading.problems] == [(3, "warning"), (4, "error")] and "row 2" in reading.problems[1].reason.en


def test_repeats_are_found_across_sheets(tmp_path: Path, site: Site) -> None:
    sheets: dict[str, list[Row]] = {"甲": [RETURN, ["F1", "村医", 3]], "乙": [RETURN, ["F1", "村医", 3], ["F2", "村医", 1]]}
    reading = read_file(book(tmp_path / "2022.xlsx", sheets), site, SECRET)
    assert [account(t) for t in reading.tables] == [(1, 1, 0, 0, 0), (2, 1, 0, 1, 0)]


def test_areas_mentioned_by_many_clinics_count_once(tmp_path: Path) -> None:
    head = "NHS England (Region) code,NHS England (Region) Name,CCG Code,CCG NAME\n"
    rows = "Y1,North,01A,Alpha\nY1,North,01A,Alpha\nY1,NORTH,01B,Beta\nY1,NORTH,01B,Beta\n"
    england = parse_site(site_text("england"))
    reading = read_file(csv(tmp_path / "areas_19-20.csv", head + rows), england, SECRET)
    assert {(t.form, *account(t)) for t in reading.tables} == {("payments_ccg", 4, 2, 0, 2, 0), ("payments_region", 4, 1, 0, 3, 0)}
    assert [p.severity for p in reading.problems] == ["warning"]
    for table in reading.tables:
        assert set(table.frame["valid_from"]) == {pd.Timestamp(2019, 4, 1)} and set(table.frame["period"]) == {""}


def test_people_get_keys_and_their_numbers_go_no_further(tmp_path: Path, site: Site) -> None:
    number, old = make_id("19800203", 11), make_id("19610405", 22)
    wrong = number[:17] + ("1" if number[17] == "0" else "0")
    rows: list[Row] = [
        ["截至2023年12月31日乡村医生花名册"], ["姓名", "身份证号", "出生日期", "性别", "机构代码", "人员类别", "执业资格"],
        ["张三", number.lower(), "1980-02-03", None, "F1", "村医", "乡村医生证"],
        ["李四", old[:6] + old[8:17], None, "女", "F1", "村医", "执业助理医师"],
        ["王五", None, "1970年5月", "男", "F1", "村医", "无"], ["赵六", wrong, None, None, "F2", "村医", "不详"],
        ["钱七", 11010519491231002, None, None, "F2", "村医", None], [None, None, None, None, "F2", "村医", None],
    ]  # fmt: skip
    reading = read_file(book(tmp_path / "r.xlsx", {"花名册": rows}), site, SECRET)
    frame = only(reading).frame
    assert account(only(reading)) == (6, 3, 3, 0, 0)
    assert frame["person_key"].tolist()[:2] == [person_key(number, SECRET), person_key(old, SECRET)]
    assert frame["is_provisional"].tolist() == [False, False, True] and frame["birth_year"].tolist() == [1980, 1961, 1970]
    assert frame["sex"].tolist() == ["male", "female", "male"] and set(frame["period"]) == {"2023-12"}
    assert set(frame["as_at"]) == {pd.Timestamp(2023, 12, 31)}
    assert not {"id_number", "person_name", "birth_date"} & set(frame.columns)
    told = " ".join(p.line("zh") for p in reading.problems)
    for secret in (number, number[:17], old, "张三", "11010519491231002", "王五"):
        assert secret not in told and secret not in frame.to_csv() and secret not in reading.quarantine.to_csv()
    assert [p.row for p in reading.problems if p.severity == "error"] == [6, 7, 8]


def test_pay_by_month_and_by_dates(tmp_path: Path, site: Site) -> None:
    number = make_id("19800203", 11)
    head = "身份证号,机构代码,薪酬项目,所属期起,所属期止,应发,实发金额\n"
    rows = (
        f"{number},F1,基本工资,2023年7月,2023年7月,100,100\n{number},F1,绩效,2022-01-01,2022/12/31,1,200\n"
        f"{number},F1,公卫补助,2023-06-01,2023-01-31,,5\n{number},F1,公卫补助,2023-01-01,2023-06-30,,6万\n"
    )
    table = only(reading := read_file(csv(tmp_path / "pay.csv", head + rows, "gb18030"), site, SECRET))
    assert table.frame["period"].tolist() == ["2023-07", "2022", "2023-01..2023-06"]
    assert table.frame["paid_yuan"].tolist() == [100, 200, 60_000] and np.isnan(table.frame["due_yuan"].iloc[2])
    assert [p.row for p in reading.problems] == [4] and any("gb18030" in n.en for n in reading.notes)


def test_a_year_column_goes_before_the_file_s_name(tmp_path: Path, site: Site) -> None:
    text = "地区代码,年份,常住人口(万人),户籍人口\n542521,2021,1.5,9000\n542521,2022年,无数据,9100\n542521,去年,1,1\n,,,\n"
    table = only(reading := read_file(csv(tmp_path / "人口2020.csv", text), site, SECRET))
    assert account(table) == (8, 3, 2, 0, 3) and len(reading.problems) == 1
    found = {(r.period, r.population_kind): r.persons for r in table.frame.itertuples()}
    assert found == {("2021", "resident"): 15_000, ("2021", "household"): 9000, ("2022", "household"): 9100}
    assert set(table.frame["published_label"]) == {"2021", "2022年"}


def test_a_bad_wide_cell_keeps_only_its_record_out(tmp_path: Path, site: Site) -> None:
    text = "地区代码,年份,常住人口,户籍人口\n1,2021,多,9000\n"
    table = only(reading := read_file(csv(tmp_path / "p.csv", text), site, SECRET))
    assert account(table) == (2, 1, 1, 0, 0) and reading.quarantine["source_row"].tolist() == [2]


def test_a_year_may_stand_in_the_title_alone(tmp_path: Path, site: Site) -> None:
    text = "某县2021年人口\n地区代码,常住人口\n542521,1500\n"
    table = only(read_file(csv(tmp_path / "p.csv", text), site, SECRET))
    assert table.frame["period"].tolist() == ["2021"]


def test_no_period_anywhere_is_one_clear_problem(tmp_path: Path, site: Site) -> None:
    path = csv(tmp_path / "r.csv", "机构代码,人员类别,在岗人数\nF1,村医,3\n")
    reading = read_file(path, site, SECRET)
    assert not reading.tables and [("--period" in p.remedy.en) for p in reading.problems] == [True]
    table = only(read_file(path, site, SECRET, period="2022-H1"))
    assert table.frame["period"].tolist() == ["2022-H1"] and "指定" in table.period_found
    assert "is not a period" in read_file(path, site, SECRET, period="soon").problems[0].reason.en


def test_a_register_needs_no_period(tmp_path: Path, site: Site) -> None:
    text = "机构代码,机构名称,机构类型,乡镇代码,经度\nF1,甲村（卫生室）,村卫生室,542521100,79.8\n"
    table = only(reading := read_file(csv(tmp_path / "机构.csv", text), site, SECRET))
    assert table.frame.loc[0, ["facility_code", "facility_name", "facility_type", "region_code", "period"]].tolist() == [
        "F1", "甲村(卫生室)", "village_clinic", "542521100", "",
    ]  # fmt: skip
    assert table.dataset == "facility" and not reading.problems


def test_codes_a_spreadsheet_spoiled_are_refused(tmp_path: Path, site: Site) -> None:
    rows: list[Row] = [
        RETURN, [datetime(2024, 3, 5), "村医", 1], [1.5e17, "村医", 1], ["5.42521E+08", "村医", 1], [542521100, "村医", 1],
    ]  # fmt: skip
    reading = read_file(book(tmp_path / "2022.xlsx", {"a": rows}), site, SECRET)
    assert only(reading).frame["facility_code"].tolist() == ["542521100"] and only(reading).quarantined == 3


def test_merged_cells_carry_text_down_but_not_numbers(tmp_path: Path, site: Site) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (RETURN, ["F1", "村医", 3], [None, "乡镇医生", None]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("C2:C3")
    made.save(tmp_path / "2022.xlsx")
    reading = read_file(tmp_path / "2022.xlsx", site, SECRET)
    assert account(only(reading)) == (2, 0, 2, 0, 0)
    assert [(p.row, p.column, p.found) for p in reading.problems] == [(2, "在岗人数", "3"), (3, "在岗人数", "")]
    sheet.unmerge_cells("C2:C3")
    made.save(tmp_path / "2022.xlsx")
    frame = only(read_file(tmp_path / "2022.xlsx", site, SECRET)).frame
    assert frame["facility_code"].tolist() == ["F1", "F1"]
    assert frame["headcount"].iloc[0] == 3 and np.isnan(frame["headcount"].iloc[1])


def test_hidden_and_unknown_sheets_and_unused_columns_are_noted(tmp_path: Path, site: Site) -> None:
    sheets: dict[str, list[Row]] = {
        "年报": [[*RETURN, "邮编"], ["F1", "村医", 3, 100000]], "说明": [["怎样填写"], ["a", "b"]], "旧": [RETURN, ["F9", "村医", 9]],
    }  # fmt: skip
    reading = read_file(book(tmp_path / "2022.xlsx", sheets, hidden=("旧",)), site, SECRET)
    assert account(only(reading)) == (1, 1, 0, 0, 0) and not reading.problems
    notes = " | ".join(n.zh for n in reading.notes)
    assert "邮编" in notes and "隐藏的工作表“旧”" in notes and "工作表“说明”未识别" in notes


def test_formulas_without_a_value_and_hidden_rows_are_told(tmp_path: Path, site: Site) -> None:
    rows: list[Row] = [RETURN, ["F1", "村医", "=1+2"], ["F2", "村医", "#DIV/0!"], ["F3", "村医", 4]]
    path = book(tmp_path / "2022.xlsx", {"年报": rows})
    made = openpyxl.load_workbook(path)
    made.worksheets[0].row_dimensions[4].hidden = True
    made.save(path)
    reading = read_file(path, site, SECRET)
    assert account(only(reading)) == (3, 1, 2, 0, 0) and only(reading).frame["headcount"].tolist() == [4]
    assert [(p.row, p.column, p.found, p.severity) for p in reading.problems] == [
        (2, "在岗人数", "=1+2", "error"), (3, "在岗人数", "#DIV/0!", "error"),
    ]  # fmt: skip
    assert "never calculated" in reading.problems[0].reason.en and "ends in an error" in reading.problems[1].reason.en
    assert any("1 hidden rows" in n.en for n in reading.notes)


def test_an_unknown_file_is_told_what_it_comes_closest_to(tmp_path: Path, site: Site) -> None:
    reading = read_file(csv(tmp_path / "x.csv", "机构代码,人员类别,备注\nF1,村医,a\n"), site, SECRET)
    assert not reading.tables and len(reading.problems) == 1
    assert "Workforce return" in reading.problems[0].reason.en and "Headcount" in reading.problems[0].reason.en
    nothing = read_file(csv(tmp_path / "y.csv", "a,b\n1,2\n"), site, SECRET)
    assert len(nothing.problems) == 1 and "no sheet are known" in nothing.problems[0].reason.en


def test_a_file_that_is_not_there_is_one_problem(tmp_path: Path, site: Site) -> None:
    for path in (tmp_path / "gone.csv", tmp_path):
        reading = read_file(path, site, SECRET)
        assert not reading.tables and [p.reason.en for p in reading.problems] == ["the file cannot be opened"]


def test_other_tenure_files(tmp_path: Path, site: Site) -> None:
    weeks = "id,weeks,censor\n1,10,0.0\n2,20,1.0\n3,5,0\n3,6,0\n"
    table = only(read_file(csv(tmp_path / "w.csv", weeks), site, SECRET))
    assert table.frame["has_ended"].tolist() == [True, False, True] and set(table.frame["tenure_unit"]) == {"week"}
    assert table.quarantined == 1
    panel = "id,year,status\n1,2021,1\n"
    assert not read_file(csv(tmp_path / "panel.csv", panel), site, SECRET).tables
    events = "Subject;Months;Event\n1;10;1\n2;20;0\n"
    table = only(read_file(csv(tmp_path / "m.csv", events), site, SECRET))
    assert table.frame["has_ended"].tolist() == [True, False] and set(table.frame["tenure_unit"]) == {"month"}
    long = "编号,时长,时长单位,是否离岗\n1,10,周,是\n"
    assert only(read_file(csv(tmp_path / "l.csv", long), site, SECRET)).frame["tenure_unit"].tolist() == ["week"]


def test_spellings_of_practice_codes(tmp_path: Path) -> None:
    england = parse_site(site_text("england"))
    for header in ("Practice Code", "Practice.Code", "practice_code", "PRAC_CODE", "PRACTICE  CODE"):
        text = f"{header},Year,TOTAL_GP_EXTGL_HC\nA81001,2016,2\n"
        frame = only(read_file(csv(tmp_path / "w.csv", text), england, SECRET)).frame
        assert frame[["facility_code", "period", "staff_group", "headcount"]].to_numpy().tolist() == [["A81001", "2015-16", "gp", 2]]


def test_types_of_the_frame(tmp_path: Path, site: Site) -> None:
    text = "机构代码,机构名称,机构类型,乡镇代码,开办日期,是否配药\nF1,甲,村卫生室,1,2019/3/5,否\n"
    frame = only(read_file(csv(tmp_path / "机构.csv", text), site, SECRET)).frame
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert types["facility_code"] == types["village_name"] == types["period"] == types["published_label"] == "str"
    assert types["longitude"] == "float64" and types["opened_on"] == "datetime64[us]" == types["closed_on"]
    assert types["is_dispensing"] == "boolean" and types["source_row"] == "int64"
    assert frame["opened_on"].iloc[0] == pd.Timestamp(date(2019, 3, 5))
