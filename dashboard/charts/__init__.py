"""Frame + indicator + language -> Chart. No drawing library is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from dashboard.charts.chart import Chart
from dashboard.charts.context import Context
from dashboard.charts.distribution import distribution
from dashboard.charts.map import choropleth
from dashboard.charts.ranking import ranking
from dashboard.charts.survival import survival
from dashboard.charts.table import table
from dashboard.charts.trend import trend
from dashboard.page import Card

Builder = Callable[[Card, pd.DataFrame, Context], Chart]
BUILDERS: Mapping[str, Builder] = {
    "trend": trend,
    "ranking": ranking,
    "map": choropleth,
    "distribution": distribution,
    "survival": survival,
    "table": table,
}


def build_chart(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the chart of `card` from an observation frame (OBSERVATION_COLUMNS and region_name_en).

    Raises KeyError for a card kind that is no chart of observations (builds, batches, quality, kept_out, unmatched, catalogue).
    """
    return BUILDERS[card.kind](card, frame, context)
