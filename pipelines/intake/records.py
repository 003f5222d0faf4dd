"""Loaded rows as a workbook or CSV in the form of the template: what was filled in comes out again."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from pipelines.core.codelist import CodeList
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.formula import as_plain_text
from pipelines.core.period import Period, parse_period
from pipelines.core.text import Lang, Text
from pipelines.extract.own_sheets import PERSON_KEY
from pipelines.intake.example import Value
from pipelines.intake.form import YES_NO, Form, FormColumn, code_lists
from pipelines.intake.form_sheet import FormSheet, as_shown
from pipelines.intake.template import PLAIN_STRINGS
from pipelines.site import Site
from pipelines.warehouse.connect import Connection, open_current
from pipelines.warehouse.schema import quoted, quoted_list
from pipelines.warehouse.workspace import Workspace

MOST_ROWS = 1_000_000  # of one sheet of a workbook
_PERSON = FormColumn(
    Column(name="person_key", kind="code", title=PERSON_KEY), PERSON_KEY.zh, PERSON_KEY.en, False, ""
)
Rows = list[list[Value | None]]


class RecordForm(Form):
    """The form of a dataset as its records are written: no personal columns, a person key instead."""

    @cached_property
    def columns(self) -> tuple[FormColumn, ...]:
        """The columns of the template that are in builds, people told apart by their key."""
        every = tuple(self._column(c) for c in self.dataset.columns if c.name not in self.sheet.absent and not c.personal)
        return (*((_PERSON,) if self.has_people else ()), *every)

    @property
    def has_people(self) -> bool:
        """Whether its rows are about persons, who stand in it by their key: it cannot be loaded again."""
        return any(c.kind == "id_number" for c in self.dataset.columns)

    @cached_property
    def asks_period(self) -> bool:
        """Whether the period stands above the table, for no column holds it."""
        return self.dataset.period == "label" and not any(c.column.kind == "period" for c in self.columns)


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of a dataset in the columns of `form`, by the period that stands above them ("" where none does)."""

    form: RecordForm
    rows: Mapping[str, Rows]
    build: str
    note: Text | None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for rows in self.rows.values())


def read_records(workspace: Workspace, dataset: Dataset, lang: Lang, region: str | None = None, period: str | None = None) -> Records:
    """Return the loaded rows of a dataset from the build in use, codes by their titles in `lang`.

    `region` keeps the rows of a region and all below it, `period` those whose own period lies within. Raises REFUSED for what
    is private, NOT_FOUND for an unknown region, USAGE for a period or a region a dataset does not have.
    """
    if dataset.is_private:
        raise XiangyiError(
            Text(f"“{dataset.title.zh}”含姓名和电话，不导出", f'"{dataset.title.en}" holds names and phones and is not exported'), ExitCode.REFUSED
        )
    connection, build, note = open_current(workspace)
    form = RecordForm(dataset)
    with connection:
        where, values = _conditions(connection, workspace.site, dataset, region, period)
        found = connection.execute(
            f"select coalesce(period, ''), {quoted_list([c.column.name for c in form.columns])} from {quoted('raw_' + dataset.name)}"
            f" where {where} order by batch, file, source_sheet, source_row",
            values,
        ).fetchall()
    lists = code_lists()
    titles = [_titles(c.column, lists, lang) for c in form.columns]
    rows: dict[str, Rows] = {} if found or form.asks_period else {"": []}
    for label, *cells in found:
        rows.setdefault(label if form.asks_period else "", []).append([_shown(cell, t) for cell, t in zip(cells, titles, strict=True)])
    return Records(form, dict(sorted(rows.items())) or {"": []}, build, note)


def _titles(column: Column, lists: Mapping[str, CodeList], lang: Lang) -> Mapping[Any, str]:
    if column.kind == "boolean":
        return {True: YES_NO[0].of(lang), False: YES_NO[1].of(lang)}
    return {code: title.of(lang) for code, title in lists[column.codelist].titles.items()} if column.codelist else {}


def _shown(cell: Any, titles: Mapping[Any, str]) -> Value | None:
    return titles.get(cell, cell) if titles and cell is not None else cell


def _conditions(
    connection: Connection, site: Site, dataset: Dataset, region: str | None, period: str | None
) -> tuple[str, list[object]]:
    """Return the SQL condition of the rows asked for, and its values."""
    parts, values = ["true"], list[object]()
    if region is not None:
        _know_region(connection, dataset, region)
        if [root.code for root in site.roots] != [region]:
            parts.append(f"{quoted(dataset.place)} in (select place_code from place_span where region_code = ?)")
            values.append(region)
    if period is not None:
        wanted = parse_period(period, site.fiscal_year_start_month)
        if wanted is None:
            raise XiangyiError(
                Text(f"“{period}”不是时期；请写成 2024、2024-Q3、2024-07 的形式", f'"{period}" is no period; write it as 2024, 2024-Q3 or 2024-07')
            )
        if dataset.period == "none" and not dataset.dated_by:
            raise XiangyiError(
                Text(f"“{dataset.title.zh}”不分时期；请去掉 --period", f'"{dataset.title.en}" is not by period; leave --period out')
            )
        part, more = _within(connection, site, dataset, wanted)
        parts.append(part)
        values += more
    return " and ".join(parts), values


def _know_region(connection: Connection, dataset: Dataset, region: str) -> None:
    if not dataset.place:
        raise XiangyiError(
            Text(f"“{dataset.title.zh}”不分地区；请去掉 --region", f'"{dataset.title.en}" is not by place; leave --region out')
        )
    if not connection.execute("select 1 from place_span where region_code = ? limit 1", [region]).fetchone():
        raise XiangyiError(
            Text(f"没有地区 {region}；请用地区代码，如 140322", f"there is no region {region}; name it by its code, such as 140322"), ExitCode.NOT_FOUND
        )


def _within(connection: Connection, site: Site, dataset: Dataset, wanted: Period) -> tuple[str, list[object]]:
    if dataset.period == "none":
        return f"{quoted(dataset.dated_by)} between ? and ?", [wanted.start_on, wanted.end_on]
    labels = [row[0] for row in connection.execute(f"select distinct period from {quoted('raw_' + dataset.name)}").fetchall()]
    own = {label: parse_period(label or "", site.fiscal_year_start_month) for label in labels}
    return "list_contains(?, period)", [[x for x, p in own.items() if p and wanted.start_on <= p.start_on and p.end_on <= wanted.end_on]]


def write_records(records: Records, to: Path, lang: Lang) -> None:
    """Write records as .xlsx or .csv, told by the ending of `to`; text that looks like a formula stays text."""
    if to.suffix.lower() == ".csv":
        _write_csv(records, to, lang)
    else:
        _write_workbook(records, to, lang)


def _write_workbook(records: Records, to: Path, lang: Lang) -> None:
    most = max(len(rows) for rows in records.rows.values())
    if most > MOST_ROWS:
        raise XiangyiError(
            Text(f"共 {most:,} 行，工作表放不下；请用 --region、--period 缩小范围，或写成 .csv",
                 f"{most:,} rows do not fit into a sheet; narrow them by --region or --period, or write a .csv"), ExitCode.REFUSED,
        )
    form, lists = records.form, code_lists()
    with xlsxwriter.Workbook(str(to), {**PLAIN_STRINGS, "constant_memory": most > 50_000}) as book:
        for period, rows in records.rows.items():
            name = f"{form.sheet_name[:20]} {period}" if period else form.sheet_name
            said = Text(f"数据版本 {records.build}，{len(rows):,} 行　　内部资料", f"build {records.build}, {len(rows):,} rows.   For use inside")
            FormSheet(book, book.add_worksheet(name), form, lists, lang).write_records(rows, said.of(lang), period)


def _write_csv(records: Records, to: Path, lang: Lang) -> None:
    form = records.form
    if len(records.rows) > 1:
        known = ", ".join(records.rows)
        raise XiangyiError(
            Text(f"有多个时期（{known}），一个 CSV 放不下；请用 --period 指定，或写成 .xlsx",
                 f"there are several periods ({known}), which one CSV cannot hold; name one by --period, or write an .xlsx")
        )
    with to.open("w", encoding="utf-8-sig", newline="") as stream:  # the mark lets spreadsheet programs see that it is UTF-8
        writer = csv.writer(stream)
        for period, rows in records.rows.items():
            if period:
                writer.writerow([Text("统计时期", "Period").of(lang), period])
            writer.writerow([c.english if lang == "en" else c.chinese + (f"（{c.unit}）" if c.unit else "") for c in form.columns])
            writer.writerows([_safe(cell) for cell in row] for row in rows)


def _safe(cell: Value | None) -> str:
    """Return a cell as CSV text; text a spreadsheet program would take for a formula gets a quote in front."""
    if isinstance(cell, str):
        return as_plain_text(cell)
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else as_shown(cell)
