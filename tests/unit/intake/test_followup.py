"""Findings marked as explained: by whom and why, kept outside the builds, open again when their figures change."""

from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.followup import explain, follow_up, history, reopen
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace

NAN = float("nan")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace.create(tmp_path / "w", site_text("yangquan"))


def listed(**found: float) -> pd.DataFrame:
    """Findings as a build has them: id and figure."""
    return pd.DataFrame({"finding_id": list(found), "found": list(found.values()), "expected": [2.0] * len(found)})


def row(frame: pd.DataFrame, number: int = 0) -> dict[str, object]:
    """One finding as a row."""
    return {str(k): v for k, v in frame.iloc[number].to_dict().items()}


def test_an_explained_finding_says_who_and_why(workspace: Workspace) -> None:
    found = listed(a=5.0, b=6.0)
    assert follow_up(workspace, found)["state"].tolist() == ["open", "open"]
    assert not workspace.followup_path.exists(), "asking writes nothing"
    explain(workspace, row(found), " 王某 ", "两院合并")
    marked = follow_up(workspace, found)
    assert marked["state"].tolist() == ["explained", "open"] and marked["by"].tolist() == ["王某", ""]
    assert marked["why"].tolist() == ["两院合并", ""] and marked["at"].tolist()[0].startswith("20")


@pytest.mark.parametrize(("now_found", "state"), [(5.0, "explained"), (5.0 + 1e-12, "explained"), (6.0, "changed"), (NAN, "changed")])
def test_other_figures_open_it_again(workspace: Workspace, now_found: float, state: str) -> None:
    explain(workspace, row(listed(a=5.0)), "王某", "两院合并")
    assert follow_up(workspace, listed(a=now_found))["state"].tolist() == [state]


def test_a_figure_that_is_missing_both_times_is_the_same(workspace: Workspace) -> None:
    explain(workspace, row(listed(a=NAN)), "王某", "无")
    assert follow_up(workspace, listed(a=NAN))["state"].tolist() == ["explained"]


def test_reopening_is_a_mark_of_its_own_and_nothing_is_lost(workspace: Workspace) -> None:
    found = listed(a=5.0)
    explain(workspace, row(found), "王某", "两院合并")
    reopen(workspace, row(found), "李某", "合并未完成")
    assert follow_up(workspace, found)["state"].tolist() == ["reopened"]
    explain(workspace, row(found), "王某", "合并完成")
    assert [(m.action, m.by, m.why, m.found) for m in history(workspace, "a")] == [
        ("explained", "王某", "两院合并", 5.0), ("reopened", "李某", "合并未完成", 5.0), ("explained", "王某", "合并完成", 5.0),
    ]
    assert follow_up(workspace, found)["state"].tolist() == ["explained"]


def test_only_what_is_explained_can_be_reopened(workspace: Workspace) -> None:
    with pytest.raises(XiangyiError) as caught:
        reopen(workspace, row(listed(a=5.0)), "李某", "为什么")
    assert caught.value.code == ExitCode.REFUSED


@pytest.mark.parametrize(("by", "why"), [("", "x"), ("x", "  "), ("\u200b", "x")])
def test_a_mark_needs_a_name_and_a_reason(workspace: Workspace, by: str, why: str) -> None:
    with pytest.raises(XiangyiError) as caught:
        explain(workspace, row(listed(a=5.0)), by, why)
    assert caught.value.code == ExitCode.USAGE and not workspace.followup_path.exists()


def test_names_are_for_the_owner_of_the_workspace_only(workspace: Workspace) -> None:
    explain(workspace, row(listed(a=5.0)), "王某", "x" * 5_000)
    assert stat.S_IMODE(workspace.followup_path.stat().st_mode) == 0o600
    assert len(history(workspace, "a")[0].why) == 1_000


def test_a_damaged_file_is_told(workspace: Workspace) -> None:
    workspace.followup_path.write_bytes(b"no database, surely" * 100)
    with pytest.raises(XiangyiError) as caught:
        follow_up(workspace, listed(a=5.0))
    assert caught.value.code == ExitCode.DAMAGED and "followup.sqlite" in caught.value.text.zh
