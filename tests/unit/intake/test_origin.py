"""The ledger keeps who sent a batch and what it changed; builds tell of it."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import pytest

from pipelines.command.batches import batch_detail, batch_list
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.sender import sender_name
from pipelines.warehouse.ledger import Ledger
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, returns, rows, write


def test_the_name_given_is_kept_and_told_in_builds(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)), sender="张三")
    load(workspace, write(tmp_path, "r2.csv", returns(B_V01=2)))
    assert rows(workspace, "select batch, sender, mode, undone_at from batch_info where batch > 'k000001' order by 1") == [
        ("k000002", "张三", "replace", None), ("k000003", getpass.getuser(), "replace", None)
    ]


@pytest.mark.parametrize(("given", "kept"), [(" 李 四 ", "李 四"), ("王\u202e五\n", "王五"), ("长" * 99, "长" * 59 + "…")])
def test_a_name_is_cleaned_and_cut(given: str, kept: str) -> None:
    assert sender_name(given) == kept


def test_nothing_given_is_the_systems_user() -> None:
    assert sender_name("") == sender_name("  ") == getpass.getuser()


def test_a_batch_tells_its_files_loads_account_and_differences(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    result = load(workspace, write(tmp_path, "年报.csv", returns(A_V01=4, B_V01=3) + "A-V01,2022,卫生员,x\n"), period="2022", sender="李四")
    with Ledger(workspace.ledger_path) as ledger:
        assert [(b["batch"], b["state"]) for b in batch_list(ledger)] == [
            ("k000001", "published"), ("k000002", "superseded"), ("k000003", "published")
        ]
        found = batch_detail(ledger, "k000003")
        with pytest.raises(XiangyiError) as caught:
            batch_detail(ledger, "k000009")
    assert caught.value.code == ExitCode.NOT_FOUND
    json.dumps(found)
    assert (found["sender"], found["period_given"], found["mode"], found["errors"], found["warnings"]) == ("李四", "2022", "replace", 1, 0)
    assert found["files"] == [{"name": "年报.csv", "sha256": result.plan.files[0].sha256, "rows": 2}]
    assert [(d["dataset"], d["units"], d["periods"], d["rows"], d["carried"]) for d in found["datasets"]] == [("workforce_return", 2, 1, 2, 0)]
    assert [(a["rows_in"], a["loaded"], a["quarantined"]) for a in found["account"]] == [(3, 2, 1)]
    assert [(d["unit"], d["new"], d["changed"], d["gone"], d["unchanged"]) for d in found["diff"]] == [
        ("140321100", 0, 1, 0, 0), ("140321101", 0, 0, 0, 1)
    ]
    assert [(b["build"], b["step"]) for b in found["builds"]] == [("b000003", "load")]
