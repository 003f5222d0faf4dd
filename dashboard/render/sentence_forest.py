"""What a forest plot says: each estimate, the adjusted one where there is one, and whether its interval leaves room for no difference."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Point
from dashboard.render.sentence_ends import NO_DIFFERENCE, compared, ends_of, say_ends, within_chance
from pipelines.core.text import Text

MOST_NAMED = 3
PART = Text("{label} {text}", "{label} {text}")
WITH_SERIES = Text("{label}（{series}）{text}", "{label} ({series}) {text}")
PARTLY = Text("（{mark}，不作比较）", " ({mark}, not compared)")
SURE = Text("{part}（区间在“{line}”之外）", "{part} (interval beyond \"{line}\")")
UNSURE = Text("{part}（区间包含“{line}”，不能确定）", "{part} (interval includes \"{line}\": not certain)")
APART = Text("；区间不重叠", "; the intervals do not overlap")
COMMA = Text("；", "; ")


def forest_draft(chart: Chart) -> str:
    """Return the finding of a forest plot; "" where nothing was estimated."""
    best: dict[str, tuple[str, Point]] = {}
    for series in chart.series:  # of a line with two estimates the later, adjusted one speaks
        best |= {p.label: (series.name, p) for p in series.points if p.value is not None}
    ranked = compared([point for _, point in best.values()])
    if not chart.events and len(ranked) > 1:
        return _ends(chart, ranked)
    parts = [_part(chart, name, point) for name, point in best.values()]
    return COMMA.of(chart.lang).join(parts[:MOST_NAMED])


def _ends(chart: Chart, points: list[Point]) -> str:
    """Name the lowest and the highest lines, those printed alike together, and say whether their intervals part them."""
    lang, said = chart.lang, say_ends(points, chart.lang)
    low, high = ends_of(points)
    if low[0].text == high[0].text:
        return said
    uppers, lowers = [p.upper for p in low if p.upper is not None], [p.lower for p in high if p.lower is not None]
    if len(uppers) < len(low) or len(lowers) < len(high):
        return said
    if max(uppers) < min(lowers):
        return said + APART.of(lang)
    is_within = all(within_chance(a, b) for a in low for b in high)  # between the two, of ends picked out of many, nothing is claimed
    return said + (NO_DIFFERENCE.of(lang) if is_within else "")


def _part(chart: Chart, series: str, point: Point) -> str:
    lang = chart.lang
    pattern = WITH_SERIES if len(chart.series) > 1 else PART
    part = pattern.of(lang).format(label=point.label, series=series, text=point.text)
    part += PARTLY.of(lang).format(mark=point.mark) if point.status == "partial" else ""
    if not chart.events or point.lower is None or point.upper is None:
        return part
    line = chart.events[0]
    return (UNSURE if point.lower <= line.at <= point.upper else SURE).of(lang).format(part=part, line=line.label)
