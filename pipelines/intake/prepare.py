"""Everything of a load but loading: rows in the staging, the plan for the reader, the account for the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from pipelines.core.errors import Problem
from pipelines.core.text import Text
from pipelines.intake.arrive import (
    Arrived,
    Delivery,
    Progress,
    arrivals,
    header_of,
    left_out_by_table,
    pass_over,
    take_in,
)
from pipelines.intake.checks.run import leave_out_errors, tell_warnings
from pipelines.intake.correct import take_over, tell_added
from pipelines.intake.covers import leave_empty
from pipelines.intake.diff import compare
from pipelines.intake.displaced import tell_displaced
from pipelines.intake.kept import tell_kept
from pipelines.intake.plan import FileReport, Plan, TableReport
from pipelines.intake.repeats import take_repeated
from pipelines.intake.staging import LeftOut, Staging, TableId
from pipelines.intake.unassigned import replace_unassigned
from pipelines.warehouse.ledger import FileEntry, Ledger, LoadKey
from pipelines.warehouse.loads import Carried, day_of
from pipelines.warehouse.schema import all_datasets
from pipelines.warehouse.workspace import Workspace

POINTERS = ("file", "dataset", "source_sheet", "source_row", "reason_zh", "reason_en")
_UNKNOWN = Text("不在机构或地区名录中，也不属于本站点的任何地区", "is not in the register of facilities or regions, or lies under none of the site's roots")
_LOAD_REGISTER = Text("请检查代码，或把名录与本文件一起加载", "check the code, or load the register together with this file")
_OTHER = Text("本次加载中前面的文件对同一条记录给出了不同内容", "an earlier file of this load says something else about the same record")
_KEEP_ONE = Text("请只保留正确的一份后重新加载", "keep the one that is right and load again")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan and what carrying it out needs; `entries`, `paths` and `names` are of the files that bring rows."""

    plan: Plan
    entries: tuple[FileEntry, ...]
    paths: tuple[Path, ...]
    names: Mapping[int, str]
    quality: tuple[tuple[object, ...], ...]
    pointers: pd.DataFrame


def prepare(workspace: Workspace, ledger: Ledger, delivery: Delivery, staging: Staging, progress: Progress) -> Prepared:
    """Read the files of `delivery` into `staging` and say what loading them would do."""
    files = arrivals(workspace, delivery)
    live = ledger.live()
    unplaced = take_in(files, ledger, live, delivery, staging, progress)
    kept_out = leave_out_errors(staging, files, delivery.day)
    pass_over(files, ledger, staging, delivery)
    duplicates, conflicts = take_repeated(staging)
    loads = staging.loads()
    empty: Mapping[int, set[LoadKey]] = {}
    if delivery.mode == "replace":
        empty = _together(
            tell_kept(files, staging, loads, live), leave_empty(files, loads, live, workspace.site, not delivery.is_replay),
            replace_unassigned(files, loads, live, ledger),
        )
    if not delivery.is_replay:  # nobody hears them
        gone = set().union(*empty.values())
        tell_warnings(staging, files, [load for load in live if load.key not in gone], delivery.mode)
    carried = take_over(staging, loads, live) if delivery.mode == "correct" else {}
    named = [(item, _UNKNOWN, _LOAD_REGISTER) for item in unplaced] + [(item, _OTHER, _KEEP_ONE) for item in conflicts] + kept_out
    left_out = [*unplaced, *(item for item, _, _ in kept_out)]
    keys = {key for found in (*loads.values(), *empty.values()) for key in found}
    diffs = compare(staging, keys, live, staging.unit_names(live), {file.number: file.name for file in files})
    if delivery.mode == "correct":
        tell_added(files, diffs, loads)
    elif not delivery.is_replay:
        tell_displaced(files, diffs, loads, live, ledger, workspace.site.time_zone)
    reports = [_report(file, loads, duplicates, named, workspace.site.time_zone) for file in files]
    plan = Plan(files=tuple(reports), diffs=tuple(diffs), problems=tuple(p for r in reports for p in r.problems), mode=delivery.mode)
    kept = [file for file in files if any(number == file.number for number, _ in loads)]
    return Prepared(
        plan=plan, paths=tuple(file.path for file in kept), names={file.number: file.name for file in kept},
        entries=tuple(_entry(file, loads, empty.get(file.number, ()), carried.get(file.number, {}), left_out) for file in kept),
        quality=tuple(_quality(file.name, t) for file, report in zip(files, reports, strict=True) if file.is_read
                      and not report.already_loaded_on for t in report.tables),
        pointers=_pointers(files, named),
    )


def _together(*found: Mapping[int, set[LoadKey]]) -> dict[int, set[LoadKey]]:
    """Return the loads that are empty now, by the first file that says so of each."""
    together: dict[int, set[LoadKey]] = {}
    for number, keys in (item for part in found for item in part.items()):
        together.setdefault(number, set()).update(keys - set().union(*together.values()))
    return together


def _report(
    file: Arrived, loads: Mapping[TableId, Mapping[LoadKey, int]], duplicates: Mapping[TableId, int],
    named: Sequence[tuple[LeftOut, Text, Text]], zone: str,
) -> FileReport:
    """Return the account of one file after rows were set aside across files."""
    mine = [entry for entry in named if entry[0].table[0] == file.number]
    problems = (*file.problems, *(_problem(file, *entry) for entry in mine))
    if file.seen:
        return FileReport(
            file=file.name, sha256=file.sha256, already_loaded_on=day_of(file.seen.at, zone).isoformat(), tables=(), problems=problems,
            notes=file.notes,
        )
    out = left_out_by_table(item for item, _, _ in mine)
    tables = tuple(
        replace(
            table, loaded=sum(loads.get((file.number, n), {}).values()), quarantined=table.quarantined + out.get((file.number, n), 0),
            duplicate=table.duplicate + duplicates.get((file.number, n), 0),
        )
        for n, table in enumerate(file.tables)
    )
    return FileReport(file=file.name, sha256=file.sha256, already_loaded_on=None, tables=tables, problems=problems, notes=file.notes)


def _problem(file: Arrived, item: LeftOut, reason: Text, remedy: Text) -> Problem:
    """Return one problem for rows that share a value and a reason: the first row, and how many more."""
    table, rows = file.tables[item.table[1]], sorted(set(item.rows))
    more = len(item.rows) - 1
    if more:
        reason = Text(f"{reason.zh}（另有 {more} 行相同）", f"{reason.en} (and {more} more such rows)")
    column = item.column or (all_datasets()[item.dataset].place if item.value else "")
    place, header = header_of(file, item.table[1], column)
    return Problem(
        file=file.name, sheet=table.source_sheet, row=rows[0], also=tuple(rows[1:]), place=place, column=header, found=item.value,
        reason=reason, remedy=remedy,
    )


def _entry(
    file: Arrived, loads: Mapping[TableId, Mapping[LoadKey, int]], empty: Iterable[LoadKey], carried: Mapping[LoadKey, Carried],
    left_out: Sequence[LeftOut],
) -> FileEntry:
    rows: dict[LoadKey, int] = dict.fromkeys(empty, 0)
    for (number, _), found in loads.items():
        for key, count in found.items() if number == file.number else ():
            rows[key] = rows.get(key, 0) + count
    complete = all(item.table[0] != file.number for item in left_out)
    return FileEntry(file.name, file.sha256, file.reading, file.content, complete, rows, carried)


def _quality(name: str, t: TableReport) -> tuple[object, ...]:
    return (name, t.dataset, t.form, t.source_sheet, t.rows_in, t.loaded, t.quarantined, t.duplicate, t.ignored)


def _pointers(files: Sequence[Arrived], named: Sequence[tuple[LeftOut, Text, Text]]) -> pd.DataFrame:
    """Return pointers (file, sheet, row, reason) to every row kept out; never a value."""
    frames = [file.quarantine.assign(file=file.name) for file in files if file.is_read and not file.seen and len(file.quarantine)]
    rows = [
        (files[item.table[0]].name, item.dataset, files[item.table[0]].tables[item.table[1]].source_sheet, row, reason.zh, reason.en)
        for item, reason, _ in named for row in item.rows
    ]
    frames.append(pd.DataFrame(rows, columns=list(POINTERS)))
    return pd.concat([frame[list(POINTERS)] for frame in frames], ignore_index=True)
