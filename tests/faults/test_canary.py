"""Canaries: an ID number, a name and a phone are in the archive (name and phone in the private store) and nowhere else."""

from __future__ import annotations

import stat
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipelines.demo.people import id_number
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace
from tests.faults.ending import tell
from tests.faults.erasing import holders
from tests.unit.intake.files import FACILITIES, REGIONS, write

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


def command(output: Path, *words: str) -> str:
    """Run a command in a process of its own and return all it printed."""
    assert tell(output, *words) in (0, 1), output.read_text(encoding="utf-8")
    return output.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Canaries:
    """A workspace that went through every command with canaries in good and bad rows, all the commands printed, and who holds what."""

    workspace: Path
    printed: str
    holders: dict[str, set[str]]


@pytest.fixture(scope="module", params=["csv", "xlsx"])
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Canaries:
    """A workspace that went through every command."""
    folder = tmp_path_factory.mktemp(f"canary-{request.param}")
    Workspace.create(folder / "w", site_text("yangquan"))
    register = [write(folder, "地区.csv", REGIONS), write(folder, "机构.csv", FACILITIES)]
    files = [save(folder, name, request.param, table) for name, table in (("花名册", ROSTER), ("通讯录", DIRECTORY), ("薪酬", PAY))]
    (folder / "in").mkdir()
    save(folder / "in", "通讯录2", request.param, [DIRECTORY[0], [NAME, OTHER, "A-V01", PHONE], DIRECTORY[3]])
    save(folder / "in", "花名册2", request.param, [ROSTER[0], ROSTER[1][:2] + ["1971-03-05", "2022-12-31", "B-V01", "护士", ""], ROSTER[2]])
    where, paths = ["--workspace", str(folder / "w")], [str(path) for path in files]
    out = [command(folder / "0.txt", "load", *map(str, register), *where, "--yes")]
    for words in (
        ["check", *paths], ["check", *paths, "--json", "--lang", "en"], ["load", *paths, "--yes"], ["load", *paths, "--yes", "--json"],
        ["load", paths[1], "--yes", "--correct"], ["watch", str(folder / "in"), "--out", str(folder / "out"), "--once", "--every", "0.1"],
        ["batches"], ["batches", "k000002"], ["batches", "k000002", "--json"], ["status"], ["status", "--json"],
        ["undo", "last", "--yes", "--json"], ["load", *paths, "--yes", "--lang", "en"], ["rebuild", "--verify"],
        ["rebuild", "b000002", "--from-archive", "--json"],
    ):
        out.append(command(folder / f"{len(out)}.txt", *words, *where))
    assert '"is_same": true' in out[-1]
    assert len([path for path in (folder / "w").rglob("*") if path.is_file()]) > 20
    wanted = {**SECRETS, **PRIVATE, "place": "A-V01", "reason": "应为"}
    return Canaries(folder / "w", "\n".join(out), holders(folder / "w", wanted))


@pytest.mark.parametrize("what", SECRETS)
def test_an_id_number_is_in_the_archive_and_nowhere_else(said: Canaries, what: str) -> None:
    assert said.holders[what] == {"archive"}
    assert SECRETS[what] not in said.printed


@pytest.mark.parametrize("what", PRIVATE)
def test_a_name_and_a_phone_are_in_the_private_store_as_well(said: Canaries, what: str) -> None:
    assert said.holders[what] == {"archive", "private"}
    assert PRIVATE[what] not in said.printed


def test_the_search_finds_what_is_there(said: Canaries) -> None:
    assert {"archive", "builds", "cleaned", "private"} <= said.holders["place"]
    assert "花名册" in said.printed and "quarantine" in said.holders["reason"]


def test_only_the_owner_reads_archive_secret_and_private_store(said: Canaries) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such modes")
    workspace = said.workspace
    modes = {path.relative_to(workspace).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in workspace.rglob("*")}
    private = [mode for name, mode in modes.items() if name.startswith("private")]
    assert len(private) >= 5 and all(mode in (0o700, 0o600) for mode in private)
    assert modes["archive"] == 0o700 and modes["secret"] == 0o600
    assert {mode for name, mode in modes.items() if name.startswith("archive/") and "." in name} == {0o400}
    assert list((workspace / "tmp").iterdir()) == []
