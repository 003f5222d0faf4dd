"""The declared marts by name, and which breakdowns an indicator can be asked by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipelines.core.mart import Mart
from pipelines.core.registry import collect


@cache
def all_marts() -> Mapping[str, Mart]:
    """Return every declared mart by name."""
    return collect("pipelines.marts", Mart)


def mart_of(name: str) -> Mart:
    """Return a declared mart; raises ValueError for a name that is none."""
    found = all_marts().get(name)
    if found is None:
        raise ValueError(f"{name!r} is not one of the marts {sorted(all_marts())}")
    return found
