"""xiangyi erase: who it is comes from standard input, the plan is shown, and nothing that is printed or kept names the person."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from dashboard.cli import make_cli
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from tests.faults.erasing import NAME, NUMBER, PHONE, holders, small, words
from tests.unit.intake.files import registered, write

Said = pytest.CaptureFixture[str]


def erase(said: Said, monkeypatch: pytest.MonkeyPatch, folder: Path, entered: str, *options: str) -> tuple[int, str, str]:
    """Run the command with a line on standard input; return its exit code and what it printed."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{entered}\n"))
    said.readouterr()
    code = outcome(make_cli(), ["erase", "--workspace", str(folder), *options])
    printed = said.readouterr()
    return code, printed.out, printed.err


def test_a_person_is_erased_and_the_plan_names_files_and_rows(tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = small(tmp_path)
    code, out, err = erase(capsys, monkeypatch, workspace.path, f" {NUMBER.lower()} ", "--yes", "--lang", "en", "--by", "王五")
    assert code == ExitCode.OK, err
    assert "4, 5" in out and "k000002" in out and "更正.csv" in out and "published build b000004" in out
    assert NUMBER not in out + err and PHONE not in out + err
    assert outcome(make_cli(), ["batches", "k000002", "--workspace", str(workspace.path), "--lang", "en"]) == ExitCode.OK
    assert "erased: 1 rows, " in (shown := capsys.readouterr().out) and "王五" in shown
    assert not any(holders(workspace.path, words(workspace)).values())
    code, out, err = erase(capsys, monkeypatch, workspace.path, NUMBER, "--yes", "--json")
    assert code == ExitCode.NOT_FOUND
    assert json.loads(out) | {"said": []} == {
        "build": None, "is_done": False, "also": 0, "originals": 0, "rows": {}, "places": [], "unclear": [], "doubtful": 0, "beside": 0,
        "copies": [], "builds": [], "said": [],
    }


@pytest.mark.parametrize("entered", [
    "", "12345", NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), '{"name": "甲"}', "{", '{"name": "", "birth_date": "", "facility_code": ""}',
    '{"name": "甲", "birth_date": "5.3.1980", "facility_code": "A-V01"}',
])  # fmt: skip
def test_what_is_not_a_person_is_refused_without_repeating_it(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch, entered: str
) -> None:
    workspace = registered(tmp_path)
    code, out, err = erase(capsys, monkeypatch, workspace.path, entered, "--yes")
    assert code == ExitCode.USAGE and err.startswith("xiangyi: 标准输入：")
    assert not entered or len(entered) < 5 or entered not in out + err


def test_nobody_is_erased_without_being_asked(tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = registered(tmp_path)
    code, _, err = erase(capsys, monkeypatch, workspace.path, NUMBER)
    assert code == ExitCode.USAGE and "--yes" in err
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert outcome(make_cli(), ["erase", NUMBER, "--workspace", str(workspace.path), "--yes"]) == ExitCode.USAGE  # never an argument


def test_somebody_without_a_number_is_erased_by_name_birth_date_and_facility(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = registered(tmp_path)
    people = [(NAME, "1971-03-04", "A-V01"), (NAME, "1971-03-04", "B-V01"), ("测试甲", "1980-01-02", "A-V01")]
    text = "姓名,身份证号,出生日期,基准日期,机构代码,人员类别,执业资格\n" + "".join(f"{n},,{b},2023-12-31,{f},乡村医生,乡村医生证\n" for n, b, f in people)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert outcome(make_cli(), ["load", str(write(tmp_path, "花名册.csv", text)), "-w", str(workspace.path), "--yes"]) == ExitCode.OK
    entered = json.dumps({"name": NAME, "birth_date": "1971-03-04", "facility_code": "A-V01"})
    code, out, err = erase(capsys, monkeypatch, workspace.path, entered, "--yes", "--json")
    told = json.loads(out)
    assert code == ExitCode.OK, err
    assert told["rows"] == {"roster": 1} and [place["rows"] for place in told["places"]] == [[2]]
    assert [place["rows"] for place in told["unclear"]] == [[3]]  # the same name and birth date at another clinic: told, not taken
    entered = entered.replace("A-V01", "B-V01")
    code, out, _ = erase(capsys, monkeypatch, workspace.path, entered, "--yes", "--json")
    assert code == ExitCode.OK and json.loads(out)["rows"] == {"roster": 1}
    assert holders(workspace.path, {"name": NAME})["name"] == set()
