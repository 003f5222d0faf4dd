"""A page is data: a question, headline indicators and cards. Routes, navigation, export and tests read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.core.registry import collect
from pipelines.core.text import Text

Scope = Literal["region", "children", "units"]
Over = Literal["", "years"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card: which indicators, drawn how, over which places.

    `kind` is a name in dashboard.cards.CARDS. `scope`: the chosen region itself, its children, or every region of the site's lowest
    region level under it. `by` is a breakdown, or two with a comma between them; `whole` is the title where a reader chose none, and
    before the name of another. `over` "years" asks for every year up to the chosen
    period where the kind by itself asks for the chosen one. `span` counts columns of twelve. `note` leads the foot: how its figures are read.
    """

    name: str
    kind: str
    title: Text
    indicators: tuple[str, ...] = ()
    by: str = ""
    whole: Text | None = None
    scope: Scope = "region"
    over: Over = ""
    span: int = 6
    note: Text | None = None

    def __post_init__(self) -> None:
        if not 3 <= self.span <= 12:
            raise ValueError(f"card {self.name}: span is 3 to 12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the dashboard; `question` is its heading, `headline` the indicators of its top row (six at most).

    `otherwise` are those that take the places of headlines whose records a site does not collect at all. `is_on_wall` says that a wall
    turns to it: not to lists for those at work on the data.
    """

    name: str
    path: str
    order: int
    title: Text
    question: Text
    headline: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    is_on_wall: bool = True

    def __post_init__(self) -> None:
        if len(self.headline) > 6 or len(self.cards) > 12:
            raise ValueError(f"page {self.name}: six headlines and twelve cards at most")
        names = [c.name for c in self.cards]
        if len(set(names)) != len(names):
            raise ValueError(f"page {self.name}: two cards share a name")


def all_pages() -> tuple[Page, ...]:
    """Return every declared page in order of navigation."""
    return tuple(sorted(collect("dashboard.pages", Page).values(), key=lambda p: p.order))
