"""The annual return as townships file it: long, with a block of columns for each staff group, and with the groups in a row above."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipelines.extract.reading import read_file
from pipelines.site import parse_site, site_text

Row = list[object]
NUMBERS: Row = ["E-V", 4, 3.5, 1, 2, 1, 0, 1, 5, 1, 1, 2, None, None]
LOWER = ["在岗人数", "全时当量", "其中女性", "45-54岁", "60岁及以上", "年内新进人数", "年内离岗人数"]


def _read(path: Path, rows: list[Row], merged: tuple[str, ...] = ()) -> pd.DataFrame:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(path)
    reading = read_file(path, parse_site(site_text("demo")), b"k" * 32)
    assert [p.line("en") for p in reading.problems] == []
    assert [t.dataset for t in reading.tables] == ["workforce_return"]
    table = reading.tables[0]
    assert table.rows_in == len(table.frame) + table.quarantined + table.duplicate + table.ignored
    return table.frame.set_index("staff_group")


def _check(frame: pd.DataFrame) -> None:
    assert set(frame["facility_code"]) == {"E-V"} and set(frame["period"]) == {"2023"}
    doctors, nurses = frame.loc["village_doctor"], frame.loc["township_nurse"]
    assert doctors[["headcount", "fte", "female", "aged_45_54", "aged_60_over", "joiners", "leavers"]].tolist() == [4, 3.5, 1, 2, 1, 0, 1]
    assert nurses[["headcount", "female", "aged_45_54", "aged_60_over"]].tolist()[:2] == [5, 1]
    assert pd.isna(nurses["joiners"]) and pd.isna(doctors["licensed"]), "what is blank, or not asked, is not zero"


def test_a_block_of_columns_for_each_staff_group(tmp_path: Path) -> None:
    header: Row = ["机构代码", *(f"乡村医生{h}" for h in LOWER), *(f"乡镇卫生院护士{h}" for h in LOWER[:1] + LOWER[2:])]
    _check(_read(tmp_path / "人员年报2023年.xlsx", [["某县2023年人员年报"], header, NUMBERS]))


@pytest.mark.parametrize("merged", [True, False])
def test_the_staff_groups_in_a_row_above(tmp_path: Path, merged: bool) -> None:
    upper: Row = ["机构代码", "乡村医生", *[None] * 6, "乡镇卫生院护士", *[None] * 5]
    lower: Row = [None, *LOWER, LOWER[0], *LOWER[2:]]
    if not merged:
        upper = ["机构代码", *["乡村医生"] * 7, *["乡镇卫生院护士"] * 6]
    rows: list[Row] = [["某县2023年人员年报"], upper, lower, NUMBERS]
    _check(_read(tmp_path / "年报.xlsx", rows, ("A2:A3", "B2:H2", "I2:N2") if merged else ()))


def test_a_long_sheet_with_everything_the_form_asks(tmp_path: Path) -> None:
    header: Row = ["机构代码", "年份", "人员类别", "年初人数", "年末人数", "年内新进人数", "年内离岗人数", "女性", "男性", "35岁以下", "35～44岁", "45至54岁",
                   "55–59岁", "60岁以上", "执业医师", "执业助理医师", "乡村全科执业助理医师", "乡村医生证", "无证人数", "本科及以上", "大专", "中专", "高中及以下"]
    frame = _read(tmp_path / "a.xlsx", [header, ["E-V", "2023年", "村医", 5, 4, 0, 1, 1, 3, 0, 1, 1, 1, 1, 1, 0, 1, 2, 0, 0, 1, 2, 1]])
    row = frame.loc["village_doctor"]
    assert row[["headcount_start", "headcount", "joiners", "leavers", "female", "male"]].tolist() == [5, 4, 0, 1, 1, 3]
    assert row[["aged_under_35", "aged_35_44", "aged_45_54", "aged_55_59", "aged_60_over"]].tolist() == [0, 1, 1, 1, 1]
    assert row[["licence_physician", "licence_assistant", "licence_rural_assistant", "licence_village", "licence_none"]].tolist() == [1, 0, 1, 2, 0]
    assert row[["education_bachelor", "education_college", "education_secondary", "education_below"]].tolist() == [0, 1, 2, 1]
