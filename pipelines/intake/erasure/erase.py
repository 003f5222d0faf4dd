"""Erase a person: from archive, stored rows, private store, ledger, copies and every kept build, in one step that can be finished.

counting.md, section 7. Everything is made ready beside what is in use and put in place in one go (`warehouse.erasure`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.core.text import Text
from pipelines.intake.erasure.account import by_batch, differences, fewer, moved, pointers, touched
from pipelines.intake.erasure.copies import find_copies, write_notes
from pipelines.intake.erasure.person import Wanted
from pipelines.intake.erasure.remake import affected, make_again, make_current
from pipelines.intake.erasure.rewrite import Rewritten, rewrite
from pipelines.intake.erasure.search import Original, Search, originals, search
from pipelines.intake.erasure.stored import Bearers, Part, Stored, find_bearers, find_stored, parts, write_without
from pipelines.intake.lock import ERASING
from pipelines.intake.session import Progress, Turn, silent, take_turn
from pipelines.warehouse import ledger_erasure as entries
from pipelines.warehouse.durable import remove
from pipelines.warehouse.erasure import LEDGER, READY, Overlay, begin, finish, make_ready
from pipelines.warehouse.killpoint import ErasePoint, reach
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.program import program_stamp
from pipelines.warehouse.publish import remove_old_builds
from pipelines.warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Rows (as a spreadsheet counts) of one sheet of an archived file, and the batches it came in."""

    file: str
    batches: tuple[str, ...]
    sheet: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePlan:
    """What erasing would do: `rows` are loaded records by dataset, `places` the rows of archived files that go.

    Left as they are and only told: `unclear` rows that bear the name and cannot be attributed, `doubtful` people sent without a
    number who may be this person or another, `beside` loaded cells of other rows that hold the name. `copies` and the old files of
    `builds` are removed.
    """

    rows: dict[str, int]
    places: tuple[Place, ...]
    unclear: tuple[Place, ...]
    doubtful: int
    beside: int
    copies: tuple[str, ...]
    builds: tuple[str, ...]
    said: tuple[Text, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing names the person."""
        return not (self.rows or self.places or self.copies)

    @property
    def originals(self) -> int:
        """How many rows of archived files go."""
        return sum(len(place.rows) for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did; `build` is served now, None where nothing was done.

    `also` counts archived rows of others that went because only a row of the person had kept them out: they never counted.
    """

    build: str | None
    is_done: bool
    plan: ErasePlan
    also: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    bearers: Bearers
    stored: Stored
    search: Search
    copies: list[Path]

    @property
    def touched(self) -> list[Original]:
        """The archived files that are written anew."""
        return [original for original in self.search.originals if original.is_touched]


def erase_person(
    workspace: Workspace, wanted: Wanted, confirm: Callable[[ErasePlan], bool], progress: Progress | None = None, turn: Turn | None = None
) -> Erased:
    """Erase a person after `confirm` saw the plan and said yes; where nothing names them nobody is asked.

    Raises BUSY while another holds the workspace, REFUSED where several persons fit or rows of others would change, DAMAGED where
    a file cannot be written anew. Killed at any moment it leaves the state before, or one that the next writer finishes.
    """
    mine, show = turn or Turn(), progress or silent
    with take_turn(workspace, mine, ERASING) as (ledger, said):
        found = _find(workspace, ledger, wanted)
        plan = _plan(workspace, ledger, found, tuple(said))
        if plan.is_empty or not confirm(plan):
            return Erased(build=None, is_done=False, plan=plan)
        folder = begin(workspace)
        try:
            build = _make_ready(workspace, ledger, found, folder, mine.name, show)
        finally:
            if not (folder / READY).is_file():
                remove(folder)
        finish(workspace, ledger)
        remove_old_builds(workspace)
    show(build, 1.0)
    return Erased(build=build or None, is_done=True, plan=plan, also=_originals(found) - plan.originals)


def _originals(found: _Found) -> int:
    """Return how many rows of archived files go."""
    return sum(len(rows) for original in found.touched for rows in original.rows.values())


def _find(workspace: Workspace, ledger: Ledger, wanted: Wanted) -> _Found:
    bearers = find_bearers(workspace, wanted)
    stored = find_stored(workspace, bearers.keys)
    looked = search(originals(workspace, ledger), wanted, stored.pointers)
    return _Found(bearers, stored, looked, find_copies(workspace, (*looked.mentions.searched, *sorted(bearers.keys))))


def _places(found: list[Original], which: str) -> tuple[Place, ...]:
    return tuple(
        Place(
            file=str(original.uses[0]["name"]) if original.uses else original.path.name, sheet=sheet,
            batches=tuple(str(use["batch"]) for use in original.uses), rows=tuple(sorted(row + 1 for row in rows)),
        )
        for original in found for sheet, rows in sorted(getattr(original, which).items()) if rows
    )


def _plan(workspace: Workspace, ledger: Ledger, found: _Found, said: tuple[Text, ...]) -> ErasePlan:
    batches = touched(list(found.stored.places), found.stored, [Rewritten(original) for original in found.touched])
    return ErasePlan(
        rows=found.stored.distinct, places=_places(list(found.touched), "rows"),
        unclear=_places(list(found.search.originals), "doubtful"), doubtful=found.bearers.doubtful,
        beside=sum(original.beside for original in found.touched),
        copies=tuple(path.relative_to(workspace.path).as_posix() for path in found.copies),
        builds=tuple(b for b in affected(workspace, ledger, batches) if b in workspace.kept_builds()), said=said,
    )


def _make_ready(workspace: Workspace, ledger: Ledger, found: _Found, folder: Path, by: str, show: Progress) -> str:
    """Write all that changes into `folder`, mark it as ready, and return the build that will be served."""
    (folder / "archive").mkdir(mode=0o700)
    (folder / "builds").mkdir()
    rewritten = []
    for place, original in enumerate(found.touched):
        show(original.path.name[:12], 0.5 * place / len(found.touched))
        rewritten.append(rewrite(workspace, original, found.search.mentions, folder / "archive"))
    names = _Names.of(found.search, rewritten)
    _write_rows(workspace, found.stored, names, folder)
    _write_pointers(workspace, rewritten, names, folder)
    write_notes(workspace, found.search.mentions, folder)
    reach(ErasePoint.REWRITTEN)
    ledger.copy_to(folder / LEDGER)
    batches = touched(list(found.stored.places), found.stored, rewritten)
    again = affected(workspace, ledger, batches)
    _enter(workspace, ledger, found.stored, rewritten, names, folder)
    overlay = Overlay(workspace.path, workspace.site)
    with Ledger(folder / LEDGER) as copy:
        current = make_current(overlay, copy, by, folder / "builds", lambda what, share: show(what, 0.5 + 0.2 * share))
        made = make_again(overlay, copy, again, current, folder / "builds", lambda what, share: show(what, 0.7 + 0.3 * share))
    build = current[0]
    with entries.editing(folder / LEDGER) as db:
        entries.keep_hashes(db, made, program_stamp())
        entries.tell_erasure(db, by, build, _originals(found), by_batch(found.stored))
    reach(ErasePoint.REBUILT)
    gone = [done.original.path for done in rewritten] + found.copies
    make_ready(workspace, build, [*gone, *_outdated(workspace, again)])
    return build


def _outdated(workspace: Workspace, again: list[str]) -> list[Path]:
    """Return the file of the served build where it may hold the person: another is served in its place."""
    kept = workspace.kept_builds()
    return [workspace.build_path(build) for build in kept[-1:] if build in again]


@dataclass(frozen=True, slots=True)
class _Names:
    """Files and sheets that were called by the person's name, and what they are called now."""

    files: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, looked: Search, rewritten: list[Rewritten]) -> _Names:
        named = {str(use["name"]) for original in looked.originals for use in original.uses}
        veiled = {name: looked.mentions.veiled_text(name) for name in named}
        sheets = {before: after for done in rewritten for before, after in done.sheets.items() if before != after}
        return cls({before: after for before, after in veiled.items() if before != after}, sheets)


def _write_rows(workspace: Workspace, stored: Stored, names: _Names, folder: Path) -> None:
    for part in parts(workspace):
        places = stored.places.get(part, [])
        if places or _is_named(part, names):
            store = "private" if workspace.private in part.path.parents else "cleaned"
            to = folder / store / part.batch / part.path.name
            write_without(part, places, names.files, names.sheets, to)
            to.chmod(part.path.stat().st_mode & 0o777)


def _is_named(part: Part, names: _Names) -> bool:
    if not names.files and not names.sheets:
        return False
    columns = pq.read_table(part.path, columns=["file", "source_sheet"])
    return bool(set(columns["file"].to_pylist()) & names.files.keys() or set(columns["source_sheet"].to_pylist()) & names.sheets.keys())


def _write_pointers(workspace: Workspace, rewritten: list[Rewritten], names: _Names, folder: Path) -> None:
    for found in pointers(workspace, rewritten):
        (folder / "quarantine").mkdir(exist_ok=True)
        staying = found.staying.assign(
            file=found.staying["file"].replace(names.files), source_sheet=found.staying["source_sheet"].replace(names.sheets)
        )
        staying.to_parquet(folder / "quarantine" / f"{found.batch}.parquet", index=False)


def _enter(workspace: Workspace, ledger: Ledger, stored: Stored, rewritten: list[Rewritten], names: _Names, folder: Path) -> None:
    """Bring the copy of the ledger up to what is kept from now on."""
    kept_out = {found.batch: found for found in pointers(workspace, rewritten)}
    with entries.editing(folder / LEDGER) as db:
        entries.lessen(db, fewer(stored))
        entries.move_to_ignored(db, moved(rewritten, stored, kept_out))
        entries.lessen_differences(db, differences(ledger, stored))
        entries.refile(db, {done.original.sha256: done.sha256 for done in rewritten})
        entries.rename(db, names.files, names.sheets)
