"""What the ledger's entries are made of: load keys, files, origins, differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Mode = Literal["replace", "correct"]
StepKind = Literal["load", "undo", "mend"]


@dataclass(frozen=True, slots=True)
class LoadKey:
    """What a load replaces: a dataset, a reporting unit, a period ("" for registers and spells)."""

    dataset: str
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class Live:
    """One live load: its key, the batch it counts in, and its rows (in a correction those taken over as well)."""

    key: LoadKey
    batch: str
    rows: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Rows a correction took over unchanged from the load it corrects, and the batch that load counts in."""

    upon: str
    rows: int


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a batch: `reading` identifies its bytes and how they were read, `content` the rows it gave.

    `complete` is False when rows were kept out because their place was not known: the same file may give more next time.
    `loads` counts the file's own rows; 0 rows say that the file leaves the period empty. `carried` stands with the first file
    of a correction that brings the key.
    """

    name: str
    sha256: str
    reading: str
    content: str
    complete: bool
    loads: Mapping[LoadKey, int]
    carried: Mapping[LoadKey, Carried] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was loaded before: when (UTC, ISO), and the keys it brought."""

    at: str
    keys: frozenset[LoadKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who sent a batch and how its files were read: `period` as given for files that do not say theirs (None: not known).

    `settings` is the text of site.toml, `program` the stamp of the program.
    """

    sender: str = ""
    mode: Mode = "replace"
    period: str | None = ""
    settings: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a build was made for: a batch loaded, a batch undone, or the present state made again; and by whom."""

    kind: StepKind
    batch: str
    by: str = ""
    settings: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Rows by key of one load against the rows it replaced."""

    key: LoadKey
    new: int
    changed: int
    gone: int
    unchanged: int


def now() -> str:
    """Return the present moment in UTC as ISO text to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def day_of(moment: str, zone: str) -> date:
    """Return the calendar day of a UTC moment where the site is."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).date()
