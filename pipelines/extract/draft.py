"""One sheet read as one dataset, before it is compared with the other sheets of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.codelist import CodeList, fold
from pipelines.core.column import Column
from pipelines.core.period import Period
from pipelines.core.text import Text
from pipelines.extract.called import code_in_titles
from pipelines.extract.clean import Cleaned, Rule, clean_column
from pipelines.extract.grid import Cell, Grid, Mask, Positions, Texts, column_of, texts_of
from pipelines.extract.headers import HeaderRow
from pipelines.extract.recognise import Catalogue, Match
from pipelines.extract.report import Fault, Report, mask
from pipelines.site import Site

NUMBERS = ("integer", "number", "money")
_SHEET_NAME = Text("工作表名不是“{title}”的有效值", 'the name of the sheet is no value of "{title}"')
_ROW_OUT = Text(
    "缺了这一项，此人的合计会偏低，所以整行各项都没有入库", "without it this person's sum would be too low, so the whole row was kept out"
)
_MONTH_OUT = Text(
    "缺了这一项，此人该月的合计会偏低，所以此人该月各项都没有入库",
    "without it this person's sum of the month would be too low, so all of this person's month was kept out",
)
_NOT_IN_TITLE = Text("标题没有写明“{title}”", 'the title does not say "{title}"')


@dataclass(frozen=True, slots=True)
class Job:
    """What reading one file needs: the site, the secret, the report, the period given, the file's name without ending."""

    site: Site
    secret: bytes
    report: Report
    catalogue: Catalogue
    stem: str
    given: Period | None

    @property
    def codelists(self) -> Mapping[str, CodeList]:
        """The code lists by name."""
        return self.catalogue.codelists


class Refused(Exception):
    """A sheet that cannot be read as a dataset it looks like."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason.en)
        self.fault = fault


@dataclass
class Body:
    """The data rows of a sheet as one dataset sees them; which of them are bad, and why."""

    job: Job
    grid: Grid
    headers: HeaderRow
    match: Match
    rows: Positions  # places in the grid, 0-based
    bad: Mask = field(init=False)
    reasons: dict[int, Text] = field(init=False, default_factory=dict)
    told: dict[int, Mask] = field(init=False, default_factory=dict)  # by place of a column: the cells a fault was told of

    picked: list[Sequence[Cell]] = field(init=False)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.rows), dtype=bool)
        self.picked = [self.grid.rows[i] for i in self.rows.tolist()]

    @property
    def row_numbers(self) -> Positions:
        """The row numbers a spreadsheet shows."""
        return self.rows + 1

    def header(self, name: str) -> str:
        """Return the header the column `name` has in this sheet, its title where it has none."""
        place = self.match.columns.get(name)
        if place is not None:
            return self.headers.label(place)
        title = self.match.dataset.column(name).title
        return title.of(self.job.site.language)

    def cells(self, place: int) -> list[Cell]:
        """Return the cells of one column of the sheet."""
        return column_of(self.picked, place)

    def filled(self, place: int) -> list[Cell]:
        """Return the cells of one column of codes or days: what is merged over several rows was written once for all of them."""
        cells = self.cells(place)
        for top, bottom in self.grid.shared.get(place, ()):
            for i in self.between(top, bottom):
                cells[i] = self.grid.rows[top][place]
        return cells

    def between(self, top: int, bottom: int) -> range:
        """Return which rows of this body lie between two rows of the sheet (0-based), both counted."""
        return range(int(np.searchsorted(self.rows, top)), int(np.searchsorted(self.rows, bottom, side="right")))

    def tell(
        self, where: Positions, fault: Fault, header: str, found: Mapping[int, str], personal: bool, place: int | None = None,
        is_partial: bool = False,
    ) -> None:
        """Report a fault at rows (0-based places in this body) of the column at `place` without keeping the rows out."""
        if place is not None:
            self.told.setdefault(place, np.zeros(len(self.rows), dtype=bool))[where] = True
        texts = {i: mask(text) if personal and text else text for i, text in found.items()}
        self.job.report.cells(
            fault, self.grid.name, header, [(int(self.rows[i]) + 1, texts.get(i, "")) for i in where.tolist()],
            0 if place is None else place + 1, is_partial,
        )

    def untold(self, name: str) -> Mask:
        """Return the rows in which nothing was said yet of column `name`, or of the row where the sheet has no such column."""
        place = self.match.columns.get(name)
        return ~self.bad if place is None else ~self.told.get(place, np.zeros(len(self.rows), dtype=bool))

    def reject(self, where: Positions, fault: Fault, name: str, found: Mapping[int, str] | None = None) -> None:
        """Report a fault of column `name` at rows and keep the rows out."""
        column, place = self.match.dataset.column(name), self.match.columns.get(name)
        self.tell(where, fault, self.header(name), found or {}, column.personal, place)
        for i in where.tolist():
            self.reasons.setdefault(i, fault.reason)
        self.bad[where] = True

    def read(self, column: Column, place: int, texts: Texts) -> Cleaned:
        """Read texts as the column at `place` is read, telling nothing; raises Refused where the header's unit does not fit."""
        factor = self.headers.factor(place, column)
        if factor is None:
            raise Refused(_wrong_unit(self.headers.label(place)))
        rule = Rule(
            column=column,
            codelist=self.job.codelists[column.codelist] if column.codelist else None,
            values={fold(k): v for k, v in self.match.sheet.values.get(column.name, {}).items()},
            factor=factor,
            currency=self.job.site.currency,
            shift=self.grid.shift,
            site=self.job.site.language,
        )
        return clean_column(rule, texts)

    def clean(self, column: Column, place: int, is_wide: bool = False) -> Cleaned:
        """Clean one column of the sheet and report its faults; rows are kept or not by the caller.

        A fault of a wide column keeps out what that column says of the row, not the row, unless the columns add up to one thing.
        """
        wide = self.match.sheet.unpivot if is_wide else None
        fate = (_MONTH_OUT if wide.is_dated else _ROW_OUT) if wide is not None and wide.is_summed else None
        texts = texts_of(self.cells(place) if column.kind in NUMBERS else self.filled(place))
        cleaned = self.read(column, place, texts)
        alike: dict[Fault, list[int]] = {}
        for i in np.flatnonzero(cleaned.bad).tolist():
            alike.setdefault(cleaned.faults[cleaned.fault_of_row[i]], []).append(i)
        for fault, where in alike.items():
            found = {i: str(texts[i]) for i in where}
            if fate is not None:
                fault = Fault(fault.reason, Text(f"{fault.remedy.zh}；{fate.zh}", f"{fault.remedy.en}; {fate.en}"))
            self.tell(np.asarray(where), fault, self.headers.label(place), found, column.personal, place, is_wide and fate is not _ROW_OUT)
        return cleaned

    def quarantine(self) -> None:
        """Point at the rows that are kept out."""
        alike: dict[Text, list[int]] = {}
        for i, reason in self.reasons.items():
            alike.setdefault(reason, []).append(int(self.rows[i]) + 1)
        for reason, rows in alike.items():
            self.job.report.quarantine(self.match.dataset.name, self.grid.name, rows, reason)


def _wrong_unit(header: str) -> Fault:
    return Fault(
        Text(f"“{header}”列的单位与所填内容不符", f'the unit in the header "{header}" does not fit the column'),
        Text("请改正表头括号内的单位", "correct the unit in brackets in the header"),
    )


def blank(column: Column, size: int) -> Any:
    """Return `size` missing values of the column's type."""
    if column.kind in ("integer", "number", "money"):
        return np.full(size, np.nan)
    if column.kind in ("date", "moment"):
        return np.full(size, np.datetime64("NaT", "us"), dtype="datetime64[us]")
    if column.kind == "boolean":
        return pd.array([None] * size, dtype="boolean")
    return pd.array([None], dtype="str").take(np.zeros(size, dtype=np.int64))


def from_sheet_name(column: Column, body: Body) -> Any:
    """Return the sheet's name as the value of every row; raises Refused where it cannot be one."""
    codelist = body.job.codelists[column.codelist] if column.codelist else None
    cleaned = clean_column(Rule(column=column, codelist=codelist), texts_of([body.grid.name]))
    if cleaned.faults:
        raise Refused(Fault(_SHEET_NAME.format(title=column.title), cleaned.faults[0].remedy))
    return cleaned.values.take(np.zeros(len(body.rows), dtype=np.int64))


def from_titles(column: Column, body: Body) -> Any:
    """Return the one code of the column's list that the titles name as the value of every row, and say so; raises Refused without one."""
    codelist = body.job.codelists[column.codelist]
    code = code_in_titles(codelist, body.headers.titles)
    if code is None:
        raise Refused(Fault(_NOT_IN_TITLE.format(title=column.title), Text("请在标题中写明", "say it in the title")))
    title = next(known.title for known in codelist.codes if known.code == code)
    body.job.report.note(f"“{column.title.zh}”按标题读作“{title.zh}”", f'"{column.title.en}" is "{title.en}", by the title')
    return constant(column, code, len(body.rows), body.job)


def constant(column: Column, text: str, size: int, job: Job) -> Any:
    """Return a form's constant as a column of `size` values, read by the same rules as a cell."""
    codelist = job.codelists[column.codelist] if column.codelist else None
    cleaned = clean_column(Rule(column=column, codelist=codelist), texts_of([text]))
    if cleaned.faults:
        raise ValueError(f"constant {text!r} of column {column.name}: {cleaned.faults[0].reason.en}")
    return cleaned.values.take(np.zeros(size, dtype=np.int64))
