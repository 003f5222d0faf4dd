"""Marks that are not drawn whole: hollow of few people, pale or dashed of what is partly reported; intervals; and the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from dashboard.charts import words
from dashboard.charts.chart import WHOLE, Chart, Point, Series
from pipelines.core.text import Text

HOLLOW = Text("空心：{status}", "hollow: {status}")
FADED = Text("浅色：{status}", "pale: {status}")
DASHED = Text("虚线段：一端或两端{status}", "dashed stretch: {status} at one end or both")
FADED_AND_DASHED = Text("浅色的点和与之相连的虚线：{status}", "pale dots and the dashes that meet them: {status}")
BARS_ARE_INTERVALS = Text("线段为 95 % 区间", "bars are 95% intervals")
ERROR_BARS = Text("误差线为 95 % 区间", "error bars are 95% intervals")
BANDS = Text("色带为 95 % 区间", "bands are 95% intervals")
LIMITS = Text("细线为 95 % 区间的上下限", "thin lines are the limits of 95% intervals")
PANELS = Text("每格为一个{places}，刻度相同", "each panel is one of the {places}, all on the same scale")
GREY_LINE = Text("灰线：{whole}总体", "grey line: {whole} as a whole")
PALE = 0.5  # so much of its colour a pale mark keeps
DOTTED = 30  # a line of more points shows them under the pointer only
MOST_ERROR_BARS, MOST_LIMITS = 4, 3  # lines of a slide that have error bars, steps of one that have limits: more would be a thicket
LINES, FILLED = ("trend", "panels", "survival", "curve"), ("table", "map", "waterfall")  # a map has a legend, steps of a waterfall are whole
ALONG_NUMBERS = ("survival", "curve")  # kinds whose points lie where they lie; a gap between two is no missing period
BARS = ("bar", "stack")
WITHOUT_INTERVALS = ("percentiles", "funnel")  # a place on a funnel is held against the range of its size


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


def runs_of(chart: Chart, series: Series) -> list[list[Point]]:
    """Return a line in its parts: cut where a number is missing, where it breaks or, for periods, where one lies between two points."""
    runs: list[list[Point]] = [[]]
    for point in series.points:
        is_far = bool(runs[-1]) and chart.kind not in ALONG_NUMBERS and point.x - runs[-1][-1].x > 1
        if point.value is None or is_far or point.begins:
            runs.append([])
        if point.value is not None:
            runs[-1].append(point)
    return [r for r in runs if r]


def has_limits(point: Point) -> bool:
    """Say whether a point has a number with both its limits."""
    return point.value is not None and point.lower is not None and point.upper is not None


def bands_of(run: Sequence[Point]) -> list[list[Point]]:
    """Return the stretches of a part of a line along which every point has both its limits; a single point has no band."""
    stretches = [list(points) for are_banded, points in groupby(run, has_limits) if are_banded]
    return [stretch for stretch in stretches if len(stretch) > 1]


def with_marks_told(chart: Chart) -> Chart:
    """Return the chart with a word at its foot on its hollow, pale and dashed marks and its intervals, where one is drawn on the screen."""
    return replace(chart, footer=replace(chart.footer, marks=marks_told(chart)))


def marks_told(chart: Chart, *, on_slide: bool = False) -> str:
    """Return what the marks of a chart mean that are not drawn whole, and how its intervals look, on the screen or on a slide; "" of none."""
    if chart.empty or chart.kind in FILLED:
        return ""
    status = {"hollow": words.STATUS["small_n"].of(chart.lang), "partly": words.STATUS["partial"].of(chart.lang)}
    told = [HOLLOW.of(chart.lang).format(status=status["hollow"])] if any(map(is_hollow, _marked(chart))) else []
    partly, intervals = _partly(chart), _intervals_on_slide(chart) if on_slide else _intervals(chart)
    told += [partly.of(chart.lang).format(status=status["partly"])] if partly else []
    told += [intervals.of(chart.lang)] if intervals else []
    told += [PANELS.of(chart.lang).format(places=chart.places)] if chart.kind == "panels" else []
    told += [GREY_LINE.of(chart.lang).format(whole=s.name) for s in chart.series if s.code == WHOLE]
    return words.SEMICOLON.of(chart.lang).join(told)


def _are_lines(chart: Chart) -> bool:
    return chart.kind in LINES and chart.mark != "dot"


def _marked(chart: Chart) -> Iterator[Point]:
    """The points that a dot or a bar stands for; of nothing no bar is seen."""
    for series in chart.series:
        if not _are_lines(chart) or has_dots(chart, series):
            yield from (p for p in series.points if p.value or chart.mark not in BARS)


def _partly(chart: Chart) -> Text | None:
    """Return how figures that are partly reported look; None where there are none."""
    has_pale = any(map(is_pale, _marked(chart)))
    has_dashed = _are_lines(chart) and any(is_dashed(a, b) for s in chart.series for run in runs_of(chart, s) for a, b in pairwise(run))
    if has_dashed:
        return FADED_AND_DASHED if has_pale else DASHED
    return FADED if has_pale else None


def _intervals(chart: Chart) -> Text | None:
    """Return how intervals look on the screen; None where none is drawn."""
    if _are_lines(chart):
        return BANDS if any(bands_of(run) for s in chart.series for run in runs_of(chart, s)) else None
    if chart.mark in ("stack", "strip") or chart.kind in WITHOUT_INTERVALS or (chart.kind == "distribution" and chart.mark == "bar"):
        return None
    has_any = any(has_limits(p) for s in chart.series for p in s.points)
    return (ERROR_BARS if chart.kind == "bars" else BARS_ARE_INTERVALS) if has_any else None


def _intervals_on_slide(chart: Chart) -> Text | None:
    """Return how intervals look on a slide, which knows no bands; None where none is drawn."""
    has_any = any(has_limits(p) for s in chart.series for p in s.points)
    if not has_any or chart.kind in WITHOUT_INTERVALS or chart.mark in ("stack", "strip"):
        return None
    if chart.kind in ALONG_NUMBERS and chart.mark != "dot":
        return LIMITS if chart.mark == "step" and len(chart.series) <= MOST_LIMITS else None
    if chart.kind == "panels" or chart.kind == "trend" and len(chart.series) > MOST_ERROR_BARS:
        return None
    return BARS_ARE_INTERVALS if chart.kind == "forest" else ERROR_BARS
