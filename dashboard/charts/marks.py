"""Marks that are not drawn whole: hollow of few people, pale or dashed of what is partly reported; and the words that say so."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dashboard.charts import words
from dashboard.charts.chart import Chart, Point, Series
from pipelines.core.text import Text

HOLLOW = Text("空心：{status}", "hollow: {status}")
FADED = Text("浅色：{status}", "pale: {status}")
DASHED = Text("虚线段：{status}", "dashed stretch: {status}")
PALE = 0.5  # so much of its colour a pale bar keeps
DOTTED = 30  # a line of more points shows them under the pointer only
LINES, FILLED = ("trend", "survival", "curve"), ("table", "map", "waterfall")  # a map has a legend
BARS = ("bar", "stack")


def is_hollow(point: Point) -> bool:
    """Say whether a point that has a number rests on few people."""
    return point.status == "small_n" and point.value is not None


def is_pale(point: Point) -> bool:
    """Say whether a point that has a number rests on a part of the units that should have reported."""
    return point.status == "partial" and point.value is not None


def is_dashed(before: Point, then: Point) -> bool:
    """Say whether the stretch of a line between two points is drawn, and leads to or from a figure that is partly reported."""
    return before.value is not None and then.value is not None and not then.begins and (is_pale(before) or is_pale(then))


def has_dots(chart: Chart, series: Series) -> bool:
    """Say whether the points of a line are drawn."""
    return chart.mark != "step" and len(series.points) <= DOTTED


def with_marks_told(chart: Chart) -> Chart:
    """Return the chart with a word at its foot on its hollow, pale and dashed marks, where one is drawn; of nothing no bar is seen."""
    if chart.empty or chart.kind in FILLED:
        return chart
    drawn = [s for s in chart.series if chart.kind not in LINES or chart.mark == "dot" or has_dots(chart, s)]
    has_hollow = any(is_hollow(p) and (p.value or chart.mark not in BARS) for s in drawn for p in s.points)
    told = [HOLLOW.of(chart.lang).format(status=words.STATUS["small_n"].of(chart.lang))] if has_hollow else []
    partly = _partly(chart)
    told += [partly.of(chart.lang).format(status=words.STATUS["partial"].of(chart.lang))] if partly else []
    return replace(chart, footer=replace(chart.footer, marks=words.SEMICOLON.of(chart.lang).join(told)))


def _partly(chart: Chart) -> Text | None:
    """Return how figures that are partly reported look in bars and lines; None where there are none, and of other kinds of chart."""
    if chart.kind in ("bars", "pyramid"):
        return FADED if any(is_pale(p) and p.value for s in chart.series for p in s.points) else None
    if chart.kind not in LINES or chart.mark == "dot":
        return None
    return DASHED if any(is_dashed(a, b) for s in chart.series for a, b in pairwise(s.points)) else None
