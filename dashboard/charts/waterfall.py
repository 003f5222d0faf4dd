"""A waterfall: what a number is at first, what is added and taken away step by step, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Axis, Chart, Point, Series, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, whole
from dashboard.charts.row import Row
from dashboard.charts.words import LIST_COMMA
from dashboard.page import Card
from pipelines.codelists.movement import MOVEMENT
from pipelines.core.text import Lang, Text

TOTAL, GAINS, LOSSES = "total", "in", "out"
NET = Text("净增减", "Net change")
IN, OUT, SUM = Text("增加", "Added"), Text("减少", "Taken away"), Text("合计", "Total")
FROM_TO = Text("期初 {first} 人，期末 {last} 人", "{first} at the start, {last} at the end")
LEAVERS = Text("离岗率所计的离岗 {n} 人＝{parts}", "the leaver rate counts {n}: {parts}")
APART = Text("{parts}不计入离岗率", "not in the leaver rate: {parts}")
PERSONS = Text("{name} {n} 人", "{name} {n}")
ROUNDED = Text("各项分别四舍五入，相加与合计差 {gap}", "each part is rounded, so they miss the total by {gap}")
POINTS, OF_SHARE = Text(" 个百分点", " points"), Text(" 百分点", " pp")
UNDER = 0.1  # of the height of a plot, which the number under a bar takes
_COLOURS = {TOTAL: 2, GAINS: 0, LOSSES: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar: its code and name, its number in the display unit; a total stands on zero, a step on the one before it."""

    code: str
    name: str
    value: float
    is_total: bool = False
    n: int | None = None


def waterfall(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return what the headcount gained and lost in a period, by movement, and the net change; `card.by` is "movement".

    Bars begin at zero, which is the headcount at the start: against the whole of it the steps would not be seen. The headcounts at both
    ends are told under the axis.
    """
    canvas = Canvas.of(card, frame, context)
    rows = sorted((r for r in canvas.rows if r.value is not None), key=lambda r: context.code_order.get(("movement", r.category), 99))
    steps = [Step(code=r.category, name=r.category_name, value=canvas.scale.shown(r.value or 0.0), n=r.n) for r in rows]
    net = sum(step.value for step in steps)
    if steps:
        steps.append(Step(code=TOTAL, name=NET.of(context.lang), value=net, is_total=True))
    ends = _ends(frame, net, context) if steps else ""
    made = canvas.chart(
        "waterfall", basis=_basis(canvas.rows), mark="bar", series=bars_of(steps, canvas.scale, context), x=axis_of(steps, ends),
        y=height_of(steps, canvas.scale), target=None, notes=leaving(steps, context),
    )
    return replace(made, rows=(*made.rows, *(_sum_row(step, made, canvas.scale) for step in steps[-1:])))


def leaving(steps: Sequence[Step], context: Context) -> tuple[str, ...]:
    """Say how what is taken away adds up to the leavers other cards tell of, and which losses are not among them; () where all losses are leavers
    of one kind, and of a period that is no year, which has no leaver rate.
    """
    if not context.is_whole_year:
        return ()
    lang = context.lang
    exits, apart = ([s for s in steps if s.code in MOVEMENT.with_role(role) and s.value] for role in ("exit", "apart"))

    def named(mine: Sequence[Step], between: str) -> str:
        return between.join(PERSONS.of(lang).format(name=s.name if lang == "zh" else s.name.lower(), n=whole(abs(s.value))) for s in mine)

    n = whole(abs(sum(step.value for step in exits)))
    counted = LEAVERS.of(lang).format(n=n, parts=named(exits, "＋" if lang == "zh" else " + ")) if len(exits) > 1 else ""
    others = APART.of(lang).format(parts=named(apart, LIST_COMMA.of(lang))) if apart else ""
    return tuple(note for note in (counted, others) if note)


def rounding(steps: Sequence[Step], scale: Scale, lang: Lang) -> str:
    """Say by how much the steps as they are printed miss the total that ends them; "" where they add up."""
    if not steps or not steps[-1].is_total:
        return ""
    *parts, total = (_printed(step.value, scale) for step in steps)
    gap = abs(sum(parts) - total)
    return ROUNDED.of(lang).format(gap=f"{gap}{POINTS.of(lang) if scale.is_share else ''}") if gap else ""


def _printed(value: float, scale: Scale) -> Decimal:
    """A number as a reader reads it."""
    return Decimal(scale.bare(value).replace("−", "-").replace(",", "").rstrip(" %"))


def _sum_row(step: Step, made: Chart, scale: Scale) -> tuple[TableCell, ...]:
    """The net change as the last row of the table."""
    told = {made.columns[0].name: TableCell(step.name), "value": TableCell(scale.bare(step.value), step.value)}
    return tuple(told.get(head.name, TableCell("")) for head in made.columns)


def _ends(frame: pd.DataFrame, net: float, context: Context) -> str:
    """Say the headcount at the start and at the end, where the start is told."""
    first = frame["denominator"].dropna()
    if first.empty:
        return ""
    return FROM_TO.of(context.lang).format(first=whole(float(first.iloc[0])), last=whole(float(first.iloc[0]) + net))


def _basis(rows: Sequence[Row]) -> Sequence[Row]:
    """Moves of all kinds are no number of people: nothing stands for n."""
    return rows if len(rows) > 1 else ()


def levels(steps: Sequence[Step]) -> list[float]:
    """Return where each bar begins: a total at zero, a step at the end of the bar before it."""
    found, level = [], 0.0
    for step in steps:
        found.append(0.0 if step.is_total else level)
        level = found[-1] + step.value
    return found


def bars_of(steps: Sequence[Step], scale: Scale, context: Context) -> tuple[Series, ...]:
    """Return the bars as three series: totals, what is added, what is taken away; one without a bar is left out."""
    parts: dict[str, list[Point]] = {TOTAL: [], GAINS: [], LOSSES: []}
    for i, (step, base) in enumerate(zip(steps, levels(steps), strict=True)):
        kind = TOTAL if step.is_total else GAINS if step.value > 0 or (step.value == 0 and step.code.endswith(("in", "joined"))) else LOSSES
        parts[kind].append(Point(
            label=step.name, code=step.code, x=float(i), y=step.value, value=step.value, status="ok", text=_told(step, scale),
            base=base, n=step.n,
        ))
    names = {TOTAL: SUM, GAINS: IN, LOSSES: OUT}
    drawn = {kind: tuple(points) for kind, points in parts.items() if points}
    lang = context.lang
    return tuple(Series(name=names[kind].of(lang), code=kind, colour=_COLOURS[kind], points=points) for kind, points in drawn.items())


def _told(step: Step, scale: Scale) -> str:
    """Return the number of a bar; what a part adds to a share of growth are points and no per cent."""
    text = signed(step.value, scale)
    return text if step.is_total or not scale.is_share else text.rstrip(" %\u00a0") + OF_SHARE.of(scale.lang)


def end_of(point: Point) -> float:
    """Return the level at which a bar ends: above where it begins, or under it."""
    return (point.base or 0.0) + (point.value or 0.0)


def number_at(point: Point, axis: Axis) -> tuple[float, bool]:
    """Return the level at which the number of a bar stands, and whether it stands above it: above what goes up, under what goes down.

    Where a bar that goes down ends at the foot of the plot, over its beginning: under it are the names.
    """
    base, end = point.base or 0.0, end_of(point)
    is_above = end >= base or end < axis.low + UNDER * (axis.high - axis.low)
    return (max(base, end) if is_above else end), is_above


def signed(value: float, scale: Scale) -> str:
    """Return a number with its sign, zero without one ("+42", "−68", "0")."""
    text = scale.bare(value)
    return f"+{text}" if value > 0 and any(c in "123456789" for c in text) else text


def axis_of(steps: Sequence[Step], title: str) -> Axis:
    """Return the axis that names the steps."""
    axis = place_axis([step.name for step in steps], most=12)
    return Axis(title=title, ticks=axis.ticks, low=axis.low, high=axis.high)


def height_of(steps: Sequence[Step], scale: Scale) -> Axis:
    """Return the axis of values, with a little room for the words at the ends of the bars."""
    bases = levels(steps)
    tops = [end for step, base in zip(steps, bases, strict=True) for end in (base, base + step.value)]
    room = 0.08 * ((max(tops, default=1.0) - min(tops, default=0.0)) or 1.0)
    lowest = min(tops, default=0.0)
    return value_axis([max(tops, default=1.0) + room, lowest - room if lowest < 0 else 0.0], scale, from_zero=True)
