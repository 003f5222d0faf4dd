"""Whether a reader may see what lies behind the figures of a place, and what is said where not."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts.chart import Chart
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators
from pipelines.engine.snapshots import PERSONS, refusal

NOT_INSIDE = Text(
    "本卡由个人或村级记录算出，只向负责该地区的用户显示。",
    "This card is worked out from records of persons or villages and is shown only to those who answer for the place.",
)
NO_DAY = Text("数据没有日期，无法确定是哪一天的情况。", "The data carry no dates, so there is no day to speak of.")


def is_inside(sight: Sight) -> bool:
    """Say whether the reader sees everything of the chosen place."""
    return sight.state.region in sight.edition.places(sight.viewer.inside)


def refused(sight: Sight, card: Card, chart: Chart) -> Chart:
    """Give a chart without numbers the reason why nothing can be said of who stayed, with the figures of the test, where there is one."""
    kinds = {all_indicators()[name].kind for name in card.indicators if name in all_indicators()}
    if not chart.empty or not kinds & set(PERSONS):
        return chart
    reason = sight.edition.keep("refusal", lambda: sight.edition.ask(refusal))
    return replace(chart, empty=reason.of(sight.lang)) if reason else chart
