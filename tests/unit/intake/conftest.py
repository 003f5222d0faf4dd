"""Workspaces that know their places, made once a session and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import registered

Registered = Callable[..., Workspace]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A registered workspace of each site the tests use."""
    return {site: registered(tmp_path_factory.mktemp(site), site).path for site in ("yangquan", "demo")}


@pytest.fixture
def registered_workspace(templates: dict[str, Path], tmp_path: Path) -> Registered:
    """A function that returns a fresh copy of the registered workspace of a site."""

    def copy(site: str = "yangquan") -> Workspace:
        return Workspace.open(Path(shutil.copytree(templates[site], tmp_path / "workspace")))

    return copy
