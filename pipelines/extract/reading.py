"""Read one file: what it is, what it holds for which dataset, and everything that is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.core.errors import Problem
from pipelines.core.period import Period, parse_period
from pipelines.core.text import Text
from pipelines.extract import csv_text
from pipelines.extract.closest import tell_closest
from pipelines.extract.container import EMPTY, OLE, ZIP, Unreadable, foreign
from pipelines.extract.draft import Job
from pipelines.extract.duplicates import find_repeats
from pipelines.extract.grid import Grid
from pipelines.extract.own_sheets import is_own, is_own_list
from pipelines.extract.period import dated_by_folder
from pipelines.extract.recognise import Catalogue, declared_catalogue
from pipelines.extract.report import Fault, Report, printable
from pipelines.extract.sheet import read_sheet
from pipelines.extract.table import Draft, Heads
from pipelines.extract.workbook import read_workbook
from pipelines.site import Site

_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"<!--")
_WORKBOOK_ENDINGS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et")
_WEB_PAGE = Fault(
    Text("内容是网页，不是工作簿", "this is a web page, not a workbook"),
    Text("请用表格软件打开，另存为 .xlsx 后重试", "open it in a spreadsheet program, save it as .xlsx and try again"),
)
_NOT_A_WORKBOOK = Fault(
    Text("名为工作簿，内容却不是", "it is named as a workbook but is none"),
    Text("请用表格软件打开，另存为 .xlsx 后重试", "open it in a spreadsheet program, save it as .xlsx and try again"),
)
_CANNOT_OPEN = Fault(Text("文件打不开", "the file cannot be opened"), Text("请确认文件存在且有权读取", "check that it is there and may be read"))
_CONFLICT = Text("与第 {row} 行是同一记录，但内容不同", "the same record as row {row}, with other content")
_SAME = Fault(
    Text("与前面的一行内容相同，只计一次", "says the same as an earlier row and is counted once"),
    Text("重复录入的请删去；确是两条记录的请写明区别", "delete it if it was entered twice; if it is another record, say where it differs"),
)
_DECIDE = Text("请核对后只保留一行", "check which is right and keep one row")


@dataclass(frozen=True)
class Table:
    """What one sheet of one file gave to one dataset.

    Counts are rows, or records where the sheet is wide (a row and a code): rows_in = len(frame) + quarantined + duplicate
    + ignored. Missing text is NaN of pandas' `str` type. `period_found` says what period was found and where; `covers` is the
    period the sheet itself states for rows that have dates of their own; `heads` is what stands over the rows.
    """

    dataset: str
    form: str
    source_sheet: str
    frame: pd.DataFrame
    rows_in: int
    quarantined: int
    duplicate: int
    ignored: int
    period_found: str
    covers: Period | None = None
    heads: Heads = field(default_factory=Heads)

    def __post_init__(self) -> None:
        if self.rows_in != len(self.frame) + self.quarantined + self.duplicate + self.ignored:
            raise AssertionError(
                f"{self.dataset}/{self.form}: {self.rows_in} rows in, {len(self.frame)} loaded, {self.quarantined} "
                f"quarantined, {self.duplicate} duplicate, {self.ignored} ignored"
            )


@dataclass(frozen=True)
class Reading:
    """One file as read: its tables, every problem, remarks, and pointers to the rows kept out (no values)."""

    file: str
    sha256: str
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Text, ...]
    quarantine: pd.DataFrame


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _kind(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if not head.strip(b"\0 \t\r\n"):
        raise Unreadable(EMPTY)
    if head.startswith((ZIP, OLE)):
        return "workbook"
    if (fault := foreign(head)) is not None:
        raise Unreadable(fault)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower().startswith(_MARKUP):
        raise Unreadable(_WEB_PAGE)
    if path.suffix.lower() in _WORKBOOK_ENDINGS:
        raise Unreadable(_NOT_A_WORKBOOK)
    return "text"


def _read_text(path: Path, catalogue: Catalogue, report: Report) -> list[Grid]:
    if path.stat().st_size > csv_text.LARGEST_BYTES:
        raise Unreadable(csv_text.TOO_LARGE)

    def score(grid: Grid) -> int:
        return max((m.score for m in catalogue.find(grid)[1]), default=0)

    def is_recognised(head: str) -> bool:
        grid = csv_text.parse(csv_text.lines_of(head), csv_text.choose_delimiter(head, score))
        return isinstance(grid, Grid) and score(grid) > 0

    decoded = csv_text.decode(path.read_bytes(), is_recognised)
    if isinstance(decoded, Fault):
        raise Unreadable(decoded)
    if not decoded.encoding.startswith("utf-8"):
        report.note(f"文字编码：{decoded.encoding}", f"text encoding: {decoded.encoding}")
    delimiter = csv_text.choose_delimiter(decoded.head, score)
    grid = csv_text.parse(decoded.lines(), delimiter)
    if isinstance(grid, Fault):
        raise Unreadable(grid)
    if decoded.data.count(b'"') % 2 and (row := csv_text.unclosed_row(decoded.lines(), delimiter)):
        report.problem(csv_text.UNCLOSED, row=row)
        return []
    return [grid]


def _read_grids(path: Path, catalogue: Catalogue, report: Report) -> list[Grid]:
    if _kind(path) == "text":
        return _read_text(path, catalogue, report)
    book = read_workbook(path)
    for name in (printable(name) for name in book.hidden if not is_own_list(name)):
        report.note(f"隐藏的工作表“{name}”没有读取", f'the hidden sheet "{name}" was not read')
    if book.hidden_rows:
        report.note(f"有 {book.hidden_rows} 行是隐藏的，也一并读取", f"{book.hidden_rows} hidden rows were read as well")
    return [grid for grid in book.grids if not is_own(grid)]


def _tell_conflicts(draft: Draft, rows: list[tuple[int, int]], report: Report) -> None:
    warned: set[tuple[object, ...]] = set()
    key = list(draft.match.dataset.key)
    for row, first in rows:
        reason = _CONFLICT.format(row=first)
        if not draft.match.sheet.repeats:
            report.problem(Fault(reason, _decide(draft, row)), sheet=draft.sheet, row=row)
            report.quarantine(draft.match.dataset.name, draft.sheet, [row], reason)
            continue
        content = draft.frame.loc[draft.frame["source_row"] == row].drop(columns=["source_row"]).iloc[0]
        if tuple(map(str, content)) in warned:
            continue
        warned.add(tuple(map(str, content)))
        found = ", ".join(str(content[k]) for k in key[:1])
        kept = Fault(reason, Text("以先出现的为准", "the one that stands first was taken"))
        report.problem(kept, sheet=draft.sheet, row=row, found=found, severity="warning")


def _decide(draft: Draft, row: int) -> Text:
    """Return what to do about two rows of one key: where a column of the key is blank in them, filling it in may tell them apart."""
    dataset, rows = draft.match.dataset, draft.frame.loc[draft.frame["source_row"] == row]
    for pair in dataset.told_apart:
        if rows[pair[0]].isna().any():
            titles = [dataset.column(name).title for name in pair]
            return Text(
                f"{_DECIDE.zh}；确是两条记录的，请分别填写“{titles[0].zh}”或“{titles[1].zh}”",
                f'{_DECIDE.en}; where they are two records, give "{titles[0].en}" or "{titles[1].en}" of each',
            )
    return _DECIDE


def _tell_repeats(draft: Draft, rows: list[int], report: Report) -> None:
    """Ask about rows that say the same as an earlier one; where a sheet repeats things by its nature nobody is asked."""
    if rows and not draft.match.sheet.repeats and draft.match.sheet.unpivot is None:
        report.problem(_SAME, sheet=draft.sheet, row=rows[0], also=tuple(rows[1:]), severity="warning")


def _finish(drafts: list[Draft], report: Report) -> list[Table]:
    """Compare the drafts of one dataset across the sheets of a file, and close the account of each."""
    together = pd.concat([d.frame for d in drafts], ignore_index=True)
    dataset = drafts[0].match.dataset
    repeats = find_repeats(together, dataset.key, dataset.told_apart)
    numbers = together["source_row"].to_numpy()
    tables, begin = [], 0
    for draft in drafts:
        part = slice(begin, begin + len(draft.frame))
        begin += len(draft.frame)
        same, other = repeats.same[part], repeats.other[part]
        first = numbers[repeats.first[part]]
        conflicts = np.flatnonzero(other)
        _tell_repeats(draft, numbers[part][same].tolist(), report)
        _tell_conflicts(draft, [(int(numbers[part][i]), int(first[i])) for i in conflicts], report)
        duplicate = int(same.sum()) + (len(conflicts) if draft.match.sheet.repeats else 0)
        tables.append(
            Table(
                dataset=draft.match.dataset.name,
                form=draft.match.sheet.name,
                source_sheet=draft.sheet,
                frame=draft.frame[~same & ~other].reset_index(drop=True),
                rows_in=draft.rows_in,
                quarantined=draft.quarantined + (0 if draft.match.sheet.repeats else len(conflicts)),
                duplicate=duplicate,
                ignored=draft.ignored,
                period_found=draft.period_found,
                covers=draft.covers,
                heads=draft.heads,
            )
        )
    return tables


def _period_given(text: str | None, site: Site) -> Period | None:
    if text is None:
        return None
    period = parse_period(text, site.fiscal_year_start_month)
    if period is None:
        raise Unreadable(
            Fault(
                Text(f"给出的时期“{printable(text)}”不是时期", f'the period given, "{printable(text)}", is not a period'),
                Text("请写成 2024、2024-Q3、2024-07 的形式", "write it as 2024, 2024-Q3, 2024-07 or 2019-20"),
            )
        )
    return period


def read_cells(path: Path) -> list[Grid]:
    """Return every sheet of a file as it was written, whatever it says; raises Unreadable."""
    return _read_grids(path, declared_catalogue(), Report(path.name))


def read_file(path: Path, site: Site, secret: bytes, period: str | None = None, name: str | None = None) -> Reading:
    """Read one CSV file or workbook for a site; never raises for what is in the file.

    `secret` keys the person keys, `period` is used where the file names none, `name` is the file's name as sent.
    """
    shown = name or path.name
    report = Report(printable(shown, 200))
    tables: list[Table] = []
    sha256 = ""
    try:
        sha256 = file_sha256(path)
        catalogue = declared_catalogue()
        given = _period_given(period, site)
        grids = _read_grids(path, catalogue, report)
        stem = dated_by_folder(Path(name) if name else path) or Path(shown).stem
        job = Job(site, secret, report, catalogue, stem, given)
        drafts = [draft for grid in grids for draft in read_sheet(grid, catalogue, job)]
        by_dataset: dict[str, list[Draft]] = {}
        for draft in drafts:
            by_dataset.setdefault(draft.match.dataset.name, []).append(draft)
        tables = [table for group in by_dataset.values() for table in _finish(group, report)]
        if not drafts and not report.problems:
            tell_closest(grids, catalogue, report, stem)
    except Unreadable as error:
        report.problem(error.fault)
    except OSError:
        report.problem(_CANNOT_OPEN)
    return Reading(report.file, sha256, tuple(tables), report.close(), tuple(report.notes), report.quarantined())
