"""One colour for each category: that of its place in its list, whichever place or period is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.charts.chart import Chart
from dashboard.charts.context import Context
from dashboard.page import Card
from dashboard.theme import LIGHT

PALETTE = len(LIGHT.series)
LICENCES = ("physician", "village_certificate", "assistant", "rural_assistant", "licensed", "none")
ORDER: Mapping[str, Sequence[str]] = {"licence": LICENCES}  # of lists whose codes beside each other stand in other colours than their order gives


def colours_of(drawn: Sequence[str], listed: Sequence[str]) -> dict[str, int]:
    """Return the colour of each code drawn: its place in the list as far as there are colours, the others have those that are left.

    >>> colours_of(("b", "a"), ("a", "b")), colours_of(("h", "b"), "abcdefgh")
    ({'b': 1, 'a': 0}, {'h': 0, 'b': 1})
    """
    known = {code: place for place, code in enumerate(listed[:PALETTE])}
    left = iter([*(i for i in range(PALETTE) if i not in {known.get(code) for code in drawn}), *range(PALETTE)])
    return {code: known[code] if code in known else next(left, PALETTE - 1) for code in drawn}


def with_colours(chart: Chart, card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return a chart whose series are categories, or indicators of the card, each in its own colour; others as they are."""
    codes = [series.code for series in chart.series]
    divided = frame["breakdown"].dropna()
    by = str(divided.iloc[0]).split(",")[-1] if len(divided) else ""
    listed = card.indicators if set(codes) <= set(card.indicators) else ORDER.get(by) or [code for name, code in context.code_order if name == by]
    if len(set(codes)) < len(codes) or not set(codes) & set(listed):
        return chart
    own = colours_of(codes, listed)
    return replace(chart, series=tuple(replace(series, colour=own[series.code]) for series in chart.series))
