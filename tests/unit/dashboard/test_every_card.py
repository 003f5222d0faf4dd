"""Every card of the demo in both languages: one number on the screen, in the table and in the workbook, and no word of the other language."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import flask
import openpyxl
import pytest
from dash._utils import to_json

from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted
from dashboard.data import Gate, Viewer
from dashboard.page import Page, all_pages
from dashboard.takeaway import add_takeaways
from tests.unit.dashboard.readback import hovers, is_told_by, same_cell, stands_at
from tests.unit.dashboard.spoken import Recorded, foreign, words_of

ROOT = "140300"
WHOLE_AT_START = ("0 个月", "0 months")  # a curve of who stayed begins with everybody; its table with the first who left


@dataclass(frozen=True)
class Answers:
    """The demo as the browser is answered, each page once a language."""

    gate: Gate
    client: Any
    recorded: Recorded
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)

    def of(self, page: Page, lang: str) -> Any:
        """Return (the whole answer, the figure by card) of a page."""
        if (page.name, lang) not in self.kept:
            viewer = Viewer.local(self.gate.site)
            shell = page_at(self.gate, viewer, page.path, f"?region={ROOT}&lang={lang}", None)
            texts, places = mounted(page)
            made = json.loads(to_json([shell[:-1], content(self.gate, viewer, shell[-1], texts, places)]))
            figures = {place["card"]: drawn["props"]["figure"] for place, drawn in zip(places, made[1][3], strict=True) if "props" in drawn}
            self.kept[page.name, lang] = made, figures
        return self.kept[page.name, lang]


@pytest.fixture(scope="module")
def answers(demo_workspace) -> Iterator[Answers]:
    gate, server = Gate(demo_workspace), flask.Flask("takeaways")
    add_takeaways(server, gate, Viewer.local(gate.site))
    yield Answers(gate, server.test_client(), Recorded.in_build(gate))
    gate.close()


CASES = [pytest.param(page, lang, id=f"{page.name}-{lang}") for lang in ("zh", "en") for page in all_pages()]


@pytest.mark.parametrize(("page", "lang"), CASES)
def test_the_screen_the_table_and_the_workbook_hold_one_number(answers, page, lang):
    """Read back: the words under the pointer, where the mark stands, the card's table, and its sheet in the workbook of the page."""
    figures, query = answers.of(page, lang)[1], f"region={ROOT}&lang={lang}"
    book = openpyxl.load_workbook(io.BytesIO(answers.client.get(f"/export/{page.name}.xlsx?{query}").get_data()))
    cards = [card for card in page.cards if card.kind != "desk"]
    assert len(book.worksheets) == len(cards) + 1
    for card, sheet in zip(cards, book.worksheets, strict=False):
        told = answers.client.get(f"/card/{page.name}/{card.name}.json?{query}").get_json()
        heads, *lines = list(sheet.iter_rows(values_only=True)) or [()]
        titles = [column["title"] for column in told["columns"]]
        assert list(heads[: len(titles)]) == titles and len(lines) == len(told["rows"]) + told["rest"]
        wrong = [
            (card.name, row, line) for row, line in zip(told["rows"], lines, strict=False)
            if not all(same_cell(said, cell) for said, cell in zip(row, line, strict=True))
        ]
        assert wrong == []
        marks = list(hovers(figures.get(card.name) or {"data": []}))
        assert [(card.name, m) for m, _ in marks if m[0] not in WHOLE_AT_START and not is_told_by(m, told["rows"])] == []
        assert [(card.name, m, at) for m, at in marks if not stands_at(m, at)] == []


@pytest.mark.parametrize(("page", "lang"), CASES)
def test_a_page_speaks_one_language(answers, page, lang):
    """Texts, tooltips, labels for screen readers, options, words under the pointer, heads and cells of grids."""
    found = {
        (word, said[:90]) for said in words_of(answers.of(page, lang)[0]) for word in foreign(said, lang, answers.recorded)
    }
    assert found == set()
