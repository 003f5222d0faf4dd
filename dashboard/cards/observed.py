"""Cards of observations: the frame of the card's indicators, drawn by the builder of its kind."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.asking import card_frame, drawn_by
from dashboard.cards.inside import refused
from dashboard.cards.records import side_by_side
from dashboard.charts import build_chart
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart
from dashboard.charts.context import Context
from dashboard.charts.ranking import ranking
from dashboard.charts.standing import lead_rows
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.heading import led
from dashboard.render.sentence import finding
from dashboard.sight import Sight
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators

SIZES = ("person", "fte")  # units of figures that are as large as the place is
OF_GROUP = Text("{title}（{group}）", "{title} ({group})")
NEEDS = {  # what a figure cannot be had without, where its status would not say it
    "spatial_access": Text(
        "空间可及性需要村（社区）名录、村人口和出行时间表，这里没有加载，无法计算。",
        "Spatial access needs the list of villages, their residents and a table of travel times: they are not loaded here.",
    ),
}


def observed(sight: Sight, card: Card) -> Chart:
    """Return the chart of a card's indicators; names that this release does not know are left out."""
    known = tuple(name for name in card.indicators if name in all_indicators())
    wanted = replace(drawn_by(sight, card), indicators=known)
    build = side_by_side if card.kind == "table" and len(known) > 1 else build_chart
    frame = card_frame(sight, wanted)
    if card.kind == "survival" and not frame["value"].notna().any():
        wanted, frame = _undivided(sight, wanted, frame)
    about = context(sight, wanted)
    made = refused(sight, wanted, build(wanted, frame, about))
    if build is side_by_side and not made.empty:
        made = replace(made, finding=_first_told(wanted, frame, about))
    if card.kind == "survival" and wanted.by and len(made.series) == 1:
        made = replace(made, title=_of_one_group(wanted, frame, about))
    why = NEEDS.get(known[0]) if made.empty and known else None
    return replace(made, empty=why.of(made.lang)) if why else made


def _of_one_group(card: Card, frame: pd.DataFrame, about: Context) -> str:
    """Return the title of a curve that alone of its division is known: it names whose it is, for there is nothing beside it to divide from."""
    name = next(row.category_name for row in Canvas.of(card, frame, about).rows if row.value is not None)
    return OF_GROUP.of(about.lang).format(title=(card.whole or card.title).of(about.lang), group=name)


def _first_told(card: Card, frame: pd.DataFrame, about: Context) -> str:
    """Return what the first indicator of a table that tells its places apart finds, led by its name: rates with a good side before others, whose
    spread alone is told; one of which nothing can be said gives way to the next; "" where there is none.
    """
    known = (about.indicators[name] for name in card.indicators)
    rates = [one for one in known if one.kind != "count" and one.unit not in SIZES]
    for indicator in sorted(rates, key=lambda i: i.polarity == "neutral"):
        lead = lead_rows(frame, indicator.name)
        if lead["value"].dropna().nunique() > 1:
            ranked = ranking(replace(card, indicators=(indicator.name,)), lead, about)
            said = finding(replace(ranked, is_ranked=ranked.is_ranked and indicator.polarity != "neutral"))
            if said:
                return led(indicator.title.of(about.lang), said, about.lang)
    return ""


def _undivided(sight: Sight, card: Card, frame: pd.DataFrame) -> tuple[Card, pd.DataFrame]:
    """Return the whole curve for a curve divided by what no file tells: on the page's first such card, once.

    Where there is a whole curve, the division itself is what was not collected.
    """
    whole = replace(card, by="", title=card.whole or card.title)
    found = card_frame(sight, whole) if card.by and sight.state.by == "" else frame
    if not found["value"].notna().any():
        return card, frame
    first = next(c for c in sight.state.page.cards if c.kind == "survival")
    return (whole, found) if card.name == first.name else (card, frame.assign(status="not_collected"))
