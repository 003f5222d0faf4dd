"""From a state to what is shown: the chart of each card, kept for as long as the build is served. No component is made here."""

from __future__ import annotations

from dataclasses import replace

from dashboard.cards import CARDS
from dashboard.cards.agreed import lines_of, notes_of
from dashboard.charts.chart import Chart
from dashboard.failed import failed_chart
from dashboard.notes import Note
from dashboard.page import Card
from dashboard.sight import Sight


def chart_of(sight: Sight, card: Card) -> Chart:
    """Return the chart of a card, kept for as long as the build is served; what people say changes in between and is not.

    Raises whatever the making of the card raises; `shown_chart` is for readers.
    """
    kind = CARDS[card.kind]
    if kind.is_live:
        return kind.make(sight, card)
    key = ("chart", sight.viewer.areas, sight.state.page.name, card.name, sight.state.asked)
    return sight.edition.keep(key, lambda: kind.make(sight, card))


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
