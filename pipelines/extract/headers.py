"""Find the row of headers under titles and merged cells, and what each header says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.core.codelist import fold
from pipelines.core.column import Column
from pipelines.extract.grid import Cell, Grid, as_text
from pipelines.extract.numbers import COUNT_UNITS, MONEY_UNITS, unit_factor

SEARCHED_ROWS = 30
_BRACKET = re.compile(r"^(.*?)\s*[(\[]\s*(?:单位[::]?\s*)?([^()\[\]]{1,12})\s*[)\]]$", re.S)
_NEUTRAL = ("必填", "选填", "全称", "18位", "文本", "文本格式", "required")
_SHEET_UNIT = re.compile(r"单位\s*[::]\s*(百万元|万元|千元|百元|亿元|元|万人|千人|人)")


def _split_unit(header: str) -> tuple[str, str | None]:
    """Split "应发金额(万元)" into the header and its unit; the unit is None where the bracket says something else."""
    plain = unicodedata.normalize("NFKC", header).strip()
    match = _BRACKET.match(plain)
    if match is None:
        return plain, ""
    unit = match[2].strip().lower()
    if unit in _NEUTRAL:
        return match[1], ""
    return (match[1], unit) if unit in MONEY_UNITS or unit in COUNT_UNITS or unit == "%" else (plain, None)


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
    def _parts(self) -> tuple[tuple[str, str | None], ...]:
        return tuple(_split_unit(header) for header in self.headers)

    @cached_property
    def _without_unit(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for place, (name, unit) in enumerate(self._parts):
            if unit is not None and (folded := fold(name)):
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

    def find(self, folded_spellings: Sequence[str]) -> int | None:
        """Return the place of the first spelling, in the order declared, that is among the headers."""
        for spelling in folded_spellings:
            if spelling in self._whole:
                return self._whole[spelling]
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
