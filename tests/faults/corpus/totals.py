"""Rows of totals: left out by rule, and told where they do not add up."""

from __future__ import annotations

from typing import Any

from tests.faults.corpus.damage import Damage, Draft, same, told
from tests.faults.corpus.good import PAY, PAYMENT, POPULATION, RETURN, WIDE

_HEAD = "在岗人数"


def _add(draft: Draft, at: int, label: str, *figures: Any, column: int = 0) -> None:
    """Insert a row of totals before row `at` (as a spreadsheet shows it)."""
    row: list[Any] = [None] * len(draft.rows[1])
    row[column] = label
    row[len(row) - len(figures) :] = figures
    draft.rows.insert(at - 1, row)


def _total(what: str, label: str, *figures: Any, at: int = 9, column: int = 0, wrong: str = "") -> Damage:
    """Return the damage of one row of totals under (or over) the six returns: 43 people, 29 of them women."""

    def change(draft: Draft) -> None:
        _add(draft, at, label, *figures, column=column)

    return told(what, RETURN, change, {(at, wrong)}) if wrong else same(what, RETURN, change)


def _blocks(first: int, second: int, total: int) -> Any:
    """Return a change that adds a subtotal after three rows, one after the next three, and a total."""

    def change(draft: Draft) -> None:
        _add(draft, 9, "合计", total, 29)
        _add(draft, 9, "西烟镇小计", second, 22)
        _add(draft, 6, "梁家寨乡小计", first, 7)

    return change


def _payments(draft: Draft) -> None:
    draft.rows[1][2] = "金额（万元）"
    for row in draft.rows[2:]:
        row[2] = row[2] / 1e4
    _add(draft, 9, "合计", 13.04)


def _wrong_payments(draft: Draft) -> None:
    _payments(draft)
    draft.rows[-1][2] = 13.14


def _per_year(draft: Draft) -> None:
    _add(draft, 7, "合计", None, None, 68_490, None)


def _wide(figure: int) -> Any:
    return lambda draft: _add(draft, 6, "全县合计", 45_080, figure, 41_750)


KINDS = [
    _total("a total below", "合计", 43, 29), _total("a grand total in English", "Grand total", 43, 29), _total("a total with a blank in it", "合  计", 43, 29),
    _total("a total above the rows", "合计", 43, 29, at=3), _total("a total named 全县", "全县", 43, 29), _total("a total in the second column", "总计", 43, 29, column=1),
    _total("a total without figures", "共计", None, None), _total("a total as text with its unit", "合计", "43人", "29人"),
    _total("a total in full width", "合计", "４３", 29),
    _total("an average below", "平均", 7.2, 4.8), _total("a total that is right to its last digit", "合计", 43.0, 29),
    _total("a total that does not add up", "合计", 44, 29, wrong=_HEAD),
    _total("a total above that does not add up", "合计", 44, 29, at=3, wrong=_HEAD),
    _total("a total of another column that does not add up", "合计", 43, 28, wrong="其中女性"),
    same("subtotals and a total", RETURN, _blocks(19, 24, 43)),
    told("a subtotal that does not add up", RETURN, _blocks(18, 24, 43), {(6, _HEAD)}),
    told("a total of subtotals that does not add up", RETURN, _blocks(19, 24, 45), {(11, _HEAD)}),
    same("a total in ten thousands, rounded", PAYMENT, _payments),
    told("a total in ten thousands that does not add up", PAYMENT, _wrong_payments, {(9, "金额（万元）")}),
    same("a total of pay", PAY, lambda d: _add(d, 9, "合计", 10230.75, 10210.75, None)),
    told("a total of pay that does not add up", PAY, lambda d: _add(d, 9, "合计", 10230.75, 10230.75, None), {(9, "实发金额")}),
    same("a total of wide columns", WIDE, _wide(42_800)),
    told("a total of a wide column that does not add up", WIDE, _wide(42_700), {(6, "常住人口")}),
    same("a total over two years", POPULATION, _per_year),
]  # fmt: skip
