"""Days and periods that have not come yet, and periods that nothing counts by; a day before 1900 is none to the reader already."""

from __future__ import annotations

from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.warehouse.schema import all_datasets, frame_columns, quoted

MAY_BE_AHEAD = frozenset({  # said beforehand as a rule: ends of agreements, instalments to come, courses to be held
    "valid_from", "valid_to", "end_on", "closed_on", "period_end", "agreed_to", "contract_end_on", "due_on", "covers_from", "covers_to",
    "task_to", "effective_on", "expires_on", "cooperation_end_on", "notice_from", "notice_to", "abolished_on", "started_on", "ended_on",
})  # fmt: skip
PLANS = frozenset({"budget"})  # datasets whose rows speak of the year to come
GRACE_DAYS = 31  # what is dated to the end of the month may be sent within it
_DAY = """
select file_no, table_no, source_row, {day}::DATE::VARCHAR as thing, {day}::DATE::VARCHAR as found
from {table}, today where {day} > today.day{grace}
"""
_LABEL = """
select t.file_no, t.table_no, t.source_row, t.period as thing, t.period as found
from {table} as t
inner join label_start as l on t.period = l.label, today
where l.start_on::DATE > today.day{grace}
"""
_CUMULATIVE = """
select file_no, table_no, source_row, period as thing, period as found from {table} where contains(period, '..')
"""
_TITLE = Text("日期还没有到", "Days that have not come yet")
_REASON = Text("日期还没有到（{rows} 行）", "this day has not come yet ({rows} row(s))")
_NOT_YET = Text("时期还没有开始（{rows} 行）", "this period has not begun yet ({rows} row(s))")
_REMEDY = Text("请核对年份", "check the year")


def dating_column(dataset: Dataset) -> str:
    """Return the day that dates the rows of a dataset and so makes a period of the build, "" where a label or nothing does."""
    by_form = {"as_at": "as_at", "span": "period_start", "event": dataset.dated_by}
    return by_form.get(dataset.period, "")


def _day(dataset: Dataset, column: Column, is_error: bool) -> Check:
    return Check(
        name="day_ahead", title=_TITLE, subject=dataset.name, column=column.name, severity="error" if is_error else "warning",
        statement=_DAY.format(
            day=quoted(column.name), table=quoted(f"in_{dataset.name}"), grace=f" + {GRACE_DAYS}" if is_error else ""
        ),
        reason=_REASON, remedy=_REMEDY,
    )


def _label(dataset: Dataset, is_error: bool) -> Check:
    written = next((c.name for c in dataset.columns if c.kind == "period"), "")
    return Check(
        name="period_ahead", title=_TITLE, subject=dataset.name, column=written, severity="error" if is_error else "warning",
        statement=_LABEL.format(table=quoted(f"in_{dataset.name}"), grace=" + 366" if is_error else ""),
        reason=_NOT_YET, remedy=_REMEDY,
    )


def _span(dataset: Dataset) -> Check:
    written = next((c.name for c in dataset.columns if c.kind == "period"), "")
    return Check(
        name="period_cumulative", title=Text("累计时期", "Periods of several months"), subject=dataset.name, column=written,
        statement=_CUMULATIVE.format(table=quoted(f"in_{dataset.name}")),
        reason=Text("是几个月的累计，数据会保留，但不计入任何月、季、半年或年（{rows} 行）",
                    "covers several months: it is kept, but counts in no month, quarter, half or year ({rows} row(s))"),
        remedy=Text("请按月、季、半年或全年报送当期数", "send the figures of a month, a quarter, a half or a whole year"),
    )


def _of_dataset(dataset: Dataset) -> list[Check]:
    kept = frame_columns(dataset)
    days = [c for c in dataset.columns if c.kind in ("date", "moment") and c.name in kept]
    dating = {dating_column(dataset)} - MAY_BE_AHEAD
    checks = [_day(dataset, c, True) for c in days if c.name in dating]
    checks += [_day(dataset, c, False) for c in days if c.name not in MAY_BE_AHEAD]
    if dataset.period == "label":
        checks += [_span(dataset), _label(dataset, True), *([] if dataset.name in PLANS else [_label(dataset, False)])]
    return checks


CHECKS = tuple(check for dataset in all_datasets().values() for check in _of_dataset(dataset))
