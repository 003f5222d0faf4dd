"""The example row of a template: a good value for every column, made from its declaration where it names none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pipelines.core.codelist import CodeList, fold
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.core.text import Lang, Text
from pipelines.extract.person import check_character
from pipelines.intake.form import YES_NO, Form, FormColumn

_MAY_BE_BLANK = ("text", "code", "date", "moment")  # of an optional column that declares no example
Value = str | float | date | datetime
MARK = Text("示例：", "Example: ")
_BORN = "19800305"
_FIRST_DAY = date(2024, 1, 1)
_TEXT = Text("文字", "text")
_UNASSIGNED_AREA = "999000"  # an area code that no place has


def example_id() -> str:
    """Return a valid ID number of nobody: its area code is assigned to no place."""
    first_17 = f"{_UNASSIGNED_AREA}{_BORN}001"
    return first_17 + check_character(first_17)


def example_row(form: Form, lists: Mapping[str, CodeList], lang: Lang) -> dict[str, Value | None]:
    """Return a good value for each column of the form by name, None for what is best left blank; days are in the order asked for."""
    found = {c.column.name: None if _is_blank(c) else _value(c.column, lists, lang) for c in form.columns}
    given = {c.column.name for c in form.columns if c.column.example}
    for first, second in _pairs(form.dataset):
        early, late = found.get(first), found.get(second)
        if isinstance(early, date) and isinstance(late, date) and late <= early and second not in given:
            found[second] = early + timedelta(days=30)
    return found


def _is_blank(column: FormColumn) -> bool:
    """Leave blank what needs no example, and why something ended: the record of an example goes on."""
    declared = column.column
    if not column.is_required and not declared.example and declared.name.endswith("reason"):
        return True
    return not (column.is_required or declared.example or declared.codelist) and declared.kind in _MAY_BE_BLANK


def _pairs(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    names = {c.name for c in dataset.columns}
    spans = (("period_start", "period_end"),) if {"period_start", "period_end"} <= names else ()
    return (*dataset.in_order, *spans)


def _value(column: Column, lists: Mapping[str, CodeList], lang: Lang) -> Value:
    if column.codelist:
        codelist = lists[column.codelist]
        code = codelist.by_spelling.get(fold(column.example)) if column.example else None
        return codelist.titles[code].of(lang) if code else codelist.offered(lang)[0].title.of(lang)
    return _typed(column, column.example, lang) if column.example else _made(column, lang)


def _typed(column: Column, text: str, lang: Lang) -> Value:
    """Return a declared example as a cell holds it."""
    if column.kind == "boolean":
        return YES_NO[0 if text == YES_NO[0].zh else 1].of(lang)
    if column.kind == "date":
        return date.fromisoformat(text)
    if column.kind == "moment":
        return datetime.fromisoformat(text)
    if column.kind in ("integer", "number", "money"):
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    return text


def _made(column: Column, lang: Lang) -> Value:
    if column.kind == "id_number":
        return example_id()
    if column.kind == "date":
        return _FIRST_DAY
    if column.kind == "moment":
        return datetime(2024, 1, 1, 14, 30)
    if column.kind == "boolean":
        return YES_NO[0].of(lang)
    if column.kind in ("integer", "number", "money"):
        return _number(column)
    if column.kind == "period":
        return "2024"
    return "A001" if column.kind == "code" else _TEXT.of(lang)


def _number(column: Column) -> float:
    usual = {"money": 1200.0, "integer": 10.0}.get(column.kind, 0.6 if column.unit == "share" else 1.0)
    low = usual if column.minimum is None else max(usual, column.minimum)
    return low if column.maximum is None else min(low, column.maximum)
