"""Which rows under the headers are data, and which are left out by rule: blanks, totals, examples, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from pipelines.core.codelist import CodeList, fold
from pipelines.extract.grid import Cell, Grid, Positions, as_text
from pipelines.extract.headers import HeaderRow
from pipelines.extract.recognise import Match

_TOTALS = ("合计", "总计", "小计", "共计", "累计", "total")  # 全县合计 and Grand total end so as well
_MAYBE_TOTAL = re.compile("计|total|ｔｏｔａｌ", re.I)
_EXAMPLE = re.compile(r"^\s*(?:示例|样例|范例|填写示例|例\s*[:：]|example\b|e\.g\.)", re.I)
_NOTE = re.compile(
    r"^\s*(?:注\s*[:：]|备注\s*[:：]|说明\s*[:：]|填表说明|填报说明|填表人|填报人|制表|审核|单位负责人|负责人\s*[:：]|联系电话|数据来源"
    r"|note|source\b)",
    re.I,
)
_COLUMN_NUMBERS = re.compile(r"^(?:[甲乙丙丁戊]|[(（]?\d{1,2}[)）]?)$")


def _is_numbering(written: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: 甲 乙 1 2 3."""
    if len(written) < 3 or not all(_COLUMN_NUMBERS.match(text) for text in written):
        return False
    numbers = [int(re.sub(r"\D", "", text)) for text in written if text[-1] not in "甲乙丙丁戊"]
    return len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1))


def _is_total(place: int, text: str, lists: Mapping[int, CodeList]) -> bool:
    """A total, unless the column's own code list knows the word (合计 is an age band)."""
    if _MAYBE_TOTAL.search(text) is None:
        return False
    word = fold(text)
    return word.endswith(_TOTALS) and not (place in lists and word in lists[place].by_spelling)


def _is_left_out(row: Sequence[Cell], headers: HeaderRow, lists: Mapping[int, CodeList], is_first: bool) -> bool:
    place = next((i for i, cell in enumerate(row) if cell is not None and cell != "" and as_text(cell).strip()), -1)
    if place < 0:
        return True
    if not isinstance(row[place], str):
        return False
    text = str(row[place]).strip()
    if _is_total(place, text, lists) or _EXAMPLE.match(text):
        return True
    if _NOTE.match(text):
        written = sum(1 for cell in row if cell is not None and cell != "")
        return written <= max(3, sum(1 for h in headers.headers if h) // 2)
    if text == headers.headers[place] if place < len(headers.headers) else False:
        return tuple(as_text(c).strip() for c in row if c) == tuple(h for h in headers.headers if h)
    return is_first and _is_numbering([as_text(c).strip() for c in row if c is not None and c != ""])


def data_rows(grid: Grid, headers: HeaderRow, match: Match, codelists: Mapping[str, CodeList]) -> tuple[Positions, int]:
    """Return the places (0-based) of the rows of data under the headers, and how many rows were left out by rule."""
    lists = {
        place: codelists[match.dataset.column(name).codelist]
        for name, place in match.columns.items()
        if match.dataset.column(name).codelist
    }
    first = headers.row + 1
    kept = [
        i for i in range(first, len(grid.rows)) if not _is_left_out(grid.rows[i], headers, lists, is_first=i == first)
    ]
    return np.asarray(kept, dtype=np.int64), len(grid.rows) - first - len(kept)
