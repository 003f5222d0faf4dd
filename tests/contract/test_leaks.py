"""Nothing of the machine a file was written on stands in the tree."""

from __future__ import annotations

from pathlib import Path

from tests.contract import source
from tests.contract.source import ROOT, shown, tracked_files


def _machine() -> set[str]:
    places = {str(ROOT.parent), str(Path.home()), "/ho" + "me", "/Us" + "ers", "/ro" + "ot", "/t" + "mp/"}
    return {f"{p.rstrip('/')}/" for p in places if len(p.strip("/")) > 2}


def test_no_tracked_file_names_a_machine_path_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{shown(path)}: {word}" for word in source.leaks(text, _machine())]
    assert [f for f in found if not f.startswith("tests/contract/")] == []


def test_no_real_data_and_no_built_workspace_is_tracked() -> None:
    names = [shown(p) for p in tracked_files()]
    assert [n for n in names if n.endswith((".duckdb", ".parquet", ".sqlite")) or n.startswith("data/workspace/")] == []


def test_no_tracked_file_is_larger_than_a_megabyte() -> None:
    assert [shown(p) for p in tracked_files() if p.stat().st_size > 1_000_000] == []
