"""What a reader looks at: page, region, period, comparison, breakdown, population, mode, language. Read from the address, checked, written back."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from dashboard.page import Card, Page
from dashboard.places import Place, Places
from pipelines.core.comparison import COMPARISONS
from pipelines.core.indicator import Indicator
from pipelines.core.text import LANGS, Lang

WHOLE = "none"  # the breakdown control set to "undivided"
REGION_KINDS = ("trend", "survival", "distribution", "curve", "forest")
FACILITY_KINDS = ("clinics",)  # cards of one facility: what is seen while one is open
NAMES = ("region", "facility", "period", "compare", "by", "population", "mode", "card", "theme", "lang")
COMPARE = "same_last_year"  # what a figure is set against when the reader has not chosen
MODES = ("", "wall", "present")
THEMES = ("light", "dark")
_LONGEST = 2_000  # characters of an address; ours are far shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A checked state.

    `by` is "" (each card's own breakdown), WHOLE, or a breakdown; `compare` a kind of comparison; `population` "" (the site's kind)
    or a kind the site lets readers choose; `mode` "" (the page), "wall" or "present"; `card` the card presented;
    `facility` one that is open in the region, "" for none.
    """

    page: Page
    region: str
    period: str
    by: str
    lang: Lang
    compare: str = COMPARE
    population: str = ""
    mode: str = ""
    card: str = ""
    theme: str = "light"
    facility: str = ""
    chosen: tuple[str, ...] = ()  # the names that stood in the address

    def href(self, **changes: Any) -> str:
        """Return the address of this state after `changes`; what the reader never chose stays out of it, a facility is left with its region."""
        if changes.keys() & {"region", "page"}:
            changes.setdefault("facility", "")
        to = replace(self, **changes)
        wanted = {*self.chosen, *changes}
        pairs = [(n, getattr(to, n)) for n in NAMES if n in wanted and getattr(to, n)]
        return to.page.path + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def for_every_reader(self) -> State:
        """This state without what its reader alone sees it by (mode, light, the card presented): what is kept for all is made from it."""
        chosen = ("lang", "by", "population", *(("compare",) if self.compare != COMPARE else ()))
        return replace(self, mode="", card="", theme="light", chosen=chosen)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that are seen: while a facility is open those of a facility alone."""
        return tuple(card for card in self.page.cards if not self.facility or card.kind in FACILITY_KINDS)

    @property
    def asked(self) -> tuple[str, ...]:
        """What the figures of a page depend on beside the build and the viewer."""
        return (self.region, self.period, self.compare, self.by, self.population, self.lang, self.facility)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen: pages, places, period labels (newest first) and what holds when nothing is chosen (`period_of` by page).

    `populations` are the kinds of population a reader may switch to, the site's own first; `facilities` those a reader may open, by code.
    """

    pages: Sequence[Page]
    places: Places
    periods: Sequence[str]
    period_kinds: Sequence[str]
    region: str
    period_of: Callable[[Page], str]
    lang: Lang
    indicators: Mapping[str, Indicator]
    populations: Sequence[str] = ()
    facilities: Mapping[str, Place] = field(default_factory=dict)

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
    page, given = page_of(pathname, choices.pages), _given(search)
    if page is None or given is None or _wrong(given, page, choices):
        return None
    return _state(page, given, choices)


def _state(page: Page, given: Mapping[str, str], choices: Choices) -> State:
    """Return what names that are all known mean on a page."""
    region, period = given.get("region", choices.region), given.get("period") or choices.period_of(page)
    lang: Any = given.get("lang", choices.lang)
    named = {n: given[n] for n in ("compare", "population", "mode", "card", "theme", "facility") if n in given}
    if named.get("mode") == "wall":
        named.setdefault("theme", "dark")  # a wall shines by itself
    return State(page=page, region=region, period=period, by=given.get("by", ""), lang=lang, chosen=tuple(given), **named)  # type: ignore[arg-type]


def wrong_in(pathname: object, search: object, choices: Choices) -> dict[str, str]:
    """Return what the query of an address names that is not known, by name; nothing where its page is not known or it is no query at all."""
    page, given = page_of(pathname, choices.pages), _given(search)
    return {} if page is None or given is None else _wrong(given, page, choices)


def kept_state(pathname: object, search: object, choices: Choices) -> State | None:
    """Return what still holds of an address that is otherwise wrong: its page, else the first, and all it names that is known. None where no
    place is known."""
    page, given = page_of(pathname, choices.pages) or choices.pages[0], _given(search) or {}
    wrong = _wrong(given, page, choices)
    apart = {"mode"} if "card" in wrong else set()  # of a card presented that is none
    state = _state(page, {name: value for name, value in given.items() if name not in wrong.keys() | apart}, choices)
    return state if state.region else None


def _wrong(given: Mapping[str, str], page: Page, choices: Choices) -> dict[str, str]:
    """Return the names whose values no address of `page` may hold; a facility is one of the region beside it."""
    wrong = {name: value for name, value in given.items() if value not in allowed(name, page, choices)}
    facility, region = given.get("facility", ""), given.get("region", choices.region)
    if facility and "facility" not in wrong and ("region" in wrong or choices.facilities[facility].parent != region):
        wrong["facility"] = facility
    return wrong


def _given(search: object) -> dict[str, str] | None:
    """Return what the query of an address names, None where it is none."""
    if not isinstance(search, str) or len(search) > _LONGEST:
        return None
    try:
        query = parse_qs(search.lstrip("?"), strict_parsing=False, max_num_fields=20)
    except ValueError:
        return None
    return {n: v[-1] for n, v in query.items() if n in NAMES}


def allowed(name: str, page: Page, choices: Choices) -> Container[str]:
    """Return what an address of `page` may hold under a name; a breakdown no card of this page allows is kept: the next page may allow it."""
    known: Mapping[str, Callable[[], Any]] = {
        "region": lambda: choices.places, "period": lambda: choices.periods, "compare": lambda: COMPARISONS, "lang": lambda: LANGS,
        "by": lambda: {"", WHOLE}.union(*(i.breakdowns for i in choices.indicators.values())),
        "population": lambda: choices.populations, "mode": lambda: MODES, "theme": lambda: THEMES,
        "card": lambda: {card.name for card in page.cards},
        "facility": lambda: choices.facilities if any(card.kind in FACILITY_KINDS for card in page.cards) else (),
    }
    found: Container[str] = known[name]()
    return found
