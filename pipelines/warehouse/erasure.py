"""An erasure under way: all that will change lies ready in a folder of its own, and is put in place in one go, however often it is cut short.

Before the mark READY is written nothing in the workspace has changed, and the folder is thrown away. After it every step can be
taken again, so the next writer finishes what was begun; nobody needs to know any more who was erased.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.core.text import Text
from pipelines.warehouse.durable import flush_file, flush_folder, put_text, remove, swap
from pipelines.warehouse.killpoint import ErasePoint, reach
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.schema import all_datasets
from pipelines.warehouse.workspace import Workspace

FOLDER, READY, LEDGER = "erasing", "READY", "ledger.sqlite"
_FINISHED = Text("上次删除个人数据时中断，现已办完", "erasing a person's data was cut short and has now been finished")


@dataclass(frozen=True, slots=True)
class Overlay(Workspace):
    """A workspace whose stored rows are those that lie ready where there are any."""

    def cleaned_file(self, batch: str, dataset: str) -> Path:
        """Return where a batch's rows of a dataset lie: written anew, or as they were."""
        folder = "private" if all_datasets()[dataset].is_private else "cleaned"
        ready = self.path / FOLDER / folder / batch / f"{dataset}.parquet"
        return ready if ready.is_file() else Workspace.cleaned_file(self, batch, dataset)


def begin(workspace: Workspace) -> Path:
    """Return the empty folder in which an erasure is made ready."""
    folder = workspace.path / FOLDER
    remove(folder)
    folder.mkdir(mode=0o700)
    return folder


def make_ready(workspace: Workspace, build: str, removals: Iterable[Path]) -> None:
    """Mark the folder as ready: every file in it is on disk; `removals` lie in the workspace and go, `build` is served then."""
    folder = workspace.path / FOLDER
    moves = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(LEDGER)]
    for path in folder.rglob("*"):
        if path.is_file():
            mode = path.stat().st_mode & 0o777
            path.chmod(0o600)
            flush_file(path)
            path.chmod(mode)
        else:
            flush_folder(path)
    gone = sorted({path.relative_to(workspace.path).as_posix() for path in removals} - set(moves))
    put_text(folder / READY, json.dumps({"build": build, "moves": moves, "removals": gone}))
    reach(ErasePoint.READY)


def finish(workspace: Workspace, ledger: Ledger) -> list[Text]:
    """Put a ready erasure in place, or throw away one that was not ready; returns a sentence where something was finished.

    Call with the load lock held.
    """
    folder = workspace.path / FOLDER
    if not (folder / READY).is_file():
        remove(folder)
        return []
    plan = json.loads((folder / READY).read_text(encoding="utf-8"))
    for name in plan["moves"]:
        if (folder / name).is_file():
            _put(folder / name, workspace.path / name)
    reach(ErasePoint.FILES)
    ledger.take_over(folder / LEDGER)
    ledger.copy_to(workspace.path / "ledger-copy.sqlite")
    reach(ErasePoint.LEDGER)
    if plan["build"]:
        put_text(workspace.pointer, f"{plan['build']}\n")
    reach(ErasePoint.POINTER)
    for name in plan["removals"]:
        remove(workspace.path / name)
    reach(ErasePoint.REMOVED)
    (folder / READY).unlink()  # from here on nothing is left to do but to throw the folder away
    remove(folder)
    return [_FINISHED]


def _put(ready: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700 if "private" in target.parts[-3:] else 0o777, exist_ok=True)
    if os.name == "nt" and target.exists():
        target.chmod(0o600)  # Windows replaces no read-only file
    swap(ready, target)
