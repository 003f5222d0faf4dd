"""What of a sheet is not read, or cannot be told apart: columns, headers that stand twice, cells beside the table. All told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipelines.core.column import Column
from pipelines.core.text import Text
from pipelines.extract.draft import Body
from pipelines.extract.grid import Cell, Grid, as_text
from pipelines.extract.headers import HeaderRow
from pipelines.extract.recognise import Match
from pipelines.extract.report import Fault, Report, printable

_TWICE = Fault(
    Text("表头重复而内容不同，只读了前一列", "this header stands twice over different columns; only the first was read"),
    Text("请改正表头，或删去多余的一列", "correct the header, or delete the column that is too many"),
)
_TWO_TABLES = Fault(
    Text("两个表左右并排，右边的没有读取", "two tables stand side by side; the one on the right was not read"),
    Text("请把右边的表移到单独的工作表", "move the table on the right to a sheet of its own"),
)
_BESIDE = Fault(
    Text("此行的单元格多于表头，可能有值错位", "this row has more cells than there are headers: values may stand in the wrong column"),
    Text("请检查多余的逗号（如数字 1,234 未加引号）", "look for a comma too many (such as a number 1,234 without quotation marks)"),
)
_SHARED = Fault(
    Text("合并单元格里的一个数字属于多行，无法分开", "one number in a merged cell stands for several rows and cannot be divided"),
    Text("请取消合并，逐行填写", "undo the merging and write each row's own number"),
)
_SECOND = Fault(
    Text("下面还有一个表，没有读取", "another table begins here; it was not read"),
    Text("请把它移到单独的工作表", "move it to a sheet of its own"),
)

_OTHER_PERIOD = Fault(
    Text(
        "从此行起没有读取：此行的标题写的是另一个时期，下面却没有表头，或没有写明是哪年哪月",
        "nothing was read from here on: this title says another period, and has no headers under it or does not say which",
    ),
    Text(
        "请每月单独放一张工作表；放在同一张表的，每月上方要有写明年月的标题（如“2024年2月”）和表头",
        "give each month a sheet of its own, or each a title with its year and month, such as 2024-02, and headers",
    ),
)
_SECOND_ROW = Fault(
    Text("表头下面紧接着又是一行表头，这样的两行表头不能识别", "another row of headers stands right under the headers; the two cannot be read together"),
    Text("请合成一行，每列写全称，如“基本工资应发”", "make it one row that says everything of each column"),
)


def tell_unread(grid: Grid, headers: HeaderRow, matches: Sequence[Match], report: Report) -> None:
    """Note the columns no dataset reads; a header that stands twice over columns that differ is an error at its cell."""
    used = set().union(*(m.places for m in matches))
    unused = [printable(headers.label(i)) for i, h in enumerate(headers.headers) if h and i not in used]
    name = printable(grid.name)
    where = (f"工作表“{name}”", f'sheet "{name}": ') if name else ("", "")
    if unused:
        shown = "、".join(unused[:40]), ", ".join(unused[:40])
        report.note(f"{where[0]}未使用的列：{shown[0]}", f"{where[1]}columns not used: {shown[1]}")
    if headers.repeated:
        twice = [printable(h) for h in headers.repeated]
        report.note(
            f"{where[0]}重复的表头只读第一列：{'、'.join(twice)}",
            f"{where[1]}headers that stand twice, only the first is read: {', '.join(twice)}",
        )
    below = range(headers.first, len(grid.rows))
    again = {
        place: place - first
        for place, first in headers.again.items() if first in used and _differ(grid.cells(first, below), grid.cells(place, below))
    }  # fmt: skip
    for place, apart in again.items():
        beside = [other for other in again if again[other] == apart]
        if place == beside[0]:  # a table beside the table is told once, at its first header
            fault = _TWICE if len(beside) == 1 else _TWO_TABLES
            report.problem(fault, sheet=grid.name, row=headers.first, column=headers.headers[place], place=place + 1)


def _differ(first: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return any(b is not None and as_text(b).strip() and as_text(a).strip() != as_text(b).strip() for a, b in zip(first, other, strict=True))


def reject_overflow(body: Body) -> None:
    """Keep out the rows of a CSV that have cells beyond its headers: an amount of 1,234 without quotation marks is two cells."""
    if body.grid.name or not len(body.rows):
        return
    width = len(body.headers.headers)
    rows = body.grid.rows
    wide = [i for i, row in enumerate(body.rows.tolist()) if len(rows[row]) > width and any(c and str(c).strip() for c in rows[row][width:])]
    for i in wide:
        row = body.rows[i]
        found = as_text(rows[row][width]) if _is_plain(body) else ""
        body.job.report.problem(_BESIDE, sheet=body.grid.name, row=int(row) + 1, found=found, place=width + 1)
        body.reasons.setdefault(i, _BESIDE.reason)
        body.bad[i] = True


def _is_plain(body: Body) -> bool:
    """Say whether no column of the dataset is personal: what stands beside the table may be anything of the row."""
    return not any(column.personal for column in body.match.dataset.columns)


def reject_shared(body: Body, column: Column, place: int) -> None:
    """Keep out the rows that share one number of a merged cell: it belongs to all of them together."""
    for top, bottom in body.grid.shared.get(place, ()):
        where = np.asarray(body.between(top, bottom), dtype=np.int64)
        if len(where) > 1:
            found = {int(where[0]): as_text(body.grid.rows[top][place])}
            body.tell(where, _SHARED, body.headers.label(place), found, column.personal, place)
            for i in where.tolist():
                body.reasons.setdefault(i, _SHARED.reason)
            body.bad[where] = True


def reject_below(body: Body, second: int | None, unread: int | None) -> int:
    """Tell that another table begins in a row (0-based) and keep out all from there on; return how many rows that are.

    That is the first of `second`, headers of something else, and `unread`, a title of a period that cannot be read.
    """
    if second is None and unread is None:
        return 0
    second, fault = min((row, fault) for row, fault in ((second, _SECOND), (unread, _OTHER_PERIOD)) if row is not None)
    fault = _SECOND_ROW if second == body.headers.first else fault
    body.job.report.problem(fault, sheet=body.grid.name, row=second + 1)
    rows = [i + 1 for i in range(second, len(body.grid.rows)) if any(c is not None and as_text(c).strip() for c in body.grid.rows[i])]
    body.job.report.quarantine(body.match.dataset.name, body.grid.name, rows, fault.reason)
    return len(rows)
