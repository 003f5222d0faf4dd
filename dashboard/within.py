"""What lies within the chosen place and period, for cards that read records: facilities, the window of days, who may see rows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.charts.words import places as level_name
from dashboard.sight import Sight, as_at, sees_records
from dashboard.span import last_day
from pipelines.core.text import Text

NOT_INTERNAL = Text(
    "这里的明细只在内部口径下显示，所选地区不在您的内部范围内。", "These records are shown in the internal profile only; the place is outside your internal areas.",
)


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of what is counted (`last` never after the last day of the data) and the last day as a date to follow up to."""

    first: pd.Timestamp
    last: pd.Timestamp


def homes(sight: Sight) -> frozenset[str]:
    """Return the codes of all facilities and places within the chosen place, itself too; empty where it is not seen internally."""
    if not sees_records(sight):
        return frozenset()
    frame = sight.edition.rows("select place_code, region_code from facility_home")
    region = sight.state.region
    found = sight.edition.keep(("homes", region), lambda: frozenset(frame.loc[frame["region_code"] == region, "place_code"].astype(str)))
    return found | {region}


def parts(sight: Sight) -> dict[str, tuple[str, str]]:
    """Return, for every facility around the chosen place, the part of the place it lies in: code and name; a township's parts are itself."""
    places = sight.edition.places(sight.viewer.inside)
    centre = sight.state.region
    below = places.children(centre) if centre in places else ()
    named = {p.code: p.name.of(sight.lang) for p in below} or ({centre: places.get(centre).name.of(sight.lang)} if centre in places else {})
    frame = sight.edition.rows("select place_code, region_code from facility_home")
    mine = frame[frame["region_code"].isin(named)]
    return {str(r.place_code): (str(r.region_code), named[str(r.region_code)]) for r in mine.itertuples(index=False)}


def part_name(sight: Sight) -> str:
    """Return what the column of parts is called: the level below the chosen place."""
    levels = sight.edition.site.region_levels
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    under = levels[levels.index(level) + 1] if level in levels[:-1] else level
    return level_name(under, sight.lang, 1).capitalize()


def window(sight: Sight) -> Window | None:
    """Return the days of the chosen period, cut at the last day of the data; the whole span where no period is chosen, None without data."""
    periods, end = sight.edition.periods(), as_at(sight) or last_day(sight.edition)
    if end is None:
        return None
    found = periods[periods["label"] == sight.state.period]
    first = pd.Timestamp(found["start_on"].iloc[0]) if len(found) else pd.Timestamp("1900-01-01")
    return Window(first, pd.Timestamp(end))


def facility_names(sight: Sight) -> dict[str, str]:
    """Return the names of facilities and places in the reader's language."""
    frame = sight.edition.rows("select place_code, name_zh, name_en from place")
    column = frame["name_zh"] if sight.lang == "zh" else frame["name_en"].fillna(frame["name_zh"])
    return {str(code): str(name) for code, name in zip(frame["place_code"], column.fillna(frame["place_code"]), strict=True)}
