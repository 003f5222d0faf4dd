"""A ranking: places as dots with intervals, the worst first by the indicator's polarity."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import WITHOUT_NUMBER, Canvas
from dashboard.charts.chart import Chart, Point, Series
from dashboard.charts.context import Context
from dashboard.charts.row import Row, latest
from dashboard.charts.standing import with_ranks
from dashboard.page import Card
from pipelines.analysis.change import mover

MOST = 12


def ordered(canvas: Canvas, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return (ranked, not ranked): numbers worst first, and the partly reported, which are shown but not ranked."""
    numbers = [r for r in rows if r.value is not None]
    ascending = canvas.indicator.polarity == "higher"

    def place(row: Row) -> tuple[float, str]:
        value = row.value or 0.0
        return (value if ascending else -value, row.region_code)

    numbers.sort(key=place)
    return [r for r in numbers if r.status != "partial"], [r for r in numbers if r.status == "partial"]


def indistinct(rows: Sequence[Row]) -> int:
    """Return how many of the first rows cannot be told apart: of no two of them does the interval of the difference leave out 0.

    0 when the first has no interval. As changes and curves are judged (`pipelines.analysis.change`): two intervals may overlap and yet
    the difference be beyond chance.
    """
    known = [(r.value, r.lower, r.upper) for r in takewhile(lambda r: r.lower is not None and r.upper is not None, rows)]
    limits = np.array(known, dtype=float).reshape(-1, 3)
    for count in range(1, len(limits)):
        found = mover(*limits[count], *limits[:count].T)
        if np.any((found.lower > 0) | (found.upper < 0)):
            return count
    return len(limits)


def why_unranked(canvas: Canvas, rows: Sequence[Row], partial: int) -> list[str]:
    """Say of how many of the rows' places there is no rank, and why: `partial` of them are partly reported, others have no number."""
    lang, notes = canvas.context.lang, []
    if partial:
        notes.append(words.NOT_RANKED.of(lang).format(n=partial, places=canvas.places_of(partial)))
    for status in WITHOUT_NUMBER:
        if count := sum(r.status == status for r in rows):
            text = words.WITHOUT_NUMBER.of(lang)
            notes.append(text.format(n=count, places=canvas.places_of(count), status=words.STATUS[status].of(lang)))
    return notes


def ranking(
    card: Card, frame: pd.DataFrame, context: Context, *, extra_note: str = "", standing: pd.DataFrame | None = None
) -> Chart:
    """Return the ranking of a card's places in the latest period of the frame: all of them in its rows, twelve drawn, and the chosen one where
    it stands farther down.

    `standing` are the places' ranks as the engine's `rank_places` gives them (with the label of the period before as
    `previous_period`): they lead the rows of the table. Where the context withholds places none is ranked: they stand by their codes.
    """
    canvas = Canvas.of(card, frame, context)
    canvas = Canvas(card, latest(canvas.rows), context)
    ranked, partial = ordered(canvas, canvas.rows)
    if context.withholds:  # an order tells where those stand of whom nothing is told
        ranked, partial = sorted((r for r in canvas.rows if r.value is not None), key=lambda r: r.region_code), []
    points, names, apart = _drawn(canvas, [*ranked, *partial])
    rest = len(ranked) + len(partial) - len(points)
    in_order = [*ranked, *partial, *(r for r in canvas.rows if r.value is None)]
    more = words.MORE.of(context.lang).format(n=rest, places=canvas.places_of(rest)) if rest else ""
    parts: dict[str, Any] = {
        "mark": "dot",
        "series": (Series(name=canvas.name_of(canvas.indicator.name), code=canvas.indicator.name, colour=0, points=points),),
        "x": value_axis(_ends(canvas, points), canvas.scale, from_zero=False),
        "y": place_axis(names, downwards=True),
        "more": more,
        "apart": apart,
        "is_ranked": not context.withholds,
        "indistinct": indistinct(ranked),
    }
    notes = [extra_note, *canvas.against_norm(points), *why_unranked(canvas, canvas.rows, len(partial)), more]
    made = Canvas(card, tuple(in_order), context).chart("ranking", basis=canvas.rows, notes=[*notes, _direction(canvas)], **parts)
    return made if standing is None else with_ranks(made, [r.region_code for r in in_order], standing, context)


def _drawn(canvas: Canvas, places: Sequence[Row]) -> tuple[tuple[Point, ...], list[str], str]:
    """Return the points of a ranking, the names of its rows, and how many places are left out before the last of them, in words; "" for none."""
    most = MOST + (len(places) == MOST + 1)  # nobody leaves out a single one
    own = next((i for i in range(most, len(places)) if places[i].region_code == canvas.context.region_code), None)
    apart = words.BETWEEN.of(canvas.context.lang).format(n=own - most) if own is not None and own > most else ""
    drawn = [*enumerate(places[:most]), *([] if own is None else [(most + bool(apart), places[own])])]
    points = tuple(canvas.point(r, r.region_name, r.region_code, float(i), sideways=True) for i, r in drawn)
    names = [p.label for p in points]
    return points, [*names[:most], *([apart] if apart else []), *names[most:]], apart


def _direction(canvas: Canvas) -> str:
    return words.DIRECTION[canvas.indicator.polarity].of(canvas.context.lang)


def _ends(canvas: Canvas, points: Sequence[Any]) -> list[float]:
    ends = [v for p in points for v in (p.value, p.lower, p.upper) if v is not None]
    return [*ends, *([canvas.target.at] if canvas.target else [])]
