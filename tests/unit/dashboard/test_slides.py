"""Slides of a page: each can travel alone and says which place it is of; what has nothing to tell a meeting is no slide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.export import deck_of
from dashboard.layout.card import card_text
from dashboard.render.sentence import finding
from dashboard.sight import Sight, sight_at
from dashboard.view import page_cards, page_charts
from pipelines.core.text import LANGS

VILLAGES = {"zh": r"(\d+) 个村", "en": r"(\d+) villages"}


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def _seen(gate: Gate, search: str) -> Sight:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "overview", search)
    assert sight is not None
    return sight


@pytest.mark.parametrize(("search", "place"), [("region=140300&lang=zh", "阳泉市"), ("region=140321&lang=en", "Pingding")])
def test_every_slide_names_its_place(gate: Gate, search: str, place: str) -> None:
    body, count = deck_of(_seen(gate, search))
    slides = list(Presentation(BytesIO(body)).slides)
    under = [next(s for s in slide.shapes if s.name == "Subtitle").text_frame.text for slide in slides[1:]]
    assert len(slides) == count and all(place in words for words in under), under


def test_a_card_that_has_nothing_to_tell_a_meeting_is_no_slide(gate: Gate) -> None:
    sight = _seen(gate, "region=140300&lang=zh")
    charts = {card.name: chart for card, chart in zip(page_cards(sight), page_charts(sight), strict=True)}
    assert charts["agreed"].empty, "nothing was agreed on in the demo"
    body, count = deck_of(sight)
    titles = [s.text_frame.text for slide in Presentation(BytesIO(body)).slides for s in slide.shapes if s.name == "Title"]
    assert charts["agreed"].title not in titles and charts["draft"].title in titles and count == len(titles)


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_that_finds_something_says_so_on_the_screen_and_as_the_title_of_its_slide(gate: Gate, lang: str) -> None:
    """Tables of links, villages, gaps, cohorts and destinations: the figures of the sentence are counted again from their own rows."""
    told: dict[str, Chart] = {}
    for name in ("retention", "supply", "telemedicine"):
        sight = sight_at(gate.edition(), Viewer.local(gate.site), name, f"region=140300&lang={lang}")
        assert sight is not None
        told |= {chart.name: chart for chart in page_charts(sight) if chart.kind == "table" and chart.finding}
    assert set(told) == {"destinations", "cohort_triangle", "gap_table", "village_list", "link_matrix", "idle_links", "telemedicine_table"}
    for chart in told.values():
        assert chart.finding in str(card_text(chart)) and finding(chart) == chart.finding
    rows = {name: chart.rows for name, chart in told.items()}
    assert re.findall(r"\d[\d,]*", told["destinations"].finding)[0] == rows["destinations"][-1][-1].text
    short = max(rows["gap_table"], key=lambda row: row[3].value)
    assert all(short[i].text in told["gap_table"].finding for i in (0, 2, 3)), "a sentence prints a figure as the table does"
    assert f"{len(rows['village_list']):,}" == f"{sum(int(n) for n in re.findall(VILLAGES[lang], told['village_list'].finding)):,}"
    last = next(row for row in rows["telemedicine_table"] if row[0].value is not None)
    assert told["telemedicine_table"].finding.startswith(last[1].text) and last[5].text.split()[0] in told["telemedicine_table"].finding
    never = sum(row[-1].value is None for row in rows["idle_links"])
    assert {str(len(rows["idle_links"])), str(never)} <= set(re.findall(r"\d+", told["idle_links"].finding))
