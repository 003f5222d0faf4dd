"""Sentences of lists count as people do: one village is no villages, none is left out, and where several tie none is the most."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.cards.observed import _first_told
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from tests.unit.charts.samples import INDICATORS, card, context, places_frame


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def made(gate: Gate, name: str, card: str, parents: tuple[str, ...] = ("140300", "140321"), period: str = "") -> list[Chart]:
    """The charts of a card for the counties and for the townships of one, in English, those alone that say something."""
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    places, page = edition.places(viewer), next(p for p in all_pages() if p.name == name)
    found = []
    for code in [p.code for parent in parents for p in places.children(parent)]:
        state = read_state(page.path, f"?region={code}&lang=en{period and f'&period={period}'}", choices(edition, viewer))
        assert state is not None
        found.append(chart_of(Sight(edition=edition, viewer=viewer, state=state), next(c for c in page.cards if c.name == card)))
    return [chart for chart in found if chart.rows]


def test_one_village_is_told_of_as_one(gate):
    charts = made(gate, "supply", "village_list")
    lacking = Counter(row[2].text for row in charts[0].rows)
    assert all(re.search(rf"{lack}: {n} village{'' if n == 1 else 's'},", charts[0].finding) for lack, n in lacking.items())
    said = " ".join(chart.finding for chart in charts)
    assert ": 1 village," in said and ": 1 villages" not in said and re.search(r": [2-9] villages,", said)


def test_a_link_used_lately_is_teal_in_the_matrix_as_on_the_map(gate):
    """The map draws it in the accent, since green beside red is one colour to some; no cell of the pairs is green, and the note names the colours."""
    cells = {cell.text.rpartition(": ")[2]: cell.tone for chart in made(gate, "telemedicine", "link_matrix", ("140321",))
             if "teal active" in chart.footer.note for row in chart.rows for cell in row if cell.tone}
    assert cells["used within 30 days"] == "1" and cells["idle"] == "bad" and "good" not in cells.values()
    one = made(gate, "telemedicine", "link_map", ("542521",), "2025")
    assert any(chart.finding.startswith("1 pair of hospital and clinic is linked") for chart in one)


def test_styles_name_no_card():
    """A rule holds for a kind of card, whatever the card is called."""
    assert "[data-card=" not in (Path(__file__).parents[3] / "dashboard" / "assets" / "style.css").read_text(encoding="utf-8")


def test_links_that_were_never_used_are_told_of_where_there_are_any(gate):
    held = set()
    for chart in made(gate, "telemedicine", "idle_links"):
        never = sum(row[5].text == "never used" for row in chart.rows)
        assert chart.finding.startswith(f"Idle: {len(chart.rows)} of ") and chart.finding.endswith(".")
        assert (f", {never} of them never used" in chart.finding) == ("never used" in chart.finding) == (never > 0)
        held.add(never > 0)
    assert held == {True, False}


def test_the_hospital_with_most_idle_links_is_named_where_it_is_one(gate):
    held = set()
    for chart in made(gate, "telemedicine", "link_matrix"):
        idle = Counter(at for row in chart.rows for at, cell in enumerate(row) if cell.tone == "bad")
        if not idle:
            assert "most at" not in chart.finding
            continue
        first = [at for at, n in idle.items() if n == max(idle.values())]
        named = f"idle: {sum(idle.values())}, most at {chart.columns[first[0]].title} ({max(idle.values())})."
        if chart.rows[0][0].text != "Clinics together":
            assert (named in chart.finding) == ("most at" in chart.finding) == (len(first) == 1), chart.finding
            held.add(len(first) == 1)
    assert held == {True, False}


def test_a_table_is_told_by_the_next_of_its_indicators_where_the_first_says_nothing():
    """Two without a good side: all places drawn or not have their spread told, from the figures; where all are alike the next one speaks."""
    many, few = (replace(INDICATORS["density"], name=name, polarity="neutral") for name in ("many", "few"))
    frame = pd.concat([places_frame(name="many"), places_frame(name="few").head(5)])
    about = replace(context("en"), indicators=INDICATORS | {"many": many, "few": few}, site_norms={})
    wanted = replace(card("table", "many"), indicators=("many", "few"))
    compared = places_frame()[places_frame()["status"] != "partial"]["value"].dropna()
    said = _first_told(wanted, frame, about)
    assert said.startswith(f"{many.title.en}: {len(compared)} ") and re.findall(r"\d\.\d\d", said) == [f"{v:.2f}" for v in (compared.min(), compared.max())]
    low, high = (f"{value:.2f}" for value in (places_frame().head(5)["value"].min(), places_frame().head(5)["value"].max()))
    alike = frame.assign(value=frame["value"].where((frame["indicator"] != "many") | frame["value"].isna(), 1.0))
    assert _first_told(replace(wanted, indicators=("many",)), alike, about) == ""
    said = _first_told(wanted, alike, about)
    assert said.startswith(f"{few.title.en}: 5 ") and re.findall(r"\d\.\d\d", said) == [low, high]


def test_the_mode_of_most_attendances_is_named_where_it_is_one(gate):
    held = set()
    for chart in made(gate, "training", "training_reach", ("542500",), "2025"):
        times = {row[0].text: int(row[1].value) for row in chart.rows[:-1] if row[0].text != "Mode not told"}
        first = [mode for mode, n in times.items() if n == max(times.values())]
        is_one = len(first) == 1 < len(times)
        assert not chart.rows or f"; {chart.rows[-1][3].text} a person" in chart.finding
        assert (f"; most by mode: {first[0]}, {times[first[0]]:,}." in chart.finding) == ("most by" in chart.finding) == is_one, chart.finding
        held.add(is_one)
    assert held == {True, False}
