"""A forest plot: estimates down a column, each a dot with its interval, against the line of no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import value_axis
from dashboard.charts.canvas import WITHOUT_NUMBER, Canvas
from dashboard.charts.chart import Axis, Chart, Line, Point, Series
from dashboard.charts.context import Context
from dashboard.charts.numbers import size
from dashboard.charts.row import Row, latest
from dashboard.page import Card
from pipelines.core.text import Text

ADJUSTED = "_adjusted"  # an indicator and its adjusted twin stand on one line of the plot
APART = 0.16  # of a row, how far two estimates of one line stand from its middle
RAW, LIKE = Text("未调整", "raw"), Text("同条件比较", "adjusted")
NO_DIFFERENCE: Mapping[str, tuple[float, Text]] = {  # by how the name of an indicator begins: where there is no difference
    "pay_gap": (0.0, Text("无差距", "no gap")),
    "relative_pay": (1.0, Text("与对照收入相等", "equal to the reference")),
}
HOW_SIGNED: Mapping[str, Text] = {
    "pay_gap": Text("正数表示女性、编外人员、无资格者收入较低，负数表示较高",
                    "above zero women, those without an established post and those without a licence are paid less, below zero more"),
}
NOT_ESTIMATED = Text("{names}：{status}", "{names}: {status}")
WHY: Mapping[str, Text] = {  # by how the name of an indicator begins: what stands in the way of an estimate
    "pay_gap": Text("（每组不足 10 人，或两组没有条件相同的人可比）", " (fewer than ten on a side, or nobody alike on both to compare)"),
    "relative_pay": Text("（没有报送这项对照收入）", " (that income was not reported)"),
}
NO_INTERVAL = Text("{names}：人数不足以给出区间", "{names}: too few for an interval")
Cell = tuple[str, str]  # code and name


def forest(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the forest plot of a card's indicators, or of the categories of one, in the latest period.

    Indicators and their adjusted twins share a line. What could not be estimated keeps its line, with the reason in words.
    """
    canvas = Canvas.of(card, frame, context)
    canvas = Canvas(card, latest(canvas.rows), context)
    lines = list(dict.fromkeys(_line(canvas, row) for row in canvas.rows))
    twins = any(row.indicator.endswith(ADJUSTED) for row in canvas.rows)
    names = (RAW.of(context.lang), LIKE.of(context.lang)) if twins else (canvas.name_of(canvas.indicator.name),)
    series = tuple(Series(name=name, code=f"{i}", colour=i, points=_points(canvas, lines, i, twins)) for i, name in enumerate(names))
    reference = reference_of(canvas)
    ends = [v for s in series for p in s.points for v in (p.value, p.lower, p.upper) if v is not None]
    made = canvas.chart(
        "forest",
        basis=canvas.rows,
        notes=(*_untold(canvas), *_signed(canvas)),
        mark="dot",
        series=series,
        x=value_axis([*ends, *(line.at for line in reference)], canvas.scale, from_zero=False),
        y=_column(lines),
        events=reference,
        target=None,
    )
    found = {r.n for r in canvas.rows if r.n is not None}
    n = words.N.of(context.lang).format(n=size(max(found))) if len({r.category for r in canvas.rows}) == 1 and found else made.footer.n
    return replace(made, footer=replace(made.footer, n=n))


def reference_of(canvas: Canvas) -> tuple[Line, ...]:
    """Return the line of no difference, in the display unit; none for an indicator that has no such value."""
    found = [told for start, told in NO_DIFFERENCE.items() if canvas.indicator.name.startswith(start)]
    return tuple(Line(canvas.scale.shown(at), name.of(canvas.context.lang)) for at, name in found)


def _signed(canvas: Canvas) -> list[str]:
    """Say what the sign of a figure means where its name does not."""
    if all(r.value is None for r in canvas.rows):
        return []
    return [said.of(canvas.context.lang) for start, said in HOW_SIGNED.items() if canvas.indicator.name.startswith(start)]


def _column(lines: Sequence[Cell]) -> Axis:
    """Return the lines of the plot downwards, their names whole: printers break long ones."""
    return Axis(ticks=tuple((float(i), name) for i, (_, name) in enumerate(lines)), low=max(len(lines), 1) - 0.5, high=-0.5)


def _line(canvas: Canvas, row: Row) -> Cell:
    """Return which line of the plot a row belongs to: its category, else its indicator without its twin's ending."""
    if row.category:
        return row.category, row.category_name
    name = row.indicator.removesuffix(ADJUSTED)
    return name, canvas.name_of(name if name in canvas.context.indicators else row.indicator)


def _points(canvas: Canvas, lines: Sequence[Cell], place: int, twins: bool) -> tuple[Point, ...]:
    made = []
    for i, line in enumerate(lines):
        rows = [r for r in canvas.rows if _line(canvas, r) == line and (not twins or r.indicator.endswith(ADJUSTED) == (place == 1))]
        shift = (2 * place - 1) * APART if twins else 0.0
        made += [canvas.point(r, line[1], r.category or r.indicator, i + shift, sideways=True) for r in rows]
    return tuple(made)


def _untold(canvas: Canvas) -> list[str]:
    """Say which estimates there are none of, and why; and which have no interval though others do."""
    lang, found = canvas.context.lang, []
    for status in WITHOUT_NUMBER:
        if names := _named(canvas, [r for r in canvas.rows if r.status == status]):
            why = next((said.of(lang) for start, said in WHY.items() if canvas.indicator.name.startswith(start)), "")
            told = words.STATUS[status].of(lang) + (why if status == "not_estimable" else "")
            found.append(NOT_ESTIMATED.of(lang).format(names=names, status=told))
    bare = [r for r in canvas.rows if r.value is not None and r.lower is None]
    if bare and any(r.lower is not None for r in canvas.rows):
        found.append(NO_INTERVAL.of(lang).format(names=_named(canvas, bare)))
    return found


def _named(canvas: Canvas, rows: Sequence[Row]) -> str:
    """Return the lines rows belong to, each once, in a list."""
    return words.LIST_COMMA.of(canvas.context.lang).join(dict.fromkeys(r.category_name or canvas.name_of(r.indicator) for r in rows))
