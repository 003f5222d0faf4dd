"""A file that leaves out a neighbour of the units it brings: the note says whose data stay."""

from __future__ import annotations

from pathlib import Path

from pipelines.core.errors import ExitCode
from pipelines.intake.batch import check_files
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, returns, write


def test_a_unit_left_out_is_named_and_kept(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    both = load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    assert both.plan.files[0].notes == ()
    again = load(workspace, write(tmp_path, "r2.csv", returns(A_V01=5)))
    assert again.exit_code == ExitCode.OK
    (note,) = again.plan.files[0].notes
    assert "2022：文件中没有 冶西镇 共 1 个单位，其已有数据保留不变" in note.zh
    assert note.en.endswith("2022: keeps what was loaded before for 1 unit(s) not in these files: 140321101")


def test_nothing_is_said_of_another_period_or_when_the_other_file_is_there(tmp_path: Path, registered_workspace: Registered) -> None:
    workspace = registered_workspace()
    first, second = write(tmp_path, "a.csv", returns(A_V01=2)), write(tmp_path, "b.csv", returns(B_V01=3))
    load(workspace, first, second)
    later = write(tmp_path, "c.csv", returns(A_V01=4).replace("2022", "2023"))
    changed = write(tmp_path, "d.csv", returns(A_V01=9))
    assert all(not file.notes for file in check_files(workspace, [later], None).files)
    assert all(not file.notes for file in check_files(workspace, [changed, second], None).files)
