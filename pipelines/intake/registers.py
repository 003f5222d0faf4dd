"""The registers of regions and facilities by name: which codes a name may mean, and what lies over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.core.codelist import fold
from pipelines.intake.places import Places


@dataclass(frozen=True)
class Registers:
    """Codes and names of every place known, the newest name of each."""

    places: Places
    region_names: Mapping[str, str]
    facility_names: Mapping[str, str]

    @cached_property
    def by_name(self) -> dict[str, dict[str, list[str]]]:
        """Register -> folded name -> codes."""
        found: dict[str, dict[str, list[str]]] = {"region": {}, "facility": {}}
        for register, names in (("region", self.region_names), ("facility", self.facility_names)):
            for code, name in names.items():
                found[register].setdefault(fold(name or ""), []).append(code)
        return found

    def knows(self, code: str) -> bool:
        """Say whether a value is a code of either register."""
        return code in self.places.regions or code in self.places.facilities

    def above(self, code: str) -> frozenset[str]:
        """Return the regions over a place, its site's roots left out: they tell nothing apart."""
        roots = {root.code for root in self.places.site.roots}
        return frozenset(self.places.path(code)) - {code} - roots

    def named_in(self, text: str) -> frozenset[str]:
        """Return the regions whose names stand in a text, such as a file's name."""
        folded = fold(text)
        return frozenset(c for c, name in self.region_names.items() if len(fold(name or "")) > 1 and fold(name) in folded)

    def choose(self, register: str, name: str, around: Iterable[frozenset[str]]) -> tuple[str, ...]:
        """Return the codes a name may mean: one where it stands once, or once under the places `around` (tried in order)."""
        codes = tuple(self.by_name[register].get(fold(name), ()))
        for hints in around:
            near = tuple(code for code in codes if self.above(code) & hints)
            if len(codes) > 1 and len(near) == 1:
                return near
        return codes
