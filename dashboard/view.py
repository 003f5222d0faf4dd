"""From a state to what is shown: the frames of each card, its context, its chart. No component is made here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pandas as pd

from dashboard import holdings, words
from dashboard.charts import build_chart
from dashboard.charts.chart import Chart
from dashboard.charts.context import Context, Geography
from dashboard.charts.table import listing
from dashboard.data import Edition, Viewer
from dashboard.page import Card, Page, all_pages
from dashboard.quality import case_list, finding_list, score_list
from dashboard.records import RECORD_KINDS, catalogue, dataset_list, record_chart, side_by_side
from dashboard.span import last_day, opening_period, year_of
from dashboard.state import Choices, State, card_by
from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.indicator import OBSERVATION_COLUMNS
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import Query, all_indicators
from pipelines.engine.scope import ALL
from pipelines.engine.snapshots import PERSONS

CURVE_YEARS = 10  # a curve is drawn so far; a career's tail has few people and wide intervals
PER_YEAR = {"day": 365.25, "week": 52.18, "month": 12.0, "year": 1.0}
WHOLE_BUILD = tuple(kind for kind in RECORD_KINDS if kind not in ("scores", "findings", "cases"))  # lists that no period cuts
WHOLE_SPAN = ("trend", "survival")  # asked over every year, whatever period is chosen


@cache
def code_titles() -> Mapping[tuple[str, str], Text]:
    """Return the title of every code by (code list, code)."""
    lists = collect("pipelines.codelists", CodeList).values()
    return {(codes.name, code): title for codes in lists for code, title in codes.titles.items()}


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
    )


def focus(sight: Sight) -> str:
    """Return the place whose parts are compared: a place of the lowest level is seen among its neighbours."""
    places, levels = sight.edition.places(sight.viewer), sight.edition.site.region_levels
    place = places.get(sight.state.region)
    return place.parent if place.level == levels[-1] and place.parent in places and len(levels) > 1 else place.code  # type: ignore[return-value]


def card_query(sight: Sight, card: Card, indicator: str) -> Query:
    """Return the question a card asks about one of its indicators."""
    site, state = sight.edition.site, sight.state
    by = card_by(card, state.by, all_indicators()) or None
    if card.scope == "region":
        level = sight.edition.places(sight.viewer).get(state.region).level
        period = None if card.kind in WHOLE_SPAN else state.period
        return Query(indicator, level=level, region=state.region, period=period, by=by)
    centre = focus(sight)
    lowest = site.region_levels[-1]
    under = site.child_level(sight.edition.places(sight.viewer).get(centre).level) or lowest
    level = lowest if card.scope == "units" and under in site.region_levels else under
    return Query(indicator, level=level, parent=centre, period=state.period, by=by)


def card_frame(sight: Sight, card: Card) -> pd.DataFrame:
    """Return the observations a card draws; empty, with its columns, when there are none."""
    frames = [sight.edition.observe(sight.viewer, card_query(sight, card, name)) for name in card.indicators]
    kept = [f for f in frames if len(f)]
    if not kept:
        return pd.DataFrame(columns=[*OBSERVATION_COLUMNS, "region_name_en"])
    frame = kept[0] if len(kept) == 1 else pd.concat(kept, ignore_index=True)
    if card.kind == "survival":
        last = CURVE_YEARS * PER_YEAR[sight.edition.site.tenure_unit]
        frame = frame[frame["at"].isna() | ((frame["at"] > 0) & (frame["at"] <= last))].reset_index(drop=True)
        frame["n"] = frame["denominator"]  # the number at risk at each time, which is what stands under a curve
    return _up_to_chosen(sight, frame) if card.kind == "trend" else frame


def _up_to_chosen(sight: Sight, frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the years after the chosen period: a trend ends, and is spoken of, where the reader stands."""
    ends = sight.edition.periods().set_index("label")["end_on"]
    if sight.state.period not in ends.index:
        return frame
    return frame[frame["period"].map(ends) <= ends[sight.state.period]].reset_index(drop=True)


def as_at(sight: Sight, label: str = "") -> date | None:
    """Return the last day of which the data of a period speak (the chosen one, or `label`): its as-at day, or the last day of all data."""
    label, periods = label or sight.state.period, sight.edition.periods()

    def find() -> date | None:
        found = periods["as_at"] if label == ALL else periods.loc[periods["label"] == label, "as_at"]
        known = [d for d in (last_day(sight.edition), pd.Timestamp(found.max()).date() if len(found) else None) if d]
        return min(known) if len(found) else None

    return sight.edition.keep(("as at", label), find)


def source_line(sight: Sight, indicators: tuple[str, ...]) -> str:
    """Return in words where the figures of `indicators` come from: data sets and the files that brought them."""
    needs = tuple(dict.fromkeys(n for name in indicators for n in all_indicators()[name].needs))
    return sight.edition.keep(("source", needs, sight.lang), lambda: _source_line(sight, needs))


def _source_line(sight: Sight, needs: tuple[str, ...]) -> str:
    lang, titles = sight.lang, dataset_titles()
    loaded = holdings.quality(sight.edition)
    parts = []
    for need in needs:
        files = sorted(set(loaded.loc[(loaded["dataset"] == need) & (loaded["loaded"] > 0), "file"].astype(str)))
        if not files or need not in titles:
            continue
        named = files[0] if len(files) == 1 else words.SOURCE_COUNT.of(lang).format(n=len(files))
        parts.append(words.SOURCE_FILES.of(lang).format(title=titles[need].of(lang), files=named))
    return words.SOURCE_JOIN.of(lang).join(parts)


def geography(sight: Sight, level: str) -> Geography | None:
    """Return the outlines of the places of `level` around the chosen place; None where no boundaries are loaded."""
    centre = focus(sight)
    key = ("geography", sight.viewer.areas, centre, level)
    return sight.edition.keep(key, lambda: sight.edition.geography(sight.viewer, centre, level))


def context(sight: Sight, card: Card) -> Context:
    """Return what holds for a card beyond its observations."""
    state, edition = sight.state, sight.edition
    place = edition.places(sight.viewer).get(state.region)
    period = ALL if card.kind in ("survival", *WHOLE_BUILD) else state.period  # a curve covers every year, whatever period is chosen
    level = (card_query(sight, card, card.indicators[0]).level if card.indicators else None) or place.level
    return Context(
        lang=state.lang,
        indicators=all_indicators(),
        code_titles=code_titles(),
        region_code=place.code,
        region_name=place.name.of(state.lang),
        level=level,
        period=period,
        as_at=as_at(sight, period),
        build=edition.build,
        synthetic=edition.site.is_synthetic,
        profile=profile(sight),
        source=words.RECORD_SOURCE[card.kind].of(state.lang) if card.kind in words.RECORD_SOURCE else source_line(sight, card.indicators),
        site_norms=edition.site.norms,
        currency=edition.site.currency,
        geography=geography(sight, level) if card.kind == "map" else None,
        tenure_unit=edition.site.tenure_unit,
        is_snapshot=edition.is_snapshot(),
        refused=_refused(sight, card),
    )


def _refused(sight: Sight, card: Card) -> Text | None:
    """Return why a card about who stayed has no number, where identifiers do not follow people and the reader may see the figures."""
    is_of_persons = bool(card.indicators) and all_indicators()[card.indicators[0]].kind in PERSONS
    return sight.edition.refusal() if is_of_persons and profile(sight) == "internal" else None


def profile(sight: Sight) -> str:
    """Return the release profile of the area the chosen place lies in."""
    areas = dict(sight.viewer.areas)
    path = sight.edition.places(sight.viewer).path(sight.state.region)
    return next((areas[p.code] for p in reversed(path) if p.code in areas), "public")


def chart_of(sight: Sight, card: Card) -> Chart:
    """Return the chart of a card, kept for as long as the build is served; what people say of findings changes in between."""
    if card.kind == "findings":
        return _chart(sight, card)
    state = sight.state
    key = ("chart", sight.viewer.areas, state.page.name, card.name, state.region, state.period, state.by, state.lang)
    return sight.edition.keep(key, lambda: _chart(sight, card))


def _chart(sight: Sight, card: Card) -> Chart:
    if card.kind in RECORD_KINDS:
        return _record(sight, card)
    known = tuple(name for name in card.indicators if name in all_indicators())
    wanted = replace(card, indicators=known, by=card_by(card, sight.state.by, all_indicators()))
    build = side_by_side if card.kind == "table" and len(known) > 1 else build_chart
    frame = card_frame(sight, wanted)
    if card.kind == "survival" and not frame["value"].notna().any():
        wanted, frame = _undivided(sight, wanted, frame)
    return build(wanted, frame, context(sight, wanted))


def _undivided(sight: Sight, card: Card, frame: pd.DataFrame) -> tuple[Card, pd.DataFrame]:
    """Return the whole curve for a curve divided by what no file tells: on the page's first such card, once.

    Where there is a whole curve, the division itself is what was not collected.
    """
    whole = replace(card, by="", title=words.WHOLE_CURVE)
    found = card_frame(sight, whole) if card.by and sight.state.by == "" else frame
    if not found["value"].notna().any():
        return card, frame
    first = next(c for c in sight.state.page.cards if c.kind == "survival")
    return (whole, found) if card.name == first.name else (card, frame.assign(status="not_collected"))


def _record(sight: Sight, card: Card) -> Chart:
    edition = sight.edition
    about = context(sight, card)
    if card.kind == "catalogue":
        return catalogue(card, all_indicators().values(), about)
    if card.kind == "desk":
        return listing(card, (), (), about)
    if card.kind == "datasets":
        return dataset_list(card, holdings.datasets(edition), about)
    if card.kind in ("scores", "findings", "cases"):
        return _quality(sight, card)
    frames = {
        "builds": lambda: holdings.builds(edition), "batches": lambda: holdings.batches(edition),
        "quality": lambda: holdings.quality(edition), "kept_out": lambda: holdings.kept_out(edition, sight.viewer),
        "unmatched": lambda: holdings.unmatched(edition, sight.viewer),
    }
    empty = words.NONE_KEPT_OUT if card.kind == "kept_out" else words.NO_ROWS
    if card.kind == "unmatched":
        empty = words.ALL_MATCHED if edition.packs else words.NO_PACKS
    return record_chart(card.kind, card, frames[card.kind](), about, dataset_titles(), empty)


def _quality(sight: Sight, card: Card) -> Chart:
    about, region, period = context(sight, card), sight.state.region, sight.state.period
    asked = (sight.edition, sight.viewer, region, period)
    if card.kind == "scores":
        return score_list(card, holdings.scores(sight.edition, sight.viewer, focus(sight), period), about)
    if card.kind == "findings":
        return finding_list(card, holdings.findings(*asked), about, dataset_titles())
    year = year_of(sight.edition, period)
    frame = holdings.cases(sight.edition, sight.viewer, region, year)
    return case_list(card, frame, about, year, holdings.cases_ever(sight.edition, sight.viewer, region))


def page_charts(sight: Sight, page: Page) -> list[Chart]:
    """Return the charts of every card of a page that shows something, in order; a desk is no slide."""
    return [chart_of(sight, card) for card in page.cards if card.kind != "desk"]
