"""Manual pages: complete, in both languages, and no wider than the page."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dashboard.cli import make_cli
from pipelines.command.manual import WIDTH, Entry, display_width, make_app, wrap
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.core.text import Lang, Text
from tests.contract.source import HAN

COMMANDS = ("demo", "init", "check", "load", "template", "records", "status", "indicators", "observe", "rank", "trace", "boundaries", "serve",
            "export")
SECTIONS = ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT CODES")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_has_every_section(command: str, lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(make_cli(), [command, "--help", "--lang", lang]) == ExitCode.OK
    page = capsys.readouterr().out
    heads = {"zh": ("名称", "用法", "说明", "选项", "示例", "退出码"), "en": SECTIONS}[lang]
    places = [f"\n{page}".index(f"\n{head}\n") for head in heads]
    assert places == sorted(places)
    assert max(display_width(line) for line in page.splitlines()) <= WIDTH + 4
    prose = page.partition("EXAMPLES")[0] if lang == "en" else page
    assert bool(HAN.search(prose)) == (lang == "zh")


def test_the_overview_lists_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(make_cli(), ["--help", "--lang", "en"]) == ExitCode.OK
    page = capsys.readouterr().out
    assert [c for c in COMMANDS if f"\n    {c} " not in page] == []
    assert [c for c in ExitCode if f"{int(c):>3}  " not in page] == []


def test_a_command_whose_option_is_not_explained_cannot_be_made() -> None:
    entry = Entry(summary=Text("甲", "A"), description=Text("甲", "A"), options={}, examples=())

    def command(left_out: str) -> None:
        """Do nothing."""

    with pytest.raises(ValueError, match="left_out"):
        make_app(Text("甲", "A"), {"command": (entry, command)})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("一二三四五六", ["一二三四", "五六"]),
        ("一二三四，五", ["一二三", "四，五"]),
        ("a\nb", ["a", "b"]),
    ],
)
def test_lines_break_at_blanks_and_between_chinese_characters_but_not_before_a_comma(text: str, lines: list[str]) -> None:
    assert list(wrap(text, 8)) == lines


def test_the_module_itself_is_the_command_line() -> None:
    said = subprocess.run([sys.executable, "-m", "dashboard.cli", "--lang", "en"], capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == ExitCode.OK and "see and keep rural doctors" in said.stdout and "\n    load " in said.stdout
