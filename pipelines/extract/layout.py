"""A form of a sheet as it is matched: its spellings folded, where its columns stand among some headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.core.codelist import fold
from pipelines.core.dataset import Cell, Dataset, Sheet
from pipelines.core.period import parse_period
from pipelines.extract.headers import HeaderRow
from pipelines.extract.month_heads import dated_cells

_NO_NAME = re.compile(r"^(?:(?:sheet|工作表|表|table)\d*|\d{0,4}|(?:19|20)\d\d(?:0[1-9]|1[0-2]))$")
_PLACE = re.compile(r"^[a-z]*\d{5,}[a-z\d]*$|(?:乡|镇|街道|街道办|办事处|县|区|市|旗|州|盟|村|社区|苏木|农场|林场|院|室|站|中心)$")
_WHOLE = ("合计", "总计", "汇总", "总表", "汇总表", "全部", "说明", "填表说明", "total", "summary", "notes")


def says_something(sheet_name: str, is_place: bool) -> bool:
    """Say whether a sheet's name can stand for what its rows belong to: not Sheet1, not 2024年, not 汇总.

    What is a place (its column holds codes) is a code, or ends as names of places do.

    >>> says_something("冠山镇", True), says_something("Sheet1", True), says_something("全县汇总", False), says_something("人口表", True)
    (True, False, False, False)
    """
    name = fold(sheet_name)
    if _NO_NAME.match(name) or name.endswith(_WHOLE) or parse_period(sheet_name.strip()):
        return False
    return not is_place or _PLACE.search(name) is not None


@dataclass(frozen=True)
class Form:
    """A sheet form with its spellings folded once."""

    dataset: Dataset
    sheet: Sheet

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Column name -> folded headers, in the order they are tried."""
        return {
            column.name: tuple(fold(s) for s in self.sheet.headers.get(column.name, column.spellings))
            for column in self.dataset.columns
            if column.name not in self.sheet.absent
        }

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """Column name -> everything it is called anywhere, folded: the English under a Chinese header may be any of it."""
        return {
            name: frozenset((*spellings, *map(fold, self.dataset.column(name).spellings)))
            for name, spellings in self.spellings.items()
        }

    @cached_property
    def cells(self) -> tuple[tuple[Cell, tuple[str, ...]], ...]:
        """The wide columns with their folded headers."""
        wide = self.sheet.unpivot.cells if self.sheet.unpivot else ()
        return tuple((cell, tuple(fold(h) for h in cell.headers)) for cell in wide)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The signature less its year: a year may stand in a title, the sheet's name or the file's instead."""
        return tuple(c for c in self.sheet.signature if self.dataset.column(c).kind != "period")

    @cached_property
    def sharing(self) -> int:
        """How many columns, or wide columns, of the form one header can serve at most."""
        columns = Counter(spelling for spellings in self.spellings.values() for spelling in set(spellings))
        cells = Counter(spelling for _, spellings in self.cells for spelling in set(spellings))
        return max((*columns.values(), *cells.values()))

    @cached_property
    def needed_words(self) -> tuple[frozenset[str], ...]:
        """For each column of `needed` what it is called, folded."""
        return tuple(frozenset(self.spellings[name]) for name in self.needed)

    def fits(self, headers: HeaderRow, sheet_name: str) -> bool:
        """Say whether every column of the signature is among the headers, and the sheet's name is one where it must be."""
        if any(words.isdisjoint(headers.words) for words in self.needed_words):
            return False
        named = self.sheet.sheet_is
        if headers.depth != self.sheet.header_rows and not headers.is_tall:
            return False
        if named and not says_something(sheet_name, self.dataset.column(named).kind == "code"):
            return False
        if named and self.place(headers, named) is not None:  # the column itself is there
            return False
        return all(self.place(headers, c) is not None for c in self.needed)

    def missing(self, headers: HeaderRow) -> list[str]:
        """Return the titles of the signature columns that are not among the headers."""
        return [c for c in self.needed if self.place(headers, c) is None]

    def reads(self, headers: HeaderRow) -> int:
        """Return how many columns of a sheet the form would read."""
        places = {self.place(headers, name) for name in self.spellings} | {place for _, place in self.wide(headers)}
        return len(places - {None})

    def is_called(self, folded: str) -> bool:
        """Say whether a folded text has a word that this form asks for."""
        return any(word in folded for word in self.sheet.called)

    @property
    def into(self) -> str:
        """The column that wide columns fill, "" where the form has none."""
        return self.sheet.unpivot.into if self.sheet.unpivot else ""

    @property
    def is_dated(self) -> bool:
        """Whether the headers of the wide columns say their month."""
        return bool(self.sheet.unpivot and self.sheet.unpivot.is_dated)

    def wide(self, headers: HeaderRow) -> tuple[tuple[Cell, int], ...]:
        """Return the wide columns that stand among the headers, with their places."""
        found = ((cell, headers.find(spellings)) for cell, spellings in self.cells if not self.is_dated)
        return dated_cells(headers.headers, self.cells) if self.is_dated else tuple((c, place) for c, place in found if place is not None)

    def place(self, headers: HeaderRow, name: str) -> int | None:
        """Return where the column `name` stands among the headers, None where it does not."""
        return headers.find(self.spellings[name], self.known[name])
