"""Workbooks: looked at before they are opened, then parsed in a child process that may die without harm."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from pipelines.core.text import Text
from pipelines.extract.grid import Cell, Grid
from pipelines.extract.report import Fault

CHILD = Path(__file__).with_name("child.py")
LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO, RATIO_FROM = 100, 10_000_000  # an entry that unpacks to more than 10 MB may not be packed 100-fold
MOST_ENTRIES = 2_000
MOST_CELLS = 4_000_000
MEMORY_MB = 700
IDLE_SECONDS = 7.0
_WAIT = 0.03

_COPY = Text("请把表格复制到新的工作簿，另存为 .xlsx 后重试", "copy the table into a new workbook, save it as .xlsx and try again")
_SAVE_AS_XLSX = Text("请用表格软件打开，另存为 .xlsx 后重试", "open it in a spreadsheet program, save it as .xlsx and try again")
_SPLIT = Text("请删除多余内容或拆分后重试", "remove what is not needed or split it and try again")
EMPTY = Fault(Text("文件是空的", "the file is empty"), Text("请确认后重新发送", "check it and send it again"))
BROKEN = Fault(
    Text("工作簿已损坏或不完整", "the workbook is damaged or incomplete"),
    Text("请重新保存并发送", "save it again and send it once more"),
)
PASSWORD = Fault(
    Text("工作簿设有密码", "the workbook is protected by a password"),
    Text("请去掉密码后重试", "remove the password and try again"),
)
OLD_EXCEL = Fault(Text("是旧版 .xls 工作簿", "this is an old .xls workbook"), _SAVE_AS_XLSX)
MACROS = Fault(Text("工作簿带有宏", "the workbook contains macros"), _SAVE_AS_XLSX)
BINARY = Fault(Text("是二进制 .xlsb 工作簿", "this is a binary .xlsb workbook"), _SAVE_AS_XLSX)
OTHER_ZIP = Fault(Text("不是 .xlsx 工作簿", "this is not an .xlsx workbook"), _SAVE_AS_XLSX)
BOMB = Fault(
    Text(
        f"解压后超过 {LARGEST_UNPACKED // 1_000_000} MB 或压缩比异常",
        f"it unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB or is packed abnormally",
    ),
    _SPLIT,
)
TOO_MANY_PARTS = Fault(
    Text(f"工作簿内部文件多于 {MOST_ENTRIES} 个", f"the workbook has more than {MOST_ENTRIES} parts"), _SPLIT
)
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


class Unreadable(Exception):
    """A file that cannot be read, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason.en)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets of a workbook, and the names of the hidden ones, which are not read.

    `blank_formulas` counts formulas that ended in an error or were never calculated: they are read as blank.
    """

    grids: tuple[Grid, ...]
    hidden: tuple[str, ...]
    blank_formulas: int
    hidden_rows: int


def _is_packed_abnormally(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)


def inspect(path: Path) -> int:
    """Look at a workbook's table of contents and return its unpacked size in bytes; raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise Unreadable(BROKEN) from error
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(TOO_MANY_PARTS)
    if len(set(names)) != len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(BROKEN)
    if "xl/workbook.bin" in names:
        raise Unreadable(BINARY)
    if "xl/vbaProject.bin" in names:
        raise Unreadable(MACROS)
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Unreadable(OTHER_ZIP)
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST_UNPACKED or any(_is_packed_abnormally(entry) for entry in entries):
        raise Unreadable(BOMB)
    return size


class _Watch:
    """A running child: its lines are gathered by a thread while its memory and its silence are watched."""

    def __init__(self, path: Path, idle_seconds: float) -> None:
        self.idle_seconds = idle_seconds
        seconds = int(idle_seconds * 4)
        command = [sys.executable, "-E", "-s", str(CHILD), str(path), str(MOST_CELLS), str(MEMORY_MB * 2), str(seconds)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.lines: list[bytes] = []
        self.bytes = 0
        self.reader = threading.Thread(target=self._gather, daemon=True)
        self.reader.start()

    def _gather(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line)
            self.bytes += len(line)
            if self.bytes > LARGEST_UNPACKED:
                break

    def _memory_mb(self) -> float:
        try:
            return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0

    def wait(self) -> list[bytes]:
        """Return the child's lines once it has ended; raises Unreadable when it had to be stopped or died."""
        began = heard = time.monotonic()
        known = 0
        try:
            while self.process.poll() is None:
                if self._memory_mb() > MEMORY_MB:
                    raise Unreadable(TOO_MUCH)
                if self.bytes > LARGEST_UNPACKED:
                    raise Unreadable(TOO_MANY_CELLS)
                now = time.monotonic()
                if len(self.lines) != known:
                    known, heard = len(self.lines), now
                if now - heard > self.idle_seconds or now - began > self.idle_seconds * 4:
                    raise Unreadable(TOO_SLOW)
                time.sleep(_WAIT)
        finally:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
            self.reader.join(timeout=10)
        if self.process.returncode not in (0, 3):
            raise Unreadable(TOO_MUCH)
        return self.lines


def _cell(value: dict[str, Any]) -> Any:
    return datetime.fromisoformat(value["d"]) if "d" in value else value


def _fill_merged(rows: list[list[Cell]], merged: list[list[int]]) -> None:
    """Give every cell of a merged block one column wide the text of its first: it was written once for all its rows.

    Numbers are left where they stand: filled down, they would be counted again.
    """
    budget = MOST_CELLS
    for top, left, bottom, right in merged:
        if left != right or top >= len(rows) or left >= len(rows[top]) or not isinstance(rows[top][left], str):
            continue
        budget -= bottom - top
        if budget < 0:
            raise Unreadable(TOO_MANY_CELLS)
        for row in rows[top + 1 : bottom + 1]:
            row.extend([None] * (left + 1 - len(row)))
            row[left] = rows[top][left]


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
    known = {"PasswordError": PASSWORD, "TooManyCells": TOO_MANY_CELLS, "MemoryError": TOO_MUCH}
    return known.get(error, BROKEN)


def read_workbook(path: Path) -> Workbook:
    """Return the sheets of an .xlsx workbook; raises Unreadable with the reason when it cannot or should not be read."""
    size = inspect(path)
    lines = _Watch(path, IDLE_SECONDS + size / 10_000_000).wait()
    grids, hidden = [], []
    counts: dict[str, Any] = {}
    for opening, rows in _sheets(lines):
        if "end" in opening:
            counts = opening
        elif opening["visible"]:
            _fill_merged(rows, opening["merged"])
            grids.append(Grid(opening["sheet"], rows))
        else:
            hidden.append(opening["sheet"])
    return Workbook(tuple(grids), tuple(hidden), counts["errors"] + counts["uncalculated"], counts["hidden_rows"])
