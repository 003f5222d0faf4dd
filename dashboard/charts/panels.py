"""Small multiples: a panel a place, each the line of an indicator over the years, all on one scale, the whole around them behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import WHOLE, Chart, Point, Series
from dashboard.charts.context import Context
from dashboard.charts.numbers import size
from dashboard.charts.ranking import ordered
from dashboard.charts.row import Row, latest, period_order
from dashboard.charts.trend import breaks, gaps, key_of, told_breaks, with_policies
from dashboard.page import Card
from pipelines.core.text import Lang, Text

MOST, BY_NAME = 12, 3  # panels; places without one that are named
GREY = 6  # the series colour of that line
ORDER = Text("按 {period} 的数由差到好排列（{direction}）", "from the worst to the best in {period} ({direction})")
LISTED = Text("按地区代码排列", "in the order of their codes")
SIZED, DATED = Text("{text}（n = {n}）", "{text} (n = {n})"), Text("{text}（{period}）", "{text} ({period})")


def panels(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the panels of the places in a frame of several years, at most twelve, the worst in the last year first; a year without a number is
    a gap, never a zero.

    Rows of the level of the context are the places, the others the whole around them: the last series, coded WHOLE. Where no direction is good,
    or some places are withheld, places stand by their codes: an order would tell of those.
    """
    everything = Canvas.of(card, frame, context)
    below = tuple(r for r in everything.rows if r.level == context.level)
    whole = [r for r in everything.rows if r.level != context.level]
    order = _in_order(Canvas(card, below, context))
    drawn = _drawn(order, context.region_code)
    at = {code: i for i, code in enumerate([*order, *dict.fromkeys(r.region_code for r in below if r.region_code not in order)])}
    canvas = Canvas(card, (*sorted(below, key=lambda r: (at[r.region_code], period_order(r.period))), *whole), context)
    basis = latest(tuple(r for r in below if r.value is not None)) or latest(below)
    empty = "" if drawn else canvas.empty(below)
    if empty:
        return canvas.chart("panels", basis=basis, mark="line", target=None, empty=empty)
    periods = sorted({r.period for r in canvas.rows}, key=period_order)
    lines = {code: [r for r in canvas.rows if r.region_code == code] for code in drawn} | ({WHOLE: whole} if whole else {})
    made = _chart(canvas, lines, periods, basis, [code for code in order if code not in drawn])
    return with_policies(made, context, periods, by_name=0)


def _in_order(canvas: Canvas) -> list[str]:
    """Return the codes of the places that have a number in any year: by their last figures, then those without one in the last year."""
    known = tuple(r for r in canvas.rows if r.value is not None)
    codes = sorted({r.region_code for r in known})
    if canvas.indicator.polarity == "neutral" or canvas.context.withholds:
        return codes
    ranked, partial = ordered(canvas, latest(known))
    return list(dict.fromkeys([*(r.region_code for r in (*ranked, *partial)), *codes]))


def _drawn(order: Sequence[str], chosen: str) -> list[str]:
    """Return the places that have a panel; the chosen one stands last where it would have none."""
    kept = list(order[:MOST])
    return [*kept[:-1], chosen] if chosen in order and chosen not in kept else kept


def _chart(canvas: Canvas, lines: Mapping[str, list[Row]], periods: Sequence[str], basis: tuple[Row, ...], rest: Sequence[str]) -> Chart:
    lang = canvas.context.lang
    broken = {code: breaks(canvas, sorted(rows, key=lambda r: period_order(r.period))) for code, rows in lines.items()}
    names = {code: rows[0].region_name for code, rows in lines.items()}
    series = tuple(
        Series(name=names[code], code=code, colour=GREY if code == WHOLE else 0, points=_points(canvas, rows, code, periods, broken[code]))
        for code, rows in lines.items()
    )
    ends = [v for s in series for p in s.points for v in (p.value, *((p.lower, p.upper) if s.code != WHOLE else ())) if v is not None]
    more = _more({r.region_code: r.region_name for r in canvas.rows}, rest, canvas)
    keys = {key_of(rows[0]): code for code, rows in lines.items()}
    cut = told_breaks({names[code]: list(found.values()) for code, found in broken.items()}, lang)
    notes = [_placed(canvas, basis[0].period), more, cut, *gaps(canvas, list(keys), {k: names[c] for k, c in keys.items()}, list(periods))]
    return canvas.chart(
        "panels", basis=basis, notes=notes, mark="line", series=series, more=more, x=place_axis(periods),
        y=value_axis([*ends, *([canvas.target.at] if canvas.target else [])], canvas.scale, from_zero=False),
    )


def _more(names: Mapping[str, str], rest: Sequence[str], canvas: Canvas) -> str:
    """Say how many places have no panel, and which where they are few."""
    lang = canvas.context.lang
    said = words.MORE.of(lang).format(n=len(rest), places=canvas.places_of(len(rest))) if rest else ""
    listed = words.LIST_COMMA.of(lang).join(names[code] for code in rest[:BY_NAME])
    return words.NAMED.of(lang).format(name=said, said=listed) if 0 < len(rest) <= BY_NAME else said


def _points(canvas: Canvas, rows: Sequence[Row], code: str, periods: Sequence[str], broken: Mapping[str, str]) -> tuple[Point, ...]:
    by_period = {r.period: r for r in rows}
    return tuple(
        replace(canvas.point(by_period[p], p, code, float(x)), begins=p in broken) for x, p in enumerate(periods) if p in by_period
    )


def _placed(canvas: Canvas, period: str) -> str:
    """Say in which order the places stand."""
    lang, polarity = canvas.context.lang, canvas.indicator.polarity
    is_listed = polarity == "neutral" or canvas.context.withholds
    placed = LISTED if is_listed else ORDER
    return placed.of(lang).format(period=period, direction=words.DIRECTION[polarity].of(lang))


def places_of(chart: Chart) -> tuple[Series, ...]:
    """Return the lines of a chart that have a panel each: all but that of the whole."""
    return tuple(s for s in chart.series if s.code != WHOLE)


def whole_of(chart: Chart) -> Series | None:
    """Return the line of all places together, None where there is none."""
    return next((s for s in chart.series if s.code == WHOLE), None)


def last_told(series: Series, chart: Chart) -> str:
    """Return the last figure of a line with its n, "93.0% (n = 120)", and its year where that is not the last one of the chart."""
    point = next(p for p in reversed(series.points) if p.value is not None)
    return _told(point, chart.lang, is_last=point.x == max(p.x for p in chart.points if p.value is not None))


def _told(point: Point, lang: Lang, *, is_last: bool) -> str:
    dated = point.text if is_last else DATED.of(lang).format(text=point.text, period=point.label)
    return dated if point.n is None else SIZED.of(lang).format(text=dated, n=size(point.n))
