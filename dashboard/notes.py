"""What a meeting writes on a card (结论, 措施, 责任单位, 时限), and whether it has been done; kept in the minutes of the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dashboard.minutes import opened
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text
from pipelines.extract.report import printable
from pipelines.intake.moment import local_time
from pipelines.warehouse.loads import now

Action = Literal["done", "reopened", "withdrawn"]
ACTIONS: tuple[Action, ...] = ("done", "reopened", "withdrawn")
LONGEST: Mapping[str, int] = {"conclusion": 200, "measure": 200, "unit": 60, "by": 60}  # characters
FIELDS: Mapping[str, Text] = {
    "conclusion": Text("结论", "Conclusion"), "measure": Text("措施", "Measure"), "unit": Text("责任单位", "Responsible"), "due_on": Text("时限", "Due"),
}
_NOTES = "select number, page, card, region, period, conclusion, measure, unit, due_on, by, at from note order by number"
OPEN, DONE = Text("未完成", "open"), Text("已完成（{by}，{day}）", "done ({by}, {day})")
WITHDRAWN = Text("已撤回（{by}，{day}）", "withdrawn ({by}, {day})")
OVERDUE = Text("截至 {today} 逾期 {n} 天", "{n} days overdue on {today}")
PART: Mapping[Lang, str] = {"zh": "{title}：{said}", "en": "{title}: {said}"}
STOP: Mapping[Lang, str] = {"zh": "；", "en": "; "}
NEEDS = Text(
    "请填写结论或措施，以及姓名（结论、措施各不超过 200 字，责任单位、姓名各不超过 60 字）",
    "write a conclusion or a measure, and your name (at most 200 characters each; 60 for who is responsible and for the name)",
)
NO_DAY = Text("时限应为日期，如 2026-03-31", "the day it is due must be a date such as 2026-03-31")
NUMBERS = Text(
    "其中有像身份证号或手机号的数字，因此没有记录；请改用姓名或单位后再保存",
    "it has digits that look like an ID or phone number, so nothing was recorded: write a name or a unit instead and save again",
)
NO_NOTE = Text("没有这一条；请刷新页面", "there is no such note; reload the page")
IS_SO = Text("这一条已经是这个状态；请刷新页面", "this note is in that state already; reload the page")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a note belongs: page and card by name, the code of a region, a period."""

    page: str
    card: str
    region: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note as it stands now; `due_on` is None without a day, `at` and `action_at` day and time.

    `action` is "" or what was last done, by whom and when.
    """

    number: int
    spot: Spot
    conclusion: str
    measure: str
    unit: str
    due_on: date | None
    by: str
    at: str
    action: Action | Literal[""] = ""
    action_by: str = ""
    action_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.action not in ("done", "withdrawn")

    def days_over(self, today: date) -> int:
        """Return by how many days an open note is overdue, 0 where it is not."""
        return max((today - self.due_on).days, 0) if self.is_open and self.due_on else 0

    def state(self, today: date, lang: Lang) -> str:
        """Return in words how it stands: open, so many days overdue and on which day, done or withdrawn by whom and when."""
        if over := self.days_over(today):
            return OVERDUE.of(lang).format(n=over, today=today.isoformat())
        closed = {"done": DONE, "withdrawn": WITHDRAWN}.get(self.action, OPEN)
        return closed.of(lang).format(by=self.action_by, day=self.action_at[:10])

    def line(self, today: date, lang: Lang) -> str:
        """Return the note on one line, as it stands under a chart: what was said, who is to do it by when, how it stands."""
        said = {name: getattr(self, name) for name in FIELDS} | {"due_on": self.due_on.isoformat() if self.due_on else ""}
        parts = [PART[lang].format(title=FIELDS[name].of(lang), said=words) for name, words in said.items() if words]
        return STOP[lang].join([*parts, self.state(today, lang)])


def write_note(path: Path, spot: Spot, said: Mapping[str, object], build: str) -> int:
    """Keep a note (conclusion, measure, unit, due_on, by) on a card and return its number; raises USAGE where a part is missing or too long, or names
    a person by number: hidden without a word, the conclusion would say nothing at the next meeting."""
    words = {name: " ".join(str(said.get(name) or "").split()) for name in LONGEST}
    due = str(said.get("due_on") or "").strip()
    if not words["by"] or not (words["conclusion"] or words["measure"]) or any(len(words[n]) > most for n, most in LONGEST.items()):
        raise XiangyiError(NEEDS, ExitCode.USAGE)
    if due and _day(due) is None:
        raise XiangyiError(NO_DAY, ExitCode.USAGE)
    kept = {name: printable(text, LONGEST[name]) for name, text in words.items()}
    if any(kept[name].count("*") > text.count("*") for name, text in words.items()):
        raise XiangyiError(NUMBERS, ExitCode.USAGE)
    row = (spot.page, spot.card, spot.region, spot.period, kept["conclusion"], kept["measure"], kept["unit"], due, kept["by"], now(), build)
    with opened(path) as db:
        found = db.execute(
            "insert into note(page, card, region, period, conclusion, measure, unit, due_on, by, at, build)"
            " values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row,
        )
        return int(found.lastrowid or 0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def mark_note(path: Path, number: int, action: Action, by: str) -> None:
    """Say that a note is done, open again or withdrawn; raises NOT_FOUND, USAGE without a name, REFUSED where it is so already."""
    name = printable(" ".join(by.split()), LONGEST["by"])
    if not name or len(by) > LONGEST["by"]:
        raise XiangyiError(NEEDS, ExitCode.USAGE)
    note = next((n for n in all_notes(path) if n.number == number), None)
    if note is None:
        raise XiangyiError(NO_NOTE, ExitCode.NOT_FOUND)
    if note.is_open == (action == "reopened"):
        raise XiangyiError(IS_SO, ExitCode.REFUSED)
    with opened(path) as db:
        db.execute("insert into note_mark(note, action, by, at) values(?, ?, ?, ?)", (number, action, name, now()))


def all_notes(path: Path, zone: str = "UTC") -> list[Note]:
    """Return every note, oldest first, its moments in a time zone; none where nobody wrote any."""
    if not path.is_file():
        return []
    with opened(path) as db:
        rows = db.execute(_NOTES).fetchall()
        marks = {row[0]: row[1:] for row in db.execute("select note, action, by, at from note_mark order by number").fetchall()}
    return [
        Note(
            number=row[0], spot=Spot(*row[1:5]), conclusion=row[5], measure=row[6], unit=row[7], due_on=_day(row[8]), by=row[9],
            at=local_time(row[10], zone), **_marked(marks.get(row[0]), zone),
        )
        for row in rows
    ]


def _marked(mark: tuple[Any, ...] | None, zone: str) -> dict[str, Any]:
    return {} if mark is None else {"action": mark[0], "action_by": mark[1], "action_at": local_time(mark[2], zone)}


def notes_on(notes: Iterable[Note], spot: Spot) -> list[Note]:
    """Return the notes a card shows: those of its place and period, and those of other periods that are still open; withdrawn ones no more."""
    mine = (n for n in notes if (n.spot.page, n.spot.card, n.spot.region) == (spot.page, spot.card, spot.region) and n.action != "withdrawn")
    return [n for n in mine if n.is_open or n.spot.period == spot.period]
