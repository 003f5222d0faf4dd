"""Where a file's period is found, and what is not one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.text import Text
from pipelines.extract.period import find_day, find_period, periods_in, read_label, span_label

TITLE, SHEET, FILE = Text("标题", "title"), Text("工作表名", "sheet name"), Text("文件名", "file name")


def labels(text: str, start: int = 1) -> list[str]:
    """Return the labels of the periods a text names."""
    return [p.label for p, _ in periods_in(text, start)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("阳泉市2022年乡村医生人员年报", "2022"), ("2022年度人员情况统计表", "2022"), ("2024年3月工资表", "2024-03"),
        ("2024年上半年", "2024-H1"), ("2023年第三季度", "2023-Q3"), ("2023Q4", "2023-Q4"), ("pay_2024-07", "2024-07"),
        ("pay_202407", "2024-07"), ("2024年1-7月", "2024-01..2024-07"), ("2023年前三季度", "2023-01..2023-09"),
        ("2022年人员年报 填报日期：2023年1月15日", "2022"), ("根据国办发〔2015〕13号文件编制的2022年报表", "2022"),
        ("截至2023年12月31日", "2023"), ("General Practice December 2023", "2023-12"), ("２０２２年", "2022"),
    ],
)  # fmt: skip
def test_what_titles_say(text: str, label: str) -> None:
    assert labels(text) == [label]


@pytest.mark.parametrize("text", ["2015-2022年乡村医生", "共2000人", "人员年报", "截至2023年6月15日", "电话2022人"])
def test_what_is_not_one_period(text: str) -> None:
    assert len(labels(text)) != 1


def test_fiscal_years_in_file_names() -> None:
    assert labels("payments_14-15", 4) == ["2014-15"] == labels("payments 2014_15", 4)
    assert labels("payments_14-15", 1) == []
    assert labels("payments_14-16", 4) == []


def test_the_first_source_that_names_one_period_wins() -> None:
    found = find_period([(TITLE, "2015-2022年"), (SHEET, "2021"), (FILE, "2020")], "as_written", 1)
    assert found is not None and (found.period.label, found.where) == ("2021", SHEET)
    assert find_period([(TITLE, "人员年报")], "as_written", 1) is None


def test_a_year_may_be_the_one_a_fiscal_year_ends_in() -> None:
    for text, label in (("2016", "2015-16"), ("2016.0", "2015-16"), ("2015-16", "2015-16")):
        period = read_label(text, "fiscal_year_ending", 4)
        assert period is not None and period.label == label
    assert read_label("2016", "as_written", 4).label == "2016"  # type: ignore[union-attr]
    assert read_label("2024.1", "as_written", 1) is None


def test_the_reference_day_of_a_roster() -> None:
    assert find_day(["花名册", "截至2023年12月31日  填报日期：2024年1月5日"]) == date(2023, 12, 31)
    assert find_day(["2023年6月30日", "2023年12月31日"]) is None


def test_labels_of_spans() -> None:
    assert span_label(date(2023, 7, 1), date(2023, 7, 31), 1) == "2023-07"
    assert span_label(date(2022, 1, 1), date(2022, 12, 31), 1) == "2022"
    assert span_label(date(2022, 4, 1), date(2023, 3, 31), 4) == "2022-23"
    assert span_label(date(2023, 1, 1), date(2023, 6, 30), 1) == "2023-01..2023-06"


@given(st.integers(1990, 2050), st.integers(1, 12))
def test_every_month_is_read_in_each_form(year: int, month: int) -> None:
    expected = [f"{year}-{month:02d}"]
    assert labels(f"{year}年{month}月") == labels(f"x_{year}-{month:02d}") == labels(f"x {year}{month:02d}") == expected
