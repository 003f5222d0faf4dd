"""What a damaged workspace does: serve the build before, say so, and put itself right on the next load."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.batch import check_files
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.publish import KEPT_BUILDS
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, returns, rows, write

TOTAL = "select sum(headcount) from raw_workforce_return"


Loaded = Callable[..., Workspace]


@pytest.fixture(scope="module")
def known() -> dict[tuple[int, ...], Path]:
    """Workspaces made before, by the headcounts loaded into them."""
    return {}


@pytest.fixture
def loaded(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, registered_workspace: Registered, known: dict[tuple[int, ...], Path]
) -> Loaded:
    """A function that returns a workspace of its own into which a return was loaded once for each headcount; r.csv is the last."""

    def make(*headcounts: int) -> Workspace:
        workspace = registered_workspace()
        file = tmp_path / "r.csv"
        if headcounts not in known:
            for headcount in headcounts:
                load(workspace, write(tmp_path, file.name, returns(A_V01=headcount)))
            known[headcounts] = tmp_path_factory.mktemp("loaded") / "workspace"
            shutil.copytree(workspace.path, known[headcounts])
            return workspace
        shutil.rmtree(workspace.path)
        write(tmp_path, file.name, returns(A_V01=headcounts[-1]))
        return Workspace.open(Path(shutil.copytree(known[headcounts], workspace.path)))

    return make


def said(result: object) -> str:
    return " ".join(p.line("en") for p in result.plan.problems)  # type: ignore[attr-defined]


def test_the_last_builds_are_kept_read_only(loaded: Loaded) -> None:
    workspace = loaded(1, 2, 3, 4)
    builds = sorted(workspace.builds.glob("*.duckdb"))
    assert [p.stem for p in builds] == ["b000003", "b000004", "b000005"] and len(builds) == KEPT_BUILDS
    assert all(p.stat().st_mode & 0o222 == 0 for p in builds)


def test_a_reader_keeps_its_build_while_others_are_published(tmp_path: Path, loaded: Loaded) -> None:
    workspace = loaded(1)
    connection, build, _ = open_current(workspace)
    with connection:
        for headcount in (2, 3, 4, 5):
            load(workspace, write(tmp_path, "r.csv", returns(A_V01=headcount)))
        assert connection.execute(TOTAL).fetchall() == [(1.0,)]
    assert rows(workspace, TOTAL) == [(5.0,)] and workspace.current_build() != build


@pytest.mark.parametrize("damage", ["cut", "emptied", "removed"])
def test_a_damaged_build_is_built_again_by_any_load(tmp_path: Path, loaded: Loaded, damage: str) -> None:
    workspace = loaded(1, 2)
    path = workspace.build_path("b000003")
    path.chmod(0o600)
    {"cut": lambda: path.write_bytes(path.read_bytes()[:5000]), "emptied": lambda: path.write_bytes(b""), "removed": path.unlink}[damage]()
    connection, build, note = open_current(workspace)
    with connection:
        assert build == "b000002" and note is not None and "b000002" in note.en
    result = load(workspace, tmp_path / "r.csv")  # nothing new in it
    assert result.build == "b000004" and "stepped back to b000002" in said(result) and result.exit_code == ExitCode.OK
    assert rows(workspace, TOTAL) == [(2.0,)]


def test_all_builds_lost_are_built_again_from_the_ledger(tmp_path: Path, loaded: Loaded) -> None:
    workspace = loaded(1, 2)
    for path in workspace.builds.iterdir():
        path.unlink()
    assert load(workspace, tmp_path / "r.csv").build == "b000004"
    assert rows(workspace, TOTAL) == [(2.0,)] and rows(workspace, "select count(*) from raw_facility") == [(2,)]


@pytest.mark.parametrize("pointer", [b"", b"b999999\n", b"\xff\xff"])
def test_an_unreadable_pointer_is_mended(tmp_path: Path, loaded: Loaded, pointer: bytes) -> None:
    workspace = loaded(1, 2)
    workspace.pointer.write_bytes(pointer)
    connection, build, note = open_current(workspace)
    with connection:
        assert build == "b000003" and connection.execute(TOTAL).fetchall() == [(2.0,)] and note is not None
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=7)))
    assert rows(workspace, TOTAL) == [(7.0,)]


def test_a_stale_log_beside_a_build_is_swept_and_never_mixed_in(tmp_path: Path, loaded: Loaded) -> None:
    workspace = loaded(1, 2)
    stale = workspace.builds / "b000003.duckdb.wal"
    stale.write_bytes(b"\1" * 4096)
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=7)))
    assert not stale.exists() and rows(workspace, TOTAL) == [(7.0,)]


def test_a_damaged_ledger_is_restored_from_its_copy(tmp_path: Path, loaded: Loaded) -> None:
    workspace = loaded(1, 2)
    workspace.ledger_path.write_bytes(b"\1" * 8192)
    assert rows(workspace, TOTAL) == [(2.0,)]
    file = write(tmp_path, "r2.csv", returns(B_V01=4))
    assert check_files(workspace, [file], None).rows == 1
    result = load(workspace, file)
    assert "ledger was damaged" in said(result) and rows(workspace, TOTAL) == [(6.0,)]
    assert rows(workspace, "select count(*) from batch_info") == [(4,)]
    assert (workspace.path / "ledger-damaged.sqlite").is_file()


def test_a_damaged_ledger_without_a_copy_is_refused_and_the_build_still_serves(tmp_path: Path, loaded: Loaded) -> None:
    workspace = loaded(1)
    for path in (workspace.ledger_path, workspace.ledger_copy):
        path.write_bytes(b"\1" * 8192)
    with pytest.raises(XiangyiError) as caught:
        load(workspace, write(tmp_path, "r2.csv", returns(B_V01=4)))
    assert caught.value.code == ExitCode.DAMAGED and "backup" in caught.value.text.en and "备份" in caught.value.text.zh
    assert rows(workspace, TOTAL) == [(1.0,)]


def test_cleaned_rows_that_are_gone_are_named_and_nothing_is_published(tmp_path: Path, loaded: Loaded) -> None:
    workspace = loaded(1)
    (workspace.cleaned / "k000001" / "facility.parquet").unlink()
    with pytest.raises(XiangyiError) as caught:
        load(workspace, write(tmp_path, "r2.csv", returns(B_V01=4)))
    assert caught.value.code == ExitCode.DAMAGED and "facility.parquet" in caught.value.text.en
    assert rows(workspace, TOTAL) == [(1.0,)]
