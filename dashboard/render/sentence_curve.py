"""What a curve says: what half of the people have, or how far each line is by the middle and the end of its axis."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Point, Series
from pipelines.core.text import Text

MOST_NAMED = 4  # lines in a sentence
HAVE = Text("{place}只有 {text} 的医生", "{place} have {text} of the doctors")
HAVE_NAMED = Text("{name} {text}", "{name} {text}")
HEAD = Text("{place}所拥有的医生：", "doctors of {place}: ")
PART = Text("{name}到 {place} 时为 {text}", "{name} {text} by {place}")
ALONE = Text("到 {place} 时为 {text}", "{text} by {place}")
COMMA = Text("；", "; ")


def curve_draft(chart: Chart) -> str:
    """Return the finding of a curve; "" where no line has a number."""
    drawn = [(s, p) for s in chart.series if (p := _middle(chart, s) if chart.has_diagonal else _last(s)) is not None][:MOST_NAMED]
    lang = chart.lang
    if not drawn:
        return ""
    if not chart.has_diagonal:
        if len(drawn) == 1:
            return ALONE.of(lang).format(place=drawn[0][1].label, text=drawn[0][1].text)
        return COMMA.of(lang).join(PART.of(lang).format(name=s.name, place=p.label, text=p.text) for s, p in drawn)
    if len(drawn) == 1:
        return HAVE.of(lang).format(place=drawn[0][1].label, text=drawn[0][1].text)
    head = HEAD.of(lang).format(place=drawn[0][1].label)
    return head + COMMA.of(lang).join(HAVE_NAMED.of(lang).format(name=s.name, text=p.text) for s, p in drawn)


def _middle(chart: Chart, series: Series) -> Point | None:
    """The point at half of the axis, else the last one before it."""
    half = (chart.x.low + chart.x.high) / 2
    known = [p for p in series.points if p.value is not None and p.x <= half]
    return known[-1] if known else None


def _last(series: Series) -> Point | None:
    known = [p for p in series.points if p.value is not None]
    return known[-1] if known else None
