"""Where a reader is, level by level: every level leads to its place, and lists those that stand beside it or below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.charts.words import places as level_name
from dashboard.layout.plain import class_names, way
from dashboard.places import Place
from dashboard.sight import Sight, seen_place
from dashboard.state import State
from pipelines.codelists.region_level import REGION_LEVEL
from pipelines.core.text import Text

BESIDE = Text("{place}的同级地区", "Places at the level of {place}")
BELOW = Text("{place}的下级地区", "Places in {place}")
MARK, COLON = "▾", {"zh": "：", "en": ": "}
ONE_COLUMN = 8  # places; more stand side by side


def crumbs(sight: Sight) -> html.Nav:
    """Return the way from the top down to the place of a sight. A level that has a choice opens its places; the last one those below it."""
    lang, state = sight.lang, sight.state
    places = sight.edition.places(sight.viewer)
    path = places.path(state.region)
    parts: list[Any] = []
    for i, place in enumerate(path):
        is_here = i == len(path) - 1 and not state.facility
        parts.append(_here(place.name.of(lang)) if is_here else way(place.name.of(lang), state.href(region=place.code), ""))
        beside = places.children(path[i - 1].code) if i else places.tops
        parts += [*_choice(MARK, BESIDE, place, beside if len(beside) > 1 else (), state), html.Span(" › ", className="quiet")]
    if state.facility:
        parts.append(_here(seen_place(sight).name.of(lang)))
    below = () if state.facility else places.children(state.region)
    if below:
        parts[-1] = html.Span(" › ", className="quiet pressed")  # what is pressed stands on no wall and no paper, nor what leads to it
        name = level_name(below[0].level, lang)
        parts += _choice(f"{name[:1].upper()}{name[1:]} {MARK}", BELOW, path[-1], below, state)
    else:
        parts = parts if state.facility else parts[:-1]
        level = seen_place(sight).level if state.facility else path[-1].level
        parts.append(html.Span(f" · {REGION_LEVEL.titles[level].of(lang)}", className="quiet"))
    return html.Nav(parts, className="crumbs", **{"aria-label": words.BREADCRUMB.of(lang)})


def _here(name: str) -> html.Span:
    return html.Span(name, className="here", **{"aria-current": "location"})


def _choice(said: str, what: Text, of: Place, places: Sequence[Place], state: State) -> list[html.Details]:
    """Return what opens a list of places, each a way there; nothing where there are none."""
    if not places:
        return []
    lang = state.lang
    told = what.of(lang).format(place=of.name.of(lang))
    name = f"{said.removesuffix(MARK).strip()}{COLON[lang]}{told}".removeprefix(COLON[lang])  # a name that is heard holds the words that are seen
    ways = [
        html.Li(way(place.name.of(lang), state.href(region=place.code), ""), **({"aria-current": "true"} if place == of else {})) for place in places
    ]
    look = class_names(("crumb-list pressed", True), ("many", len(places) > ONE_COLUMN))
    return [html.Details([html.Summary(said, title=told, **{"aria-label": name}), html.Ul(ways)], className=look)]
