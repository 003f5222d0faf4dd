"""What explains a card beside its drawing: what its figures count, how many they rest on, how their intervals are made."""

from __future__ import annotations

from dataclasses import replace

from dashboard.cards.defined import DEFINED, OPEN_FACILITY, Defined
from dashboard.charts.canvas import defined, methods
from dashboard.charts.chart import Chart
from dashboard.charts.numbers import whole
from dashboard.page import Card
from dashboard.sight import Sight, worded


def explained(sight: Sight, card: Card, made: Chart) -> Chart:
    """Return a chart whose foot holds its definition, its sizes and its method, where making it left one of them out.

    What is declared with the kind of the card comes first; else the indicators of the card say it. A card that shows no figure needs none.
    """
    if made.empty:
        return made
    foot, lang = made.footer, made.lang
    told = DEFINED.get(OPEN_FACILITY if card.kind == "clinics" and sight.state.facility else card.kind, Defined())
    known = worded(sight)
    shown = [known[name] for name in card.indicators if name in known]
    return replace(made, footer=replace(
        foot,
        definition=told.counted.of(lang) if told.counted else foot.definition or defined(shown, lang),
        method=told.method.of(lang) if told.method else foot.method or methods(shown, (), lang),
        sizes=_sizes(told, made) or foot.sizes,
    ))


def _sizes(told: Defined, made: Chart) -> str:
    """Return how many a card rests on by what its kind declares, "" where it declares nothing."""
    if told.size is None:
        return ""
    at = [place for place, head in enumerate(made.columns) if head.name in told.columns]
    rows = {"all": made.rows, "first": made.rows[:1], "last": made.rows[-1:]}[told.rows]
    count = sum(row[place].value or 0.0 for row in rows for place in at) if told.columns else len(made.rows)
    return told.size.of(made.lang).format(n=whole(count))
