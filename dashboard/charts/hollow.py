"""Marks that are drawn hollow because few people stand behind them: which they are, and the words that say so."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts import words
from dashboard.charts.chart import Chart, Point, Series
from pipelines.core.text import Text

HOLLOW = Text("空心：{status}", "hollow: {status}")
DOTTED = 30  # a line of more points shows them under the pointer only
LINES, FILLED = ("trend", "survival", "curve"), ("table", "map", "waterfall")  # a map has a legend
BARS = ("bar", "stack")


def is_hollow(point: Point) -> bool:
    """Say whether a point that has a number rests on few people."""
    return point.status == "small_n" and point.value is not None


def has_dots(chart: Chart, series: Series) -> bool:
    """Say whether the points of a line are drawn."""
    return chart.mark != "step" and len(series.points) <= DOTTED


def with_hollow_told(chart: Chart) -> Chart:
    """Return the chart with a word at its foot on its hollow marks, where one is drawn; of nothing no bar is seen."""
    if chart.empty or chart.kind in FILLED:
        return chart
    drawn = [s for s in chart.series if chart.kind not in LINES or chart.mark == "dot" or has_dots(chart, s)]
    if not any(is_hollow(p) and (p.value or chart.mark not in BARS) for s in drawn for p in s.points):
        return chart
    said = HOLLOW.of(chart.lang).format(status=words.STATUS["small_n"].of(chart.lang))
    return replace(chart, footer=replace(chart.footer, hollow=said))
