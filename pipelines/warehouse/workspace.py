"""A workspace: one folder with the site's settings, the archive, the ledger, the secret, the builds and their pointer."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.site import Site, parse_site, with_tables, without_tables
from pipelines.warehouse.durable import flush_folder, put_text
from pipelines.warehouse.schema import all_datasets

_BUILD = re.compile(r"^b\d{6}$")
_FOLDERS = ("cleaned", "builds", "boundaries", "quarantine", "tmp")
_OWNERS = ("archive", "private")  # what was sent, and names and phones: for the owner's eyes only
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Workspace:
    """An opened workspace; every path under it has one name here."""

    path: Path
    site: Site

    @classmethod
    def create(cls, path: Path, site_toml: str) -> Workspace:
        """Make the folder, its secret and its settings; raises REFUSED when it is a workspace already.

        The site's text is checked first, so that a wrong one leaves nothing behind; site.toml is written last, so that a
        folder that was cut short is not taken for a workspace.
        """
        site = parse_site(site_toml, folder=path)
        if (path / "site.toml").exists():
            raise XiangyiError(
                Text(f"{path} 已经是一个工作区；请直接使用，或另选一个文件夹", f"{path} is a workspace already; use it, or choose another folder"),
                ExitCode.REFUSED,
            )
        for folder in _FOLDERS:
            (path / folder).mkdir(parents=True, exist_ok=True)
        for folder in _OWNERS:
            (path / folder).mkdir(mode=0o700, exist_ok=True)
        if not (path / "secret").exists():
            _write_secret(path / "secret")
        text, tables = without_tables(site_toml)
        for name, body in tables.items():
            put_text(path / name, body)
        put_text(path / "site.toml", text)
        return cls(path, site)

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Open a workspace; raises NOT_FOUND when the folder is none."""
        settings = path / "site.toml"
        if not settings.is_file():
            raise XiangyiError(
                Text(f"{path} 不是工作区（没有 site.toml）；请先运行 xiangyi init {path} --site 名称",
                     f"{path} is not a workspace (no site.toml); run xiangyi init {path} --site NAME first"),
                ExitCode.NOT_FOUND,
            )
        return cls(path, parse_site(settings.read_text(encoding="utf-8"), str(settings), path))

    @property
    def archive(self) -> Path:
        """Files as they were sent, named by their SHA-256."""
        return self.path / "archive"

    @property
    def cleaned(self) -> Path:
        """Clean rows as Parquet, a folder for each batch."""
        return self.path / "cleaned"

    @property
    def private(self) -> Path:
        """The private store: names and phones as Parquet, a folder for each batch, readable by the owner only."""
        return self.path / "private"

    def cleaned_file(self, batch: str, dataset: str) -> Path:
        """Return where a batch's clean rows of a dataset lie: those of the private store apart from all others."""
        folder = self.private if all_datasets()[dataset].is_private else self.cleaned
        return folder / batch / f"{dataset}.parquet"

    @property
    def builds(self) -> Path:
        """Published builds and the pointer CURRENT."""
        return self.path / "builds"

    @property
    def boundaries(self) -> Path:
        """Boundary packs."""
        return self.path / "boundaries"

    @property
    def quarantine(self) -> Path:
        """Pointers to rows that were kept out, a file for each batch."""
        return self.path / "quarantine"

    @property
    def tmp(self) -> Path:
        """Scratch of running processes; emptied by the next load."""
        return self.path / "tmp"

    @property
    def ledger_path(self) -> Path:
        """The SQLite ledger."""
        return self.path / "ledger.sqlite"

    @property
    def ledger_copy(self) -> Path:
        """The ledger's copy, made just before each publishing."""
        return self.path / "ledger-copy.sqlite"

    @property
    def followup_path(self) -> Path:
        """The SQLite file of what people said of findings."""
        return self.path / "followup.sqlite"

    @property
    def minutes_path(self) -> Path:
        """The SQLite file of what meetings wrote down and pinned."""
        return self.path / "minutes.sqlite"

    @property
    def pointer(self) -> Path:
        """The one-line file that names the served build."""
        return self.builds / "CURRENT"

    def settings_text(self) -> str:
        """Return the text of site.toml with the tables it names, as the ledger keeps it with every batch and build."""
        return with_tables((self.path / "site.toml").read_text(encoding="utf-8"), self.path)

    def secret(self) -> bytes:
        """Return the key of the person keys; raises DAMAGED when it is missing or cut short (it cannot be made again)."""
        path = self.path / "secret"
        value = path.read_bytes() if path.is_file() else b""
        if len(value) != SECRET_BYTES:
            raise XiangyiError(
                Text(f"{path} 缺失或已损坏；请从备份恢复，否则人员无法与以前的数据对应",
                     f"{path} is missing or damaged; restore it from a backup, else people no longer match what was loaded before"),
                ExitCode.DAMAGED,
            )
        return value

    def build_path(self, build_id: str) -> Path:
        """Return the file of a build, whether or not it exists."""
        return self.builds / f"{build_id}.duckdb"

    def current_build(self) -> str | None:
        """Return the served build's id; None when nothing was published.

        An unreadable pointer, or one to a file that is gone, steps back to the newest build on disk (`connect.open_current`
        says so to the reader).
        """
        named = self.named_build()
        if named and self.build_path(named).is_file():
            return named
        kept = self.kept_builds()
        return kept[-1] if kept else None

    def named_build(self) -> str | None:
        """Return what the pointer says, None when there is none or it is unreadable."""
        try:
            named = self.pointer.read_text(encoding="utf-8", errors="strict").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return named if _BUILD.match(named) else None

    def kept_builds(self) -> list[str]:
        """Return the builds on disk, oldest first, none newer than the pointer where that can be read."""
        found = sorted(p.stem for p in self.builds.glob("b*.duckdb") if _BUILD.match(p.stem))
        named = self.named_build()
        return [b for b in found if named is None or b <= named]


def _write_secret(path: Path) -> None:
    """Write fresh random bytes readable by the owner only, where the OS has modes."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    flush_folder(path.parent)
