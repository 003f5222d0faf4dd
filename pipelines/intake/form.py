"""The long form of a dataset: the sheet with a row for a record that its template has and its exports come in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.core.codelist import CodeList
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text
from pipelines.core.unit import UNITS

_HAN = re.compile(r"[\u3400-\u9fff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
YES_NO = (Text("是", "Yes"), Text("否", "No"))
REQUIRED = "必填"
REQUIRED_WHERE_THERE = f"有号{REQUIRED}"
PEOPLE = ("id_number", "person_name", "birth_date")


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of the form: its header in both languages and whether it has to be filled in."""

    column: Column
    chinese: str
    english: str
    is_required: bool
    unit: str  # as it stands in brackets, "" where the unit needs no word

    @property
    def header(self) -> str:
        """The header as the cell holds it: 应发金额（元，必填）, under it Due."""
        return f"{self.chinese}{self.marks}\n{self.english}"

    @property
    def demand(self) -> str:
        """What the header demands: a number of the identity card only of those who have one."""
        if not self.is_required:
            return ""
        return REQUIRED_WHERE_THERE if self.column.kind == "id_number" else REQUIRED

    @property
    def marks(self) -> str:
        """The bracket behind the Chinese header: unit, required."""
        said = "，".join(mark for mark in (self.unit, self.demand) if mark)
        return f"（{said}）" if said else ""


@dataclass(frozen=True)
class Form:
    """The long form of a dataset."""

    dataset: Dataset

    @cached_property
    def sheet(self) -> Sheet:
        """The plainest layout declared: not wide, one row of headers, fewest constants; the first of those."""
        def burden(sheet: Sheet) -> tuple[bool, bool, int, int]:
            return sheet.unpivot is not None, bool(sheet.sheet_is), sheet.header_rows, len(sheet.constants) + len(sheet.values)

        return min(self.dataset.sheets, key=burden)

    @cached_property
    def columns(self) -> tuple[FormColumn, ...]:
        """Every column of the form in the order of the declaration."""
        return tuple(self._column(c) for c in self.dataset.columns if self._has(c))

    def _has(self, column: Column) -> bool:
        """Leave out what the layout does not read, and people where it is about none: the answers of a group."""
        by_person = [sheet for sheet in self.dataset.sheets if {"id_number", "person_name"} & {*sheet.signature}]
        is_about_people = self.sheet in by_person or not by_person
        return column.name not in self.sheet.absent and (is_about_people or column.name not in PEOPLE)

    def _column(self, column: Column) -> FormColumn:
        spellings = self.sheet.headers.get(column.name, (column.title.zh,))
        chinese = next((s for s in spellings if _HAN.search(s)), spellings[0])
        unit = "".join(UNITS[column.unit].written[:1]) if column.unit in UNITS else ""
        says_it = bool(unit) and unit[0] in chinese  # 停诊天数 needs no （天）
        return FormColumn(column, chinese, column.title.en, self._is_required(column), "" if says_it else unit)

    def _is_required(self, column: Column) -> bool:
        is_period = self.dataset.period == "label" and column.kind == "period"
        return column.name in self.dataset.required or is_period or column.kind == "id_number"

    @cached_property
    def asks_period(self) -> bool:
        """Whether the period stands above the table, for no column holds it."""
        has_own = any(c.column.kind == "period" for c in self.columns)
        return self.dataset.period == "label" and not has_own and self.dataset.name != "facility"

    @property
    def sheet_name(self) -> str:
        """The dataset's Chinese title as a sheet's name: at most 31 characters, none that a spreadsheet refuses."""
        return _SHEET_NAME.sub(" ", self.dataset.title.zh)[:31].strip()


def options(column: Column, lists: Mapping[str, CodeList], lang: Lang) -> list[str]:
    """Return what may be chosen in a column, in `lang`; empty where anything of its kind may be written."""
    if column.kind == "boolean":
        return [text.of(lang) for text in YES_NO]
    return [code.title.of(lang) for code in lists[column.codelist].offered(lang)] if column.codelist else []


def code_lists() -> dict[str, CodeList]:
    """Return every declared code list by name."""
    return collect("pipelines.codelists", CodeList)
