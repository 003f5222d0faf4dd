"""Check and load files: one batch, one build, published whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.core.errors import Problem, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.arrive import Delivery, hash_file
from pipelines.intake.cleaned import write_cleaned
from pipelines.intake.completing import complete
from pipelines.intake.lock import Waiting
from pipelines.intake.plan import Diff, FileReport, LoadResult, Plan, TableReport
from pipelines.intake.prepare import Prepared, prepare
from pipelines.intake.session import Progress, Turn, readable_ledger, scratch_staging, silent, take_turn
from pipelines.intake.staging import Staging
from pipelines.warehouse.durable import flush_file, flush_folder, swap
from pipelines.warehouse.killpoint import KillPoint, reach
from pipelines.warehouse.ledger import FileEntry, Ledger
from pipelines.warehouse.loads import Count, LoadKey, Mode, Origin, Step
from pipelines.warehouse.program import program_stamp
from pipelines.warehouse.publish import publish_build
from pipelines.warehouse.workspace import Workspace

__all__ = ["Diff", "FileReport", "LoadResult", "Plan", "TableReport", "check_files", "load_files"]
READING_SHARE = 0.7  # of a load's time, for the progress bar


class ChangedMeanwhile(XiangyiError):
    """A file was written to between being read and being archived; nothing was loaded."""


def check_files(
    workspace: Workspace, paths: Sequence[Path], period: str | None, progress: Progress | None = None, mode: Mode = "replace"
) -> Plan:
    """Return what loading `paths` would do, and every problem; nothing is kept. Raises NOT_FOUND for a missing file."""
    delivery = Delivery(paths=tuple(paths), period=period, mode=mode)
    with readable_ledger(workspace) as ledger, scratch_staging(workspace) as staging:
        return prepare(workspace, ledger, delivery, staging, progress or silent).plan


def load_files(
    workspace: Workspace,
    paths: Sequence[Path],
    period: str | None,
    confirm: Callable[[Plan], bool],
    progress: Progress | None = None,
    wait_seconds: float = 0.0,
    *,
    sender: str = "",
    mode: Mode = "replace",
    waiting: Waiting | None = None,
) -> LoadResult:
    """Load files and publish one build, after `confirm` saw the plan and said yes.

    `sender` is who sent them (the system's user when left out). Under `correct` only rows with the same key are replaced.
    Raises BUSY while another load runs (after `wait_seconds`; `waiting` hears who holds the workspace), NOT_FOUND for a
    missing file. Killed at any moment it leaves the build before, or the new one, and nothing to put right by hand.
    """
    show, turn = progress or silent, Turn(by=sender, wait_seconds=wait_seconds, waiting=waiting)
    delivery = Delivery(paths=tuple(paths), period=period, mode=mode)
    with take_turn(workspace, turn) as (ledger, said):
        with scratch_staging(workspace) as staging:
            prepared = prepare(workspace, ledger, delivery, staging, lambda what, share: show(what, share * READING_SHARE))
            plan = replace(prepared.plan, problems=(*(_said(workspace, text) for text in said), *prepared.plan.problems))
            if not prepared.entries:
                return LoadResult(build=_mend(workspace, ledger, turn, show), batch=None, plan=plan, exit_code=plan.exit_code)
            if not confirm(plan):
                return LoadResult(build=None, batch=None, plan=plan, exit_code=plan.exit_code)
            batch, mended = _keep(workspace, ledger, prepared, staging, _origin(workspace, turn, delivery))
            plan = replace(plan, problems=(*(_said(workspace, text) for text in mended), *plan.problems))
        step = Step(kind="load", batch=batch, by=turn.name)
        build = publish_build(
            workspace, ledger, step, lambda what, share: show(what, READING_SHARE + share * (1 - READING_SHARE)), complete
        )
    show(build, 1.0)
    return LoadResult(build=build, batch=batch, plan=plan, exit_code=plan.exit_code)


def _origin(workspace: Workspace, turn: Turn, delivery: Delivery) -> Origin:
    return Origin(
        sender=turn.name, mode=delivery.mode, period=delivery.period or "", settings=workspace.settings_text(), program=program_stamp()
    )


def _keep(workspace: Workspace, ledger: Ledger, prepared: Prepared, staging: Staging, origin: Origin) -> tuple[str, list[Text]]:
    """Archive the files, enter the batch, write its cleaned rows; return the batch, staged but not yet counted, and what was mended."""
    filed = [archive(workspace, path, entry.sha256) for path, entry in zip(prepared.paths, prepared.entries, strict=True)]
    reach(KillPoint.ARCHIVE)
    batch = ledger.next_batch()
    ledger.receive(batch, [(entry.name, entry.sha256) for entry in prepared.entries], origin)
    reach(KillPoint.LEDGER_BATCH)
    assert_all_rows(prepared.entries, staging)
    written = write_cleaned(staging, batch, prepared.names)
    for path in written:
        flush_file(path)
    for folder in {path.parent for path in written}:
        flush_folder(folder)
    if len(prepared.pointers):
        prepared.pointers.to_parquet(workspace.quarantine / f"{batch}.parquet", index=False)
    reach(KillPoint.CLEANED)
    enter(ledger, batch, prepared)
    reach(KillPoint.STAGED)
    return batch, [text for text in filed if text is not None]


def enter(ledger: Ledger, batch: str, prepared: Prepared) -> None:
    """Enter what a batch brought, once its rows are on disk."""
    counts = [
        Count(key=LoadKey(d.dataset, d.unit, d.period), new=d.new, changed=d.changed, gone=d.gone, unchanged=d.unchanged)
        for d in prepared.plan.diffs
    ]
    mine = {entry.name for entry in prepared.entries}  # files that were handed back whole are no part of the batch
    problems = [problem for problem in prepared.plan.problems if not problem.file or problem.file in mine]
    errors = sum(problem.severity == "error" for problem in problems)
    ledger.parsed(batch, prepared.entries, prepared.quality, counts, (errors, len(problems) - errors))
    ledger.staged(batch)


def assert_all_rows(entries: Sequence[FileEntry], staging: Staging) -> None:
    """Raise AssertionError unless the rows that wait are those of the account: the files' own and those taken over."""
    accounted: dict[LoadKey, int] = {}
    for entry in entries:
        for key, rows in entry.loads.items():
            accounted[key] = accounted.get(key, 0) + rows + (entry.carried[key].rows if key in entry.carried else 0)
    waiting: dict[LoadKey, int] = {}
    for found in staging.loads().values():
        for key, rows in found.items():
            waiting[key] = waiting.get(key, 0) + rows
    if waiting != {key: rows for key, rows in accounted.items() if rows}:
        wrong = sorted({k.dataset for k in {*waiting, *accounted} if waiting.get(k, 0) != accounted.get(k, 0)})
        raise AssertionError(f"{', '.join(wrong)}: the rows to be written are not those of the account")


def archive(workspace: Workspace, path: Path, sha256: str) -> Text | None:
    """Copy a file into the archive under the hash of its content, once, read-only; return what is to be told of it, mostly nothing.

    An archived copy that is no longer what was sent is replaced, and that is told. Raises ChangedMeanwhile when the file is no
    longer the one that was read.
    """
    target = workspace.archive / sha256[:2] / f"{sha256}{path.suffix.lower()}"
    is_damaged = target.exists() and hash_file(target) != sha256
    if target.exists() and not is_damaged:
        return None
    target.parent.mkdir(exist_ok=True)
    workspace.archive.chmod(0o700)  # older workspaces left it open
    beside = target.with_name(target.name + ".tmp")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ChangedMeanwhile(
            Text(f"{path.name} 在加载过程中被修改；请保存并关闭后重试", f"{path.name} was changed while it was being loaded; save and close it, then try again")
        )
    beside.write_bytes(content)
    flush_file(beside)
    if is_damaged:
        target.chmod(0o600)  # Windows does not replace a read-only file
    swap(beside, target)
    target.chmod(0o400)  # what was sent holds ID numbers: only the owner may read it
    if not is_damaged:
        return None
    return Text(
        f"归档中 {path.name} 的副本（{target.name}）内容已损坏，已用本次的文件换回",
        f"the archived copy of {path.name} ({target.name}) was damaged and was replaced by the file that came now",
    )


def _mend(workspace: Workspace, ledger: Ledger, turn: Turn, progress: Progress) -> str | None:
    """Build again from the ledger when the build published last is not the one being served; return its id."""
    builds = ledger.builds()
    if not builds or builds[-1]["build"] == workspace.named_build():
        return None
    return publish_build(workspace, ledger, Step(kind="mend", batch=str(builds[-1]["batch"]), by=turn.name), progress, complete)


def _said(workspace: Workspace, text: Text) -> Problem:
    nothing = Text("已自动处理，无需手工操作", "this was put right, nothing needs to be done by hand")
    return Problem(file=workspace.path.name, reason=text, remedy=nothing, severity="warning")
