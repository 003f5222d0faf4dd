"""README and CONTRIBUTING say what there is: make targets, commands, exit codes, settings, folders."""

from __future__ import annotations

import re

import pytest

from dashboard.cli import make_cli
from pipelines.command.manual import EXIT_CODES
from pipelines.site import SETTINGS, parse_site, shipped_sites, site_text
from tests.contract.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_a_make_target_that_is_named_exists(text: str) -> None:
    named = set(re.findall(r"(?:^|`)(?:\w+=\w+ )?make ([a-z-]+)", text, flags=re.M))
    made = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.M))
    assert {"test", "manual"} <= named
    assert named - made == set()


def test_the_promised_targets_exist() -> None:
    made = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.M))
    assert {"setup", "demo", "test", "lint", "types", "bench", "clean"} <= made


def test_every_command_and_only_those_are_in_the_readme() -> None:
    commands = {c.name for c in make_cli().registered_commands}
    assert set(re.findall(r"^\| `xiangyi (\w+)` \|", README, flags=re.M)) == commands
    assert set(re.findall(r"\bxiangyi (\w+) ", README)) - {"COMMAND"} <= commands


def test_every_exit_code_is_in_the_readme() -> None:
    table = {int(code) for code in re.findall(r"^\| (\d+) \| \w", README, flags=re.M)}
    assert table == {int(code) for code in EXIT_CODES}



def test_every_setting_of_a_site_is_in_the_readme() -> None:
    rows = "\n".join(re.findall(r"^\| `\[.*$", README, flags=re.M))
    assert [s.heading for s in SETTINGS if not _is_documented(s.section, s.name, rows)] == []


def _is_documented(section: str, name: str, rows: str) -> bool:
    return any(f"[{section}]" in row and re.search(rf"\b{name}\b", row) for row in rows.splitlines())


def test_a_setting_missing_from_the_readme_would_be_seen() -> None:
    assert not _is_documented("site", "no_such_setting", README)


def test_every_shipped_site_is_named_and_reads() -> None:
    assert [name for name in shipped_sites() if f"`{name}`" not in README and f"--site {name}" not in README] == []
    assert all(parse_site(site_text(name)).name == name for name in shipped_sites())


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_a_path_that_is_named_exists(text: str) -> None:
    named = set(re.findall(r"`((?:pipelines|dashboard|data|tests|notebooks|\.ci)/[\w./-]*)`", text))
    links = set(re.findall(r"\]\((?!http)([\w./-]+)\)", text))
    assert len(named | links) >= 3
    assert [path for path in sorted(named | links) if not (ROOT / path).exists()] == []
