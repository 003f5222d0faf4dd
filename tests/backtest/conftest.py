"""Answers of the engine, asked for the way every screen asks."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard.cli import make_cli
from dashboard.data import Gate
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.engine.observe import Query, observe
from pipelines.site import DATA
from pipelines.warehouse.connect import open_build
from pipelines.warehouse.workspace import Workspace
from tests.backtest.oracle import Books
from tests.backtest.workbooks import read_books
from tests.backtest.workbooks_support import SupportBooks, read_support

Ask = Callable[..., pd.DataFrame]


@contextmanager
def _published(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Ask]]:
    """The published build of a workspace, and a function that observes an indicator of it."""
    workspace = Workspace.open(folder)
    build = workspace.current_build()
    assert build is not None
    with open_build(workspace.build_path(build)) as con:
        yield con, lambda indicator, **query: observe(con, workspace.site, Query(indicator, **query))


@pytest.fixture(scope="session")
def england_build(england_workspace: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Ask]]:
    """The build of all files of England and the function that asks it."""
    with _published(england_workspace) as answers:
        yield answers


@pytest.fixture(scope="session")
def england(england_build: tuple[Any, Ask]) -> Ask:
    """Ask England."""
    return england_build[1]


@pytest.fixture(scope="session")
def england_observed(england_workspace: Path) -> Ask:
    """Ask England on the command line: `xiangyi observe ... --format json`."""

    def ask(indicator: str, **query: str) -> pd.DataFrame:
        options = [word for name, value in query.items() for word in (f"--{name}", value)]
        said = io.StringIO()
        with redirect_stdout(said):
            code = outcome(make_cli(), ["observe", indicator, "--workspace", str(england_workspace), "--format", "json", *options])
        assert code == ExitCode.OK
        return pd.DataFrame(json.loads(said.getvalue()))

    return ask


@pytest.fixture(scope="session")
def us_health_centres(us_workspace: Path) -> Iterator[Ask]:
    """Ask the US health centres."""
    with _published(us_workspace) as (_, ask):
        yield ask


@pytest.fixture(scope="session")
def demo_build(demo_workspace: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Ask]]:
    """The build of the demo and the function that asks it."""
    with _published(demo_workspace) as answers:
        yield answers


@pytest.fixture(scope="session")
def demo(demo_build: tuple[Any, Ask]) -> Ask:
    """Ask the demo."""
    return demo_build[1]


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    """The demo, as the dashboard opens it."""
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def books(demo_workspace: Path) -> Books:
    """The workbooks the demo was loaded from, read with pandas: once for every oracle, which leave them as they are."""
    return read_books(demo_workspace / "incoming", DATA / "reference" / "price_index.csv")


@pytest.fixture(scope="session")
def support(demo_workspace: Path) -> SupportBooks:
    """Links, requests, days online, villages, roads and work as the workbooks have them."""
    return read_support(demo_workspace / "incoming")
