"""Headers that say month and item at once, 2022年1月基本工资: which month, which item, and the wide columns they make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipelines.core.codelist import fold
from pipelines.core.dataset import Cell
from pipelines.core.period import SPOKEN_MONTHS

_MONTH = re.compile(
    r"^(?:((?:19|20)\d{2})\s*(?:年度?|[-./])\s*)?(?:(1[0-2]|0?[1-9])|(十[一二]?|[一二三四五六七八九]))(?:\s*月份?|(?=[\s\u3400-\u9fff]))(.*)$", re.S
)
_SPOKEN = {word: number for number, word in enumerate(SPOKEN_MONTHS, start=1)}
_BETWEEN = " \t\n的_-:：·"


def split_month(header: str) -> tuple[str, str] | None:
    """Split a header that begins with a month into the month (2022-01, or 01 where no year is said) and the item; None for others.

    >>> split_month("2022年1月基本工资"), split_month("1月应发"), split_month("2022-01 岗位补助"), split_month("基本工资")
    (('2022-01', '基本工资'), ('01', '应发'), ('2022-01', '岗位补助'), None)
    """
    plain = unicodedata.normalize("NFKC", header).strip()
    found = _MONTH.match(plain)
    if found is None or not (found[1] or "月" in plain):
        return None
    number = int(found[2]) if found[2] else _SPOKEN[found[3]]
    return f"{found[1]}-{number:02d}" if found[1] else f"{number:02d}", found[4].strip(_BETWEEN)


def dated_cells(headers: Sequence[str], cells: Iterable[tuple[Cell, tuple[str, ...]]]) -> tuple[tuple[Cell, int], ...]:
    """Return the wide columns among `headers` whose item is one of `cells` (each with its folded headers), with their places.

    The code of each begins with its month: `2022-01/base`, or `2022-01` alone where the item has no code.
    """
    known: dict[str, list[Cell]] = {}
    for cell, spellings in cells:
        for spelling in spellings:
            known.setdefault(spelling, []).append(cell)
    found: list[tuple[Cell, int]] = []
    for place, header in enumerate(headers):
        said = split_month(header)
        for cell in _named(said[1], known) if said else ():
            found.append((replace(cell, code=f"{said[0]}/{cell.code}" if cell.code else said[0]), place))
    return tuple(found)


def _named(item: str, known: Mapping[str, Sequence[Cell]]) -> Sequence[Cell]:
    return known.get(fold(item)) or known.get(fold(re.sub(r"\((?:单位[::]?)?元\)$", "", item)), ())


def months_said(cells: Iterable[tuple[Cell, int]]) -> list[str]:
    """Return the distinct months that wide columns are dated by, in order; those without a year first."""
    return sorted({cell.code.partition("/")[0] for cell, _ in cells}, key=lambda month: (len(month), month))


def has_years(cells: Iterable[tuple[Cell, int]]) -> bool:
    """Say whether the headers of all wide columns say the year of their month."""
    return all(len(month) > 2 for month in months_said(cells))


def months_headed(headers: Iterable[str]) -> int:
    """Return how many headers are of a month and an item, 0 where a single one is."""
    count = sum(bool(said and said[1]) for said in map(split_month, headers))
    return count if count > 1 else 0
