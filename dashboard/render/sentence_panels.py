"""What panels say: which place changed most between the first and the last year by more than its intervals, or that none did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.panels import places_of
from dashboard.render.sentence_ends import compared, worst_told
from pipelines.core.text import Text

WHO = Text("{drawn}{both}{n} 个{places}", "{n} {places}{drawn}{both}")
DRAWN, BOTH = Text("画出的 ", " drawn"), Text("两年都有可比数的", " with comparable figures in both years")
SOME = Text(
    "{who}中有 {k} 个 {first} 与 {last} 的 95 % 区间不重叠，其中{name}变化最大，由 {a} 变为 {b}",
    "the 95% intervals of {first} and {last} do not overlap in {k} of {who}; of these {name} changed most, from {a} to {b}",
)
ONE = Text(
    "{who}中只有{name} {first} 与 {last} 的 95 % 区间不重叠，由 {a} 变为 {b}",
    "of {who} only {name} has 95% intervals of {first} and {last} that do not overlap: from {a} to {b}",
)
NONE = Text(
    "{who} {first} 与 {last} 的 95 % 区间都有重叠，没有一个能断定有变化",
    "the 95% intervals of {first} and {last} overlap in all {who}: of none can a change be told for certain",
)
COUNTED = Text("{who}中{name}变化最大，由 {first} 的 {a} 变为 {last} 的 {b}", "of {who} {name} changed most, from {a} in {first} to {b} in {last}")
ALONE: dict[bool, Text] = {  # a single place, by whether its intervals lie apart
    True: Text(
        "{name}由 {first} 的 {a} 变为 {last} 的 {b}，95 % 区间不重叠",
        "{name} changed from {a} in {first} to {b} in {last}: the 95% intervals do not overlap",
    ),
    False: Text(
        "{name} {first} 为 {a}，{last} 为 {b}，95 % 区间有重叠，不能断定有变化",
        "{name} was at {a} in {first} and is at {b} in {last}: the 95% intervals overlap, and a change cannot be told for certain",
    ),
}
AT = Text("{name} {period} 为 {text}", "{name} is at {text} in {period}")
IN = Text("{period}：{said}", "{period}: {said}")


@dataclass(frozen=True, slots=True)
class _Change:
    """A place in the first and in the last year."""

    name: str
    first: Point
    last: Point

    @property
    def size(self) -> float:
        return abs((self.last.value or 0.0) - (self.first.value or 0.0))

    @property
    def has_limits(self) -> bool:
        return None not in (self.first.lower, self.first.upper, self.last.lower, self.last.upper)

    @property
    def is_apart(self) -> bool:
        """Whether the intervals of both years have no figure in common."""
        (a, b), (c, d) = ((p.lower or 0.0, p.upper or 0.0) for p in (self.first, self.last))
        return self.has_limits and (b < c or d < a)


def panels_draft(chart: Chart) -> str:
    """Return the finding of panels: of places with a comparable figure in the first and in the last year drawn, how many have intervals of the
    two that do not overlap, and who of these changed most. Up to twelve are looked at at once: by this rule chance alone seldom names one.
    """
    changes = _changes(chart)
    certain = [c for c in changes if c.is_apart]
    if not any(c.size for c in changes):
        return _last_year(chart)
    if not any(c.has_limits for c in changes):
        return _say(COUNTED, chart, changes, changes)
    if len(changes) == 1:
        return _say(ALONE[bool(certain)], chart, changes, changes)
    return _say(NONE if not certain else ONE if len(certain) == 1 else SOME, chart, changes, certain or changes)


def _changes(chart: Chart) -> list[_Change]:
    """The places that have a figure to compare in the first and in the last year any of them has one, and whose line does not break between."""
    lines = [(s, compared(s.points)) for s in places_of(chart)]
    years = sorted({p.x for _, points in lines for p in points})
    if len(years) < 2:
        return []
    return [_Change(s.name, points[0], points[-1]) for s, points in lines
            if points and (points[0].x, points[-1].x) == (years[0], years[-1]) and not any(p.begins for p in s.points)]


def _say(said: Text, chart: Chart, changes: Sequence[_Change], told: Sequence[_Change]) -> str:
    """Say it of all places compared, naming the one of `told` that changed most."""
    lang, most = chart.lang, max(told, key=lambda c: c.size)
    drawn = DRAWN.of(lang) if chart.more else ""
    both = BOTH.of(lang) if len(changes) < len(places_of(chart)) else ""
    who = WHO.of(lang).format(n=len(changes), places=chart.places, drawn=drawn, both=both)
    return said.of(lang).format(
        who=who, k=len(told), name=most.name, first=most.first.label, last=most.last.label, a=most.first.text, b=most.last.text,
    )


def _last_year(chart: Chart) -> str:
    """Who stands worst in the last year, where no two years compare."""
    points = [(s, p) for s in places_of(chart) for p in compared(s.points)[-1:]]
    if not points:
        return ""
    last = max((p for _, p in points), key=lambda p: p.x)
    drawn = [(s, p) for s, p in points if p.x == last.x]
    now = _worst_first(chart, drawn)
    if chart.more and [p.code for p in now] != [p.code for _, p in drawn]:  # not by their figures: one farther out may be not drawn
        return ""
    if len(now) == 1:
        return AT.of(chart.lang).format(name=now[0].label, period=last.label, text=now[0].text)
    alike = sum(p.text == now[0].text for p in now)
    return IN.of(chart.lang).format(period=last.label, said=worst_told(chart, now, len(now), alike))


def _worst_first(chart: Chart, points: Sequence[tuple[Series, Point]]) -> list[Point]:
    named = [replace(p, label=s.name) for s, p in points]
    return sorted(named, key=lambda p: p.value or 0.0, reverse=chart.polarity != "higher")
