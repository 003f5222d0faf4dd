"""What a funnel plot says: who lies beyond what chance alone would give a place of that size, on which side, and whether that is the good one."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.chart import Chart, Point
from dashboard.render.sentence_ends import together
from pipelines.core.text import Text

MOST_NAMED = 4
NONE = Text(
    "{n} 个{places}的高低都没有超出规模相同的地方凭偶然可有的范围（99.8 %）",
    "none of the {n} {places} is higher or lower than chance alone may make a place of its size (99.8%)",
)
ABOVE = Text("{names}高于规模相同的地方凭偶然可有的范围（99.8 %{side}）", "{names} {is_} higher than chance alone may make a place of that size (99.8%{side})")
BELOW = Text("{names}低于规模相同的地方凭偶然可有的范围（99.8 %{side}）", "{names} {is_} lower than chance alone may make a place of that size (99.8%{side})")
WORSE, BETTER = Text("，较差", ", worse"), Text("，较好", ", better")
NAME, OTHERS = Text("{name}（{text}）", "{name} ({text})"), Text("另外 {n} 个", "{n} more")
BETWEEN = Text("，其中 {n} 个超出 95 % 范围", "; {n} of them beyond the 95% range")
ALSO = Text("另有 {n} 个在 95 % 范围之外、99.8 % 之内", "{n} more beyond the 95% range")
REST = Text("其余 {n} 个{places}都在范围之内", "the other {n} {places} lie within it")
COMMA = Text("；", "; ")


def funnel_draft(chart: Chart) -> str:
    """Return the finding of a funnel plot."""
    lang, points = chart.lang, [p for s in chart.series for p in s.points]
    light = sum(p.position.endswith("_95") for p in points)
    far = [p for p in points if p.position.endswith("_998")]
    if not far:
        told = BETWEEN.of(lang).format(n=light) if light else ""
        return NONE.of(lang).format(n=len(points), places=chart.places) + told
    parts = [_side(chart, [p for p in far if p.position.startswith(side)], side) for side in ("above", "below")]
    parts.append(ALSO.of(lang).format(n=light) if light else "")
    rest = len(points) - len(far) - light
    parts.append(REST.of(lang).format(n=rest, places=chart.places) if rest > 1 else "")
    return COMMA.of(lang).join(part for part in parts if part)


def _side(chart: Chart, points: Sequence[Point], side: str) -> str:
    """Name those beyond the limits on one side, the farthest from the mean first, at most four and how many more."""
    if not points:
        return ""
    lang = chart.lang
    named = [NAME.of(lang).format(name=p.label, text=p.text) for p in points[:MOST_NAMED]]
    named += [OTHERS.of(lang).format(n=len(points) - MOST_NAMED)] if len(points) > MOST_NAMED else []
    is_bad = (side == "above") == (chart.polarity == "lower")
    judged = "" if chart.polarity == "neutral" else (WORSE if is_bad else BETTER).of(lang)
    said = (ABOVE if side == "above" else BELOW).of(lang)
    return said.format(names=together(named, lang), side=judged, is_="is" if len(points) == 1 else "are")
