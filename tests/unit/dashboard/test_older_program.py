"""After an upgrade: a build of the program before is served under a note, and compared with what it can be compared with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted
from dashboard.cards.changes import NOTE
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Lacking, Viewer
from dashboard.layout.shell import head
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.text import LANGS
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import by_other_program, load, registered, returns, write

OVERVIEW = next(page for page in all_pages() if page.name == "overview")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in which a return of five doctors was replaced by one of nine."""
    made = registered(tmp_path)
    load(made, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=3)))
    load(made, write(tmp_path, "r2.csv", returns(A_V01=6)))
    return made


def without_marts(workspace: Workspace, build: str) -> None:
    """Take from a build the tables a later program asks for."""
    path = workspace.build_path(build)
    path.chmod(0o600)
    with duckdb.connect(str(path)) as db:
        for (name,) in db.execute("select table_name from duckdb_tables() where table_name like 'workforce%'").fetchall():
            db.execute(f'drop table "{name}"')


@pytest.fixture
def opened(workspace: Workspace) -> Iterator[Gate]:
    gate = Gate(workspace.path)
    yield gate
    gate.close()


def changed(gate: Gate, lang: str) -> Chart:
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state("/", f"?lang={lang}&region=140321&period=2022", choices(edition, viewer))
    assert state is not None
    return chart_of(Sight(edition=edition, viewer=viewer, state=state), next(card for card in OVERVIEW.cards if card.name == "changes"))


def test_a_build_before_by_the_same_program_is_compared_without_a_word(opened: Gate) -> None:
    chart = changed(opened, "en")
    assert chart.rows and "program" not in chart.footer.note and "b000002" in chart.footer.note


@pytest.mark.parametrize("lang", LANGS)
def test_one_by_another_program_is_compared_and_that_is_said(workspace: Workspace, opened: Gate, lang: str) -> None:
    by_other_program(workspace.ledger_path, "b000002")
    chart = changed(opened, lang)
    assert chart.rows and chart.footer.note.startswith(NOTE.of(lang).partition("{")[0])
    assert {"zh": "另一版本的程序", "en": "another version of the program"}[lang] in chart.footer.note


@pytest.mark.parametrize("lang", LANGS)
def test_one_that_lacks_what_is_asked_is_named_and_nothing_is_made_up(workspace: Workspace, opened: Gate, lang: str) -> None:
    without_marts(workspace, "b000002")
    by_other_program(workspace.ledger_path, "b000002")
    chart = changed(opened, lang)
    assert not chart.rows and "b000002" in chart.empty and {"zh": "不能与本版本相比", "en": "cannot be compared"}[lang] in chart.empty


def test_two_builds_of_one_older_program_differ_by_no_program(workspace: Workspace, opened: Gate) -> None:
    by_other_program(workspace.ledger_path, "b000002")
    by_other_program(workspace.ledger_path, "b000003")
    assert "program" not in changed(opened, "en").footer.note


def test_a_build_of_this_program_that_lacks_it_is_a_fault(workspace: Workspace, opened: Gate) -> None:
    without_marts(workspace, "b000002")
    with pytest.raises(Lacking, match="does not exist"):
        changed(opened, "en")


@pytest.mark.parametrize("lang", LANGS)
def test_pages_on_a_build_of_another_program_open_under_a_note(workspace: Workspace, lang: str) -> None:
    by_other_program(workspace.ledger_path, "b000003")
    gate = Gate(workspace.path)
    viewer = Viewer.local(gate.site)
    shown = page_at(gate, viewer, "/", f"?lang={lang}", None)[-1]
    assert shown["page"] == "overview" and len(content(gate, viewer, shown, *mounted(OVERVIEW))[0]) == len(OVERVIEW.cards)
    edition = gate.edition()
    state = read_state("/", f"?lang={lang}", choices(edition, viewer))
    assert state is not None and "xiangyi rebuild --publish" in str(head(Sight(edition=edition, viewer=viewer, state=state), ""))
    gate.close()
