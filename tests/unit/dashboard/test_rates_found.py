"""What a table of subsidy rates finds: each instalment held against its rate once, nothing set off, no amount that reads as zero and is not."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import dashboard
from dashboard.cards.amounts import Amounts
from dashboard.cards.granted import RATE_NOTE, _held, _mine
from dashboard.cards.granted_told import granted_told
from dashboard.cards.within import Window
from dashboard.charts.chart import ColumnHead, TableCell
from dashboard.charts.numbers import Scale
from dashboard.layout.plain import plain_table


def schemes(*rows: dict[str, float]) -> pd.DataFrame:
    """Rows of a table of rates: of schemes without arrears where nothing is off, unless said otherwise."""
    plain = {"due": 1000.0, "paid": 1000.0, "owed": 0.0, "is_once": False, "judged": 5, "less": 0, "more": 0, "below": 0.0, "above": 0.0}
    return pd.DataFrame([plain | row for row in rows])


PLAIN = Amounts(Scale(lang="en", unit="yuan", axis_unit="yuan"), "CNY")
WAN = Amounts(Scale(lang="zh", divisor=1e4, decimals=2, unit="万元", axis_unit="万元"), "CNY")


def test_one_off_grants_are_told_apart_from_instalments_below_their_rate():
    """Of a one-off scheme only totals above the rate are found: they must not be counted among what is below it."""
    frame = schemes({"less": 2, "below": 60.0, "owed": 10.0}, {"is_once": True, "judged": 8, "more": 3, "above": 9.0, "below": float("nan"), "owed": 10.0})
    off = "2 of the 5 recurring instalments with a known rate are not at it, below by 60 yuan together"
    once = "3 of the 8 one-off grants with a known rate come to more than it, by 9 yuan together"
    assert granted_told(frame, PLAIN) == (
        f"Due 2,000 yuan, paid 2,000 yuan, in arrears 20 yuan; besides, {off}; {once}, to be checked as the table of rates may be out of date."
    )
    assert granted_told(frame, WAN) == (
        "应发 0.20 万元，实发 0.20 万元，欠发 20 元；另有按期发放、可核标准的 5 笔中 2 笔与标准表不一致，合计低 60 元；"
        "可核标准的 8 份一次性补助中 3 份应发总额高于标准表，合计高 9 元，标准表可能未更新，待核对。"
    )
    assert granted_told(schemes({}), PLAIN) == "Due 1,000 yuan, paid 1,000 yuan, nothing in arrears."
    assert granted_told(schemes({}), WAN) == "应发 0.10 万元，实发 0.10 万元，无欠发。"


@pytest.mark.parametrize(
    ("amounts", "money", "said"),
    [
        (PLAIN, "Due 2,000 yuan, paid 2,000 yuan, in arrears 40 yuan; besides, ",
         "3 of the 10 recurring instalments with a known rate are not at it: 2 below by 60,000 yuan together and 1 above by 60,000 yuan, to be checked"),
        (WAN, "应发 0.20 万元，实发 0.20 万元，欠发 40 元；另有", "按期发放、可核标准的 10 笔中 3 笔与标准表不一致：2 笔合计低 6.00 万元，1 笔高 6.00 万元，标准表可能未更新"),
    ],
)
def test_what_is_owed_comes_first_and_what_is_below_is_not_set_off_against_what_is_above(amounts, money, said):
    """Apart by 120,000, which may all be the fault of the table of rates: no money owed, however much more than the 40 in arrears."""
    frame = schemes({"less": 2, "below": 60_000.0, "owed": 40.0}, {"more": 1, "above": 60_000.0})
    assert granted_told(frame, amounts).startswith(money + said)


@pytest.mark.parametrize(
    ("row", "english", "chinese"),
    [
        ({"less": 1, "below": 60.0}, "1 of the 5 recurring instalments with a known rate is not at it, 60 yuan below", "5 笔中 1 笔与标准表不一致，低 60 元"),
        ({"judged": 1, "more": 1, "above": 60.5}, "the only recurring instalment with a known rate is not at it, 60.50 yuan above", "1 笔与标准表不一致，高 60.50 元"),
        ({"is_once": True, "more": 1, "above": 2.0}, "1 of the 5 one-off grants with a known rate comes to more than it, by 2 yuan", "1 份应发总额高于标准表，高 2 元"),
        ({"is_once": True, "judged": 1, "more": 1, "above": 2.0}, "the only one-off grant with a known rate comes to more than it, by 2 yuan", "可核标准的 1 份一次性补助"),
    ],
)
def test_one_instalment_is_told_as_one(row, english, chinese):
    assert f"; besides, {english}, to be checked as" in granted_told(schemes(row), PLAIN) and chinese in granted_told(schemes(row), WAN)


@pytest.mark.parametrize(("owed", "said"), [(40.0, "欠发 40 元"), (0.3, "欠发 0.30 元"), (0.0, "无欠发"), (1e-9, "无欠发"), (23_400.0, "欠发 2.34 万元")])
def test_small_arrears_are_no_zero_and_none_are_none(owed, said):
    assert granted_told(schemes({"owed": owed}), WAN).endswith(f"，{said}。")


def test_a_cell_that_is_not_zero_does_not_read_as_zero():
    assert [WAN.cell(v).text for v in (0.0, 40.0, -40.0, 50.0, 1234.0, -1234.0)] == ["0", "<0.01", ">−0.01", "0.01", "0.12", "−0.12"]
    assert [PLAIN.cell(v).text for v in (0.0, 0.3, 0.5, 1234.0)] == ["0", "<1", "1", "1,234"] and WAN.cell(40.0).value == 0.004
    assert WAN.adds_up([1_200.0, 4_300.0], 5_500.0) and not WAN.adds_up([14_340.0, 14_340.0], 28_680.0), "1.43 and 1.43 are no 2.87"


def test_only_recurring_instalments_are_held_against_the_rate_one_by_one_and_none_before_its_grace_ends():
    rated = pd.DataFrame(
        [
            ("a", "2024-06-01", "month", 540.0, 600.0), ("a", "2024-06-01", "month", 610.0, 600.0), ("a", "2024-06-01", "month", 600.5, 600.0),
            ("a", "2024-07-05", "month", 0.0, 600.0), ("b", "2024-06-01", "once", 500.0, 800.0), ("b", "2024-06-01", "once", 900.0, 800.0),
        ],
        columns=["scheme_id", "until_on", "paid_per", "due_yuan", "rate_due_yuan"],
    ).assign(rate_status="found", facility_code="f")  # fmt: skip
    held = _held(_mine(rated, frozenset("f"), Window(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-30"))))
    kept = ["judged", "less", "more", "off", "above"]
    assert held.loc["a", [*kept, "below", "by_rate"]].tolist() == [3, 1, 1, 2, 10.0, 60.0, 1800.0]
    assert held.loc["b", kept].tolist() == [2, 0, 1, 1, 100.0] and held.loc["b", ["below", "by_rate"]].isna().all()
    assert "summed apart" in RATE_NOTE.en and "互不相抵" in RATE_NOTE.zh


def test_every_column_of_numbers_is_set_to_the_right():
    """Wherever it stands and however many there are: heads and cells of a column of numbers have one class, which the style sets to the right."""
    columns = tuple(ColumnHead(f"c{i}", f"c{i}", i not in (0, 3)) for i in range(14))
    made = plain_table(SimpleNamespace(columns=columns, rows=[[TableCell(str(i)) for i in range(14)]], lang="en"))
    head, body = made.children[0].children
    for line in (head.children.children, body.children[0].children):
        assert [i for i, cell in enumerate(line) if "number" in (cell.className or "").split()] == [i for i in range(14) if i not in (0, 3)]
    style = (Path(dashboard.__file__).parent / "assets" / "style.css").read_text(encoding="utf-8")
    assert re.search(r"^\.table \.number \{[^}]*text-align: right;", style, re.MULTILINE) and not re.search(r"\.n\d+ tr", style)
