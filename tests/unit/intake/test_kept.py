"""A file that leaves out a neighbour of the units it brings: the note says whose data stay."""

from __future__ import annotations

from pathlib import Path

from pipelines.core.codelist import fold
from pipelines.core.errors import ExitCode
from pipelines.extract.own_sheets import WHOLE
from pipelines.intake.batch import check_files
from pipelines.intake.form_words import when
from pipelines.warehouse.schema import all_datasets
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, returns, rows, undo, write


def test_a_unit_left_out_is_named_and_kept(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    both = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    assert both.plan.files[0].notes == ()
    again = load(workspace, write(tmp_path, "r2.csv", returns(A_V01=5)))
    assert again.exit_code == ExitCode.OK
    (note,) = again.plan.files[0].notes
    assert "2022：文件中没有 冶西镇 共 1 个单位，其已有数据保留不变" in note.zh
    assert "2022: keeps what was loaded before for 1 unit(s) not in these files: 140321101" in note.en


def test_nothing_is_said_of_another_period_or_when_the_other_file_is_there(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    first, second = write(tmp_path, "a.csv", returns(A_V01=2)), write(tmp_path, "b.csv", returns(B_V01=3))
    load(workspace, first, second)
    later = write(tmp_path, "c.csv", returns(A_V01=4).replace("2022", "2023"))
    changed = write(tmp_path, "d.csv", returns(A_V01=9))
    assert all(not file.notes for file in check_files(workspace, [later], None).files)
    assert all(not file.notes for file in check_files(workspace, [changed, second], None).files)


def test_a_sheet_that_says_it_is_whole_empties_the_units_it_leaves_out(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    hint = check_files(workspace, [write(tmp_path, "r2.csv", returns(A_V01=5))], None).files[0].notes[0]
    assert "请在表头上方写明“本表为全部记录”" in hint.zh and '"these are all records"' in hint.en
    result = load(workspace, write(tmp_path, "r3.csv", "人员年报（本表为全部记录）\n" + returns(A_V01=5)))
    assert rows(workspace, "select facility_code, headcount::INTEGER from raw_workforce_return") == [("A-V01", 5)]
    assert [(d.unit, d.gone) for d in result.plan.diffs if d.gone] == [("140321101", 1)]
    (note,) = result.plan.files[0].notes
    assert "冶西镇 共 1 个单位，其原有数据不再计入" in note.zh and "no longer counts: 140321101" in note.en
    undo(workspace)
    assert len(rows(workspace, "select facility_code from raw_workforce_return")) == 2


def test_no_template_says_of_itself_that_it_is_whole() -> None:
    said = [fold(text) for dataset in all_datasets().values() for text in (when(dataset).zh, when(dataset).en, dataset.filled_by.zh, dataset.title.zh)]
    assert said and not any(fold(words) in text for words in (WHOLE.zh, WHOLE.en) for text in said)
