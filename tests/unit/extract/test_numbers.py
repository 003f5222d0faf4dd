"""Numbers as clerks write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.column import Column
from pipelines.core.text import Text
from pipelines.extract.clean import Rule, clean_column
from pipelines.extract.grid import texts_of
from pipelines.extract.numbers import read_number, unit_factor
from pipelines.extract.report import Fault

MONEY = Column(name="amount", kind="money", title=Text("金额", "Amount"))
COUNT = Column(name="persons", kind="number", title=Text("人数", "Persons"), unit="person", minimum=0)
WHOLE = Column(name="n", kind="integer", title=Text("个数", "Count"))
SHARE = Column(name="share", kind="number", title=Text("比例", "Share"), unit="share", minimum=0, maximum=1)


def clean(column: Column, text: str, factor: float = 1.0, currency: str = "CNY") -> float | None:
    """Return the cleaned number, NaN for missing, None when it is refused."""
    cleaned = clean_column(Rule(column=column, factor=factor, currency=currency), texts_of([text]))
    return None if cleaned.bad[0] else float(cleaned.values[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", 1234.5), ("1,234.5", 1234.5), ("１，２３４．５", 1234.5), ("12,345,678", 12345678.0), ("-3", -3.0),
        ("+3", 3.0), ("3.5万元", 35000.0), ("3.5万", 35000.0), ("0.2亿元", 2e7), ("1,200元", 1200.0), ("¥1,200", 1200.0),
        ("￥1,200", 1200.0), ("(1,200.50)", -1200.5), ("　12　", 12.0), (".5", 0.5), ("−7", -7.0), ("1e3", 1000.0),
    ],
)  # fmt: skip
def test_money_as_written(text: str, value: float) -> None:
    assert clean(MONEY, text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["1,23", "1.234,5", "12,34,567", "约3万", "3-5", "$5", "5%", "inf", "1e999", "0x10", "1_000", "3万人", "多", "(5", "."]
)
def test_what_is_not_money_is_refused(text: str) -> None:
    assert clean(MONEY, text) is None


@pytest.mark.parametrize("text", ["", "NA", "N/A", "-", "--", "—", "…", "...", "MISSING", "Missing", "无数据", "不详", "/", "　"])
def test_every_spelling_of_missing(text: str) -> None:
    value = clean(COUNT, text)
    assert value is not None and math.isnan(value)


def test_the_cell_s_own_unit_goes_before_the_header_s() -> None:
    assert clean(MONEY, "3.5", factor=1e4) == 35000
    assert clean(MONEY, "3.5万元", factor=1e4) == 35000
    assert clean(MONEY, "3,500元", factor=1e4) == 3500


def test_symbols_belong_to_the_site_s_currency() -> None:
    assert clean(MONEY, "£1,200", currency="GBP") == 1200
    assert clean(MONEY, "£1,200", currency="CNY") is None


def test_counts_ranges_and_shares() -> None:
    assert clean(COUNT, "12人") == 12 and clean(COUNT, "1.2万人") == 12000
    assert clean(COUNT, "-1") is None and clean(COUNT, "5元") is None
    assert clean(WHOLE, "3") == 3 and clean(WHOLE, "3.0") == 3 and clean(WHOLE, "3.5") is None
    assert clean(SHARE, "35%") == pytest.approx(0.35) and clean(SHARE, "1.01") is None


def test_units_of_headers() -> None:
    assert unit_factor(MONEY, "万元") == 1e4 and unit_factor(MONEY, "") == 1 and unit_factor(COUNT, "万人") == 1e4
    assert unit_factor(COUNT, "万元") is None and unit_factor(SHARE, "%") == 0.01


@given(st.integers(-(10**12), 10**12))
def test_thousands_marks_change_nothing(number: int) -> None:
    assert read_number(f"{number:,}", MONEY, 1.0, "CNY") == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_full_width_digits_read_as_plain_ones(number: object) -> None:
    plain = str(number)
    wide = plain.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-"})
    assert clean(MONEY, wide) == clean(MONEY, plain) == float(plain)


@given(st.text(max_size=12))
def test_nothing_that_is_read_is_infinite(text: str) -> None:
    found = read_number(text, MONEY, 1.0, "CNY")
    assert isinstance(found, Fault) or math.isfinite(found)
