"""Which datasets a sheet feeds, told by its headers alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pipelines.core.codelist import CodeList, fold
from pipelines.core.dataset import Cell, Dataset, Sheet
from pipelines.core.period import parse_period
from pipelines.core.registry import collect
from pipelines.extract.called import code_in_titles, is_called
from pipelines.extract.grid import Cell as GridCell
from pipelines.extract.grid import Grid, as_text
from pipelines.extract.headers import HeaderRow, double_header_rows, header_rows
from pipelines.extract.month_heads import dated_cells, months_headed

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


@dataclass(frozen=True, slots=True)
class Near:
    """A form that nearly fits a sheet: the columns of its signature that are missing, and how many of the sheet's it would read.

    `is_untitled` where nothing but a word in the title is missing.
    """

    dataset: Dataset
    lacking: tuple[str, ...]
    grid: Grid
    headers: HeaderRow
    found: int
    is_named: bool
    is_untitled: bool = False

    @property
    def rank(self) -> tuple[bool, float, int]:
        """The larger the nearer."""
        return self.is_named, self.found / (1 + len(self.lacking)), -len(self.lacking)


@dataclass(frozen=True, slots=True)
class Match:
    """A form that fits a sheet: where each of its columns and wide columns stands."""

    dataset: Dataset
    sheet: Sheet
    columns: Mapping[str, int]
    cells: tuple[tuple[Cell, int], ...]

    @property
    def score(self) -> int:
        """How many columns of the sheet the form reads."""
        return len(self.places)

    @property
    def places(self) -> set[int]:
        """Every column of the sheet the form reads."""
        return {*self.columns.values(), *(place for _, place in self.cells)}


_BRACKETS = "([（［"  # where a unit begins


class Catalogue:
    """Every declared form and code list, folded for matching."""

    def __init__(self, datasets: Mapping[str, Dataset] | None = None) -> None:
        known = collect("pipelines.datasets", Dataset) if datasets is None else datasets
        self.forms = tuple(Form(dataset, sheet) for dataset in known.values() for sheet in dataset.sheets)
        self.codelists = collect("pipelines.codelists", CodeList)
        self.sharing = max(form.sharing for form in self.forms)
        named = [s for form in self.forms for spellings in form.spellings.values() for s in spellings]
        self.headings = frozenset((*named, *(s for form in self.forms for _, spellings in form.cells for s in spellings)))
        self._openings = frozenset(s[0] for s in self.headings)

    def match(self, headers: HeaderRow, sheet_name: str = "") -> list[Match]:
        """Return the forms that apply.

        A form is recognised when its signature is there (a year may be missing) and, for a wide form, at least one of its
        cells. Of several forms of a dataset the one with the most columns applies, except that forms which find the
        first key column in different columns of the sheet describe different things and all apply. A form that reads nothing
        but what another dataset's form reads, and less, does not apply: visits with their cases are no count of services.
        """
        found: list[Match] = []
        for form in self.forms if not self.headings.isdisjoint(headers.words) else ():
            if form.fits(headers, sheet_name) and self._is_titled(form, headers) and (match := _match(form, headers)) is not None:
                found.append(match)
        best: dict[tuple[str, int | None], Match] = {}
        for match in found:
            identity = (match.dataset.name, match.columns.get(match.dataset.key[0]))
            if identity not in best or match.score > best[identity].score:
                best[identity] = match
        chosen = list(best.values())
        return [m for m in chosen if not any(m.dataset is not n.dataset and m.places < n.places for n in chosen)]

    def _is_titled(self, form: Form, headers: HeaderRow) -> bool:
        """Say whether a column or the titles give what the form takes from a title."""
        named = form.sheet.title_is
        if not named or form.place(headers, named) is not None:
            return True
        return code_in_titles(self.codelists[form.dataset.column(named).codelist], headers.titles) is not None

    def find(self, grid: Grid) -> tuple[HeaderRow | None, list[Match]]:
        """Return the header row of a sheet, the one that matches the most columns, and the forms that apply to it."""
        best: tuple[int, HeaderRow | None, list[Match]] = (0, None, [])
        folded: dict[str, bool] = {}  # text of a cell -> whether it may be a heading: cells of data repeat
        single = header_rows(grid)
        for headers in (*single, *double_header_rows(grid, single)):
            texts = zip(headers.headers, headers.lowers or headers.headers, strict=True)
            could = sum(self._may_head(text, folded) or self._may_head(lower, folded) for text, lower in texts)
            if could * self.sharing <= best[0]:
                continue
            matches = self.match(headers, grid.name)
            score = max((m.score for m in matches), default=0)
            if score > best[0]:
                best = (score, headers, matches)
        return best[1], best[2]

    def is_heading(self, text: str) -> bool:
        """Say whether a text is a header of some form; most texts are told by their first character."""
        is_plain = "\u4e00" <= text[0] <= "\u9fff" or "0" <= text[0] <= "9"  # a character that folding leaves as it is
        return (not is_plain or text[0] in self._openings) and fold(text) in self.headings

    def _may_head(self, text: str, known: dict[str, bool]) -> bool:
        """Say whether a text may be a heading: it is one as it stands, or has a unit in brackets or English on a second line."""
        if text not in known:
            known[text] = bool(text) and (fold(text) in self.headings or any(b in text for b in _BRACKETS) or len(text.splitlines()) > 1)
        return known[text]

    def heads_a_table(self, row: Sequence[GridCell]) -> bool:
        """Say whether a row of a sheet holds the headers of a form."""
        texts = tuple(as_text(cell).strip() for cell in row)
        return sum(fold(text) in self.headings for text in texts if text) >= 2 and bool(self.match(HeaderRow(0, texts, written=(texts,))))

    def near(self, grid: Grid, stem: str = "") -> list[Near]:
        """Return the forms that come near a sheet without fitting it, the nearest first, one for each dataset.

        Nearest is first what the sheet's name, its titles or the file's name (`stem`) call it, then who reads most of its
        columns, optional ones too, for each column of the signature that is missing.
        """
        best: dict[str, Near] = {}
        for headers in header_rows(grid):
            called = fold(" ".join((grid.name, *headers.titles, stem)))
            for form in self.forms if not self.headings.isdisjoint(headers.words) else ():
                lacking = form.missing(headers)
                found = form.reads(headers) if len(lacking) < len(form.needed) else 0
                is_untitled = not lacking and _match(form, headers) is not None and not self._is_titled(form, headers)
                if form.is_dated and (months := months_headed(headers.headers)) and not form.wide(headers):  # of items that no list has
                    found, is_untitled = found + months, not lacking
                if not found or not (lacking or is_untitled):
                    continue
                lacking = lacking or [form.sheet.title_is or form.into]
                near = Near(form.dataset, tuple(lacking), grid, headers, found, is_called(form.dataset, called), is_untitled)
                if form.dataset.name not in best or near.rank > best[form.dataset.name].rank:
                    best[form.dataset.name] = near
        return sorted(best.values(), key=lambda near: near.rank, reverse=True)

    def rival(self, grid: Grid, headers: HeaderRow, matches: Sequence[Match], stem: str = "") -> Near | None:
        """Return the dataset a sheet is more likely meant for than those it fits, None where these read most of it.

        That is one which lacks a single column and would read more, where what fits leaves most of the columns unread, or is
        not what the sheet is called while the other is.
        """
        used = set().union(*(m.places for m in matches))
        called = fold(" ".join((grid.name, *headers.titles, stem)))
        if 2 * len(used) > headers.width or any(is_called(m.dataset, called) for m in matches):
            return None
        fitting = {m.dataset.name for m in matches}
        more = (n for n in self.near(grid, stem) if n.headers.row == headers.row and n.dataset.name not in fitting)
        return next((n for n in more if len(n.lacking) == 1 and not n.is_untitled and n.found > len(used)), None)


def _match(form: Form, headers: HeaderRow) -> Match | None:
    found = form.wide(headers)
    needed = form.sheet.unpivot.needed if form.sheet.unpivot else ()
    if form.cells and not (found and {*needed} <= {cell.code.rpartition("/")[2] for cell, _ in found}):
        return None
    taken = {place for _, place in found}
    columns: dict[str, int] = {}
    for name in form.spellings:
        place = form.place(headers, name)
        if place is not None and place not in taken:
            columns[name] = place
    return Match(form.dataset, form.sheet, columns, found)


@cache
def declared_catalogue() -> Catalogue:
    """Return the catalogue of the shipped declarations: they do not change while the program runs."""
    return Catalogue()
