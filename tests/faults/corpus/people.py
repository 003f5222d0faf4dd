"""Damage to people: ID numbers, births, sexes, the same person twice, days out of order."""

from __future__ import annotations

from datetime import date

from tests.faults.corpus.damage import Damage, Draft, bad_cell, same, same_cell, told
from tests.faults.corpus.good import EMPLOYMENT, INSURANCE, LICENCE, PAY, PEOPLE, PHONES, RETURN, ROSTER, TRAINING

_ID = "身份证号"
_SECOND = PEOPLE[1][1]  # the ID number in row 4


def _wrong_digit(number: str) -> str:
    return number[:9] + str((int(number[9]) + 1) % 10) + number[10:]


def _old_form(number: str) -> str:
    return number[:6] + number[8:17]


def _warned(what: str, header: str, value: object) -> Damage:
    return told(what, ROSTER, lambda draft: draft.put(4, header, value), {(4, header)}, differs=True)


def _without_number(draft: Draft) -> None:
    for row in draft.rows[2:]:
        row[1] = None


def _twice(draft: Draft) -> None:
    draft.rows.insert(4, list(draft.rows[3]))


def _conflict(draft: Draft) -> None:
    draft.rows.insert(4, [*draft.rows[3][:2], 99, 1])


def _nobody(draft: Draft) -> None:
    draft.put(4, "姓名", None)
    draft.put(4, _ID, None)


KINDS = [
    bad_cell("an ID number with a wrong digit", ROSTER, _ID, _wrong_digit(_SECOND)),
    bad_cell("an ID number one digit short", ROSTER, _ID, _SECOND[:-1]),
    bad_cell("an ID number one digit long", ROSTER, _ID, _SECOND + "1"),
    bad_cell("an ID number of no day", ROSTER, _ID, "999101197002300021"),
    bad_cell("an ID number stored as a number", ROSTER, _ID, float(_SECOND[:17] + "0")),
    bad_cell("an ID number in scientific notation", PAY, _ID, "9.99101E+17"),
    bad_cell("an ID number in scientific notation in a CSV", PAY, _ID, "9.99101E+17", ending="csv"),
    bad_cell("an ID number with a point and a nought", PHONES, _ID, f"{_SECOND[:17]}0.0", ending="csv"),
    bad_cell("a phone number for an ID number", ROSTER, _ID, "13000000001"),
    bad_cell("a name for an ID number", LICENCE, _ID, "测试乙"),
    bad_cell("a star over the middle of an ID number", ROSTER, _ID, _SECOND[:6] + "********" + _SECOND[14:]),
    bad_cell("an ID number that is a formula's error", INSURANCE, _ID, "#VALUE!"),
    told("neither name nor ID number", ROSTER, _nobody, {(4, _ID)}, lost=1),
    _warned("a birth that is not the ID number's", "出生日期", date(1999, 9, 9)),
    _warned("a sex that is not the ID number's", "性别", "男"),
    same_cell("a leading apostrophe before an ID number", ROSTER, _ID, lambda v: f"'{v}"),
    same_cell("ID numbers with blanks", ROSTER, _ID, lambda v: f"{v[:6]} {v[6:14]} {v[14:]}"),
    same_cell("ID numbers in full width", PAY, _ID, lambda v: "".join(chr(ord(c) + 0xFEE0) for c in v)),
    same_cell("ID numbers of the old form", EMPLOYMENT, _ID, _old_form),
    same_cell("a small x for the check digit", TRAINING, _ID, str.lower),
    same_cell("ID numbers kept as text in a CSV", PAY, _ID, lambda v: f'="{v}"', ending="csv"),
    same_cell("zero-width characters in ID numbers", PHONES, _ID, lambda v: f"\u200e{v}\u200b"),
    same("no ID numbers, only names", LICENCE, _without_number),
    told("the same row twice", RETURN, _twice, {(5, "")}),
    told("two rows of one thing with other figures", RETURN, _conflict, {(5, "")}),
    bad_cell("gone before coming", EMPLOYMENT, "离岗日期", date(1990, 1, 1)),
    bad_cell("a licence that ran out before it was given", LICENCE, "有效期止", date(2018, 5, 31)),
    bad_cell("a course completed before it began", TRAINING, "完成日期", date(2023, 1, 1)),
    bad_cell("a pay period that ends before it starts", PAY, "所属期止", date(2023, 11, 30)),
]  # fmt: skip
