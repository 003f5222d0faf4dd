"""A sheet as it was written: cells in rows, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

import numpy as np
import numpy.typing as npt

Cell = str | float | bool | datetime | None
Texts = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


def as_text(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a point, days in ISO form, an empty cell as "".

    >>> as_text(542521100.0)
    '542521100'
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if float(cell).is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return repr(float(cell))


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet (name "" for a CSV); row i of `rows` is row i + 1 of the spreadsheet; rows may be ragged.

    `shift` days are added to days that are written as serial numbers: some workbooks count from 1904. `shared` are the numbers
    that stand in one cell merged over several rows: column -> first and last row (0-based); only the first row has them.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    shift: int = 0
    shared: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)

    def cells(self, column: int, rows: Iterable[int]) -> list[Cell]:
        """Return one column of the named rows, None where a row is shorter."""
        return column_of([self.rows[i] for i in rows], column)


def column_of(rows: Sequence[Sequence[Cell]], column: int) -> list[Cell]:
    """Return one column of these rows, None where a row is shorter."""
    try:
        return list(map(itemgetter(column), rows))
    except IndexError:
        return [row[column] if column < len(row) else None for row in rows]


def texts_of(cells: Sequence[Cell]) -> Texts:
    """Return cells as an object array of text (see `as_text`)."""
    is_text = set(map(type, cells)) <= {str}
    texts = np.empty(len(cells), dtype=object)
    texts[:] = cells if is_text else [cell if isinstance(cell, str) else as_text(cell) for cell in cells]
    return texts
