"""What every command that writes begins with: the lock, the ledger, what an earlier run left put right, a scratch database."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pipelines.core.errors import XiangyiError
from pipelines.core.text import Text
from pipelines.intake.lock import LOADING, Waiting, hold_lock
from pipelines.intake.sender import sender_name
from pipelines.intake.staging import Staging
from pipelines.warehouse.durable import remove
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.publish import open_ledger, recover
from pipelines.warehouse.workspace import Workspace

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is to write: `by` is a person's name (the system's user when left out).

    Where another holds the workspace, `waiting` hears who, and after `wait_seconds` the turn is given up.
    """

    by: str = ""
    wait_seconds: float = 0.0
    waiting: Waiting | None = None

    @property
    def name(self) -> str:
        """The name as it is kept."""
        return sender_name(self.by)


@contextmanager
def take_turn(workspace: Workspace, turn: Turn, doing: Text = LOADING) -> Iterator[tuple[Ledger, list[Text]]]:
    """Yield the open ledger as the only writer, and sentences on what an interrupted run left and was put right.

    Raises BUSY while another holds the workspace.
    """
    with hold_lock(workspace.path / "lock", turn.wait_seconds, turn.name, doing, turn.waiting):
        ledger, said = open_ledger(workspace)
        with ledger:
            yield ledger, said + recover(workspace, ledger)


@contextmanager
def scratch_staging(workspace: Workspace) -> Iterator[Staging]:
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


def readable_ledger(workspace: Workspace) -> Ledger:
    """Open the ledger, or its copy while the ledger is damaged (the next load restores it)."""
    try:
        return Ledger(workspace.ledger_path)
    except XiangyiError:
        if not workspace.ledger_copy.is_file():
            raise
        return Ledger(workspace.ledger_copy)


def silent(what: str, share: float) -> None:
    """Show no progress."""
