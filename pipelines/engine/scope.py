"""What a question asks for, after its words were checked against the site and the build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipelines.core.indicator import Indicator
from pipelines.site import Site

ALL = "all"  # the label of "the whole span of the data"


@dataclass(frozen=True, slots=True)
class Query:
    """A question to one build.

    `level` defaults to the root level; `region` is one code; `parent` asks for every region of `level` under that code;
    `period` defaults to every year the data cover; `by` is a breakdown; `at` are times in the site's unit of tenure
    (empty: every time the curve knows); `profile` is the release profile.
    """

    indicator: str
    level: str | None = None
    region: str | None = None
    parent: str | None = None
    period: str | None = None
    by: str | None = None
    at: tuple[int, ...] = ()
    profile: str = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A question made exact: a level of the site, labels of periods in the build, a declared breakdown."""

    indicator: Indicator
    site: Site
    level: str
    region: str | None
    parent: str | None
    periods: tuple[str, ...]
    by: str | None
    at: tuple[int, ...]

    @property
    def base_params(self) -> dict[str, Any]:
        """The bound values every statement of this scope takes."""
        return {"level": self.level, "region": self.region, "parent": self.parent, "periods": list(self.periods)}


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL text, made of declared identifiers only, and the values bound to it."""

    sql: str
    params: Mapping[str, Any]


Finish = Callable[[Mapping[str, pd.DataFrame]], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements an answer needs, by name, and what makes the answer of their frames."""

    statements: Mapping[str, Statement]
    finish: Finish = field(repr=False)


def scope_cte() -> str:
    """Return the CTE `scope`: place_code, period, region_code of every place under the regions asked for."""
    return """
scope as (
    select place_code, period, region_code
    from place_path
    where level = $level and list_contains($periods, period)
        and ($region is null or region_code = $region)
        and ($parent is null or (place_code, period) in (
            select (place_code, period) from place_path where region_code = $parent and list_contains($periods, period)
        ))
)"""


def identifier(name: str, allowed: Sequence[str]) -> str:
    """Return `name` when it is one of `allowed` declared identifiers; raises ValueError otherwise."""
    if name not in allowed:
        raise ValueError(f"{name!r} is not one of {sorted(allowed)}")
    return name
