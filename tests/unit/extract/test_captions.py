"""A line of words over headers that stand again, or over another table, is a title and no row of data."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.reading import Reading, read_file
from pipelines.site import parse_site, site_text

RETURN = "机构代码,年份,人员类别,在岗人数\n"


def read(folder: Path, text: str) -> Reading:
    """Read a CSV file of this text."""
    path = folder / "年报.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path, parse_site(site_text("yangquan")), b"secret")


@pytest.mark.parametrize("caption", ["表一 在岗人数（续）", "\n冶西镇二〇二二年年报,,,", "冶西镇 年报\n\n"])
def test_over_the_same_headers_again_both_parts_are_read(tmp_path: Path, caption: str) -> None:
    reading = read(tmp_path, f"{RETURN}A-V01,2022,乡村医生,5\n{caption}\n{RETURN}B-V01,2022,乡村医生,3\n")
    (table,) = reading.tables
    assert reading.problems == () and list(table.frame["headcount"]) == [5, 3] and table.quarantined == 0


def test_over_another_table_only_that_table_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{RETURN}A-V01,2022,乡村医生,5\n表二 人口\n地区代码,年份,常住人口\n140321,2022,100\n")
    (problem,) = reading.problems
    assert "下面还有一个表" in problem.reason.zh and problem.row == 4
    (table,) = reading.tables
    assert (table.rows_in, len(table.frame), table.quarantined, table.ignored) == (4, 1, 2, 1)


def test_a_row_of_data_over_headers_stays_one(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{RETURN}A-V01,2022,乡村医生,5\nB-V01,,乡村医生,\n{RETURN}B-V01,2022,乡村医生,3\n")
    assert any(p.row == 3 for p in reading.problems)


def test_a_table_beside_the_table_is_told_once_and_sent_to_a_sheet_of_its_own(tmp_path: Path) -> None:
    heads, rows = RETURN.strip(), ("A-V01,2022,乡村医生,5", "B-V01,2022,乡村医生,3")
    reading = read(tmp_path, f"{heads},,{heads}\n{rows[0]},,{rows[1]}\n")
    (problem,) = reading.problems
    assert (problem.row, problem.place, problem.column) == (1, 6, "机构代码")
    assert "左右并排" in problem.reason.zh and "单独的工作表" in problem.remedy.zh and "删" not in problem.remedy.zh
    assert list(reading.tables[0].frame["headcount"]) == [5]
