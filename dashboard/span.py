"""The days the data speak of: to which day they reach, and the period a page opens on."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.data import YEARLY, Edition, Viewer
from dashboard.page import Page
from pipelines.engine import data_end
from pipelines.engine.observe import Query, all_indicators
from pipelines.engine.scope import ALL

MONTHS_OF_YEAR = 12
RECENT_DAYS = 366  # of the parts of a year, those so far back are looked at for a number


def is_part_of_year(edition: Edition, period: str) -> bool:
    """Say whether a period is shorter than a year: what is counted over whole years has no number then."""
    periods = edition.periods()
    return bool((periods.loc[periods["label"] == period, "months"] < MONTHS_OF_YEAR).any())


def last_day(edition: Edition) -> date | None:
    """Return the last day that anything loaded speaks of, None where nothing is dated: as the engine finds it."""
    return edition.keep("last day", lambda: edition.ask(data_end.last_day))


def over(edition: Edition) -> pd.DataFrame:
    """Return the periods that the data speak of to their end, newest first, of one end the longest; all of them where none is."""
    periods, last = edition.periods(), last_day(edition)
    done = periods[pd.to_datetime(periods["as_at"]) <= pd.Timestamp(last)] if last else periods
    return done if len(done) else periods


def opening_period(edition: Edition, viewer: Viewer, region: str, page: Page) -> str:
    """Return the newest period that is over and in which a headline of the page has a number.

    Of a page without headlines, or without a number in any of them, it is the newest period that is over; ALL where no file has a date.
    """
    done = over(edition)
    if not len(done):
        return ALL
    names = [name for name in (*page.headline, *page.otherwise) if name in all_indicators()] if region else []
    is_year = done["kind"].isin(YEARLY)
    if not names:
        return str(done["label"].iloc[0])
    level = edition.places(viewer).get(region).level

    def has_number(label: str) -> bool:
        period = None if label in edition.years else label  # every year is one answer, which the page needs anyway
        frames = (edition.observe(viewer, Query(name, level=level, region=region, period=period)) for name in names)
        return any((frame["value"].notna() & (frame["period"] == label)).any() for frame in frames)

    year = next((label for label in done.loc[is_year, "label"].astype(str) if has_number(label)), "")
    ends = pd.to_datetime(done["end_on"])
    since = ends[done["label"] == year].max() if year else ends.max() - pd.Timedelta(days=RECENT_DAYS)
    parts = done.loc[~is_year & (ends > since), "label"].astype(str)
    return next((label for label in parts if has_number(label)), year or str(done["label"].iloc[0]))


def year_of(edition: Edition, period: str) -> str:
    """Return the year a period lies in: of a whole span, or of none known, the newest year the data speak of; "" without one."""
    periods = edition.periods()
    years = periods[periods["kind"].isin(YEARLY)]
    found = periods[periods["label"] == period]
    ends = found["end_on"].iloc[0] if len(found) else last_day(edition)
    within = years[(years["start_on"] <= pd.Timestamp(ends)) & (years["end_on"] >= pd.Timestamp(ends))] if ends is not None else years
    return str(within["label"].iloc[0]) if len(within) else ""
