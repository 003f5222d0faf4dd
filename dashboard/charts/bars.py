"""Bars from zero: amounts by category, stacked where the parts add up, over the years or in the chosen period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.context import Context
from dashboard.charts.row import Row, latest, period_order
from dashboard.charts.trend import with_policies
from dashboard.page import Card

MOST_PARTS = 6  # colours; the parts beyond stand in the table
MOST_STRETCHED = 5  # times the tallest bar that an interval may make the axis
Cell = tuple[str, str]  # code and name


def bars(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return bars over years (`card.over`), over the first of two breakdowns, over categories, or over several indicators.

    Parts are stacked where one additive count is divided: then a bar is the sum. Rates and parts that do not add stand side by side.
    """
    canvas = Canvas.of(card, frame, context)
    rows = canvas.rows if card.over == "years" else latest(canvas.rows)
    canvas = Canvas(card, rows, context)
    places, parts = _axes(canvas, card)
    drawn, rest = _largest(canvas, parts, card)
    is_stack = canvas.indicator.additive and canvas.indicator.kind == "count" and len({r.indicator for r in rows}) == 1
    cells = {(_place(r, card)[0], _part(r, card)[0]): r for r in rows}
    series = tuple(_series(canvas, part, i, places, cells) for i, part in enumerate(drawn))
    if is_stack:
        series = stacked(series)
    ends, is_far = _ends(series)
    periods = [name for _, name in places] if card.over == "years" else []
    dropped = words.DROPPED.of(context.lang).format(n=rest) if rest else ""
    made = canvas.chart(
        "bars",
        basis=latest(canvas.rows),
        notes=(dropped, _missing(canvas), words.FAR_INTERVALS.of(context.lang) if is_far else ""),
        mark="stack" if is_stack else "bar",
        series=series,
        x=place_axis([name for _, name in places]),
        y=value_axis(ends, canvas.scale, from_zero=True),
        target=None,
    )
    return with_policies(made, context, periods)


def _ends(series: Sequence[Series]) -> tuple[list[float], bool]:
    """Return what the axis must hold, and whether an interval reaches so far that bars would be lost beside it: it runs out of the drawing."""
    points = [p for s in series for p in s.points if p.value is not None]
    ends = [v for p in points for v in ((p.base or 0.0), (p.base or 0.0) + (p.value or 0.0))]
    uppers = [p.upper for p in points if p.upper is not None]
    most = MOST_STRETCHED * max(map(abs, ends), default=0.0)
    is_far = 0 < most < max(uppers, default=0.0)
    return [*ends, *(min(upper, most) if is_far else upper for upper in uppers)], is_far


def _place(row: Row, card: Card) -> Cell:
    """Return which bar a row belongs to."""
    if card.over == "years":
        return row.period, row.period
    if "," in card.by:
        return row.category.partition(",")[0], row.category_name.partition(",")[0]
    return (row.category, row.category_name) if row.category else (row.indicator, row.indicator)


def _part(row: Row, card: Card) -> Cell:
    """Return which part of its bar a row is."""
    if card.over == "years":
        return (row.category, row.category_name) if row.category else (row.indicator, row.indicator)
    if "," in card.by:
        return row.category.partition(",")[2], row.category_name.partition(",")[2]
    return (row.indicator, row.indicator) if row.category else ("", "")


def _axes(canvas: Canvas, card: Card) -> tuple[list[Cell], list[Cell]]:
    rows = sorted(canvas.rows, key=lambda r: period_order(r.period)) if card.over == "years" else canvas.rows
    places = dict(_place(r, card) for r in rows)
    parts = dict(_part(r, card) for r in rows)
    known = canvas.context.indicators
    if card.over != "years":
        places = dict(sorted(places.items(), key=lambda place: _rank(canvas, card, 0, place[0])))
    parts = dict(sorted(parts.items(), key=lambda part: _rank(canvas, card, -1, part[0])))
    named = [(code, canvas.name_of(code) if code in known else name) for code, name in places.items()]
    return named, [(code, canvas.name_of(code) if code in known else name or canvas.name_of(canvas.indicator.name)) for code, name in parts.items()]


def _rank(canvas: Canvas, card: Card, nth: int, code: str) -> int:
    """Return where a code stands in its code list; indicators and codes of no list keep their order."""
    by = next((r.breakdown for r in canvas.rows if r.breakdown), "").split(",")[nth]
    return canvas.context.code_order.get((by, code), len(canvas.context.code_order))


def _largest(canvas: Canvas, parts: Sequence[Cell], card: Card) -> tuple[list[Cell], int]:
    """Return the parts drawn, in the order of their list, and how many are left to the table: the smallest go."""
    total = {code: 0.0 for code, _ in parts}
    for row in canvas.rows:
        total[_part(row, card)[0]] += abs(row.value or 0.0)
    counted = {row.indicator for row in canvas.rows if row.value is not None}  # an indicator that is 0 everywhere is told; an empty category is not
    some = [part for part in parts if total[part[0]] > 0 or part[0] in counted]
    keep = {code for code, _ in sorted(some, key=lambda part: -total[part[0]])[:MOST_PARTS]}
    return [part for part in some if part[0] in keep], len(some) - len(keep)


def _series(canvas: Canvas, part: Cell, colour: int, places: Sequence[Cell], cells: dict[tuple[str, str], Row]) -> Series:
    points = []
    for i, (code, name) in enumerate(places):
        row = cells.get((code, part[0]))
        if row is not None:
            points.append(canvas.point(row, name, row.category or row.indicator, float(i)))
    return Series(name=part[1], code=part[0], colour=colour, points=tuple(points))


def stacked(series: Sequence[Series]) -> tuple[Series, ...]:
    """Let each part begin where the one before it ends, above zero and below it apart."""
    up: dict[float, float] = {}
    down: dict[float, float] = {}
    made = []
    for one in series:
        points: list[Point] = []
        for point in one.points:
            side = up if (point.value or 0.0) >= 0 else down
            base = side.get(point.x, 0.0)
            side[point.x] = base + (point.value or 0.0)
            points.append(replace(point, base=base, lower=None, upper=None, interval=""))
        made.append(replace(one, points=tuple(points)))
    return tuple(made)


def _missing(canvas: Canvas) -> str:
    """Say what has no bar because nothing is known, which is not zero."""
    lang = canvas.context.lang
    found: dict[str, int] = {}
    for row in canvas.rows:
        if row.value is None:
            found[row.status] = found.get(row.status, 0) + 1
    parts = (words.CELLS_WITHOUT.of(lang).format(n=count, status=words.STATUS[status].of(lang)) for status, count in found.items())
    return words.SEMICOLON.of(lang).join(parts)
