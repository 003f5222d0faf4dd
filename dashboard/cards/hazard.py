"""Where in a career people leave: exits per 100 person-years by time in post, over all years up to the day of the page."""

from __future__ import annotations

from dataclasses import replace

from dashboard.asking import card_query
from dashboard.cards.inside import refused
from dashboard.charts import build_chart
from dashboard.charts.chart import Chart
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Text
from pipelines.engine.scope import ALL

EVERY_YEAR = Text("合计各年：一年之内各段人数太少", "all years together: in one year alone the bands have too few people")


def hazard(sight: Sight, card: Card) -> Chart:
    """Return exits per 100 person-years by band of time in post, in the order of a career, up to the day of the page."""
    frame = sight.edition.observe(sight.viewer, card_query(sight, card, card.indicators[0]))
    frame = frame.assign(period=ALL)  # whatever day they are followed to
    made = build_chart(replace(card, kind="bars"), frame, context(sight, card))
    if made.empty:
        return refused(sight, card, made.with_note(""))
    return made.with_note(EVERY_YEAR.of(sight.lang), made.footer.note)
