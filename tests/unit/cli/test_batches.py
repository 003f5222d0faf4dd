"""batches, undo, rebuild and watch on the command line: what they print, ask, refuse and return."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.cli import bring_up_to_date, make_cli
from pipelines.command.differences import MOST_LINES, difference_rows, example_lines
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.core.text import Text
from pipelines.intake.lock import hold_lock
from pipelines.intake.plan import Change, Diff, Example
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import by_other_program, load, registered, returns, write

Say = Callable[..., str]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which one return replaced another."""
    folder = tmp_path_factory.mktemp("template")
    workspace = registered(folder)
    load(workspace, write(folder, "r.csv", returns(A_V01=2, B_V01=3)), sender="张三")
    load(workspace, write(folder, "r2.csv", returns(A_V01=5)), sender="李四")
    return workspace.path


@pytest.fixture
def run(template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """A function that runs a command on a copy of the workspace and returns what it printed."""
    folder = shutil.copytree(template, tmp_path / "w")

    def call(*words: str, code: ExitCode = ExitCode.OK, lang: str = "en") -> str:
        capsys.readouterr()
        assert outcome(make_cli(), [*words, "--workspace", str(folder), "--lang", lang]) == code
        said = capsys.readouterr()
        return said.out + said.err

    return call


def test_the_list_names_senders_and_states_newest_first(run: Say) -> None:
    lines = [line.split() for line in run("batches", lang="zh").splitlines() if line.startswith("k0")]
    assert [(line[0], line[3], line[4], line[5]) for line in lines[:2]] == [
        ("k000003", "李四", "替换", "生效"), ("k000002", "张三", "替换", "生效")
    ]
    assert [b["sender"] for b in json.loads(run("batches", "--json"))][1:] == ["张三", "李四"]


def test_one_batch_is_told_with_its_files_and_differences(run: Say) -> None:
    said = run("batches", "k000003")
    assert "sent by: 李四" in said and "r2.csv" in said and "builds: b000003" in said
    assert "Workforce return" in said and "冠山镇 140321100" in said
    assert json.loads(run("batches", "k000003", "--json"))["diff"][0]["changed"] == 1
    assert "there is no batch k000009" in run("batches", "k000009", code=ExitCode.NOT_FOUND)


def test_an_undo_shows_what_changes_and_asks(run: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "add --yes if it is to be undone" in run("undo", "last", code=ExitCode.USAGE)
    answers = io.StringIO("n\ny\n")
    monkeypatch.setattr("sys.stdin", answers)
    monkeypatch.setattr(answers, "isatty", lambda: True)
    said = run("undo", "last")
    assert "batch k000003 (李四" in said and "r.csv row 2: A-V01, Village doctor: Headcount 5 → 2" in said and "nothing was undone" in said
    assert "undone batch k000003, published build b000004" in run("undo", "last", "--by", "王五")
    assert "was undone on" in run("undo", "k000003", "--yes", code=ExitCode.REFUSED)


def test_a_rebuild_prints_table_by_table_or_one_line(run: Say, tmp_path: Path) -> None:
    assert "tables are the same" in run("rebuild")
    lines = run("rebuild", "b000002", "--verify", "--from-archive", "--to", str(tmp_path / "x.duckdb"), lang="zh").splitlines()
    assert sum(line.endswith("相同") for line in lines) > 40
    assert any(line.startswith("已写入") for line in lines) and (tmp_path / "x.duckdb").is_file()
    found = json.loads(run("rebuild", "b000001", "--json"))
    assert found["is_same"] and found["build"] == "b000001" and found["source"] == "cleaned"


def test_a_rebuild_that_differs_ends_with_1_and_names_the_tables(run: Say, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "w" / "ledger.sqlite")) as db:
        tables = json.loads(db.execute("select tables from build where build = 'b000003'").fetchone()[0])
        tables["raw_region"][1] = "0"
        db.execute("update build set tables = ? where build = 'b000003'", (json.dumps(tables),))
        db.commit()
    said = run("rebuild", code=ExitCode.PROBLEMS)
    assert "raw_region" in said and "differs" in said and "1 of" in said


def test_a_build_is_published_anew_by_the_present_program(run: Say, tmp_path: Path) -> None:
    by_other_program(tmp_path / "w" / "ledger.sqlite")
    assert "run xiangyi rebuild --publish" in run("status")
    assert "--publish cannot be used with BUILD, --verify" in run("rebuild", "b000001", "--verify", "--publish", code=ExitCode.USAGE)
    assert Workspace.open(tmp_path / "w").named_build() == "b000003"
    assert "published build b000004, made anew from the same data" in run("rebuild", "--publish")
    assert "rebuild" not in run("status")
    assert json.loads(run("rebuild", "--publish", "--json")) == {"build": "b000005"}


def test_serve_makes_a_build_of_another_program_anew_and_leaves_one_of_its_own(
    run: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "w"
    bring_up_to_date(folder, "en")
    assert Workspace.open(folder).named_build() == "b000003" and capsys.readouterr().err == ""
    by_other_program(folder / "ledger.sqlite")
    bring_up_to_date(folder, "en")
    assert Workspace.open(folder).named_build() == "b000004"
    said = capsys.readouterr().err
    assert "since build b000003; making it anew" in said and "published build b000004" in said


def test_serve_goes_on_with_the_build_there_is_while_another_holds_the_workspace(tmp_path: Path, run: Say, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "w"
    by_other_program(folder / "ledger.sqlite")
    with hold_lock(folder / "lock", by="张三"):
        bring_up_to_date(folder, "zh")
    assert Workspace.open(folder).named_build() == "b000003"
    said = capsys.readouterr().err
    assert "未能重新生成，仍使用 b000003" in said and "张三" in said


def test_serve_goes_on_where_nothing_can_be_written(tmp_path: Path, run: Say, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "w"
    by_other_program(folder / "ledger.sqlite")
    (folder / "lock").unlink(missing_ok=True)
    (folder / "lock").mkdir()  # in the way of whoever would write, whatever their rights
    bring_up_to_date(folder, "en")
    assert Workspace.open(folder).named_build() == "b000003" and "b000003 is served: " in capsys.readouterr().err


def test_a_watch_works_off_a_folder(run: Say, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", "r3.csv", returns(B_V01=9))
    write(tmp_path / "in", "x.csv", "a,b\n1,2\n")
    words = ("watch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--once", "--every", "0.1")
    said = run(*words, "--by", "值班员", code=ExitCode.PROBLEMS, lang="zh")
    assert "已加载 r3.csv：1 行" in said and "退回 x.csv：错误 1 处" in said and "已发布数据版本 b000004（批次 k000004）" in said
    assert run(*words) == ""
    write(tmp_path / "in", "again.csv", returns(B_V01=9))
    assert "已加载 again.csv：内容相同，" in run(*words, lang="zh")
    write(tmp_path / "in", "r4.csv", returns(B_V01=9, A_V01=5) + "A-V01,2022,卫生员,x\n")
    (line,) = [json.loads(line) for line in run(*words, "--json", "--strict", code=ExitCode.PROBLEMS).splitlines()]
    assert line["build"] is None and [(f["file"], f["fate"], f["errors"]) for f in line["files"]] == [("r4.csv", "returned", 1)]


def test_correct_and_by_are_options_of_load(run: Say, tmp_path: Path) -> None:
    file = write(tmp_path, "c.csv", returns(B_V01=4))
    assert "only rows with the same key are replaced" in run("check", str(file), "--correct")
    run("load", str(file), "--correct", "--by", "赵六", "--yes")
    assert [(b["mode"], b["sender"]) for b in json.loads(run("status", "--json"))["batches"]][0] == ("correct", "赵六")


def diff(period: str, unit: str, *counts: int, **more: object) -> Diff:
    """Return a difference of the pay ledger."""
    new, changed, gone, unchanged = counts
    return Diff(dataset="pay", unit=unit, period=period, new=new, changed=changed, gone=gone, unchanged=unchanged, **more)  # type: ignore[arg-type]


def test_units_that_change_have_a_line_and_the_others_are_counted() -> None:
    diffs = [diff("2024-01", "u1", 0, 2, 1, 5, name=Text("甲镇", "Jia")), diff("2024-01", "u2", 0, 0, 0, 9), diff("2024-01", "u3", 0, 0, 0, 9)]
    assert difference_rows(diffs, "zh")[1] == [
        ["薪酬台账", "2024-01", "3 个单位（2 个不变）", "0", "2", "1", "23"], ["", "", "  甲镇 u1", "0", "2", "1", "5"]
    ]
    assert difference_rows(diffs[1:], "en")[1] == [["Pay ledger", "2024-01", "2 units (2 unchanged)", "0", "0", "0", "18"]]


def test_periods_in_which_the_same_happens_to_all_share_a_line() -> None:
    new = [diff(f"2024-{m:02d}", u, 3, 0, 0, 0) for m in range(1, 13) for u in ("u1", "u2")]
    gone = [diff(f"2025-0{m}", "u1", 0, 0, 4, 0) for m in (1, 2)]
    assert [row[1:4] for row in difference_rows([*new, *gone], "en")[1]] == [
        ["2024-01 – 2024-12 (12 periods)", "2 units", "72"], ["2025-01 – 2025-02 (2 periods)", "u1", "0"]
    ]


def test_more_units_than_can_be_read_are_counted() -> None:
    diffs = [diff("2024-01", f"u{n:03d}", 1, 0, 0, 1) for n in range(MOST_LINES + 5)]
    rows = difference_rows(diffs, "en")[1]
    assert len(rows) == MOST_LINES + 2 and rows[-1][2].strip().startswith("5 more units change")


def test_examples_are_read_in_both_languages_and_tell_nothing_of_persons() -> None:
    key = {"facility_code": "A-V01", "pay_component": "base"}
    example = Example(kind="changed", file="p.csv", row=3, key=key, changes=(Change(column="paid_yuan", before=None, after=None),))
    diffs = [diff("2024-01", "u1", 0, 3, 0, 0, examples=(example,))]
    assert example_lines(diffs, "zh") == ["更改 p.csv 第 3 行：A-V01、基本工资：实发金额", "另有 2 行更改或消失"]
    assert example_lines(diffs, "en") == ["changed p.csv row 3: A-V01, Base pay: Paid", "2 more rows change or go"]
