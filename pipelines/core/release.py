"""A table that may leave: which indicators, at which depths of the site's levels, broken down by what (counting.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.core.period import PeriodKind
from pipelines.core.text import Text

RELEASED_KINDS: tuple[PeriodKind, ...] = ("year", "fiscal_year")  # nothing shorter leaves: months would give each other away
PROFILE_TITLES: Mapping[str, Text] = {
    "internal": Text("内部资料", "Internal"),
    "restricted": Text("受限资料", "Restricted"),
    "public": Text("公开资料", "Public"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTable:
    """Indicators that may leave together, by year, undivided and by each of `breakdowns` alone.

    `restricted` and `public` are depths of the site's levels (0: the root); the level of facilities never leaves. What is
    public is restricted as well, so that whoever sees both learns nothing from the second. Every table costs complementary
    cells in all others it is linked with: a short list shows more. Raises ValueError for a public depth that is not a
    restricted one, and for a table that leaves nowhere.
    """

    name: str
    title: Text
    indicators: tuple[str, ...]
    restricted: tuple[int, ...]
    public: tuple[int, ...] = ()
    breakdowns: tuple[str, ...] = ("",)

    def __post_init__(self) -> None:
        loose = set(self.public) - set(self.restricted)
        if loose:
            raise ValueError(f"release {self.name}: depths {sorted(loose)} are public but not restricted")
        if not self.indicators or not self.restricted or not self.breakdowns or min(self.restricted) < 0:
            raise ValueError(f"release {self.name}: expected indicators, depths from 0, and breakdowns ('' for the total)")

    def depths(self, profile: str) -> tuple[int, ...]:
        """Return the depths at which the table leaves under a release profile, none for the internal one."""
        return {"restricted": self.restricted, "public": self.public}.get(profile, ())
