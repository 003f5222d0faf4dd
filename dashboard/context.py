"""What a chart needs to know of the site, the build and the reader beyond its observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from dashboard import words
from dashboard.asking import CAREERS, card_query, curve_end, population_of, source_files, source_line
from dashboard.charts.context import Context, Geography, PolicyEvent
from dashboard.data import YEARLY
from dashboard.page import Card
from dashboard.sight import Sight, as_at, code_titles, focus, profile, sees_records, withheld, worded
from dashboard.span import is_part_of_year, last_day
from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.core.text import Text
from pipelines.engine.observe import Query, all_indicators
from pipelines.engine.rosters import counts_people, nearest_roster
from pipelines.engine.scope import ALL
from pipelines.engine.snapshots import PERSONS

UNDATED = ("desk", "datasets", "builds", "batches", "quality", "kept_out", "unmatched", "catalogue", "notes")  # lists that no period cuts
LONGEST_NAME = 12  # characters of a policy's title on a chart
# kinds whose axis is time: policies are marked on it
DATED = ("trend", "panels", "pay_components", "title_flows", "licence_flows", "students", "expert_days")
_POLICIES = "select policy_title, region_code, effective_on from stg_policy where effective_on is not null order by effective_on, policy_id"


def geography(sight: Sight, level: str) -> Geography | None:
    """Return the outlines of the places of `level` around the chosen place; None where no boundaries are loaded."""
    centre = focus(sight)
    key = ("geography", sight.viewer.areas, centre, level)
    return sight.edition.keep(key, lambda: sight.edition.geography(sight.viewer, centre, level))


def context(sight: Sight, card: Card) -> Context:
    """Return what holds for a card beyond its observations."""
    state, edition = sight.state, sight.edition
    place = edition.places(sight.viewer).get(state.region)
    known = tuple(name for name in card.indicators if name in all_indicators())
    period = ALL if card.kind in (*CAREERS, *UNDATED) else state.period  # careers are those of every year up to the day of the page
    level = (card_query(sight, card, known[0]).level if known else None) or place.level
    counted = {population_of(sight, name) for name in known} - {""}
    return Context(
        lang=state.lang,
        indicators=worded(sight),
        code_titles=code_titles(),
        region_code=place.code,
        region_name=place.name.of(state.lang),
        level=level,
        period=period,
        as_at=as_at(sight, "" if card.kind in CAREERS and sees_records(sight) else period),
        build=edition.build,
        synthetic=edition.site.is_synthetic,
        profile=profile(sight),
        **_sources(sight, card, known),
        site_norms=norms(sight),
        currency=edition.site.currency,
        geography=geography(sight, level) if card.kind == "map" else None,
        tenure_unit=edition.site.tenure_unit,
        is_snapshot=edition.is_snapshot(),
        curve_end=curve_end(sight),
        refused=_refused(sight, known),
        nearest=lambda: nearest(sight, known[0], period) if known else None,
        is_yearly=lambda name: is_yearly(sight, name),
        known_to=last_day(edition),
        fiscal_start_month=edition.site.fiscal_year_start_month,
        events=policy_events(sight) if card.kind in DATED or card.over == "years" else (),
        population=words.COMMA_LIST.of(state.lang).join(POPULATION_KIND.titles[kind].of(state.lang) for kind in sorted(counted)),
        withheld=_withheld(sight),
        all_years=lambda: _all_years(sight, card) if card.kind == "map" else (),
        is_whole_year=period != ALL and not is_part_of_year(edition, period),
    )


def _sources(sight: Sight, card: Card, known: tuple[str, ...]) -> dict[str, str]:
    """Return what is told of where the figures of a card come from, by field of Context."""
    if card.kind in words.RECORD_SOURCE:
        return {"source": words.RECORD_SOURCE[card.kind].of(sight.lang)}
    return {"source": source_line(sight, known), "brief_source": source_line(sight, known, is_brief=True), "files": source_files(sight, known)}


def _withheld(sight: Sight) -> frozenset[str]:
    """Return the places around the chosen one that are seen in a profile that hides figures."""
    key = ("withheld", sight.viewer.areas, focus(sight))
    return sight.edition.keep(key, lambda: withheld(sight, [p.code for p in sight.edition.places(sight.viewer).under(focus(sight))]))


def _all_years(sight: Sight, card: Card) -> tuple[float, ...]:
    """Return what a map's indicator was in every year of the places it draws; none where the chosen period is no year: rates of a part of
    a year are not compared with those of whole ones.
    """
    if sight.state.period not in sight.edition.years:
        return ()
    values = sight.edition.observe(sight.viewer, replace(card_query(sight, card, card.indicators[0]), period=None))["value"]
    return tuple(map(float, values.dropna()))


def _refused(sight: Sight, known: tuple[str, ...]) -> Text | None:
    """Return why a card about who stayed has no number, where identifiers do not follow people and the reader may see the figures."""
    is_of_persons = bool(known) and all_indicators()[known[0]].kind in PERSONS
    return sight.edition.refusal() if is_of_persons and profile(sight) == "internal" else None


def nearest(sight: Sight, indicator: str, period: str) -> Text | None:
    """Return which roster of the chosen place is the nearest to the last day of a period, for an indicator that counts people in post.

    It is to be told where the answer is "not collected"; None where there is no roster, or not for the reader.
    """
    if not counts_people(all_indicators()[indicator]) or profile(sight) != "internal":
        return None
    region = sight.state.region
    return sight.edition.keep(("nearest roster", region, period), lambda: sight.edition.ask(lambda con: nearest_roster(con, [region], period)))


def is_yearly(sight: Sight, name: str) -> bool:
    """Whether a part of a year is looked at of what the chosen place has figures of for whole years: then its records are filed by the year."""
    edition, region = sight.edition, sight.state.region
    if not is_part_of_year(edition, sight.state.period):
        return False
    level = edition.places(sight.viewer).get(region).level
    frame = edition.observe(sight.viewer, Query(name, level=level, region=region, period=None))
    return bool(frame.loc[frame["period"].isin(edition.years), "value"].notna().any())


def norms(sight: Sight) -> Mapping[str, float]:
    """Return what each indicator should reach here, under the kind of population the reader counts by."""
    standards, kind = sight.edition.site.standards, sight.state.population or sight.edition.site.population_kind
    return {name: value for name in standards.by_indicator if (value := standards.norm_of(name, kind)) is not None}


def policy_events(sight: Sight) -> tuple[PolicyEvent, ...]:
    """Return the policies that came into force for the chosen place: its own, those of the places above it, national ones."""
    path = tuple(place.code for place in sight.edition.places(sight.viewer).path(sight.state.region))
    return sight.edition.keep(("policies", path), lambda: _policy_events(sight, path))


def _policy_events(sight: Sight, path: tuple[str, ...]) -> tuple[PolicyEvent, ...]:
    found = sight.edition.rows(_POLICIES)
    names = [place.name.zh for place in sight.edition.places(sight.viewer).path(sight.state.region)]
    mine = found[found["region_code"].isna() | found["region_code"].isin(path)]
    years = sight.edition.periods()
    years = years[years["kind"].isin(YEARLY)]
    events = []
    for row in mine.itertuples(index=False):
        day = pd.Timestamp(row.effective_on)
        within = years.loc[(years["start_on"] <= day) & (years["end_on"] >= day), "label"]
        short, whole = (Text(title, title) for title in titles_of(str(row.policy_title), names))  # as recorded, in either language
        events.append(PolicyEvent(str(next(iter(within), "")), short, day.date(), whole))
    return tuple(events)


def titles_of(title: str, places: Iterable[str]) -> tuple[str, str]:
    """Return a policy's title as a chart has room for it, and as it is called elsewhere: the same where it need not be cut.

    The short one has neither the place that issued it nor 关于, and twelve characters at most.

    >>> titles_of("阳泉市关于加强乡村医生队伍建设的实施意见", ["阳泉市"])
    ('加强乡村医生队伍建设的…', '阳泉市关于加强乡村医生队伍建设的实施意见')
    >>> titles_of("阳泉市关于村医养老的意见", ["阳泉市"])
    ('村医养老的意见', '村医养老的意见')
    """
    short = title
    for place in places:
        short = short.removeprefix(place)
    short = short.removeprefix("关于")
    return (short, short) if len(short) <= LONGEST_NAME else (short[: LONGEST_NAME - 1] + "…", title)
