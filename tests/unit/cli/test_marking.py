"""check --mark, load --mark and records, as they are called: what is written, and where nothing is."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dashboard.cli import make_cli
from pipelines.command.plan import MOST_PROBLEMS
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.intake.marks.styles import BAD
from tests.unit.intake.files import registered, returns, write
from tests.unit.intake.marked import ROWS, cells_in, roster

Said = pytest.CaptureFixture[str]


def run(*argv: str | Path, code: ExitCode = ExitCode.OK) -> None:
    """Run a command in English."""
    assert outcome(make_cli(), [*map(str, argv), "--lang", "en"]) == code


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that knows a county, two townships and two clinics."""
    return registered(tmp_path_factory.mktemp("known")).path


@pytest.fixture
def workspace(known: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(known, tmp_path / "workspace"))


def test_check_writes_marked_copies_into_the_folder_and_nothing_else_anywhere(workspace: Path, tmp_path: Path, capsys: Said) -> None:
    sent, back = roster(tmp_path / "花名册.xlsx"), tmp_path / "back"
    good = write(tmp_path, "good.csv", returns(A_V01=2))
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    run("check", sent, good, "--workspace", workspace, "--mark", back, code=ExitCode.PROBLEMS)
    after = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert after.keys() - before.keys() == {back / "花名册_已标注.xlsx"}
    assert {p: after[p] for p in before} == before
    assert cells_in(openpyxl.load_workbook(back / "花名册_已标注.xlsx")["花名册"], BAD) >= {"B4", "E4"}
    said = capsys.readouterr()
    assert "花名册_已标注.xlsx" in said.err and "for the sender only" in said.err
    assert not [number for number in (row[1] for row in ROWS) if number in said.out + said.err]


def test_load_marks_as_well_and_a_number_stays_in_the_archive_and_the_senders_copy(workspace: Path, tmp_path: Path) -> None:
    sent, back = roster(tmp_path / "花名册.xlsx"), tmp_path / "back"
    run("load", sent, "--workspace", workspace, "--yes", "--mark", back, code=ExitCode.PROBLEMS)
    assert (back / "花名册_已标注.xlsx").is_file()
    canary = ROWS[1][1].encode()
    holding = {p.relative_to(workspace).parts[0] for p in workspace.rglob("*") if p.is_file() and holds(p, canary)}
    assert holding == {"archive"}


def holds(path: Path, word: bytes) -> bool:
    """Say whether a file, or a part of it where it is packed, holds a word."""
    if not zipfile.is_zipfile(path):
        return word in path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return any(word in archive.read(name) for name in archive.namelist())


def test_a_file_that_was_loaded_before_is_marked_when_asked_again(workspace: Path, tmp_path: Path) -> None:
    sent = roster(tmp_path / "花名册.xlsx")
    run("load", sent, "--workspace", workspace, "--yes", code=ExitCode.PROBLEMS)
    outcome(make_cli(), ["check", str(sent), "--workspace", str(workspace), "--mark", str(tmp_path / "back")])
    assert cells_in(openpyxl.load_workbook(tmp_path / "back" / "花名册_已标注.xlsx")["花名册"], BAD) >= {"B4", "E4"}


def test_a_copy_that_comes_back_keeps_its_name_and_is_never_overwritten_where_it_lies(workspace: Path, tmp_path: Path) -> None:
    first = roster(tmp_path / "花名册_已标注.xlsx")
    same = first.read_bytes()
    run("check", first, "--workspace", workspace, "--mark", tmp_path, code=ExitCode.PROBLEMS)
    assert first.read_bytes() == same and (tmp_path / "花名册_已标注_2.xlsx").is_file()


def test_two_files_of_one_name_get_two_copies(workspace: Path, tmp_path: Path, capsys: Said) -> None:
    files = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        files.append(write(tmp_path / folder, "r.csv", returns(A_V01=1).replace("乡村医生", f"别的{folder}")))
    run("check", *files, "--workspace", workspace, "--mark", tmp_path / "back", code=ExitCode.PROBLEMS)
    assert len(list((tmp_path / "back").iterdir())) == 2
    said = capsys.readouterr().err
    assert all(f"(of {file})" in said for file in files), "which copy is whose"


def test_without_problems_no_copy_is_written_and_a_file_is_no_folder(workspace: Path, tmp_path: Path, capsys: Said) -> None:
    good = write(tmp_path, "good.csv", returns(A_V01=2))
    run("check", good, "--workspace", workspace, "--mark", tmp_path / "back")
    assert list((tmp_path / "back").iterdir()) == [] and "no marked copy" in capsys.readouterr().err
    run("check", good, "--workspace", workspace, "--mark", good, code=ExitCode.USAGE)


def test_the_terminal_lists_the_first_problems_and_counts_the_others(workspace: Path, tmp_path: Path, capsys: Said) -> None:
    rows = "".join(f"A-V01,20{n % 25:02d},乡村医生,x{n}\n" for n in range(MOST_PROBLEMS + 50))
    many = write(tmp_path, "many.csv", "机构代码,年份,人员类别,在岗人数\n" + rows)
    run("check", many, "--workspace", workspace, code=ExitCode.PROBLEMS)
    out = capsys.readouterr().out
    assert out.count("[error]") == MOST_PROBLEMS and "and 50 more; --mark DIR" in out


@pytest.fixture(scope="module")
def returned(known: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace with returns of two years, and a name that looks like a formula."""
    folder = tmp_path_factory.mktemp("returned")
    copy = Path(shutil.copytree(known, folder / "workspace"))
    files = [write(folder, f"r{year}.csv", returns(A_V01=2, B_V01=3).replace("2022", year)) for year in ("2021", "2022")]
    names = "机构代码,机构名称,机构类型,所在乡镇代码\nA-V01,@SUM(A1),村卫生室,140321100\nB-V01,乙村卫生室,村卫生室,140321101\n"
    run("load", *files, write(folder, "机构2.csv", names), "--workspace", copy, "--yes")
    return copy


def table(path: Path) -> list[list[str]]:
    """Return the cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ([], {("A-V01", "2021"), ("B-V01", "2021"), ("A-V01", "2022"), ("B-V01", "2022")}),
        (["--period", "2022"], {("A-V01", "2022"), ("B-V01", "2022")}),
        (["--region", "140321101"], {("B-V01", "2021"), ("B-V01", "2022")}),
        (["--region", "140300", "--period", "2021"], {("A-V01", "2021"), ("B-V01", "2021")}),
        (["--period", "2019"], set()),
    ],
)
def test_records_of_a_place_and_a_period(asked: list[str], rows: set[tuple[str, str]], returned: Path, tmp_path: Path) -> None:
    run("records", "workforce_return", "--workspace", returned, "--to", tmp_path / "out.csv", *asked)
    head, *found = table(tmp_path / "out.csv")
    assert head[:4] == ["Facility code", "Year", "Staff group", "Headcount"]
    assert {(row[0], row[1]) for row in found} == rows
    assert all(row[2] == "Village doctor" for row in found)


def test_text_that_looks_like_a_formula_stays_text(returned: Path, tmp_path: Path) -> None:
    run("records", "facility", "--workspace", returned, "--to", tmp_path / "f.csv")
    assert {row[1] for row in table(tmp_path / "f.csv")[1:]} == {"'@SUM(A1)", "乙村卫生室"}
    run("records", "facility", "--workspace", returned, "--to", tmp_path / "f.xlsx")
    cells = [c for s in openpyxl.load_workbook(tmp_path / "f.xlsx").worksheets for row in s.iter_rows() for c in row]
    assert [c.value for c in cells if c.data_type == "f"] == [] and "@SUM(A1)" in [c.value for c in cells]


def test_records_of_people_are_not_for_loading_again_and_say_so(returned: Path, tmp_path: Path, capsys: Said) -> None:
    run("records", "roster", "--workspace", returned, "--to", tmp_path / "p.csv")
    assert "cannot be loaded again" in capsys.readouterr().err
    run("records", "workforce_return", "--workspace", returned, "--to", tmp_path / "r.csv")
    assert "again" not in capsys.readouterr().err


def test_what_records_refuse(returned: Path, tmp_path: Path, capsys: Said) -> None:
    def refused(code: ExitCode, *argv: str) -> None:
        run("records", *argv, "--workspace", returned, code=code)

    to = ["--to", str(tmp_path / "x.csv")]
    refused(ExitCode.REFUSED, "person_private", *to)
    refused(ExitCode.REFUSED, "roster", *to, "--profile", "public")
    refused(ExitCode.NOT_FOUND, "no_such", *to)
    refused(ExitCode.NOT_FOUND, "workforce_return", *to, "--region", "999")
    refused(ExitCode.USAGE, "workforce_return", *to, "--period", "soon")
    refused(ExitCode.USAGE, "employment", *to, "--period", "2022")
    refused(ExitCode.USAGE, "tenure", *to, "--region", "140300")
    refused(ExitCode.USAGE, "roster", "--to", str(tmp_path / "x.txt"))
    assert not (tmp_path / "x.csv").exists()
    assert "FAULT" not in capsys.readouterr().err
