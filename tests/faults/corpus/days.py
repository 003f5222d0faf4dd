"""Damage to days and periods: the four calendars, the ways people write them, and what can be read two ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.faults.corpus.damage import Damage, Draft, bad_cell, refused, same, same_cell, told
from tests.faults.corpus.good import (
    EMPLOYMENT,
    FACILITY,
    INSURANCE,
    PAY,
    POPULATION,
    PRICES,
    REGION,
    RETURN,
    ROSTER,
    TRAINING,
    WIDE,
    Good,
)

_START, _AS_AT, _YEAR = "到岗日期", "基准日期", "年份"
_DIGITS = "〇一二三四五六七八九"


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    return _DIGITS[ones] if not tens else f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def _in_words(day: date) -> str:
    return f"{''.join(_DIGITS[int(c)] for c in str(day.year))}年{_spoken(day.month)}月{_spoken(day.day)}日"


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def _from_1904(draft: Draft) -> None:
    def count_from_1904(sheet: Worksheet) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904

    draft.finish.append(count_from_1904)
    for row in draft.rows[2:]:
        row[4] = _serial(row[4]) - 1_462


def _written(what: str, write: Callable[[date], object], ending: str = "xlsx") -> Damage:
    return same_cell(what, EMPLOYMENT, _START, write, ending=ending)


def _titled(what: str, title: str, good: Good = RETURN, **names: str) -> Damage:
    def change(draft: Draft) -> None:
        draft.rows[0] = [title]
        for name, value in names.items():
            setattr(draft, name, value)

    return same(what, good, change)


def _conflicting(draft: Draft) -> None:
    draft.sheet = "2021年"


FORMS = [
    _written("days as text in ISO form", date.isoformat),
    _written("days with strokes", lambda d: f"{d.year}/{d.month}/{d.day}"),
    _written("days with points", lambda d: f"{d.year}.{d.month:02d}.{d.day:02d}"),
    _written("days with Chinese units", lambda d: f"{d.year}年{d.month}月{d.day}日"),
    _written("days with Chinese units and blanks", lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日"),
    _written("days as eight digits", lambda d: int(f"{d:%Y%m%d}")),
    _written("days as text of eight digits", lambda d: f"{d:%Y%m%d}"),
    _written("days with a time of day", lambda d: f"{d.isoformat()} 08:30:00"),
    _written("days in full width", lambda d: "".join(chr(ord(c) + 0xFEE0) for c in f"{d.year}/{d.month}/{d.day}")),
    _written("days as serial numbers of the 1900 system", _serial),
    _written("days as serial numbers in a CSV", lambda d: str(_serial(d)), ending="csv"),
    _written("days of the Republic", lambda d: f"民国{d.year - 1911}年{d.month}月{d.day}日"),
    _written("days of the Republic in traditional characters", lambda d: f"中華民國{d.year - 1911}年{d.month}月{d.day}日".replace("中華", "中华")),
    _written("days of the Republic with strokes", lambda d: f"民国{d.year - 1911}/{d.month}/{d.day}"),
    _written("days in words", _in_words),
    _written("days in words with a round nought", lambda d: _in_words(d).replace("〇", "○")),
    same("serial numbers of the 1904 system", EMPLOYMENT, _from_1904),
    same_cell("the last day of a month written as the month", ROSTER, _AS_AT, lambda d: f"{d.year}年{d.month}月"),
    same_cell("days of a workbook of another program", EMPLOYMENT, _START, lambda d: d, ending="ods"),
    same_cell("days of an old workbook", TRAINING, "报到（选课）日期", lambda d: d, ending="xls"),
]  # fmt: skip
WRONG = [
    bad_cell("there is no month 13", EMPLOYMENT, _START, "2019.13.02"),
    bad_cell("there is no 30 February", EMPLOYMENT, _START, "2019-02-30"),
    bad_cell("day and month either way", EMPLOYMENT, _START, "05/03/2019"),
    bad_cell("a year of two digits", EMPLOYMENT, _START, "19-3-5"),
    bad_cell("a month cut short by the spreadsheet", EMPLOYMENT, _START, 2019.1),
    bad_cell("a year alone for a day", EMPLOYMENT, _START, "2019年"),
    bad_cell("a lunar day", EMPLOYMENT, _START, "农历2019年三月初五"),
    bad_cell("a lunar day without saying so", EMPLOYMENT, _START, "2019年正月十五"),
    bad_cell("a day of the sexagenary cycle", EMPLOYMENT, _START, "己亥年三月五日"),
    bad_cell("a day of the Tibetan calendar", EMPLOYMENT, _START, "藏历土猪年1月15日"),
    bad_cell("a year of the Republic that does not say so", EMPLOYMENT, _START, "108年3月5日"),
    bad_cell("a day of an emperor's reign", EMPLOYMENT, _START, "令和元年5月1日"),
    bad_cell("a year of the Buddhist era", EMPLOYMENT, _START, "2562-03-05"),
    bad_cell("yesterday", EMPLOYMENT, _START, "昨天"),
    bad_cell("a serial number of no day people live in", EMPLOYMENT, _START, 123),
    bad_cell("two days in a cell", EMPLOYMENT, _START, "2019-3-5至2019-4-5"),
    bad_cell("a bad day in an old workbook", EMPLOYMENT, _START, "2019.13.02", ending="xls"),
    bad_cell("a required day is blank", TRAINING, "报到（选课）日期", None),
    bad_cell("a bad opening day of a clinic", FACILITY, "开办日期", "解放前"),
    bad_cell("a bad day from which a place is in force", REGION, "生效日期", "建国初期"),
]  # fmt: skip
PERIODS = [
    _titled("period in the title in words", "二〇二二年盂县人员年报"),
    _titled("period in the title of the Republic", "民国111年人员年报"),
    _titled("period in the sheet's name only", "盂县人员年报", sheet="2022年"),
    _titled("period in the file's name only", "盂县人员年报", name="人员年报2022"),
    _titled("period in the file's name of a CSV", "盂县人员年报", name="2022年度人员年报", ending="csv"),
    _titled("a document's number and the day of filling in beside the period", "卫办〔2021〕15号 2022年人员年报 填报日期：2023年1月5日"),
    _titled("the file's name names another year than the title", "2022年盂县人员年报", name="人员年报2021年"),
    _titled("year of a wide table in the sheet's name", "盂县人口", good=WIDE, sheet="2023"),
    told("title and sheet name two periods", RETURN, _conflicting, {(0, "")}),
    refused("no period anywhere", RETURN, lambda d: d.rows.__setitem__(0, ["盂县人员年报"]), "no period was found"),
    refused("two periods in the title and none elsewhere", RETURN, lambda d: d.rows.__setitem__(0, ["2021年与2022年人员年报"]), "no period"),
    same_cell("years as numbers", POPULATION, _YEAR, int),
    same_cell("years with 年度", POPULATION, _YEAR, lambda v: f"{v}年度"),
    same_cell("years in words", PRICES, _YEAR, lambda v: "".join(_DIGITS[int(c)] for c in v) + "年"),
    same_cell("years of the Republic", POPULATION, _YEAR, lambda v: f"民国{int(v) - 1911}年"),
    same_cell("years as decimal numbers of a CSV", PRICES, _YEAR, lambda v: f"{v}.0", ending="csv"),
    same_cell("months as six digits", INSURANCE, "月份", lambda v: v.replace("-", "")),
    same_cell("months with Chinese units", INSURANCE, "月份", lambda v: "2023年12月"),
    same_cell("a pay period of whole months", PAY, "所属期止", lambda d: "2023年12月"),
    bad_cell("a year that is none", POPULATION, _YEAR, "去年"),
    bad_cell("a month cut short, 2023.1 for October", INSURANCE, "月份", "2023.1"),
    bad_cell("a year that is a formula's error", POPULATION, _YEAR, "#REF!", ending="csv"),
]  # fmt: skip
KINDS = [*FORMS, *WRONG, *PERIODS]
