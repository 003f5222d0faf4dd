"""A folder on the command line: the files in it and under it, each month's file dated by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.command.loading import named_files
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.batch import check_files, load_files
from pipelines.site import site_text
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.workspace import Workspace

PAYMENTS = "机构代码,支付项目,金额\nA-V01,房屋费用,{amount}\n"


def touch(folder: Path, *names: str) -> Path:
    """Make files of these names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAYMENTS.format(amount=1), encoding="utf-8")
    return folder


def test_a_folder_is_its_files_sorted_without_lock_files_and_hidden_ones(tmp_path: Path) -> None:
    folder = touch(tmp_path / "in", "2月.csv", "1月.csv", "~$1月.csv", ".隐藏.csv", "更早/12月.csv", ".git/x.csv", "Thumbs.db", "说明.docx")
    assert [p.relative_to(folder).as_posix() for p in named_files([str(folder)])] == ["1月.csv", "2月.csv", "更早/12月.csv", "说明.docx"]
    single = str(folder / "1月.csv")
    assert [p.name for p in named_files([single, str(folder / "更早")])] == ["1月.csv", "12月.csv"]


def test_an_empty_folder_and_a_path_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    touch(tmp_path / "locked", "~$a.xlsx")
    for name, said in (("empty", "no files to read"), ("locked", "no files to read"), ("gone", "there is no file")):
        with pytest.raises(XiangyiError, match=said) as error:
            named_files([str(tmp_path / name)])
        assert error.value.code == ExitCode.NOT_FOUND


def test_one_file_a_month_is_dated_by_its_name_or_by_its_folder_s(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", site_text("yangquan"))
    folder = tmp_path / "支付"
    for name, amount in (("2023年12月支付.csv", 12), ("2024年/1月.csv", 1), ("2024年/2月份.csv", 2), ("202403.csv", 3), ("2024/备份/4月.csv", 4)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAYMENTS.format(amount=amount), encoding="utf-8")
    plan = check_files(workspace, named_files([str(folder)]), None)
    assert [(f.file, t.period_found) for f in plan.files for t in f.tables] == [
        ("2023年12月支付.csv", "2023-12（文件名）"), ("202403.csv", "2024-03（文件名）"), ("2024年/1月.csv", "2024-01（文件名）"),
        ("2024年/2月份.csv", "2024-02（文件名）"),
    ] and [p.file for p in plan.problems if p.severity == "error"] == ["4月.csv"]  # fmt: skip
    load_files(workspace, named_files([str(folder)]), None, lambda plan: True)
    connection, _, _ = open_current(workspace)
    with connection:
        found = connection.execute("select period, amount from raw_facility_payment order by 1").fetchall()
    assert found == [("2023-12", 12.0), ("2024-01", 1.0), ("2024-02", 2.0), ("2024-03", 3.0)]
