"""Where no roster covers a day: which roster is the nearest, so that "not collected" says what is known instead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import islice

import pandas as pd

from pipelines.core.indicator import Indicator
from pipelines.core.text import Text
from pipelines.warehouse.connect import Connection

STATE = "workforce_state"  # the mart of who is in post on a day
MOST = 3  # periods told of, the newest first
_OLDER = Text(
    "{period} 期末（{day}）没有花名册：最近一次花名册为 {near}，只说明当日在岗的人，不当作期末人数。请补报 {day} 的花名册{instead}。",
    "No roster covers {day}, the last day of {period}: the nearest is of {near} and says who was in post on that day, not later. "
    "Send a roster of {day}{instead}.",
)
_YOUNGER = Text(
    "{period} 期末（{day}）没有花名册：最早一次花名册为 {near}，此前在岗的人不得而知。请补报 {day} 的花名册{instead}。",
    "No roster covers {day}, the last day of {period}: the first is of {near}, and who was in post before it is not known. "
    "Send a roster of {day}{instead}.",
)
_INSTEAD = Text("，或改看 {label}", ", or look at {label}")
_DAYS = """
select p.as_at, max(case when r.as_at <= p.as_at then r.as_at end) as before_on, min(r.as_at) as first_on
from period as p
cross join (
    select r.as_at
    from stg_roster as r
    inner join place_span as a on r.facility_code = a.place_code and a.from_on <= r.as_at and a.to_on > r.as_at
    where list_contains($regions, a.region_code)
) as r
where p.label = $period
group by p.as_at
"""
_KNOWN_ON = "select label from period where as_at = $day order by months, label limit 1"


def counts_people(indicator: Indicator) -> bool:
    """Say whether an indicator counts who is in post on the last day of a period, and a roster is enough to tell."""
    marts = {measure.mart for measure in (indicator.numerator, indicator.denominator) if measure is not None}
    return "roster" in indicator.needs and STATE in marts


def nearest_roster(con: Connection, regions: Collection[str], period: str) -> Text | None:
    """Return which roster of `regions` is the nearest to the last day of a period, and what to do; None where they sent none.

    To be asked where no person is known on that day. The roster itself never stands in for the day (counting.md §2).
    """
    row = con.execute(_DAYS, {"regions": sorted(regions), "period": period}).fetchone()
    if row is None:
        return None
    day, before, first = row
    near: date = before or first
    known = con.execute(_KNOWN_ON, {"day": near}).fetchone()
    instead: Text | str = _INSTEAD.format(label=known[0]) if known else ""
    return (_OLDER if before else _YOUNGER).format(period=period, day=day, near=near, instead=instead)


def rosters_near(con: Connection, indicator: Indicator, answer: pd.DataFrame) -> list[Text]:
    """Return for the newest periods in which a region of an answer has no number, which roster is the nearest; empty where none is."""
    if not counts_people(indicator) or not len(answer):
        return []
    silent = answer[answer["status"] == "not_collected"]
    periods = reversed(list(dict.fromkeys(silent["period"])))
    told = (nearest_roster(con, set(silent.loc[silent["period"] == period, "region_code"]), str(period)) for period in periods)
    return list(islice(filter(None, told), MOST))
