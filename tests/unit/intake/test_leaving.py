"""What may leave is made with the build: it follows the data, remembers what was hidden, and comes back the same when made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.engine.observe import Query, observe
from pipelines.intake.rebuild import rebuild
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.released import hidden_in
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered, Templates
from tests.unit.intake.files import load, returns, rows, undo, write

PROFILES = '\n[profiles]\navailable = ["internal", "restricted", "public"]\n'
TOWNSHIPS = "select region_code, value, status from released where profile = 'restricted' and indicator = 'headcount' and level = 'township'" \
            " and breakdown is null and period = '2022' order by 1"


def with_profiles(workspace: Workspace) -> Workspace:
    settings = workspace.path / "site.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + PROFILES, encoding="utf-8")
    return Workspace.open(workspace.path)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, templates: Templates) -> Workspace:
    """Two clinics with 3 and 30 doctors, then 6 and 30, and three builds more, so that the first of them are gone."""
    import shutil

    folder = tmp_path_factory.mktemp("leaving")
    workspace = with_profiles(Workspace.open(Path(shutil.copytree(templates("yangquan"), folder / "workspace"))))
    load(workspace, write(folder, "r.csv", returns(A_V01=3, B_V01=30)))
    assert rows(workspace, TOWNSHIPS) == [("140321100", None, "suppressed"), ("140321101", None, "suppressed")]
    load(workspace, write(folder, "r.csv", returns(A_V01=6, B_V01=30)))
    return workspace


def test_a_number_that_was_hidden_stays_so_and_one_that_changed_is_told(told: Workspace) -> None:
    assert rows(told, TOWNSHIPS) == [("140321100", 6.0, "ok"), ("140321101", None, "suppressed")]
    connection, _, _ = open_current(told)
    with connection:
        found = observe(connection, told.site, Query("headcount", level="township", parent="140321", period="2022", profile="restricted"))
        inside = observe(connection, told.site, Query("headcount", level="township", parent="140321", period="2022"))
    assert found["status"].tolist() == ["ok", "suppressed"] and inside["value"].tolist() == [6, 30]


@pytest.mark.parametrize(("build", "from_archive"), [("b000002", False), ("b000003", False), ("b000003", True)])
def test_it_is_made_again_as_it_was(told: Workspace, build: str, from_archive: bool) -> None:
    made = rebuild(told, build, from_archive=from_archive)
    assert [t.table for t in made.tables if not t.is_same] == []
    assert {t.table: t.rows_now for t in made.tables}["released"] > 20


def test_without_the_build_before_it_is_made_again_all_the_same(told: Workspace, tmp_path: Path) -> None:
    """An earlier build's file may be gone: the ledger says which cells were kept hidden, and no number."""
    import shutil

    copy = Workspace.open(Path(shutil.copytree(told.path, tmp_path / "copy")))
    (copy.builds / "b000002.duckdb").chmod(0o600)
    (copy.builds / "b000002.duckdb").unlink()
    assert rebuild(copy, "b000003").is_same
    assert hidden_in(copy.build_path("b000002")) == ()


def test_an_undone_load_takes_its_release_with_it(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = with_profiles(registered_workspace())
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=12, B_V01=30)))
    assert [row[1] for row in rows(workspace, TOWNSHIPS)] == [12.0, 30.0]
    undo(workspace)
    assert {row[2] for row in rows(workspace, TOWNSHIPS)} <= {"not_collected"}


def test_a_site_that_keeps_everything_inside_has_empty_tables(registered_workspace: Registered, tmp_path: Path) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=3, B_V01=30)))
    assert rows(workspace, "select (select count(*) from released), (select count(*) from released_account)") == [(0, 0)]
