"""Read one sheet as one dataset: columns, period, people, wide columns; every row accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.period import Period
from pipelines.core.text import Text
from pipelines.extract.clean import LOST_DIGITS, REQUIRED, Cleaned
from pipelines.extract.dating import Dating, date_rows
from pipelines.extract.draft import NUMBERS, Body, Job, Refused, blank, constant, from_sheet_name, from_titles
from pipelines.extract.grid import Mask
from pipelines.extract.headers import HeaderRow
from pipelines.extract.identity import add_person
from pipelines.extract.months import covered_by, months_of, spread_months
from pipelines.extract.order import check_order
from pipelines.extract.recognise import Match
from pipelines.extract.report import Fault, printable
from pipelines.extract.rows import data_rows
from pipelines.extract.stacked import Part
from pipelines.extract.totals import Figures, check_totals
from pipelines.extract.unpivot import Long, Wide, codes_of, kept_together, unpivot
from pipelines.extract.unread import reject_below, reject_overflow, reject_shared

_A_DAY = Fault(
    Text("代码被表格软件改成了日期", "the spreadsheet turned this code into a date"),
    Text("请把该列设为文本格式后重新填写", "format the column as text and enter it again"),
)


@dataclass(frozen=True)
class Heads:
    """What stands over a sheet's rows: column of the dataset -> number of its column (1 is A) and its header; the titles.

    A column of a wide sheet goes by its code and measure, `total.due_yuan`.
    """

    columns: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()


@dataclass
class Draft:
    """What a sheet gave to a dataset: rows so far, and what became of the others (records, where the sheet is wide)."""

    match: Match
    sheet: str
    frame: pd.DataFrame
    rows_in: int
    quarantined: int
    ignored: int
    period_found: str
    covers: Period | None = None
    heads: Heads = field(default_factory=Heads)


def _missing(values: Any) -> Mask:
    return np.asarray(pd.isna(pd.Series(values)))


def _read_columns(body: Body, figures: list[Figures]) -> dict[str, Any]:
    """Return the cleaned columns of the sheet by name, rows with bad cells marked; constants filled in.

    Columns of numbers are added to `figures`.
    """
    found: dict[str, Any] = {}
    for column in body.match.dataset.columns:
        place = body.match.columns.get(column.name)
        if place is None and column.name in body.match.sheet.constants:
            found[column.name] = constant(column, body.match.sheet.constants[column.name], len(body.rows), body.job)
        if column.name == body.match.sheet.sheet_is:
            found[column.name] = from_sheet_name(column, body)
        if place is None and column.name == body.match.sheet.title_is:
            found[column.name] = from_titles(column, body)
        if place is None or column.kind == "id_number":
            continue
        cleaned = body.clean(column, place)
        for i in np.flatnonzero(cleaned.bad).tolist():
            body.reasons.setdefault(i, cleaned.faults[cleaned.fault_of_row[i]].reason)
        body.bad |= cleaned.bad
        if column.kind in NUMBERS:
            figures.append(Figures(place, column, cleaned))
            reject_shared(body, column, place)
        if column.kind == "code":
            _refuse_typed_codes(body, column.name, place)
        found[column.name] = cleaned.values
    return found


def _refuse_typed_codes(body: Body, name: str, place: int) -> None:
    """Refuse codes a spreadsheet turned into days, or stored as numbers too long to be whole."""
    cells = body.filled(place)
    if set(map(type, cells)) <= {str, type(None)}:
        return
    days = [i for i, cell in enumerate(cells) if isinstance(cell, datetime)]
    long = [i for i, c in enumerate(cells) if isinstance(c, float | int) and not isinstance(c, bool) and abs(c) >= 1e15]
    for where, fault in ((days, _A_DAY), (long, LOST_DIGITS)):
        if where:
            body.reject(np.asarray(where), fault, name, {i: str(cells[i]) for i in where})


def _check_required(body: Body, columns: dict[str, Any]) -> None:
    dataset, sheet = body.match.dataset, body.match.sheet
    later = {c.measure for c in sheet.unpivot.cells} | {sheet.unpivot.into} if sheet.unpivot else set()
    for name in dataset.required:
        if name in later:
            continue
        if name not in columns:
            title = dataset.column(name).title
            raise Refused(
                Fault(
                    Text(f"缺少必填的“{title.zh}”列", f'the required column "{title.en}" is missing'),
                    Text("请补上该列", "add the column"),
                )
            )
        empty = np.flatnonzero(_missing(columns[name]) & body.untold(name))
        if len(empty):
            body.reject(empty, REQUIRED, name)


def _assemble(body: Body, columns: dict[str, Any], dating: Dating) -> pd.DataFrame:
    """Put the good rows together in the order of the declaration, private columns left behind."""
    dataset = body.match.dataset
    size, data = len(body.rows), {}
    for column in dataset.columns:
        if dataset.keeps(column):
            data[column.name] = columns.get(column.name, blank(column, size))
    data |= {name: columns[name] for name in ("person_key", "is_provisional", "alias_key", "name_key", "birth_year", "sex") if name in columns}
    data["period"] = dating.labels
    data["published_label"] = dating.written
    data["source_sheet"] = pd.array([body.grid.name], dtype="str").take(np.zeros(size, dtype=np.int64))
    data["source_row"] = body.row_numbers
    return pd.DataFrame(data)[~body.bad].reset_index(drop=True)


def _read_wide(body: Body, figures: list[Figures]) -> list[Wide]:
    """Clean the wide columns; one that fills two measures (what is due was paid) is cleaned, and its faults told, once."""
    wide: list[Wide] = []
    done: dict[int, Cleaned] = {}
    for cell, place in body.match.cells:
        if place not in done:
            column = body.match.dataset.column(cell.measure)
            done[place] = body.clean(column, place, is_wide=True)
            reject_shared(body, column, place)
            figures.append(Figures(place, column, done[place]))
        wide.append(Wide(cell.code, cell.measure, done[place]))
    return wide


def _lengthen(body: Body, frame: pd.DataFrame, wide: list[Wide]) -> tuple[pd.DataFrame, int, int]:
    """Turn wide columns into rows. Returns the good records, how many were bad, how many blank."""
    declared = body.match.sheet.unpivot
    kept = ~body.bad
    cut = [Wide(w.code, w.measure, w.cleaned.keep(kept)) for w in wide]
    long = unpivot(frame, declared.into if declared else "", cut)
    if declared and declared.is_summed and long.bad.any():
        long = kept_together(cut, long)
    _point(body, frame, cut, long)
    good = long.frame[~long.bad & ~long.blank].reset_index(drop=True)
    return good, int(long.bad.sum()), int(long.blank.sum())


def _point(body: Body, frame: pd.DataFrame, wide: list[Wide], long: Long) -> None:
    """Point at the records kept out, each by its own fault, or by the first of its row where only others have one."""
    own: dict[tuple[str, int], Text] = {}
    first: dict[int, Text] = {}
    for item in wide:
        for i in np.flatnonzero(item.cleaned.bad).tolist():
            reason = item.cleaned.faults[item.cleaned.fault_of_row[i]].reason
            own.setdefault((item.code, i), reason)
            first.setdefault(i, reason)
    codes, numbers = codes_of(wide), frame["source_row"].to_numpy()
    for place in np.flatnonzero(long.bad).tolist():
        code, i = codes[place // len(frame)], place % len(frame)
        reason = own.get((code, i), first[i])
        body.job.report.quarantine(body.match.dataset.name, body.grid.name, [int(numbers[i])], reason)


def _tell_records(body: Body, items: int, blank: int) -> None:
    """Say how the rows of a wide sheet became the records that the account counts."""
    name, rows = body.grid.name, len(body.rows)
    where = (f"工作表“{printable(name)}”", f'sheet "{printable(name)}": ') if name else ("", "")
    body.job.report.note(
        f"{where[0]}{rows} 行数据，每行 {items} 项，以下按 {rows * items} 条计数，其中空白 {blank} 条略去",
        f"{where[1]}{rows} rows of data with {items} items each are counted as {rows * items} records, {blank} of them blank and ignored",
    )


def read_table(part: Part, match: Match, job: Job) -> Draft:
    """Read a table of a sheet as one dataset; raises Refused when none of it can be used."""
    grid, headers = part.grid, part.headers
    rows = data_rows(grid, headers, match, job, part.unread)
    body, ignored = Body(job, grid, headers, match, rows.data), rows.ignored
    below = reject_below(body, rows.second, part.unread)
    reject_overflow(body)
    figures: list[Figures] = []
    columns = _read_columns(body, figures)
    wide = _read_wide(body, figures)
    check_totals(body, figures, rows.totals)
    dating = date_rows(body, columns)
    check_order(body, columns)
    if "id_number" in {c.name for c in match.dataset.columns}:
        add_person(body, columns)
    _check_required(body, columns)
    frame = _assemble(body, columns, dating)
    records = max(len(codes_of(wide)), 1)
    bad = (int(body.bad.sum()) + below) * records
    ignored = (ignored - below) * records
    year = months_of(body) if wide else None
    if wide:
        frame, bad_records, blank_records = _lengthen(body, frame, wide)
        bad, ignored = bad + bad_records, ignored + blank_records
        frame = frame if year is None else spread_months(frame, match.sheet.unpivot, year)
        _tell_records(body, records, blank_records)
    body.quarantine()
    rows_in = (len(grid.rows) - headers.first) * records
    return Draft(match, grid.name, frame, rows_in, bad, ignored, dating.found, covered_by(body, dating.covers, year), _heads(headers, match))


def _heads(headers: HeaderRow, match: Match) -> Heads:
    columns = {f"{cell.code}.{cell.measure}": (place + 1, headers.label(place)) for cell, place in match.cells}
    columns |= {name: (place + 1, headers.label(place)) for name, place in match.columns.items()}
    return Heads(columns, tuple(headers.titles))
