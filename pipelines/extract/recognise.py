"""Which datasets a sheet feeds, told by its headers alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.core.codelist import CodeList, fold
from pipelines.core.dataset import Cell, Dataset, Sheet
from pipelines.core.registry import collect
from pipelines.core.text import Text
from pipelines.extract.called import code_in_titles, is_called, is_named_by
from pipelines.extract.grid import Cell as GridCell
from pipelines.extract.grid import Grid, as_text
from pipelines.extract.headers import HeaderRow, double_header_rows, header_rows
from pipelines.extract.layout import Form
from pipelines.extract.month_heads import months_headed


@dataclass(frozen=True, slots=True)
class Near:
    """A form that nearly fits a sheet: the columns of its signature that are missing, and how many of the sheet's it would read.

    `is_untitled` where nothing but a word in the title is missing; `form` is then what it would be where most columns are not
    read and nothing calls it so.
    """

    dataset: Dataset
    lacking: tuple[str, ...]
    grid: Grid
    headers: HeaderRow
    found: int
    is_named: bool
    is_untitled: bool = False
    form: Text | None = None

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
        self.datasets = tuple(known.values())
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
        found = [m for m in found if not m.sheet.called or self._stands(m, found, headers, sheet_name)]
        best: dict[tuple[str, int | None], Match] = {}
        for match in found:
            identity = (match.dataset.name, match.columns.get(match.dataset.key[0]))
            if identity not in best or match.score > best[identity].score:
                best[identity] = match
        chosen = list(best.values())
        return [m for m in chosen if not any(m.dataset is not n.dataset and m.places < n.places for n in chosen)]

    def _stands(self, match: Match, found: Sequence[Match], headers: HeaderRow, sheet_name: str) -> bool:
        """Say whether a form that asks to be called so applies: nothing else does, and it is, or most columns are read and nothing is."""
        if any(other.dataset is not match.dataset and not other.dataset.is_private for other in found):
            return False
        names = (sheet_name, *headers.titles)
        if any(word in fold(" ".join(names)) for word in match.sheet.called):
            return True
        return 2 * match.score > headers.width and not any(is_named_by(d, names) for d in self.datasets if d is not match.dataset)

    def _is_titled(self, form: Form, headers: HeaderRow) -> bool:
        """Say whether a column or the titles give what the form takes from a title."""
        named = form.sheet.title_is
        if not named or form.place(headers, named) is not None:
            return True
        return code_in_titles(self.codelists[form.dataset.column(named).codelist], headers.titles) is not None

    def find(self, grid: Grid) -> tuple[HeaderRow | None, list[Match]]:
        """Return the header row of a sheet, the one that matches the most columns, and the forms that apply to it.

        Of two tables of one dataset it is the upper one's: the lower is then told, and no row above it is taken for a title.
        """
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
            if score > best[0] and not _is_of_next_table(grid, best[1], best[2], headers, matches):
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
                is_uncalled = not lacking and bool(form.sheet.called) and _match(form, headers) is not None
                if not found or not (lacking or is_untitled or is_uncalled):
                    continue
                lacking = lacking or [form.sheet.title_is or form.into]
                named = is_called(form.dataset, called) or form.is_called(called)
                title = form.sheet.title if is_uncalled else None
                near = Near(form.dataset, tuple(lacking), grid, headers, found, named, is_untitled or is_uncalled, title)
                if form.dataset.name not in best or near.rank > best[form.dataset.name].rank:
                    best[form.dataset.name] = near
        return sorted(best.values(), key=lambda near: near.rank, reverse=True)

    def rival(self, grid: Grid, headers: HeaderRow, matches: Sequence[Match], stem: str = "") -> Near | None:
        """Return the dataset a sheet is more likely meant for than those it fits, None where these read most of it.

        That is one which the sheet's name or a title names, or which lacks a single column and would read more where what fits
        leaves most of the columns unread; never where what fits is what the sheet is called.
        """
        used = set().union(*(m.places for m in matches))
        called = fold(" ".join((grid.name, *headers.titles, stem)))
        if any(is_called(m.dataset, called) for m in matches):
            return None
        fitting = {m.dataset.name for m in matches}
        names = (grid.name, *headers.titles)
        named = {d.name for d in self.datasets if is_named_by(d, names)}
        if 2 * len(used) > headers.width and not named:
            return None
        least = 0 if all(m.dataset.is_private for m in matches) else len(used)
        more = [n for n in self.near(grid, stem) if n.headers.row == headers.row and n.dataset.name not in fitting and not n.is_untitled]
        told = next((n for n in more if n.dataset.name in named and n.found >= least), None)
        if told is not None or 2 * len(used) > headers.width:
            return told
        return next((n for n in more if len(n.lacking) == 1 and n.found > len(used)), None)


def _is_of_next_table(
    grid: Grid, above: HeaderRow | None, fitting: Sequence[Match], below: HeaderRow, matches: Sequence[Match]
) -> bool:
    """Say whether headers stand under a table of the same dataset, which has headers and rows of its own."""
    if above is None or {m.dataset.name for m in fitting}.isdisjoint(m.dataset.name for m in matches):
        return False
    between = grid.rows[above.first : max(below.row, above.first)]
    return any(2 * sum(1 for cell in row if cell is not None and as_text(cell).strip()) > above.width for row in between)


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
