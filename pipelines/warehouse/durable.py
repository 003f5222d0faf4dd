"""Files that survive a power cut: written beside, flushed, then renamed into place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def flush_file(path: Path) -> None:
    """Force a written file to disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Force a folder's entries to disk where the OS lets a folder be opened (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_text(path: Path, text: str) -> None:
    """Replace the text of `path` so that a reader sees either the old one or the new one, whole."""
    beside = write_beside(path, text)
    swap(beside, path)


def write_beside(path: Path, text: str) -> Path:
    """Write `text` to `<path>.tmp`, flushed, and return that path."""
    beside = path.with_name(path.name + ".tmp")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return beside


def swap(beside: Path, path: Path) -> None:
    """Move `beside` onto `path` in one step."""
    os.replace(beside, path)
    flush_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a file or a folder if it is there, read-only ones too."""
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.chmod(0o600)  # Windows does not remove a read-only file
        path.unlink()
