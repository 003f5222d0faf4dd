"""What a load would do, and what it did: plain values for the screen, the terminal and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pipelines.core.errors import ExitCode, Problem
from pipelines.core.text import Text
from pipelines.warehouse.loads import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """The row account of one sheet for one dataset; rows_in = loaded + quarantined + duplicate + ignored, always."""

    dataset: str
    form: str
    source_sheet: str
    period_found: str
    rows_in: int
    loaded: int
    quarantined: int
    duplicate: int
    ignored: int

    def __post_init__(self) -> None:
        if self.rows_in != self.loaded + self.quarantined + self.duplicate + self.ignored:
            raise ValueError(f"{self.dataset}, sheet {self.source_sheet!r}: the row account does not add up: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One file: what was recognised in it. `already_loaded_on` is the day its content was loaded, None when it is new."""

    file: str
    sha256: str
    already_loaded_on: str | None
    tables: tuple[TableReport, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Text, ...]

    @property
    def why_nothing(self) -> Text:
        """Why no sheet of the file is loaded: its content is loaded already, or the first error about the whole of it."""
        if self.already_loaded_on:
            return Text(f"内容相同，{self.already_loaded_on} 已加载", f"same content, loaded on {self.already_loaded_on}")
        first = next((p.reason for p in self.problems if p.severity == "error" and not p.row), None)
        return Text(f"不加载：{first.zh}", f"not loaded: {first.en}") if first else Text("未识别，不加载", "not recognised, not loaded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A column of a row that differs; `before` and `after` are None where the row is a person's."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A row that changes or goes: where it stands, and those columns of its key that tell of no person."""

    kind: Literal["changed", "gone"]
    file: str
    row: int
    key: Mapping[str, str]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Rows by key of one load against the rows it replaces; all are `new` where it replaces nothing.

    `name` is what the unit is called, None where no register says; `examples` are a few of the rows that change or go,
    `lost` how many of these came with which batch.
    """

    dataset: str
    unit: str
    period: str
    new: int
    changed: int
    gone: int
    unchanged: int
    name: Text | None = None
    examples: tuple[Example, ...] = ()
    lost: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """New, changed, gone, unchanged."""
        return self.new, self.changed, self.gone, self.unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a load would do; `problems` holds those of the files and those of the workspace.

    Under `replace` a load takes the place of all rows of its dataset, unit and period; under `correct` only of rows with the
    same key.
    """

    files: tuple[FileReport, ...]
    diffs: tuple[Diff, ...]
    problems: tuple[Problem, ...]
    mode: Mode = "replace"

    @property
    def exit_code(self) -> ExitCode:
        """PROBLEMS when any row, sheet or file could not be used, else OK."""
        return ExitCode.PROBLEMS if any(p.severity == "error" for p in self.problems) else ExitCode.OK

    @property
    def rows(self) -> int:
        """Rows that would be loaded."""
        return sum(t.loaded for f in self.files for t in f.tables)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems as a person works through them: file by file as they were handed in, sheet by sheet, row by row."""
        files = {file.file: i for i, file in reversed(list(enumerate(self.files)))}
        sheets = {key: i for i, key in reversed(list(enumerate((p.file, p.sheet) for p in self.problems)))}
        return tuple(sorted(
            self.problems, key=lambda p: (files.get(p.file, len(files)), sheets[p.file, p.sheet] if p.sheet else -1, p.row, p.place)
        ))

    def to_json(self) -> dict[str, Any]:
        """Return the plan as values JSON knows; texts as {zh, en}."""
        files = [{k: v for k, v in asdict(f).items() if k != "problems"} for f in self.files]
        return {
            "mode": self.mode, "files": files, "diffs": [asdict(d) for d in self.diffs], "problems": [asdict(p) for p in self.problems]
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What a load did; `build` and `batch` are None when nothing was loaded."""

    build: str | None
    batch: str | None
    plan: Plan
    exit_code: ExitCode
