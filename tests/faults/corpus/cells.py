"""Damage to single cells: numbers, units, words, codes, formulas, characters."""

from __future__ import annotations

from datetime import date

from tests.faults.corpus.damage import Damage, Draft, bad_cell, same, same_cell
from tests.faults.corpus.good import (
    FACILITY,
    INSURANCE,
    LICENCE,
    PAY,
    PAYMENT,
    PHONES,
    POPULATION,
    PRICES,
    REGION,
    RETURN,
    ROSTER,
    TRAINING,
    WIDE,
)

_FULL_WIDTH = str.maketrans("0123456789-.V", "０１２３４５６７８９－．Ｖ")
_HEAD, _PAID, _MONEY, _PERSONS = "在岗人数", "实发金额", "金额", "人口数"


def _titled(title: str, divide: float) -> Damage:
    def change(draft: Draft) -> None:
        draft.rows[0] = [f"2023年机构支付表（单位：{title}）"]
        for row in draft.rows[2:]:
            row[2] = row[2] / divide

    return same(f"unit of the sheet in the title, {title}", PAYMENT, change)


def _header(what: str, header: str, divide: float) -> Damage:
    def change(draft: Draft) -> None:
        draft.rows[1][2] = header
        for row in draft.rows[2:]:
            row[2] = row[2] / divide

    return same(what, PAYMENT, change)


def _mixed_units(draft: Draft) -> None:
    written = [row[2] for row in draft.rows[2:]]
    shown = [f"{written[0] / 1e4}万元", f"{written[1]}元", f"¥{written[2]:,}", f"{written[3] / 1e3}千元", f"￥{written[4]}", f"{written[5] / 1e4}万"]
    for row, text in zip(draft.rows[2:], shown, strict=True):
        row[2] = text


NUMBERS = [
    bad_cell("a word for a number", RETURN, _HEAD, "三人左右"),
    bad_cell("a number in Chinese characters", RETURN, _HEAD, "三"),
    bad_cell("a number in financial characters", PAYMENT, _MONEY, "壹万贰仟元整"),
    bad_cell("the letter O for a zero", RETURN, _HEAD, "1O"),
    bad_cell("the letter l for a one", RETURN, _HEAD, "l2"),
    bad_cell("a range of numbers", RETURN, _HEAD, "2-3"),
    bad_cell("about so many", RETURN, _HEAD, "约3"),
    bad_cell("two numbers in a cell", RETURN, _HEAD, "2、3"),
    bad_cell("a fraction", RETURN, _HEAD, "1/2"),
    bad_cell("a negative count", RETURN, _HEAD, -2),
    bad_cell("a negative count as text", RETURN, _HEAD, "-2"),
    bad_cell("money in red brackets below zero", PAY, _PAID, "(900.00)"),
    bad_cell("a percent sign on a count", RETURN, _HEAD, "12%"),
    bad_cell("European thousands and decimals", PAYMENT, _MONEY, "3.600,00"),
    bad_cell("a comma for the decimal point", PAYMENT, _MONEY, "3600,5"),
    bad_cell("thousands set off by a blank", PAYMENT, _MONEY, "3 600"),
    bad_cell("thousands set off by an apostrophe", PAYMENT, _MONEY, "3'600"),
    bad_cell("another currency", PAYMENT, _MONEY, "$3600"),
    bad_cell("a unit of another thing", RETURN, _HEAD, "3元"),
    bad_cell("a unit nobody knows", PAYMENT, _MONEY, "3600块"),
    bad_cell("a day where a number belongs", RETURN, _HEAD, "2022-01-02"),
    bad_cell("true where a number belongs", RETURN, _HEAD, True),
    bad_cell("a degree that lies outside the earth", FACILITY, "经度", 1134.7),
    bad_cell("infinity", PRICES, "居民消费价格指数", "1e999"),
    bad_cell("a hexadecimal number", RETURN, _HEAD, "0x12"),
    bad_cell("an arrow for a number", PRICES, "居民消费价格指数", "↑"),
    bad_cell("a footnote's mark behind a number", RETURN, _HEAD, "3①"), bad_cell("a footnote raised behind a number", PAYMENT, _MONEY, "3600²"),
    bad_cell("the word total for a figure", PAYMENT, _MONEY, "合计"), bad_cell("ditto for a number", RETURN, _HEAD, "〃"),
    bad_cell("a bad number in a CSV", RETURN, _HEAD, "三人", ending="csv"),
    same_cell("full-width digits", RETURN, _HEAD, lambda v: str(v).translate(_FULL_WIDTH)),
    same_cell("full-width digits with a point", PRICES, "居民消费价格指数", lambda v: str(v).translate(_FULL_WIDTH)),
    same_cell("numbers as text", POPULATION, _PERSONS, str),
    same_cell("numbers as text with blanks around", POPULATION, _PERSONS, lambda v: f"\u3000{v} \t"),
    same_cell("Chinese thousands commas", POPULATION, _PERSONS, lambda v: f"{v:,}".replace(",", "，")),
    same_cell("thousands commas", PAYMENT, _MONEY, lambda v: f"{v:,.2f}"),
    same_cell("a leading apostrophe before a number", POPULATION, _PERSONS, lambda v: f"'{v}"),
    same_cell("a unit in every cell", RETURN, _HEAD, lambda v: f"{v}人"),
    same_cell("ten thousands in every cell", POPULATION, _PERSONS, lambda v: f"{v / 10_000}万人"),
    same_cell("a plus sign", RETURN, _HEAD, lambda v: f"+{v}"),
    same_cell("scientific notation of a whole number", POPULATION, _PERSONS, lambda v: f"{v / 1e4}e4"),
    same_cell("circled digits", RETURN, "其中女性", lambda v: "①" if v == 1 else v),
    same("yuan and ten thousands of yuan mixed in one column", PAYMENT, _mixed_units),
    _titled("万元", 1e4), _titled("千元", 1e3),
    _header("unit in the header, 万元", "金额（万元）", 1e4), _header("unit in the header, 元", "金额(元)", 1.0),
    _header("unit in the header, 百元 with 单位", "金额（单位：百元）", 1e2),
    bad_cell("a bad number among wide columns", WIDE, "常住人口", "八千多"),
]  # fmt: skip
WORDS = [
    bad_cell("ditto for a word", RETURN, "人员类别", "同上"), bad_cell("ditto for a name", FACILITY, "机构名称", "同上"),
    bad_cell("the word total among a person's words", ROSTER, "执业资格", "合计"),
    bad_cell("a word no list knows", RETURN, "人员类别", "防疫专干"),
    bad_cell("two codes in a cell", RETURN, "人员类别", "乡村医生、乡镇卫生院护士"),
    bad_cell("a misspelt licence", ROSTER, "执业资格", "执业医士"),
    bad_cell("maybe for yes or no", ROSTER, "是否主要岗位", "可能"),
    bad_cell("a number for yes or no", ROSTER, "是否主要岗位", 2),
    bad_cell("an insurance nobody offers", INSURANCE, "险种", "财产保险"),
    bad_cell("a result in other words", TRAINING, "培训结果", "还行"),
    bad_cell("a required word is blank", RETURN, "人员类别", None),
    bad_cell("a required word is a dash", RETURN, "人员类别", "—"),
    bad_cell("a required code is blanks", FACILITY, "机构代码", "  \u3000"),
    bad_cell("a level no site has", REGION, "层级", "村民小组"),
    same_cell("known spellings of a code", RETURN, "人员类别", lambda v: {"乡村医生": "村医", "乡镇卫生院医生": "乡镇医生"}.get(v, v)),
    same_cell("codes instead of words", RETURN, "人员类别", lambda v: {"乡村医生": "village_doctor"}.get(v, v)),
    same_cell("English titles of codes", FACILITY, "城乡", lambda v: " RURAL"),
    same_cell("blanks inside a word", RETURN, "人员类别", lambda v: " ".join(v)),
    same_cell("ticks and crosses for yes and no", ROSTER, "是否主要岗位", lambda v: "√" if v == "是" else "×"),
    same_cell("ones and noughts for yes and no", ROSTER, "是否主要岗位", lambda v: 1 if v == "是" else 0),
    same_cell("true and false for yes and no", INSURANCE, "是否到账", lambda v: v == "是"),
    same_cell("Y and N for yes and no", INSURANCE, "是否到账", lambda v: "Y" if v == "是" else "n"),
    same_cell("a blank written as a word", ROSTER, "执业资格", lambda v: v, row=3),
]  # fmt: skip
CODES = [
    bad_cell("a code the spreadsheet turned into a day", RETURN, "机构代码", date(2024, 3, 5)),
    bad_cell("a code stored as a long number", RETURN, "机构代码", 1.40322203e17),
    bad_cell("a code in scientific notation", RETURN, "机构代码", "1.40322E+08"),
    bad_cell("no code yet", FACILITY, "机构代码", "待定"), bad_cell("ditto for a code", RETURN, "机构代码", '"'),
    same_cell("codes in Chinese quotation marks", RETURN, "机构代码", lambda v: f"“{v}”"),
    bad_cell("a code that is a formula's error", RETURN, "机构代码", "#REF!", ending="csv"),
    same_cell("codes in full width", RETURN, "机构代码", lambda v: v.translate(_FULL_WIDTH)),
    same_cell("a leading apostrophe before a code", RETURN, "机构代码", lambda v: f"'{v}"),
    same_cell("codes kept as text in a CSV", RETURN, "机构代码", lambda v: f'="{v}"', ending="csv"),
    same_cell("blanks inside codes", RETURN, "机构代码", lambda v: f"{v[:6]} {v[6:]}"),
    same_cell("an input method's dash in codes", RETURN, "机构代码", lambda v: v.replace("-", "—")),
    same_cell("codes as numbers", POPULATION, "地区代码", int),
    same_cell("codes as numbers with a point", POPULATION, "地区代码", lambda v: f"{v}.0", ending="csv"),
    same_cell("phones as numbers", PHONES, "联系电话", int),
    same_cell("phones with blanks", PHONES, "联系电话", lambda v: f"{v[:3]} {v[3:7]} {v[7:]}"),
]  # fmt: skip
CHARACTERS = [
    same_cell("zero-width characters", RETURN, "机构代码", lambda v: f"\u200b{v[:4]}\ufeff{v[4:]}\u200d"),
    same_cell("a line feed at the end of a cell", RETURN, "机构代码", lambda v: f"{v}\n"),
    same_cell("carriage returns in cells of a CSV", RETURN, "人员类别", lambda v: f"\r\n{v}\r\n", ending="csv"),
    same_cell("no-break and ideographic blanks", RETURN, "人员类别", lambda v: f"\u00a0{v}\u3000"),
    same_cell("a tab before a word", RETURN, "人员类别", lambda v: f"\t{v}"),
    same_cell("directional marks", FACILITY, "机构代码", lambda v: f"\u202d{v}\u202c"),
    same_cell("control characters in a CSV", RETURN, "人员类别", lambda v: f"\x07{v}\x1b", ending="csv"),
    bad_cell("an emoji in a number", RETURN, _HEAD, "3😀"),
    bad_cell("an emoji for a word", RETURN, "人员类别", "👩‍⚕️"),
    bad_cell("characters lost in conversion", FACILITY, "机构名称", "二\ufffd\ufffd生室"),
    bad_cell("very long text where a word of a list belongs", RETURN, "人员类别", "乡村医生" * 8_000),
    bad_cell("a formula's text in a CSV", RETURN, _HEAD, "=C3+C4", ending="csv"),
    bad_cell("a formula never calculated", RETURN, _HEAD, "=1+2"),
    bad_cell("a formula that divides by nothing", RETURN, _HEAD, "#DIV/0!"),
    bad_cell("a lookup that found nothing", RETURN, "机构代码", "#N/A"),
    bad_cell("a formula for a code in a CSV", FACILITY, "机构名称", "#NAME?", ending="csv"),
    bad_cell("a value error for a day", LICENCE, "发证日期", "#VALUE!"),
]  # fmt: skip
KINDS = [*NUMBERS, *WORDS, *CODES, *CHARACTERS]
