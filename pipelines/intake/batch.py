"""Check and load files: one batch, one build, published whole or not at all."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipelines.core.errors import Problem, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.arrive import Progress
from pipelines.intake.lock import hold_lock
from pipelines.intake.plan import Diff, FileReport, LoadResult, Plan, TableReport
from pipelines.intake.prepare import Prepared, prepare
from pipelines.intake.staging import Staging
from pipelines.warehouse.durable import flush_file, flush_folder, remove, swap
from pipelines.warehouse.killpoint import KillPoint, reach
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.publish import ledger_copy, open_ledger, publish_batch, recover
from pipelines.warehouse.workspace import Workspace

__all__ = ["Diff", "FileReport", "LoadResult", "Plan", "TableReport", "check_files", "load_files"]
READING_SHARE = 0.7  # of a load's time, for the progress bar


def check_files(workspace: Workspace, paths: Sequence[Path], period: str | None, progress: Progress | None = None) -> Plan:
    """Return what loading `paths` would do, and every problem; nothing is kept. Raises NOT_FOUND for a missing file."""
    with _readable_ledger(workspace) as ledger, _staging(workspace) as staging:
        return prepare(workspace, ledger, paths, period, staging, progress or _silent).plan


def load_files(
    workspace: Workspace,
    paths: Sequence[Path],
    period: str | None,
    confirm: Callable[[Plan], bool],
    progress: Progress | None = None,
    wait_seconds: float = 0.0,
) -> LoadResult:
    """Load files and publish one build, after `confirm` saw the plan and said yes.

    Raises BUSY while another load runs (after `wait_seconds`), NOT_FOUND for a missing file. Killed at any moment it leaves
    the build before, or the new one, and nothing to put right by hand.
    """
    show = progress or _silent
    with hold_lock(workspace.path / "lock", wait_seconds):
        ledger, said = open_ledger(workspace)
        with ledger:
            said += recover(workspace, ledger)
            with _staging(workspace) as staging:
                prepared = prepare(workspace, ledger, paths, period, staging, lambda what, share: show(what, share * READING_SHARE))
                plan = replace(prepared.plan, problems=(*(_said(workspace, text) for text in said), *prepared.plan.problems))
                if not prepared.entries:
                    return LoadResult(build=_mend(workspace, ledger, show), batch=None, plan=plan, exit_code=plan.exit_code)
                if not confirm(plan):
                    return LoadResult(build=None, batch=None, plan=plan, exit_code=plan.exit_code)
                batch = _keep(workspace, ledger, prepared, staging)
            build = publish_batch(workspace, ledger, batch, lambda what, share: show(what, READING_SHARE + share * (1 - READING_SHARE)))
    show(build, 1.0)
    return LoadResult(build=build, batch=batch, plan=plan, exit_code=plan.exit_code)


def _keep(workspace: Workspace, ledger: Ledger, prepared: Prepared, staging: Staging) -> str:
    """Archive the files, enter the batch, write its cleaned rows; return the batch, staged but not yet counted."""
    for path, entry in zip(prepared.paths, prepared.entries, strict=True):
        archive(workspace, path, entry.sha256)
    reach(KillPoint.ARCHIVE)
    batch = ledger.next_batch()
    ledger.receive(batch, [(entry.name, entry.sha256) for entry in prepared.entries])
    reach(KillPoint.LEDGER_BATCH)
    written = staging.write(batch, prepared.names)
    for path in written:
        flush_file(path)
    for folder in {path.parent for path in written}:
        flush_folder(folder)
    if len(prepared.pointers):
        prepared.pointers.to_parquet(workspace.quarantine / f"{batch}.parquet", index=False)
    reach(KillPoint.CLEANED)
    ledger.parsed(batch, prepared.entries, prepared.quality)
    ledger.staged(batch)
    reach(KillPoint.STAGED)
    return batch


def archive(workspace: Workspace, path: Path, sha256: str) -> Path:
    """Copy a file into the archive under the hash of its content, once, read-only; return where it lies.

    Raises XiangyiError when the file is no longer the one that was read.
    """
    target = workspace.archive / sha256[:2] / f"{sha256}{path.suffix.lower()}"
    if target.exists():
        return target
    target.parent.mkdir(exist_ok=True)
    beside = target.with_name(target.name + ".tmp")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise XiangyiError(
            Text(f"{path.name} 在加载过程中被修改；请保存并关闭后重试", f"{path.name} was changed while it was being loaded; save and close it, then try again")
        )
    beside.write_bytes(content)
    flush_file(beside)
    swap(beside, target)
    target.chmod(0o444)
    return target


def _mend(workspace: Workspace, ledger: Ledger, progress: Progress) -> str | None:
    """Build again from the ledger when the build published last is not the one being served; return its id."""
    builds = ledger.builds()
    if not builds or builds[-1]["build"] == workspace.named_build():
        return None
    return publish_batch(workspace, ledger, str(builds[-1]["batch"]), progress)


@contextmanager
def _staging(workspace: Workspace) -> Iterator[Staging]:
    """Yield a staging in a folder named by this process, removed afterwards."""
    folder = workspace.tmp / f"{os.getpid()}-{time.monotonic_ns()}"
    try:
        staging = Staging(workspace, folder)
        try:
            yield staging
        finally:
            staging.close()
    finally:
        remove(folder)


def _readable_ledger(workspace: Workspace) -> Ledger:
    """Open the ledger, or its copy while the ledger is damaged (the next load restores it)."""
    try:
        return Ledger(workspace.ledger_path)
    except XiangyiError:
        if not ledger_copy(workspace).is_file():
            raise
        return Ledger(ledger_copy(workspace))


def _said(workspace: Workspace, text: Text) -> Problem:
    nothing = Text("已自动处理，无需手工操作", "this was put right, nothing needs to be done by hand")
    return Problem(file=workspace.path.name, reason=text, remedy=nothing, severity="warning")


def _silent(what: str, share: float) -> None:
    """Show no progress."""
