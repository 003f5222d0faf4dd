"""Findings that people follow up: marked as explained, by whom and why; kept beside the builds, so that every later build knows.

A finding whose figures are no longer those that were explained is open again, and says so. Nothing is ever taken back or written
over: reopening is a mark of its own.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.extract.report import printable
from pipelines.warehouse.loads import now
from pipelines.warehouse.workspace import Workspace

Action = Literal["explained", "reopened"]
State = Literal["open", "explained", "changed", "reopened"]
STATE_TITLES: Mapping[State, Text] = {
    "open": Text("待核实", "open"),
    "explained": Text("已说明", "explained"),
    "changed": Text("说明后数字有变，待核实", "open again: the figures changed since it was explained"),
    "reopened": Text("重新打开", "reopened"),
}
MARK_COLUMNS = ("state", "by", "at", "why")
LONGEST_NAME, LONGEST_REASON = 60, 1_000
_SCHEMA = """
create table if not exists mark(
  number integer primary key, finding_id text not null, action text not null check(action in ('explained', 'reopened')),
  by text not null, at text not null, why text not null, found real, expected real)
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark at a finding: what was done, by whom, when (UTC, ISO), why, and the finding's figures at the time."""

    finding_id: str
    action: Action
    by: str
    at: str
    why: str
    found: float | None
    expected: float | None


def explain(workspace: Workspace, finding: Mapping[str, object], by: str, why: str) -> Mark:
    """Mark a finding (a row of the build's findings) as explained; raises USAGE where name or reason is missing."""
    return _mark(workspace, finding, "explained", by, why)


def reopen(workspace: Workspace, finding: Mapping[str, object], by: str, why: str) -> Mark:
    """Open a finding again that was marked as explained; raises REFUSED where it is not, USAGE without a name or reason."""
    latest = next((m for m in reversed(history(workspace, str(finding["finding_id"])))), None)
    if latest is None or latest.action != "explained":
        raise XiangyiError(
            Text("这一条没有标为已说明，不需要重新打开", "this finding is not marked as explained; there is nothing to open again"), ExitCode.REFUSED
        )
    return _mark(workspace, finding, "reopened", by, why)


def history(workspace: Workspace, finding_id: str) -> list[Mark]:
    """Return every mark at a finding, oldest first."""
    return [mark for mark in _marks(workspace) if mark.finding_id == finding_id]


def follow_up(workspace: Workspace, findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings with the columns state (STATE_TITLES), by, at and why of their latest mark; blank where there is none."""
    latest = {mark.finding_id: mark for mark in _marks(workspace)}
    rows = [
        _state(latest.get(str(identity)), found, expected)
        for identity, found, expected in zip(findings["finding_id"], findings["found"], findings["expected"], strict=True)
    ]
    return findings.assign(**{name: [row[i] for row in rows] for i, name in enumerate(MARK_COLUMNS)})


def _state(mark: Mark | None, found: float, expected: float) -> tuple[State, str, str, str]:
    if mark is None:
        return "open", "", "", ""
    state: State = "reopened"
    if mark.action == "explained":
        state = "explained" if _same(mark.found, found) and _same(mark.expected, expected) else "changed"
    return state, mark.by, mark.at, mark.why


def _same(before: float | None, now_found: float) -> bool:
    """Compare two figures to nine digits; sums over several threads differ in the last ones."""
    missing = now_found != now_found
    if before is None or missing:
        return before is None and missing
    return abs(before - now_found) <= 1e-9 * max(1.0, abs(before))


def _mark(workspace: Workspace, finding: Mapping[str, object], action: Action, by: str, why: str) -> Mark:
    name, reason = printable(by.strip(), LONGEST_NAME), printable(why.strip(), LONGEST_REASON)
    if not name or not reason:
        raise XiangyiError(
            Text("请写明姓名（--by）和原因（--why）", "say who (--by) and why (--why)"), ExitCode.USAGE
        )
    mark = Mark(
        str(finding["finding_id"]), action, name, now(), reason, _number(finding["found"]), _number(finding["expected"])
    )
    with _opened(workspace.followup_path) as db:
        db.execute(
            "insert into mark(finding_id, action, by, at, why, found, expected) values(?, ?, ?, ?, ?, ?, ?)",
            (mark.finding_id, mark.action, mark.by, mark.at, mark.why, mark.found, mark.expected),
        )
    return mark


def _number(value: object) -> float | None:
    number = float(str(value)) if value is not None else float("nan")
    return None if number != number else number


def _marks(workspace: Workspace) -> list[Mark]:
    """Return all marks, oldest first; none where nobody marked anything yet."""
    if not workspace.followup_path.is_file():
        return []
    with _opened(workspace.followup_path) as db:
        rows = db.execute("select finding_id, action, by, at, why, found, expected from mark order by number").fetchall()
    return [Mark(*row) for row in rows]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield the database in one transaction; raises DAMAGED when it cannot be read."""
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))  # names stand in it: its owner alone may read it
    try:
        with closing(sqlite3.connect(path, timeout=30)) as db, db:
            db.execute(_SCHEMA)
            yield db
    except sqlite3.DatabaseError as error:
        raise XiangyiError(
            Text(f"{path} 无法读写（{error}）；请检查权限和磁盘，或从备份恢复", f"{path} cannot be read or written ({error}); check the disk, or restore it from a backup"),
            ExitCode.DAMAGED,
        ) from error
