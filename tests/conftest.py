"""Fixtures shared by every test: real data, and workspaces that are built once a session through the front door."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipelines.command.demo import DEFAULT, WAIT_SECONDS, build_demo
from pipelines.core.errors import ExitCode
from pipelines.intake.batch import load_files
from pipelines.intake.lock import hold_lock
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace

FIRST = ("tests/unit/analysis/disclosure/test_protect.py", "tests/faults/test_kill")  # minutes without the demo, which another worker builds meanwhile


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what does not wait for the demo; all else keeps its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


def _quiet(what: str, share: float) -> None:
    """Show no progress."""


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of published files named by XIANGYI_REALDATA; tests that need it are skipped where it is not given."""
    named = os.environ.get("XIANGYI_REALDATA", "")
    if not named:
        pytest.skip("XIANGYI_REALDATA does not name the folder of real files")
    folder = Path(named).resolve()
    assert (folder / "england").is_dir(), f"XIANGYI_REALDATA is {folder}, which holds no england/"
    return folder


@pytest.fixture(scope="session")
def demo_workspace() -> Path:
    """The demo workspace as `xiangyi demo --no-serve` builds it; kept between runs while nothing it is made from changed."""
    build_demo(DEFAULT, _quiet)
    return DEFAULT


def load_site(folder: Path, site: str, files: list[Path]) -> Path:
    """Make a workspace of a shipped site and load `files` into it in one batch."""
    workspace = Workspace.create(folder, site_text(site))
    result = load_files(workspace, files, None, lambda plan: True, _quiet)
    assert result.build is not None, [p.line("en") for p in result.plan.problems][:5]
    assert result.exit_code in (ExitCode.OK, ExitCode.PROBLEMS)
    return folder


@pytest.fixture(scope="session")
def england_workspace(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All published files of England, loaded in one batch by the first worker of the run that asks."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "england"
    with hold_lock(folder.with_name("england.lock"), WAIT_SECONDS):
        if not folder.exists() or Workspace.open(folder).current_build() is None:
            shutil.rmtree(folder, ignore_errors=True)
            load_site(folder, "england", sorted((realdata / "england").glob("*.csv")))
    return folder


@pytest.fixture(scope="session")
def us_workspace(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clinicians of US community health centres: durations in post."""
    files = sorted((realdata / "us_health_centres").glob("*.csv"))
    return load_site(tmp_path_factory.mktemp("us") / "workspace", "us_health_centres", files)
