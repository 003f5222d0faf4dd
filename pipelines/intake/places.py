"""Which reporting unit a place belongs to: the place above it at the level that sends files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pipelines.site import Site

UNASSIGNED = ".unassigned"  # after a root's code: the unit of what lies under it in no register, as in the builds


@dataclass(frozen=True, slots=True)
class Places:
    """The register as far as it is known: region -> (parent, level), facility -> region; newest version of each."""

    site: Site
    regions: Mapping[str, tuple[str | None, str | None]]
    facilities: Mapping[str, str | None]

    def path(self, place: str) -> list[str]:
        """Return the regions from `place` up, the place itself first when it is a region; empty when it is not known."""
        roots = {root.code for root in self.site.roots}
        code = place if place in self.regions or place in roots else self.facilities.get(place)
        found: list[str] = []
        while code and code not in found and (code in self.regions or code in roots):
            found.append(code)
            code = None if code in roots else self.regions[code][0]
        return found

    def parent(self, place: str) -> str | None:
        """Return the region right above a region or a facility; None at the top and for what is not known."""
        return self.regions[place][0] if place in self.regions else self.facilities.get(place)

    def unit(self, place: str) -> str | None:
        """Return the reporting unit of `place`; None when the site has several roots and none is above it.

        With one root, a place nobody has placed reports to the root's unassigned unit, apart from what is the root's own.
        """
        roots = [root.code for root in self.site.roots]
        if self.site.sender_level == self.site.root_level and len(roots) == 1:
            return roots[0]
        path = self.path(place)
        if not path or path[-1] not in roots:
            if len(roots) > 1:
                return None
            return self._sender(path) or (path[0] if path else roots[0] + UNASSIGNED)
        if self.site.sender_level == self.site.root_level:
            return path[-1]
        if self.site.sender_level == self.site.facility_level and place in self.facilities:
            return place
        return self._sender(path) or path[0]

    def unassigned(self, home: str, units: Collection[str]) -> str:
        """Return the unit of rows under places nobody knows that stand on a sheet with rows of `units`.

        Those of one unit are its own; those of several stand apart under the lowest region above all of these, under `home` (the
        root) where there is none.
        """
        if len(units) == 1:
            return next(iter(units))
        paths = [self.path(unit) for unit in units]
        shared = next((code for code in paths[0] if all(code in path for path in paths)), home) if paths else home
        return shared + UNASSIGNED

    def _sender(self, path: list[str]) -> str | None:
        level = self.site.sender_level
        return next((code for code in path if code in self.regions and self.regions[code][1] == level), None)

    def units(self) -> dict[str, str | None]:
        """Return place -> reporting unit for every known place."""
        every = {*self.regions, *self.facilities, *(root.code for root in self.site.roots)}
        return {place: self.unit(place) for place in every}


def is_whole_site(site: Site) -> bool:
    """Return whether every row of the site has one and the same reporting unit, its only root."""
    return site.sender_level == site.root_level and len(site.roots) == 1
