"""A trend: one line a category, one point a period; lines may start away from zero."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import WITHOUT_NUMBER, Canvas
from dashboard.charts.chart import Chart, Line, Series
from dashboard.charts.context import Context
from dashboard.charts.row import Row, latest, period_order
from dashboard.page import Card
from pipelines.core.text import Lang

MOST = 6
Key = tuple[str, str, str]


def key_of(row: Row) -> Key:
    """Return what tells the lines of a card apart."""
    return (row.indicator, row.category, row.region_code)


def series_names(canvas: Canvas, keys: list[Key]) -> dict[Key, str]:
    """Return the name of each line: the parts in which the lines differ."""
    first = {key_of(r): r for r in reversed(canvas.rows)}
    parts: list[tuple[bool, Callable[[Row], str]]] = [
        (len({k[0] for k in keys}) > 1, lambda r: canvas.name_of(r.indicator)),
        (len({k[1] for k in keys}) > 1, lambda r: r.category_name),
        (len({k[2] for k in keys}) > 1, lambda r: r.region_name),
    ]
    names = {k: " · ".join(name(first[k]) for varies, name in parts if varies) for k in keys}
    return {k: name or canvas.name_of(k[0]) for k, name in names.items()}


def chosen(canvas: Canvas) -> tuple[list[Key], int]:
    """Return the lines to draw and how many are left to the table.

    With more than six, those with the largest last value are drawn. The rest is never summed to an "other" line: a
    memo category would count twice, and rates do not add.
    """
    last: dict[Key, float] = {}
    for row in sorted(canvas.rows, key=lambda r: period_order(r.period)):
        if row.value is not None:
            last[key_of(row)] = row.value
    order = list(dict.fromkeys(key_of(r) for r in canvas.rows if key_of(r) in last))
    if len(order) <= MOST:
        return order, 0
    keep = set(sorted(order, key=lambda k: -last[k])[:MOST])
    return [k for k in order if k in keep], len(order) - MOST


def _gaps(canvas: Canvas, keys: list[Key], names: dict[Key, str], periods: list[str]) -> list[str]:
    """Say which periods of the drawn lines are gaps, and why; a reader must not take a gap for a zero."""
    lang, found = canvas.context.lang, []
    for status in WITHOUT_NUMBER:
        holes: dict[str, list[str]] = {}
        for key in keys:
            missing = [r.period for r in canvas.rows if key_of(r) == key and r.status == status]
            if missing:
                holes.setdefault(_stretches(missing, periods, lang), []).append(names[key])
        comma = words.LIST_COMMA.of(lang)
        where = [when if len(who) == len(keys) else f"{comma.join(who)} {when}" for when, who in holes.items()]
        if where:
            found.append(words.GAP.of(lang).format(status=words.STATUS[status].of(lang), where=comma.join(where)))
    return found


def _stretches(missing: list[str], periods: list[str], lang: Lang) -> str:
    """Write neighbouring periods as one stretch: 2019, 2023–2025."""
    runs: list[list[int]] = []
    for place in sorted(periods.index(p) for p in set(missing)):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    listed = [periods[r[0]] if len(r) == 1 else f"{periods[r[0]]}–{periods[r[-1]]}" for r in runs]
    return words.LIST_COMMA.of(lang).join(listed)


def _events(context: Context, periods: list[str]) -> tuple[Line, ...]:
    return tuple(Line(float(periods.index(e.period)), e.title.of(context.lang)) for e in context.events if e.period in periods)


def trend(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the trend of a card; a period without a number is a gap, never a zero."""
    canvas = Canvas.of(card, frame, context)
    keys, dropped = chosen(canvas)
    periods = sorted({r.period for r in canvas.rows}, key=period_order)
    by_key = {k: {r.period: r for r in canvas.rows if key_of(r) == k} for k in keys}
    names = series_names(canvas, keys)
    series = tuple(
        Series(
            name=names[k],
            code=k[1] or k[0],
            colour=i,
            points=tuple(canvas.point(by_key[k][p], p, p, float(x)) for x, p in enumerate(periods) if p in by_key[k]),
        )
        for i, k in enumerate(keys)
    )
    ends = [v for s in series for p in s.points for v in (p.value, p.lower, p.upper) if v is not None]
    target = canvas.target if len({k[0] for k in keys}) == 1 else None
    note = words.DROPPED.of(context.lang).format(n=dropped) if dropped else ""
    drawn = latest(tuple(r for r in canvas.rows if r.value is not None)) or latest(canvas.rows)
    return canvas.chart(
        "trend",
        basis=drawn,
        notes=(note, *_gaps(canvas, keys, names, periods)),
        mark="line",
        series=series,
        x=place_axis(periods),
        y=value_axis([*ends, *([target.at] if target else [])], canvas.scale, from_zero=False),
        target=target,
        events=_events(context, periods),
    )
