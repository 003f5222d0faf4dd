"""Canaries: an ID number, a name and a phone are in the archive (name and phone in the private store) and nowhere else."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipelines.demo.people import id_number
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace
from tests.faults.erasing import texts
from tests.unit.intake.files import FACILITIES, REGIONS, write

ROOT = Path(__file__).resolve().parents[2]
GOOD, OTHER, BAD = (id_number(date(1971, 3, day), day % 2 == 0, 100 + day, 7) for day in (4, 5, 6))
BROKEN = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")  # a wrong check character: the row is kept out
NAME, PHONE = "测试鸾凰", "13987650417"
ROSTER = [
    ["姓名", "身份证号", "出生日期", "基准日期", "机构代码", "人员类别", "执业资格"],
    [NAME, GOOD, "1971-03-04", "2023-12-31", "A-V01", "乡村医生", "乡村医生证"],
    [NAME, BROKEN, "1971-03-04", "2023-12-31", "A-V01", "乡村医生", "乡村医生证"],  # bad: the number itself
    [NAME, BAD, "1971-13-45", "2023-12-31", "A-V01", "外星人", "乡村医生证"],  # bad: other cells
    [NAME, OTHER, "1980-01-01", "2023-12-31", "X-V09", "乡村医生", "乡村医生证"],  # told: unknown place, other birth date
]
DIRECTORY = [
    ["姓名", "身份证号", "机构代码", "联系电话"],
    [NAME, GOOD, "A-V01", PHONE],
    [NAME, OTHER, "A-V01", f"{PHONE}，家{PHONE}"],
    [NAME, BROKEN, "A-V01", PHONE],
]
PAY = [
    ["姓名", "身份证号", "机构代码", "薪酬项目", "所属期起", "所属期止", "实发金额"],
    [NAME, GOOD, "A-V01", "基本工资", "2023-01-01", "2023-01-31", "900"],
    [NAME, GOOD, "A-V01", "基本工资", "2023-01-01", "2023-01-31", "950"],  # a conflict with the row before
    [GOOD, NAME, "A-V01", "基本工资", "2023-02-01", "2023-02-28", "900"],  # two cells changed places
    [NAME, GOOD, "A-V01", GOOD, "2023-03-01", "2023-03-31", PHONE],  # a number where a code belongs
]
SECRETS = {"ID number": GOOD, "ID number of a bad row": BAD, "ID number of a told row": OTHER, "broken ID number": BROKEN}
PRIVATE = {"name": NAME, "phone": PHONE}


def save(folder: Path, name: str, kind: str, rows: list[list[str]]) -> Path:
    """Write rows as a CSV or a workbook."""
    if kind == "csv":
        return write(folder, f"{name}.csv", "\n".join(",".join(row) for row in rows) + "\n")
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / f"{name}.xlsx")
    return folder / f"{name}.xlsx"


def command(*words: str, code: tuple[int, ...] = (0, 1)) -> str:
    """Run a command in a process of its own and return all it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=os.environ, check=False
    )
    assert done.returncode in code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module", params=["csv", "xlsx"])
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace that went through every command with canaries in good and bad rows, and all the commands printed."""
    folder = tmp_path_factory.mktemp(f"canary-{request.param}")
    Workspace.create(folder / "w", site_text("yangquan"))
    register = [write(folder, "地区.csv", REGIONS), write(folder, "机构.csv", FACILITIES)]
    files = [save(folder, name, request.param, table) for name, table in (("花名册", ROSTER), ("通讯录", DIRECTORY), ("薪酬", PAY))]
    (folder / "in").mkdir()
    save(folder / "in", "通讯录2", request.param, [DIRECTORY[0], [NAME, OTHER, "A-V01", PHONE], DIRECTORY[3]])
    save(folder / "in", "花名册2", request.param, [ROSTER[0], ROSTER[1][:2] + ["1971-03-05", "2022-12-31", "B-V01", "护士", ""], ROSTER[2]])
    where, paths = ["--workspace", str(folder / "w")], [str(path) for path in files]
    out = [command("load", *map(str, register), *where, "--yes")]
    for words in (
        ["check", *paths], ["check", *paths, "--json", "--lang", "en"], ["load", *paths, "--yes"], ["load", *paths, "--yes", "--json"],
        ["load", paths[1], "--yes", "--correct"], ["watch", str(folder / "in"), "--out", str(folder / "out"), "--once", "--every", "0.1"],
        ["batches"], ["batches", "k000002"], ["batches", "k000002", "--json"], ["status"], ["status", "--json"],
        ["undo", "last", "--yes", "--json"], ["load", *paths, "--yes", "--lang", "en"], ["rebuild", "--verify"],
        ["rebuild", "b000002", "--from-archive", "--json"],
    ):
        out.append(command(*words, *where))
    assert '"is_same": true' in out[-1]
    return folder / "w", "\n".join(out)


def holders(workspace: Path, word: str) -> set[str]:
    """Return the folders of the workspace in which some file, or its name, holds `word`."""
    files = [path for path in workspace.rglob("*") if path.is_file()]
    assert len(files) > 20
    return {
        path.relative_to(workspace).parts[0] for path in files if word in path.as_posix() or any(word in text for text in texts(path))
    }


@pytest.mark.parametrize("what", SECRETS)
def test_an_id_number_is_in_the_archive_and_nowhere_else(said: tuple[Path, str], what: str) -> None:
    assert holders(said[0], SECRETS[what]) == {"archive"}
    assert SECRETS[what] not in said[1]


@pytest.mark.parametrize("what", PRIVATE)
def test_a_name_and_a_phone_are_in_the_private_store_as_well(said: tuple[Path, str], what: str) -> None:
    assert holders(said[0], PRIVATE[what]) == {"archive", "private"}
    assert PRIVATE[what] not in said[1]


def test_the_search_finds_what_is_there(said: tuple[Path, str]) -> None:
    assert {"archive", "builds", "cleaned", "private"} <= holders(said[0], "A-V01")
    assert "花名册" in said[1] and "quarantine" in holders(said[0], "应为")


def test_only_the_owner_reads_archive_secret_and_private_store(said: tuple[Path, str]) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such modes")
    workspace = said[0]
    modes = {path.relative_to(workspace).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in workspace.rglob("*")}
    private = [mode for name, mode in modes.items() if name.startswith("private")]
    assert len(private) >= 5 and all(mode in (0o700, 0o600) for mode in private)
    assert modes["archive"] == 0o700 and modes["secret"] == 0o600
    assert {mode for name, mode in modes.items() if name.startswith("archive/") and "." in name} == {0o400}
    assert list((workspace / "tmp").iterdir()) == []
