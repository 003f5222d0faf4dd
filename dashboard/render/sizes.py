"""How many a chart rests on, and which of its points are told to who asks: the same in its explanation, its files and beside it when presented."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.chart import Chart, Point
from dashboard.charts.numbers import size
from dashboard.charts.words import SEMICOLON
from pipelines.core.text import Text

FEW, FEW_GROUPS, MOST = 6, 12, 3  # points that are all told, of groups side by side; of more so many of one series
GROUPS, PLACES = ("bars", "forest", "distribution"), ("map", "ranking", "funnel")
MORE_IN_TABLE = Text("其余见表", "the rest: in the table")
EACH_PLACE = Text("各地的 n 为 {low}–{high}", "n of a place: {low}–{high}")
Named = tuple[str, Point]


def sizes(chart: Chart) -> str:
    """Return how many a chart rests on, in words: what stands at its foot and, where that is no number of people or cases, what is declared of its
    figures or the n of the points that are told."""
    foot, join = chart.footer, SEMICOLON.of(chart.lang)
    if "=" in foot.n:
        return foot.n
    known = [foot.sizes] if foot.sizes else _of_points(chart)
    return join.join(part for part in (foot.n, *known) if part)


def told_points(chart: Chart) -> list[Named]:
    """Return the points whose size and interval are told, each with its name: those the chart names; else all of few; else of several series the
    last of each, of one its last ones. None where ranks tell them.
    """
    if is_ranked(chart):
        return []
    named = _named(chart)
    if chart.asked:
        return [(name, point) for name, point, _ in named if point.code in chart.asked]
    if len(named) <= (FEW_GROUPS if _is_of_groups(chart) else FEW):
        return [(name, point) for name, point, _ in named]
    if len(chart.series) > 1:
        return list({code: (name, point) for name, point, code in named}.values())
    return [(name, point) for name, point, _ in named[-MOST:]]


def is_ranked(chart: Chart) -> bool:
    """Say whether a chart is a ranking, whose ranks tell its points."""
    return chart.kind == "ranking" and any(head.name == "rank" for head in chart.columns)


def _named(chart: Chart) -> list[tuple[str, Point, str]]:
    return [
        (f"{series.name} {point.whole or point.label}" if len(chart.series) > 1 else point.whole or point.label, point, series.code)
        for series in chart.series for point in series.points if point.value is not None
    ]


def _is_of_groups(chart: Chart) -> bool:
    """Say whether points stand for groups side by side: years have a last one, groups have not."""
    return chart.kind in GROUPS and not all(point.label[:4].isdigit() for point in chart.points)


def _of_points(chart: Chart) -> list[str]:
    """Return the n of what is told: of a waterfall whom it begins with, of places the fewest and the most, of a curve those at risk at its end, of
    others their points'."""
    if chart.kind == "waterfall":
        return [chart.x.title] if chart.x.title else []
    if chart.kind in PLACES:
        return _of_places(chart)
    sized = [(name, point) for name, point in told_points(chart) if point.n is not None]
    if len(sized) > 1 and len({point.n for _, point in sized}) == 1 and chart.kind != "survival":
        return [f"n = {size(sized[0][1].n or 0)}"]
    known = sum(point.n is not None for _, point, _ in _named(chart))
    rest = [MORE_IN_TABLE.of(chart.lang)] if 0 < len(sized) < known else []
    called = chart.at_risk_title.lower() if chart.kind == "survival" else "n ="
    return [*(f"{name} {called} {size(n)}" for name, n in _each_once(sized)), *rest]


def _of_places(chart: Chart) -> list[str]:
    """Return between how many a figure of a place rests on."""
    at = [place for place, head in enumerate(chart.columns) if head.name == "n"]
    known = [value for row in chart.rows for place in at if (value := row[place].value) is not None]
    return [EACH_PLACE.of(chart.lang).format(low=size(min(known)), high=size(max(known)))] if known else []


def _each_once(sized: Sequence[Named]) -> list[tuple[str, float]]:
    """Return names with their n; labels alone where every series rests on the same people there."""
    labels: dict[str, set[float]] = {}
    for _, point in sized:
        labels.setdefault(point.whole or point.label, set()).add(point.n or 0.0)
    if len(labels) < len(sized) and all(len(found) == 1 for found in labels.values()):
        return [(label, next(iter(found))) for label, found in labels.items()]
    return [(name, point.n or 0.0) for name, point in sized]
