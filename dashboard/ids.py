"""The one place where component ids are made. Fixed parts are strings, repeated parts are dictionaries for pattern matching."""

from __future__ import annotations

from typing import Any

ADDRESS = "address"
SHOWN = "shown"
DRAWN = "drawn"
LATER = "later"  # that what is drawn is finished: the cards that come last are asked for
ARRIVED = "arrived"  # which view the cards that come last are of
MOUNTED = "mounted"  # a page whose cards are to be filled
NAVIGATION = "navigation"
CONTROLS = "controls"
BODY = "body"
HEAD = "head"
HEADLINES = "headlines"
WORDS = "words"  # what scripts of the page say and know
NEWER = "newer"
TIP = "tip"  # what a mark defines
PRINT = "print"
REPORT = "report"
TEMPLATES = "templates"  # which look slides are to have


def control(name: Any) -> dict[str, Any]:
    """Return the id of a control of the bar; `name` may be a wildcard."""
    return {"part": "control", "name": name}


def graph(card: Any, page: Any) -> dict[str, Any]:
    """Return the id of a card's drawing."""
    return {"part": "graph", "card": card, "page": page}


def drawn(card: Any, page: Any) -> dict[str, Any]:
    """Return the id of where a card's drawing is mounted."""
    return {"part": "drawn", "card": card, "page": page}


def alt(card: str, page: str) -> str:
    """Return the id of the words that stand for a card's drawing."""
    return f"alt-{page}-{card}"


def text(card: Any, page: Any, *, late: bool = False) -> dict[str, Any]:
    """Return the id of a card's title and finding; a late card is filled after the others."""
    return {"part": "late-text" if late else "text", "card": card, "page": page}


def inside(card: Any, page: Any, *, late: bool = False) -> dict[str, Any]:
    """Return the id of what stands beside or instead of a card's drawing: legend, table, a sentence."""
    return {"part": "late-inside" if late else "inside", "card": card, "page": page}


def rows(card: Any, page: Any, of: Any = "") -> dict[str, Any]:
    """Return the id of a card's sortable table; `of` tells apart what a paged one is of, so that it is made anew with it."""
    return {"part": "rows", "card": card, "page": page, "of": of}


def foot(card: Any, page: Any, *, late: bool = False) -> dict[str, Any]:
    """Return the id of a card's footer."""
    return {"part": "late-foot" if late else "foot", "card": card, "page": page}
