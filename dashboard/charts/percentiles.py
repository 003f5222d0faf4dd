"""Percentiles of people, a line a category: from P10 to P90, from P25 to P75, and the median, all on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import value_axis
from dashboard.charts.canvas import WITHOUT_NUMBER, Canvas
from dashboard.charts.chart import Axis, Chart, ColumnHead, Point, Series, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import size
from dashboard.charts.row import Row, latest
from dashboard.charts.tabulate import CATEGORY, REPORTED, STATUS
from dashboard.page import Card
from pipelines.core.text import Text

OUTER, INNER, MIDDLE = "p10_p90", "p25_p75", "median"  # codes of the series
RANGES = {OUTER: ("p10", "p90"), INNER: ("p25", "p75")}  # series -> the statistics at its ends
SIGNS: Mapping[str, Text] = {
    OUTER: Text("细线 P10–P90", "thin line P10–P90"), INNER: Text("粗条 P25–P75", "thick bar P25–P75"), MIDDLE: Text("竖线中位数", "mark median"),
}
HOW_READ = Text(
    "细线 P10–P90，粗条 P25–P75，竖线中位数：是人与人之间的分布，不是置信区间",
    "thin line P10–P90, thick bar P25–P75, mark median: they tell how people are spread and are no confidence intervals",
)
SIZED = Text("{name}（n = {n}）", "{name} (n = {n})")
TOO_FEW = Text("{names}人数太少，不估计、不画 {range}", "{range} not estimated and not drawn, of too few people: {names}")
MEDIAN = Text("中位数", "Median")
LIMITS = Text("中位数 95 % 区间", "Median, 95% interval")


@dataclass(frozen=True, slots=True)
class _Line:
    """A category with the row of each statistic asked of it; the median's stands for it."""

    told: Mapping[str, Row]

    @property
    def lead(self) -> Row:
        return self.told[MIDDLE]


def percentiles(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the percentiles of a card's indicators by category, in the latest period; the first of them is the median.

    What each of the others is, its statistic says; one in another unit (a ratio of two of them) stands in the table alone. A category of nobody has
    no line. What is of too few people to be told is not drawn, and the foot says so.
    """
    canvas = Canvas.of(card, frame, context)
    canvas = Canvas(card, latest(canvas.rows), context)
    lines = _lines(canvas)
    series = tuple(Series(name=SIGNS[code].of(context.lang), code=code, colour=int(code == MIDDLE), points=points)
                   for code, points in _points(canvas, lines).items())
    ends = [v for s in series for p in s.points for v in (p.value, p.base) if v is not None]
    made = canvas.chart(
        "percentiles", basis=[line.lead for line in lines], notes=(HOW_READ.of(context.lang), *_untold(canvas, lines)), mark="bar", series=series,
        x=value_axis(ends, canvas.scale, from_zero=False), y=_column(canvas, lines), target=None,
    )
    people = [line.lead.n for line in lines if line.lead.n is not None]
    footer = replace(made.footer, n=words.N.of(context.lang).format(n=size(sum(people))) if people else made.footer.n)
    columns, rows = _table(canvas, lines)
    return replace(made, footer=footer, columns=columns, rows=rows)


def part(chart: Chart, code: str) -> tuple[Point, ...]:
    """Return the points of a series by its code, a line each: OUTER, INNER or MIDDLE."""
    return next(s.points for s in chart.series if s.code == code)


def _lines(canvas: Canvas) -> list[_Line]:
    told: dict[str, dict[str, Row]] = {}
    for row in canvas.rows:
        told.setdefault(row.category, {})[canvas.context.indicators[row.indicator].statistic or ""] = row
    lines = [_Line(rows) for rows in told.values() if MIDDLE in rows]
    return [line for line in lines if line.lead.value is not None or line.lead.n or line.lead.status == "suppressed"] or lines


def _name(line: _Line) -> str:
    return line.lead.category_name or line.lead.region_name


def _points(canvas: Canvas, lines: Sequence[_Line]) -> dict[str, tuple[Point, ...]]:
    """Return the points of each series, one a line: a range from its base to its value, the median with its limits, which are not drawn."""
    made: dict[str, list[Point]] = {OUTER: [], INNER: [], MIDDLE: []}
    for i, line in enumerate(lines):
        code = line.lead.category or line.lead.region_code
        for name, ends in RANGES.items():
            made[name].append(_range(canvas, line, code, float(i), name, ends))
        made[MIDDLE].append(canvas.point(line.lead, _name(line), code, float(i), sideways=True))
    return {name: tuple(points) for name, points in made.items()}


def _range(canvas: Canvas, line: _Line, code: str, at: float, name: str, ends: tuple[str, str]) -> Point:
    low, high = (line.told.get(end) for end in ends)
    point = canvas.point(high or line.lead, _name(line), code, at, sideways=True)
    bare = replace(point, lower=None, upper=None, interval="", half="", chance="")
    if low is None or high is None or low.value is None or high.value is None:
        missing = (high or line.lead).status
        status = missing if missing in WITHOUT_NUMBER else "not_estimable"
        return replace(bare, value=None, x=0.0, status=status, text=words.STATUS[status].of(canvas.context.lang))
    base = canvas.scale.shown(low.value)
    spread = canvas.scale.spread(base, point.value or 0.0)
    whole = canvas.scale.full(point.value or 0.0).replace(canvas.scale.bare(point.value or 0.0), spread)
    return replace(bare, base=base, text=whole)


def _column(canvas: Canvas, lines: Sequence[_Line]) -> Axis:
    """Return the lines downwards, each with how many people it is of."""
    said = [_name(line) if line.lead.n is None else SIZED.of(canvas.context.lang).format(name=_name(line), n=size(line.lead.n)) for line in lines]
    return Axis(ticks=tuple((float(i), name) for i, name in enumerate(said)), low=max(len(lines), 1) - 0.5, high=-0.5)


def _untold(canvas: Canvas, lines: Sequence[_Line]) -> Iterable[str]:
    """Say of which categories a range is not told, for want of people."""
    lang = canvas.context.lang
    for name, ends in RANGES.items():
        few = [_name(line) for line in lines if line.lead.value is not None
               and any(end in line.told and line.told[end].status == "not_estimable" for end in ends)]
        if few:
            yield TOO_FEW.of(lang).format(names=words.LIST_COMMA.of(lang).join(few), range="–".join(end.upper() for end in RANGES[name]))


def _table(canvas: Canvas, lines: Sequence[_Line]) -> tuple[tuple[ColumnHead, ...], tuple[tuple[TableCell, ...], ...]]:
    """Return the same numbers as a table: a row a category, a column a percentile, and what stands in the table alone."""
    lang, scale = canvas.context.lang, canvas.scale
    shown = {canvas.context.indicators[r.indicator].statistic or "": r.indicator for r in canvas.rows}
    order = [s for s in ("p10", "p25", MIDDLE, "p75", "p90") if s in shown]
    beside = [name for statistic, name in shown.items() if statistic not in order]
    scales = {name: _alone(canvas, name) for name in beside}
    heads = [ColumnHead("category", CATEGORY.of(lang)), ColumnHead("n", "n", True)]
    for statistic in order:
        is_middle = statistic == MIDDLE
        heads.append(ColumnHead.measured("value" if is_middle else statistic, MEDIAN.of(lang) if is_middle else statistic.upper(), scale,
                                         beside=("mark",) if is_middle else ()))
        heads += [ColumnHead.spread("interval", LIMITS.of(lang), scale)] if is_middle else []
    heads += [ColumnHead.measured(name, canvas.name_of(name), scales[name].scale) for name in beside]
    heads += [ColumnHead("reported", REPORTED.of(lang)), ColumnHead("status", STATUS.of(lang))]
    return tuple(heads), tuple(_cells(canvas, line, order, scales) for line in lines)


def _alone(canvas: Canvas, name: str) -> Canvas:
    """Return a canvas of one indicator of a card alone, on its own scale."""
    return Canvas(replace(canvas.card, indicators=(name,)), tuple(r for r in canvas.rows if r.indicator == name), canvas.context)


def _cells(canvas: Canvas, line: _Line, order: Sequence[str], scales: Mapping[str, Canvas]) -> tuple[TableCell, ...]:
    lang, lead = canvas.context.lang, line.lead
    by_name = {row.indicator: row for row in line.told.values()}
    point = canvas.point(lead, "", "", 0.0)
    cells = [TableCell(_name(line)), TableCell("" if lead.n is None else size(lead.n), lead.n)]
    for statistic in order:
        cells.append(_number(canvas, line.told.get(statistic), is_marked=statistic == MIDDLE))
        cells += [TableCell(point.interval or point.half)] if statistic == MIDDLE else []
    cells += [_number(own, by_name.get(name)) for name, own in scales.items()]
    reported = f"{lead.reported}/{lead.expected}" if lead.expected else ""
    return *cells, TableCell(reported), TableCell(words.STATUS[lead.status].of(lang))


def _number(canvas: Canvas, row: Row | None, *, is_marked: bool = False) -> TableCell:
    if row is None:
        return TableCell("")
    point = canvas.point(row, "", "", 0.0)
    if point.value is None:
        return TableCell(words.STATUS_CELL[row.status].of(canvas.context.lang))
    mark = point.mark if is_marked else ""
    return TableCell(words.marked(canvas.scale.bare(point.value), mark, canvas.context.lang), point.value, mark=mark)
