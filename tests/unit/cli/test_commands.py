"""The commands from an empty folder to an answer, a deck and a served page."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import make_cli
from pipelines.command.demo import build_demo, code_stamp
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import OBSERVATION_COLUMNS
from tests.spec.reading import FOLDER, person_number, read_spec

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The places and the roster of the headcount specification, as CSV files."""
    folder = tmp_path_factory.mktemp("files")
    given = {**read_spec(FOLDER / "places.md").given, **read_spec(FOLDER / "headcount.md").given}
    for name, rows in given.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows({k: person_number(v) for k, v in row.items()} for row in rows)
    return [str(p) for p in sorted(folder.iterdir())]


@pytest.fixture(scope="module")
def workspace(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A workspace with those files loaded."""
    folder = str(tmp_path_factory.mktemp("cli") / "workspace")
    assert outcome(make_cli(), ["init", folder, "--site", str(FOLDER / "site.toml")]) == ExitCode.OK
    assert outcome(make_cli(), ["load", *files, "--workspace", folder, "--yes"]) == ExitCode.OK
    return folder


def ask(said: Said, *argv: str, code: ExitCode = ExitCode.OK) -> str:
    """Run a command and return what it printed on stdout."""
    said.readouterr()
    assert outcome(make_cli(), list(argv)) == code
    return said.readouterr().out


def test_check_loads_nothing(files: list[str], tmp_path: Path, capsys: Said) -> None:
    folder = str(tmp_path / "new")
    ask(capsys, "init", folder, "--site", str(FOLDER / "site.toml"))
    plan = json.loads(ask(capsys, "check", *files, "--workspace", folder, "--json"))
    assert {t["dataset"]: t["loaded"] for f in plan["files"] for t in f["tables"]} == {"facility": 4, "region": 6, "roster": 6}
    assert json.loads(ask(capsys, "status", "--workspace", folder, "--json"))["build"] is None


def test_load_asks_and_needs_somebody_to_answer(files: list[str], workspace: str, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert outcome(make_cli(), ["load", *files, "--workspace", workspace, "--lang", "en"]) == ExitCode.USAGE
    assert "--yes" in capsys.readouterr().err


def test_the_same_files_again_change_nothing(files: list[str], workspace: str, capsys: Said) -> None:
    before = json.loads(ask(capsys, "status", "--workspace", workspace, "--json"))["build"]
    again = json.loads(ask(capsys, "load", *files, "--workspace", workspace, "--yes", "--json"))
    assert again["batch"] is None and all(f["already_loaded_on"] for f in again["files"])
    assert "same content" in ask(capsys, "load", *files, "--workspace", workspace, "--yes", "--lang", "en")
    assert json.loads(ask(capsys, "status", "--workspace", workspace, "--json"))["build"] == before


def test_a_file_with_problems_is_told_line_by_line_and_ends_with_1(workspace: str, tmp_path: Path, capsys: Said) -> None:
    bad = tmp_path / "roster.csv"
    bad.write_text("id_number,as_at,facility_code,staff_group,licence\n123,2023-13-45,E-V,医生甲,无\n", encoding="utf-8")
    said = ask(capsys, "check", str(bad), "--workspace", workspace, "--lang", "en", code=ExitCode.PROBLEMS)
    assert said.count("[error]") >= 2 and "row 2" in said and "2023-13-45" in said
    nonsense = tmp_path / "nonsense.csv"
    nonsense.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "not loaded: the headers of no sheet" in ask(capsys, "check", str(nonsense), "--workspace", workspace, "--lang", "en", code=ExitCode.PROBLEMS)
    words = ("check", str(bad), "--workspace", workspace, "--period", "abc", "--lang", "en")
    said = ask(capsys, *words, code=ExitCode.PROBLEMS)
    assert 'not loaded: the period given, "abc", is not a period' in said and "not recognised" not in said and "--period" not in said


@pytest.mark.parametrize("named", ["no-such-file.csv", "empty"])
def test_what_is_no_file_is_told(workspace: str, named: str, capsys: Said, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert outcome(make_cli(), ["check", str(tmp_path / named), "--workspace", workspace]) == ExitCode.NOT_FOUND
    assert capsys.readouterr().err.count("\n") == 1


def test_a_pattern_the_shell_left_alone_is_filled_in(files: list[str], workspace: str, capsys: Said) -> None:
    pattern = str(Path(files[0]).parent / "*.csv")
    plan = json.loads(ask(capsys, "check", pattern, "--workspace", workspace, "--json"))
    assert len(plan["files"]) == len(files)


def test_observe_in_three_formats_says_the_same(workspace: str, capsys: Said) -> None:
    question = ("observe", "headcount", "--workspace", workspace, "--level", "county", "--period", "2023")
    as_json = json.loads(ask(capsys, *question, "--format", "json"))
    assert [tuple(row) for row in as_json] == [OBSERVATION_COLUMNS] * 2
    assert {r["region_code"]: (r["value"], r["category"], r["status"]) for r in as_json} == {
        "990001": (3, None, "small_n"), "990002": (1, None, "small_n"),
    }  # fmt: skip
    as_csv = list(csv.DictReader(io.StringIO(ask(capsys, *question, "--format", "csv"))))
    assert [{k: v or None for k, v in r.items()} for r in as_csv] == [
        {k: None if v is None else str(v) for k, v in r.items()} for r in as_json
    ]
    table = ask(capsys, *question, "--lang", "en")
    assert "Beta" in table and "Gamma" in table and "1/1" in table and "2/2" in table
    assert "乙县" in ask(capsys, *question)


def test_a_number_that_is_not_there_is_null_and_never_nan(workspace: str, capsys: Said) -> None:
    said = ask(capsys, "observe", "training_coverage", "--workspace", workspace, "--period", "2023", "--format", "json")
    assert "NaN" not in said
    assert [(r["value"], r["status"]) for r in json.loads(said)] == [(None, "not_collected")]


@pytest.mark.parametrize(
    "wrong", [("--level", "province"), ("--region", "1"), ("--period", "1999"), ("--by", "licence_plate")], ids=lambda w: w[0]
)
def test_a_question_about_what_there_is_not_names_what_there_is(workspace: str, wrong: tuple[str, str], capsys: Said) -> None:
    assert outcome(make_cli(), ["observe", "headcount", "--workspace", workspace, *wrong, "--lang", "en"]) == ExitCode.NOT_FOUND
    said = capsys.readouterr().err
    assert wrong[1] in said and said.count("\n") == 1


def test_the_catalogue_has_the_promised_fields(capsys: Said) -> None:
    catalogue = json.loads(ask(capsys, "indicators", "--json"))
    fields = [
        "name", "codes", "title", "definition", "unit", "polarity", "kind", "time", "base", "interval", "additive", "yearly", "breakdowns", "needs",
        "source", "caveat",
    ]  # fmt: skip
    assert catalogue and all(list(entry) == fields for entry in catalogue)
    assert all(set(entry["title"]) == {"zh", "en"} for entry in catalogue)
    assert "headcount" in ask(capsys, "indicators", "--lang", "zh")


def test_status_counts_what_is_held(workspace: str, capsys: Said) -> None:
    held = json.loads(ask(capsys, "status", "--workspace", workspace, "--json"))
    assert {d["dataset"]: d["rows"] for d in held["datasets"]} == {"facility": 4, "region": 6, "roster": 6}
    assert held["batches"][0]["state"] == "published" and held["note"] is None
    assert "甲市" not in ask(capsys, "status", "--workspace", workspace, "--lang", "en")


def test_export_writes_a_deck(workspace: str, tmp_path: Path, capsys: Said) -> None:
    from pptx import Presentation

    deck = tmp_path / "supply.pptx"
    said = ask(capsys, "export", "--workspace", workspace, "--page", "supply", "--region", "990001", "--to", str(deck), "--lang", "en")
    assert f"{len(Presentation(str(deck)).slides)} slides" in said
    wrong = ["export", "--workspace", workspace, "--page", "no-such-page", "--to", str(deck)]
    assert outcome(make_cli(), wrong) == ExitCode.NOT_FOUND
    assert outcome(make_cli(), ["export", "--workspace", workspace, "--page", "supply", "--to", str(tmp_path / "no" / "x.pptx")]) == 3


@pytest.fixture
def served(workspace: str) -> Iterator[str]:
    """The address of the workspace, served by a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("xiangyi")), "serve", "--workspace", workspace, "--port", str(port), "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        yield line.split()[2]
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_serve_prints_its_address_and_answers_there(served: str, workspace: str, capsys: Said) -> None:
    assert served.startswith("http://127.0.0.1:")
    for _ in range(50):
        try:
            with urllib.request.urlopen(served, timeout=10) as response:
                assert response.status == 200
                assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            break
        except ConnectionError:
            time.sleep(0.1)
    port = served.rstrip("/").rpartition(":")[2]
    assert outcome(make_cli(), ["serve", "--workspace", workspace, "--port", port, "--lang", "en"]) == ExitCode.USAGE
    assert "in use" in capsys.readouterr().err


def test_the_demo_never_empties_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(XiangyiError) as caught:
        build_demo(tmp_path / "letters", lambda what, share: None)
    assert caught.value.code is ExitCode.REFUSED
    assert (tmp_path / "letters" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_the_demo_is_made_anew_when_its_seed_changes() -> None:
    assert code_stamp(1) == code_stamp(1) != code_stamp(2)


def test_the_demo_that_is_up_to_date_is_found(demo_workspace: Path) -> None:
    built = build_demo(demo_workspace, lambda what, share: None)
    assert not built.is_fresh and built.build.startswith("b")
