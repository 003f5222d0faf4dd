"""Days as clerks write them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.clean import Rule, clean_column
from pipelines.extract.dates import LAST_DAY, OPEN_ENDED, SHIFT_1904, is_month_only, read_date, read_days, read_moment
from pipelines.extract.report import Fault
from pipelines.warehouse.schema import all_datasets

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "2024年03月05日", "20240305", "2024-03-05 10:20:30",
        "2024-03-05T00:00:00", "5 March 2024", "05-Mar-2024", "45356",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    assert read_date(text) == date(2024, 3, 5)


@pytest.mark.parametrize("text", ["2024年3月", "2024-03", "2024/3", "202403", "2024.03", "2024.3"])
def test_a_month_is_its_first_or_its_last_day(text: str) -> None:
    assert read_date(text) == date(2024, 3, 1)
    assert read_date(text, last=True) == date(2024, 3, 31)
    assert is_month_only(text)


def test_day_before_month_only_where_people_write_so() -> None:
    assert read_date("05/03/2024", day_first=True) == date(2024, 3, 5)
    refused = read_date("05/03/2024")
    assert isinstance(refused, Fault) and "either way" in refused.reason.en
    assert isinstance(read_date("05/13/2024", day_first=True), Fault)


@pytest.mark.parametrize(
    "text",
    [
        "1985.13.02", "2024-02-30", "2024.1", "24.3.5", "2024", "9999",
        "123456", "0000-01-01", "2024年", "昨天", "20241301", "2024年1-7", "2024-3/5",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    assert isinstance(read_date(text), Fault)


@given(DAYS)
def test_every_form_of_every_day(day: date) -> None:
    forms = (
        day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", f"{day:%d %B %Y}",
    )  # fmt: skip
    assert {read_date(form) for form in forms} == {day}
    assert read_date(f"{day:%d/%m/%Y}", day_first=True) == day


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2090, 12, 31)))
def test_excel_serials_count_from_1900(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_date(str(serial)) == day == read_date(f"{serial}.75")
    assert read_date(str(serial + 1)) == day + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    ["民国113年3月5日", "民國113年3月5日", "民国113/3/5", "中华民国113年03月05日", "二〇二四年三月五日", "二零二四年三月五日", "二○二四年三月五号"],
)
def test_a_day_of_the_republic_or_in_words_is_certain(text: str) -> None:
    assert read_date(unicodedata.normalize("NFKC", text)) == date(2024, 3, 5)


def test_words_of_every_day_of_a_year() -> None:
    digits = "〇一二三四五六七八九"
    def word(n: int) -> str:
        return digits[n] if n < 10 else ("" if n < 20 else digits[n // 10]) + "十" + (digits[n % 10] if n % 10 else "")
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
    assert [read_date(f"二〇二四年{word(d.month)}月{word(d.day)}日") for d in days] == days
    assert read_date("二〇二四年十二月", last=True) == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["农历2024年正月十五", "二〇二四年腊月廿三", "甲辰年三月初五", "藏历木龙年1月1日", "令和6年3月5日", "阴历3月5日"])
def test_a_day_of_another_calendar_is_refused_as_such(text: str) -> None:
    refused = read_date(text)
    assert isinstance(refused, Fault) and "Gregorian" in refused.reason.en


@pytest.mark.parametrize("text", ["民国113年", "113年3月5日", "113.3.5", "二四年三月五日", "二〇二四年十三月一日", "二〇二四年二月三十日", "2567年3月5日"])
def test_a_year_that_is_not_certain_is_refused(text: str) -> None:
    assert isinstance(read_date(text), Fault)


def test_serials_of_workbooks_that_count_from_1904() -> None:
    assert read_date("43894", shift=SHIFT_1904) == date(2024, 3, 5) and read_moment("43894.5", shift=SHIFT_1904) == datetime(2024, 3, 5, 12)


def test_distinct_values_keep_their_places() -> None:
    days, faults = read_days(["2024-03-05", None, "x"], read_date)
    assert days.dtype == np.dtype("datetime64[us]")
    assert str(days[0])[:10] == "2024-03-05" and np.isnat(days[1]) and np.isnat(days[2]) and list(faults) == [2]


@pytest.mark.parametrize(
    "text",
    ["2024-03-05 14:30", "2024/3/5 14:30:00", "2024-03-05T14:30:00", "2024年3月5日14时30分", "2024年3月5日 14:30", "45356.6041666667"],
)
def test_a_moment_in_many_forms(text: str) -> None:
    assert read_moment(text) == datetime(2024, 3, 5, 14, 30)


@pytest.mark.parametrize(("text", "hour", "minute"), [
    ("2024/03/05 下午04:02", 16, 2), ("2024/03/05 上午04:02", 4, 2), ("2024年3月5日 下午 4时02分", 16, 2), ("2024-03-05 下午12:30", 12, 30),
    ("2024-03-05 下午16:02:00", 16, 2), ("2024-03-05上午9:20", 9, 20),
])  # fmt: skip
def test_a_half_of_the_day_is_read(text: str, hour: int, minute: int) -> None:
    assert read_moment(text) == datetime(2024, 3, 5, hour, minute)


@pytest.mark.parametrize("text", ["2024-03-05 上午12:10", "2024-03-05 下午", "5日 14:30", "24-3-5 14:30", "03/05/2024 14:30", "农历三月初五"])
def test_who_writes_a_moment_wrongly_is_asked_for_its_time_as_well(text: str) -> None:
    fault = read_moment(text)
    assert isinstance(fault, Fault) and "2024-03-05 14:30" in fault.remedy.zh and "2024-03-05 14:30" in fault.remedy.en


def test_a_day_without_a_time_is_its_first_moment_and_a_wrong_time_is_told() -> None:
    moments, faults = read_days(["2024-03-05", None, "2024-03-05 25:10", "昨天 14:30"], read_moment)
    assert moments[0] == np.datetime64("2024-03-05T00:00:00") and np.isnat(moments[1:]).all()
    assert sorted(faults) == [2, 3] and all(isinstance(f, Fault) for f in faults.values())


def test_a_month_in_which_something_ends_means_its_last_day_in_every_dataset() -> None:
    ends = {c.name for d in all_datasets().values() for c in d.columns if c.kind == "date" and c.name.endswith(("_to", "end_on"))}
    assert {"agreed_to", "covers_to", "valid_to", "end_on"} <= ends <= set(LAST_DAY)


def test_an_open_end_is_a_blank_only_where_an_end_may_be_open() -> None:
    columns = {column.name: column for dataset in all_datasets().values() for column in dataset.columns}
    assert set(OPEN_ENDED) <= set(columns) and not set(OPEN_ENDED) & {name for d in all_datasets().values() for name in d.required}
    for word in ("长期", "长期有效", "无固定期限", "至今"):
        cleaned = clean_column(Rule(column=columns["valid_to"]), np.asarray([word, "2026-05-31"], dtype=object))
        assert not cleaned.bad.any() and np.isnat(cleaned.values[0]) and str(cleaned.values[1])[:10] == "2026-05-31"
        assert clean_column(Rule(column=columns["issued_on"]), np.asarray([word], dtype=object)).bad.all()


@pytest.mark.parametrize("text", ["25.9.30", "25-9-30", "25年9月30日"])
def test_a_year_of_two_digits_is_told_as_such(text: str) -> None:
    refused = read_date(text)
    assert isinstance(refused, Fault) and "two digits" in refused.reason.en and "年份写全" in refused.remedy.zh
