"""What is committed for the years to come."""

from __future__ import annotations

from dataclasses import replace

from dashboard.cards.observed import observed
from dashboard.charts.chart import Chart
from dashboard.charts.numbers import scale_for
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Text

NOTHING = Text("没有已承诺、尚未到应付日的支付记录。", "No payment committed for the years to come is on record.")
SAID = Text("共 {total}，其中 {year} 年应付 {first}（占 {share}）。", "{total} in all, of which {first} falls due in {year} ({share}).")


def liability(sight: Sight, card: Card) -> Chart:
    """Return the committed payments by the year they fall due as bars, with their sum and what the first year takes of it."""
    chart = observed(sight, replace(card, kind="bars"))
    points = [p for s in chart.series for p in s.points if p.value is not None]
    total = sum(p.value or 0.0 for p in points)
    if chart.empty or not total:
        return chart if chart.empty else replace(chart, finding=NOTHING.of(sight.lang))
    first = min(points, key=lambda p: p.label)
    share = scale_for((), "share", "", sight.lang).bare((first.value or 0.0) / total)
    return replace(chart, finding=SAID.of(sight.lang).format(total=chart.scale.full(total), year=first.label, first=first.text, share=share))
