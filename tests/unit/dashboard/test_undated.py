"""A workspace of durations alone: it has no periods, every page opens, and the curve is drawn with its numbers at risk."""

from __future__ import annotations

import json

import pytest

from dashboard.addressed import page_at
from dashboard.app import make_app
from dashboard.callbacks import content, mounted
from dashboard.charts.words import EMPTY
from dashboard.data import Gate, Viewer
from dashboard.layout.shell import controls
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.engine.scope import ALL
from pipelines.intake.batch import load_files
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace

SENT = "id,weeks,censor\n" + "".join(f"{i},{10 + 3 * i},{float(i % 3 == 0)}\n" for i in range(1, 41))


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undated")
    (folder / "weeks.csv").write_text(SENT, encoding="utf-8")
    workspace = Workspace.create(folder / "workspace", site_text("us_health_centres"))
    assert load_files(workspace, [folder / "weeks.csv"], None, lambda plan: True, lambda what, share: None).build
    opened = Gate(folder / "workspace")
    yield opened
    opened.close()


def seen(gate, name, lang="en"):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(p for p in all_pages() if p.name == name)
    state = read_state(page.path, f"?lang={lang}", choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def test_every_page_and_its_slides_open(gate):
    viewer = Viewer.local(gate.site)
    client = make_app(gate.workspace.path, warm=False).server.test_client()
    for page in all_pages():
        shown = page_at(gate, viewer, page.path, "", None)[-1]
        assert shown["page"] == page.name and shown["period"] == ALL
        assert len(content(gate, viewer, shown, *mounted(page))[0]) == len(page.cards)
        assert client.get(f"/export/{page.name}.pptx").get_data()[:2] == b"PK"


def test_the_whole_span_is_the_one_period_to_choose(gate):
    for lang, name in (("en", "All"), ("zh", "全部")):
        sight = seen(gate, "retention", lang)
        bar = json.dumps([c.to_plotly_json() for c in controls(choices(gate.edition(), sight.viewer), sight.state, "b1")[:3]], default=str)
        assert json.dumps({"value": ALL, "label": name})[:-1] in bar


def test_the_curve_is_drawn_once_with_its_numbers_at_risk_and_other_cards_say_what_is_missing(gate):
    sight = seen(gate, "retention")
    charts = {card.name: chart_of(sight, card) for card in sight.state.page.cards}
    curve = charts.pop("survival_remoteness")
    assert curve.title == "Retention curve" and curve.subtitle == "all periods" and not curve.empty
    assert curve.x.title == "Weeks since joining"
    assert [cells[0][1] for _, cells in curve.at_risk][:2] == ["40", "34"]
    charts.pop("retention_table")
    said = EMPTY["not_collected"].en.split(".")[0].split(": ")[1]
    assert all(said in chart.empty for chart in charts.values()), [c.empty for c in charts.values()]
