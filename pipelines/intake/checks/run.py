"""Run every check that has something to say about the rows that arrive, and say each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.core.errors import Problem
from pipelines.core.text import Text
from pipelines.intake.arrive import Arrived, header_of
from pipelines.intake.checks.check import Check, all_checks
from pipelines.intake.checks.ground import lay_days, lay_ground, lay_replaced
from pipelines.intake.staging import LeftOut, Staging, TableId
from pipelines.warehouse.ledger import Live
from pipelines.warehouse.loads import Mode

Cells = tuple[int, str, int, str]  # number of the file, sheet, number of the column, its header
LISTED = 1_000  # lines of one check about one file; what is beyond is counted
EXAMPLES = 5  # values shown in one line
_BLANK = (
    "select null::INTEGER as file_no, null::INTEGER as table_no, null::BIGINT as source_row, null::VARCHAR as thing,"
    " null::VARCHAR as found, null::VARCHAR as other, null::VARCHAR as expected, null::INTEGER as other_file,"
    " null::INTEGER as other_table, null::BIGINT as other_row where false"
)
_LINES = f"""
by_value as (
    select file_no, table_no, thing, found, list(source_row) as rows, min(source_row) as first_row,
        arg_min(struct_pack(o := other, e := expected, f := other_file, t := other_table, r := other_row), source_row) as words
    from said group by all
)
select file_no, table_no, flatten(list(rows)), list(found order by first_row)[1:{EXAMPLES}], count(found),
    arg_min(words, first_row)
from by_value group by file_no, table_no, thing order by file_no, table_no, min(first_row)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one check says of rows of one table; `rows` are spreadsheet rows, in order."""

    check: Check
    table: TableId
    rows: tuple[int, ...]
    found: str
    reason: Text


def leave_out_errors(staging: Staging, files: Sequence[Arrived], day: date | None) -> list[tuple[LeftOut, Text, Text]]:
    """Take what must not be loaded out of the staging; return it, each with its reason and its remedy.

    `day` is the day on which the files came, today where it is None.
    """
    lay_days(staging, day)
    kept_out: list[tuple[LeftOut, Text, Text]] = []
    for check in _wanted(staging, "error"):
        for line in list(_lines(staging, files, check)):
            item = staging.leave_out(check.subject, line.table, line.rows, check.column, line.found)
            kept_out.append((item, line.reason, check.remedy))
    return kept_out


def tell_warnings(staging: Staging, files: Sequence[Arrived], live: Sequence[Live], mode: Mode) -> None:
    """Add to `files` what is worth asking about in the rows that are going to be loaded."""
    checks = _wanted(staging, "warning")
    lay_ground(staging, files, live, mode, {name for check in checks for name in check.needs})
    lay_replaced(staging, live, mode, {name for check in checks for name in check.replaced})
    told: dict[Cells, set[int]] = {}
    for check in checks:
        lines = [line for found in _lines(staging, files, check) if (line := _untold(found, files, told)) is not None]
        _tell(files, lines)


def _wanted(staging: Staging, severity: str) -> list[Check]:
    return [check for check in all_checks() if check.subject in staging.datasets and check.severity == severity]


def _lines(staging: Staging, files: Sequence[Arrived], check: Check) -> Iterable[Line]:
    rows = staging.connection.execute(
        f"with said as (select * from ({_BLANK}) union all by name ({check.statement})), {_LINES}"
    ).fetchall()
    for file, table, numbers, values, count, words in rows:
        shown = ", ".join(value for value in values if value is not None)
        said = {
            "rows": len(set(numbers)), "values": count, "other": _titled(check, words["o"]), "expected": _titled(check, words["e"]),
            "where": _where(files, words, (file, table)),
        }
        yield Line(check, (file, table), tuple(sorted(set(numbers))), shown, check.reason.format(**said))


def _titled(check: Check, said: str | None) -> Text | str:
    """Return what a statement said, a code of the check's lists by its title."""
    return next((title for title in (codes.titles.get(said or "") for codes in check.words) if title is not None), said or "")


def _where(files: Sequence[Arrived], words: dict[str, Any], here: TableId) -> Text | str:
    """Return where the other half of a contradiction stands, in brackets; nothing where it was loaded before."""
    if words["f"] is None:
        return ""
    other = files[words["f"]]
    sheet = other.tables[words["t"]].source_sheet
    zh, en = [f"第 {words['r']} 行"], [f"row {words['r']}"]
    if sheet and (words["f"], words["t"]) != here:
        zh, en = [f"工作表“{sheet}”", *zh], [f"sheet {sheet}", *en]
    if words["f"] != here[0]:
        zh, en = [other.name, *zh], [other.name, *en]
    return Text(f"（{'，'.join(zh)}）", f" ({', '.join(en)})")


def _untold(line: Line, files: Sequence[Arrived], told: dict[Cells, set[int]]) -> Line | None:
    """Return the line without rows of which the same cell was told before, of this dataset or another; None where none is left."""
    file = files[line.table[0]]
    before = told.setdefault((file.number, file.tables[line.table[1]].source_sheet, *header_of(file, line.table[1], line.check.column)), set())
    rows = tuple(row for row in line.rows if row not in before)
    before.update(rows)
    if len(rows) == len(line.rows):
        return line
    return Line(line.check, line.table, rows, line.found, line.reason) if rows else None


def _tell(files: Sequence[Arrived], lines: Sequence[Line]) -> None:
    """Add one warning for each line to its file, the first LISTED of them; the others as one for each sheet, with all its rows."""
    by_file: dict[int, list[Line]] = {}
    for line in lines:
        by_file.setdefault(line.table[0], []).append(line)
    for number, mine in by_file.items():
        file = files[number]
        file.problems += tuple(_problem(file, line) for line in mine[:LISTED])
        if len(mine) > LISTED:
            tables = dict.fromkeys(line.table for line in mine[LISTED:])
            file.problems += tuple(_rest(file, [line for line in mine[LISTED:] if line.table == table]) for table in tables)


def _problem(file: Arrived, line: Line) -> Problem:
    place, header = header_of(file, line.table[1], line.check.column)
    return Problem(
        file=file.name, sheet=file.tables[line.table[1]].source_sheet, row=line.rows[0], also=line.rows[1:], place=place,
        column=header, found=line.found, reason=line.reason, remedy=line.check.remedy, severity="warning",
    )


def _rest(file: Arrived, lines: Sequence[Line]) -> Problem:
    title, rows = lines[0].check.title, sorted({row for line in lines for row in line.rows})
    count, place, header = len(lines), *header_of(file, lines[0].table[1], lines[0].check.column)
    return Problem(
        file=file.name, sheet=file.tables[lines[0].table[1]].source_sheet, row=rows[0], also=tuple(rows[1:]), place=place, column=header,
        reason=Text(f"{title.zh}：另有 {count} 处（{len(rows)} 行）未逐条列出", f"{title.en}: {count} more ({len(rows)} rows) are not listed one by one"),
        remedy=Text("请先改正以上各处，再重新检查", "correct the ones above and check again"),
        severity="warning",
    )
