"""A table of observations, and a table of anything else a page lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.charts.canvas import Canvas, stamp
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale
from dashboard.page import Card


def table(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return every observation of the card as rows; `not collected` stands in its cell, so it is never empty."""
    canvas = Canvas.of(card, frame, context)
    return canvas.chart("table", basis=canvas.rows, empty="" if canvas.rows else canvas.empty())


def listing(
    card: Card, columns: Sequence[ColumnHead], rows: Sequence[Sequence[TableCell]], context: Context, empty: str = "", period: str = ""
) -> Chart:
    """Return rows that are no observations (builds, batches, quality) as a table chart; `empty` is said without rows.

    `period` is the period they are of, in words; "" for lists that hold for the whole build.
    """
    lang = context.lang
    scale = Scale(lang=lang)
    return Chart(
        name=card.name, kind="table", lang=lang, title=card.title.of(lang), unit="", subtitle=period, scale=scale,
        columns=tuple(columns), rows=tuple(tuple(r) for r in rows), footer=stamp(context), empty="" if rows else empty,
    )


def noted(made: Chart, note: str, n: str = "") -> Chart:
    """Return a list with a note and its n at the foot; an empty one has nothing to be noted."""
    return made if made.empty else replace(made, footer=replace(made.footer, note=note, n=n))
