"""Frame + indicator + language -> Chart. No drawing library is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from dashboard.charts.bars import bars
from dashboard.charts.chart import Chart
from dashboard.charts.colours import with_colours
from dashboard.charts.context import Context
from dashboard.charts.curve import curve
from dashboard.charts.distribution import distribution
from dashboard.charts.forest import forest
from dashboard.charts.funnel import funnel
from dashboard.charts.map import choropleth
from dashboard.charts.panels import panels
from dashboard.charts.percentiles import percentiles
from dashboard.charts.pyramid import pyramid
from dashboard.charts.ranking import ranking
from dashboard.charts.survival import survival
from dashboard.charts.table import table
from dashboard.charts.trend import trend
from dashboard.charts.waterfall import waterfall
from dashboard.page import Card
from pipelines.core.indicator import Indicator

Builder = Callable[[Card, pd.DataFrame, Context], Chart]
BUILDERS: Mapping[str, Builder] = {
    "trend": trend,
    "ranking": ranking,
    "map": choropleth,
    "distribution": distribution,
    "survival": survival,
    "table": table,
    "bars": bars,
    "curve": curve,
    "forest": forest,
    "funnel": funnel,
    "panels": panels,
    "percentiles": percentiles,
    "pyramid": pyramid,
    "waterfall": waterfall,
}
COLOURED = ("trend", "survival", "bars", "curve")  # kinds whose series may be categories


def build_chart(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the chart of `card` from an observation frame (OBSERVATION_COLUMNS and region_name_en).

    Raises KeyError for a card kind that is no chart of observations (builds, batches, quality, kept_out, unmatched, catalogue),
    ValueError where an opinion would stand on an axis with something else.
    """
    check_meanings(card, context.indicators)
    made = BUILDERS[card.kind](card, frame, context)
    return with_colours(made, card, frame, context) if card.kind in COLOURED else made


def check_meanings(card: Card, indicators: Mapping[str, Indicator]) -> None:
    """Refuse a card that puts what people say on an axis with what they did; a table has no axis.

    Raises ValueError for indicators whose `meaning` differs where one is an opinion, and for a retention curve of anything but staying.
    """
    meanings = {indicators[name].meaning for name in card.indicators if name in indicators}
    if card.kind != "table" and "opinion" in meanings and len(meanings) > 1:
        raise ValueError(f"card {card.name}: an opinion does not share an axis with anything else")
    if card.kind == "survival" and not meanings <= {"staying"}:
        raise ValueError(f"card {card.name}: the axis of a retention curve is the share that stays")
