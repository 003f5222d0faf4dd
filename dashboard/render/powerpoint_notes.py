"""What a slide tells beside its drawing: its foot, as much as two lines hold, and the whole in the notes of who speaks to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.util import Pt

from dashboard.charts.chart import Chart
from dashboard.charts.words import LIST_COMMA, NAMED
from dashboard.render.asked import asked
from dashboard.render.brief import too_small
from dashboard.render.cells import wrapped
from dashboard.render.workbook import AGREED, DEFINITION
from pipelines.core.text import Text

FOOT_SIZE, FOOT_LINES = 9, 2  # points of the smallest foot and how many lines of it there is room for
NOTES_SIZE = Pt(11)
IN_NOTES = Text("口径见备注", "definition in the notes")
SOURCE_IN_NOTES = Text("来源见备注", "sources in the notes")


def foot(chart: Chart, room: int) -> str:
    """Return the foot of a slide in `room` points: with the definition where two lines hold it, else with where that is told.

    Where even so it would run over, the source is told in the notes alone.
    """
    lang, defined = chart.lang, LIST_COMMA.of(chart.lang).join(chart.footer.definition.split("\n"))
    parts = chart.footer.slide_parts()
    short = [part if part != chart.footer.source else SOURCE_IN_NOTES.of(lang) for part in parts]
    whole, kept = NAMED.of(lang).format(name=DEFINITION.of(lang), said=defined), IN_NOTES.of(lang)
    ways = ([*parts, whole], [*parts, kept], [*short, kept]) if defined else (parts, short)
    told = [" · ".join(way) for way in ways]
    return next((line for line in told if len(wrapped(line, room, FOOT_SIZE)) <= FOOT_LINES), told[-1])


def notes_of(chart: Chart) -> str:
    """Return the notes of a slide: all that was agreed, and what may be asked of it, as who presents the card sees it beside.

    Names of files stay here: slides are handed on, and no slide shows what their notes hold.
    """
    named = NAMED.of(chart.lang)
    told = [*((AGREED.of(chart.lang), note) for note in chart.notes), *asked(replace(chart, footer=replace(chart.footer, files="")))]
    lines = [named.format(name=what, said=said if "\n" not in said else f"\n{said}").replace(" \n", "\n") for what, said in told]
    return "\n".join(line for line in (*lines, too_small(chart)) if line)


def write_notes(slide: Any, chart: Chart) -> None:
    """Write the notes of a slide where there is something to say."""
    if said := notes_of(chart):
        frame = slide.notes_slide.notes_text_frame
        frame.text = said
        for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
            run.font.size = NOTES_SIZE
