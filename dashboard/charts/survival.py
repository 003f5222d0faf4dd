"""A survival curve: steps with bands and the numbers at risk under it; points where only some times are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import round_step, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Axis, Chart, Point, Series
from dashboard.charts.context import Context
from dashboard.charts.numbers import brief, whole
from dashboard.charts.row import Row
from dashboard.charts.trend import chosen, key_of, series_names
from dashboard.page import Card
from pipelines.core.text import Text

YEAR = {"month": 12.0, "week": 52.0, "year": 1.0, "day": 365.0}  # of each unit of tenure
STARTS_ENDS, EARLIER = Text("{title}（{first} → {last}）：{parts}", "{title} ({first} → {last}): {parts}"), Text("（至 {at}）", " (to {at})")
AtRisk = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
Counts = list[list[int | None]]  # at risk, a row a tick, a place a curve


def survival(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the curve of a card: one row of the frame a time `at`, in the tenure unit of the context."""
    whole_canvas = Canvas.of(card, frame, context)
    end = context.curve_end
    canvas = Canvas(card, tuple(r for r in whole_canvas.rows if r.at is None or _is_drawn(r.at, end)), context)
    keys, dropped = chosen(canvas)
    names = series_names(canvas, keys)
    known = {k: sorted((r for r in whole_canvas.rows if key_of(r) == k and r.at is not None), key=lambda r: r.at or 0.0) for k in keys}
    rows = {k: [r for r in known[k] if _is_drawn(r.at or 0.0, end)] for k in keys}
    is_step = not context.is_snapshot and any(_is_followed(r, YEAR[context.tenure_unit]) for r in known.values())
    axis = _time_axis(rows.values(), context)
    series = tuple(
        Series(name=names[k], code=k[1] or k[0], colour=i, points=_points(canvas, rows[k], known[k], is_step=is_step))
        for i, k in enumerate(keys)
    )
    ends = [v for s in series for p in s.points for v in (p.value, p.lower) if v is not None]
    note = words.DROPPED.of(context.lang).format(n=dropped) if dropped else ""
    first = [known[k][0] if known[k][0].n else rows[k][0] for k in keys if rows[k]]
    at_risk = [[_followed(known[k], at, is_step=is_step) for k in keys] for at, _ in axis.ticks]
    return canvas.chart(
        "survival",
        basis=first if len(first) == 1 else (),
        notes=(note, words.SNAPSHOT.of(context.lang) if context.is_snapshot else "", *_extent(canvas, known.values(), at_risk, is_step=is_step)),
        mark="step" if is_step else "line" if context.is_snapshot else "dot",
        series=series,
        x=axis,
        y=value_axis([*ends, 1.0], canvas.scale, from_zero=False),
        at_risk=_at_risk(axis, [names[k] for k in keys], at_risk), at_risk_title=words.AT_RISK.of(context.lang),
        target=None,
    )


def _is_followed(rows: Sequence[Row], year: float) -> bool:
    """Say whether people were followed from exit to exit: the curve has its start, or falls within years; else whole years were asked for,
    and a step would claim what happened between them."""
    return any(r.at == 0 or (r.at or 0.0) % year != 0 for r in rows)


def _is_drawn(at: float, end: float | None) -> bool:
    return at > 0 and (end is None or at <= end)


def _points(canvas: Canvas, rows: Sequence[Row], known: Sequence[Row], *, is_step: bool) -> tuple[Point, ...]:
    unit = words.TENURE[canvas.context.tenure_unit].of(canvas.context.lang)
    points = [canvas.point(r, f"{brief(r.at or 0.0)} {unit}", f"{r.at:g}", r.at or 0.0) for r in rows]
    if points and points[0].x > 0 and (is_step or canvas.context.is_snapshot):
        everyone = canvas.scale.full(1.0)
        start = Point(label=f"0 {unit}", code="0", x=0.0, y=1.0, value=1.0, status="ok", text=everyone,
                      lower=1.0, upper=1.0, n=next((r.n for r in known if r.at == 0), points[0].n))
        points.insert(0, start)
    return tuple(points)


def _extent(canvas: Canvas, groups: Iterable[Sequence[Row]], at_risk: Counts, *, is_step: bool) -> tuple[str, ...]:
    """Say where a curve is cut that goes on, and whom the numbers at risk count where they rise."""
    context, lang = canvas.context, canvas.context.lang
    end = context.curve_end
    is_cut = end is not None and any(r.at is not None and r.at > end and r.value is not None for rows in groups for r in rows)
    cut = words.CUT.of(lang).format(at=brief(end or 0.0), unit=words.TENURE[context.tenure_unit].of(lang)) if is_cut else ""
    told = ([n for n in counts if n is not None] for counts in zip(*at_risk, strict=True))
    rises = is_step and any(b > a for counts in told for a, b in pairwise(counts))
    return cut, words.LATE_ENTRY.of(lang) if rises else ""


def _time_axis(groups: Iterable[Sequence[Row]], context: Context) -> Axis:
    times = [r.at for rows in groups for r in rows if r.at is not None]
    last = max(times, default=1.0)
    year = {"month": 12.0, "week": 26.0, "year": 1.0, "day": 365.0}[context.tenure_unit]
    step = next((year * m for m in (1, 2, 5, 10) if last / (year * m) <= 7), round_step(last))
    if last < year:
        step = round_step(last)
    count = int(-(-last // step))
    ticks = tuple((step * i, f"{step * i:g}") for i in range(count + 1))
    title = words.TENURE_AXIS[context.tenure_unit].of(context.lang)
    return Axis(title=title, ticks=ticks, low=0.0, high=step * count, step=step, number_format="0")


def _followed(rows: Sequence[Row], at: float, *, is_step: bool) -> int | None:
    """Return how many are at risk at a tick: at 0 those followed from the start, else those at the next known time; None after the last.

    `rows` go on beyond the end of the axis, so that its last tick has its number too.
    """
    known = [r for r in rows if r.n is not None and r.at is not None]
    later = [r for r in known if r.at == at or (is_step and at > 0 and (r.at or 0.0) > at)]
    later = later or [r for r in known if is_step and (r.at or 0.0) > at]
    return later[0].n or 0 if later else None


def _at_risk(axis: Axis, names: Sequence[str], counts: Counts) -> AtRisk:
    """Return the numbers at risk under the ticks in words, blank after the last, never 0; nothing where none is known."""
    if all(n is None for row in counts for n in row):
        return ()
    return tuple(
        (words_of_tick, tuple((name, "" if n is None else whole(n)) for name, n in zip(names, row, strict=True)))
        for (_, words_of_tick), row in zip(axis.ticks, counts, strict=True)
    )


def with_ends_told(chart: Chart) -> Chart:
    """Return a curve without the numbers at risk under it, which a wall has no height for: its foot tells those at its start and its last ones.

    The title of the axis makes room for that line: its unit goes to the last tick.
    """
    if not chart.at_risk:
        return chart
    lang, first, last = chart.lang, chart.at_risk[0][0], chart.at_risk[-1][0]
    parts = []
    for place, (name, _) in enumerate(chart.at_risk[0][1]):
        known = [(at, cells[place][1]) for at, cells in chart.at_risk if cells[place][1]]
        if known:
            early = EARLIER.of(lang).format(at=known[-1][0]) if known[-1][0] != last else ""
            counted = f"{known[0][1]} → {known[-1][1]}{early}"
            parts.append(words.NAMED.of(lang).format(name=name, said=counted) if len(chart.series) > 1 else counted)
    told = STARTS_ENDS.of(lang).format(title=chart.at_risk_title, first=first, last=last, parts=words.SEMICOLON.of(lang).join(parts))
    unit = next((p.label.partition(" ")[2] for s in chart.series for p in s.points), "") if chart.kind == "survival" else ""
    end, named = chart.x.ticks[-1]
    x = replace(chart.x, title="", ticks=(*chart.x.ticks[:-1], (end, f"{named} {unit}"))) if unit else chart.x
    return replace(chart, x=x, at_risk=(), footer=replace(chart.footer, n=told))
