"""A sheet whose title states a year empties the months it has no row for; nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipelines.demo.people import id_number
from pipelines.warehouse.ledger import Ledger
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, pay_sheet, rows, undo, write

MONTHS = "select period, paid_yuan from raw_pay order by 1"
FULL = {month: 900 + month for month in range(1, 7)}


def test_months_without_rows_are_empty_and_the_plan_says_so(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "p.csv", pay_sheet("", FULL)), write(tmp_path, "q.csv", pay_sheet("", {5: 1}, 2, "B-V01")))
    result = load(workspace, write(tmp_path, "p2.csv", pay_sheet("2024年乡村医生补助发放表", {1: 950, 2: 902})))
    assert rows(workspace, MONTHS) == [("2024-01", 950.0), ("2024-02", 902.0), ("2024-05", 1.0)]  # the other township keeps its own
    (told,) = result.plan.problems
    assert told.severity == "warning" and "--correct" in told.remedy.zh and "--correct" in told.remedy.en
    assert "标题或工作表名写明 2024，其中 2024-03、2024-04、2024-05、2024-06 没有行" in told.reason.zh and "原有的 4 行不再计入" in told.reason.zh
    assert "states 2024" in told.reason.en and "4 row(s) loaded before no longer count" in told.reason.en
    found = {d.period: (d.new, d.changed, d.gone, d.unchanged) for d in result.plan.diffs}
    assert found == {"2024-01": (0, 1, 0, 0), "2024-02": (0, 0, 0, 1), **{f"2024-0{m}": (0, 0, 1, 0) for m in range(3, 7)}}
    undo(workspace)
    assert rows(workspace, "select count(*), sum(paid_yuan) from raw_pay") == [(7, float(sum(FULL.values()) + 1))]


def test_the_file_empties_its_months_again_when_somebody_filled_one(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    year = write(tmp_path, "p.csv", pay_sheet("2024年补助发放表", {1: 901}))
    load(workspace, year)
    assert load(workspace, year).build is None
    load(workspace, write(tmp_path, "q.csv", pay_sheet("", {3: 1})))
    assert load(workspace, year).build is not None
    assert rows(workspace, MONTHS) == [("2024-01", 901.0)]


@pytest.mark.parametrize("title, name, given", [("", "2024年.csv", None), ("", "p2.csv", "2024"), ("2023年发放表", "p2.csv", None)])
def test_a_files_name_a_period_given_or_another_year_empty_nothing(
    tmp_path: Path, registered_workspace: Registered, title: str, name: str, given: str | None
) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "p.csv", pay_sheet("", FULL)))
    result = load(workspace, write(tmp_path, name, pay_sheet(title, {1: 950})), period=given)
    assert len(rows(workspace, MONTHS)) == 6 and {d.period for d in result.plan.diffs} == {"2024-01"}


def test_a_correction_empties_nothing(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "p.csv", pay_sheet("", FULL)))
    load(workspace, write(tmp_path, "p2.csv", pay_sheet("2024年补助发放表", {1: 950})), mode="correct")
    assert len(rows(workspace, MONTHS)) == 6


def test_rosters_of_other_days_stay_whatever_the_title_says(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    head = "姓名,身份证号,出生日期,基准日期,机构代码,人员类别,执业资格\n"
    for title, day in (("", "2024-06-30"), ("2024年花名册\n", "2024-12-31")):
        load(workspace, write(tmp_path, "r.csv", f"{title}{head}测试甲,,1970-01-01,{day},A-V01,乡村医生,乡村医生证\n"))
    assert rows(workspace, "select period from raw_roster order by 1") == [("2024-06",), ("2024-12",)]


def months_sheet(title: str, months: Mapping[int, str]) -> str:
    """Return the text of a sheet with a column for each month, for two persons."""
    people = "".join(f"{id_number(date(1970, 1, n), False, n, 1)},A-V01,{','.join(months.values())}\n" for n in (1, 2))
    return f"{title}\n身份证号,机构代码,{','.join(f'{month}月' for month in months)}\n{people}"


def test_a_sheet_with_columns_of_some_months_speaks_of_these_only(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, title = registered_workspace(), "东岭镇2024年基本工资"
    load(workspace, write(tmp_path, "一.csv", months_sheet(title, dict.fromkeys((1, 2, 3), "900"))))
    result = load(workspace, write(tmp_path, "二.csv", months_sheet(title, dict.fromkeys((4, 5, 6), "910"))))
    counts = "select period, count(*)::int from raw_pay group by 1 order by 1"
    assert result.plan.problems == () and rows(workspace, counts) == [(f"2024-0{month}", 2) for month in range(1, 7)]
    load(workspace, write(tmp_path, "三.csv", months_sheet(title, {1: "900", 2: "", 4: "910"})))
    assert len(rows(workspace, counts)) == 6, "a month between that has no column may be of another sheet"
    result = load(workspace, write(tmp_path, "四.csv", months_sheet(title, {1: "900", 2: "", 3: "900"})))
    assert rows(workspace, counts) == [(f"2024-0{month}", 2) for month in (1, 3, 4, 5, 6)]
    assert ["其中 2024-02 没有行，按空处理，原有的 2 行不再计入" in p.reason.zh for p in result.plan.problems] == [True]


def test_two_files_of_a_year_make_up_the_whole_of_it(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    files = [write(tmp_path, f"{n}.csv", pay_sheet("2024年补助发放表", {month: 900})) for n, month in enumerate((1, 2))]
    load(workspace, *files)
    assert [r[0] for r in rows(workspace, MONTHS)] == ["2024-01", "2024-02"]


def test_a_batch_whose_rows_were_all_replaced_is_said_to_be_though_its_empty_months_still_hold(
    tmp_path: Path, registered_workspace: Registered
) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "p.csv", pay_sheet("2024年补助发放表", {1: 901, 2: 902})))
    load(workspace, write(tmp_path, "q.csv", pay_sheet("", {1: 1})))
    states = "select batch, state from batch_info where batch > 'k000001' order by 1"
    assert rows(workspace, states) == [("k000002", "published"), ("k000003", "published")], "February is still that of the first"
    load(workspace, write(tmp_path, "r.csv", pay_sheet("", {1: 1, 2: 2})))
    assert rows(workspace, states) == [("k000002", "superseded"), ("k000003", "superseded"), ("k000004", "published")]
    with Ledger(workspace.ledger_path) as ledger:
        assert [b["state"] for b in ledger.batches()][1:] == ["superseded", "superseded", "published"]
    undo(workspace)
    assert rows(workspace, states)[0] == ("k000002", "published"), "what is undone lets its rows count again"
