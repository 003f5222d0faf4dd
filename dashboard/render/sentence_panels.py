"""What panels say: which place changed most between the first and the last year by more than its intervals, or that none did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.panels import places_of
from dashboard.render.sentence_ends import compared, worst_told
from pipelines.core.text import Text

MOST_CHANGED = Text(
    "{name}变化最大，{first} 为 {a}，{last} 为 {b}，两年的 95 % 区间不重叠", "{name} changed most, from {a} in {first} to {b} in {last}: the 95% intervals do not overlap",
)
COUNTED = Text("{name}变化最大，{first} 为 {a}，{last} 为 {b}", "{name} changed most, from {a} in {first} to {b} in {last}")
SO_MANY = Text("{n} 个{places}中有 {k} 个如此", "so it is in {k} of {n} {places}")
NONE_CHANGED = Text(
    "{n} 个{places} {first} 与 {last} 的 95 % 区间都有重叠，没有一个能断定有变化",
    "the 95% intervals of {first} and {last} overlap in all {n} {places}: of none can a change be told for certain",
)
ONE_UNCHANGED = Text(
    "{name} {first} 为 {a}，{last} 为 {b}，95 % 区间有重叠，不能断定有变化",
    "{name} was at {a} in {first} and is at {b} in {last}: the 95% intervals overlap, and a change cannot be told for certain",
)
AT = Text("{name} {period} 为 {text}", "{name} is at {text} in {period}")
IN = Text("{period}：{said}", "{period}: {said}")
COMMA = Text("；", "; ")


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
    """Return the finding of panels: of places with a comparable figure in the first and in the last year drawn, the one that changed most of
    those whose intervals of the two do not overlap. Twelve places are looked at, and by that rule chance alone seldom names one.
    """
    changes = _changes(chart)
    if not changes:
        return _last_year(chart)
    certain = [c for c in changes if c.is_apart]
    if not certain and any(c.has_limits for c in changes):
        return _unchanged(chart, changes)
    told, said = (certain, MOST_CHANGED) if certain else (changes, COUNTED)
    most = max(told, key=lambda c: c.size)
    if not most.size:
        return _last_year(chart)
    more = SO_MANY.of(chart.lang).format(n=len(changes), k=len(certain), places=chart.places) if 1 < len(certain) else ""
    return COMMA.of(chart.lang).join(part for part in (_say(said, chart, most), more) if part)


def _changes(chart: Chart) -> list[_Change]:
    """The places that have a figure to compare in the first and in the last year any of them has one, and whose line does not break between."""
    lines = [(s, compared(s.points)) for s in places_of(chart)]
    years = sorted({p.x for _, points in lines for p in points})
    if len(years) < 2:
        return []
    return [_Change(s.name, points[0], points[-1]) for s, points in lines
            if points and (points[0].x, points[-1].x) == (years[0], years[-1]) and not any(p.begins for p in s.points)]


def _say(said: Text, chart: Chart, change: _Change) -> str:
    first, last = change.first, change.last
    return said.of(chart.lang).format(name=change.name, first=first.label, last=last.label, a=first.text, b=last.text)


def _unchanged(chart: Chart, changes: Sequence[_Change]) -> str:
    first, last = changes[0].first.label, changes[0].last.label
    if len(changes) == 1:
        return _say(ONE_UNCHANGED, chart, changes[0])
    return NONE_CHANGED.of(chart.lang).format(n=len(changes), places=chart.places, first=first, last=last)


def _last_year(chart: Chart) -> str:
    """Who stands worst in the last year, where no two years compare."""
    points = [(s, p) for s in places_of(chart) for p in compared(s.points)[-1:]]
    if not points:
        return ""
    last = max((p for _, p in points), key=lambda p: p.x)
    now = _worst_first(chart, [(s, p) for s, p in points if p.x == last.x])
    if len(now) == 1:
        return AT.of(chart.lang).format(name=now[0].label, period=last.label, text=now[0].text)
    alike = sum(p.text == now[0].text for p in now)
    return IN.of(chart.lang).format(period=last.label, said=worst_told(chart, now, len(now), alike))


def _worst_first(chart: Chart, points: Sequence[tuple[Series, Point]]) -> list[Point]:
    named = [replace(p, label=s.name) for s, p in points]
    return sorted(named, key=lambda p: p.value or 0.0, reverse=chart.polarity != "higher")
