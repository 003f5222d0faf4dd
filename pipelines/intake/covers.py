"""A file that says it covers more than its rows: the months of its year that have no row are empty, not as they were before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipelines.core.errors import Problem
from pipelines.core.period import Period, parse_period, periods_between
from pipelines.core.text import Text
from pipelines.intake.arrive import Arrived
from pipelines.intake.staging import TableId
from pipelines.site import Site
from pipelines.warehouse.ledger import Live, LoadKey
from pipelines.warehouse.schema import all_datasets

_REMEDY = Text(
    "只报其中几个月的，请把标题写成这几个月（如“2024年4-6月”），或改用“更正”方式（--correct），其余月份保留不变；这些月份确无数据的，可直接加载",
    "where only some of the months are sent, write these in the title (such as 2024-04..2024-06), or load the file as a correction "
    "(--correct), which keeps the other months; if there is nothing for them, load it as it is",
)

Loads = Mapping[TableId, Mapping[LoadKey, int]]


def leave_empty(files: Sequence[Arrived], loads: Loads, live: Iterable[Live], site: Site, is_heard: bool) -> dict[int, set[LoadKey]]:
    """Return, by file, the loads that are empty because the file states their period and brings no row for them.

    Only a title or a sheet's name states a period; units are those the file brings rows of. A file some of whose rows lie
    outside what it states leaves nothing empty. Adds a note to each file that does, or a warning where rows loaded before go
    and somebody hears it (a load that is repeated for the record is not heard).
    """
    brought = {key for found in loads.values() for key in found}
    rows = {load.key: load.rows for load in live}
    found: dict[int, set[LoadKey]] = {}
    for file in files:
        for dataset, stated in file.covers:
            keys = {key for (number, _), mine in loads.items() if number == file.number for key in mine if key.dataset == dataset}
            empty = _without_rows(keys, stated, brought, rows, site.fiscal_year_start_month)
            if empty:
                found.setdefault(file.number, set()).update(empty)
                gone = sum(rows.get(key, 0) for key in empty)
                said = _said(dataset, stated, {key for key in empty if key in rows} if gone else empty, gone)
                if gone and is_heard:
                    file.problems += (Problem(file=file.name, severity="warning", reason=said, remedy=_REMEDY),)
                else:
                    file.notes += (said,)
    return found


def _without_rows(
    keys: set[LoadKey], stated: Period, brought: set[LoadKey], live: Iterable[LoadKey], start_month: int
) -> set[LoadKey]:
    """Return the keys of the units among `keys` that lie in the stated period and that nobody brings."""
    if not keys or not all(_lies_in(key.period, stated, start_month) for key in keys):
        return set()
    units, dataset = {key.unit for key in keys}, next(iter(keys)).dataset
    months = [p.label for p in periods_between(stated.start_on, stated.end_on, start_month) if p.kind == "month"]
    every = {LoadKey(dataset, unit, label) for unit in units for label in months}
    there = {key for key in live if key.dataset == dataset and key.unit in units and _lies_in(key.period, stated, start_month)}
    return (every | there) - brought


def _lies_in(label: str, stated: Period, start_month: int) -> bool:
    period = parse_period(label, start_month)
    return period is not None and stated.start_on <= period.start_on and period.end_on <= stated.end_on and period.months < stated.months


def _said(dataset: str, stated: Period, empty: set[LoadKey], rows: int) -> Text:
    title, labels = all_datasets()[dataset].title, sorted({key.period for key in empty})
    shown = "、".join(labels[:12]), ", ".join(labels[:12])
    more = ("等", ", ...") if len(labels) > 12 else ("", "")
    gone = Text(f"原有的 {rows:,} 行不再计入", f"{rows:,} row(s) loaded before no longer count") if rows else Text("原本也没有数据", "nothing was there before")
    return Text(
        f"{title.zh}：标题或工作表名写明 {stated.label}，其中 {shown[0]}{more[0]} 没有行，按空处理，{gone.zh}",
        f"{title.en}: the title or the sheet's name states {stated.label}; {shown[1]}{more[1]} have no row and count as empty: {gone.en}",
    )
