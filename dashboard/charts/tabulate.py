"""The chart as a table: the same numbers, statuses in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dashboard.charts import words
from dashboard.charts.chart import ColumnHead, TableCell
from dashboard.charts.numbers import brief, rounded, size
from dashboard.charts.row import Row
from dashboard.charts.words import period_name
from pipelines.core.text import Text

if TYPE_CHECKING:  # Canvas calls tabulate; only the type is needed here
    from dashboard.charts.canvas import Canvas

REGION, PERIOD, CATEGORY = Text("地区", "Place"), Text("时间", "Period"), Text("类别", "Category")
INDICATOR, TIME, VALUE, N = Text("指标", "Indicator"), Text("时点", "Time"), Text("数值", "Value"), Text("n", "n")
REPORTED, STATUS = Text("上报", "Reported"), Text("状态", "Status")


def tabulate(canvas: Canvas) -> tuple[tuple[ColumnHead, ...], tuple[tuple[TableCell, ...], ...]]:
    """Return (columns, rows) of every observation of the card; columns that never vary are left out."""
    names = _name_columns(canvas)
    columns = [head for head, _ in names] + _number_columns(canvas)
    rows = tuple((*(cell(canvas, r) for _, cell in names), *_numbers(canvas, r)) for r in canvas.rows)
    return tuple(columns), rows


def _region(canvas: Canvas, row: Row) -> TableCell:
    return TableCell(row.region_name, place=row.region_code)


def _period(canvas: Canvas, row: Row) -> TableCell:
    return TableCell(period_name(row.period, canvas.context.lang))


def _category(canvas: Canvas, row: Row) -> TableCell:
    return TableCell(row.category_name)


def _indicator(canvas: Canvas, row: Row) -> TableCell:
    return TableCell(canvas.name_of(row.indicator))


def _time(canvas: Canvas) -> Callable[[Canvas, Row], TableCell]:
    """Return how a time is printed: with one decimal where one of them is no whole number, for a column has one number of them."""
    unit = words.TENURE[canvas.context.tenure_unit].of(canvas.context.lang)
    decimals = int(any("." in brief(r.at) for r in canvas.rows if r.at is not None))
    return lambda _, row: TableCell("" if row.at is None else f"{rounded(row.at, decimals)} {unit}", row.at)


def _name_columns(canvas: Canvas) -> list[tuple[ColumnHead, Callable[[Canvas, Row], TableCell]]]:
    lang = canvas.context.lang
    wanted: tuple[tuple[str, Text, Callable[[Canvas, Row], TableCell], set[Any]], ...] = (
        ("region", REGION, _region, {r.region_code for r in canvas.rows}),
        ("indicator", INDICATOR, _indicator, {r.indicator for r in canvas.rows}),
        ("category", CATEGORY, _category, {r.category for r in canvas.rows}),
        ("period", PERIOD, _period, {r.period for r in canvas.rows}),
        ("at", TIME, _time(canvas), {r.at for r in canvas.rows}),
    )
    unit = words.TENURE[canvas.context.tenure_unit].of(lang)
    found = [(ColumnHead(name, title.of(lang), name == "at", unit=unit if name == "at" else ""), cell)
             for name, title, cell, seen in wanted if len(seen) > 1]
    return found or [(ColumnHead("region", REGION.of(lang)), _region)]


def _number_columns(canvas: Canvas) -> list[ColumnHead]:
    lang = canvas.context.lang
    return [
        ColumnHead.measured("value", VALUE.of(lang), canvas.scale, beside=("mark",)),
        ColumnHead.spread("interval", words.INTERVAL.of(lang), canvas.scale),
        ColumnHead("n", N.of(lang), True),
        ColumnHead("reported", REPORTED.of(lang)),
        ColumnHead("status", STATUS.of(lang)),
    ]


def _numbers(canvas: Canvas, row: Row) -> tuple[TableCell, ...]:
    lang = canvas.context.lang
    point = canvas.point(row, "", "", 0.0)
    if point.value is None:
        value = TableCell(words.STATUS_CELL[row.status].of(lang))
    else:
        value = TableCell(words.marked(canvas.scale.bare(point.value), point.mark, lang), point.value, mark=point.mark)
    count = TableCell("" if row.n is None else size(row.n), None if row.n is None else float(row.n))
    reported = f"{row.reported}/{row.expected}" if row.expected else ""
    return value, TableCell(point.interval or point.half), count, TableCell(reported), TableCell(words.STATUS[row.status].of(lang))
