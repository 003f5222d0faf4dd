"""The registers of regions and facilities by name: which codes a name may mean, and what lies over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.core.codelist import fold
from pipelines.intake.places import Places

_NOT = "缺少?|除(?:了|去|开)?|不(?:含|包括|包含)|没有?|无|未(?:含|报|交|收到?|包括)|少|差|missing|without|except|excluding"
_SOME_PLACE = "[\u4e00-\u9fff]{1,8}?(?:乡|镇|街道|县|区|市|旗)"  # of a list; no register need know it
_NOT_AFTER = "除外|以外|之外|不在内|暂缺|缺报|缺失|未报|未交|没报|没交|待补"


def _without_left_out(text: str, names: Iterable[str]) -> str:
    """Return a folded text without the names, or lists of names, of which it says that they are left out.

    >>> _without_left_out("平定县花名册(缺高坪乡、冶西镇)", ["平定县", "高坪乡", "冶西镇"])
    '平定县花名册()'
    """
    any_name = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))
    if not any_name:
        return text
    listed = f"(?:{any_name})(?:[、,和及与](?:{any_name}|{_SOME_PLACE}))*"
    return re.sub(f"(?:{_NOT}){listed}|{listed}(?:{_NOT_AFTER})", "", text)


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
        """Return the regions whose names stand in a text, such as a file's name; not those it says are missing (缺高坪乡, 高坪乡除外)."""
        folded = fold(text)
        named = {c: fold(name) for c, name in self.region_names.items() if len(fold(name or "")) > 1 and fold(name) in folded}
        kept = _without_left_out(folded, named.values())
        return frozenset(code for code, name in named.items() if name in kept)

    def choose(self, register: str, name: str, around: Iterable[frozenset[str]]) -> tuple[str, ...]:
        """Return the codes a name may mean: one where it stands once, or once under the places `around` (tried in order)."""
        codes = tuple(self.by_name[register].get(fold(name), ()))
        for hints in around:
            near = tuple(code for code in codes if self.above(code) & hints)
            if len(codes) > 1 and len(near) == 1:
                return near
        return codes
