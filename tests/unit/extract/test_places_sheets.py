"""Sheets of places, services and policy as offices send them: wide, two rows of headers, by group, and look-alikes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipelines.extract.reading import Reading, read_file
from pipelines.site import parse_site, site_text

SITE, SECRET = parse_site(site_text("demo")), b"k" * 32


def read_csv(folder: Path, name: str, text: str) -> Reading:
    """Read a CSV file of the given text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, SITE, SECRET)


def datasets(reading: Reading) -> list[str]:
    """The datasets a reading feeds."""
    return [t.dataset for t in reading.tables]


def test_a_township_s_monthly_report_with_the_month_in_its_title(tmp_path: Path) -> None:
    text = "西烟镇2023年12月服务量月报\n机构代码,机构名称,门诊人次,健教次数,健教人次,高血压患者登记数\nF1,甲,\"1,034\",2,96,\nF2,乙,0,,,12\n"
    reading = read_csv(tmp_path, "月报.csv", text)
    assert datasets(reading) == ["service"] and not reading.problems
    frame = reading.tables[0].frame
    assert set(frame["period"]) == {"2023-12"}
    found = {(r.facility_code, r.service_kind): r.service_count for r in frame.itertuples()}
    assert found == {
        ("F1", "visits"): 1034, ("F1", "education_events"): 2, ("F1", "education_attendances"): 96, ("F2", "visits"): 0,
        ("F2", "hypertension_registered"): 12,
    }  # fmt: skip
    assert reading.tables[0].ignored == 3, "a blank is not a zero: it is no record"


def test_services_under_two_rows_of_headers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["2023年服务量年报"], ["机构代码", "门诊人次", "健康教育", None, "高血压", None, None, "糖尿病", None],
        [None, None, "次数", "参加人次", "登记人数", "规范管理人数", "控制人数", "登记人数", "控制人数"], ["F1", 900, 12, 430, 120, 90, 60, 30, 20],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("C2:D2")
    sheet.merge_cells("E2:G2")
    sheet.merge_cells("H2:I2")
    book.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx", SITE, SECRET)
    assert datasets(reading) == ["service"]
    found = dict(zip(reading.tables[0].frame["service_kind"], reading.tables[0].frame["service_count"], strict=True))
    assert found == {
        "visits": 900, "education_events": 12, "education_attendances": 430, "hypertension_registered": 120, "hypertension_managed": 90,
        "hypertension_controlled": 60, "diabetes_registered": 30, "diabetes_controlled": 20,
    }  # fmt: skip


def test_answers_of_a_group_have_no_person_and_those_of_a_person_have(tmp_path: Path) -> None:
    text = "调查对象,所在乡镇代码,调查时期,调查项目,调查结果,有效问卷数\n乡村医生,542521100,2023,离岗意愿,0.36,25\n乡镇医生,542521100,2023,离岗意愿,0.2,10\n"
    reading = read_csv(tmp_path, "调查.csv", text)
    assert datasets(reading) == ["survey"] and not reading.problems
    frame = reading.tables[0].frame
    assert frame["person_key"].isna().all() and frame["respondents"].tolist() == [25, 10] and set(frame["period"]) == {"2023"}
    person = "身份证号,所在乡镇代码,调查时期,调查项目,调查结果\n999900196804120037,542521100,2023,离岗意愿,1\n,542521100,2023,离岗意愿,1\n"
    reading = read_csv(tmp_path, "个人.csv", person)
    assert reading.tables[0].frame["person_key"].notna().all() and reading.tables[0].quarantined == 1


VILLAGES = "村代码,村名,乡镇代码,户数,{kind}\n542521100201,甲村,542521100,80,300\n542521100202,乙村,542521100,40,120\n"


@pytest.mark.parametrize("kind", ["常住人口", "户籍人口", "村人口数"])
def test_the_people_of_villages_are_not_taken_for_those_of_townships(tmp_path: Path, kind: str) -> None:
    assert datasets(read_csv(tmp_path, "2023.csv", VILLAGES.format(kind=kind))) == ["village"]


def test_travel_times_are_no_crosswalk_and_a_crosswalk_needs_its_day(tmp_path: Path) -> None:
    travel = "from_code,to_code,travel_mode,season,travel_minutes\n542521100,F1,car,all_year,45\n"
    assert datasets(read_csv(tmp_path, "a.csv", travel)) == ["travel_time"]
    reading = read_csv(tmp_path, "b.csv", "原代码,新代码,新名称\n542521100,542521101,甲镇\n")
    assert not reading.tables and "变更日期" in reading.problems[0].reason.zh


def test_a_closed_road_keeps_no_minutes_and_a_clinic_of_unknown_network_stays_unknown(tmp_path: Path) -> None:
    text = "机构代码,机构名称,机构类型,所在乡镇代码,网络接入方式,基本设备是否达标,智能设备台数\nF1,甲,村卫生室,542521100,,,\nF2,乙,村卫生室,542521100,无,否,0\n"
    frame = read_csv(tmp_path, "机构.csv", text).tables[0].frame
    assert frame["network"].isna().tolist() == [True, False] and frame["network"].iloc[1] == "none"
    assert frame["has_standard_kit"].isna().tolist() == [True, False] and frame["smart_devices"].isna().tolist() == [True, False]


def test_population_by_age_in_columns(tmp_path: Path) -> None:
    text = "地区代码,年份,口径,总人口,0-14岁,15-59岁,60-64岁,65岁及以上\n542521100,2020,常住,100,20,60,8,12\n"
    frame = read_csv(tmp_path, "人口.csv", text).tables[0].frame
    assert dict(zip(frame["age_band"], frame["persons"], strict=True)) == {"all": 100, "0_14": 20, "15_59": 60, "60_64": 8, "65_over": 12}
    assert set(frame["population_kind"]) == {"resident"}


def test_a_figure_of_a_public_statement_stays_words_and_a_number(tmp_path: Path) -> None:
    text = "说法编号,所说地区代码,说法原文,所说时期,表述方式,所说数值,所说单位\nC7,542500,覆盖 5 万村民,2024,超过,5万,人次\n"
    frame = read_csv(tmp_path, "说法.csv", text).tables[0].frame
    assert frame.loc[0, ["claim_value", "claim_relation", "claim_unit", "period"]].tolist() == [50_000, "over", "人次", ""]
