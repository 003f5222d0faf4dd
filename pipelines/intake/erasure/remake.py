"""Builds made again from the rows that stay: those on disk to replace them, all others for the hashes the ledger keeps of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipelines.intake.completing import complete
from pipelines.intake.session import Progress
from pipelines.site import parse_site
from pipelines.warehouse.build import make_build
from pipelines.warehouse.connect import open_build
from pipelines.warehouse.durable import remove
from pipelines.warehouse.history import contents_at, contents_of, counted_after, steps_until
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.loads import Step, now
from pipelines.warehouse.program import program_stamp
from pipelines.warehouse.publish import last_hidden
from pipelines.warehouse.released import kept_hidden_in
from pipelines.warehouse.workspace import Workspace

Tables = dict[str, tuple[int, str]]


def affected(workspace: Workspace, ledger: Ledger, touched: set[str]) -> list[str]:
    """Return the published builds in which a touched batch counts, and those on disk that tell of one, oldest first."""
    kept = set(workspace.kept_builds())
    found = []
    for record in ledger.builds():
        build = str(record["build"])
        steps = steps_until(ledger, build)
        told = {str(step["batch"]) for step in steps} if build in kept else counted_after(steps)
        if told & touched:
            found.append(build)
    return found


def make_current(overlay: Workspace, ledger: Ledger, by: str, folder: Path, show: Progress) -> tuple[str, Tables]:
    """Make the build that will be served and enter it as published; return its id, "" where nothing was ever published, and tables."""
    published = ledger.builds()
    if not published:
        return "", {}
    build, made_at = ledger.next_build(), now()
    step = Step(kind="mend", batch=str(published[-1]["batch"]), by=by, settings=overlay.settings_text(), program=program_stamp())
    contents = replace(contents_of(ledger, build, step), withheld=last_hidden(overlay, ledger))
    tables = make_build(overlay, contents, folder / f"{build}.duckdb", show, complete=complete)
    _close(folder / f"{build}.duckdb")
    ledger.built(build, step, made_at, tables, kept_hidden_in(folder / f"{build}.duckdb", tables))
    ledger.publish(build)
    return build, tables


def make_again(
    overlay: Workspace, ledger: Ledger, builds: list[str], current: tuple[str, Tables], folder: Path, show: Progress
) -> dict[str, Tables]:
    """Make earlier builds again and return their tables' hashes; the files of those on disk stay in `folder`, but for the newest.

    The newest goes: readers have it open, and `current`, made of the same rows, is served in its place.
    """
    kept, made = set(overlay.kept_builds()), dict[str, Tables]()
    records = {str(record["build"]): record for record in ledger.builds()}
    newest = max((build for build in records if build != current[0]), default="")
    for place, build in enumerate(builds):
        show(build, place / len(builds))
        settings = str(records[build]["settings"] or "")
        if build == newest and settings == overlay.settings_text():
            made[build] = current[1]
            continue
        then = replace(overlay, site=parse_site(settings)) if settings else overlay
        path = folder / f"{build}.duckdb"
        made[build] = make_build(then, contents_at(ledger, build), path, lambda what, share: None, complete=complete)
        if build in kept and build != newest:
            _close(path)
        else:
            remove(path)
    return made


def _close(path: Path) -> None:
    open_build(path).close()  # DuckDB checks the file before anybody is sent to it
    path.chmod(0o444)
