"""Places side by side, ranked by the first indicator of the card: what a ranking says, where a page has no room for a drawing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.asking import card_frame
from dashboard.cards.inside import refused
from dashboard.cards.ranked import not_known, standing_of
from dashboard.cards.records import side_by_side
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.context import Context
from dashboard.charts.ranking import ranking, why_unranked
from dashboard.charts.row import rows_of
from dashboard.charts.standing import lead_rows, with_ranks, worst_first
from dashboard.charts.words import DIRECTION, INTERVAL
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.heading import led
from dashboard.render.sentence import finding
from dashboard.sight import Sight
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators

UNRANKED = Text("下级地区对照", "The places below, side by side")


def standings(sight: Sight, card: Card) -> Chart:
    """Return one row a place, worst first by the card's first indicator: its rank, what it may be, the rank before, then every indicator.

    Where the first indicator has no number here, or places may not be ranked, they stand side by side without ranks and are not called ranked.
    """
    known = tuple(name for name in card.indicators if name in all_indicators())
    wanted = replace(card, indicators=known, by="")
    about = context(sight, wanted)
    if not known:
        return not_known(card, about)
    frame = card_frame(sight, wanted)
    lead = lead_rows(frame, known[0])
    standing = standing_of(sight, wanted, known[0], lead, about)
    if standing is None:
        return refused(sight, wanted, side_by_side(replace(wanted, title=UNRANKED), frame.sort_values("region_code", kind="stable"), about))
    codes = worst_first(lead, standing, about.indicators[known[0]].polarity == "neutral")
    made = _with_interval(side_by_side(wanted, _in_order(frame, codes), about), wanted, lead, codes, about)
    drawn = ranking(replace(wanted, indicators=known[:1]), lead, about)
    told, title = finding(drawn), about.indicators[known[0]].title.of(sight.lang)
    said = led(title, told, about.lang) if told else ""
    made = replace(made, finding=said, indistinct=drawn.indistinct, polarity=about.indicators[known[0]].polarity)
    return refused(sight, wanted, with_ranks(made, codes, standing, about, title))


def _in_order(frame: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    place = {code: i for i, code in enumerate(codes)}
    return frame.sort_values("region_code", key=lambda c: c.map(place), kind="stable").reset_index(drop=True)


def _with_interval(made: Chart, card: Card, lead: pd.DataFrame, codes: Sequence[str], about: Context) -> Chart:
    """Put the interval of the first indicator behind its figure; say at the foot why places have no rank and which side is the good one."""
    canvas = Canvas(replace(card, indicators=card.indicators[:1]), rows_of(lead.reset_index(drop=True), about), about)
    said = {row.region_code: canvas.point(row, "", "", 0.0).interval for row in canvas.rows}
    unranked = why_unranked(canvas, canvas.rows, sum(row.status == "partial" for row in canvas.rows))
    note = (made.footer.note, *unranked, DIRECTION[canvas.indicator.polarity].of(about.lang))
    if not any(said.values()):
        return made.with_note(*note)
    at = [head.name for head in made.columns].index(card.indicators[0]) + 1
    heads = (*made.columns[:at], ColumnHead.spread("interval", INTERVAL.of(about.lang), canvas.scale), *made.columns[at:])
    rows = tuple((*row[:at], TableCell(said.get(code, "")), *row[at:]) for code, row in zip(codes, made.rows, strict=True))
    return replace(made, columns=heads, rows=rows).with_note(*note)
