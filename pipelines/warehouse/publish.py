"""Put a finished build in front of the readers, and put right what an interrupted load left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.build import Progress, make_build
from pipelines.warehouse.connect import open_build
from pipelines.warehouse.durable import flush_file, put_text, remove, swap, write_beside
from pipelines.warehouse.erasure import finish
from pipelines.warehouse.history import contents_of, tables_of
from pipelines.warehouse.killpoint import KillPoint, reach
from pipelines.warehouse.ledger import Ledger, damaged_ledger
from pipelines.warehouse.loads import Step, now
from pipelines.warehouse.program import program_stamp
from pipelines.warehouse.released import Complete, Withheld, hidden_in, hides_any, kept_hidden_in, nothing_added
from pipelines.warehouse.workspace import Workspace

KEPT_BUILDS = 3


def publish_build(workspace: Workspace, ledger: Ledger, step: Step, progress: Progress, complete: Complete = nothing_added) -> str:
    """Build from the loads in force once `step` is taken, publish the build, and return its id; `complete` adds to its marts.

    The swap of the pointer is the moment of publishing: before it the step does not count, after it it does, whatever
    happens to the process.
    """
    build = ledger.next_build()
    unfinished = workspace.builds / f"tmp-{build}.duckdb"
    made_at = now()
    contents = replace(contents_of(ledger, build, step), withheld=last_hidden(workspace, ledger))
    tables = make_build(workspace, contents, unfinished, progress, complete=complete)
    flush_file(unfinished)
    reach(KillPoint.FSYNC)
    path = workspace.build_path(build)
    swap(unfinished, path)
    path.chmod(0o444)
    reach(KillPoint.RENAME)
    open_build(path).close()  # DuckDB checks the file before anybody is sent to it
    step = replace(step, settings=workspace.settings_text(), program=program_stamp())
    ledger.built(build, step, made_at, tables, kept_hidden_in(path, tables))
    ledger.copy_to(workspace.ledger_copy)
    beside = write_beside(workspace.pointer, build + "\n")
    reach(KillPoint.POINTER_TMP)
    swap(beside, workspace.pointer)
    reach(KillPoint.POINTER_SWAP)
    ledger.publish(build)
    reach(KillPoint.LEDGER_PUBLISH)
    remove_old_builds(workspace)
    reach(KillPoint.CLEANUP)
    return build


def last_hidden(workspace: Workspace, ledger: Ledger) -> tuple[Withheld, ...]:
    """Return what the build published last hides in the tables that may leave."""
    published = ledger.builds()
    return hidden_in(workspace.build_path(str(published[-1]["build"]))) if published and hides_any(tables_of(published[-1])) else ()


def open_ledger(workspace: Workspace) -> tuple[Ledger, list[Text]]:
    """Open the ledger, from its copy where it is damaged; the texts say what was done. Call with the load lock held."""
    try:
        return Ledger(workspace.ledger_path), []
    except XiangyiError as error:
        copy = workspace.ledger_copy
        if error.code != ExitCode.DAMAGED:
            raise
        if not _is_sound(copy):
            raise damaged_ledger(workspace.ledger_path) from None
    for suffix in ("-wal", "-shm"):
        remove(workspace.path / f"ledger.sqlite{suffix}")
    workspace.ledger_path.replace(workspace.path / "ledger-damaged.sqlite")
    workspace.ledger_path.write_bytes(copy.read_bytes())
    flush_file(workspace.ledger_path)
    said = Text("台账已损坏，已用发布时保存的副本恢复；损坏的文件留作 ledger-damaged.sqlite",
                "the ledger was damaged and was restored from the copy kept at publishing; the damaged file is kept as ledger-damaged.sqlite")
    return Ledger(workspace.ledger_path), [said]


def _is_sound(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path)) as db:
            return bool(db.execute("pragma quick_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def recover(workspace: Workspace, ledger: Ledger) -> list[Text]:
    """Put right what a killed or damaged run left: publish what was swapped in, drop what was not, remove scratch.

    Call with the load lock held. Returns sentences for the reader, empty after an orderly run.
    """
    for path in workspace.builds.glob("*.wal"):
        remove(path)  # a build is closed and complete; a log beside it is not its own and would keep it from opening
    said = [*finish(workspace, ledger), *_mend_pointer(workspace, ledger)]
    named = workspace.named_build()
    if named and ledger.is_published(named) is False:
        ledger.publish(named)
    cut_short = ledger.fail_unpublished()
    if cut_short:
        said.append(Text(f"上次加载中断（批次 {'、'.join(cut_short)}），未计入数据；请重新加载其文件",
                         f"the last load was cut short (batch {', '.join(cut_short)}) and does not count; load its files again"))
    for batch in cut_short:
        remove(workspace.cleaned / batch)
        remove(workspace.private / batch)
        remove(workspace.quarantine / f"{batch}.parquet")
    _sweep(workspace, named)
    return said


def _mend_pointer(workspace: Workspace, ledger: Ledger) -> list[Text]:
    """Point to the newest build that opens when the pointer is unreadable or its build is damaged."""
    named = workspace.named_build()
    if named is None and not workspace.pointer.exists() and not ledger.builds():
        return []
    if named and _opens(workspace.build_path(named)):
        return []
    published = {str(b["build"]) for b in ledger.builds()}
    for build in reversed(workspace.kept_builds()):
        if build != named and build in published and _opens(workspace.build_path(build)):
            put_text(workspace.pointer, build + "\n")
            return [Text(f"数据版本 {named or '（指针不可读）'} 无法读取，已退回 {build}；本次加载将按台账重建",
                         f"build {named or '(pointer unreadable)'} cannot be read; stepped back to {build}, this load rebuilds from the ledger")]
    remove(workspace.pointer)
    return [Text("没有可读的数据版本；本次加载将按台账重建", "no build can be read; this load rebuilds from the ledger")]


def _opens(path: Path) -> bool:
    try:
        open_build(path).close()
    except XiangyiError:
        return False
    return True


def _sweep(workspace: Workspace, named: str | None) -> None:
    """Remove unfinished builds, temporary files, and the scratch of processes that are gone."""
    unfinished = (("tmp-*", workspace.builds), ("*.tmp", workspace.builds), ("*.tmp", workspace.path), ("*/*.tmp", workspace.archive))
    for path in [path for pattern, folder in unfinished for path in folder.glob(pattern)]:
        remove(path)
    for path in workspace.builds.glob("b*.duckdb"):
        if named is None or path.stem > named:
            remove(path)
    remove_old_builds(workspace)
    for path in workspace.tmp.glob("*"):
        process = path.name.partition("-")[0]
        if not process.isdigit() or not psutil.pid_exists(int(process)):
            remove(path)


def remove_old_builds(workspace: Workspace) -> None:
    """Keep the newest builds; a reader that still has an older one open keeps its data (on Windows, its file)."""
    for build in workspace.kept_builds()[:-KEPT_BUILDS]:
        try:
            remove(workspace.build_path(build))
        except PermissionError:
            continue  # open in another process on Windows; the next load tries again
