"""Rows a clerk could write, generated from the declarations, and a template filled in with them cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.core.codelist import CodeList, fold
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.extract import rows as row_rules
from pipelines.extract.clean import formula_fault, is_missing, plain
from pipelines.extract.person import check_character
from pipelines.intake.form import YES_NO, Form, code_lists

Row = dict[str, Any]
LISTS = code_lists()
HEADER_ROW, FIRST_ROW = 3, 5  # as a spreadsheet counts
PERIOD_ABOVE = "2023"
_LETTERS = "甲乙丙丁样例镇村卫生室Aaz09=+-@'\"<>&,;#%（）·°éß🙂 "
_PLACES = ("140322203", "140322107", "140322203201")
_FACILITIES = ("140322203-V01", "140322203-T", "0012", "-1")
_PERIODS = ("2019", "2023", "2024-Q3", "2024-07", "2022-H1", "2021-01..2021-06")
_DAYS = st.dates(date(2015, 1, 1), date(2024, 6, 30))


def _reads_as_itself(text: str) -> bool:
    """Leave out what is read otherwise by rule: blanks, words for nothing, totals, notes, examples, formulas that are text, the ' of text."""
    is_left_out = text.startswith(("=", "'")) or row_rules._EXAMPLE.match(text) or row_rules._NOTE.match(text) or "计" in text or "total" in fold(text)
    is_left_out = is_left_out or formula_fault(text) is not None  # a lone " says: the same as above
    return bool(text) and text == plain(text) and not is_missing(text) and not is_left_out and bool(fold(text))


TEXTS = st.text(_LETTERS, min_size=1, max_size=12).map(plain).filter(_reads_as_itself)


def id_numbers() -> st.SearchStrategy[str]:
    """Return valid ID numbers of area codes that no place has."""
    born = st.dates(date(1950, 1, 1), date(2000, 12, 31))
    return st.builds(
        lambda area, day, serial: (f := f"999{area:03d}{day:%Y%m%d}{serial:03d}") + check_character(f),
        st.integers(0, 999), born, st.integers(1, 999),
    )  # fmt: skip


def _number(column: Column) -> st.SearchStrategy[float]:
    low = -1_000_000.0 if column.minimum is None else column.minimum
    high = min(1_000_000.0, low + 2_000_000) if column.maximum is None else column.maximum
    if column.kind == "integer":
        return st.integers(int(low), int(high)).map(float)
    places = 2 if column.kind == "money" else 4
    return st.floats(low, high, allow_nan=False).map(lambda x: round(x, places) + 0.0).filter(lambda x: low <= x <= high)


def cell_of(column: Column, dataset: Dataset) -> st.SearchStrategy[Any]:
    """Return what may be written in one cell, as the reader is to understand it: codes as codes."""
    if column.codelist:
        kept = dataset.unnamed.code if dataset.unnamed and dataset.unnamed.column == column.name else ""
        return st.sampled_from([code.code for code in LISTS[column.codelist].codes if code.code != kept])
    if column.kind in ("integer", "number", "money"):
        return _number(column)
    if column.kind == "id_number":
        return id_numbers()
    if column.kind == "date":
        return _DAYS
    if column.kind == "moment":
        return st.datetimes(datetime(2015, 1, 1), datetime(2024, 6, 30)).map(lambda m: m.replace(second=0, microsecond=0))
    if column.kind == "boolean":
        return st.booleans()
    if column.kind == "period":
        return st.sampled_from(_PERIODS)
    if column.name == dataset.place and column.name not in dataset.key:
        return st.sampled_from(_FACILITIES if column.name == "facility_code" else _PLACES)
    return st.from_regex(r"\A[A-Z]{1,3}[0-9]{1,6}(-[TV][0-9]{2})?\Z") if column.kind == "code" else TEXTS


@st.composite
def row_of(draw: st.DrawFn, form: Form) -> Row:
    """Draw one row of a form: required columns filled, days in order."""
    row: Row = {}
    for item in form.columns:
        is_given = item.is_required or item.column.name in form.dataset.key or draw(st.integers(0, 9)) < 7
        row[item.column.name] = draw(cell_of(item.column, form.dataset)) if is_given else None
    for first, second in (*form.dataset.in_order, ("period_start", "period_end")):
        if row.get(first) is not None and row.get(second) is not None and row[second] < row[first]:
            row[second] = row[first] + timedelta(days=draw(st.integers(0, 3)))
    return row


def generated_rows(form: Form, wanted: int) -> list[Row]:
    """Return up to `wanted` rows that Hypothesis makes for a form, no two with the same key."""
    found: dict[tuple[Any, ...], Row] = {}

    @settings(max_examples=wanted, database=None, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(row_of(form))
    def collect(row: Row) -> None:
        found.setdefault(key_of(form, row), row)

    collect()
    return list(found.values())


def key_of(form: Form, row: Row) -> tuple[Any, ...]:
    """Return what tells a row from others, its period by the column it is dated by."""
    dated = next((row[c.column.name] for c in form.columns if c.column.kind == "period"), None)
    stands_for = {"person_key": row.get("id_number"), "period": dated}
    return tuple(stands_for[name] if name in stands_for else row.get(name) for name in form.dataset.key)


def fill(path: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    """Write rows (dataset -> rows) into the sheets of a template under their example rows, as a clerk would."""
    book = openpyxl.load_workbook(path)
    for form in (Form(dataset) for dataset in _datasets(rows)):
        sheet = book[form.sheet_name]
        if form.asks_period:
            sheet["B2"] = PERIOD_ABOVE
        for number, row in enumerate(rows[form.dataset.name], start=FIRST_ROW):
            for place, item in enumerate(form.columns, start=1):
                _put(sheet, number, place, written(item.column, row[item.column.name], number))
    book.save(path)


def _datasets(rows: Mapping[str, Sequence[Row]]) -> list[Dataset]:
    from pipelines.warehouse.schema import all_datasets

    return [all_datasets()[name] for name in rows]


def written(column: Column, value: Any, turn: int) -> Any:
    """Return what stands in the cell for a value: the title of a code or, every third row, another spelling of it."""
    if value is None:
        return None
    if column.codelist:
        return _spelled(LISTS[column.codelist], value, turn)
    return YES_NO[0 if value else 1].zh if column.kind == "boolean" else value


def _spelled(codes: CodeList, code: str, turn: int) -> str:
    known = next(c for c in codes.codes if c.code == code)
    return known.spellings[0] if known.spellings and turn % 3 == 0 else known.title.zh


def column_format(sheet: Worksheet, column: int) -> str:
    """Return the number format of a whole column; openpyxl keeps neighbours that look the same as one."""
    found = [d for d in sheet.column_dimensions.values() if d.min <= column <= d.max]
    return str(found[0].number_format) if found else "General"


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    cell.number_format = column_format(sheet, column)
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with = is text in a column of text
