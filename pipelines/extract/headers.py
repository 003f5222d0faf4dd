"""Find the row of headers under titles and merged cells, and what each header says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.core.codelist import fold
from pipelines.core.column import Column
from pipelines.extract.grid import Cell, Grid, as_text
from pipelines.extract.numbers import MONEY_UNITS, is_unit, unit_factor

SEARCHED_ROWS = 30
_BRACKET = re.compile(r"^(.*?)\s*[(\[]\s*(?:单位[::]?\s*)?([^()\[\]]{1,12})\s*[)\]]$", re.S)
_NEUTRAL = ("必填", "选填", "全称", "18位", "文本", "文本格式", "required")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHEET_UNIT = re.compile(r"单位\s*[::]\s*(百万元|万元|千元|百元|亿元|元|万人|千人|人)")


def _split_unit(header: str) -> tuple[str, str | None]:
    """Split "应发金额(万元)" or "应发金额(元)(必填)" into the header and its unit, None where the one bracket says something else."""
    plain = unicodedata.normalize("NFKC", header).strip()
    name, unit, is_cut = plain, "", False
    while match := _BRACKET.match(name):
        word = match[2].strip().lower()
        if word not in _NEUTRAL:
            if unit or not is_unit(word):
                return (name, unit) if is_cut else (plain, None)
            unit = word
        name, is_cut = match[1], True
    return name, unit


def _two_languages(header: str) -> tuple[str, str] | None:
    """Split a header of Chinese with English on the lines under it; None for every other header."""
    lines = [line.strip() for line in unicodedata.normalize("NFKC", header).splitlines() if line.strip()]
    chinese = [line for line in lines if _HAN.search(line)]
    english = lines[len(chinese) :]
    if not english or not chinese or lines[: len(chinese)] != chinese or not any(c.isalpha() for c in "".join(english)):
        return None
    return "".join(chinese), " ".join(english)


@dataclass(frozen=True)
class HeaderRow:
    """The headers of a sheet, as written, and the row (0-based) they stand in."""

    row: int
    headers: tuple[str, ...]
    titles: tuple[str, ...] = field(default=())  # the text of the rows above, one string a row

    @cached_property
    def _whole(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for place, header in enumerate(self.headers):
            if folded := fold(header):
                found.setdefault(folded, place)
        return found

    @cached_property
    def _pairs(self) -> tuple[tuple[str, str] | None, ...]:
        return tuple(_two_languages(header) for header in self.headers)

    @cached_property
    def _parts(self) -> tuple[tuple[str, str | None], ...]:
        return tuple(_split_unit(pair[0] if pair else h) for h, pair in zip(self.headers, self._pairs, strict=True))

    @cached_property
    def _in_both(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """Chinese of a header in two languages -> the places it has, each with its English."""
        found: dict[str, tuple[tuple[int, str], ...]] = {}
        for place, pair in enumerate(self._pairs):
            if pair is not None:
                chinese, english = fold(self._parts[place][0]), fold(_split_unit(pair[1])[0])
                found[chinese] = (*found.get(chinese, ()), (place, english))
        return found

    @cached_property
    def _without_unit(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for place, (name, unit) in enumerate(self._parts):
            if unit is not None and self._pairs[place] is None and (folded := fold(name)):
                found.setdefault(folded, place)
        return found

    @cached_property
    def repeated(self) -> tuple[str, ...]:
        """Headers that stand more than once; only the first is read."""
        folded = [fold(h) for h in self.headers]
        return tuple(h for i, h in enumerate(self.headers) if folded[i] and folded[i] in folded[:i])

    @cached_property
    def sheet_unit(self) -> str:
        """The unit the title rows give for the whole sheet (单位：万元), "" when they give none."""
        found = {m for title in self.titles for m in _SHEET_UNIT.findall(unicodedata.normalize("NFKC", title))}
        return found.pop() if len(found) == 1 else ""

    def label(self, place: int) -> str:
        """Return a header as messages name it: the Chinese of one in two languages, without the word that it is required."""
        pair = self._pairs[place]
        if pair is None:
            return self.headers[place]
        name, unit = self._parts[place]
        return f"{name}（{unit}）" if unit else name

    def named(self, word: str) -> int | None:
        """Return the place of the header that reads `word`, whole, without its unit, or in either language."""
        found = self.find([fold(word)])
        if found is not None:
            return found
        folded = fold(_split_unit(word)[0])
        pairs = [(p, chinese, english) for chinese, places in self._in_both.items() for p, english in places]
        return next((p for p, chinese, english in pairs if folded in (chinese, english)), None)

    def find(self, folded_spellings: Sequence[str], known: Collection[str] = ()) -> int | None:
        """Return the place of the first spelling, in the order declared, that is among the headers.

        A header of Chinese over English counts when the Chinese is one of the spellings and the English is one too, or one
        of the column's other names (`known`): both have to mean the same.
        """
        for spelling in folded_spellings:
            if spelling in self._whole:
                return self._whole[spelling]
        for spelling in folded_spellings if self._in_both else ():
            for place, english in self._in_both.get(spelling, ()):
                if english in known or english in folded_spellings:
                    return place
        for spelling in folded_spellings:
            if spelling in self._without_unit:
                return self._without_unit[spelling]
        return None

    def factor(self, place: int, column: Column) -> float | None:
        """Return what numbers of the column at `place` are multiplied by; None when its unit does not fit the column."""
        unit = self._parts[place][1] or ""
        if not unit and self.sheet_unit:
            is_money = self.sheet_unit in MONEY_UNITS
            fits = is_money if column.kind == "money" else not is_money and column.unit in ("person", "patient")
            unit = self.sheet_unit if fits else ""
        return unit_factor(column, unit)


def _row_texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(as_text(cell).strip() for cell in row)


def header_rows(grid: Grid) -> list[HeaderRow]:
    """Return every row among the first ones that could hold headers: at least two cells of text."""
    found: list[HeaderRow] = []
    titles: list[str] = []
    for place, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        written = [c for c in row if c is not None and c != ""]
        words = sum(1 for c in written if isinstance(c, str) and not c.strip().replace(".", "").isdigit())
        if words >= 2:
            found.append(HeaderRow(place, _row_texts(row), tuple(titles)))
        if written:
            titles.append(" ".join(t for t in _row_texts(row) if t))
    return found
