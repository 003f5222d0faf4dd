"""A distribution: every place a dot along the values; or, by category, a bar from zero or a dot with its interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Axis, Chart, Line, Point, Series
from dashboard.charts.context import Context
from dashboard.charts.row import Row, latest
from dashboard.page import Card

BINS = 60
MOST = 14
WITHOUT_ORDER = ("asset_kind",)
AMOUNTS = ("person", "fte", "facility", "patient", "currency")


def distribution(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the distribution of the latest period: across places, or by category when the frame has a breakdown."""
    whole = Canvas.of(card, frame, context)
    canvas = Canvas(card, latest(whole.rows), context)
    return _by_category(canvas) if any(r.category for r in canvas.rows) else _across_places(canvas)


def _by_category(canvas: Canvas) -> Chart:
    rows = [r for r in canvas.rows if r.value is not None]
    is_amount = canvas.indicator.unit in AMOUNTS
    if is_amount:
        rows.sort(key=lambda r: -(r.value or 0.0))
    else:
        rows.sort(key=lambda r: _rank(canvas, r))
    drawn, rest = rows[:MOST], len(rows) - MOST
    several_places = len({r.region_code for r in drawn}) > 1
    labels = [f"{r.region_name} · {r.category_name}" if several_places else r.category_name for r in drawn]
    points = tuple(canvas.point(r, labels[i], r.category, float(i), sideways=True) for i, r in enumerate(drawn))
    ends = [v for p in points for v in (p.value, p.lower, p.upper) if v is not None]
    target = None if is_amount else canvas.target
    note = words.DROPPED.of(canvas.context.lang).format(n=rest) if rest > 0 else ""
    return canvas.chart(
        "distribution",
        basis=canvas.rows,
        notes=(note,),
        mark="bar" if is_amount else "dot",
        series=(Series(name=canvas.name_of(canvas.indicator.name), code=canvas.indicator.name, colour=0, points=points),),
        x=value_axis([*ends, *([target.at] if target else [])], canvas.scale, from_zero=is_amount),
        y=place_axis(labels, downwards=True),
        target=target,
    )


def _rank(canvas: Canvas, row: Row) -> float:
    """Return where a category stands: in the order of its code list; kinds of things that have none, by their number."""
    if row.breakdown in WITHOUT_ORDER:
        return -(row.value or 0.0)
    return canvas.context.code_order.get((row.breakdown, row.category), len(canvas.context.code_order))


def _stacked(points: Sequence[Point], axis: Axis) -> tuple[Point, ...]:
    """Lift dots that would fall on each other: x stays the value, y counts the dots already in the same bin."""
    width = (axis.high - axis.low) / BINS or 1.0
    height: Counter[int] = Counter()
    lifted = []
    for point in sorted(points, key=lambda p: p.x):
        place = round((point.x - axis.low) / width)
        lifted.append(replace(point, y=float(height[place])))
        height[place] += 1
    return tuple(lifted)


def _across_places(canvas: Canvas) -> Chart:
    lang = canvas.context.lang
    rows = [r for r in canvas.rows if r.value is not None]
    points = [canvas.point(r, r.region_name, r.region_code, 0.0, sideways=True) for r in rows]
    axis = value_axis([*(p.x for p in points), *([canvas.target.at] if canvas.target else [])], canvas.scale, from_zero=False)
    lifted = _stacked(points, axis)
    middle = median(p.x for p in points) if points else 0.0
    top = max((p.y or 0.0 for p in lifted), default=0.0)
    words_of_median = words.MEDIAN.of(lang).format(value=canvas.scale.bare(middle))
    return canvas.chart(
        "distribution",
        basis=canvas.rows,
        notes=(words.EVERY_DOT.of(lang).format(places=canvas.places), *canvas.against_norm(lifted)),
        mark="strip",
        series=(Series(name=canvas.name_of(canvas.indicator.name), code=canvas.indicator.name, colour=0, points=lifted),),
        x=axis,
        y=Axis(low=-1.0, high=max(top + 1.0, 5.0)),
        median=Line(middle, words_of_median) if points else None,
    )
