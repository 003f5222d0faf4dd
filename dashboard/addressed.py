"""What stands around the cards for an address: navigation, bar, heading, headline figures, the body to mount, and what the browser is to know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash import no_update

from dashboard import words
from dashboard.answer import answer
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines, left_out
from dashboard.layout.bare import bare_page
from dashboard.layout.card import BARE_KINDS, body, headline_row
from dashboard.layout.shell import (
    bar_links,
    breakdown_props,
    controls,
    head,
    message,
    navigation,
    page_href,
    state_query,
)
from dashboard.mistaken import mistake
from dashboard.page import all_pages
from dashboard.render.plotly_parts import on_white
from dashboard.script_words import SCRIPT_WORDS
from dashboard.sight import Sight, choices, seen_place
from dashboard.spelling import may_type
from dashboard.state import Choices, kept_state, read_state, wrong_in
from dashboard.state import State as Seen
from pipelines.core.errors import XiangyiError
from pipelines.core.text import LANGS, Lang, Text


def page_at(gate: Gate, viewer: Viewer, pathname: Any, search: Any, shown: Any) -> tuple[Any, ...]:
    """Return navigation, controls, heading, headline cards, body and what is shown, for an address.

    The body is left alone while page and language stay, so that drawings stay mounted; the bar and the navigation on every page.
    """
    try:
        edition = gate.edition()
    except XiangyiError as error:
        lang = _lang_of(search, gate.site.language)
        if gate.workspace.named_build() is not None:
            return _said(words.NO_DATA_TITLE, error.text, lang)
        bar, told, cards = bare_page(pathname, lang)
        return navigation(all_pages(), None, lang), bar, told, [], cards, {"page": "", "lang": lang}
    choice = choices(edition, viewer)
    state = read_state(pathname, search or "", choice)
    if state is None or not state.region:
        return _without(pathname, search or "", choice)
    sight = Sight(edition=edition, viewer=viewer, state=state)
    tops = headlines(sight)
    around = {"lang": state.lang, "build": edition.build, "theme": state.theme}
    here = {"page": state.page.name, "mode": state.mode, "card": state.card, "facility": state.facility, **around}
    stays, framed = _is_shown(shown, here), _is_shown(shown, around)
    return (
        no_update if framed else navigation(choice.pages, state, state.lang),
        no_update if framed else controls(choice, state, edition.build),
        head(sight, answer(sight, tops)),
        headline_row(tops, state.lang, left_out(sight), state.mode),
        no_update if stays else body(state),
        _shown(state, choice, edition.build, fresh=not stays, framed=framed) | {"title": _title(sight)},
    )


def _title(sight: Sight) -> str:
    """Return what a tab of the browser, and a sheet it prints, is called."""
    return f"{sight.state.page.title.of(sight.lang)} · {seen_place(sight).name.of(sight.lang)} · {words.BRAND.of(sight.lang)}"


def _is_shown(shown: Any, wanted: Mapping[str, str]) -> bool:
    """Whether what the browser says it shows has these."""
    return isinstance(shown, Mapping) and all(shown.get(name) == value for name, value in wanted.items())


def _without(pathname: Any, search: Any, choice: Choices) -> tuple[Any, ...]:
    """Say what it is in an address that is not there, and lead to what the rest of it means."""
    wrong, kept = wrong_in(pathname, search, choice), kept_state(pathname, search, choice)
    if not wrong or kept is None:
        return _said(words.NOT_FOUND_TITLE, words.NOT_FOUND, _lang_of(search, choice.lang), kept)
    title, text, leave = mistake(wrong, kept, choice)
    return _said(title, text, kept.lang, kept, leave)


def _said(title: Text, text: Text, lang: Lang, kept: Seen | None = None, leave: Text = words.HOME) -> tuple[Any, ...]:
    home = kept.href() if kept else "/"
    return navigation(all_pages(), kept, lang, here=False), [], message(title, text, lang, home, leave), [], [], {"page": "", "lang": lang}


def _lang_of(search: Any, otherwise: Lang) -> Lang:
    """Return the language asked for in an address that is otherwise wrong."""
    return next((lang for lang in LANGS if isinstance(search, str) and f"lang={lang}" in search), otherwise)


def _script_words(choice: Choices) -> Mapping[str, Text]:
    """Return what the scripts say, with what may be typed on this site."""
    return {**SCRIPT_WORDS, **{f"type_{name}": may_type(name, choice.periods) for name in ("region", "period")}}


def _shown(state: Seen, choice: Choices, build: str, *, fresh: bool, framed: bool) -> dict[str, Any]:
    """Return what the browser needs to write an address: the state, the links, and the places a click may lead to.

    `fresh` says that the cards were mounted anew and hold nothing yet, `framed` that bar and navigation were left as they stood.
    """
    by = breakdown_props(choice, state)
    return {
        "page": state.page.name, "region": state.region, "period": state.period, "by": by["value"], "lang": state.lang,
        "compare": state.compare, "population": state.population or next(iter(choice.populations), ""),
        "build": build, "fresh": fresh, "framed": framed, "search": state.href().partition("?")[2],
        "links": {page.name: page_href(state, page) for page in choice.pages},
        "walls": [page.name for page in choice.pages if page.is_on_wall], "bar": bar_links(state, build),
        "breakdown": by if framed and fresh else None,
        "places": [p.code for p in choice.places], "query": state_query(state, build), "mode": state.mode, "card": state.card,
        "theme": state.theme, "facility": state.facility, "cards": [card.name for card in state.cards if card.kind not in BARE_KINDS],
        "words": {} if framed else {name: text.of(state.lang) for name, text in _script_words(choice).items()} | {"onWhite": json.dumps(on_white())},
    }
