"""Replacing and never adding, by dataset, reporting unit and period; the same content once; every row accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.batch import archive, check_files, load_files
from pipelines.intake.plan import TableReport
from pipelines.site import site_text
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.loads import day_of
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, REGIONS, load, returns, rows, undo, write

HEADCOUNTS = "select facility_code, headcount from raw_workforce_return order by 1"


def test_check_loads_nothing_and_leaves_nothing(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    before = sorted(p for p in workspace.path.rglob("*") if "ledger" not in p.name)
    plan = check_files(workspace, [write(tmp_path, "r.csv", returns(A_V01=2))], None)
    assert plan.rows == 1 and plan.exit_code == ExitCode.OK
    assert sorted(p for p in workspace.path.rglob("*") if "ledger" not in p.name) == before
    assert rows(workspace, HEADCOUNTS) == []


def test_loading_again_replaces_one_unit_and_leaves_the_others(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    result = load(workspace, write(tmp_path, "r2.csv", returns(A_V01=5)))
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 5.0), ("B-V01", 3.0)]
    assert [(d.unit, d.new, d.changed, d.gone, d.unchanged) for d in result.plan.diffs] == [("140321100", 0, 1, 0, 0)]


def test_a_row_left_out_of_the_new_file_is_gone(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    more = FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n"
    load(workspace, write(tmp_path, "机构2.csv", more), write(tmp_path, "r.csv", returns(A_V01=2, A_V02=4)))
    result = load(workspace, write(tmp_path, "r2.csv", returns(A_V01=2)))
    assert [(d.gone, d.unchanged) for d in result.plan.diffs] == [(1, 1)]
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]


def test_another_period_adds(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    load(workspace, write(tmp_path, "r2.csv", returns(A_V01=3).replace("2022", "2023")))
    assert rows(workspace, "select period, headcount from raw_workforce_return order by 1") == [("2022", 2.0), ("2023", 3.0)]


def test_one_kind_of_population_does_not_replace_another(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    for name, kind, persons in (("a", "常住", 100), ("b", "户籍", 200), ("c", "常住", 110)):
        text = f"地区代码,年份,人口口径,人口数\n140321100,2022,{kind},{persons}\n"
        result = load(workspace, write(tmp_path, f"{name}.csv", text))
    assert [(d.period, d.changed, d.gone) for d in result.plan.diffs] == [("2022/resident", 1, 0)]
    assert rows(workspace, "select population_kind, persons from raw_population order by 1") == [("household", 200.0), ("resident", 110.0)]


@pytest.mark.parametrize("again", ["same file", "renamed", "saved anew", "rows in another order"])
def test_the_same_content_loads_once_and_says_when(tmp_path: Path, registered_workspace: Registered, again: str) -> None:
    workspace = registered_workspace()
    text = returns(A_V01=2, B_V01=3)
    first = write(tmp_path, "r.csv", text)
    load(workspace, first)
    second = {
        "same file": lambda: first,
        "renamed": lambda: write(tmp_path, "年报（终稿）.csv", text),
        "saved anew": lambda: write(tmp_path, "anew.csv", "\ufeff" + text.replace("\n", "\r\n")),
        "rows in another order": lambda: write(tmp_path, "order.csv", returns(B_V01=3, A_V01=2)),
    }[again]()
    result = load(workspace, second)
    assert (result.build, result.batch, result.exit_code) == (None, None, ExitCode.OK)
    loaded_on = result.plan.files[0].already_loaded_on
    assert loaded_on is not None and loaded_on.startswith("20")
    assert rows(workspace, "select count(*) from raw_workforce_return") == [(2,)]


def test_content_that_was_replaced_can_come_back(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    first, second = write(tmp_path, "r.csv", returns(A_V01=2)), write(tmp_path, "r2.csv", returns(A_V01=9))
    for file in (first, second, first):
        assert load(workspace, file).build is not None
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]


def test_two_files_of_one_unit_are_merged_and_a_repeat_is_a_duplicate(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    a = write(tmp_path, "a.csv", returns(A_V01=2, B_V01=3))
    b = write(tmp_path, "b.csv", returns(B_V01=3) + "A-V01,2022,卫生员,1\n")
    result = load(workspace, a, b)
    assert [(t.loaded, t.duplicate, t.quarantined) for f in result.plan.files for t in f.tables] == [(2, 0, 0), (1, 1, 0)]
    assert rows(workspace, "select count(*), sum(headcount) from raw_workforce_return") == [(3, 6.0)]


def test_a_contradiction_between_files_keeps_the_first_and_names_the_second(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    a, b = write(tmp_path, "a.csv", returns(A_V01=2)), write(tmp_path, "b.csv", returns(A_V01=7))
    result = load(workspace, a, b)
    assert result.exit_code == ExitCode.PROBLEMS
    assert [(p.file, p.row, p.severity) for p in result.plan.problems] == [("b.csv", 2, "error")]
    assert [(t.loaded, t.quarantined) for f in result.plan.files for t in f.tables] == [(1, 0), (0, 1)]
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]
    assert rows(workspace, "select file, quarantined from quality where batch = 'k000002' order by 1") == [("a.csv", 0), ("b.csv", 1)]


def test_a_file_already_loaded_is_read_again_where_its_companion_changes(tmp_path: Path, registered_workspace: Registered) -> None:
    """Two files make up one unit's return; correcting one of them must not lose the rows of the other."""
    workspace = registered_workspace()
    more = FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n"
    a, b = write(tmp_path, "a.csv", returns(A_V01=2)), write(tmp_path, "b.csv", returns(A_V02=4))
    load(workspace, write(tmp_path, "机构2.csv", more), a, b)
    result = load(workspace, write(tmp_path, "a.csv", returns(A_V01=6)), b)
    assert [f.already_loaded_on for f in result.plan.files] == [None, None]
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 6.0), ("A-V02", 4.0)]


def test_the_day_of_loading_is_the_sites_own() -> None:
    assert [str(day_of("2024-03-31T16:30:00+00:00", zone)) for zone in ("Asia/Shanghai", "Europe/London", "America/New_York")] == [
        "2024-04-01", "2024-03-31", "2024-03-31"
    ]


def test_saying_no_changes_nothing(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    result = load_files(workspace, [write(tmp_path, "r.csv", returns(A_V01=2))], None, lambda plan: False)
    assert result.build is None and workspace.current_build() == "b000001"
    assert [p.name for p in workspace.cleaned.iterdir()] == ["k000001"]


def test_one_root_keeps_rows_whose_clinic_nobody_registered(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, X_V09=1)))
    assert rows(workspace, "select facility_code, unit from raw_workforce_return order by 1") == [
        ("A-V01", "140321100"), ("X-V09", "140321100")
    ]


def test_a_clinic_that_is_placed_later_is_not_counted_twice(tmp_path: Path, registered_workspace: Registered) -> None:
    """Its first return went to the root; the second goes to its township, and only the newest counts."""
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(X_V09=1)))
    load(workspace, write(tmp_path, "机构2.csv", FACILITIES + "X-V09,丁村卫生室,村卫生室,140321101\n"))
    load(workspace, write(tmp_path, "r2.csv", returns(X_V09=4)))
    assert rows(workspace, "select facility_code, headcount, unit from raw_workforce_return") == [("X-V09", 4.0, "140321101")]


def test_several_roots_quarantine_rows_that_lie_under_none(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace("demo")
    file = write(tmp_path, "r.csv", returns(A_V01=2, X_V09=1))
    result = load(workspace, file)
    assert [(p.row, p.found) for p in result.plan.problems] == [(3, "X-V09")]
    assert "register" in result.plan.problems[0].line("en") and "名录" in result.plan.problems[0].line("zh")
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]
    again = load(workspace, file)
    assert again.build is None and again.exit_code == ExitCode.PROBLEMS  # the unknown clinic is told again
    load(workspace, write(tmp_path, "机构2.csv", FACILITIES + "X-V09,丁村卫生室,村卫生室,140321101\n"))
    assert load(workspace, file).build is not None  # now its place is known
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0), ("X-V09", 1.0)]


def test_register_and_data_may_come_together_in_any_order(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", site_text("demo"))
    files = [write(tmp_path, "r.csv", returns(A_V01=2)), write(tmp_path, "机构.csv", FACILITIES), write(tmp_path, "地区.csv", REGIONS)]
    assert load(workspace, *files).exit_code == ExitCode.OK
    assert rows(workspace, "select unit from raw_workforce_return") == [("140321100",)]


def test_a_file_of_nothing_known_loads_nothing_and_the_others_load(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    result = load(workspace, write(tmp_path, "x.csv", "a,b\n1,2\n"), write(tmp_path, "r.csv", returns(A_V01=2)))
    assert result.exit_code == ExitCode.PROBLEMS and result.build == "b000002"
    assert rows(workspace, HEADCOUNTS) == [("A-V01", 2.0)]
    assert rows(workspace, "select files from batch_info where batch = 'k000002'") == [("r.csv",)]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
    files = [write(tmp_path / "一", "年报.csv", returns(A_V01=2)), write(tmp_path / "二", "年报.csv", returns(B_V01=3))]
    assert [f.file for f in load(workspace, *files).plan.files] == ["年报.csv", "二/年报.csv"]
    assert rows(workspace, "select count(distinct file) from raw_workforce_return") == [(2,)]


def test_a_missing_file_is_named(tmp_path: Path, registered_workspace: Registered) -> None:
    with pytest.raises(XiangyiError) as caught:
        load(registered_workspace(), tmp_path / "nowhere.csv")
    assert caught.value.code == ExitCode.NOT_FOUND and "nowhere.csv" in caught.value.text.en


def test_the_archive_keeps_the_bytes_that_were_read(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    file = write(tmp_path, "r.csv", returns(A_V01=2))
    result = load(workspace, file)
    sha256 = result.plan.files[0].sha256
    kept = workspace.archive / sha256[:2] / f"{sha256}.csv"
    assert kept.read_bytes() == file.read_bytes()
    with pytest.raises(XiangyiError, match="changed"):
        archive(workspace, file, "0" * 64)


def test_the_ledger_counts_every_row_of_every_table(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    result = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    with Ledger(workspace.ledger_path) as ledger:
        assert sum(live.rows for live in ledger.live()) == 3 + 2 + 2
        account = ledger.quality(["k000002"])
    assert [(row["rows_in"], row["loaded"]) for row in account] == [(2, 2)] and result.plan.rows == 2


def test_a_row_account_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        TableReport(dataset="pay", form="pay", source_sheet="", period_found="", rows_in=3, loaded=1, quarantined=1, duplicate=0, ignored=0)


def test_a_damaged_copy_in_the_archive_is_noticed_and_replaced(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace, file = registered_workspace(), write(tmp_path, "r.csv", returns(A_V01=2))
    assert load(workspace, file).plan.problems == ()
    undo(workspace)
    (kept,) = [path for path in workspace.archive.rglob("*") if path.is_file() and path.read_bytes() == file.read_bytes()]
    kept.chmod(0o600)
    kept.write_bytes(b"rotten")
    (told,) = [problem for problem in load(workspace, file).plan.problems if "归档" in problem.reason.zh]
    assert told.severity == "warning" and kept.read_bytes() == file.read_bytes() and kept.stat().st_mode & 0o777 == 0o400
    undo(workspace)
    assert load(workspace, file).plan.problems == ()
