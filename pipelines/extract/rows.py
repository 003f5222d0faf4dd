"""Which rows under the headers are data, and which are left out by rule: blanks, totals, examples, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.core.codelist import CodeList, fold
from pipelines.extract.draft import Job
from pipelines.extract.grid import Cell, Grid, Positions, as_text
from pipelines.extract.headers import HeaderRow
from pipelines.extract.recognise import Catalogue, Match

MOST_WORDS = 3  # in a total whose label is not its first cell: of which place, the label, perhaps a remark
SHORTEST_ID = 15
_TOTALS = ("合计", "总计", "小计", "共计", "累计", "total")  # 全县合计 and Grand total end so as well
_TOTAL_AND_MORE = re.compile(r"(?:合计|总计|小计|共计)(?:\(.*\)|[::].*|人民币.*|\d+[人名户所个元]?)$")  # 合计(2人), 合计人民币(大写):叁佰元整
_TOTAL_WORDS = frozenset(("合计", "总计", "小计", "共计", "累计", "合  计", "合 计", "小 计", "总 计", "Total", "total", "TOTAL"))
_WHOLE = frozenset(("全县", "全市", "全区", "全乡", "全镇", "全州", "总数"))  # with nothing else beside it
_AVERAGES = frozenset(("平均", "均值", "人均", "平均值", "平均数", "average", "mean"))
_MAYBE_TOTAL = re.compile("[计全总均]|total|average|mean", re.I)
_EXAMPLE = re.compile(r"^\s*(?:示例|例如|样例|范例|填写示例|例\s*[:：]|example\b|e\.g\.)", re.I)
_NOTE = re.compile(
    r"^\s*(?:注\s*[:：]|备注\s*[:：]|说明\s*[:：]|填表说明|填报说明|填表人|填报人|制表|审核|单位负责人|负责人\s*[:：]|联系电话|数据来源"
    r"|note|source\b)",
    re.I,
)
_CAPTION = re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{3,} [A-Za-z]{3,}")  # words, no code
_COLUMN_NUMBERS = re.compile(r"^(?:[甲乙丙丁戊]|[(（]?\d{1,2}[)）]?)$")


def _is_numbering(written: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: 甲 乙 1 2 3."""
    if len(written) < 3 or not all(_COLUMN_NUMBERS.match(text) for text in written):
        return False
    numbers = [int(re.sub(r"\D", "", text)) for text in written if text[-1] not in "甲乙丙丁戊"]
    return len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows under the headers, by place (0-based): of data, and of totals; `ignored` counts all others.

    `second` is where another table begins; nothing from there on is data.
    """

    data: Positions
    totals: tuple[int, ...]
    ignored: int
    second: int | None = None


@dataclass(frozen=True)
class _Sorter:
    """Tells data from what is left out."""

    headers: HeaderRow
    lists: Mapping[int, CodeList]
    catalogue: Catalogue
    ids: Sequence[int]  # where ID numbers stand
    figures: Set[int]  # where numbers and days stand: the word total there is no label
    persons: Sequence[int] = ()  # where ID numbers and names stand
    payees: Sequence[int] = ()  # where a row says that it is of no person

    def is_total(self, place: int, text: str) -> bool:
        """A total, unless the column's own code list knows the word (合计 is an age band)."""
        if _MAYBE_TOTAL.search(text) is None:
            return False
        word = fold(text)
        is_label = word.endswith(_TOTALS) or word in _WHOLE or _TOTAL_AND_MORE.search(word) is not None
        return is_label and not self._knows(place, word)

    def _knows(self, place: int, word: str) -> bool:
        return place in self.lists and word in self.lists[place].by_spelling

    def is_total_further_on(self, row: Sequence[Cell]) -> bool:
        """Say whether a later cell of a row is nothing but the word total, where no code list knows it: 某乡, 小计, 12.

        A total says little else: a row full of words is somebody's, whatever got into one of its cells. In a sheet of persons a row that
        names nobody and says total is one, also where the code list of its column knows the word (the total of somebody's pay).
        """
        if self.persons and not any(_filled(row, place) for place in (*self.persons, *self.payees)):
            return any(row[i] in _TOTAL_WORDS and i not in self.figures for i in range(len(row)))
        words = [i for i, c in enumerate(row) if isinstance(c, str) and c.strip() and not c.strip().replace(".", "").isdigit()]
        if len(words) > MOST_WORDS or self.is_somebody(row):
            return False
        return any(row[i] in _TOTAL_WORDS and i not in self.figures and not self._knows(i, fold(str(row[i]))) for i in words)

    def is_headed(self, row: Sequence[Cell]) -> bool:
        """Say whether a row opens with a header and has another: headers, written again or of another table."""
        said = [as_text(cell).strip() for cell in row if cell is not None and as_text(cell).strip()]
        return len(said) > 1 and self.catalogue.is_heading(said[0])

    def is_somebody(self, row: Sequence[Cell]) -> bool:
        """Say whether a row has an ID number: then it is a person's, even where the name reads total."""
        return any(place < len(row) and row[place] is not None and len(as_text(row[place]).strip()) >= SHORTEST_ID for place in self.ids)

    def kind(self, row: Sequence[Cell], is_first: bool) -> Literal["total", "ignored", "data", "unsure", "second"]:
        """Say what a row is by how it opens; "data" when every row that opens with the same first cell is."""
        place = _opening(row)
        if place < 0:
            return "ignored"
        if not isinstance(row[place], str):
            return "unsure"
        text = str(row[place]).strip()
        if self.is_total(place, text):
            return "unsure" if self.is_somebody(row) else "total"
        if _EXAMPLE.match(text) or (_MAYBE_TOTAL.search(text) and fold(text) in _AVERAGES):
            return "ignored"
        if is_first and _is_numbering([as_text(c).strip() for c in row if c is not None and c != ""]):
            return "ignored"
        if _NOTE.match(text):
            written = sum(1 for cell in row if cell is not None and cell != "")
            return "ignored" if written <= max(3, sum(1 for h in self.headers.headers if h) // 2) else "unsure"
        if any(place < len(w) and text == w[place] for w in self.headers.written):
            said = tuple(as_text(c).strip() for c in row if c)
            again = any(said == tuple(h for h in written if h) for written in self.headers.written)
            if again:
                return "ignored"
        if self.catalogue.is_heading(text):
            return "second" if self.catalogue.heads_a_table(row) else "unsure"
        return "data" if place == 0 else "unsure"


def _is_caption(grid: Grid, above: int, headers: int) -> bool:
    """Say whether a row is the title of a table whose headers follow below it: words in one cell, and but blank rows between."""
    said = [cell for cell in grid.rows[above] if cell is not None and as_text(cell).strip()]
    if len(said) != 1 or not isinstance(said[0], str) or not _CAPTION.search(said[0]):
        return False
    return all(_opening(grid.rows[number]) < 0 for number in range(above + 1, headers))


def is_caption_text(text: str) -> bool:
    """Say whether a text has words, as the title of a table has."""
    return _CAPTION.search(text) is not None


def is_note(text: str) -> bool:
    """Say whether a text is a note under a table: a remark, who filled it in, where it is from."""
    return _NOTE.match(text) is not None


def _filled(row: Sequence[Cell], place: int) -> bool:
    return place < len(row) and row[place] is not None and bool(as_text(row[place]).strip())


def _is_bare_sum(grid: Grid, data: Sequence[int], figures: Set[int]) -> bool:
    """Say whether the last row of data has no label and nothing but figures, each the sum of those above: a total nobody wrote the word to."""
    row = grid.rows[data[-1]]
    written = [place for place in range(len(row)) if _filled(row, place)]
    if not written or not set(written) <= figures:
        return False
    return all(_adds_up([as_text(cell).strip() for cell in grid.cells(place, data)]) for place in written)


def _adds_up(written: Sequence[str]) -> bool:
    """Say whether the last of some figures is the sum of the others; False where one of them is no plain number."""
    try:
        *parts, total = (float(text.replace(",", "") or 0) for text in written)
    except ValueError:
        return False
    return total != 0 and abs(sum(parts) - total) < 0.005


def _opening(row: Sequence[Cell]) -> int:
    """Return the place of the first cell with something in it, -1 in a blank row."""
    return next((i for i, cell in enumerate(row) if cell is not None and cell != "" and as_text(cell).strip()), -1)


def _sorter(headers: HeaderRow, match: Match, job: Job) -> tuple[_Sorter, set[int]]:
    """Return what tells the rows of a sheet apart, and where its numbers and days stand."""
    lists = {
        place: job.codelists[match.dataset.column(name).codelist]
        for name, place in match.columns.items()
        if match.dataset.column(name).codelist
    }
    kinds = {place: match.dataset.column(name).kind for name, place in match.columns.items()}
    kinds |= {place: match.dataset.column(cell.measure).kind for cell, place in match.cells}
    ids = [place for place, kind in kinds.items() if kind == "id_number"]
    figures = {place for place, kind in kinds.items() if kind not in ("text", "code", "period", "id_number")}
    named = [match.columns[c.name] for c in match.dataset.columns if c.personal and c.name in match.columns] if ids else []
    unnamed = match.dataset.unnamed
    payees = [match.columns[unnamed.column]] if unnamed and unnamed.column in match.columns else []
    return _Sorter(headers, lists, job.catalogue, ids, figures, [*ids, *named], payees), figures


def data_rows(grid: Grid, headers: HeaderRow, match: Match, job: Job, unread: int | None = None) -> Rows:
    """Tell the rows of data under the headers, up to the row `unread`, from totals and from what else is left out by rule."""
    sorter, figures = _sorter(headers, match, job)
    second: int | None = None
    data: list[int] = []
    totals: list[int] = []
    opens_data: set[Cell] = set()  # texts that open a row of data whatever else is in it: most rows open alike
    for number in range(headers.first, len(grid.rows) if unread is None else unread):
        row = grid.rows[number]
        if not row or row[0] not in opens_data:
            kind = sorter.kind(row, is_first=number == headers.first)
            if kind == "total":
                totals.append(number)
            if kind in ("second", "ignored") and sorter.is_headed(row) and data and _is_caption(grid, data[-1], number):
                data.pop()
            if kind == "second":
                second = number
                break
            if kind in ("total", "ignored"):
                continue
            if kind == "data":
                opens_data.add(row[0])
        if not _TOTAL_WORDS.isdisjoint(row) and sorter.is_total_further_on(row):
            totals.append(number)
            continue
        data.append(number)
    if len(data) > 2 and _is_bare_sum(grid, data, figures):
        totals.append(data.pop())
    return Rows(np.asarray(data, dtype=np.int64), tuple(totals), len(grid.rows) - headers.first - len(data), second)
