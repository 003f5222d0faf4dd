"""Oddities of the sheets of an OpenDocument .ods workbook, found in one pass over its XML where there are any."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from pipelines.extract.oddities import Oddities

_PIECE = 1_000_000
_TOLD = re.compile(rb"""visibility="(?:collapse|filter)|rows-spanned="(?!1")|value-type="error"|table:formula=|<text:p>(?:#|Err:)|null-date""")
_CELLS = ("table:table-cell", "table:covered-table-cell")


def _is_told(archive: zipfile.ZipFile) -> bool:
    """Say whether anything odd stands in the file: most files are spared the second pass."""
    rest = b""
    with archive.open("content.xml") as part:
        while chunk := part.read(_PIECE):
            if _TOLD.search(rest + chunk):
                return True
            rest = chunk[-60:]
    return False


def _count(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "1")
    return int(value) if value.isdigit() else 1


@dataclass
class _Pass:
    """Where the pass is, and what it found."""

    found: dict[str, Oddities] = field(default_factory=dict)
    odd: Oddities = field(default_factory=Oddities)
    is_1904: bool = False
    row: int = 0
    column: int = 0
    rows: int = 1
    open: tuple[int, bool] | None = None  # columns of the cell whose text is being gathered; whether it is surely an error
    text: str = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.odd = self.found.setdefault(attributes.get("table:name", ""), Oddities(is_1904=self.is_1904))
            self.row = 0
        elif name == "table:null-date":
            self.is_1904 = attributes.get("table:date-value", "").startswith("1904")
        elif name == "table:table-row":
            self.rows, self.column = _count(attributes, "table:number-rows-repeated"), 0
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self.odd.hidden_rows += self.rows if self.rows < 1_000 else 0  # the empty rest of a sheet is no table
        elif name in _CELLS:
            self._begin_cell(attributes)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        columns = _count(attributes, "table:number-columns-repeated")
        tall, wide = _count(attributes, "table:number-rows-spanned"), _count(attributes, "table:number-columns-spanned")
        if tall > 1 or wide > 1:
            self.odd.merge((self.row, self.column, self.row + tall - 1, self.column + wide - 1))
        is_error = attributes.get("calcext:value-type") == "error"
        formula = attributes.get("table:formula")
        if formula is not None and "office:value-type" not in attributes:
            self._put(columns, "=" + formula.removeprefix("of:").removeprefix("msoxl:").lstrip("="))
        elif is_error or formula is not None:
            self.open, self.text = (columns, is_error), ""
        self.column += columns

    def _put(self, columns: int, text: str) -> None:
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + columns):
                self.odd.put(row, column, text)

    def data(self, text: str) -> None:
        if self.open is not None and len(self.text) < 100:
            self.text += text

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self.row += self.rows
        elif name in _CELLS and self.open is not None:
            (columns, is_error), self.open = self.open, None
            if is_error or re.match(r"#(?:[A-Z/0]+[!?]|N/A)$|Err:\d+$", self.text):
                self.column -= columns
                self._put(columns, self.text if self.text.startswith("#") else "#VALUE!")
                self.column += columns


def find_ods(path: str) -> dict[str, Oddities]:
    """Return the oddities of every sheet by its name, merged cells among them."""
    with zipfile.ZipFile(path) as archive:
        if not _is_told(archive):
            return {}
        passing, parser = _Pass(), expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = passing.begin, passing.end
        parser.CharacterDataHandler = passing.data
        with archive.open("content.xml") as part:
            parser.ParseFile(part)
    return passing.found
