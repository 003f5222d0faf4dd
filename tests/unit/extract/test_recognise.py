"""Which dataset a sheet is taken for: the one that reads most of it; where that is in doubt it is said, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.codelists.licence import LICENCE
from pipelines.extract.reading import Reading, read_file
from pipelines.indicators.stock import LICENSED_SHARE
from pipelines.site import Site, parse_site, site_text
from tests.unit.extract.test_reading import SECRET, book, csv, make_id

PERSON = f"张三,男,{make_id('19700101', 17)}"


@pytest.fixture(scope="module")
def site() -> Site:
    return parse_site(site_text("blank"))


def datasets(reading: Reading) -> set[str]:
    """Return what a file was read as."""
    return {table.dataset for table in reading.tables}


def test_a_roster_without_licences_is_a_roster(tmp_path: Path, site: Site) -> None:
    text = f"姓名,性别,身份证号码,机构代码,岗位类别,基准日期,联系电话\n{PERSON},F1,村医,2025-06-30,13000000000\n"
    reading = read_file(csv(tmp_path / "花名册.csv", text), site, SECRET)
    assert "roster" in datasets(reading) and not reading.problems
    plain = read_file(csv(tmp_path / "a.csv", text.replace(",联系电话", "").replace(",13000000000", "")), site, SECRET)
    assert datasets(plain) == {"roster"}


def test_a_roster_that_lacks_a_column_is_not_read_as_a_directory(tmp_path: Path, site: Site) -> None:
    text = f"姓名,性别,身份证号码,机构代码,学历,民族,基准日期,在岗,离岗原因,联系电话\n{PERSON},F1,中专,汉族,2025-06-30,是,,13000000000\n"
    reading = read_file(csv(tmp_path / "六月.csv", text), site, SECRET)
    assert not reading.tables
    (problem,) = reading.problems
    assert "像“人员花名册”但缺少“人员类别”" in problem.reason.zh and "人员通讯录" in problem.remedy.zh and "lacks" in problem.reason.en
    named = read_file(csv(tmp_path / "人员通讯录.csv", text), site, SECRET)
    assert datasets(named) == {"person_private"}, "what the sender calls it decides"


def test_the_closest_is_judged_by_every_header_and_by_what_the_sheet_is_called(tmp_path: Path, site: Site) -> None:
    head = "姓名,性别,身份证号,机构代码,学历,民族,是否主要岗位,是否在岗,人员类别\n"
    reading = read_file(csv(tmp_path / "x.csv", head + f"{PERSON},F1,中专,汉族,是,是,村医\n"), site, SECRET)
    assert "最接近“人员花名册”" in reading.problems[0].reason.zh
    two = {"花名册": [["姓名", "身份证号", "机构代码"], ["张三", "1", "F1"]], "任职记录": [["姓名", "身份证号", "机构代码"], ["张三", "1", "F1"]]}
    found = [p.reason.zh for p in read_file(book(tmp_path / "two.xlsx", two), site, SECRET).problems]
    assert ["花名册" in found[0], "任职记录" in found[1]] == [True, True], "every sheet that fails is told"


@pytest.mark.parametrize("header", ["机构名称", "所在卫生室", "单位", "工作单位", "卫生室名称"])
def test_places_stand_under_the_heads_clerks_use(tmp_path: Path, site: Site, header: str) -> None:
    text = f"姓名,身份证号,{header},基本工资,应发合计,实发合计\n张三,{make_id('19700101', 17)},柳林镇东村卫生室,1800,1800,1700\n"
    (table,) = read_file(csv(tmp_path / "2025年7月工资表.csv", text), site, SECRET).tables
    assert table.dataset == "pay" and set(table.frame["facility_code"]) == {"柳林镇东村卫生室"}


def test_a_code_goes_before_a_name(tmp_path: Path, site: Site) -> None:
    text = f"机构名称,机构代码,身份证号,基本工资,应发合计,实发合计\n东村卫生室,F1,{make_id('19700101', 17)},1800,1800,1700\n"
    (table,) = read_file(csv(tmp_path / "2025年7月.csv", text), site, SECRET).tables
    assert set(table.frame["facility_code"]) == {"F1"}


def test_what_the_product_wrote_itself_says_that_it_cannot_be_loaded_again(tmp_path: Path, site: Site) -> None:
    text = "人员标识,基准日期,机构代码,人员类别\nabc,2025-06-30,F1,村医\n"
    (problem,) = read_file(csv(tmp_path / "out.csv", text), site, SECRET).problems
    assert "不能再次上报" in problem.reason.zh and "cannot be loaded again" in problem.reason.en


def test_months_without_a_component_say_what_is_missing(tmp_path: Path, site: Site) -> None:
    text = f"2023年发放情况\n姓名,身份证号,机构名称,1月,2月,3月\n张三,{make_id('19700101', 17)},F1,1,2,3\n"
    (problem,) = read_file(csv(tmp_path / "x.csv", text), site, SECRET).problems
    assert "像“薪酬台账”，但标题和表头都没有写明“薪酬项目”" in problem.reason.zh


def test_a_second_row_of_headers_that_cannot_be_joined_is_told_as_one(tmp_path: Path, site: Site) -> None:
    text = "机构代码,年份,人员类别,在岗人数\n,,人员类别,在岗人数\nF1,2022,村医,2\n机构代码,年份,人员类别,在岗人数\nF2,2022,村医,2\n"
    reading = read_file(csv(tmp_path / "a.csv", text), site, SECRET)
    assert [t.dataset for t in reading.tables] == ["workforce_return"], [p.line("zh") for p in reading.problems]
    two = "机构代码,年份,人员类别,在岗人数\n身份证号,机构代码,人员类别,执业资格\nF1,2022,村医,2\n"
    (problem,) = read_file(csv(tmp_path / "b.csv", two), site, SECRET).problems
    assert problem.row == 2 and "紧接着又是一行表头" in problem.reason.zh


def payroll(folder: Path, heads: str, amounts: str, title: str = "", sheet: str = "Sheet1") -> Path:
    """Write a workbook with a payroll of two persons and return its path."""
    people = [["张三", make_id("19700101", 17)], ["李四", make_id("19710203", 25)]]
    values = [*people[0], "柳林镇东村卫生室", *amounts.split(",")], [*people[1], "柳林镇东村卫生室", *amounts.split(",")]
    return book(folder / "2024年3月.xlsx", {sheet: [*([[title]] if title else []), ["姓名", "身份证号", "所在卫生室", *heads.split(",")], *values]})


@pytest.mark.parametrize("heads", ["基本工资,绩效工资", "基本工资,绩效工资,公卫", "公卫", "基本工资,绩效工资,公卫,签字"])
def test_a_payroll_without_totals_is_read_and_no_total_is_made_up(tmp_path: Path, site: Site, heads: str) -> None:
    amounts = ",".join("" if head == "签字" else "900" for head in heads.split(","))
    reading = read_file(payroll(tmp_path, heads, amounts), site, SECRET)
    (table,) = reading.tables
    known = {"基本工资": "base", "绩效工资": "performance", "公卫": "public_health"}
    frame = table.frame
    assert (table.dataset, table.form, reading.problems) == ("pay", "payroll_components", ())
    assert set(frame["pay_component"]) == {known[head] for head in heads.split(",") if head in known}
    assert set(frame["due_yuan"]) == set(frame["paid_yuan"]) == {900.0} and set(frame["period"]) == {"2024-03"}


def test_a_payroll_of_which_most_columns_are_unknown_is_read_where_it_is_called_so_else_named(tmp_path: Path, site: Site) -> None:
    heads = "基本工资,岗位,银行卡号,养老个人,医疗个人,公积金,个税,备注二"
    amounts = "900,甲,6200,1,2,3,4,五"
    (problem,) = read_file(payroll(tmp_path, heads, amounts), site, SECRET).problems
    assert "像“工资表" in problem.reason.zh and "多数列读不出" in problem.reason.zh and "请在标题写明“工资表”" in problem.remedy.zh
    assert "Payroll" in problem.reason.en and "totals" in problem.remedy.en
    for title, sheet in (("柳林镇2024年3月工资表", "Sheet1"), ("", "3月工资")):
        assert datasets(read_file(payroll(tmp_path, heads, amounts, title, sheet), site, SECRET)) == {"pay"}
    both = read_file(payroll(tmp_path, "联系电话,基本工资,绩效工资", "13000000000,900,800"), site, SECRET)
    assert datasets(both) == {"pay", "person_private"}, "a column of phones makes no directory of a payroll"
    told = read_file(payroll(tmp_path, "联系电话,基本工资", "13000000000,900", "柳林镇2024年3月在岗人员花名册"), site, SECRET)
    assert not told.tables and "花名册" in told.problems[0].reason.zh


@pytest.mark.parametrize("title", ["平定县2024年12月在岗人员花名册", "在岗人员花名册（2024年12月31日）", "柳林镇乡村医生花名册表"])
def test_a_title_that_names_the_roster_outweighs_a_column_of_phones(tmp_path: Path, site: Site, title: str) -> None:
    heads = ["姓名", "身份证号", "所在卫生室", "岗位类别", "联系电话"]
    row = ["张三", make_id("19700101", 17), "柳林镇东村卫生室", "村医", "13000000000"]
    reading = read_file(book(tmp_path / "a.xlsx", {"Sheet1": [[title], heads, row]}), site, SECRET)
    assert not reading.tables
    (problem,) = reading.problems
    assert "名称写的是“人员花名册”，但缺少“执业资格”" in problem.reason.zh and 'called "Roster" but lacks "Licence"' in problem.reason.en
    whole = [[title], [*heads, "执业资格"], [*row, "乡村医生证"]]
    assert "roster" in datasets(read_file(book(tmp_path / "2024年12月.xlsx", {"Sheet1": whole}), site, SECRET))
    untitled = read_file(book(tmp_path / "b.xlsx", {"Sheet1": [heads, row]}), site, SECRET)
    assert datasets(untitled) == {"person_private"}


@pytest.mark.parametrize(("written", "code"), [
    ("护士", "nurse"), ("执业护士", "nurse"), ("护士执业证", "nurse"), ("注册护士", "nurse"), ("药师", "pharmacist"), ("执业药师", "pharmacist"),
    ("检验士", "technician"),
])  # fmt: skip
def test_who_needs_no_physicians_licence_has_another_and_is_in_no_licensed_share(tmp_path: Path, site: Site, written: str, code: str) -> None:
    text = f"姓名,性别,身份证号码,机构代码,人员类别,执业资格,基准日期\n{PERSON},F1,乡镇卫生院护士,{written},2025-06-30\n"
    reading = read_file(csv(tmp_path / "花名册.csv", text), site, SECRET)
    assert not reading.problems and set(reading.tables[0].frame["licence"]) == {code}
    assert {code.code for code in LICENCE.codes if code.role == "licensed"} == {"physician", "assistant", "rural_assistant", "licensed"}
    assert all(code not in dict(part.where)["licence"] for part in (LICENSED_SHARE.numerator, LICENSED_SHARE.denominator))
