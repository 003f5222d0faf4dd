"""What a reader may type to find a place (its name in either language, its code, the initials of its syllables) or a period."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice, product

from dashboard.places import Place
from pipelines.core.period import SPOKEN_MONTHS, Period, parse_period
from pipelines.core.text import Text

MOST_SPELLINGS = 16
APRIL = 4  # some month but the first: 2022-23 is read as a year
ONE_READING = {"市": "s", "区": "q"}  # what places end in is read in one way
PLACE_TYPED = Text("可输入名称、拼音首字母或代码", "Type a name or a code")  # said where nothing is found
PERIOD_TYPED = Text("有 {years} 年的时期。可输入 {zh}", "There are periods of {years}. Type {en}")
ONE_PERIOD = Text("只有全部时期可选", "There is only the whole span")
_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=20_000)
def initials(name: str) -> tuple[str, ...]:
    """Return the initials of the syllables of a Chinese name, nothing for a name without Chinese.

    A character of several readings is typed by either of them (长 of 长治 is read chang, of 长子 zhang): each makes a spelling of its own,
    the one of the word list first. That list takes a third of a second to read, so only a site with Chinese names reads it.

    >>> initials("阳泉市"), "czs" in initials("长治市"), initials("North West")
    (('yqs',), True, ())
    """
    if not _HAN.search(name):
        return ()
    from pypinyin import Style, lazy_pinyin, pinyin

    usual = "".join(part[:1] for part in lazy_pinyin(name, style=Style.NORMAL, errors=list)).lower()
    read = [dict.fromkeys(part[:1].lower() for part in pinyin(c, style=Style.NORMAL, heteronym=True)[0]) for c in name]
    letters = [dict.fromkeys(ONE_READING[c]) if c in ONE_READING else found for c, found in zip(name, read, strict=True)]
    spellings = ("".join(made) for made in islice(product(*letters), MOST_SPELLINGS))
    return tuple(islice(dict.fromkeys([usual, *spellings]), MOST_SPELLINGS))


def spelled(place: Place) -> str:
    """Return everything a place is found by, lower-cased, a blank between: both names, the initials, the code."""
    english = place.name.en.lower()
    parts = (place.name.zh.lower(), english, english.replace(" ", ""), *initials(place.name.zh), place.code)
    return " ".join(dict.fromkeys(part for part in parts if part))


def period_spelled(label: str, title: str) -> str:
    """Return everything a period is found by, lower-cased, a blank between: its title, its label, the year with the part of it in words and figures
    of either language, and the part alone. Last year is none of them: of whose clock, and of what day's data, nobody could see.

    >>> {"2025q2", "q22025", "25年二季度", "2025二季度", "quarter2"} <= set(period_spelled("2025-Q2", "2025-Q2").split())
    True
    >>> {"2023/24", "2023-2024", "2024", "fy2023-24", "2023-24年度"} <= set(period_spelled("2023-24", "2023-24").split())
    True
    >>> {"202506", "2025年6月", "2025/6", "june", "2025jun"} <= set(period_spelled("2025-06", "2025-06").split())
    True
    """
    period, year = parse_period(label) or parse_period(label, APRIL), label[:4]
    if period and period.kind == "fiscal_year":
        return " ".join(dict.fromkeys((*title.lower().split(), label, *_fiscal(period.start_on.year))))
    coded, spoken = _PARTS[period.kind](period.start_on.month) if period and period.kind in _PARTS else ((), ())
    years = (f"{year}年", year, f"{year[2:]}年") if spoken else (f"{year}年", f"{year}年度", f"{year[2:]}年")
    dated = [f"{year}{part}" for part in coded] + [f"{part}{year}" for part in coded] + [y + part for y in years for part in spoken or ("",)]
    figures = [year + part for part in _figures(period.start_on.month)] if period and period.kind == "month" else []
    said = (*title.lower().split(), label.lower(), *(dated if period else ()), *figures, *coded, *spoken)
    return " ".join(dict.fromkeys(word for word in said if word))


def may_type(name: str, periods: Iterable[str]) -> Text:
    """Return what may be typed for a place or a period: of periods which years there are, and the newest of each kind the site holds, as people
    write it.

    >>> may_type("period", ["2030", "2031", "2031-H1", "2031-06"]).zh
    '有 2030 至 2031 年的时期。可输入 2031、2031上半年、2031年6月、203106'
    """
    if name != "period":
        return PLACE_TYPED
    found = _read(periods)
    newest = {period.kind: period for period in sorted(found, key=lambda period: period.start_on)}
    said = [pair for kind in TYPED if kind in newest for pair in TYPED[kind](newest[kind])]
    if not said:
        return ONE_PERIOD
    return PERIOD_TYPED.format(years=years_held(periods), zh="、".join(zh for zh, _ in said), en=", ".join(en for _, en in said))


def years_held(periods: Iterable[str]) -> Text | None:
    """Return the first year and the last that periods lie in, None where they are of no year.

    >>> years_held(["2031-06", "2030", "2031-H1"]).en, years_held(["2030-Q1"]).zh, years_held(["all"])
    ('2030 to 2031', '2030', None)
    """
    found = _read(periods)
    if not found:
        return None
    ends = min(found, key=lambda period: period.start_on), max(found, key=lambda period: period.end_on)
    years = dict.fromkeys(period.label if period.kind == "fiscal_year" else period.label[:4] for period in ends)
    return Text(" 至 ".join(years), " to ".join(years))


def _read(periods: Iterable[str]) -> list[Period]:
    return [period for label in periods if (period := parse_period(label, APRIL)) is not None]


def _month_typed(period: Period) -> list[tuple[str, str]]:
    year, month = period.start_on.year, period.start_on.month
    return [(f"{year}年{month}月", f"{month_name[month]} {year}"), (f"{year}{month:02d}",) * 2]


TYPED: Mapping[str, Callable[[Period], list[tuple[str, str]]]] = {
    "year": lambda period: [(period.label,) * 2],
    "fiscal_year": lambda period: [(period.label,) * 2],
    "half": lambda period: [(period.label[:4] + ("上半年" if period.label.endswith("1") else "下半年"), f"{period.label[-2:]} {period.label[:4]}")],
    "quarter": lambda period: [(period.label.replace("-", ""), f"{period.label[-2:]} {period.label[:4]}")],
    "month": _month_typed,
}


def _fiscal(start: int) -> tuple[str, ...]:
    """Return how a year that ends in the next is written: both years, or either of them."""
    end = start + 1
    both = [f"{start}{sign}{last}" for sign in "-/" for last in (f"{end % 100:02d}", f"{end}")]
    either = [f"{year}{word}" for year in (start, end) for word in ("", "年", "年度")]
    return (*both, *(f"fy{year}" for year in (*both, start, end)), *(f"{year}年度" for year in both), *either)


def _quarter(month: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    n = (month + 2) // 3
    return (f"q{n}", f"quarter{n}"), tuple(f"{lead}{digit}季度" for lead in ("", "第") for digit in (str(n), SPOKEN_MONTHS[n - 1]))


def _half(month: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    n = 1 if month == 1 else 2
    return (f"h{n}", f"half{n}", ("firsthalf", "secondhalf")[n - 1]), ("上半年" if n == 1 else "下半年",)


def _month(month: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    name = month_name[month].lower()
    return tuple(dict.fromkeys((name, name[:3]))), (f"{month}月", f"{SPOKEN_MONTHS[month - 1]}月")


def _figures(month: int) -> tuple[str, ...]:
    """Return how the figures of a month are written behind those of its year."""
    two, mark = f"{month:02d}", dict.fromkeys((f"{month}", f"{month:02d}"))
    return (two, *(sign + m for sign in ("/", ".", "-") for m in mark), f"年{two}月")


_PARTS = {"quarter": _quarter, "half": _half, "month": _month}  # what each is called: in letters and figures, in Chinese
