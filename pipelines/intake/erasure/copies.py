"""Copies of what was sent that lie elsewhere in the workspace (marked copies, folders of a watch, logs), and notes people wrote."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from pipelines.intake.erasure.pages import holds
from pipelines.intake.erasure.person import Mentions
from pipelines.warehouse.erasure import FOLDER
from pipelines.warehouse.workspace import Workspace

_KEPT_IN_ORDER = frozenset({"archive", "cleaned", "private", "builds", "quarantine", "boundaries", FOLDER})
_OWN = ("site.toml", "secret", "lock", "ledger.sqlite", "ledger-copy.sqlite", "followup.sqlite")


def find_copies(workspace: Workspace, words: Sequence[str]) -> list[Path]:
    """Return the files beside those the workspace keeps in order that hold one of `words`; they are copies, and go whole."""
    found = []
    for path in sorted(workspace.path.rglob("*")):
        inside = path.relative_to(workspace.path).parts
        is_own = inside[0] in _KEPT_IN_ORDER or (len(inside) == 1 and inside[0].startswith(_OWN))
        is_mine = inside[0] == "tmp" and len(inside) > 1 and inside[1].startswith(f"{os.getpid()}-")
        if path.is_file() and not is_own and not is_mine and holds(path, words):
            found.append(path)
    return found


def write_notes(workspace: Workspace, mentions: Mentions, folder: Path) -> int:
    """Write the notes at findings anew into `folder` where some name the person, those words veiled; return how many do."""
    notes = workspace.followup_path
    if not notes.is_file() or not holds(notes, mentions.searched):
        return 0
    copy = folder / notes.name
    shutil.copyfile(notes, copy)
    copy.chmod(0o600)
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        named = [(mentions.veiled_text(why), number) for number, why in db.execute("select number, why from mark").fetchall()
                 if mentions.veiled_text(why) != why]
        db.executemany("update mark set why = ? where number = ?", named)
        db.execute("vacuum")
    return len(named)
