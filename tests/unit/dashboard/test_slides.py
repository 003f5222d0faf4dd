"""Slides of a page: each can travel alone and says which place it is of; what has nothing to tell a meeting is no slide."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.data import Gate, Viewer
from dashboard.export import deck_of
from dashboard.sight import Sight, sight_at
from dashboard.view import page_cards, page_charts


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
