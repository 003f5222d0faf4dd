"""Every way a command can end: one line on stderr, a documented exit code, no traceback."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from dashboard.cli import make_cli, refuse_other_hosts
from pipelines.command.manual import Entry, make_app
from pipelines.command.run import outcome, write_incident
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text

WRONG: list[tuple[list[str], ExitCode, str]] = [
    (["observe"], ExitCode.USAGE, "INDICATOR"),
    (["no-such-command"], ExitCode.USAGE, "no-such-command"),
    (["status", "--nope"], ExitCode.USAGE, "--nope"),
    (["status", "--workspace", "no/such/folder"], ExitCode.NOT_FOUND, "xiangyi init"),
    (["init", "new", "--site", "atlantis"], ExitCode.NOT_FOUND, "atlantis"),
    (["reconcile", "--workspace", "x", "--profile", "public"], ExitCode.REFUSED, "--profile internal"),
    (["observe", "headcount", "--workspace", "x", "--profile", "secret"], ExitCode.USAGE, "internal, restricted, public"),
    (["observe", "survival", "--workspace", "x", "--at", "12,soon"], ExitCode.USAGE, "12,soon"),
    (["observe", "survival", "--workspace", "x", "--at", "0"], ExitCode.USAGE, '"0"'),
    (["observe", "headcount", "--workspace", "x", "--at", "12"], ExitCode.USAGE, "leave --at out"),
    (["serve", "--workspace", "x", "--host", "0.0.0.0"], ExitCode.REFUSED, "127.0.0.1"),
    (["export", "--workspace", "x", "--page", "supply", "--to", "deck.pdf"], ExitCode.USAGE, ".pptx"),
    (["export", "--workspace", "x", "--page", "supply", "--to", "deck.pptx", "--profile", "restricted"], ExitCode.REFUSED, "restricted"),
    (["--lang", "fr", "indicators"], ExitCode.USAGE, "zh or en"),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "code", "said"), WRONG, ids=lambda v: " ".join(v) if isinstance(v, list) else None)
def test_what_goes_wrong_is_one_line_that_says_what_to_do(
    argv: list[str], code: ExitCode, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert outcome(make_cli(), argv) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("xiangyi: ") and shown.err.count("\n") == 1
    assert said in shown.err
    assert list(tmp_path.iterdir()) == []


def _program(body: Callable[[], None]) -> typer.Typer:
    entry = Entry(summary=Text("甲", "A"), description=Text("甲", "A"), options={"workspace": Text("乙", "B")}, examples=())

    def command(workspace: str = typer.Option("", "--workspace")) -> None:
        body()

    return make_app(Text("甲", "A"), {"command": (entry, command)})


def _fail() -> None:
    raise ZeroDivisionError("the secret inside")


def test_a_fault_of_the_program_leaves_an_incident_file_in_the_workspace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("", encoding="utf-8")
    assert outcome(_program(_fail), ["command", "--workspace", str(tmp_path), "--lang", "en"]) == ExitCode.FAULT
    said = capsys.readouterr().err
    (incident,) = (tmp_path / "logs").iterdir()
    assert said.count("\n") == 1 and str(incident) in said and "the secret inside" not in said
    assert "ZeroDivisionError: the secret inside" in incident.read_text(encoding="utf-8")


def test_an_incident_hides_numbers_of_persons(tmp_path: Path) -> None:
    (tmp_path / "site.toml").touch()
    text = write_incident(ValueError("row 999001197103040019, phone 13900000001"), str(tmp_path)).read_text(encoding="utf-8")
    assert "9****************9" in text and "999001197103040019" not in text and "13900000001" not in text


def test_a_file_in_the_way_is_told_in_one_line_and_leaves_no_incident(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert outcome(make_cli(), ["init", str(tmp_path / "taken" / "mine"), "--site", "blank", "--lang", "en"]) == ExitCode.DAMAGED
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and str(tmp_path / "taken") in said and "choose another folder" in said
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("error", [
    PermissionError(errno.EACCES, "Permission denied", "mine/lock"),
    OSError(errno.EROFS, "Read-only file system", "mine/builds"),
    sqlite3.OperationalError("attempt to write a readonly database"),
])  # fmt: skip
def test_what_may_not_be_read_or_written_is_no_fault(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> None:
        raise error

    assert outcome(_program(refuse), ["command", "--workspace", "mine", "--lang", "zh"]) == ExitCode.DAMAGED
    assert "无法读写 mine" in capsys.readouterr().err


def test_debug_lets_the_traceback_through() -> None:
    with pytest.raises(ZeroDivisionError):
        outcome(_program(_fail), ["--debug", "command"])


def test_stopping_a_command_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    assert outcome(_program(stop), ["command", "--lang", "en"]) == ExitCode.INTERRUPTED
    assert "stopped" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine_itself_is_served(host: str) -> None:
    refuse_other_hosts(host)
    assert outcome(make_cli(), ["serve", "--help"]) == ExitCode.OK


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "8.8.8.8", "example.org", "127.0.0.1.example.org", ""])
def test_other_hosts_are_refused(host: str) -> None:
    with pytest.raises(XiangyiError) as caught:
        refuse_other_hosts(host)
    assert caught.value.code is ExitCode.REFUSED
