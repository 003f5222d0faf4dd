"""The way from a list of people to the list of a facility's people, for who may see it."""

from __future__ import annotations

import pandas as pd

from dashboard.cards.within import Within
from dashboard.charts.chart import TableCell
from dashboard.page import all_pages
from dashboard.sight import Sight
from dashboard.state import FACILITY_KINDS
from pipelines.core.text import Text

TO_PEOPLE = Text("点选机构可看其人员名单", "select a facility to see its people")


def facility_cell(sight: Sight, code: str, period: str, *, is_there: bool, name: str = "") -> TableCell:
    """Return a facility, as `name` where one is given, that leads to the list of its people in a period, for who may see it and where the person is
    in it."""
    known = sight.edition.facilities(sight.viewer).get(code)
    page = next((page for page in all_pages() if any(card.kind in FACILITY_KINDS for card in page.cards)), None)
    said = name or Within(sight).name(code)
    if known is None or page is None or not is_there:
        return TableCell(said)
    href = sight.state.href(page=page, region=str(known.parent), facility=code, period=period)
    return TableCell(said, href=href)


def ended_by(sight: Sight, last: pd.Timestamp) -> str:
    """Return the period chosen, or where the data end before it does the last that has ended: lists of people are of a period's last day."""
    periods = sight.edition.periods()  # the newest first
    labels = periods.loc[periods["end_on"] <= last, "label"].tolist()
    return sight.state.period if sight.state.period in labels or not labels else str(labels[0])
