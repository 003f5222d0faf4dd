"""Upright bars of figures that are no observations of an indicator: counts by month, shares before and after an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import stamp
from dashboard.charts.chart import Chart, ColumnHead, Line, Point, Series, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, whole
from dashboard.page import Card
from pipelines.core.text import Text

INTERVAL_OF = Text("{name}：95 % 区间", "{name}: 95% interval")
PEOPLE_OF = Text("{name}：人数", "{name}: people")
WHOLE_TICKS = 5.0  # an axis of counts reaches so far at least: there are no halves of one
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
    """Bars of one name, one for each place on the axis."""

    name: str
    code: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the bars: names along the axis, its title, the head of the first column of the table, note, sentence, marks.

    `gap` is what the table says where there is no bar, "" where another of the bars stands there.
    """

    labels: tuple[str, ...]
    head: str
    axis: str = ""
    subtitle: str = ""
    note: str = ""
    finding: str = ""
    empty: str = ""
    gap: str = ""
    is_stacked: bool = False
    events: tuple[Line, ...] = ()


def columns(card: Card, context: Context, scale: Scale, groups: Sequence[Bars], frame: Frame) -> Chart:
    """Return the bars as a chart with their table; a bar without a number is a gap, which the table puts in words."""
    series = tuple(_series(bars, i, frame, scale, context) for i, bars in enumerate(groups))
    if frame.is_stacked:
        series = _stacked(series)
    ends = [v for s in series for p in s.points for v in ((p.base or 0.0) + (p.value or 0.0), p.upper or 0.0)]
    if not scale.is_share and not scale.decimals:
        ends.append(WHOLE_TICKS)
    heads, rows = _table(groups, series, frame, scale, context)
    return Chart(
        name=card.name, kind="bars", mark="stack" if frame.is_stacked else "bar", lang=context.lang, title=card.title.of(context.lang),
        unit=scale.axis_unit, subtitle=frame.subtitle, finding=frame.finding, scale=scale, series=series,
        x=replace(place_axis(frame.labels), title=frame.axis), y=value_axis(ends, scale, from_zero=True), events=frame.events,
        columns=heads, rows=rows, footer=replace(stamp(context), note=frame.note),
        empty=frame.empty if not any(p.value is not None for s in series for p in s.points) else "",
    )


def _series(bars: Bars, colour: int, frame: Frame, scale: Scale, context: Context) -> Series:
    points = []
    for i, (label, figure) in enumerate(zip(frame.labels, bars.figures, strict=True)):
        value = None if figure.value is None else scale.shown(figure.value)
        has_interval = figure.lower is not None and figure.upper is not None and value is not None
        low, high = (scale.shown(figure.lower or 0.0), scale.shown(figure.upper or 0.0)) if has_interval else (None, None)
        is_small = figure.n is not None and 0 < figure.n < SMALL
        points.append(Point(
            label=label, code=f"{bars.code}.{i}", x=float(i), y=value, value=value,
            status="no_denominator" if value is None else "small_n" if is_small else "ok",
            text=frame.gap if value is None else scale.full(value), lower=low, upper=high,
            interval=scale.spread(low, high) if low is not None and high is not None else "", n=figure.n,
        ))
    return Series(name=bars.name, code=bars.code, colour=colour, points=tuple(points))


def _stacked(series: Sequence[Series]) -> tuple[Series, ...]:
    """Let each part begin where the one before it ends."""
    ends: dict[float, float] = {}
    made = []
    for one in series:
        points = []
        for point in one.points:
            base = ends.get(point.x, 0.0)
            ends[point.x] = base + (point.value or 0.0)
            points.append(replace(point, base=base))
        made.append(replace(one, points=tuple(points)))
    return tuple(made)


def _table(
    groups: Sequence[Bars], series: Sequence[Series], frame: Frame, scale: Scale, context: Context
) -> tuple[tuple[ColumnHead, ...], tuple[tuple[TableCell, ...], ...]]:
    """Return what stands on the bars as a table: of each its number, its interval and what it is out of, where it has them."""
    unit = f"（{scale.axis_unit}）" if context.lang == "zh" else f" ({scale.axis_unit})"
    heads = [ColumnHead("label", frame.head)]
    rows = [[TableCell(label)] for label in frame.labels]
    for bars, one in zip(groups, series, strict=True):
        heads.append(ColumnHead(bars.code, bars.name + unit, True))
        parts = [[TableCell(p.text if p.value is None else scale.bare(p.value), p.value) for p in one.points]]
        if any(p.interval for p in one.points):
            heads.append(ColumnHead(f"{bars.code}_interval", INTERVAL_OF.of(context.lang).format(name=bars.name)))
            parts.append([TableCell(p.interval) for p in one.points])
        if any(p.n is not None for p in one.points):
            heads.append(ColumnHead(f"{bars.code}_n", PEOPLE_OF.of(context.lang).format(name=bars.name), True))
            parts.append([TableCell("" if p.n is None else whole(p.n), None if p.n is None else float(p.n)) for p in one.points])
        for row, cells in zip(rows, zip(*parts, strict=True), strict=True):
            row.extend(cells)
    return tuple(heads), tuple(tuple(row) for row in rows)
