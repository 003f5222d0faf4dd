"""Files in a folder: which have stopped growing, and moving one so that it is never in two places for long nor in none."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.intake.arrive import hash_file
from pipelines.warehouse.durable import flush_file, flush_folder, swap
from pipelines.warehouse.killpoint import WatchPoint, reach

_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".download")
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
Mark = tuple[int, int]  # size in bytes, time of the last change in ns


@dataclass
class Looks:
    """Looks at a folder again and again; a file is ready when two looks in a row find the same size and time.

    One that is skipped is not ready again before it changes.
    """

    folder: Path
    seen: dict[Path, Mark] = field(default_factory=dict)
    skipped: dict[Path, Mark] = field(default_factory=dict)

    def take(self) -> list[Path]:
        """Look once more and return the files that are ready, by name; folders, links and files of programs are passed over."""
        found: dict[Path, Mark] = {}
        for entry in os.scandir(self.folder):
            try:
                if entry.is_file(follow_symlinks=False) and not _is_passed_over(entry.name):
                    about = entry.stat(follow_symlinks=False)
                    found[Path(entry.path)] = (about.st_size, about.st_mtime_ns)
            except FileNotFoundError:
                continue  # taken away between being listed and being looked at
        ready = sorted(path for path, mark in found.items() if self.seen.get(path) == mark != self.skipped.get(path))
        self.seen = found
        return ready

    def skip(self, path: Path) -> None:
        """Leave a file alone until it changes."""
        if path in self.seen:
            self.skipped[path] = self.seen[path]

    @property
    def waiting(self) -> list[Path]:
        """The files the last look found, ready or not."""
        return sorted(self.seen)


def _is_passed_over(name: str) -> bool:
    """Say whether a name is a lock or part of an unfinished copy: .x, ~$x.xlsx, x.part."""
    return name.startswith((".", "~")) or name.lower().endswith(_UNFINISHED) or name.lower() in _OF_THE_SYSTEM


def is_readable(path: Path) -> bool:
    """Say whether a file is there and may be read; a program that is writing it may have locked it."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def place_for(path: Path, sha256: str, folder: Path) -> Path:
    """Return where in `folder` a file goes: under its name, or the first number after it that no other content has."""
    number = 1
    while True:
        target = folder / (path.name if number == 1 else f"{path.stem} ({number}){path.suffix}")
        if not target.exists() or hash_file(target) == sha256:
            return target
        number += 1


def move(path: Path, target: Path) -> None:
    """Move a file to `target`, which holds nothing or the same bytes; killed between, it is moved again by the next call."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        path.unlink()
    else:
        try:
            os.rename(path, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            _carry(path, target)
    flush_folder(target.parent)
    flush_folder(path.parent)


def _carry(path: Path, target: Path) -> None:
    """Take a file to another disk: a whole copy first, then the original goes."""
    beside = target.with_name(f".{target.name}.tmp")
    shutil.copyfile(path, beside)
    flush_file(beside)
    swap(beside, target)
    reach(WatchPoint.ARRIVED)
    path.unlink()
