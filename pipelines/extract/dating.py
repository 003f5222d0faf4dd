"""Give every row its period, by the way its dataset is dated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from pipelines.columns import MONTH
from pipelines.core.period import Period
from pipelines.core.text import Text
from pipelines.extract.clean import formula_fault, is_missing, plain, unwrapped
from pipelines.extract.dates import is_month_only
from pipelines.extract.draft import Body, Refused
from pipelines.extract.grid import texts_of
from pipelines.extract.month_heads import has_years, months_said
from pipelines.extract.period import Found, find_day, find_period, read_label, span_label
from pipelines.extract.report import Fault

_NO_PERIOD = Fault(
    Text("找不到统计时期", "no period was found"),
    Text(
        "请在标题、工作表名或文件名中写明年份，或用 --period 指定",
        "write the year in the title, the sheet's name or the file's, or give --period",
    ),
)
_NO_SPAN = Fault(
    Text("找不到所属期", "the months it is for were not found"),
    Text(
        "请在标题、工作表名或文件名中写明年月，如 2024年3月（全年合计的写“2024年度”），或用 --period 指定，如 2024-03",
        "write year and month in the title, the sheet's name or the file's, as 2024-03 (for what is of a whole year: annual, 2024), or give --period",
    ),
)
_YEAR_MEANT = re.compile(r"全年|年度|年收入|年薪|annual|yearly", re.I)
_NOT_A_PERIOD = Fault(
    Text("应为年份或时期", "expected a year or another period"),
    Text("请写成 2024、2024-Q3、2024-07 的形式", "write it as 2024, 2024-Q3 or 2024-07"),
)
_BACKWARDS = Fault(
    Text("所属期止早于所属期起", "the period ends before it starts"), Text("请核对两个日期", "check the two dates")
)
_FIRST_OF_MONTH = re.compile(r"(\d{4}-\d{2})-01")  # what a spreadsheet makes of a month that is typed in
_IN_TITLE, _IN_SHEET = Text("标题", "title"), Text("工作表名", "sheet name")
_IN_HEADERS = Text("表头", "headers")
_IN_FILE, _GIVEN = Text("文件名", "file name"), Text("指定", "given")


@dataclass(frozen=True, slots=True)
class Dating:
    """The period label of every row, the label as it was written, and what is shown before loading.

    `covers` is the period the titles or the sheet's name state for rows that are dated by spans or days of their own.
    """

    labels: Any
    written: Any
    found: str
    covers: Period | None = None


def _shown(body: Body, label: str, where: Text) -> str:
    return f"{label}（{where.zh}）" if body.job.site.language == "zh" else f"{label} ({where.en})"


def find_in_surroundings(body: Body) -> Found | None:
    """Return the period the titles, the sheet's name, the file's name or the command line give."""
    job, start = body.job, body.job.site.fiscal_year_start_month
    sources = [(_IN_TITLE, title) for title in body.headers.titles]
    sources += [(_IN_SHEET, body.grid.name), (_IN_FILE, job.stem)]
    found = find_period(sources, body.match.sheet.label_rule, start)
    if found is None and job.given is not None:
        return Found(job.given, job.given.label, _GIVEN)
    return found


def _tell_others(body: Body, around: Found | None) -> None:
    """Say that the sheet's name names another period than its title, from which the rows have theirs; a file's name is noted."""
    if around is None:
        return
    for where, label in around.others:
        fault = Fault(
            Text(f"{where.zh}写的是 {label}，{around.where.zh}写的是 {around.period.label}，已按{around.where.zh}",
                 f"the {where.en} says {label}, the {around.where.en} {around.period.label}, which was used"),
            Text("请核对时期", "check the period"),
        )
        if where is not _IN_FILE:
            body.job.report.problem(fault, sheet=body.grid.name, found=label, severity="warning")
        elif fault.reason not in body.job.report.notes:
            body.job.report.note(fault.reason.zh, fault.reason.en)


def _repeat(value: str | None, size: int) -> Any:
    return pd.array([value], dtype="str").take(np.zeros(size, dtype=np.int64))


def _by_label(body: Body, columns: dict[str, Any], around: Found | None) -> Dating:
    """Date rows by their own year column, else by what stands around the table."""
    size = len(body.rows)
    own = next((c.name for c in body.match.dataset.columns if c.kind == "period" and c.name in body.match.columns), None)
    if own is None:
        if around is None and size and body.match.dataset.name != "facility":
            raise Refused(_NO_PERIOD)
        _tell_others(body, around)
        label = "" if around is None else around.period.label
        shown = "" if around is None else _shown(body, label, around.where)
        return Dating(_repeat(label, size), _repeat(None if around is None else around.written, size), shown)
    return _by_column(body, columns, own, around)


def _label_of(text: str, own: str, body: Body, around: Found | None) -> tuple[Period | None, str | None] | Fault:
    """Return the period a cell of column `own` names and how it is written; around stands in for a blank one."""
    text = unwrapped(plain(text))
    if own == MONTH.name and (first := _FIRST_OF_MONTH.fullmatch(text)):
        text = first[1]
    if fault := formula_fault(text):
        return fault
    if is_missing(text):
        return _NO_PERIOD if around is None else (around.period, around.written)
    period = read_label(text, body.match.sheet.label_rule, body.job.site.fiscal_year_start_month)
    return _NOT_A_PERIOD if period is None else (period, text)


def _by_column(body: Body, columns: dict[str, Any], own: str, around: Found | None) -> Dating:
    texts = texts_of(body.cells(body.match.columns[own]))
    place, uniques = pd.factorize(texts)
    found = [_label_of(text, own, body, around) for text in uniques]
    for fault in dict.fromkeys(f for f in found if isinstance(f, Fault)):
        where = np.flatnonzero(np.asarray([f == fault for f in found], dtype=bool)[place])
        body.reject(where, fault, own, {i: str(texts[i]) for i in where.tolist() if fault is not _NO_PERIOD})
    known = [(None, None) if isinstance(f, Fault) else f for f in found]
    labels = pd.array([None if p is None else p.label for p, _ in known], dtype="str").take(place)
    written = pd.array([w for _, w in known], dtype="str").take(place)
    columns[own] = written
    periods = [p for (p, _), text in zip(known, uniques, strict=True) if p is not None and not is_missing(unwrapped(plain(text)))]
    ends = sorted({min(periods), max(periods)}) if periods else []
    where_found = Text(f"“{body.header(own)}”列", f"column {body.header(own)}")
    shown = _shown(body, " – ".join(p.label for p in ends), where_found) if ends else ""
    return Dating(labels, written, shown)


def _months(days: Any) -> Any:
    """Return the label of the month of each day, missing where there is none."""
    place, months = pd.factorize(np.asarray(days, dtype="datetime64[M]"))
    return pd.array([*(str(month)[:7] for month in months), None], dtype="str").take(place)


def _known(labels: Any, body: Body) -> list[str]:
    """Return the distinct labels of the good rows in order."""
    return sorted(pd.Series(labels)[~body.bad].dropna().unique().tolist())


def _by_day(body: Body, columns: dict[str, Any], around: Found | None) -> Dating:
    """Date rows by their reference day, or all by the one day in the titles, or by the end of the period around."""
    size = len(body.rows)
    if "as_at" not in columns:
        _tell_others(body, around)
        day = find_day(body.headers.titles) or (around.period.end_on if around else None)
        if day is None:
            raise Refused(_NO_PERIOD)
        columns["as_at"] = np.full(size, np.datetime64(datetime(day.year, day.month, day.day), "us"), dtype="datetime64[us]")
    labels = _months(columns["as_at"])
    known = _known(labels, body)
    shown = " – ".join(dict.fromkeys((known[0], known[-1]))) if known else ""
    where = Text("基准日期", "reference day")
    return Dating(labels, _repeat(None, size), _shown(body, shown, where) if shown else "")


def _by_surroundings(body: Body, columns: dict[str, Any], around: Found | None) -> Dating:
    """Give every row the span of the period found around the table."""
    wide = body.match.sheet.unpivot
    is_by_month = wide is not None and wide.is_by_month
    if around is None:
        raise Refused(_NO_PERIOD if is_by_month else _NO_SPAN)
    _tell_others(body, around)
    if not is_by_month:
        _ask_whether_a_year(body, around)
    size, period = len(body.rows), around.period
    for name, day in (("period_start", period.start_on), ("period_end", period.end_on)):
        columns[name] = np.full(size, np.datetime64(datetime(day.year, day.month, day.day), "us"), dtype="datetime64[us]")
    label = span_label(period.start_on, period.end_on, body.job.site.fiscal_year_start_month)
    return Dating(_repeat(label, size), _repeat(around.written, size), _shown(body, label, around.where), _stated(around))


def _ask_whether_a_year(body: Body, around: Found) -> None:
    """Ask about amounts that are taken to be of a whole year because only a year is written, and nothing says that a year is meant."""
    said = (*body.headers.titles, body.grid.name, body.job.stem)
    if around.period.months < 12 or any(map(_YEAR_MEANT.search, said)):
        return
    label = around.period.label
    fault = Fault(
        Text(f"只写了 {label}，没有月份，金额按全年合计读取", f"only {label} is written and no month: the amounts are read as those of the whole year"),
        Text("如果是一个月的工资表，请写明年月，如 2024年3月；确为全年合计的，写“2024年度”", "where they are of one month, write it, as 2024-03; else write: annual, 2024"),
    )
    body.job.report.problem(fault, sheet=body.grid.name, found=label, severity="warning")


def _by_span(body: Body, columns: dict[str, Any], around: Found | None) -> Dating:
    """Date rows by their first and last day; a sheet without last days whose first ones are months means whole months.

    A sheet without first days (a payroll named after its month) is about the period found around it.
    """
    if "period_start" not in columns and "period_end" not in columns:
        return _by_surroundings(body, columns, around)
    if "period_end" not in columns:
        texts = [plain(t) for t in texts_of(body.cells(body.match.columns["period_start"]))]
        starts = pd.Series(columns["period_start"])
        whole = pd.Series([is_month_only(t) for t in texts], dtype=bool)
        ends = (starts + pd.offsets.MonthEnd(0)).where(whole)
        if around is not None:
            ends = ends.where(whole, pd.Timestamp(around.period.end_on))
        columns["period_end"] = ends.to_numpy(dtype="datetime64[us]")
    start_month = body.job.site.fiscal_year_start_month
    spans = pd.DataFrame({"start": columns["period_start"], "end": columns["period_end"]})
    backwards = np.flatnonzero((spans["end"] < spans["start"]).to_numpy() & ~body.bad)
    if len(backwards):
        body.reject(backwards, _BACKWARDS, "period_end")
    (first, starts), (last, ends) = pd.factorize(spans["start"]), pd.factorize(spans["end"])  # -1 where there is no day
    place, pairs = pd.factorize(np.where((first < 0) | (last < 0), -1, first * (len(ends) + 1) + last))
    days = [None if pair < 0 else (starts[pair // (len(ends) + 1)], ends[pair % (len(ends) + 1)]) for pair in pairs.tolist()]
    labels = [None if day is None else span_label(day[0].date(), day[1].date(), start_month) for day in days]
    taken = pd.array(labels, dtype="str").take(place) if labels else pd.array([], dtype="str")
    known = _known(taken, body)
    shown = " – ".join(dict.fromkeys((known[0], known[-1]))) if known else ""
    where = Text("所属期", "period columns")
    return Dating(taken, _repeat(None, len(body.rows)), _shown(body, shown, where) if shown else "", _stated(around))


def _stated(around: Found | None) -> Period | None:
    """Return the period the sheet itself states; a file's name is changed too easily to empty months by it."""
    return around.period if around is not None and around.where in (_IN_TITLE, _IN_SHEET) else None


def _by_event(body: Body, columns: dict[str, Any], around: Found | None) -> Dating:
    """Date rows by the month of the day they happened; a row without that day is refused as incomplete later on."""
    days = columns.get(body.match.dataset.dated_by)
    size = len(body.rows)
    if days is None:
        return Dating(_repeat(None, size), _repeat(None, size), "")
    labels = _months(days)
    known = _known(labels, body)
    shown = " – ".join(dict.fromkeys((known[0], known[-1]))) if known else ""
    title = body.match.dataset.column(body.match.dataset.dated_by).title
    return Dating(labels, _repeat(None, size), _shown(body, shown, title) if shown else "", _stated(around))


def _by_headers(body: Body, columns: dict[str, Any]) -> Dating:
    """Show the months that the headers of a wide sheet say; its records are dated by them once they are made."""
    months, size = months_said(body.match.cells), len(body.rows)
    for name in ("period_start", "period_end"):
        columns[name] = np.full(size, np.datetime64(months[0], "us"), dtype="datetime64[us]")
    shown = " – ".join(dict.fromkeys((months[0], months[-1])))
    return Dating(_repeat(months[0], size), _repeat(None, size), _shown(body, shown, _IN_HEADERS))


def date_rows(body: Body, columns: dict[str, Any]) -> Dating:
    """Return the period of every row; fills `valid_from`, `as_at` and `period_end` where the sheet has no such column.

    Raises Refused when a dataset that must be dated finds no period anywhere.
    """
    wide = body.match.sheet.unpivot
    if wide is not None and wide.is_dated and has_years(body.match.cells):
        return _by_headers(body, columns)
    around = find_in_surroundings(body)
    form = body.match.dataset.period
    if form == "label":
        return _by_label(body, columns, around)
    if form == "as_at":
        return _by_day(body, columns, around)
    if form == "span":
        return _by_span(body, columns, around)
    if form == "event":
        return _by_event(body, columns, around)
    size, shown = len(body.rows), ""
    names = {c.name for c in body.match.dataset.columns}
    if "valid_from" in names and "valid_from" not in columns and around is not None:
        first = around.period.start_on
        day = np.datetime64(datetime(first.year, first.month, first.day), "us")
        columns["valid_from"] = np.full(size, day, dtype="datetime64[us]")
        shown = _shown(body, around.period.label, around.where)
    return Dating(_repeat("", size), _repeat(None, size), shown)
