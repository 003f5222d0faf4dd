"""From a state to what is shown: the chart of each card, kept for as long as the build is served. No component is made here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.cards import CARDS
from dashboard.cards.agreed import lines_of, notes_of
from dashboard.cards.explained import explained
from dashboard.cards.within import of_place
from dashboard.charts.chart import Chart, TableCell
from dashboard.charts.marks import with_marks_told
from dashboard.charts.words import AS_RECORDED, is_chinese
from dashboard.failed import failed_chart
from dashboard.notes import Note
from dashboard.page import Card
from dashboard.places import Places
from dashboard.sight import Sight, focus, seen_place


def chart_of(sight: Sight, card: Card) -> Chart:
    """Return the chart of a card, kept for every reader as long as the build is served; what people say changes in between and is not.

    Raises whatever the making of the card raises; `shown_chart` is for readers.
    """
    kind, shared = CARDS[card.kind], replace(sight, state=sight.state.for_every_reader)
    if kind.is_live:
        return _finished(shared, card, kind.make(shared, card))
    key = ("chart", sight.viewer.areas, sight.state.page.name, card.name, sight.state.asked)
    return sight.edition.keep(key, lambda: _finished(shared, card, kind.make(shared, card)))


def _finished(sight: Sight, card: Card, chart: Chart) -> Chart:
    """Return a chart with its place, a title that names the wider place where the chosen one is seen and marked among its neighbours, a word on
    marks that are not drawn whole and on intervals, and a note where an English card quotes what the records hold in Chinese.
    """
    made = replace(chart, place=seen_place(sight).name.of(sight.lang), rows=_leading(chart.rows, sight.edition.places(sight.viewer)))
    if card.note is not None and not made.empty:
        made = made.with_note(card.note.of(made.lang), made.footer.note)
    if made.drawn:
        made = replace(made, steps=_steps(sight, made.drawn | {cell.place for row in made.rows for cell in row}))
    made = explained(sight, card, with_marks_told(of_place(sight, card, made)))
    quotes = made.lang == "en" and any(is_chinese(cell.text) for row in made.rows for cell in row)
    return made.with_note(made.footer.note, AS_RECORDED.of(made.lang)) if quotes else made


def _leading(rows: Sequence[tuple[TableCell, ...]], places: Places) -> tuple[tuple[TableCell, ...], ...]:
    """Return rows none of whose cells leads to a place that cannot be looked into, such as what lies in no register."""
    if all(cell.place in places for row in rows for cell in row if cell.place):
        return tuple(rows)
    return tuple(tuple(replace(cell, place="") if cell.place not in places else cell for cell in row) for row in rows)


def _steps(sight: Sight, codes: Iterable[str]) -> dict[str, TableCell]:
    """Return the next place on the way from what is looked at to each of these, where they lie farther down than that."""
    places, around = sight.edition.places(sight.viewer), focus(sight)
    ways = {code: [place.code for place in places.path(code)] for code in codes if code in places}
    down = {code: way[way.index(around) + 1] for code, way in ways.items() if around in way[:-2]}
    return {code: TableCell(places.get(to).name.of(sight.lang), place=to) for code, to in down.items()}


def shown_chart(sight: Sight, card: Card) -> Chart:
    """Return the chart of a card, or what stands in its place where making it failed, which is kept nowhere: the next reader tries again."""
    try:
        return chart_of(sight, card)
    except Exception as error:  # whatever it is, the other cards must stand
        return failed_chart(sight, card, error)


def page_cards(sight: Sight) -> list[Card]:
    """Return the cards that are seen and show something, in order; a desk is no slide."""
    return [card for card in sight.state.cards if card.kind != "desk"]


def page_charts(sight: Sight) -> list[Chart]:
    """Return the charts of `page_cards`, in their order."""
    notes = notes_of(sight)
    return [with_notes(sight, card, notes) for card in page_cards(sight)]


def with_notes(sight: Sight, card: Card, notes: list[Note]) -> Chart:
    """Return the chart of a card with what meetings agreed on it, as paper carries it."""
    return replace(shown_chart(sight, card), notes=lines_of(sight, card, notes))
