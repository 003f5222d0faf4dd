"""What is said where a card's question has no number: hidden in this release, not collected here. A count of 0 is a number."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart
from dashboard.charts.context import Context
from dashboard.page import Card


def unanswered(made: Chart, card: Card, frame: pd.DataFrame, about: Context) -> Chart:
    """Return a card without its rows, and why, where no observation of its first indicator has a number; else the card as it is."""
    canvas = Canvas.of(card, frame, about)
    said = canvas.empty()
    return replace(made, rows=(), empty=said, finding="", lack=canvas.lack()) if said else made
