"""What a reader looks at: page, region, period, breakdown, language. Read from the address, checked, written back to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from dashboard.page import Card, Page
from dashboard.places import Places
from pipelines.core.indicator import Indicator
from pipelines.core.text import LANGS, Lang

WHOLE = "none"  # the breakdown control set to "undivided"
REGION_KINDS = ("trend", "survival", "distribution")
_LONGEST = 2_000  # characters of an address; ours are far shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A checked state; `by` is "" (each card's own breakdown), WHOLE, or a breakdown."""

    page: Page
    region: str
    period: str
    by: str
    lang: Lang
    chosen: tuple[str, ...] = ()  # the names that stood in the address

    def href(self, **changes: Any) -> str:
        """Return the address of this state after `changes`; what the reader never chose stays out of it."""
        to = replace(self, **changes)
        wanted = {*self.chosen, *changes}
        pairs = [(n, getattr(to, n)) for n in ("region", "period", "by", "lang") if n in wanted and getattr(to, n)]
        return to.page.path + (f"?{urlencode(pairs)}" if pairs else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen: pages, places, period labels (newest first) and what holds when nothing is chosen (`period_of` by page)."""

    pages: Sequence[Page]
    places: Places
    periods: Sequence[str]
    period_kinds: Sequence[str]
    region: str
    period_of: Callable[[Page], str]
    lang: Lang
    indicators: Mapping[str, Indicator]

    def breakdowns(self, page: Page) -> tuple[str, ...]:
        """Return the breakdowns at least one card of `page` can be drawn by."""
        found = [b for card in page.cards for b in card_breakdowns(card, self.indicators)]
        return tuple(dict.fromkeys(found))


def card_breakdowns(card: Card, indicators: Mapping[str, Indicator]) -> tuple[str, ...]:
    """Return the breakdowns `card` can be drawn by: one indicator, drawn for the region itself."""
    if len(card.indicators) != 1 or card.scope != "region" or card.kind not in REGION_KINDS:
        return ()
    indicator = indicators.get(card.indicators[0])
    return indicator.breakdowns if indicator else ()


def card_by(card: Card, by: str, indicators: Mapping[str, Indicator]) -> str:
    """Return the breakdown a card is drawn by when the control says `by`."""
    allowed = card_breakdowns(card, indicators)
    if by == WHOLE and allowed:
        return ""
    return by if by in allowed else card.by


def page_of(pathname: object, pages: Sequence[Page]) -> Page | None:
    """Return the page at `pathname`, None where there is none."""
    if not isinstance(pathname, str):
        return None
    return next((p for p in pages if p.path == (pathname.rstrip("/") or "/")), None)


def read_state(pathname: object, search: object, choices: Choices) -> State | None:
    """Return the state an address means; None when any part of it is unknown or malformed."""
    page = page_of(pathname, choices.pages)
    if page is None or not isinstance(search, str) or len(search) > _LONGEST:
        return None
    try:
        query = parse_qs(search.lstrip("?"), strict_parsing=False, max_num_fields=20)
    except ValueError:
        return None
    given = {n: v[-1] for n, v in query.items() if n in ("region", "period", "by", "lang")}
    region, period = given.get("region", choices.region), given.get("period") or choices.period_of(page)
    by, lang = given.get("by", ""), given.get("lang", choices.lang)
    if "region" in given and region not in choices.places:
        return None
    if "period" in given and period not in choices.periods:
        return None
    if lang not in LANGS or not _known_breakdown(by, choices):
        return None
    return State(page=page, region=region, period=period, by=by, lang=lang, chosen=tuple(given))


def _known_breakdown(by: str, choices: Choices) -> bool:
    """A breakdown no card of this page allows is kept: the next page may allow it."""
    return by in ("", WHOLE) or any(by in i.breakdowns for i in choices.indicators.values())
