"""Cards that rank places: the drawing of all intervals, and in its table the rank, its set, the rank before and whether it moved beyond chance."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.asking import card_frame, card_query, held
from dashboard.cards.inside import refused
from dashboard.charts.chart import Chart
from dashboard.charts.context import Context
from dashboard.charts.ranking import ranking
from dashboard.charts.table import listing
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, withheld
from pipelines.core.comparison import compared_with
from pipelines.core.period import parse_period
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators
from pipelines.engine.ranking import rank_places
from pipelines.engine.timing import timing_of

NOT_KNOWN = Text("本版程序没有这些指标。", "This release of the program knows none of these indicators.")
BY_PLACE = Text("各地{what}", "{what} by place")


def ranked(sight: Sight, card: Card) -> Chart:
    """Return the ranking of the places under the chosen one in the chosen period, with ranks and what became of them.

    Places some of which are seen in a protected release profile stand by their codes, without ranks.
    """
    name = card.indicators[0] if card.indicators and card.indicators[0] in all_indicators() else ""
    about = context(sight, card)
    if not name:
        return not_known(card, about)
    frame = card_frame(sight, replace(card, indicators=(name,), by=""))
    if about.withholds:
        card = replace(card, title=BY_PLACE.format(what=about.indicators[name].title))
    return refused(sight, card, ranking(card, frame, about, standing=standing_of(sight, card, name, frame, about)))


def not_known(card: Card, about: Context) -> Chart:
    """Return what a card shows none of whose indicators this release knows."""
    return listing(card, (), (), about, NOT_KNOWN.of(about.lang))


def standing_of(sight: Sight, card: Card, name: str, frame: pd.DataFrame, about: Context) -> pd.DataFrame | None:
    """Return Ranking.tidy() of a frame of one period, with the period before where the build holds it.

    None without numbers, and unless every place of either period is seen in the internal profile: a rank among places some of which
    are withheld tells of these too (counting.md §6).
    """
    now = frame[frame["breakdown"].isna()].reset_index(drop=True)
    if about.withholds or not now["value"].notna().any() or now["region_code"].duplicated().any():
        return None
    before, label = _before(sight, card, name)
    codes = [*now["region_code"], *([] if before is None else before["region_code"])]
    if withheld(sight, map(str, codes)):
        return None
    return rank_places(now, all_indicators()[name], before).tidy().assign(previous_period=label)


def _before(sight: Sight, card: Card, name: str) -> tuple[pd.DataFrame | None, str]:
    site, indicator = sight.edition.site, all_indicators()[name]
    period = parse_period(sight.state.period, site.fiscal_year_start_month)
    pair = compared_with(period, "previous", timing_of(indicator), site.fiscal_year_start_month) if period else ""
    if isinstance(pair, str):
        return None, ""
    label = pair[1].label
    earlier = held(sight, replace(card_query(sight, replace(card, by=""), name), period=label))
    if earlier is None:
        return None, ""
    frame = earlier[earlier["breakdown"].isna()].reset_index(drop=True)
    return (frame, label) if len(frame) else (None, "")
