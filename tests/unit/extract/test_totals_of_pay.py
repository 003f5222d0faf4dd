"""Rows of totals under lists of persons: told from somebody's row however they are labelled, or not labelled at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.demo.people import id_number
from pipelines.extract.reading import read_file
from pipelines.site import parse_site, site_text

HEADS = "姓名,身份证号,机构代码,薪酬项目,所属期起,所属期止,实发金额\n"
DAYS = "2024-01-01,2024-01-31"
ROWS = "".join(
    f"{name},{id_number(date(1970 + n, 3, 4), False, n + 1, 1)},A-V01,基本工资,{DAYS},{yuan}\n" for n, (name, yuan) in enumerate((("张某", 100), ("李某", 200)))
)


@pytest.mark.parametrize("total", [
    "合计,,,,,,300", "合计（2人）,,,,,,300", "合计人民币（大写）：叁佰元整,,,,,,300", ",,合计,,,,300", ",,,合计,,,300", f",,A-V01,合计,{DAYS},300", ",,,,,,300",
])  # fmt: skip
def test_a_total_is_no_person(tmp_path: Path, total: str) -> None:
    path = tmp_path / "薪酬.csv"
    path.write_text(HEADS + ROWS + total + "\n", encoding="utf-8")
    reading = read_file(path, parse_site(site_text("yangquan")), b"secret")
    (table,) = reading.tables
    assert reading.problems == () and (len(table.frame), table.quarantined, table.ignored) == (2, 0, 1)


@pytest.mark.parametrize("row", [",,,,,,301", f"王某,,A-V01,合计,{DAYS},300", f",{id_number(date(1980, 3, 4), False, 9, 1)},A-V01,合计,{DAYS},300"])
def test_what_is_no_sum_or_somebodys_is_read_as_a_row(tmp_path: Path, row: str) -> None:
    path = tmp_path / "薪酬.csv"
    path.write_text(HEADS + ROWS + row + "\n", encoding="utf-8")
    (table,) = read_file(path, parse_site(site_text("yangquan")), b"secret").tables
    assert table.ignored == 0 and len(table.frame) + table.quarantined == 3
