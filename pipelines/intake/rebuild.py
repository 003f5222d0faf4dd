"""Make a build again: an earlier one to hold it against what it was, the present one to be served as today's program makes it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.completing import complete
from pipelines.intake.lock import REBUILDING
from pipelines.intake.replay import replayed
from pipelines.intake.session import Progress, Turn, silent, take_turn
from pipelines.site import parse_site
from pipelines.warehouse.build import make_build
from pipelines.warehouse.durable import flush_file, remove, swap
from pipelines.warehouse.history import Record, contents_at, steps_until, tables_of
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.loads import Step
from pipelines.warehouse.outdated import outdated
from pipelines.warehouse.program import program_stamp
from pipelines.warehouse.publish import publish_build
from pipelines.warehouse.workspace import Workspace

REPLAY_SHARE = 0.8  # of a rebuild's time, where files are read again
_OTHER_PROGRAM = Text(
    "该版本由另一版本的程序生成（声明、SQL 或读取规则有变），个别表可能因此不同",
    "another version of the program made that build (declarations, SQL or reading have changed); tables may differ for that",
)
_SITE_UNKNOWN = Text("该版本的台账没有记下当时的站点设置，按现在的设置重建", "the ledger does not know the settings of that time; the present ones were used")
_PERIOD_UNKNOWN = Text(
    "批次 {zh} 加载时没有记下 --period，按文件自身的时期读取", "the ledger does not know the --period of batch {en}; its files were read by the periods they state"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCheck:
    """One table of a rebuild against the table of the build: rows then and now (None: there was, is no such table)."""

    table: str
    rows_then: int | None
    rows_now: int | None
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild gave: every table held against the ledger, remarks, and the file that was written, if any."""

    build: str
    source: Literal["cleaned", "archive"]
    tables: tuple[TableCheck, ...]
    notes: tuple[Text, ...]
    path: Path | None

    @property
    def is_same(self) -> bool:
        """Every table has the rows and the content it had."""
        return all(table.is_same for table in self.tables)


def rebuild(
    workspace: Workspace, build: str | None = None, *, from_archive: bool = False, to: Path | None = None,
    progress: Progress | None = None, turn: Turn | None = None,
) -> Rebuilt:
    """Make `build` (the newest published when None) again and compare its tables with the hashes the ledger keeps.

    `to` keeps the file; it may not exist yet, nor lie in the workspace. Raises NOT_FOUND for a build that was never
    published, DAMAGED when rows or files it needs are gone, BUSY while another holds the workspace.
    """
    if to is not None:
        _refuse_target(workspace, to)
    with take_turn(workspace, turn or Turn(), REBUILDING) as (ledger, said), ExitStack() as stack:
        folder = workspace.tmp / f"{os.getpid()}-{time.monotonic_ns()}"
        folder.mkdir(mode=0o700)
        stack.callback(remove, folder)
        record = _record(ledger, build)
        name, show = str(record["build"]), progress or silent
        settings = str(record["settings"] or "")
        then = replace(workspace, site=parse_site(settings)) if settings else workspace
        contents = contents_at(ledger, name)
        withheld = contents.withheld
        if from_archive:
            scratch, contents = stack.enter_context(
                replayed(then, ledger, name, folder / "replay", lambda what, share: show(what, share * REPLAY_SHARE))
            )
            then = replace(scratch, site=then.site)
            show = _rest_of(show)
        made = make_build(then, replace(contents, withheld=withheld), folder / f"{name}.duckdb", show, complete=complete)
        if to is not None:
            _hand_over(folder / f"{name}.duckdb", to)
        notes = (*said, *_notes(ledger, record, from_archive))
    return Rebuilt(
        build=name, source="archive" if from_archive else "cleaned", tables=_checks(tables_of(record), made), notes=notes, path=to
    )


def renew(
    workspace: Workspace, *, progress: Progress | None = None, turn: Turn | None = None, if_outdated: bool = False
) -> tuple[str, tuple[Text, ...]]:
    """Publish a build of what counts now, made by this program with the site's present settings; return its id, and sentences on what an
    interrupted run had left. `if_outdated` leaves a build that is as it would be made now, which another may have made in the meantime.

    Raises NOT_FOUND where nothing was published, BUSY while another holds the workspace. Killed at any moment it leaves the build
    before, or the new one.
    """
    mine = turn or Turn()
    with take_turn(workspace, mine, REBUILDING) as (ledger, said):
        served = workspace.named_build()
        if if_outdated and served is not None and outdated(workspace, served) is None:
            return served, tuple(said)
        step = Step(kind="mend", batch=str(_record(ledger, None)["batch"]), by=mine.name)
        return publish_build(workspace, ledger, step, progress or silent, complete), tuple(said)


def _rest_of(show: Progress) -> Progress:
    return lambda what, share: show(what, REPLAY_SHARE + share * (1 - REPLAY_SHARE))


def _refuse_target(workspace: Workspace, to: Path) -> None:
    if to.resolve().is_relative_to(workspace.path.resolve()):
        raise XiangyiError(Text(f"{to} 在工作区内；请写到别处", f"{to} lies in the workspace; write it elsewhere"), ExitCode.REFUSED)
    if to.exists():
        raise XiangyiError(Text(f"{to} 已存在；请换一个文件名", f"{to} is there already; choose another name"), ExitCode.REFUSED)
    if not to.resolve().parent.is_dir():
        raise XiangyiError(Text(f"没有文件夹 {to.parent}；请先建立", f"there is no folder {to.parent}; make it first"), ExitCode.NOT_FOUND)


def _record(ledger: Ledger, build: str | None) -> Record:
    if build is not None:
        return steps_until(ledger, build)[-1]
    builds = ledger.builds()
    if not builds:
        raise XiangyiError(Text("还没有发布过数据版本", "no build was published yet"), ExitCode.NOT_FOUND)
    return builds[-1]


def _hand_over(made: Path, to: Path) -> None:
    """Move the finished file to where it was asked for, by way of a file beside it: folders may lie on different disks."""
    beside = to.with_name(f"{to.name}.tmp")
    shutil.copyfile(made, beside)
    flush_file(beside)
    swap(beside, to)


def _notes(ledger: Ledger, record: Record, from_archive: bool) -> list[Text]:
    notes = [_OTHER_PROGRAM] if record["program"] != program_stamp() else []
    if not record["settings"]:
        notes.append(_SITE_UNKNOWN)
    used = {str(step["batch"]) for step in steps_until(ledger, str(record["build"]))}
    unknown = [str(b["batch"]) for b in ledger.batches() if b["period_given"] is None and b["batch"] in used]
    if from_archive and unknown:
        notes.append(_PERIOD_UNKNOWN.format(zh="、".join(unknown), en=", ".join(unknown)))
    return notes


def _checks(then: Mapping[str, tuple[int, str]], made: Mapping[str, tuple[int, str]]) -> tuple[TableCheck, ...]:
    return tuple(
        TableCheck(
            table=name, rows_then=then[name][0] if name in then else None, rows_now=made[name][0] if name in made else None,
            is_same=then.get(name) == made.get(name),
        )
        for name in sorted({*then, *made})
    )
