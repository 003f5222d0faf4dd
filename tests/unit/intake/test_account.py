"""Rows in = loaded + quarantined + duplicate + ignored, and what is written is what the account says: in every way of loading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.demo.people import id_number
from pipelines.intake.arrive import Delivery
from pipelines.intake.batch import assert_all_rows
from pipelines.intake.prepare import Prepared, prepare
from pipelines.intake.session import scratch_staging, silent
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.loads import Carried, Mode
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, load, pay_sheet, returns, rows, undo, write

ONE, TWO = (id_number(date(1970, 1, n), False, n, 1) for n in (1, 2))
DIRECTORY = "姓名,身份证号,机构代码,联系电话\n"
MESSY = returns(A_V01=2, B_V01=3) + "A-V01,2022,乡村医生,2\nA-V01,2022,卫生员,x\n合计,,,5\n\n"  # a repeat, a bad row, a total, a blank


@pytest.mark.parametrize("mode", ["replace", "correct"])
def test_every_row_of_a_file_is_somewhere(tmp_path: Path, registered_workspace: Registered, mode: Mode) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "a.csv", returns(A_V01=1, B_V01=1) + "B-V01,2022,卫生员,1\n"))
    people = write(tmp_path, "p.csv", f"{DIRECTORY}测试甲,{ONE},A-V01,1\n测试甲,{ONE},A-V01,1\n测试乙,{TWO[:-1]},A-V01,2\n")
    result = load(workspace, write(tmp_path, "b.csv", MESSY), people, mode=mode)
    account = {t.dataset: (t.rows_in, t.loaded, t.quarantined, t.duplicate, t.ignored) for f in result.plan.files for t in f.tables}
    assert account == {"workforce_return": (6, 2, 1, 1, 2), "person_private": (3, 1, 1, 1, 0)}
    with Ledger(workspace.ledger_path) as ledger:
        for row in ledger.quality():
            kept = ledger.select(
                "select coalesce(sum(l.rows), 0) as rows from load l join batch_file f using(batch, file_no)"
                " where l.batch = ? and f.name = ? and l.dataset = ?", row["batch"], row["file"], row["dataset"],
            )
            assert kept == [{"rows": row["loaded"]}]
        assert [r["rows"] for r in ledger.batches()][-1] == 3


def test_the_account_of_an_undone_batch_is_no_longer_counted_but_kept(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "a.csv", MESSY))
    total = "select sum(quarantined), sum(duplicate) from quality"
    assert rows(workspace, total) == [(1, 1)]
    undo(workspace)
    assert rows(workspace, total) == [(0, 0)]
    with Ledger(workspace.ledger_path) as ledger:
        assert [row["rows_in"] for row in ledger.quality(["k000002"])] == [6]


def test_rows_that_do_not_fit_the_account_are_never_written(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    more = FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n"
    load(workspace, write(tmp_path, "机构2.csv", more), write(tmp_path, "a.csv", returns(A_V01=1, A_V02=1)))
    delivery = Delivery(paths=(write(tmp_path, "b.csv", returns(A_V01=2)),), mode="correct")
    with Ledger(workspace.ledger_path) as ledger, scratch_staging(workspace) as staging:
        prepared: Prepared = prepare(workspace, ledger, delivery, staging, silent)
        assert_all_rows(prepared.entries, staging)
        (entry,) = prepared.entries
        (key,) = entry.loads
        assert entry.carried == {key: Carried("k000002", 1)}
        wrong = replace(entry, carried={key: Carried("k000002", 2)})
        with pytest.raises(AssertionError, match="workforce_return"):
            assert_all_rows([wrong], staging)
        staging.connection.execute("delete from in_workforce_return where from_batch is null")
        with pytest.raises(AssertionError, match="workforce_return"):
            assert_all_rows(prepared.entries, staging)


def test_months_left_empty_are_no_rows(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    result = load(workspace, write(tmp_path, "p.csv", pay_sheet("2024年发放表", {1: 1})))
    assert [(t.rows_in, t.loaded) for f in result.plan.files for t in f.tables] == [(1, 1)]
    with Ledger(workspace.ledger_path) as ledger:
        assert sorted(x.rows for x in ledger.live() if x.key.dataset == "pay") == [0] * 11 + [1]
