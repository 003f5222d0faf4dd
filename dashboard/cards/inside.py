"""Whether a reader may see what lies behind the figures of a place, and what is said where not."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts.chart import Chart, Lack
from dashboard.charts.words import YEARS_ARE_COUNTED
from dashboard.page import Card
from dashboard.sight import Sight
from dashboard.span import is_part_of_year
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators
from pipelines.engine.snapshots import PERSONS, refusal

NOT_INSIDE = Text(
    "本卡由逐人、逐件或逐村的记录得出，只在内部口径下向负责该地区的人员显示。",
    "This card is made from records of single persons, cases or villages: it is shown in the internal profile only, to those who answer for "
    "the place.",
)
BY_YEAR = Text(f"{YEARS_ARE_COUNTED.zh}。", f"{YEARS_ARE_COUNTED.en.capitalize()}.")
COUNTS_ONLY = Text(
    "已加载的文件只有各期人数，没有能跨期认出同一个人的记录（任职记录，或带身份证号的花名册），因此无法知道谁留下、谁离开。",
    "The files loaded count people at each date; none follows a person from one to the next (employment spells, or rosters with "
    "identifiers), so who stayed and who left cannot be told.",
)
_COUNTS_ONLY = """select (select count(*) from presence) = 0 and (select count(*) from tenure_spell) = 0
    and (select count(*) from workforce_state where source = 'return') > 0 as only"""
NO_DAY = Text("数据没有日期，无法确定是哪一天的情况。", "The data carry no dates, so there is no day to speak of.")


def refused(sight: Sight, card: Card, chart: Chart) -> Chart:
    """Give a chart without numbers the reason: a part of a year for yearly figures, files that follow nobody for who stayed."""
    known = [all_indicators()[name] for name in card.indicators if name in all_indicators()]
    if not chart.empty or not known or chart.lack == "withheld":  # of the whole year it is withheld too
        return chart
    is_part = all(i.yearly for i in known) and is_part_of_year(sight.edition, sight.state.period)
    if not {i.kind for i in known} & set(PERSONS):
        return _because(chart, BY_YEAR) if is_part else chart
    reason = sight.edition.keep("refusal", lambda: sight.edition.ask(refusal))
    if reason is None and sight.edition.keep("counts only", lambda: bool(sight.edition.rows(_COUNTS_ONLY)["only"].iloc[0])):
        reason = COUNTS_ONLY
    if reason is None and is_part:
        reason = BY_YEAR
    return _because(chart, reason) if reason else chart


def _because(chart: Chart, reason: Text) -> Chart:
    """Return an empty chart with another reason: what cannot be known is no zero."""
    return replace(chart, empty=reason.of(chart.lang), lack="" if chart.lack == "none" else chart.lack)


def lack_of(chart: Chart) -> Lack:
    """Return which kind of nothing an empty card shows, withheld also where its sentence alone says that it is not for who looks."""
    return chart.lack or ("withheld" if chart.empty == NOT_INSIDE.of(chart.lang) else "")
