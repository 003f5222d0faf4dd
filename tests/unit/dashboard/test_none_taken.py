"""Who may not see single persons, cases, villages or clinics takes none of them away: no picture of a list of them, no row in a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import flask
import openpyxl
import pytest

from dashboard.cards.inside import lack_of
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.render.static_table import has_picture
from dashboard.sight import sight_at
from dashboard.takeaway import add_takeaways
from dashboard.view import chart_of

QUERY = "region=140300&period=2025&lang=en"
OF_RECORDS = {  # cards a row of which is one person, case, village, clinic or note
    ("overview", "agreed"), ("supply", "village_list"), ("clinics", "clinics"), ("telemedicine", "idle_links"), ("subsidies", "talk"),
    ("subsidies", "cases"), ("claims", "register"), ("data", "findings"), ("data", "cases"), ("data", "case_list"), ("data", "unmatched"),
}
EMPTY_IN_THE_DEMO = {("overview", "agreed"), ("data", "unmatched")}


@pytest.fixture(scope="module")
def gate(demo_workspace) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def charts(gate: Gate, viewer: Viewer) -> Iterator[tuple[tuple[str, str], Chart]]:
    """Every card of every page as a viewer sees it, by its page and its name."""
    for page in all_pages():
        sight = sight_at(gate.edition(), viewer, page.name, QUERY)
        assert sight is not None
        yield from (((page.name, card.name), chart_of(sight, card)) for card in page.cards if card.kind != "desk")


def told_rows(client: Any, page: str, name: str) -> int:
    """How many rows the workbook of a card has under its heads."""
    answer = client.get(f"/card/{page}/{name}.xlsx?{QUERY}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).worksheets[0]
    return max(sheet.max_row - 1, 0)


@pytest.mark.parametrize("profile", ["restricted", "public"])
def test_no_card_that_is_withheld_is_taken_away(gate: Gate, profile: str) -> None:
    viewer, server = Viewer("a", "planner", (("140300", profile),)), flask.Flask("takeaways")
    add_takeaways(server, gate, viewer)
    client = server.test_client()
    refused = {at: chart for at, chart in charts(gate, viewer) if lack_of(chart) == "withheld" or at in OF_RECORDS}
    assert OF_RECORDS < refused.keys()
    undrawn = sorted(at for at, chart in refused.items() if chart.map is None)  # a map is drawn, its places without a figure
    given = {
        (page, name, form): answer.status_code for page, name in undrawn for form in ("png", "svg")
        if (answer := client.get(f"/card/{page}/{name}.{form}?{QUERY}")).status_code != 404
    }
    assert given == {}
    assert {at: rows for at in sorted(refused) if (rows := told_rows(client, *at))} == {}


def test_who_may_see_them_has_a_picture_of_each(gate: Gate) -> None:
    shown = {at for at, chart in charts(gate, Viewer.local(gate.site)) if at in OF_RECORDS and has_picture(chart)}
    assert shown == OF_RECORDS - EMPTY_IN_THE_DEMO
