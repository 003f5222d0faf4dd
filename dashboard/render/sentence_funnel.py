"""What a funnel plot says: who lies beyond the range of a place of that size, on which side, and whether that is the good one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.charts.chart import Chart, Point
from dashboard.render.sentence_ends import together
from pipelines.core.text import Text

MOST_NAMED = 4
NONE: Mapping[bool, Text] = {  # limits widened or not
    False: Text(
        "{n} 个{places}都在同等规模的随机波动范围（99.8 %）之内", "none of the {n} {places} lies beyond what chance allows a place of its size (99.8%)",
    ),
    True: Text(
        "{places}之间的差别普遍大于随机波动；按为此放宽的范围（99.8 %），{n} 个中没有特别突出的",
        "the {places} differ by more than chance throughout; none of the {n} stands out beyond the range widened for it (99.8%)",
    ),
}
ABOVE: Mapping[bool, Text] = {
    False: Text("{names}高于同等规模的随机波动范围（99.8 %{side}）", "{names} {is_} above what chance allows a place of that size (99.8%{side})"),
    True: Text("{names}高于放宽后的范围（99.8 %{side}）", "{names} {is_} above the widened range of that size (99.8%{side})"),
}
BELOW: Mapping[bool, Text] = {
    False: Text("{names}低于同等规模的随机波动范围（99.8 %{side}）", "{names} {is_} below what chance allows a place of that size (99.8%{side})"),
    True: Text("{names}低于放宽后的范围（99.8 %{side}）", "{names} {is_} below the widened range of that size (99.8%{side})"),
}
WORSE, BETTER = Text("，较差", ", worse"), Text("，较好", ", better")
NAME, OTHERS = Text("{name}（{text}）", "{name} ({text})"), Text("另外 {n} 个", "{n} more")
BETWEEN = Text("，其中 {n} 个在 95 % 范围之外", "; {n} {lie} beyond the 95% range")
ALSO = Text("另有 {n} 个在 95 % 范围之外、99.8 % 之内", "{n} more {lie} beyond the 95% range")
REST = Text("其余 {n} 个{places}都在 95 % 范围之内", "the other {n} {places} lie within the 95% range")
LAST = Text("其余 1 个在 95 % 范围之内", "the other one lies within the 95% range")
COMMA = Text("；", "; ")


def funnel_draft(chart: Chart) -> str:
    """Return the finding of a funnel plot."""
    lang, points = chart.lang, [p for s in chart.series for p in s.points]
    light = sum(p.position.endswith("_95") for p in points)
    lie = "lies" if light == 1 else "lie"
    sides = {side: beyond(chart, side) for side in ("above", "below")}
    far = sum(map(len, sides.values()))
    if not far:
        told = BETWEEN.of(lang).format(n=light, lie=lie) if light else ""
        return NONE[chart.is_widened].of(lang).format(n=len(points), places=chart.places) + told
    rest = len(points) - far - light
    parts = [
        *(_side(chart, found, side) for side, found in sides.items()),
        ALSO.of(lang).format(n=light, lie=lie) if light else "",
        REST.of(lang).format(n=rest, places=chart.places) if rest > 1 else LAST.of(lang) if rest else "",
    ]
    return COMMA.of(lang).join(part for part in parts if part)


def beyond(chart: Chart, side: str) -> Sequence[Point]:
    """Return the places beyond the outer limits on one side, "above" or "below", the farthest first: the chart has the worst first."""
    points = [p for s in chart.series for p in s.points if p.position == f"{side}_998"]
    return points if is_bad(chart, side) or chart.polarity == "neutral" else points[::-1]


def is_bad(chart: Chart, side: str) -> bool:
    """Return whether the side of a place on a funnel, "above" or "below" or its position, is the bad one of an indicator with a direction."""
    return side.startswith("above") == (chart.polarity == "lower")


def _side(chart: Chart, points: Sequence[Point], side: str) -> str:
    """Name those beyond the limits on one side, at most four and how many more."""
    if not points:
        return ""
    lang = chart.lang
    named = [NAME.of(lang).format(name=p.label, text=p.text) for p in points[:MOST_NAMED]]
    named += [OTHERS.of(lang).format(n=len(points) - MOST_NAMED)] if len(points) > MOST_NAMED else []
    judged = "" if chart.polarity == "neutral" else (WORSE if is_bad(chart, side) else BETTER).of(lang)
    said = (ABOVE if side == "above" else BELOW)[chart.is_widened].of(lang)
    return said.format(names=together(named, lang), side=judged, is_="is" if len(points) == 1 else "are")
