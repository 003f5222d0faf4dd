"""A kind of card: what makes its chart, and how the shell shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dashboard.charts.chart import Chart
from dashboard.page import Card
from dashboard.sight import Sight

Maker = Callable[[Sight, Card], Chart]
CALM_KINDS = ("attention", "changes")  # nothing to list says something there
Form = Literal["drawing", "grid", "text", "matrix", "special"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of card; `is_live` says that what people add while a build is served is part of it, so that it is never kept, `is_sifted` that the
    rows of a table of words are found by words and ordered by heads: many, all alike, none of them the sum of others.
    """

    make: Maker
    form: Form
    is_live: bool = False
    is_sifted: bool = False


def drawing(make: Maker) -> Kind:
    """Return a kind that is drawn."""
    return Kind(make, "drawing")


def grid(make: Maker) -> Kind:
    """Return a kind that is a table of figures, which a reader sorts and filters."""
    return Kind(make, "grid")


def text(make: Maker, *, is_live: bool = False, is_sifted: bool = False) -> Kind:
    """Return a kind that is a table of words: its rows grow with them."""
    return Kind(make, "text", is_live, is_sifted)


def matrix(make: Maker) -> Kind:
    """Return a kind that is a table whose cells have grounds of their own."""
    return Kind(make, "matrix")


def special(make: Maker, *, is_live: bool = False) -> Kind:
    """Return a kind that the shell lays out itself."""
    return Kind(make, "special", is_live)
