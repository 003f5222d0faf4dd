"""A workspace of which every batch was undone: its build holds no row, every page opens and says so, the Data page names who did it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard import holdings
from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from tests.unit.intake.files import load, registered, returns, undo, write


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """The gate to such a workspace."""
    folder = tmp_path_factory.mktemp("undone")
    workspace = registered(folder)
    load(workspace, write(folder, "r.csv", returns(A_V01=2)), sender="张三")
    undo(workspace), undo(workspace, by="王五")
    opened = Gate(workspace.path)
    yield opened
    opened.close()


def test_every_page_opens(gate: Gate) -> None:
    viewer = Viewer.local(gate.site)
    for page in all_pages():
        shown = page_at(gate, viewer, page.path, "", None)[-1]
        assert shown["page"] == page.name
        assert len(content(gate, viewer, shown, *mounted(page))[0]) == len(page.cards)


def test_the_batches_are_told_with_who_sent_and_who_undid_them(gate: Gate) -> None:
    batches = holdings.batches(gate.edition()).set_index("batch")
    assert batches.loc["k000001", ["state", "undone_by"]].tolist() == ["undone", "王五"] and batches.loc["k000002", "sender"] == "张三"
    viewer = Viewer.local(gate.site)
    page = next(page for page in all_pages() if page.name == "data")
    shown = page_at(gate, viewer, page.path, "?lang=zh", None)[-1]
    said = str(content(gate, viewer, shown, *mounted(page)))
    assert "已撤销" in said and "张三" in said and "报送人" in said
