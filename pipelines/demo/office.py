"""An office and the workbooks it writes: its sheets under their titles, and the account of what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.demo.mistakes import Planted, make_mistakes
from pipelines.demo.places import Place
from pipelines.demo.views import Rows
from pipelines.demo.workbook import Book, Page, Value

NOTE = "注：本表为合成演示数据，人员、机构与金额均为虚构，地名与代码取自公开名录。"


@dataclass(frozen=True, slots=True)
class Written:
    """One file of the demo: its name, how many data rows it holds of each dataset, and the mistakes in it."""

    name: str
    datasets: Mapping[str, int]
    planted: tuple[Planted, ...] = ()

    @property
    def rows(self) -> int:
        """Data rows of the file, one written twice counted twice."""
        return sum(self.datasets.values())


@dataclass(frozen=True, slots=True)
class Office:
    """A county health office that fills in the sheets."""

    index: int  # of the county in the places
    place: Place

    @property
    def signature(self) -> str:
        """The line under the title."""
        return f"{self.place.name_zh}卫生健康委员会（合成演示数据）"

    def page(self, sheet: str, title: str, header: tuple[str, ...], rows: Rows, total: bool = False, note: bool = False) -> Page:
        """Return a sheet of this office, with a total row and a note where asked."""
        return Page(
            sheet=sheet,
            title=self.place.name_zh + title,
            filled_in_by=self.signature,
            header=header,
            rows=rows,
            total=_total(header, rows) if total else None,
            note=NOTE if note else "",
        )


def _total(header: tuple[str, ...], rows: Rows) -> list[Value]:
    """Return the row 合计: sums of the columns that hold only numbers."""
    sums: list[Value] = ["合计"]
    for i in range(1, len(header)):
        numbers = [v for v in (r[i] for r in rows) if isinstance(v, int | float)]
        sums.append(round(sum(numbers), 2) if len(numbers) == len(rows) else None)
    return sums


def write_book(folder: Path, name: str, pages: Sequence[tuple[str, Page]]) -> Written:
    """Write a workbook of (dataset, sheet) with its mistakes made in it."""
    planted: list[Planted] = []
    rows: dict[str, int] = {}
    with Book(folder / name) as book:
        for dataset, page in pages:
            marred, done = make_mistakes(name, page)
            planted += done
            book.write(marred)
            rows[dataset] = rows.get(dataset, 0) + len(marred.rows)
    return Written(name, rows, tuple(planted))
