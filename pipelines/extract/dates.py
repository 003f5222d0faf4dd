"""Days as people write them; what can be read two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from pipelines.core.period import month_end
from pipelines.core.text import Text
from pipelines.extract.report import Fault

# A month written in one of these means its last day.
LAST_DAY = (
    "as_at", "end_on", "period_end", "closed_on", "valid_to", "left_on", "ended_on", "contract_end_on", "due_on", "expires_on",
    "cooperation_end_on", "endline_on", "agreed_to", "covers_to", "notice_to", "task_to",
)  # fmt: skip
OPEN_ENDED = (  # ends that may never come: a word that says so is a blank
    "end_on", "closed_on", "valid_to", "contract_end_on", "expires_on", "cooperation_end_on", "agreed_to", "covers_to", "abolished_on",
)  # fmt: skip
OPEN_WORDS = frozenset(("长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限", "至今", "long-term", "indefinite", "open-ended"))
Days = npt.NDArray[np.datetime64]
_EPOCH_1900 = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_415  # 1927-05-18 and 2100-12-31
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ]+[\d:.]+(?:Z|\+00:00)?)?$"
_YMD = re.compile(rf"^(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_SHORT_YEAR = re.compile(r"^\d{2}(?:([-/.])\d{1,2}\1\d{1,2}|年\d{1,2}月(?:\d{1,2}日?)?)$")
_CHINESE = re.compile(rf"^(\d{{4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日?{_TIME}")
_YM = re.compile(r"^(\d{4})\s*(-|/|\.|年)\s*(\d{1,2})\s*月?$")
_DMY = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:\s+[\d:.]+)?$")
_NAMED = re.compile(r"^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4})$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_ROC = re.compile(r"^(?:中华)?(?:民国|民國)\s*(?=\d)(.*)$")
_ROC_YEAR = re.compile(r"^(\d{1,3})(?=\s*[-/.年])")
_OTHER_CALENDAR = re.compile(
    r"农历|農曆|阴历|陰曆|旧历|藏历|藏曆|佛历|伊斯兰历|回历|[正腊臘冬]月|闰|閏|初[一二三四五六七八九十\d]|廿|卅"
    r"|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|光绪|宣统|康熙|公元前|令和|平成|昭和"
)
CHINESE_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_IN_WORDS = re.compile(r"^([〇零○Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?$")
SHIFT_1904 = 1462  # days between the two systems in which spreadsheets count days
_NOT_GREGORIAN = Fault(
    Text("不是公历日期", "not a day of the Gregorian calendar"),
    Text("请换算为公历，写成 2024-03-05 的形式", "give the Gregorian day, written as 2024-03-05"),
)
_NOT_A_DAY = Fault(
    Text("应为日期", "expected a date"),
    Text("请核对年月日，写成 2024-03-05 的形式", "check day and month, and write it as 2024-03-05"),
)
_NOT_A_MOMENT = Fault(
    Text("应为日期和时间", "expected a day and a time of day"),
    Text("请写成 2024-03-05 14:30 的形式", "write it as 2024-03-05 14:30"),
)
_TWO_DIGITS = Fault(
    Text("年份只有两位", "the year has two digits only"),
    Text("请把年份写全，写成 2024-03-05 的形式", "write the year in full, as in 2024-03-05"),
)
_AMBIGUOUS = Fault(
    Text("日和月的顺序不明", "day and month can be read either way"),
    Text("请写成 2024-03-05 的形式", "write it as 2024-03-05"),
)


def _day(year: int, month: int, day: int) -> date | Fault:
    try:
        found = date(year, month, day)
    except ValueError:
        return _NOT_A_DAY
    return found if 1900 <= year <= 2100 else _NOT_A_DAY


def _month(year: int, month: int, last: bool) -> date | Fault:
    first = _day(year, month, 1)
    return month_end(year, month) if last and isinstance(first, date) else first


def _spoken(text: str) -> int | None:
    """Return a number of one to ninety-nine written in Chinese, None where it is none: 二十三 is 23."""
    tens, ten, ones = text.rpartition("十")
    digits = [part.translate(CHINESE_DIGITS) for part in (tens, ones)]
    if any(len(d) > 1 or (d and not d.isdigit()) for d in digits):
        return None
    return int(digits[0] or 1) * 10 + int(digits[1] or 0) if ten else int(digits[1] or 0)


def gregorian(text: str) -> str | None:
    """Return a day in the forms of the Republic (民国110年5月3日) or in words (二〇二四年三月五日) as digits; None for other calendars.

    >>> gregorian("民国110年5月3日"), gregorian("二〇二四年十二月三十一日"), gregorian("农历三月初五")
    ('2021年5月3日', '2024年12月31日', None)
    """
    if _OTHER_CALENDAR.search(text):
        return None
    if (roc := _ROC.match(text)) and (year := _ROC_YEAR.match(roc[1])):
        return f"{int(year[1]) + 1911}{roc[1][year.end():]}"
    if words := _IN_WORDS.match(text.replace(" ", "")):
        month, day = _spoken(words[2]), _spoken(words[3] or "")
        return f"{words[1].translate(CHINESE_DIGITS)}年{month or 0}月" + (f"{day or 0}日" if words[3] else "")
    return text


def read_date(text: str, last: bool = False, day_first: bool = False, shift: int = 0) -> date | Fault:
    """Read one day already in NFKC form.

    ISO, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305, 5 March 2024, 民国113年3月5日, 二〇二四年三月五日, five-digit serials of a
    spreadsheet (1900 system; `shift` days are added); a month alone (2024年3月, 2024-03, 202403) is its first day, or its last
    when `last`. 05/03/2024 is read only when `day_first` (the United Kingdom's order). `2024.1` may be a shortened 2024.10 and
    is refused, and so is a day of any other calendar.
    """
    if not text.isascii():
        converted = gregorian(text)
        if converted is None:
            return _NOT_GREGORIAN
        text = converted
    if m := _YMD.match(text):
        return _day(int(m[1]), int(m[3]), int(m[4]))
    if m := _CHINESE.match(text):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _SOLID.match(text):
        return _day(int(m[1]), int(m[2]), int(m[3])) if m[3] else _month(int(m[1]), int(m[2]), last)
    if m := _YM.match(text):
        return _AMBIGUOUS if m[2] == "." and m[3] == "1" else _month(int(m[1]), int(m[3]), last)
    if m := _DMY.match(text):
        return _day(int(m[4]), int(m[3]), int(m[1])) if day_first else _AMBIGUOUS
    if (m := _NAMED.match(text)) and m[2][:3].lower() in _MONTHS:
        return _day(int(m[3]), _MONTHS.index(m[2][:3].lower()) + 1, int(m[1]))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and _FIRST_SERIAL <= float(text) < _LAST_SERIAL + 1:
        return _EPOCH_1900 + timedelta(days=int(float(text)) + shift)
    return _TWO_DIGITS if _SHORT_YEAR.match(text) else _NOT_A_DAY


_CLOCK = re.compile(r"^(.*?)[T ]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|\+00:00)?$")
_CHINESE_CLOCK = re.compile(r"^(.*日)\s*(\d{1,2})\s*[时点]\s*(?:(\d{1,2})\s*分?)?()$")

_HALF_OF_DAY = re.compile(r"\s*(上午|下午)\s*(?=(\d{1,2})\D)")


def _in_24_hours(text: str) -> str:
    """Return a text with 下午4:02 as 16:02; 上午12:10 is left as it stands, as it may be of midnight or of noon."""
    match = _HALF_OF_DAY.search(text)
    if match is None or (match[1] == "上午" and int(match[2]) >= 12):
        return text
    hour = int(match[2]) + (12 if match[1] == "下午" and int(match[2]) < 12 else 0)
    return f"{text[: match.start()]} {hour}{text[match.end(2) :]}"


def _as_moment(fault: Fault) -> Fault:
    """Return what is wrong with a day, asking for its time of day as well."""
    zh, en = (text.replace("2024-03-05", "2024-03-05 14:30") for text in (fault.remedy.zh, fault.remedy.en))
    return Fault(fault.reason, Text(zh, en))


def read_moment(text: str, day_first: bool = False, shift: int = 0) -> datetime | Fault:
    """Read a day with or without a time: 2024-03-05 14:30, 2024年3月5日14时30分, 下午2:30, a serial with a fraction; no time is 00:00."""
    if re.fullmatch(r"\d{5}\.\d+", text) and _FIRST_SERIAL <= float(text) < _LAST_SERIAL + 1:
        seconds = round(float(text) % 1 * 86_400)
        return datetime(1899, 12, 30) + timedelta(days=int(float(text)) + shift, seconds=seconds)
    text = _in_24_hours(text)
    match = _CLOCK.match(text) or _CHINESE_CLOCK.match(text)
    day = read_date(match[1].strip() if match else text, day_first=day_first, shift=shift)
    if isinstance(day, Fault) or match is None:
        return _as_moment(day) if isinstance(day, Fault) else datetime(day.year, day.month, day.day)
    hour, minute, second = int(match[2]), int(match[3] or 0), int(match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return _NOT_A_MOMENT
    return datetime(day.year, day.month, day.day, hour, minute, second)


def is_month_only(text: str) -> bool:
    """Say whether a text names a month and no day."""
    return bool(_YM.match(text) or re.fullmatch(r"\d{6}", text))


def read_days(
    uniques: Sequence[str | None], read: Callable[[str], date | datetime | Fault]
) -> tuple[Days, dict[int, Fault]]:
    """Read distinct values (None: missing) by `read`: datetime64[us] with NaT, and the fault of each wrong one by position."""
    days = np.full(len(uniques), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    faults: dict[int, Fault] = {}
    for i, text in enumerate(uniques):
        found = None if text is None else read(text)
        if isinstance(found, Fault):
            faults[i] = found
        elif found is not None:
            days[i] = np.datetime64(found, "us")
    return days, faults
