"""The sheets the product itself puts beside a clerk's: notes, lists, errors. They are not data and are passed over."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.extract.grid import Grid, as_text

NOTES, LISTS, ERRORS = Text("填表说明", "Notes"), Text("选项", "Lists"), Text("错误", "Errors")
PERSON_KEY = Text("人员标识", "Person key")  # the head of people in records written by the product, who have no ID number there
WHOLE = Text("本表为全部记录", "these are all records")  # over a table: units the sheet does not mention have no records
NOTES_TITLE = Text("填表说明", "How to fill in this workbook")
ERRORS_TITLE = Text("检查结果", "What was found")
_TITLES = {NOTES: NOTES_TITLE, ERRORS: ERRORS_TITLE}


def is_own_list(name: str) -> bool:
    """Say whether a hidden sheet is the one that holds the choices of drop-downs."""
    return name in (LISTS.zh, LISTS.en)


def is_own_title(sheet: str, first_cell: str) -> bool:
    """Say whether a sheet of this name that begins with this text was written by the product: its notes or its list of errors."""
    named = next((title for name, title in _TITLES.items() if sheet in (name.zh, name.en)), None)
    return named is not None and first_cell.strip().startswith((named.zh, named.en))


def is_own(grid: Grid) -> bool:
    """Say whether a sheet was written by the product and holds no data."""
    first = next((as_text(row[0]) for row in grid.rows[:1] if row), "")
    return is_own_title(grid.name, first)
