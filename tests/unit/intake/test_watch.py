"""A watched folder: good files are loaded in one build, bad ones go back, and no file is in two places or in none."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.folder import Looks, move, place_for
from pipelines.intake.incident import is_fault
from pipelines.intake.lock import hold_lock
from pipelines.intake.session import Turn
from pipelines.intake.watch import Round, Watched, watch, work_off
from pipelines.warehouse.ledger import Ledger
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import FACILITIES, load, pay_sheet, returns, rows, write

GOOD_YEARS = range(2001, 2018)


@pytest.fixture
def watched(tmp_path: Path, registered_workspace: Registered) -> Watched:
    """A registered workspace with a folder to drop files into."""
    (tmp_path / "in").mkdir()
    turn = Turn(by="值班员")
    return Watched(workspace=registered_workspace(), incoming=tmp_path / "in", out=tmp_path / "out", turn=turn, every=0.05)


def once(watched: Watched) -> tuple[list[Round], list[str]]:
    """Work off the folder; return the rounds and what was said beside them."""
    rounds: list[Round] = []
    said: list[str] = []
    watch(watched, rounds.append, lambda text: said.append(text.en), once=True)
    return rounds, said


def names(folder: Path) -> set[str]:
    """Return the files below a folder, by name."""
    return {path.name for path in folder.rglob("*") if path.is_file()}


def hashes(*folders: Path) -> list[str]:
    """Return the hashes of all files below some folders."""
    return sorted(hashlib.sha256(p.read_bytes()).hexdigest() for f in folders for p in f.rglob("*") if p.is_file())


def drop_twenty(folder: Path) -> None:
    """Drop 17 good files, one nobody knows, one without a good row, and one that is no workbook whatever its name says."""
    for year in GOOD_YEARS:
        write(folder, f"年报{year}.csv", returns(A_V01=year - 2000).replace("2022", str(year)))
    write(folder, "别的表.csv", "甲,乙\n1,2\n")
    write(folder, "坏年报.csv", returns(A_V01=1).replace(",1\n", ",很多\n"))
    write(folder, "坏工作簿.xlsx", "this is no workbook")


def test_of_20_files_with_3_bad_17_are_loaded_and_3_returned_in_one_run(watched: Watched) -> None:
    drop_twenty(watched.incoming)
    sent = hashes(watched.incoming)
    (done,), said = once(watched)
    assert said == [] and (done.build, done.batch) == ("b000002", "k000002")
    fates = {file.file: file.fate for file in done.files}
    assert [list(fates.values()).count(fate) for fate in ("loaded", "returned", "left")] == [17, 3, 0]
    assert {file for file, fate in fates.items() if fate == "returned"} == {"别的表.csv", "坏年报.csv", "坏工作簿.xlsx"}
    assert rows(watched.workspace, "select count(*), sum(headcount)::INTEGER from raw_workforce_return") == [(17, sum(range(1, 18)))]
    assert rows(watched.workspace, "select sender from batch_info where batch = 'k000002'") == [("值班员",)]
    assert names(watched.incoming) == set() and len(names(watched.out / "loaded")) == 17
    returned = names(watched.out / "returned")
    assert {"别的表.csv_已标注.xlsx", "坏年报.csv_已标注.xlsx", "坏工作簿_已标注.xlsx"} == returned - set(fates)
    assert sorted(set(hashes(watched.out)) & set(sent)) == sent
    assert all(file.handed_back and file.handed_back.is_file() for file in done.files if file.fate == "returned")


def test_a_file_with_a_bad_row_is_loaded_without_it_and_the_marked_copy_goes_back(watched: Watched) -> None:
    write(watched.incoming, "r.csv", returns(A_V01=2) + "B-V01,2022,乡村医生,很多\n")
    ((file,),) = [done.files for done in once(watched)[0]]
    assert (file.fate, file.rows, file.errors) == ("loaded", 1, 1) and file.target and file.target.parent.parent.name == "loaded"
    assert file.handed_back and file.handed_back.parent.parent.name == "returned"
    assert "很多" in pd.read_excel(file.handed_back, header=None, dtype=str, engine="openpyxl").to_string()
    assert rows(watched.workspace, "select facility_code from raw_workforce_return") == [("A-V01",)]


def test_a_strict_watch_returns_such_a_file_whole(tmp_path: Path, watched: Watched) -> None:
    strict = replace(watched, is_strict=True)
    write(strict.incoming, "r.csv", returns(A_V01=2) + "B-V01,2022,乡村医生,很多\n")
    write(strict.incoming, "s.csv", returns(B_V01=3).replace("2022", "2021"))
    (done,), _ = once(strict)
    assert {file.file: (file.fate, file.rows) for file in done.files} == {"r.csv": ("returned", 0), "s.csv": ("loaded", 1)}
    assert rows(strict.workspace, "select facility_code from raw_workforce_return") == [("B-V01",)]


def test_what_was_loaded_before_is_put_with_the_loaded_ones(tmp_path: Path, watched: Watched) -> None:
    load(watched.workspace, write(tmp_path, "r.csv", returns(A_V01=2)))
    write(watched.incoming, "renamed.csv", returns(A_V01=2))
    (done,), _ = once(watched)
    assert done.build is None and [file.fate for file in done.files] == ["loaded"]
    assert done.files[0].loaded_on and done.files[0].rows == 0


def test_the_batch_counts_the_mistakes_of_its_own_files(watched: Watched) -> None:
    drop_twenty(watched.incoming)
    write(watched.incoming, "一行错.csv", returns(A_V01=1, B_V01=2).replace("2022", "2019").replace(",2\n", ",很多\n"))
    (done,), _ = once(watched)
    with Ledger(watched.workspace.ledger_path) as ledger:
        batch = next(b for b in ledger.batches() if b["batch"] == done.batch)
    assert batch["errors"] == 1 == next(f.errors for f in done.files if f.file == "一行错.csv") < sum(f.errors for f in done.files)


def test_a_name_that_is_taken_gets_a_number_and_the_same_bytes_do_not(watched: Watched) -> None:
    for headcount in (1, 2, 2):
        write(watched.incoming, "r.csv", returns(A_V01=headcount))
        once(watched)
    assert names(watched.out) == {"r.csv", "r (2).csv"} and names(watched.incoming) == set()


def test_a_file_that_grows_is_left_until_it_stops(tmp_path: Path) -> None:
    looks, path = Looks(tmp_path), write(tmp_path, "r.csv", "a")
    assert looks.take() == []
    path.write_text("ab")
    assert looks.take() == []
    assert looks.take() == [path]
    os.utime(path, ns=(0, 0))
    assert looks.take() == [] and looks.take() == [path]
    looks.skip(path)
    assert looks.take() == []
    path.write_text("abc")
    assert looks.take() == [] and looks.take() == [path]


def test_locks_links_folders_and_parts_of_copies_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden", "~$r.xlsx", "r.csv.part", "r.TMP", "Thumbs.db"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "r.TMP")
    looks = Looks(tmp_path)
    assert looks.take() == [] and looks.take() == []


def test_a_move_that_was_cut_short_is_finished(tmp_path: Path) -> None:
    source, sha = write(tmp_path, "r.csv", "a"), hashlib.sha256(b"a").hexdigest()
    folder = tmp_path / "out"
    folder.mkdir()
    write(folder, "r.csv", "a")  # the copy on the other disk was whole, the original not yet gone
    target = place_for(source, sha, folder)
    assert target == folder / "r.csv"
    move(source, target)
    assert not source.exists() and target.read_text() == "a"


def test_folders_in_the_workspace_or_missing_ones_are_refused(tmp_path: Path, watched: Watched) -> None:
    inside = watched.workspace.path / "out"
    for wrong, code in (
        (replace(watched, out=inside), ExitCode.REFUSED), (replace(watched, incoming=inside), ExitCode.REFUSED),
        (replace(watched, incoming=tmp_path / "nowhere"), ExitCode.NOT_FOUND),
    ):
        with pytest.raises(XiangyiError) as caught:
            watch(wrong, lambda done: None, lambda text: None, once=True)
        assert caught.value.code == code


def test_a_held_workspace_is_said_and_the_files_stay(watched: Watched) -> None:
    write(watched.incoming, "r.csv", returns(A_V01=2))
    with hold_lock(watched.workspace.path / "lock", by="张三"), pytest.raises(XiangyiError) as caught:
        once(watched)
    assert caught.value.code == ExitCode.BUSY and "张三" in caught.value.text.zh and names(watched.incoming) == {"r.csv"}
    assert once(watched)[0][0].build == "b000002"


def test_one_folder_has_one_watch(watched: Watched) -> None:
    (lock,) = [hashlib.sha256(str(watched.incoming.resolve()).encode()).hexdigest()[:12]]
    with hold_lock(watched.workspace.path / f"watch-{lock}.lock", by="李四"), pytest.raises(XiangyiError) as caught:
        once(watched)
    assert caught.value.code == ExitCode.BUSY and "李四" in caught.value.text.en


def test_a_file_that_may_not_be_read_is_left_and_the_others_go_on(watched: Watched) -> None:
    gone = watched.incoming / "gone.csv"  # taken away after the look
    done = work_off(watched, [gone, write(watched.incoming, "r.csv", returns(A_V01=2))])
    assert {file.file: file.fate for file in done.files} == {"gone.csv": "left", "r.csv": "loaded"}


def test_a_register_and_the_files_that_need_it_come_together(watched: Watched) -> None:
    write(watched.incoming, "a.csv", returns(A_V02=2))
    write(watched.incoming, "机构.csv", FACILITIES + "A-V02,丙村卫生室,村卫生室,140321100\n")
    assert [file.fate for file in once(watched)[0][0].files] == ["loaded", "loaded"]
    assert rows(watched.workspace, "select unit from raw_workforce_return") == [("140321100",)]


def test_a_file_the_program_stumbles_over_goes_back_and_the_watch_goes_on(watched: Watched) -> None:
    good, bad = write(watched.incoming, "好.csv", returns(A_V01=2)), write(watched.incoming, "坏.csv", returns(B_V01=3).replace("2022", "2021"))
    sha = hashlib.sha256(bad.read_bytes()).hexdigest()
    (watched.workspace.archive / sha[:2]).write_text("a file where the archive keeps a folder")
    done, said = once(watched)
    fates = {file.file: (file.fate, file.errors, file.handed_back is not None) for part in done for file in part.files}
    assert fates == {"好.csv": ("loaded", 0, False), "坏.csv": ("returned", 1, True)} and not good.exists() and not bad.exists()
    assert rows(watched.workspace, "select facility_code from raw_workforce_return") == [("A-V01",)]
    (log,) = (watched.workspace.path / "logs").glob("incident-*.txt")
    (told,) = [line for line in said if "坏.csv" in line]
    assert log.stem.removeprefix("incident-") in told and "FileExistsError" in log.read_text() and "in archive" in log.read_text()
    (back,) = [file.handed_back for part in done for file in part.files if file.handed_back]
    assert "内部错误" in pd.read_excel(back, sheet_name=None, header=None, dtype=str, engine="openpyxl")["错误"].to_string()


def test_a_watch_is_ended_by_who_runs_it_and_by_a_machine_that_cannot_go_on(watched: Watched) -> None:
    write(watched.incoming, "r.csv", returns(A_V01=2))

    def interrupt(done: Round) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(watched, interrupt, lambda text: None, once=True)
    faults = (OSError(28, "No space left on device"), XiangyiError(Text("坏", "damaged"), ExitCode.DAMAGED), PermissionError(13, "Permission denied"))
    assert not any(is_fault(error) for error in faults) and is_fault(ValueError("x")) and is_fault(FileExistsError(17, "File exists"))


def test_a_file_that_empties_months_is_loaded_and_that_is_said(tmp_path: Path, watched: Watched) -> None:
    load(watched.workspace, write(tmp_path, "一.csv", pay_sheet("", {1: 900, 2: 900})))
    write(watched.incoming, "二.csv", pay_sheet("2024年补助发放表", {3: 900}))
    ((done,), _) = once(watched)
    (file,) = done.files
    assert (file.fate, file.rows, file.errors, file.handed_back) == ("loaded", 1, 0, None)
    (warning,) = file.warnings
    assert "2024-01、2024-02 没有行，按空处理，原有的 2 行不再计入" in warning.line("zh") and "--correct" in warning.line("en")
