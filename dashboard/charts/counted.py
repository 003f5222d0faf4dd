"""Counts and shares that no indicator holds, put into words: bars stacked and shares side by side (drawn by `columns`), steps under another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import stamp
from dashboard.charts.chart import Chart, ColumnHead, Series, TableCell
from dashboard.charts.colours import colours_of
from dashboard.charts.columns import Bars, Figure, Frame, columns, figure_point
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, scale_for, whole
from dashboard.charts.trend import with_policies
from dashboard.page import Card
from pipelines.core.indicator import Unit
from pipelines.core.text import Text

ROOM_FOR_WORDS = 1.55  # how far the axis of steps goes on beyond the whole, for the words at the end of a bar
_OF_LAST = Text("{label} 年共 {total} {unit}：{parts}。", "{label}: {total} in all: {parts}.")
_NONE_LAST = Text("{label} 年没有{what}。", "{label}: no {what}.")
TOTAL, COUNT, SHARE, INTERVAL = Text("合计", "Total"), Text("n", "n"), Text("比例", "Share"), Text("95 % 区间", "95% interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands around a drawing: period or population in words, note, n, and the sentences of a finding and of an empty card; `what` is counted,
    as a year without any of it says."""

    subtitle: str = ""
    note: str = ""
    n: str = ""
    finding: str = ""
    empty: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `n` people or things with its 95% interval; None where there is nobody to divide by."""

    count: float
    n: float
    lower: float | None
    upper: float | None

    @property
    def value(self) -> float | None:
        """The share, 0-1."""
        return self.count / self.n if self.n else None


def stacked(
    card: Card, context: Context, bars: Sequence[str], parts: Sequence[tuple[str, str]], counts: Mapping[tuple[int, str], float],
    head: str, unit: Unit, said: Said,
) -> Chart:
    """Return counts stacked in bars: `bars` names them, `parts` are (code, name), `counts` by (place of the bar, code); no entry is 0.

    Bars that are periods carry the policies that began in them.
    """
    lang = context.lang
    scale = replace(scale_for(counts.values(), unit, context.currency, lang), decimals=0)
    shown = [part for part in parts if any(counts.get((i, part[0])) for i in range(len(bars)))]
    colours = colours_of([code for code, _ in shown], [code for code, _ in parts])
    groups = [
        Bars(name=name, code=f"part_{code}", colour=colours[code],
             figures=tuple(Figure(value=float(counts.get((i, code), 0.0))) for i in range(len(bars))))
        for code, name in shown
    ]
    finding = said.finding or (_of_last(bars[-1], shown, counts, len(bars) - 1, scale, said.what or card.title.of(lang)) if shown else "")
    made = columns(card, context, scale, groups, _framed(said, bars, head, unit, finding=finding, is_stacked=True))
    heads = [ColumnHead("bar", head), *(ColumnHead(f"part_{code}", name, True) for code, name in shown), ColumnHead("total", TOTAL.of(lang), True)]
    rows = []
    for i, bar in enumerate(bars):
        sizes = [counts.get((i, code), 0.0) for code, _ in shown]
        rows.append((TableCell(bar), *(_count(size) for size in sizes), _count(sum(sizes))))
    return with_policies(replace(made, columns=tuple(heads), rows=tuple(rows)), context, bars)


def _framed(said: Said, bars: Sequence[str], head: str, unit: Unit, *, finding: str = "", gap: str = "", is_stacked: bool = False) -> Frame:
    return Frame(
        labels=tuple(bars), head=head, subtitle=said.subtitle, note=said.note, n=said.n, finding=finding, empty=said.empty, gap=gap, measure=unit,
        is_stacked=is_stacked,
    )


def _of_last(bar: str, parts: Sequence[tuple[str, str]], counts: Mapping[tuple[int, str], float], place: int, scale: Scale, what: str) -> str:
    """The finding of stacked years: what the last one comes to, its parts from the largest down."""
    sizes = sorted(((counts.get((place, code), 0.0), name) for code, name in parts), reverse=True)
    named = Text("、", ", ").of(scale.lang).join(f"{name} {whole(size)}" for size, name in sizes if size)
    said = _OF_LAST if named else _NONE_LAST
    return said.of(scale.lang).format(label=bar, total=whole(sum(size for size, _ in sizes)), unit=scale.unit, parts=named, what=what)


def side_by_side(
    card: Card, context: Context, bars: Sequence[str], parts: Sequence[tuple[str, str]], shares: Mapping[tuple[int, str], Share],
    head: str, said: Said, untold: Collection[str] = (),
) -> Chart:
    """Return shares as bars side by side with their intervals; a share of fewer than five is hollow, of nobody a gap.

    Parts whose codes are `untold` stand in the table alone: a share near the whole would flatten the others.
    """
    lang = context.lang
    scale = scale_for((), "share", context.currency, lang)
    names = [words.marked(bar, f"n\u00a0=\u00a0{whole(shares[(i, parts[0][0])].n)}", lang) for i, bar in enumerate(bars)]
    groups = [
        Bars(name=name, code=code, figures=tuple(_figure(shares[(i, code)]) for i in range(len(bars))))
        for code, name in parts if code not in untold
    ]
    gap = words.STATUS["no_denominator"].of(lang)
    made = columns(card, context, scale, groups, _framed(said, names, head, "share", finding=said.finding, gap=gap))
    heads = [ColumnHead("bar", head), ColumnHead("n", COUNT.of(lang), True),
             *(ColumnHead(f"part_{c}", name, True, unit="%", beside=("mark",)) for c, name in parts)]
    rows = [
        (TableCell(bar), _count(shares[(i, parts[0][0])].n), *(_share_cell(shares[(i, code)], scale, context) for code, _ in parts))
        for i, bar in enumerate(bars)
    ]
    return replace(made, columns=tuple(heads), rows=tuple(rows))


def steps(card: Card, context: Context, named: Sequence[tuple[str, Share]], head: str, first: str, said: Said) -> Chart:
    """Return steps as bars from the top down, each the share that got so far, with what it is a share of; `first` words the first bar."""
    lang = context.lang
    scale = scale_for((), "share", context.currency, lang)
    points = []
    for i, (name, share) in enumerate(named):
        point = figure_point(name, "", float(i), _figure(share), scale, words.STATUS["no_denominator"].of(lang))
        more = first if i == 0 else f"{whole(share.count)}/{whole(share.n)}"
        text = more if i == 0 else words.marked(point.text, more, lang)
        points.append(replace(point, x=share.value or 0.0, y=float(i), text=text if share.n else point.text))
    axis = value_axis([0.0, 1.0], scale, from_zero=True)
    heads = [ColumnHead("step", head), ColumnHead("share", SHARE.of(lang), True, unit="%"), ColumnHead("interval", INTERVAL.of(lang)),
             ColumnHead("count", Text("分子", "Numerator").of(lang), True), ColumnHead("n", Text("分母", "Denominator").of(lang), True)]
    rows = [
        (TableCell(name), TableCell(points[i].text if share.value is None else scale.bare(share.value), share.value),
         TableCell(points[i].interval), _count(share.count), _count(share.n))
        for i, (name, share) in enumerate(named)
    ]
    is_empty = not any(share.n for _, share in named)
    return Chart(
        name=card.name, kind="distribution", mark="bar", lang=lang, title=card.title.of(lang), unit=scale.axis_unit, subtitle=said.subtitle,
        finding="" if is_empty else said.finding, measure="share", scale=scale,
        footer=stamp(context) if is_empty else replace(stamp(context), note=said.note, n=said.n), empty=said.empty if is_empty else "",
        series=(Series(name=card.title.of(lang), code="", colour=0, points=tuple(points)),),
        x=replace(axis, high=ROOM_FOR_WORDS), y=place_axis([name for name, _ in named], downwards=True), columns=tuple(heads), rows=tuple(rows),
    )


def _figure(share: Share) -> Figure:
    return Figure(value=share.value, lower=share.lower, upper=share.upper, n=round(share.n))


def _count(value: float) -> TableCell:
    return TableCell(whole(value), float(value))


def _share_cell(share: Share, scale: Scale, context: Context) -> TableCell:
    if share.value is None:
        return TableCell(words.STATUS["no_denominator"].of(context.lang))
    text = scale.bare(share.value)
    if share.lower is None or share.upper is None:
        return TableCell(text, share.value)
    spread = scale.spread(share.lower, share.upper)
    return TableCell(words.marked(text, spread, context.lang), share.value, mark=spread)
