"""What may leave, listed and asked for on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.cli import make_cli
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.core.release import PROFILE_TITLES
from tests.unit.intake.files import load, registered, returns, write

Said = pytest.CaptureFixture[str]
ASKED = ("observe", "headcount", "--level", "township", "--period", "2022", "--lang", "en")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two townships with 3 and 30 doctors, at a site that offers every profile."""
    from pipelines.warehouse.workspace import Workspace

    folder = tmp_path_factory.mktemp("release")
    made = registered(folder)
    with (made.path / "site.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[profiles]\navailable = ["internal", "restricted", "public"]\n')
    load(Workspace.open(made.path), write(folder, "r.csv", returns(A_V01=3, B_V01=30)))
    return str(made.path)


def said(capsys: Said, *words: str, code: ExitCode = ExitCode.OK) -> str:
    capsys.readouterr()
    assert outcome(make_cli(), list(words)) == code
    found = capsys.readouterr()
    return found.out if code == ExitCode.OK else found.err


def test_the_lists_and_what_was_hidden_are_shown(workspace: str, capsys: Said) -> None:
    shown = said(capsys, "release", "--workspace", workspace, "--lang", "en")
    assert "Headcount by sex, age and licence" in shown and "hidden beyond" in shown
    told = json.loads(said(capsys, "release", "--workspace", workspace, "--json"))
    staff = next(t for t in told["tables"] if t["table"] == "staff" and t["profile"] == "restricted")
    assert staff["levels"] == ["prefecture", "county", "township"] and staff["indicators"] == ["headcount", "density"]
    assert {a["profile"]: a["primary_hidden"] for a in told["hidden"]}["restricted"] >= 1


def test_an_answer_is_stamped_with_its_profile_and_hides(workspace: str, capsys: Said) -> None:
    inside = said(capsys, *ASKED, "--workspace", workspace)
    restricted = said(capsys, *ASKED, "--workspace", workspace, "--profile", "restricted")
    assert PROFILE_TITLES["internal"].en in inside and PROFILE_TITLES["restricted"].en in restricted
    assert " 30 " in inside and " 30 " not in restricted and restricted.count("suppressed") == 2
    rows = json.loads(said(capsys, *ASKED, "--workspace", workspace, "--profile", "restricted", "--format", "json"))
    assert [(r["value"], r["numerator"], r["n"], r["status"]) for r in rows] == [(None, None, None, "suppressed")] * 2


def test_what_is_not_listed_is_refused_with_what_is(workspace: str, capsys: Said) -> None:
    line = said(capsys, *ASKED, "--workspace", workspace, "--profile", "public", code=ExitCode.REFUSED)
    assert "headcount --level township is not on the list" in line and "headcount --level county" in line and "xiangyi release" in line
    assert line.count("\n") == 1


def test_a_site_that_offers_none_says_so(tmp_path: Path, capsys: Said) -> None:
    made = registered(tmp_path)
    assert "internal only" in said(capsys, "release", "--workspace", str(made.path), "--lang", "en")
    line = said(capsys, *ASKED, "--workspace", str(made.path), "--profile", "restricted", code=ExitCode.REFUSED)
    assert "[profiles] available" in line
