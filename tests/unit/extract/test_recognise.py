"""Which dataset a sheet is taken for: the one that reads most of it; where that is in doubt it is said, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.reading import Reading, read_file
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
