"""Erasing a person: nothing of them is left in any byte of the workspace, and nothing of anybody else has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines.core.errors import ExitCode
from pipelines.extract.workbook import read_sheets
from pipelines.intake.erasure.erase import Erased, erase_person
from pipelines.intake.erasure.person import Wanted
from pipelines.intake.followup import explain, history
from pipelines.intake.rebuild import rebuild
from pipelines.intake.session import Turn
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.schema import build_datasets
from pipelines.warehouse.workspace import Workspace
from tests.faults.erasing import (
    NAME,
    NUMBER,
    PAY,
    REPLACED,
    THIRD,
    csv,
    filled,
    holders,
    words,
)
from tests.unit.intake.files import load, rows, undo

Rows = dict[str, list[tuple[object, ...]]]
ACCOUNTS, DIFFERENCES = "select * from quality order by rowid", "select * from diff order by batch, dataset, unit, period"
FINDING = {"finding_id": "abc", "found": 1.0, "expected": 2.0}


def others(workspace: Workspace) -> Rows:
    """Return the rows of every raw table of the served build and of the private store that are not the person's."""
    known = words(workspace)
    theirs = {known[what] for what in ("person key", "provisional key", "application")}
    connection, _, _ = open_current(workspace)
    found: Rows = {}
    with connection:
        for name in build_datasets():
            table = connection.execute(f'select * exclude (batch, file) from "raw_{name}"').fetchall()  # a declared name
            found[name] = sorted((row for row in table if not theirs & set(row)), key=str)
    stored = duckdb.sql("select * exclude (file) from read_parquet(?, union_by_name=true)", params=[
        [str(path) for path in workspace.private.glob("*/*.parquet")]
    ]).fetchall()  # fmt: skip
    found["private"] = sorted((row for row in stored if not theirs & set(row)), key=str)
    return found


@dataclass(frozen=True)
class Told:
    """A workspace before and after the person was erased."""

    workspace: Workspace
    found_before: dict[str, set[str]]
    others_before: Rows
    accounts_before: list[dict[str, object]]
    diffs_before: list[dict[str, object]]
    done: Erased


def asked(workspace: Workspace, sql: str) -> list[dict[str, object]]:
    """Return what the ledger answers."""
    with Ledger(workspace.ledger_path) as ledger:
        return ledger.select(sql)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A workspace full of one person, from which they were erased."""
    workspace = filled(tmp_path_factory.mktemp("erase"))
    explain(workspace, FINDING, "李四", f"{NAME} 调走了")
    before = holders(workspace.path, words(workspace)), others(workspace)
    accounts, diffs = asked(workspace, ACCOUNTS), asked(workspace, DIFFERENCES)
    done = erase_person(workspace, Wanted(number=NUMBER), lambda plan: True, turn=Turn(by="王五"))
    yield Told(workspace, *before, accounts, diffs, done)


def test_the_search_finds_the_person_before(told: Told) -> None:
    assert all(told.found_before.values())
    assert {"archive", "builds", "cleaned", "private", "quarantine", "退回", "ledger.sqlite", "followup.sqlite"} <= set().union(
        *told.found_before.values()
    )


def test_no_byte_of_the_workspace_names_the_person(told: Told) -> None:
    left = holders(told.workspace.path, words(told.workspace))
    assert {what: where for what, where in left.items() if where} == {}
    assert history(told.workspace, "abc")[0].why == "＊＊ 调走了"


def test_all_rows_of_others_are_what_they_were(told: Told) -> None:
    after = others(told.workspace)
    assert after == told.others_before
    assert sum(map(len, after.values())) > 10 and len(after["private"]) == 1


def test_the_pay_of_another_person_is_kept_to_the_last_digit(told: Told) -> None:
    found = rows(told.workspace, "select paid_yuan from raw_pay order by paid_yuan")
    assert found == [(PAY[1][6],), (1000.0,)]


def test_what_an_emptied_load_replaced_does_not_come_back(told: Told) -> None:
    assert REPLACED[1][1] == THIRD
    assert rows(told.workspace, "select count(*) from raw_pay where year(period_start) = 2021") == [(0,)]


def test_the_plan_says_which_files_sheets_and_rows(told: Told) -> None:
    plan = told.done.plan
    places = {(place.file, place.sheet): place.rows for place in plan.places}
    assert places[f"花名册-{NAME}.xlsx", "Sheet"] == (4, 5)
    assert places["薪酬.ods", "薪酬"] == (3, 4)
    assert places["证书.xlsb", "证书"] == (3,)
    assert plan.rows == {"application": 1, "claim_cme": 1, "document": 1, "licence": 1, "pay": 2, "person_private": 1, "roster": 5}
    assert plan.copies == ("退回/标注.xlsx",) and plan.originals == 16 and not plan.unclear
    assert told.done.also == 1  # the claim of another person that was kept out because this person's stood before it


def test_the_account_of_every_sheet_still_adds_up(told: Told) -> None:
    after = asked(told.workspace, ACCOUNTS)
    assert [row["rows_in"] for row in after] == [row["rows_in"] for row in told.accounts_before]
    assert all(row["rows_in"] == row["loaded"] + row["quarantined"] + row["duplicate"] + row["ignored"] for row in after)  # type: ignore[operator]
    moved = {
        (str(new["dataset"]), str(new["source_sheet"])): tuple(int(str(new[c])) - int(str(old[c])) for c in ("loaded", "quarantined", "duplicate"))
        for old, new in zip(told.accounts_before, after, strict=True)
    }
    assert moved["roster", "Sheet"] == (-1, -1, 0)
    assert moved["pay", "薪酬"] == (-1, 0, -1)
    assert moved["region", ""] == (0, 0, 0)


def test_loads_and_rows_are_the_same_number(told: Told) -> None:
    loads = {(r["batch"], r["dataset"]): r["rows"] for r in asked(
        told.workspace, "select batch, dataset, sum(rows + carried) as rows from load group by 1, 2"
    )}  # fmt: skip
    for path in [*told.workspace.cleaned.glob("*/*.parquet"), *told.workspace.private.glob("*/*.parquet")]:
        count = duckdb.sql("select count(*) from read_parquet(?)", params=[str(path)]).fetchall()
        assert count == [(loads[path.parent.name, path.stem],)], path.name


def test_differences_of_batches_no_longer_count_the_person(told: Told) -> None:
    after = asked(told.workspace, DIFFERENCES)
    kinds = ("new", "changed", "gone", "unchanged")
    less = {
        (new["batch"], new["dataset"], new["unit"], new["period"]): tuple(int(str(new[k])) - int(str(old[k])) for k in kinds)
        for old, new in zip(told.diffs_before, after, strict=True) if new != old
    }
    assert less["k000002", "roster", "140321100", "2023-12"] == (-1, 0, 0, 0)
    assert less["k000003", "roster", "140321100", "2023-12"] == (0, -1, 0, 0)
    assert less["k000005", "pay", "140321101", "2021-01"] == (-1, 0, 0, 0)


def test_the_ledger_says_when_by_whom_and_how_many_but_not_whose(told: Told) -> None:
    (found,) = asked(told.workspace, "select * from erasure")
    assert (found["by"], found["build"], found["rows"], found["originals"]) == ("王五", told.done.build, 12, 17)
    assert sum(int(str(row["rows"])) for row in asked(told.workspace, "select * from erased")) == 12


def test_an_archived_workbook_has_its_cells_and_nothing_else(told: Told) -> None:
    (record,) = asked(told.workspace, "select sha256 from batch_file where batch = 'k000002'")
    digest = str(record["sha256"])
    (path,) = (told.workspace.archive / digest[:2]).glob(f"{digest}.*")
    first, hidden = read_sheets(path)
    assert first.rows[0] == ["填报人 ＊＊", None, "＊＊"] and first.rows[3] == [] and first.rows[5][0] == "测试乙"
    assert hidden.name == "暗" and not hidden.is_visible
    assert path.stat().st_mode & 0o777 == 0o400


def test_every_build_is_made_again_alike_and_the_work_goes_on(told: Told) -> None:
    builds = [str(row["build"]) for row in asked(told.workspace, "select build from build where published_at is not null order by build")]
    assert len(builds) == 9 and told.workspace.named_build() == builds[-1] == told.done.build
    for build in (builds[1], builds[2], *builds[-2:]):
        assert rebuild(told.workspace, build).is_same and rebuild(told.workspace, build, from_archive=True).is_same
    on_disk = sorted(path.stem for path in told.workspace.builds.glob("*.duckdb"))
    assert on_disk == [builds[-4], builds[-3], builds[-1]]  # of three, the served one went
    again = erase_person(told.workspace, Wanted(number=NUMBER), lambda plan: False)
    assert again.plan.is_empty and again.build is None


def test_undo_and_load_go_on(told: Told, tmp_path: Path) -> None:
    undo(told.workspace, "k000005")
    assert rows(told.workspace, "select person_key is not null, paid_yuan from raw_pay") == [(True, 700.0)]
    assert rebuild(told.workspace, from_archive=True).is_same
    result = load(told.workspace, csv(tmp_path, "薪酬新.csv", [PAY[0], PAY[1]]))
    assert result.exit_code == ExitCode.OK and result.build is not None
