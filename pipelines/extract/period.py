"""Find the period of a file: a column, else the title rows, else the sheet's name, else the file's, else what was given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.core.dataset import LabelRule
from pipelines.core.period import SPOKEN_MONTHS, Period, containing_year, fiscal_year, month_end, parse_period
from pipelines.core.text import Text
from pipelines.extract.dates import CHINESE_DIGITS

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REPORTING_DAY = re.compile(r"(?:填报|填表|制表|打印|报送|上报|印发|审核|发布)(?:日期|时间)?\s*[::]?\s*\d{4}[\d年月日./ -]*")
_DOCUMENT = re.compile(r"[〔\[(]\d{4}[〕\])]\s*第?\s*\d+\s*号")
_DAY = re.compile(
    r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<yc>\d{4})\s*年\s*(?P<mc>\d{1,2})\s*月\s*(?P<dc>\d{1,2})\s*日"
    r"|(?<!\d)(?P<ys>(?:19|20)\d\d)(?P<ms>0[1-9]|1[0-2])(?P<ds>0[1-9]|[12]\d|3[01])(?!\d)"
)
_YEAR_IN_WORDS = re.compile(r"(?<![〇零○一二三四五六七八九十])([一二][〇零○一二三四五六七八九]{3})(?=\s*年)")
_ROC_YEAR = re.compile(r"(?:中华)?(?:民国|民國)\s*(\d{1,3})(?=\s*年)")
_MONTH_NAMES = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*[\s_-]+((?:19|20)\d\d)(?!\d)", re.I)
_MONTH_WORD = re.compile(rf"(?<![\d{''.join(SPOKEN_MONTHS)}第])(0?[1-9]|1[0-2]|{'|'.join(sorted(SPOKEN_MONTHS, key=len, reverse=True))})月")
_MONTH_ALONE = re.compile(r"^(0?[1-9]|1[0-2])月份?$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})"), lambda m: m[0]),
    (
        re.compile(r"(\d{4})年(\d{1,2})月?\s*(?:-|—|–|~|至|到)\s*(?:\1年)?(\d{1,2})月"),
        lambda m: f"{m[1]}-{int(m[2]):02d}..{m[1]}-{int(m[3]):02d}",
    ),
    (re.compile(r"(\d{4})年?度?前三季度"), lambda m: f"{m[1]}-01..{m[1]}-09"),
    (re.compile(r"(\d{4})年度?([上下])半年"), lambda m: f"{m[1]}年{m[2]}半年"),
    (re.compile(r"(\d{4})年?度?第?([一二三四1-4])季度"), lambda m: f"{m[1]}年{m[2]}季度"),
    (re.compile(r"(?<!\d)(\d{4})[-_ ]?([HQ][1-4])(?!\d)", re.I), lambda m: f"{m[1]}-{m[2].upper()}"),
    (re.compile(r"(?<!\d)(\d{4}|\d{2})[-/–_](\d{4}|\d{2})(?!\d)"), lambda m: f"{m[1]}-{m[2]}"),
    (_MONTH_NAMES, lambda m: f"{m[2]}-{_MONTHS.index(m[1][:3].lower()) + 1:02d}"),
    (re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月"), lambda m: f"{m[1]}-{int(m[2]):02d}"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](0?[1-9]|1[0-2])(?!\d)"), lambda m: f"{m[1]}-{int(m[2]):02d}"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(?!\d)"), lambda m: f"{m[1]}-{m[2]}"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?!\s*[人元个名户所])"), lambda m: m[1]),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A period, the words it was read from, where they stood, and what other places say that it does not hold with."""

    period: Period
    written: str
    where: Text
    others: tuple[tuple[Text, str], ...] = ()


def apply_rule(period: Period, rule: LabelRule, start_month: int) -> Period:
    """Return what a form's `label_rule` makes of a written period.

    Under `fiscal_year_ending`, year y is the site's fiscal year that ends in y: 2016 is 2015-16.
    """
    if rule == "fiscal_year_ending" and period.kind == "year" and start_month != 1:
        return fiscal_year(period.start_on.year - 1, start_month)
    return period


def read_label(text: str, rule: LabelRule, start_month: int) -> Period | None:
    """Read a period written in a cell; None when it is none, or may be a shortened one (2024.1 for 2024.10)."""
    text = re.sub(r"^(\d{4})\.0+$", r"\1", _digits(unicodedata.normalize("NFKC", text).strip()))
    if re.fullmatch(r"\d{4}\.1", text):
        return None
    if re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", text):
        text = f"{text[:4]}-{text[4:]}"
    found = parse_period(text, start_month)
    return None if found is None else apply_rule(found, rule, start_month)


def _digits(text: str) -> str:
    """Return a text with years in words (二〇二四年) and of the Republic (民国113年) in digits; both are certain."""
    text = _YEAR_IN_WORDS.sub(lambda m: m[1].translate(CHINESE_DIGITS), text)
    return _ROC_YEAR.sub(lambda m: str(int(m[1]) + 1911), text)


def _tidy(text: str) -> str:
    text = _digits(unicodedata.normalize("NFKC", text))
    return _DOCUMENT.sub(" ", _REPORTING_DAY.sub(" ", text))


def days_in(text: str) -> list[date]:
    """Return the full dates a title names, the day of filling in the form left out."""
    found = []
    for m in _DAY.finditer(_tidy(text)):
        year, month, day = (int(m[f"{part}"] or m[f"{part}c"] or m[f"{part}s"]) for part in "ymd")
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def periods_in(text: str, start_month: int) -> list[tuple[Period, str]]:
    """Return the distinct periods a title or a name speaks of, with the words; a full date counts only as a year's last day."""
    found: dict[Period, str] = {}
    for day in days_in(text):
        year = containing_year(day, start_month)
        if year.end_on == day:
            found.setdefault(year, day.isoformat())
    rest = _DAY.sub(" ", _tidy(text))
    for pattern, label_of in _PATTERNS:
        for match in list(pattern.finditer(rest)):
            period = parse_period(label_of(match), start_month)
            if period is not None:
                found.setdefault(period, match[0])
                rest = rest.replace(match[0], " ", 1)
    return list(found.items())


@dataclass(frozen=True, slots=True)
class Said:
    """What titles say of time: periods, full days, and the numbers of months, also of those without a year."""

    periods: frozenset[Period]
    days: frozenset[date]
    months: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.periods or self.days or self.months)

    def differs(self, other: Said, is_of_day: bool) -> bool:
        """Say whether these titles say a period that others do not; days count only where a table is of a day."""
        if self.periods or (is_of_day and self.days):
            return not self.periods <= other.periods or (is_of_day and not self.days <= other.days)
        return not self.months <= other.months

    def is_certain(self, is_of_day: bool) -> bool:
        """Say whether the titles name one period, or one day where a table is of a day."""
        return len(self.periods) == 1 or (is_of_day and len(self.days) == 1)


def said_by(titles: Sequence[str], start_month: int) -> Said:
    """Return what titles say of time; a month without its year (2月工资表) is a month, and no period."""
    periods = frozenset(period for title in titles for period, _ in periods_in(title, start_month))
    alone = {number for title in titles for m in _MONTH_WORD.finditer(_DAY.sub(" ", _tidy(title))) if (number := _month_number(m[1]))}
    months = alone | {p.start_on.month for p in periods if p.kind == "month"}
    return Said(periods, frozenset(day for title in titles for day in days_in(title)), frozenset(months))


def _month_number(written: str) -> int:
    return SPOKEN_MONTHS.index(written) + 1 if written in SPOKEN_MONTHS else int(written)


def find_period(sources: Sequence[tuple[Text, str]], rule: LabelRule, start_month: int) -> Found | None:
    """Return the period of the first source that names exactly one; a source naming two is passed over.

    `others` of what was found are later sources that name another one: neither lies within the other.
    """
    named = [(where, found[0]) for where, text in sources if len(found := periods_in(text, start_month)) == 1]
    if not named:
        return None
    where, (period, written) = named[0]
    others = tuple((place, other.label) for place, (other, _) in named[1:] if not _holds_with(period, other))
    return Found(apply_rule(period, rule, start_month), written, where, others)


def _holds_with(period: Period, other: Period) -> bool:
    first, last = sorted((period, other), key=lambda p: p.months)
    return last.start_on <= first.start_on and first.end_on <= last.end_on


def dated_by_folder(path: Path) -> str:
    """Return what a file is called together with its folder where only that says the month, or its year; "" for every other file.

    >>> dated_by_folder(Path("2024年/3月.xlsx")), dated_by_folder(Path("2024年03月/巴嘎乡工资.xlsx"))
    ('2024年3月', '2024年03月 巴嘎乡工资')
    """
    folder, month, years = path.parent.name, _MONTH_ALONE.match(path.stem), set(_YEAR.findall(path.parent.name))
    if month and len(years) == 1:
        return f"{years.pop()}年{int(month[1])}月"
    is_month = [period.kind for period, _ in periods_in(folder, 1)] == ["month"]
    return f"{folder} {path.stem}" if is_month and not periods_in(path.stem, 1) and not month else ""


def find_day(titles: Sequence[str]) -> date | None:
    """Return the one full date the title rows name, None when there is none or there are two."""
    found = {day for title in titles for day in days_in(title)}
    return found.pop() if len(found) == 1 else None


def span_label(start: date, end: date, start_month: int) -> str:
    """Return the label of a span of days: a month, a year of the site, a calendar year, else its months.

    >>> span_label(date(2023, 1, 1), date(2023, 6, 30), 1)
    '2023-01..2023-06'
    """
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    year = containing_year(start, start_month)
    if (year.start_on, year.end_on) == (start, end):
        return year.label
    if start == date(start.year, 1, 1) and end == month_end(start.year, 12):
        return str(start.year)
    return f"{start:%Y-%m}..{end:%Y-%m}"
