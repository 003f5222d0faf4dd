"""What one answer to a browser is made from: the build, who looks, and at what; and what follows from the three."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pandas as pd

from dashboard.data import Edition, Viewer
from dashboard.page import all_pages
from dashboard.places import Place
from dashboard.span import last_day, opening_period
from dashboard.state import Choices, State, read_state
from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.indicator import BREAKDOWNS, Indicator
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import all_indicators
from pipelines.engine.resolve import indicators_of
from pipelines.engine.scope import ALL

NAMED_BY = {"title": "title_level", "contract": "contract_type"}  # breakdowns that go by another list than that of their name
SUBSIDISED = {"subsidised": Text("享受补助", "Subsidised"), "not_subsidised": Text("未享受补助", "Not subsidised")}
UNKNOWN = Text("不详", "Not known")  # where a list has no word of its own for it


@cache
def code_titles() -> Mapping[tuple[str, str], Text]:
    """Return the title of every code by (code list, code), and of what observations are divided by, by (breakdown, category)."""
    lists = {name: dict(codes.titles) for name, codes in collect("pipelines.codelists", CodeList).items()}
    lists |= {breakdown: lists[name] for breakdown, name in NAMED_BY.items()} | {"subsidised": SUBSIDISED}
    known = {(name, code): title for name, titles in lists.items() for code, title in titles.items()}
    return {**known, **{(name, "unknown"): UNKNOWN for name in BREAKDOWNS if (name, "unknown") not in known}}


@cache
def dataset_titles() -> Mapping[str, Text]:
    """Return the title of every dataset by name."""
    return {name: dataset.title for name, dataset in collect("pipelines.datasets", Dataset).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One answer to a browser: the build it is made from, who looks, and at what."""

    edition: Edition
    viewer: Viewer
    state: State

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.state.lang


def choices(edition: Edition, viewer: Viewer) -> Choices:
    """Return what `viewer` may choose in this build, and what holds when nothing is chosen."""
    return edition.keep(("choices", viewer.areas), lambda: _choices(edition, viewer))


def _choices(edition: Edition, viewer: Viewer) -> Choices:
    places, periods = edition.places(viewer), edition.periods()
    tops = places.tops
    region = tops[0].code if tops else ""
    dated = len(periods) > 0  # files of durations alone have no periods: the whole span is the only one
    return Choices(
        pages=all_pages(),
        places=places,
        periods=tuple(periods["label"].astype(str)) if dated else (ALL,),
        period_kinds=tuple(periods["kind"].astype(str)) if dated else (ALL,),
        region=region,
        period_of=lambda page: edition.keep(
            ("opening", viewer.areas, page.name), lambda: opening_period(edition, viewer, region, page)
        ),
        lang=edition.site.language,
        indicators=all_indicators(),
        populations=edition.site.population_kinds,
        facilities=edition.facilities(viewer),
    )


def worded(sight: Sight) -> Mapping[str, Indicator]:
    """Return every indicator by name, in the words of the site."""
    return sight.edition.keep("indicators", lambda: indicators_of(sight.edition.site))


def focus(sight: Sight) -> str:
    """Return the place whose parts are compared: a place of the lowest level is seen among its neighbours."""
    places, levels = sight.edition.places(sight.viewer), sight.edition.site.region_levels
    place = places.get(sight.state.region)
    return place.parent if place.level == levels[-1] and place.parent in places and len(levels) > 1 else place.code  # type: ignore[return-value]


def sight_at(edition: Edition, viewer: Viewer, page: str, search: str) -> Sight | None:
    """Return what an address' query means on a page (by its name); None where any part of it is unknown."""
    path = next((p.path for p in all_pages() if p.name == page), None)
    state = read_state(path, search, choices(edition, viewer)) if path else None
    return Sight(edition=edition, viewer=viewer, state=state) if state and state.region else None


def seen_place(sight: Sight) -> Place:
    """Return what the reader looks at: the facility that is open, else the chosen place."""
    state, edition = sight.state, sight.edition
    return edition.facilities(sight.viewer)[state.facility] if state.facility else edition.places(sight.viewer).get(state.region)


def as_at(sight: Sight, label: str = "") -> date | None:
    """Return the last day of which the data of a period speak (the chosen one, or `label`): its as-at day, or the last day of all data."""
    label, periods = label or sight.state.period, sight.edition.periods()

    def find() -> date | None:
        found = periods["as_at"] if label == ALL else periods.loc[periods["label"] == label, "as_at"]
        known = [d for d in (last_day(sight.edition), pd.Timestamp(found.max()).date() if len(found) else None) if d]
        return min(known) if len(found) else None

    return sight.edition.keep(("as at", label), find)


def sees_records(sight: Sight) -> bool:
    """Say whether the viewer sees the chosen place in the internal profile: only then rows of people and records are shown."""
    return sight.state.region in sight.edition.places(sight.viewer.inside)


def profile(sight: Sight) -> str:
    """Return the release profile of the area the chosen place lies in."""
    return sight.edition.profile_at(sight.viewer, sight.state.region, None) or "public"


def withheld(sight: Sight, codes: Iterable[str]) -> frozenset[str]:
    """Return which of these places, around the chosen one, the viewer sees in a profile that hides figures."""
    profiles = {profile for _, profile in sight.viewer.areas}
    if profiles == {"internal"}:
        return frozenset()
    return frozenset(code for code in codes if sight.edition.profile_at(sight.viewer, code, focus(sight)) != "internal")
