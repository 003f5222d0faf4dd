"""What a chart needs to know beyond its frame: language, names, dates, the build and the boundaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from pipelines.core.indicator import Indicator
from pipelines.core.text import Lang, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """Loaded boundaries of one root.

    `url` is where the browser fetches the GeoJSON (once); `geojson` is the same file, features with properties code,
    name, level, quality and seat_quality. `features` maps a region code to the quality of its outline: `official`,
    `user`, `schematic`, or for a computed cell whose seat is not known exactly `approximate`, `village_median` or
    `unplaced`. `bounds` is west, south, east, north in degrees. `unmatched` lists regions without an outline, `tiny` those too small to be
    made out within the bounds.
    """

    url: str
    features: Mapping[str, str]
    unmatched: tuple[str, ...]
    note: Text
    approval_no: str
    bounds: tuple[float, float, float, float]
    tiny: frozenset[str] = frozenset()
    geojson: dict[str, Any] = field(repr=False, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """A policy that began in a period ("" where the data have none of that day), drawn as a dotted line with its short title.

    `on` is its first day, `whole` what it is called where lines may wrap.
    """

    period: str
    title: Text
    on: date
    whole: Text

    def is_cut(self, lang: Lang) -> bool:
        """Whether the short title is not all of it."""
        return self.title.of(lang) != self.whole.of(lang)


@dataclass(frozen=True, kw_only=True)
class Context:
    """What holds for every chart of a page.

    `indicators` by name; `code_titles` by (code list, code); `region_name` in the reader's language; `as_at` the last
    day the data speak of; `source` the computed source line, in words, `brief_source` as a wall tells it;
    `site_norms` indicator name -> target in the
    indicator's unit. `tenure_unit` is the unit of `at` in survival frames; `is_snapshot` says that survival comes from
    yearly returns and is drawn at yearly points; `curve_end` how far a curve is drawn, None to its end.
    `refused` says why nothing can be said about who stayed, with the figures of the
    test, None where nothing is against it or the card is about something else. `nearest` finds the roster nearest to the last day of the
    period, for a card that counts people and has no number; None where there is none. `is_yearly` says of an indicator without a number
    that it is filed by whole years and a part of one is looked at. `known_to` is the last day the data speak of and `fiscal_start_month` begins
    the site's year: with them core.light says what is told of less than a year. `population` names the population counted by, ""
    where none is. `is_whole_year` says that rates of a year are told of the period. `withheld` are the places around that are seen in a
    protected release profile: what is not told of them may be withheld, and where there are any none is ranked. `all_years` finds what a
    map's indicator was in the same places in every year, in its own unit, for classes that hold from year to year. `files` names the
    files behind the source, "" to who may not see the records of the whole site.
    """

    lang: Lang
    indicators: Mapping[str, Indicator]
    code_titles: Mapping[tuple[str, str], Text]
    region_code: str
    region_name: str
    level: str
    period: str
    as_at: date | None
    build: str
    synthetic: bool
    profile: str
    source: str
    site_norms: Mapping[str, float]
    currency: str
    geography: Geography | None = None
    tenure_unit: str = "month"
    is_snapshot: bool = False
    curve_end: float | None = None
    refused: Text | None = None
    nearest: Callable[[], Text | None] = lambda: None
    is_yearly: Callable[[str], bool] = lambda name: False
    known_to: date | None = None
    fiscal_start_month: int = 1
    events: tuple[PolicyEvent, ...] = ()
    population: str = ""
    is_whole_year: bool = True
    withheld: frozenset[str] = frozenset()
    all_years: Callable[[], Sequence[float]] = tuple
    files: str = ""
    brief_source: str = ""

    @property
    def withholds(self) -> bool:
        """Whether some place around is seen in a protected release profile."""
        return bool(self.withheld)

    @cached_property
    def code_order(self) -> Mapping[tuple[str, str], int]:
        """Where each code stands in its code list, by (code list, code)."""
        return {key: place for place, key in enumerate(self.code_titles)}
