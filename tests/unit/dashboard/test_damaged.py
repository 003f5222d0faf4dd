"""Files of the workspace that cannot be read: whoever asks is told, without where on the disk of the server they lie."""

from __future__ import annotations

import json

import pytest

from dashboard.addressed import page_at
from dashboard.app import make_app
from dashboard.callbacks import content, mounted
from dashboard.cards.agreed import UNREADABLE
from dashboard.data import Gate, Viewer
from dashboard.failed import failed_chart
from dashboard.notes import all_notes
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from pipelines.core.errors import ExitCode, XiangyiError
from tests.unit.intake.files import load, registered, returns, write

HEADERS = {"X-Xiangyi": "desk"}
CARD = {"page": "supply", "card": "headcount_trend", "search": "region=140321&period=2022"}


@pytest.fixture
def workspace(tmp_path):
    """A county with a clinic and a return of its staff."""
    made = registered(tmp_path)
    assert load(made, write(tmp_path, "报表.csv", returns(A_V01=3))).build
    return made


@pytest.fixture
def client(workspace):
    return make_app(workspace.path, warm=False).server.test_client()


def post(client, path, **body):
    return client.post(path, json=body, headers=HEADERS)


def test_damaged_minutes_are_said_to_be_damaged(workspace):
    workspace.minutes_path.write_bytes(b"not a database" * 100)
    with pytest.raises(XiangyiError) as refused:
        all_notes(workspace.minutes_path)
    assert refused.value.code == ExitCode.DAMAGED


def test_damaged_minutes_are_a_fault_of_the_server_that_names_no_place_on_its_disk(workspace, client):
    sends = (
        ("/notes", CARD | {"conclusion": "人员偏少", "by": "张三"}), ("/report", CARD | {"do": "pin"}),
        ("/notes/mark", {"do": "done", "number": 1, "by": "张三"}), ("/report", {"do": "drop", "number": 1}),
    )
    assert [post(client, path, **body).status_code for path, body in sends] == [200] * 4
    workspace.minutes_path.write_bytes(b"not a database" * 100)
    for path, body in sends:
        answer = post(client, path, **body)
        said = answer.get_json()["error"]
        assert answer.status_code == 500 and said.startswith(f"{workspace.minutes_path.name} 无法读写") and str(workspace.path) not in said
    for path in ("/notes/supply/headcount_trend.json?" + CARD["search"], "/report.json", "/report/slides.pptx"):
        answer = client.get(path)
        assert answer.status_code == 500 and str(workspace.path) not in answer.get_data(as_text=True)


def test_a_card_of_a_damaged_file_names_no_place_on_the_disk(workspace):
    gate = Gate(workspace.path)
    viewer, page = Viewer.local(gate.site), next(p for p in all_pages() if p.name == "supply")
    state = read_state(page.path, "?lang=zh", choices(gate.edition(), viewer))
    workspace.minutes_path.write_bytes(b"not a database" * 100)
    with pytest.raises(XiangyiError) as refused:
        all_notes(gate.workspace.minutes_path)
    said = failed_chart(Sight(edition=gate.edition(), viewer=viewer, state=state), page.cards[0], refused.value).empty
    gate.close()
    assert str(workspace.path) in refused.value.text.zh
    assert said.startswith(f"{workspace.minutes_path.name} 无法读写") and str(workspace.path) not in said


def test_a_page_stands_without_its_minutes_and_says_that_they_cannot_be_read(workspace):
    gate = Gate(workspace.path)
    viewer, page = Viewer.local(gate.site), next(p for p in all_pages() if p.name == "supply")
    shown = page_at(gate, viewer, page.path, "?region=140321&lang=zh", None)[-1]
    before = content(gate, viewer, shown, *mounted(page))
    workspace.minutes_path.write_bytes(b"not a database" * 100)
    after = content(gate, viewer, shown, *mounted(page))
    gate.close()
    told = [json.dumps(part, default=lambda c: c.to_plotly_json(), ensure_ascii=False) for part in (before[0], after[0])]
    assert [text.count(UNREADABLE.zh) for text in told] == [0, len(page.cards)]
    figures = [json.dumps(part[1:3], default=lambda c: c.to_plotly_json()) for part in (before, after)]
    assert figures[0] == figures[1], "the figures are what they were"
