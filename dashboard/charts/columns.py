"""Upright bars of figures that are no observations of an indicator: counts by month, shares before and after an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.bars import stacked
from dashboard.charts.canvas import stamp
from dashboard.charts.chart import Chart, ColumnHead, Line, Point, Series, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, whole
from dashboard.page import Card
from pipelines.core.indicator import Unit
from pipelines.core.text import Text

INTERVAL_OF = Text("{name}：95 % 区间", "{name}: 95% interval")
PEOPLE_OF = Text("{name}：人数", "{name}: people")
LEAST_HIGH = 5.0  # an axis of counts reaches so far at least: one or two of them fill no plot
SMALL = 5  # people; a share of fewer is drawn hollow


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One bar: its value in base units (a share 0-1), None where nobody could be counted; limits of its interval and what it is out of."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars of one name, one for each place on the axis; without a colour of their own they have that of their place among the others."""

    name: str
    code: str
    figures: tuple[Figure, ...]
    colour: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the bars: names along the axis, its title, the head of the first column of the table, note, sentence, marks.

    `gap` is what the table says where there is no bar, "" where another of the bars stands there; `n` what the whole rests on, in words,
    `measure` the unit it is counted in. `whole` are the labels where there is room, `asked` the places of those told first when one asks.
    """

    labels: tuple[str, ...]
    head: str
    axis: str = ""
    subtitle: str = ""
    note: str = ""
    n: str = ""
    finding: str = ""
    empty: str = ""
    gap: str = ""
    whole: tuple[str, ...] = ()
    asked: tuple[int, ...] = ()
    is_stacked: bool = False
    measure: Unit = "person"
    events: tuple[Line, ...] = ()


def columns(card: Card, context: Context, scale: Scale, groups: Sequence[Bars], frame: Frame) -> Chart:
    """Return the bars as a chart with their table; a bar without a number is a gap, which the table puts in words."""
    series = tuple(_series(bars, i if bars.colour is None else bars.colour, frame, scale, context) for i, bars in enumerate(groups))
    if frame.is_stacked:
        series = stacked(series)
    ends = [v for s in series for p in s.points for v in ((p.base or 0.0) + (p.value or 0.0), p.upper or 0.0)]
    axis = value_axis([*ends, LEAST_HIGH] if scale.is_whole else ends, scale, from_zero=True)
    is_empty = not any(p.value is not None for s in series for p in s.points)
    footer = stamp(context) if is_empty else replace(stamp(context), note=frame.note, n=frame.n)
    heads, rows = _table(groups, series, frame, scale, context)
    return Chart(
        name=card.name, kind="bars", mark="stack" if frame.is_stacked else "bar", lang=context.lang, title=card.title.of(context.lang),
        unit=scale.axis_unit, subtitle=frame.subtitle, finding=frame.finding, measure=frame.measure, scale=scale, series=series,
        x=replace(place_axis(frame.labels), title=frame.axis), y=axis, events=frame.events,
        asked=tuple(f"{bars.code}.{i}" for bars in groups for i in frame.asked),
        columns=heads, rows=rows, footer=footer, empty=frame.empty if is_empty else "",
    )


def _series(bars: Bars, colour: int, frame: Frame, scale: Scale, context: Context) -> Series:
    named = enumerate(zip(frame.labels, bars.figures, strict=True))
    points = [figure_point(label, f"{bars.code}.{i}", float(i), figure, scale, frame.gap) for i, (label, figure) in named]
    points = [replace(point, whole=whole) for point, whole in zip(points, frame.whole, strict=True)] if frame.whole else points
    return Series(name=bars.name, code=bars.code, colour=colour, points=tuple(points))


def figure_point(label: str, code: str, x: float, figure: Figure, scale: Scale, gap: str) -> Point:
    """Return a figure as the point of a bar: hollow where it rests on fewer than five, `gap` in words where there is none."""
    value = None if figure.value is None else scale.shown(figure.value)
    has_interval = figure.lower is not None and figure.upper is not None and value is not None
    low, high = (scale.shown(figure.lower or 0.0), scale.shown(figure.upper or 0.0)) if has_interval else (None, None)
    is_small = figure.n is not None and 0 < figure.n < SMALL
    return Point(
        label=label, code=code, x=x, y=value, value=value,
        status="no_denominator" if value is None else "small_n" if is_small else "ok",
        text=gap if value is None else scale.full(value), lower=low, upper=high,
        interval=scale.spread(low, high) if low is not None and high is not None else "", n=figure.n,
    )


def _table(
    groups: Sequence[Bars], series: Sequence[Series], frame: Frame, scale: Scale, context: Context
) -> tuple[tuple[ColumnHead, ...], tuple[tuple[TableCell, ...], ...]]:
    """Return what stands on the bars as a table: of each its number, its interval and what it is out of, where it has them."""
    heads = [ColumnHead("label", frame.head)]
    rows = [[TableCell(label)] for label in frame.labels]
    for bars, one in zip(groups, series, strict=True):
        heads.append(ColumnHead.measured(bars.code, bars.name, scale))
        parts = [[TableCell(p.text if p.value is None else scale.bare(p.value), p.value) for p in one.points]]
        if any(p.interval for p in one.points):
            heads.append(ColumnHead.spread(f"{bars.code}_interval", INTERVAL_OF.of(context.lang).format(name=bars.name), scale))
            parts.append([TableCell(p.interval) for p in one.points])
        if any(p.n is not None for p in one.points):
            heads.append(ColumnHead(f"{bars.code}_n", PEOPLE_OF.of(context.lang).format(name=bars.name), True))
            parts.append([TableCell("" if p.n is None else whole(p.n), None if p.n is None else float(p.n)) for p in one.points])
        for row, cells in zip(rows, zip(*parts, strict=True), strict=True):
            row.extend(cells)
    return tuple(heads), tuple(tuple(row) for row in rows)
