"""What a reader may type to find a place (its name in either language, its code, the initials of its syllables) or a period."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from dashboard.places import Place
from pipelines.core.period import SPOKEN_MONTHS, parse_period

MOST_SPELLINGS = 16
ONE_READING = {"市": "s", "区": "q"}  # what places end in is read in one way
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
    """Return everything a period is found by, lower-cased, a blank between: its title, its label, the year with the part of it in words of either
    language, and the part alone.

    >>> {"2025q2", "25年二季度", "quarter2"} <= set(period_spelled("2025-Q2", "2025-Q2").split())
    True
    """
    period, year = parse_period(label), label[:4]
    coded, spoken = _PARTS[period.kind](period.start_on.month) if period and period.kind in _PARTS else ((), ())
    dated = [year + part for part in coded] + [y + part for y in (f"{year}年", f"{year[2:]}年") for part in spoken or ("",)] if period else []
    return " ".join(dict.fromkeys(word for word in (*title.lower().split(), label.lower(), *dated, *coded, *spoken) if word))


def _quarter(month: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    n = (month + 2) // 3
    return (f"q{n}", f"quarter{n}"), tuple(f"{lead}{digit}季度" for lead in ("", "第") for digit in (str(n), SPOKEN_MONTHS[n - 1]))


def _half(month: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    n = 1 if month == 1 else 2
    return (f"h{n}", f"half{n}"), ("上半年" if n == 1 else "下半年",)


def _month(month: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (), (f"{month}月", f"{SPOKEN_MONTHS[month - 1]}月")


_PARTS = {"quarter": _quarter, "half": _half, "month": _month}  # what each is called: in letters and figures, in Chinese
