"""Find the row of headers under titles and merged cells, and what each header says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pipelines.core.codelist import fold
from pipelines.core.column import Column
from pipelines.extract.grid import Cell, Grid, as_text
from pipelines.extract.numbers import MONEY_UNITS, is_unit, unit_factor

SEARCHED_ROWS = 30
_BRACKET = re.compile(r"^(.*?)\s*[(\[]\s*(?:单位[::]?\s*)?([^()\[\]]{1,12})\s*[)\]]$", re.S)
_NEUTRAL = ("必填", "有号必填", "选填", "全称", "18位", "文本", "文本格式", "required")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHEET_UNIT = re.compile(r"单位\s*[::]\s*(百万元|万元|千元|百元|亿元|元|万人|千人|人)")


def _split_unit(header: str) -> tuple[str, str | None]:
    """Split "应发金额(万元)" or "应发金额(元，必填)" into the header and its unit; the unit is None where the bracket says something else."""
    plain = unicodedata.normalize("NFKC", header).strip()
    match = _BRACKET.match(plain)
    if match is None:
        return plain, ""
    words = [word.strip().lower() for word in re.split("[,、]", match[2])]
    units = [word for word in words if word not in _NEUTRAL]
    if len(units) > 1 or not all(map(is_unit, units)):
        return plain, None
    return match[1], "".join(units)


def _two_languages(header: str) -> tuple[str, str] | None:
    """Split a header of Chinese with English on the lines under it; None for every other header."""
    lines = [line.strip() for line in unicodedata.normalize("NFKC", header).splitlines() if line.strip()]
    chinese = [line for line in lines if _HAN.search(line)]
    english = lines[len(chinese) :]
    if not english or not chinese or lines[: len(chinese)] != chinese or not any(c.isalpha() for c in "".join(english)):
        return None
    return "".join(chinese), " ".join(english)


def _split_header(header: str) -> tuple[str, str | None]:
    """Split a header, or an upper and a lower one joined by a blank, into its words and its unit; the lower's unit goes first."""
    name, unit = _split_unit(header)
    upper, _, lower = header.partition(" ")
    if unit or not lower:
        return name, unit
    over, given = _split_unit(upper)
    return (f"{over} {lower}", given) if given else (name, unit)


@dataclass(frozen=True)
class HeaderRow:
    """The headers of a sheet, as written, and the row (0-based) they begin in.

    `depth` is 2 where headers stand over others: `headers` then joins upper and lower, `lowers` holds the lower alone.
    `written` are the texts of the rows themselves.
    """

    row: int
    headers: tuple[str, ...]
    titles: tuple[str, ...] = field(default=())  # the text of the rows above, one string a row
    depth: Literal[1, 2] = 1
    lowers: tuple[str, ...] = ()
    written: tuple[tuple[str, ...], ...] = ()

    @property
    def first(self) -> int:
        """The row (0-based) under the headers."""
        return self.row + self.depth

    @cached_property
    def _whole(self) -> Mapping[str, int]:
        return _first_places(self.headers)

    @cached_property
    def _lower(self) -> Mapping[str, int]:
        """The lower headers that stand once: the same word under two uppers says nothing by itself."""
        return _only_places(self.lowers)

    @cached_property
    def _pairs(self) -> tuple[tuple[str, str] | None, ...]:
        return tuple(_two_languages(header) if self.depth == 1 else None for header in self.headers)

    @cached_property
    def _parts(self) -> tuple[tuple[str, str | None], ...]:
        if self.depth == 2:
            return tuple(_split_header(header) for header in self.headers)
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
        parts = zip(self._parts, self._pairs, strict=True)
        return _first_places([name if unit is not None and pair is None else "" for (name, unit), pair in parts])

    @cached_property
    def _lower_without_unit(self) -> Mapping[str, int]:
        parts = [_split_unit(lower) for lower in self.lowers]
        return _only_places([name if unit is not None else "" for name, unit in parts])

    @cached_property
    def words(self) -> frozenset[str]:
        """Everything, folded, that `find` can find a header of the row by: most rows are data and have none of a form's."""
        return frozenset((*self._whole, *self._in_both, *self._lower, *self._without_unit, *self._lower_without_unit))

    @property
    def width(self) -> int:
        """How many columns have a header."""
        return sum(1 for header in self.headers if header)

    @cached_property
    def again(self) -> Mapping[int, int]:
        """Places of headers that stood before -> the place where they stood first."""
        return {i: first for i, h in enumerate(self.headers) if (first := self._whole.get(fold(h), i)) != i}

    @cached_property
    def is_tall(self) -> bool:
        """Say whether two rows of headers are surely two: one at least is merged over both."""
        return any(low and high == low for high, low in zip(*self.written, strict=False)) if self.depth == 2 else False

    @cached_property
    def repeated(self) -> tuple[str, ...]:
        """Headers that stand more than once; only the first is read."""
        return tuple(self.headers[place] for place in self.again)

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
        if (place := _first(folded_spellings, self._whole)) is not None:
            return place
        for spelling in folded_spellings if self._in_both else ():
            for place, english in self._in_both.get(spelling, ()):
                if english in known or english in folded_spellings:
                    return place
        for there in (self._lower, self._without_unit, self._lower_without_unit):
            if (place := _first(folded_spellings, there)) is not None:
                return place
        return None

    def factor(self, place: int, column: Column) -> float | None:
        """Return what numbers of the column at `place` are multiplied by; None when its unit does not fit the column."""
        unit = self._parts[place][1] or ""
        if not unit and self.sheet_unit:
            is_money = self.sheet_unit in MONEY_UNITS
            fits = is_money if column.kind == "money" else not is_money and column.unit in ("person", "patient")
            unit = self.sheet_unit if fits else ""
        return unit_factor(column, unit)


def _first(spellings: Sequence[str], places: Mapping[str, int]) -> int | None:
    return next((places[spelling] for spelling in spellings if spelling in places), None)


def _first_places(headers: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        if folded := fold(header):
            found.setdefault(folded, place)
    return found


def _only_places(headers: Sequence[str]) -> dict[str, int]:
    counts = Counter(fold(header) for header in headers)
    return {folded: place for folded, place in _first_places(headers).items() if counts[folded] == 1}


def _row_texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(as_text(cell).strip() for cell in row)


def _holds_headers(row: Sequence[Cell]) -> bool:
    """Say whether a row could hold headers: at least two cells of text that are no numbers."""
    return sum(1 for c in row if isinstance(c, str) and c.strip() and not c.strip().replace(".", "").isdigit()) >= 2


def header_rows(grid: Grid) -> list[HeaderRow]:
    """Return every row among the first ones that could hold headers."""
    found: list[HeaderRow] = []
    titles: list[str] = []
    for place, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        texts = _row_texts(row)
        if _holds_headers(row):
            found.append(HeaderRow(place, texts, tuple(titles), written=(texts,)))
        if any(texts):
            titles.append(" ".join(t for t in texts if t))
    return found


def double_header_rows(grid: Grid, uppers: Sequence[HeaderRow]) -> Iterator[HeaderRow]:
    """Yield every pair of rows that could be headers over headers; `uppers` are the rows that could be the upper one."""
    return (_under(upper, _row_texts(grid.rows[upper.row + 1])) for upper in uppers if _has_under(grid, upper))


def _has_under(grid: Grid, upper: HeaderRow) -> bool:
    return upper.row + 1 < len(grid.rows) and _holds_headers(grid.rows[upper.row + 1])


def _under(upper: HeaderRow, below: tuple[str, ...]) -> HeaderRow:
    """Join two rows of headers: an upper one, merged or written once, reaches over the lower ones to the next upper."""
    width = max(len(upper.headers), len(below))
    above = [*upper.headers, *[""] * (width - len(upper.headers))]
    lowers = [*below, *[""] * (width - len(below))]
    joined, reach = [], ""
    for high, low in zip(above, lowers, strict=True):
        reach = high or reach
        is_tall = not low or fold(low) == fold(reach)
        joined.append((high if is_tall else f"{reach} {low}").strip())
        reach = "" if is_tall else reach  # what stands alone over its column does not reach over the next
    return HeaderRow(upper.row, tuple(joined), upper.titles, 2, tuple(lowers), (upper.headers, below))


def headers_at(grid: Grid, row: int, titles: tuple[str, ...], depth: Literal[1, 2]) -> HeaderRow:
    """Return the headers that stand in a row, or in it and the one below, under these titles."""
    texts = _row_texts(grid.rows[row])
    upper = HeaderRow(row, texts, titles, written=(texts,))
    return upper if depth == 1 else _under(upper, _row_texts(grid.rows[row + 1]))
