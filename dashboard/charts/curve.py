"""Curves along a numeric axis: a Lorenz curve against its diagonal, or how a share grows with time or distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import round_step, value_axis
from dashboard.charts.canvas import Canvas, stamp
from dashboard.charts.chart import Axis, Chart, ColumnHead, Mark, Point, Series, TableCell, with_unit
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, size
from dashboard.charts.row import Row
from dashboard.charts.trend import chosen, key_of, series_names
from dashboard.page import Card
from pipelines.core.text import Text

EQUALITY = Text("绝对公平线", "line of equality")
LINE, VALUE, COUNT = Text("曲线", "Line"), Text("数值", "Value"), Text("n", "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """The axis a curve runs along: its title, what stands behind the number of a tick, how a place on it is said (`{at}` is the number).

    `has_diagonal` says that the line from corner to corner means equality; then both axes end where the whole ends.
    """

    title: Text
    tick: Text = Text("{at}", "{at}")
    place: Text
    has_diagonal: bool = False


PEOPLE = Along(
    title=Text("人口累计占比，单位按医生密度由低到高", "Cumulative share of people, units with the fewest doctors a head first"),
    tick=Text("{at} %", "{at}%"), place=Text("医生最少的 {at} % 人口", "the worst served {at}% of people"), has_diagonal=True,
)
ALONG: Mapping[str, Along] = {"lorenz": PEOPLE}  # by statistic; other curves of indicators run along the site's unit of tenure


def curve(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the curve of an indicator: one row of the frame a place `at` on the axis, a line a category."""
    canvas = Canvas.of(card, frame, context)
    keys, dropped = chosen(canvas)
    names = series_names(canvas, keys)
    along = ALONG.get(canvas.indicator.statistic) or _tenure(context)
    rows = {k: sorted((r for r in canvas.rows if key_of(r) == k and r.at is not None), key=lambda r: r.at or 0.0) for k in keys}
    series = tuple(Series(name=names[k], code=k[1] or k[0], colour=i, points=_points(canvas, rows[k], along)) for i, k in enumerate(keys))
    lasts = [rows[k][-1] for k in keys if rows[k]]
    made = canvas.chart(
        "curve",
        basis=lasts,
        notes=(words.DROPPED.of(context.lang).format(n=dropped) if dropped else "",),
        mark="line",
        series=series,
        x=_axis(series, along, context),
        y=_height(series, canvas.scale, along),
        has_diagonal=along.has_diagonal,
        target=None,
    )
    columns, cells = tabled(series, along, canvas.scale, context)
    return replace(made, columns=columns, rows=cells)


def curves(
    card: Card, series: Sequence[Series], context: Context, *, along: Along, scale: Scale, mark: Mark = "line", empty: str = "",
    note: str = "", n: str = "",
) -> Chart:
    """Return lines that no indicator holds (replies by hours waited, say) as a curve; points carry x, y, value and words already.

    `mark` is "step" for shares that keep their value until the next event, else "line". `empty` is said where no line has a number.
    """
    lang = context.lang
    columns, cells = tabled(series, along, scale, context)
    has_any = any(p.value is not None for s in series for p in s.points)
    return Chart(
        name=card.name, kind="curve", mark=mark, lang=lang, title=card.title.of(lang), unit=scale.axis_unit,
        subtitle=words.period_name(context.period, lang), scale=scale, series=tuple(series), x=_axis(series, along, context),
        y=_height(series, scale, along), has_diagonal=along.has_diagonal, columns=columns, rows=cells,
        footer=replace(stamp(context), note=note, n=n), empty="" if has_any else empty,
    )


def place_on(along: Along, at: float, context: Context) -> str:
    """Return how a place on the axis is said."""
    return along.place.of(context.lang).format(at=f"{at:g}")


def tabled(
    series: Sequence[Series], along: Along, scale: Scale, context: Context,
) -> tuple[tuple[ColumnHead, ...], tuple[tuple[TableCell, ...], ...]]:
    """Return every point as a row: line (where there are several), place on the axis, value, interval, n."""
    lang = context.lang
    heads = [ColumnHead("line", LINE.of(lang))] if len(series) > 1 else []
    measured = along.tick.of(lang).format(at="").strip()
    heads += [
        ColumnHead("at", with_unit(along.title.of(lang), measured, lang), True), ColumnHead.measured("value", VALUE.of(lang), scale),
        ColumnHead.spread("interval", words.INTERVAL.of(lang), scale), ColumnHead("n", COUNT.of(lang), True),
    ]
    cells = [_cells(one, point, scale, is_named=len(series) > 1) for one in series for point in one.points]
    return tuple(heads), tuple(cells)


def _cells(one: Series, point: Point, scale: Scale, *, is_named: bool) -> tuple[TableCell, ...]:
    value = TableCell(point.text) if point.value is None else TableCell(scale.bare(point.value), point.value)
    count = TableCell("" if point.n is None else size(point.n), None if point.n is None else float(point.n))
    at = TableCell(f"{point.x:g}", point.x)
    name = (TableCell(one.name),) if is_named else ()
    return (*name, at, value, TableCell(point.interval), count)


def _tenure(context: Context) -> Along:
    unit = words.TENURE[context.tenure_unit]
    return Along(title=words.TENURE_AXIS[context.tenure_unit], place=Text(f"{{at}} {unit.zh}", f"{{at}} {unit.en}"))


def _points(canvas: Canvas, rows: Sequence[Row], along: Along) -> tuple[Point, ...]:
    return tuple(canvas.point(r, place_on(along, r.at or 0.0, canvas.context), f"{r.at:g}", r.at or 0.0) for r in rows)


def _axis(series: Sequence[Series], along: Along, context: Context) -> Axis:
    """Return the axis from 0 to the next round number after the last point; to the last point itself where it means the whole."""
    last = max((p.x for s in series for p in s.points), default=1.0) or 1.0
    step = round_step(last, 6)
    count = int(-(-last // step))
    tick = along.tick.of(context.lang)
    ticks = tuple((step * i, tick.format(at=f"{step * i:g}")) for i in range(count + 1))
    high, unit = (last if along.has_diagonal else step * count), tick.format(at="")
    number_format = f'0"{unit}"' if unit else "0"
    return Axis(title=along.title.of(context.lang), ticks=ticks, low=0.0, high=high, step=step, number_format=number_format)


def _height(series: Sequence[Series], scale: Scale, along: Along) -> Axis:
    ends = [v for s in series for p in s.points for v in (p.value, p.lower, p.upper) if v is not None]
    return value_axis([*ends, 0.0, *([1.0] if along.has_diagonal else [])], scale, from_zero=True)
