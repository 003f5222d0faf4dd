"""Read the archive again as it was read then: every batch up to a build, in order, with its own period and settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.arrive import Delivery
from pipelines.intake.batch import assert_all_rows, enter
from pipelines.intake.cleaned import write_cleaned
from pipelines.intake.prepare import prepare
from pipelines.intake.session import Progress, silent
from pipelines.intake.staging import Staging
from pipelines.site import parse_site
from pipelines.warehouse.durable import remove
from pipelines.warehouse.history import Contents, Record, contents_at, steps_until
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.loads import FileEntry, LoadKey, Origin, Step, day_of
from pipelines.warehouse.workspace import Workspace

_FILES = "select name, sha256 from batch_file where batch = ? order by file_no"
_EMPTIED = (
    "select l.dataset, l.unit, l.period, f.name, f.sha256 from load l join batch_file f using(batch, file_no)"
    " where l.batch = ? and l.rows = 0 and l.carried = 0 order by l.file_no"
)
_BATCH = "select b.*, s.settings from batch b left join site s on s.hash = b.site where b.batch = ?"


@contextmanager
def replayed(workspace: Workspace, ledger: Ledger, build: str, folder: Path, progress: Progress) -> Iterator[tuple[Workspace, Contents]]:
    """Yield a scratch workspace in `folder` that holds what the archive gives for `build`, and the build's contents in it.

    Names and phones are left out: no build holds them. Raises DAMAGED when a file of the archive is missing or altered.
    """
    scratch = Workspace(folder, workspace.site)
    for path in (folder, scratch.cleaned, scratch.tmp):
        path.mkdir(mode=0o700, parents=True)
    steps = steps_until(ledger, build)
    with Ledger(scratch.ledger_path) as copy:
        loaded: set[str] = set()
        for place, step in enumerate(steps):
            batch = str(step["batch"])
            progress(batch, place / len(steps))
            if batch not in loaded:
                _load_again(workspace, ledger, scratch, copy, batch)
                loaded.add(batch)
            copy.built(str(step["build"]), Step(kind=step["step"], batch=batch), str(step["made_at"]), {})  # type: ignore[arg-type]
            copy.publish(str(step["build"]))
        told, again = contents_at(ledger, build), contents_at(copy, build)
        yield scratch, replace(told, live=again.live, came={**again.came, **told.came})


def _load_again(workspace: Workspace, ledger: Ledger, scratch: Workspace, copy: Ledger, batch: str) -> None:
    """Take one batch through the same door as then, its rows written into the scratch workspace."""
    (record,) = ledger.select(_BATCH, batch)
    files = ledger.select(_FILES, batch)
    settings = str(record["settings"] or "")
    then = replace(scratch, site=parse_site(settings)) if settings else scratch
    delivery = Delivery(
        paths=tuple(archived(workspace, str(file["name"]), str(file["sha256"])) for file in files),
        period=str(record["period_given"] or "") or None, mode=record["mode"],  # type: ignore[arg-type]
        names=tuple(str(file["name"]) for file in files), is_replay=True,
        day=day_of(str(record["made_at"]), then.site.time_zone),
    )
    folder = scratch.tmp / batch
    staging = Staging(then, folder, keeper=workspace, is_without_private=True)
    try:
        prepared = prepare(then, copy, delivery, staging, silent)
        prepared = replace(prepared, entries=_with_emptied(ledger, batch, files, prepared.entries))
        _assert_as_sent(files, [report.sha256 for report in prepared.plan.files])
        copy.receive(batch, [(entry.name, entry.sha256) for entry in prepared.entries], Origin(mode=delivery.mode))
        assert_all_rows(prepared.entries, staging)
        if prepared.names:  # else its last rows were erased
            write_cleaned(staging, batch, prepared.names)
        enter(copy, batch, prepared)
    finally:
        staging.close()
        remove(folder)


def _with_emptied(ledger: Ledger, batch: str, files: list[Record], entries: tuple[FileEntry, ...]) -> tuple[FileEntry, ...]:
    """Return the entries with the loads the ledger has as empty: where the last row of one was erased no file speaks of it any more."""
    found = {entry.name: entry for entry in entries}
    brought = {key for entry in entries for key in entry.loads}
    for load in ledger.select(_EMPTIED, batch):
        key, name = LoadKey(str(load["dataset"]), str(load["unit"]), str(load["period"])), str(load["name"])
        if key not in brought:
            entry = found.get(name) or FileEntry(name, str(load["sha256"]), "", "", True, {})
            found[name] = replace(entry, loads={**entry.loads, key: 0})
    return tuple(found[str(file["name"])] for file in files if str(file["name"]) in found)


def archived(workspace: Workspace, name: str, sha256: str) -> Path:
    """Return where the archive keeps the bytes of a file; raises DAMAGED when it does not."""
    found = sorted((workspace.archive / sha256[:2]).glob(f"{sha256}.*")) or sorted((workspace.archive / sha256[:2]).glob(sha256))
    if not found:
        raise XiangyiError(
            Text(f"原始档案中没有 {name}（{sha256}）；请从备份恢复", f"the archive has no {name} ({sha256}); restore it from a backup"), ExitCode.DAMAGED
        )
    return next((path for path in found if path.suffix == Path(name).suffix.lower()), found[0])


def _assert_as_sent(files: list[Record], hashes: list[str]) -> None:
    for file, found in zip(files, hashes, strict=True):
        if file["sha256"] != found:
            raise XiangyiError(
                Text(f"原始档案中的 {file['name']} 已被改动；请从备份恢复", f"{file['name']} in the archive was altered; restore it from a backup"),
                ExitCode.DAMAGED,
            )
