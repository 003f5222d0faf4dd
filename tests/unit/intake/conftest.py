"""Workspaces that know their places, made once a session and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import registered

Registered = Callable[..., Workspace]
Templates = Callable[[str], Path]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """A function that returns the registered workspace of a site, made when it is first asked for."""
    return cache(lambda site: registered(tmp_path_factory.mktemp(site), site).path)


@pytest.fixture
def registered_workspace(templates: Templates, tmp_path: Path) -> Registered:
    """A function that returns a fresh copy of the registered workspace of a site."""

    def copy(site: str = "yangquan") -> Workspace:
        return Workspace.open(Path(shutil.copytree(templates(site), tmp_path / "workspace")))

    return copy
