"""Workbooks: looked at before they are opened, then parsed in a child process that may die without harm."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from pipelines.core.text import Text
from pipelines.extract.container import (
    BROKEN,
    LARGEST_UNPACKED,
    PASSWORD,
    Container,
    Unreadable,
    inspect,
)
from pipelines.extract.dates import SHIFT_1904
from pipelines.extract.grid import Cell, Grid
from pipelines.extract.report import Fault

CHILD = Path(__file__).with_name("child.py")
MOST_CELLS = 4_000_000
MEMORY_MB = 700
IDLE_SECONDS = 7.0  # of computing without a word
PATIENCE = 4  # on a busy machine a child waits its turn: what it computes is counted, not what it waits, up to so many times
_WAIT = 0.03
_STOP_SECONDS = 10.0  # for a child that was told to end

_COPY = Text("请把表格复制到新的工作簿，另存为 .xlsx 后重试", "copy the table into a new workbook, save it as .xlsx and try again")
_SPLIT = Text("请删除多余内容或拆分后重试", "remove what is not needed or split it and try again")
TOO_MUCH = Fault(
    Text(
        "工作簿占用内存过多，或有单元格远离表格",
        "the workbook needs too much memory, or a cell stands far away from the table",
    ),
    _COPY,
)
TOO_SLOW = Fault(Text("工作簿未能在时限内读完", "the workbook could not be read in time"), _COPY)
TOO_MANY_CELLS = Fault(
    Text(f"单元格多于 {MOST_CELLS // 1_000_000} 百万个", f"there are more than {MOST_CELLS // 1_000_000} million cells"), _SPLIT
)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets of a workbook, and the names of the hidden ones, which are not read.

    A formula that ended in an error stands in its cell as the error (#DIV/0!), one without a value as its text (=A1+B1).
    """

    grids: tuple[Grid, ...]
    hidden: tuple[str, ...]
    hidden_rows: int


class _Watch:
    """A running child: its lines are gathered by a thread while its memory and its silence are watched."""

    def __init__(self, path: Path, container: Container) -> None:
        self.idle_seconds = IDLE_SECONDS + container.size / 10_000_000
        limits = [str(MOST_CELLS), str(MEMORY_MB * 2), str(int(self.idle_seconds * PATIENCE))]
        # -P keeps the folder of the script off the path: a module of ours called numbers would hide the library's
        command = [sys.executable, "-E", "-s", "-P", str(CHILD), str(path), container.kind, *limits]
        self.process: subprocess.Popen[bytes] | None = None
        self.failure: OSError | None = None
        self.is_given_up = False
        self.answered = threading.Event()
        self.lines: list[bytes] = []
        self.bytes = 0
        self.reader = threading.Thread(target=self._gather, args=(command,), daemon=True)
        self.reader.start()

    def _gather(self, command: list[str]) -> None:
        """Start the child and gather its lines: until it runs, starting one holds its thread fast, and no signal gets through."""
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except OSError as error:
            self.failure = error
            return
        else:
            self.process = process
        finally:
            self.answered.set()
        if self.is_given_up:
            process.kill()
        for line in process.stdout or ():
            self.lines.append(line)
            self.bytes += len(line)
            if self.bytes > LARGEST_UNPACKED:
                break

    def _started(self) -> subprocess.Popen[bytes]:
        """Return the child once it runs; raises Unreadable where it does not in time, OSError where it cannot."""
        if not self.answered.wait(self.idle_seconds * PATIENCE):
            self.is_given_up = True
        if self.failure is not None:
            raise self.failure
        if self.process is None:
            raise Unreadable(TOO_SLOW)
        return self.process

    def _used(self, process: subprocess.Popen[bytes]) -> tuple[float, float]:
        """Return the memory the child holds in MB and the seconds it has computed."""
        try:
            child = psutil.Process(process.pid)
            times = child.cpu_times()
            return float(child.memory_info().rss) / 2**20, float(times.user + times.system)
        except psutil.Error:
            return 0.0, 0.0

    def wait(self) -> list[bytes]:
        """Return the child's lines once it has ended; raises Unreadable when it had to be stopped or died."""
        process = self._started()
        began = heard = time.monotonic()
        known, computed = 0, 0.0
        try:
            while process.poll() is None:
                megabytes, seconds = self._used(process)
                if megabytes > MEMORY_MB:
                    raise Unreadable(TOO_MUCH)
                if self.bytes > LARGEST_UNPACKED:
                    raise Unreadable(TOO_MANY_CELLS)
                now = time.monotonic()
                if len(self.lines) != known:
                    known, heard, computed = len(self.lines), now, seconds
                is_stuck = seconds - computed > self.idle_seconds or now - heard > self.idle_seconds * PATIENCE
                if is_stuck or now - began > self.idle_seconds * PATIENCE * 3:
                    raise Unreadable(TOO_SLOW)
                time.sleep(_WAIT)
        finally:
            if process.poll() is None:
                process.kill()
            with suppress(subprocess.TimeoutExpired):  # one that the system itself holds fast ends when it is let go
                process.wait(timeout=_STOP_SECONDS)
            self.reader.join(timeout=_STOP_SECONDS)
        if process.returncode not in (0, 3):
            raise Unreadable(TOO_MUCH)
        return self.lines


def _cell(value: dict[str, Any]) -> Any:
    return datetime.fromisoformat(value["d"]) if "d" in value else value


def _fill_merged(rows: list[list[Cell]], merged: list[list[int]]) -> dict[int, list[tuple[int, int]]]:
    """Give every cell of a merged block one column wide the text or day of its first: it was written once for all its rows.

    Numbers are left where they stand: filled down, they would be counted again. Returns their blocks by column.
    """
    budget = MOST_CELLS
    shared: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, right in merged:
        if left != right or top >= len(rows) or left >= len(rows[top]) or rows[top][left] is None:
            continue
        if not isinstance(rows[top][left], str | datetime):
            shared.setdefault(left, []).append((top, bottom))
            continue
        budget -= bottom - top
        if budget < 0:
            raise Unreadable(TOO_MANY_CELLS)
        for row in rows[top + 1 : bottom + 1]:
            row.extend([None] * (left + 1 - len(row)))
            row[left] = rows[top][left]
    return shared


def _sheets(lines: list[bytes]) -> Iterator[tuple[dict[str, Any], list[list[Cell]]]]:
    opening: dict[str, Any] | None = None
    rows: list[list[Cell]] = []
    read_row = json.JSONDecoder(object_hook=_cell).decode
    for line in lines:
        if line.startswith(b"["):
            rows.append(read_row(line.decode("ascii")))
            continue
        said = json.loads(line)
        if "error" in said:
            raise Unreadable(_fault_of(said["error"]))
        if opening is not None:
            yield opening, rows
        opening, rows = said, []
    if opening is None or "end" not in opening:
        raise Unreadable(BROKEN)
    yield opening, []


def _fault_of(error: str) -> Fault:
    many = dict.fromkeys(("TooManyCells", "TooManyOddities"), TOO_MANY_CELLS)
    return {"PasswordError": PASSWORD, "Locked": PASSWORD, "MemoryError": TOO_MUCH, **many}.get(error, BROKEN)


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet as it is written: `merged` blocks (first row, first column, last row, last column, from 0) are not filled.

    A hidden sheet has a name and no rows: it is not read.
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...]
    is_visible: bool
    is_1904: bool

    def grid(self) -> Grid:
        """Return the sheet as it is read, its merged blocks filled."""
        rows = [list(row) for row in self.rows]
        shared = _fill_merged(rows, [list(block) for block in self.merged])
        return Grid(self.name, rows, SHIFT_1904 if self.is_1904 else 0, shared)


def read_sheets(path: Path) -> list[SheetCells]:
    """Return every sheet of a workbook as it is written, in order; raises Unreadable when it cannot or should not be read."""
    return [
        SheetCells(said["sheet"], rows, tuple(tuple(block) for block in said["merged"]), said["visible"], said["is_1904"])
        for said, rows in _sheets(_Watch(path, inspect(path)).wait()) if "end" not in said
    ]


def read_workbook(path: Path) -> Workbook:
    """Return the sheets of a workbook (.xlsx, .xlsb, .ods, .xls, .et); raises Unreadable when it cannot or should not be read."""
    lines = _Watch(path, inspect(path)).wait()
    grids, hidden, hidden_rows = [], [], 0
    for opening, rows in _sheets(lines):
        if "end" in opening:
            continue
        if opening["visible"]:
            shared = _fill_merged(rows, opening["merged"])
            grids.append(Grid(opening["sheet"], rows, SHIFT_1904 if opening["is_1904"] else 0, shared))
            hidden_rows += opening["hidden_rows"]
        else:
            hidden.append(opening["sheet"])
    return Workbook(tuple(grids), tuple(hidden), hidden_rows)
