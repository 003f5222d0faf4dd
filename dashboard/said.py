"""A figure said in public in base units, and one way it may have been meant: what was counted and what the records give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.sight import Sight, worded
from dashboard.span import last_day
from pipelines.analysis.claim import Measured
from pipelines.core.text import Text
from pipelines.engine.observe import Query

UNITS: Mapping[str, tuple[str, float]] = {  # a unit as said: what it measures, and its size in base units
    "人": ("person", 1), "名": ("person", 1), "万人": ("person", 1e4), "people": ("person", 1), "persons": ("person", 1),
    "人次": ("time", 1), "次": ("time", 1), "场": ("time", 1), "万人次": ("time", 1e4), "times": ("time", 1), "attendances": ("time", 1),
    "元": ("money", 1), "万元": ("money", 1e4), "亿元": ("money", 1e8), "yuan": ("money", 1),
    "比例": ("share", 1), "%": ("share", 0.01), "％": ("share", 0.01), "share": ("share", 1),
    "家": ("unit", 1), "个": ("unit", 1), "所": ("unit", 1), "units": ("unit", 1), "年": ("year", 1), "years": ("year", 1),
}
_INDICATOR_UNITS = {
    "person": "person", "patient": "person", "currency": "money", "currency_per_person": "money",
    "share": "share", "facility": "unit", "year": "year",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way a figure may have been meant: what was counted and what the records give, in base units. `is_plain`: what its words say first."""

    title: Text
    measured: Measured
    is_plain: bool = True
    aside: Text | None = None
    measure: str = ""  # "" where it is counted as the claim counts


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of the register in base units, its place (`within`: the facilities there) and span (`first` None: ever, up to `last`)."""

    text: str
    measure: str
    value: float
    place: str
    level: str
    period: str
    first: pd.Timestamp | None
    last: pd.Timestamp
    within: frozenset[str]


def claim_of(sight: Sight, row: Mapping[str, Any], within: frozenset[str]) -> Claim | None:
    """Return a row of the register as a claim in base units; None where it says no figure, or a unit nobody knows."""
    known = UNITS.get(str(row["claim_unit"]).strip())
    if known is None or pd.isna(row["claim_value"]):
        return None
    periods = sight.edition.periods().set_index("label")
    label = "" if pd.isna(row["claim_period"]) else str(row["claim_period"])
    span = periods.loc[label] if label in periods.index else None
    known_to = last_day(sight.edition)
    said = pd.Timestamp(known_to or "1900-01-01") if pd.isna(row["published_on"]) else pd.Timestamp(row["published_on"])
    return Claim(
        text=str(row["claim_text"]), measure=known[0], value=float(row["claim_value"]) * known[1],
        place=str(row["place_code"]), level=str(row["level"]),
        period=label if span is not None else "", first=None if span is None else pd.Timestamp(span["start_on"]),
        last=said if span is None else pd.Timestamp(span["end_on"]), within=within,
    )


def observed(sight: Sight, claim: Claim, names: Iterable[tuple[str, bool]]) -> list[Reading]:
    """Return what the engine gives for indicators that count what the claim counts; with each, whether its words say it first."""
    found = []
    for name, is_plain in names:
        indicator = worded(sight)[name]
        if not claim.period or _INDICATOR_UNITS.get(indicator.unit, "") != claim.measure:
            continue
        frame = sight.edition.observe(sight.viewer, Query(name, level=claim.level, region=claim.place, period=claim.period))
        values = frame.loc[frame["status"].isin(("ok", "small_n")) & frame["value"].notna(), "value"]
        if len(values):
            found.append(Reading(indicator.title, single(float(values.iloc[0])), is_plain))
    return found


def single(value: float) -> Measured:
    """Return one number as what the records give."""
    return Measured(value, value)


def says(claim: Claim, *words: str) -> bool:
    """Say whether a claim has one of the words."""
    return any(word in claim.text for word in words)
