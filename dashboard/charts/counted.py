"""Drawings of counts and shares that no indicator holds: bars stacked over places, shares side by side, steps one under another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import stamp
from dashboard.charts.chart import Axis, Chart, ColumnHead, Point, Series, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, scale_for, whole
from dashboard.page import Card
from pipelines.core.indicator import Unit
from pipelines.core.text import Text

SMALL = 5  # fewer people than this are drawn hollow
ROOM_FOR_WORDS = 1.55  # how far the axis of steps goes on beyond the whole, for the words at the end of a bar
_OF_LAST = Text("{label} 年共 {total} {unit}：{parts}。", "{label}: {total} in all: {parts}.")
_NONE_LAST = Text("{label} 年没有。", "{label}: none.")
TOTAL, COUNT, SHARE, INTERVAL = Text("合计", "Total"), Text("n", "n"), Text("比例", "Share"), Text("95 % 区间", "95% interval")
_IN_BRACKETS = {"zh": "{text}（{more}）", "en": "{text} ({more})"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands around a drawing: period or population in words, note, n, and the sentences of a finding and of an empty card."""

    subtitle: str = ""
    note: str = ""
    n: str = ""
    finding: str = ""
    empty: str = ""


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
    """Return counts stacked in bars: `bars` names them, `parts` are (code, name), `counts` by (place of the bar, code); no entry is 0."""
    scale = replace(scale_for(counts.values(), unit, context.currency, context.lang), decimals=0)
    shown = [part for part in parts if any(counts.get((i, part[0])) for i in range(len(bars)))]
    base = [0.0] * len(bars)
    series = []
    for colour, (code, name) in enumerate(shown):
        points = []
        for i, bar in enumerate(bars):
            count = float(counts.get((i, code), 0.0))
            points.append(Point(label=bar, code="", x=float(i), y=count, value=count, status="ok", text=scale.full(count), base=base[i]))
            base[i] += count
        series.append(Series(name=name, code=code, colour=colour, points=tuple(points)))
    heads = [ColumnHead("bar", head), *(ColumnHead(f"part_{code}", name, True) for code, name in shown)]
    heads.append(ColumnHead("total", TOTAL.of(context.lang), True))
    rows = [
        (TableCell(bar), *(_count(counts.get((i, code), 0.0)) for code, _ in shown), _count(base[i])) for i, bar in enumerate(bars)
    ]
    made = _chart(card, context, said, scale, unit, is_empty=not any(base))
    axis = _whole_ticks(value_axis([0.0, *base], scale, from_zero=True))
    finding = made.finding or ("" if made.empty else _of_last(bars[-1], shown, counts, len(bars) - 1, scale))
    return replace(
        made, kind="bars", mark="stack", series=tuple(series), x=place_axis(list(bars)), y=axis, columns=tuple(heads), rows=tuple(rows),
        finding=finding,
    )


def _whole_ticks(axis: Axis) -> Axis:
    """Keep the ticks at whole numbers: there is no half person."""
    ticks = tuple((at, whole(at)) for at, _ in axis.ticks if at == int(at))
    return replace(axis, ticks=ticks, step=max(axis.step, 1.0), number_format="#,##0")


def _of_last(bar: str, parts: Sequence[tuple[str, str]], counts: Mapping[tuple[int, str], float], place: int, scale: Scale) -> str:
    """The finding of stacked years: what the last one comes to, its parts from the largest down."""
    sizes = sorted(((counts.get((place, code), 0.0), name) for code, name in parts), reverse=True)
    named = Text("、", ", ").of(scale.lang).join(f"{name} {whole(size)}" for size, name in sizes if size)
    said = _OF_LAST if named else _NONE_LAST
    return said.of(scale.lang).format(label=bar, total=whole(sum(size for size, _ in sizes)), unit=scale.unit, parts=named)


def side_by_side(
    card: Card, context: Context, bars: Sequence[str], parts: Sequence[tuple[str, str]], shares: Mapping[tuple[int, str], Share],
    head: str, said: Said, untold: Collection[str] = (),
) -> Chart:
    """Return shares as bars side by side with their intervals; a share of fewer than five is hollow, of nobody a gap.

    Parts whose codes are `untold` stand in the table alone: a share near the whole would flatten the others.
    """
    scale = scale_for((), "share", context.currency, context.lang)
    names = [_IN_BRACKETS[context.lang].format(text=bar, more=f"n\u00a0=\u00a0{whole(shares[(i, parts[0][0])].n)}") for i, bar in enumerate(bars)]
    series = []
    drawn = [part for part in parts if part[0] not in untold]
    for colour, (code, name) in enumerate(drawn):
        points = [_share_point(bar, float(i), shares[(i, code)], scale) for i, bar in enumerate(names)]
        series.append(Series(name=name, code=code, colour=colour, points=tuple(points)))
    heads = [ColumnHead("bar", head), ColumnHead("n", COUNT.of(context.lang), True), *(ColumnHead(f"part_{c}", name, True) for c, name in parts)]
    rows = [
        (TableCell(bar), _count(shares[(i, parts[0][0])].n), *(_share_cell(shares[(i, code)], scale, context) for code, _ in parts))
        for i, bar in enumerate(bars)
    ]
    ends = [v for (_, code), share in shares.items() if code not in untold for v in (share.value, share.upper) if v is not None]
    made = _chart(card, context, said, scale, "share", is_empty=not ends)
    return replace(
        made, kind="bars", mark="bar", series=tuple(series), x=place_axis(names), y=value_axis([0.0, *ends], scale, from_zero=True),
        columns=tuple(heads), rows=tuple(rows),
    )


def steps(card: Card, context: Context, named: Sequence[tuple[str, Share]], head: str, first: str, said: Said) -> Chart:
    """Return steps as bars from the top down, each the share that got so far, with what it is a share of; `first` words the first bar."""
    lang = context.lang
    scale = scale_for((), "share", context.currency, lang)
    points = []
    for i, (name, share) in enumerate(named):
        point = _share_point(name, float(i), share, scale)
        more = first if i == 0 else f"{whole(share.count)}/{whole(share.n)}"
        text = more if i == 0 else _IN_BRACKETS[lang].format(text=point.text, more=more)
        points.append(replace(point, x=share.value or 0.0, y=float(i), text=text if share.n else point.text))
    axis = value_axis([0.0, 1.0], scale, from_zero=True)
    heads = [ColumnHead("step", head), ColumnHead("share", SHARE.of(lang), True), ColumnHead("interval", INTERVAL.of(lang)),
             ColumnHead("count", Text("分子", "Numerator").of(lang), True), ColumnHead("n", Text("分母", "Denominator").of(lang), True)]
    rows = [
        (TableCell(name), TableCell(points[i].text if share.value is None else scale.bare(share.value), share.value),
         TableCell(points[i].interval), _count(share.count), _count(share.n))
        for i, (name, share) in enumerate(named)
    ]
    made = _chart(card, context, said, scale, "share", is_empty=not any(share.n for _, share in named))
    return replace(
        made, kind="distribution", mark="bar", series=(Series(name=card.title.of(lang), code="", colour=0, points=tuple(points)),),
        x=replace(axis, high=ROOM_FOR_WORDS), y=place_axis([name for name, _ in named], downwards=True), columns=tuple(heads), rows=tuple(rows),
    )


def _chart(card: Card, context: Context, said: Said, scale: Scale, unit: Unit, *, is_empty: bool) -> Chart:
    return Chart(
        name=card.name, kind="bars", lang=context.lang, title=card.title.of(context.lang), unit=scale.axis_unit, subtitle=said.subtitle,
        finding="" if is_empty else said.finding, measure=unit, scale=scale,
        footer=stamp(context) if is_empty else replace(stamp(context), note=said.note, n=said.n),
        empty=said.empty if is_empty else "",
    )


def _share_point(label: str, x: float, share: Share, scale: Scale) -> Point:
    value = share.value
    if value is None:
        return Point(label=label, code="", x=x, y=None, value=None, status="no_denominator", text=words.STATUS["no_denominator"].of(scale.lang), n=0)
    has_interval = share.lower is not None and share.upper is not None
    return Point(
        label=label, code="", x=x, y=value, value=value, status="small_n" if share.n < SMALL else "ok", text=scale.full(value),
        lower=share.lower if has_interval else None, upper=share.upper if has_interval else None,
        interval=scale.spread(share.lower or 0.0, share.upper or 0.0) if has_interval else "", n=round(share.n),
    )


def _count(value: float) -> TableCell:
    return TableCell(whole(value), float(value))


def _share_cell(share: Share, scale: Scale, context: Context) -> TableCell:
    if share.value is None:
        return TableCell(words.STATUS["no_denominator"].of(context.lang))
    text = scale.bare(share.value)
    if share.lower is None or share.upper is None:
        return TableCell(text, share.value)
    return TableCell(_IN_BRACKETS[context.lang].format(text=text, more=scale.spread(share.lower, share.upper)), share.value)
