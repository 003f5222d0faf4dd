"""The places a viewer may see, in order, with their parents and children."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.core.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """One place above the facility; `parent` is None for a root."""

    code: str
    name: Text
    level: str
    parent: str | None


class Places:
    """A set of places; a parent that is not in the set makes its children the top ones."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code = {p.code: p for p in places}
        self._children: dict[str, list[str]] = {}
        for place in self._by_code.values():
            if place.parent in self._by_code:
                self._children.setdefault(str(place.parent), []).append(place.code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Place:
        """Return the place; raises KeyError where there is none."""
        return self._by_code[code]

    @property
    def tops(self) -> tuple[Place, ...]:
        """The places without a parent in this set."""
        return tuple(p for p in self if p.parent not in self._by_code)

    def children(self, code: str) -> tuple[Place, ...]:
        """Return the places directly under `code`."""
        return tuple(self._by_code[c] for c in self._children.get(code, []))

    def path(self, code: str) -> tuple[Place, ...]:
        """Return the places from the top down to `code` itself; empty for an unknown code."""
        found: list[Place] = []
        place = self._by_code.get(code)
        while place is not None and place not in found:
            found.append(place)
            place = self._by_code.get(place.parent or "")
        return tuple(reversed(found))

    def under(self, code: str) -> tuple[Place, ...]:
        """Return `code` and every place below it, each before its children."""
        if code not in self._by_code:
            return ()
        found, waiting = [], [code]
        while waiting:
            at = waiting.pop()
            found.append(self._by_code[at])
            waiting.extend(reversed(self._children.get(at, [])))
        return tuple(found)

    def cut(self, areas: Iterable[str]) -> Places:
        """Return only what lies in one of `areas`."""
        kept = {p.code: p for area in areas for p in self.under(area)}
        return Places(kept.values())


def place_of(row: Any) -> Place:
    """Return the place a row of the register tells of (place_code, name_zh, name_en, level, parent_code); without a name its code is it."""
    zh = row.name_zh or row.place_code
    return Place(row.place_code, Text(zh, row.name_en or zh), row.level, row.parent_code)


def all_places(register: pd.DataFrame, levels: Sequence[str], roots: Sequence[tuple[str, Text]]) -> Places:
    """Return the site's roots (code, name) and what stands in the register on its levels, level by level."""
    tops = [Place(code, name, levels[0], None) for code, name in roots]
    known = {top.code for top in tops}
    below = [place_of(row) for row in register.itertuples(index=False) if row.place_code not in known and row.level in levels]
    return Places(sorted([*tops, *below], key=lambda place: levels.index(place.level)))


def facilities_in(register: pd.DataFrame, levels: Collection[str], inside: Places) -> Mapping[str, Place]:
    """Return what stands in the register below every level of the site, by code, where the place right above is one of `inside`."""
    mine = register[~register["level"].isin(list(levels)) & register["parent_code"].isin([place.code for place in inside])]
    return {row.place_code: place_of(row) for row in mine.itertuples(index=False)}
