"""Any build made again has the tables it had: from the cleaned rows, and from the archive alone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.rebuild import rebuild
from pipelines.intake.replay import archived
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered, Templates
from tests.unit.intake.files import load, pay_sheet, returns, rows, undo, write


@pytest.fixture(scope="module")
def eventful(tmp_path_factory: pytest.TempPathFactory, templates: Templates) -> Workspace:
    """A workspace with a replacement, a correction, an emptied year, a file without a period of its own, and two undone batches."""
    import shutil

    folder = tmp_path_factory.mktemp("eventful")
    workspace = Workspace.open(Path(shutil.copytree(templates("yangquan"), folder / "workspace")))
    load(workspace, write(folder, "r.csv", returns(A_V01=2, B_V01=3)))
    load(workspace, write(folder, "c.csv", returns(A_V01=4) + "A-V01,2022,卫生员,1\n"), mode="correct")
    load(workspace, write(folder, "p.csv", pay_sheet("", dict.fromkeys(range(1, 5), 900))))
    load(workspace, write(folder, "p2.csv", pay_sheet("2024年发放表", {1: 950})))
    undo(workspace, "k000005", by="王五")
    load(workspace, write(folder, "人员.csv", returns(A_V01=7).replace("年份,", "").replace("2022,", "")), period="2021")
    undo(workspace, "k000003")
    (folder / "二").mkdir()
    load(workspace, write(folder, "x.csv", returns(B_V01=8)), write(folder / "二", "x.csv", returns(A_V01=9)))
    return workspace


BUILDS = [f"b{n:06d}" for n in range(1, 10)]


@pytest.mark.parametrize(("build", "from_archive"), [*((build, False) for build in BUILDS), *((build, True) for build in BUILDS[2::3])])
def test_every_build_is_the_same_again(eventful: Workspace, build: str, from_archive: bool) -> None:
    made = rebuild(eventful, build, from_archive=from_archive)
    assert [t.table for t in made.tables if not t.is_same] == [] and made.is_same and made.notes == ()
    assert len(made.tables) > 40 and {t.table: t.rows_now for t in made.tables}["raw_region"] == 3
    assert list(eventful.tmp.iterdir()) == []


def test_the_builds_differ_so_that_being_the_same_says_something(eventful: Workspace) -> None:
    with Ledger(eventful.ledger_path) as ledger:
        assert [b["build"] for b in ledger.builds()] == BUILDS
        assert len({b["tables"] for b in ledger.builds()}) == len(BUILDS) - 1  # one undo leads back to the build before it


def test_a_rebuild_can_be_kept_and_tells_of_its_time(eventful: Workspace, tmp_path: Path) -> None:
    to = tmp_path / "then.duckdb"
    assert rebuild(eventful, "b000006", from_archive=True, to=to).path == to
    with duckdb.connect(str(to), read_only=True) as connection:
        assert connection.execute("select build from build_info").fetchall() == [("b000006",)]
        assert connection.execute("select batch, state, undone_by from batch_info where batch >= 'k000004' order by 1").fetchall() == [
            ("k000004", "published", None), ("k000005", "undone", "王五")
        ]
        assert connection.execute("select count(*) from raw_pay").fetchall() == [(4,)]
        assert connection.execute("select view_name from duckdb_views() where not internal").fetchall() == []


def test_it_changes_nothing(eventful: Workspace) -> None:
    before = sorted((p.relative_to(eventful.path), p.stat().st_size) for p in eventful.builds.iterdir())
    rebuild(eventful, "b000002")
    assert sorted((p.relative_to(eventful.path), p.stat().st_size) for p in eventful.builds.iterdir()) == before
    assert rows(eventful, "select count(*) from raw_workforce_return") == [(3,)]


def test_rows_altered_behind_the_ledgers_back_are_found(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    path = workspace.cleaned_file("k000002", "workforce_return")
    with duckdb.connect() as connection:
        connection.execute("create table t as from read_parquet(?)", [str(path)])
        connection.execute("update t set headcount = 3")
        connection.table("t").write_parquet(str(path))
    made = rebuild(workspace)
    assert {"raw_workforce_return", "stg_workforce_return"} <= {t.table for t in made.tables if not t.is_same}
    assert rebuild(workspace, from_archive=True).is_same  # the archive still says what it said


def test_settings_of_the_time_are_used(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    settings = workspace.path / "site.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("small_n = 5", "small_n = 9"), encoding="utf-8")
    reopened = Workspace.open(workspace.path)
    load(reopened, write(tmp_path, "r.csv", returns(A_V01=2)))
    for build in ("b000001", "b000002"):
        assert rebuild(reopened, build).is_same and rebuild(reopened, build, from_archive=True).is_same
    assert rows(reopened, "select value from site_setting where name = 'small_n'") == [("9",)]


def test_what_is_missing_or_not_allowed_is_said(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    result = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    for arguments, code in (
        ({"build": "b000009"}, ExitCode.NOT_FOUND), ({"to": workspace.path / "x.duckdb"}, ExitCode.REFUSED),
        ({"to": tmp_path / "r.csv"}, ExitCode.REFUSED), ({"to": tmp_path / "no" / "x.duckdb"}, ExitCode.NOT_FOUND),
    ):
        with pytest.raises(XiangyiError) as caught:
            rebuild(workspace, **arguments)
        assert caught.value.code == code
    kept = archived(workspace, "r.csv", result.plan.files[0].sha256)
    kept.chmod(0o600)
    kept.write_text("altered", encoding="utf-8")
    with pytest.raises(XiangyiError) as caught:
        rebuild(workspace, from_archive=True)
    assert caught.value.code == ExitCode.DAMAGED and "r.csv" in caught.value.text.en
    kept.unlink()
    with pytest.raises(XiangyiError, match="the archive has no r.csv"):
        rebuild(workspace, from_archive=True)
    assert rebuild(workspace).is_same


@pytest.mark.parametrize("from_archive", [False, True])
def test_a_build_keeps_the_targets_of_its_day(templates: Templates, tmp_path: Path, from_archive: bool) -> None:
    import shutil

    path, to = Path(shutil.copytree(templates("yangquan"), tmp_path / "workspace")), tmp_path / "then.duckdb"
    settings = (path / "site.toml").read_text(encoding="utf-8")
    (path / "site.toml").write_text(f'{settings}\n[[targets]]\nfile = "目标.csv"\n', encoding="utf-8")
    (path / "目标.csv").write_text("指标,地区代码,年份,目标值,来源\ndensity,all,2025,1.2,市规划\n", encoding="utf-8")
    workspace = Workspace.open(path)
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    build = str(workspace.current_build())
    (path / "目标.csv").write_text("指标,地区代码,年份,目标值,来源\ndensity,all,2025,1.5,市规划\n", encoding="utf-8")
    made = rebuild(Workspace.open(path), build, from_archive=from_archive, to=to)
    assert [t.table for t in made.tables if not t.is_same] == []
    with duckdb.connect(str(to), read_only=True) as connection:
        assert connection.execute("select target from site_target").fetchall() == [(1.2,)]
