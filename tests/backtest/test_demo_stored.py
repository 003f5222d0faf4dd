"""What a large site stores beside its marts answers as the marts do: every indicator that is summed, at every level of units and above."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.engine.observe import Query, all_indicators
from pipelines.warehouse.connect import open_build
from pipelines.warehouse.workspace import Workspace
from tests.backtest.stored import SUMMED, unlike, with_sums

ASKED = (
    {"period": None}, {"period": "2023", "level": "township"}, {"period": "2024-06", "level": "township", "parent": "140321"},
    {"period": "2024-01..2024-07", "level": "county", "region": "140321"}, {"period": "2022-Q3", "level": "county"},
)  # fmt: skip


@pytest.fixture(scope="module")
def not_alike(demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    workspace = Workspace.open(demo_workspace)
    build = workspace.build_path(workspace.current_build() or "")
    queries = [
        Query(name, **asked) for name in SUMMED for asked in ASKED
        if not all_indicators()[name].yearly or asked["period"] in (None, "2023")
    ]  # fmt: skip
    with open_build(build) as plain, with_sums(build, workspace.site, tmp_path_factory.mktemp("stored")) as stored:
        return unlike(plain, stored, workspace.site, queries)


def test_stored_sums_answer_as_the_marts_do(not_alike: list[str]) -> None:
    assert not_alike == []
