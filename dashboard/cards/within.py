"""Which rows of a mart belong to what a reader looks at: places of the region, days of the period, who may see them.

A place lies in a region on a day (`Within.places`, for what is counted on a day or over a period) or as last known (`Within.homes`, for
ledgers whose entries outlive a change of boundaries: an agreement, a grant, a month's work stays with the clinic that now answers for it).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from dashboard.cards.inside import NOT_INSIDE
from dashboard.charts.chart import Chart
from dashboard.charts.table import listing
from dashboard.charts.words import AS_AT
from dashboard.charts.words import places as level_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, as_at, code_titles, focus, sees_records
from dashboard.span import last_day, year_of
from pipelines.core.text import Text
from pipelines.engine.scope import ALL

DAY_ONE = pd.Timestamp("1900-01-01")  # before anything is known
MAIN_POSTS = "select person_key, place_code, from_on, to_on from workforce_state where headcount = 1 and post = 'main'"
IN_YEAR, UP_TO_YEAR = Text("{title}（{year} 年）", "{title} ({year})"), Text("{title}（至 {year} 年）", "{title} (to {year})")
AROUND = Text("{title}（{place}全域）", "{title}, whole of {place}")
_SPANS = "select place_code, level, region_code, from_on, to_on from place_span"
_BASES = "select base, staff_group from site_base"
_HOMES = "select place_code, level, region_code from facility_home"
_NAMES = "select place_code, name_zh, name_en from place"


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of what is counted; `last` is never after the last day of the data."""

    first: pd.Timestamp
    last: pd.Timestamp


@dataclass(frozen=True)
class Within:
    """The region and the period of a sight, for cards that read marts."""

    sight: Sight

    @cached_property
    def day(self) -> pd.Timestamp:
        """The last day the data speak of in the period."""
        found: date | None = as_at(self.sight)
        return pd.Timestamp(found) if found else pd.Timestamp.max

    @cached_property
    def start(self) -> pd.Timestamp:
        """The first day of the period; of the whole span, the first of all."""
        periods = self.sight.edition.periods()
        found = periods.loc[periods["label"] == self.sight.state.period, "start_on"]
        return pd.Timestamp(found.min()) if len(found) and self.sight.state.period != ALL else pd.Timestamp.min

    @property
    def year(self) -> str:
        """The year the period lies in, "" without one."""
        return year_of(self.sight.edition, self.sight.state.period)

    @cached_property
    def year_over(self) -> str:
        """The newest year that is over on the day of the sight and no later than the year of the period, "" without one."""
        year, last = self.year, last_day(self.sight.edition)
        if not year or last is None:
            return ""
        return year if self.year_days(year)[1] <= min(pd.Timestamp(last), self.day) else self.year_before(year)

    @cached_property
    def year_known(self) -> str:
        """The year of the period where nothing that is known of it lies after the day of the sight, else the newest one that is over."""
        year, last = self.year, last_day(self.sight.edition)
        if not year or last is None:
            return year
        return year if min(pd.Timestamp(last), self.year_days(year)[1]) <= self.day else self.year_over

    def in_year(self) -> Sight:
        """Return the sight of that year: what is counted by the year is shown for a part of one as of the year before."""
        return replace(self.sight, state=replace(self.sight.state, period=self.year_over)) if self.year_over else self.sight

    def year_days(self, label: str) -> tuple[pd.Timestamp, pd.Timestamp]:
        """Return the first and the last day of a year of the build; raises KeyError for an unknown one."""
        row = self.sight.edition.periods().set_index("label").loc[label]
        return pd.Timestamp(row["start_on"]), pd.Timestamp(row["end_on"])

    def year_before(self, label: str) -> str:
        """Return the year before one of the build, "" where there is none."""
        start, _ = self.year_days(label)
        return year_of_day(self.sight, start - pd.Timedelta(days=1))

    def places(self, day: pd.Timestamp | None = None) -> frozenset[str]:
        """Return the codes of all places that belong to the region on a day; none to a viewer who may not see its records."""
        if not sees_records(self.sight):
            return frozenset()
        spans, at = self.sight.edition.rows(_SPANS), self.day if day is None else day
        mine = (spans["region_code"] == self.sight.state.region) & (spans["from_on"] <= at) & (spans["to_on"] > at)
        return frozenset(spans.loc[mine, "place_code"])

    @property
    def homes(self) -> frozenset[str]:
        """The codes of the region and of all places that belong to it as last known; none to a viewer who may not see its records."""
        if not sees_records(self.sight):
            return frozenset()
        region, frame = self.sight.state.region, self.sight.edition.rows(_HOMES)
        mine = frame["region_code"] == region
        return self.sight.edition.keep(("homes", region), lambda: frozenset(frame.loc[mine, "place_code"].astype(str))) | {region}

    def parts(self) -> dict[str, tuple[str, str]]:
        """Return, for every place as last known, the part of the region it lies in: code and name; a township's parts are itself."""
        places, centre, lang = self.sight.edition.places(self.sight.viewer.inside), self.sight.state.region, self.sight.lang
        below = places.children(centre) if centre in places else ()
        named = {p.code: p.name.of(lang) for p in below} or ({centre: places.get(centre).name.of(lang)} if centre in places else {})
        frame = self.sight.edition.rows(_HOMES)
        mine = frame[frame["region_code"].isin(named)]
        return {str(r.place_code): (str(r.region_code), named[str(r.region_code)]) for r in mine.itertuples(index=False)}

    def towns(self) -> dict[str, str]:
        """Return the region of the lowest level that each place belongs to as last known."""
        frame = self.sight.edition.rows(_HOMES)
        mine = frame[frame["level"] == self.sight.edition.site.region_levels[-1]]
        return dict(zip(mine["place_code"], mine["region_code"], strict=True))

    def part_name(self) -> str:
        """Return what the column of parts is called: the level below the chosen region."""
        levels = self.sight.edition.site.region_levels
        level = self.sight.edition.places(self.sight.viewer).get(self.sight.state.region).level
        under = levels[levels.index(level) + 1] if level in levels[:-1] else level
        return level_name(under, self.sight.lang, 1).capitalize()

    def window(self) -> Window | None:
        """Return the days of the chosen period, cut at the last day of the data; the whole span where no period is chosen, None without data."""
        end = as_at(self.sight) or last_day(self.sight.edition)
        return None if end is None else Window(max(self.start, DAY_ONE), pd.Timestamp(end))

    def home(self, level: str) -> dict[str, str]:
        """Return the region of a level that each place belongs to on the day of the sight."""
        spans = self.sight.edition.rows(_SPANS)
        mine = (spans["level"] == level) & (spans["from_on"] <= self.day) & (spans["to_on"] > self.day)
        return dict(zip(spans.loc[mine, "place_code"], spans.loc[mine, "region_code"], strict=True))

    @property
    def doctors(self) -> frozenset[str]:
        """The staff groups that count as rural doctors here."""
        bases = self.sight.edition.rows(_BASES)
        return frozenset(bases.loc[bases["base"] == "rural_doctors", "staff_group"])

    def name(self, place: str) -> str:
        """Return what a place or facility is called, its code where no file names it."""
        return self.names().get(place, place)

    def names(self) -> dict[str, str]:
        """Return what places and facilities are called in the reader's language, by code."""
        return self.sight.edition.keep(("place names", self.sight.lang), self._names)

    def _names(self) -> dict[str, str]:
        frame = self.sight.edition.rows(_NAMES)
        column = frame["name_zh"] if self.sight.lang == "zh" else frame["name_en"].fillna(frame["name_zh"])
        return {str(code): str(name) for code, name in zip(frame["place_code"], column.fillna(frame["place_code"]), strict=True)}

    def word(self, codelist: str, code: object) -> str:
        """Return the words of a code in the reader's language; the code itself where the list has none."""
        title = code_titles().get((codelist, str(code)))
        return title.of(self.sight.lang) if title else str(code)


def of_year(sight: Sight, made: Chart, year: str, named: Text = IN_YEAR) -> Chart:
    """Return a card of a year (`named` UP_TO_YEAR: of the years up to it) whose title names that year where the chosen period is another, and
    whose figures are as at the end of it where that comes before the day of the page."""
    if year in ("", sight.state.period):
        return made
    days = [day for day in (as_at(sight), as_at(sight, year)) if day]
    told = AS_AT.of(sight.lang).format(day=min(days).isoformat()) if days else made.footer.as_at
    title = named.of(sight.lang).format(title=made.title, year=year)
    return replace(made, title=title, footer=replace(made.footer, as_at=told))


def of_place(sight: Sight, card: Card, made: Chart) -> Chart:
    """Return a chart whose title names the wider place where the chosen one is seen, and marked, among its neighbours."""
    around, state = focus(sight), sight.state
    if card.scope == "region" or card.kind == "draft" or around == state.region or state.facility or made.empty:
        return made
    named = sight.edition.places(sight.viewer).get(around).name.of(sight.lang)
    return replace(made, title=AROUND.of(sight.lang).format(title=made.title, place=named), chosen=state.region)


def for_insiders(make: Callable[[Sight, Card], Chart]) -> Callable[[Sight, Card], Chart]:
    """Return a card of records that says so, and shows nothing, where the viewer may not see the records of the chosen region."""

    def guarded(sight: Sight, card: Card) -> Chart:
        if sees_records(sight):
            return make(sight, card)
        return listing(card, (), (), context(sight, card), NOT_INSIDE.of(sight.lang))

    return guarded


def year_of_day(sight: Sight, day: pd.Timestamp) -> str:
    """Return the year of the build a day lies in, "" outside all of them."""
    periods = sight.edition.periods()
    years = periods[periods["kind"].isin(("year", "fiscal_year"))]
    found = years.loc[(years["start_on"] <= day) & (years["end_on"] >= day), "label"]
    return str(found.iloc[0]) if len(found) else ""


def covers(frame: pd.DataFrame, first: str, last: str, day: pd.Timestamp, is_open: bool = False) -> pd.Series:
    """Return which spans of a frame hold a day; days compare as text, because the open end lies beyond what pandas' clock can tell."""
    said = f"{day:%Y-%m-%d}"
    start, end = frame[first].astype(str).str[:10], frame[last].astype(str).str[:10]
    return (start <= said) & ((end > said) if is_open else (end >= said))
