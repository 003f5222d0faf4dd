"""A pyramid: ages upwards, licensed physicians to the left, whoever is not to the right, each side stacked by licence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.charts.axis import value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Axis, Chart, Point, Series
from dashboard.charts.colours import LICENCES, colours_of
from dashboard.charts.context import Context
from dashboard.charts.numbers import whole
from dashboard.charts.row import Row, latest
from dashboard.page import Card
from pipelines.codelists.licence import LICENCE
from pipelines.core.text import Text

LEFT = tuple(code.code for code in LICENCE.codes if code.role == "licensed")
ALL_AGES, UNKNOWN = "all", "unknown"
LICENSED = Text("执业（助理）医师 {n} 人", "(Assistant) physicians: {n}")
OTHERS = Text("乡村医生证、护士等、无证与不详 {n} 人", "Village certificate, nurses and the like, none, not known: {n}")
NO_AGE = Text("{n} 人年龄不详，未画出", "{n} people of unknown age are not drawn")
NOT_TOLD = Text(
    "{region}上报的是总人数，没有按年龄和执业资格分列，画不出金字塔。",
    "What {region} reports is the number of people, not told by age and licence: there is no pyramid to draw.",
)


def pyramid(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return people by age band (youngest at the bottom) and licence; `card.by` is "age_band,licence".

    Bars to the left of the middle have negative positions; nobody of unknown age is drawn, which the note says.
    """
    whole_canvas = Canvas.of(card, frame, context)
    rows = latest(whole_canvas.rows)
    canvas = Canvas(card, rows, context)
    known = [r for r in rows if _age(r) not in (UNKNOWN, ALL_AGES, "")]
    named = {_age(r): r.category_name.partition(",")[0] for r in known if r.value}
    ages = sorted(named.items(), key=lambda age: context.code_order.get(("age_band", age[0]), 99))
    series = _series(canvas, known, [code for code, _ in ages])
    axis = _both_ways(canvas, series)
    lost = sum(r.value or 0.0 for r in rows if _age(r) == UNKNOWN)
    left, right = (sum(p.value or 0.0 for s in series for p in s.points if (s.code in LEFT) == is_left) for is_left in (True, False))
    lang = context.lang
    return canvas.chart(
        "pyramid",
        basis=_basis(rows),
        notes=(NO_AGE.of(lang).format(n=whole(lost)) if lost and ages else "",),
        mark="stack",
        series=series,
        x=axis,
        y=Axis(ticks=tuple((float(i), name) for i, (_, name) in enumerate(ages)), low=-0.5, high=max(len(ages), 1) - 0.5),
        sides=(LICENSED.of(lang).format(n=whole(left)), OTHERS.of(lang).format(n=whole(right))),
        target=None,
        **({} if ages else {"empty": canvas.empty() or NOT_TOLD.of(lang).format(region=context.region_name)}),
    )


def _age(row: Row) -> str:
    return row.category.partition(",")[0]


def _licence(row: Row) -> str:
    return row.category.partition(",")[2]


def _basis(rows: Sequence[Row]) -> tuple[Row, ...]:
    """One row that stands for the place: how many units reported; the number of people stands over the sides."""
    return tuple(replace(r, n=None) for r in rows[:1])


def _series(canvas: Canvas, rows: Sequence[Row], ages: Sequence[str]) -> tuple[Series, ...]:
    """One series a licence, the highest nearest to the middle; each bar begins where the one before it ends."""
    order = canvas.context.code_order
    licences = sorted({_licence(r) for r in rows if r.value}, key=lambda code: order.get(("licence", code), len(order)))
    ends: dict[tuple[bool, str], float] = {}
    colours, made = colours_of(licences, LICENCES), []
    for licence in licences:
        is_left = licence in LEFT
        points = []
        for row in sorted((r for r in rows if _licence(r) == licence and _age(r) in ages), key=lambda r: ages.index(_age(r))):
            point = _point(canvas, row, float(ages.index(_age(row))), is_left, ends.get((is_left, _age(row)), 0.0))
            ends[is_left, _age(row)] = (point.base or 0.0) + point.x
            points.append(point)
        name = next(r.category_name.partition(",")[2] for r in rows if _licence(r) == licence)
        made.append(Series(name=name, code=licence, colour=colours[licence], points=tuple(points)))
    return tuple(made)


def _point(canvas: Canvas, row: Row, at: float, is_left: bool, base: float) -> Point:
    point = canvas.point(row, row.category_name.partition(",")[0], row.category, at, sideways=True)
    return replace(point, x=-point.x if is_left else point.x, base=base, lower=None, upper=None, interval="")


def _both_ways(canvas: Canvas, series: Sequence[Series]) -> Axis:
    """An axis as long to the left as to the right, without a sign on either side."""
    ends = [abs((p.base or 0.0) + p.x) for s in series for p in s.points]
    half = value_axis(ends, canvas.scale, from_zero=True)
    ticks = tuple((-at, name) for at, name in reversed(half.ticks) if at > 0) + half.ticks
    return replace(half, ticks=ticks, low=-half.high, number_format=f"{half.number_format};{half.number_format}")


def totals(chart: Chart) -> tuple[float, float]:
    """Return how many stand left and right of the middle."""
    points = [p for s in chart.series for p in s.points]
    return sum(p.value or 0.0 for p in points if p.x < 0), sum(p.value or 0.0 for p in points if p.x > 0)


