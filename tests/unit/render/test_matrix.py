"""A matrix: cells keep their ground on the screen and on the slide, and words can be read on every one."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.table import listing
from dashboard.layout.card import card_inside
from dashboard.layout.plain import plain_table
from dashboard.page import Card, all_pages
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.table import column_defs, row_data, tone_of
from dashboard.state import State
from dashboard.theme import TONES, tone_colours
from pipelines.core.text import Text
from tests.unit.charts.samples import context

STYLE = Path(__file__).parents[3] / "dashboard" / "assets" / "style.css"


def matrix() -> tuple[Card, Chart]:
    """One row with a cell of every tone."""
    card = Card(name="triangle", kind="cohorts", title=Text("各年入职者", "By year of entry"))
    heads = [ColumnHead("year", "Joined in"), *(ColumnHead(f"c{tone}", tone, True) for tone in TONES)]
    row = [TableCell("2019"), *(TableCell(f"9{i}.0%", 0.9, tone=tone) for i, tone in enumerate(TONES))]
    return card, listing(card, heads, [row], context("en"))


def contrast(a: str, b: str) -> float:
    """The contrast of two colours by WCAG 2."""
    def light(colour: str) -> float:
        parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", TONES)
def test_words_can_be_read_on_every_ground(tone: str) -> None:
    assert contrast(*tone_colours(tone)) >= 4.5


def test_the_screen_gives_each_cell_the_class_of_its_tone() -> None:
    card, chart = matrix()
    printed = str(card_inside(chart, card, "retention"))
    assert all(f"tone tone-{tone}" in printed for tone in TONES)


def test_a_grid_tells_the_tone_of_each_cell_and_asks_for_the_class_of_those_alone() -> None:
    chart = matrix()[1]
    row = row_data(chart)[0]
    assert [row[tone_of(f"c{tone}")] for tone in TONES] == list(TONES) and tone_of("year") not in row
    defs = {one["field"]: one for one in column_defs(chart)}
    assert {name for name, one in defs.items() if "cellClass" in one} == {f"c{tone}" for tone in TONES}


@pytest.mark.parametrize("kind", ["cohorts", "ending_soon"])
def test_what_a_tone_says_is_told_under_the_table_where_its_cells_do_not(kind: str) -> None:
    card, chart = matrix()
    told = str(card_inside(replace(chart, tones=(("watch", "within 90 days"),)), replace(card, kind=kind), State(page=all_pages()[0], region="1", period="2025", by="", lang="en")))
    assert "swatch tone-watch" in told and "within 90 days" in told


@pytest.mark.parametrize(("columns", "tone", "look"), [(3, "", None), (3, "4", "toned"), (8, "", None), (9, "", "wide"), (9, "4", "wide toned")])
def test_a_table_says_what_it_is_like(columns: int, tone: str, look: str | None) -> None:
    """By its class, which the style asks for: of coloured cells, of more columns than stand side by side."""
    heads = tuple(ColumnHead(f"c{i}", f"c{i}") for i in range(columns))
    chart = replace(matrix()[1], columns=heads, rows=[[TableCell("1"), *(TableCell("2", tone=tone) for _ in heads[1:])]])
    assert plain_table(chart).children[0].className == look


def test_the_style_sheet_has_the_colours_of_the_theme() -> None:
    style = STYLE.read_text(encoding="utf-8")
    found = dict(re.findall(r"(?:td|\))\.tone-(\w+) \{ background: (#[0-9a-f]{6})", style))
    assert found == {tone: colour.lower() for tone, colour in TONES.items()}


def test_the_slide_fills_the_cells_alike() -> None:
    _, chart = matrix()
    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang="en"), [chart]))).slides)[1]
    table = next(s for s in slide.shapes if s.has_table).table
    filled = [str(table.cell(1, c).fill.fore_color.rgb) for c in range(1, len(TONES) + 1)]
    assert filled == [colour[1:] for colour in TONES.values()]
    inks = [table.cell(1, c).text_frame.paragraphs[0].runs[0].font.color.rgb for c in (4, 5)]
    assert {str(ink) for ink in inks} == {"FFFFFF"}
