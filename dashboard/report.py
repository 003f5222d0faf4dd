"""A report: cards pinned with their own place, period, comparison and breakdown, in an order; kept in the minutes by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.minutes import opened
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.extract.report import printable
from pipelines.warehouse.loads import now

THIS_MEETING = Text("本次会议", "This meeting")  # the name of the report that has none of its own
LONGEST_NAME, MOST_PINS = 40, 60
FULL = Text("一份汇报最多 60 张卡片；请先移去几张，或另起一份", "a report holds 60 cards at most; remove some, or begin another")
NO_PIN = Text("这张卡片已不在汇报中；请刷新页面", "this card is no longer in the report; reload the page")
Way = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned card: page and card by name, the query of its view, the build that was served when it was pinned."""

    number: int
    page: str
    card: str
    search: str
    build: str


def report_name(given: object) -> str:
    """Return a report's name as it is kept: one line of 40 characters at most, "" for the one of this meeting.

    >>> report_name("  三季度   调度会 "), report_name("本次会议"), report_name(None)
    ('三季度 调度会', '', '')
    """
    name = printable(" ".join(str(given or "").split()), LONGEST_NAME)
    return "" if name in (THIS_MEETING.zh, THIS_MEETING.en) else name


def add_pin(path: Path, report: str, page: str, card: str, search: str, build: str) -> int:
    """Put a card at the end of a report and return the pin's number; raises REFUSED where the report is full."""
    if len(pins_of(path, report)) >= MOST_PINS:
        raise XiangyiError(FULL, ExitCode.REFUSED)
    with opened(path) as db:
        found = db.execute(
            "insert into pin(report, position, page, card, search, build, at)"
            " select ?, coalesce(max(position), 0) + 1, ?, ?, ?, ?, ? from pin where report = ?",
            (report, page, card, search, build, now(), report),
        )
        return int(found.lastrowid or 0)


def pins_of(path: Path, report: str) -> list[Pin]:
    """Return the pins of a report in their order."""
    if not path.is_file():
        return []
    with opened(path) as db:
        rows = db.execute("select number, page, card, search, build from pin where report = ? order by position, number", (report,)).fetchall()
    return [Pin(*row) for row in rows]


def reports(path: Path) -> list[str]:
    """Return the names of the reports that hold something, this meeting's ("") always first."""
    if not path.is_file():
        return [""]
    with opened(path) as db:
        names = [row[0] for row in db.execute("select distinct report from pin order by report").fetchall()]
    return ["", *(name for name in names if name)]


def move_pin(path: Path, report: str, number: int, way: Way | int) -> None:
    """Let a pin change places with the one before or after it, or put it at a place counted from 1; beyond the ends nothing happens.

    Raises NOT_FOUND where the pin is not in the report.
    """
    with opened(path) as db:
        db.execute("begin immediate")  # nobody may move another one in between
        rows = db.execute("select number, position from pin where report = ? order by position, number", (report,)).fetchall()
        here = next((i for i, row in enumerate(rows) if row[0] == number), None)
        if here is None:
            raise XiangyiError(NO_PIN, ExitCode.NOT_FOUND)
        there = way - 1 if isinstance(way, int) else here + (1 if way == "down" else -1)
        if 0 <= there < len(rows):
            order = [row[0] for row in rows]
            order.insert(there, order.pop(here))
            db.executemany("update pin set position = ? where number = ?", [(place, pin) for place, pin in enumerate(order, 1)])


def drop_pin(path: Path, report: str, number: int) -> None:
    """Take a pin out of a report; raises NOT_FOUND where it is not in it."""
    with opened(path) as db:
        if db.execute("delete from pin where report = ? and number = ?", (report, number)).rowcount == 0:
            raise XiangyiError(NO_PIN, ExitCode.NOT_FOUND)
