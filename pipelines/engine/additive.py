"""Counts and ratios: Σ numerator ÷ Σ denominator over the places of a region, at any level."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.analysis.interval import byar, wilson
from pipelines.core.indicator import Measure
from pipelines.core.mart import Mart
from pipelines.core.period import DAYS_PER_YEAR
from pipelines.engine.kept import IN_TIME, kept_rows, split_by
from pipelines.engine.marts import mart_of
from pipelines.engine.scope import Scope, Statement, category_of, identifier


def measure_statement(measure: Measure, scope: Scope) -> Statement:
    """Return the statement that sums one measure: region_code, period, a column for each breakdown the mart can tell, total.

    A breakdown by staff group shows every group reported, so it lifts the base.
    """
    mart = mart_of(measure.mart)
    if mart.time == "spell":
        raise ValueError(f"{mart.name}: spells that touch a period are not summed")
    total, within = _summed(measure, mart, identifier(measure.column, mart.columns))
    kept = kept_rows(measure, scope, within)
    split = "".join(f"{category_of((b,), mart.categories)} as {b}, " for b in kept.by)
    return kept.select(f"s.region_code, s.period, {split}{total} as total", end="group by all")


def _summed(measure: Measure, mart: Mart, column: str) -> tuple[str, str]:
    """Return (what is summed, which rows are within a period); raises ValueError for exposure to what is no state."""
    if not measure.exposure:
        return f"sum(m.{column})", IN_TIME[mart.time]
    if mart.time != "state":
        raise ValueError(f"{mart.name}: exposure is to a state that lasts")
    days = "date_diff('day', greatest(m.from_on, s.start_on), least(m.to_on, cast(s.end_on + interval 1 day as date)))"
    return f"sum(m.{column} * {days}) / {DAYS_PER_YEAR}", "m.from_on <= s.end_on and m.to_on > s.start_on"


def statements_additive(scope: Scope) -> dict[str, Statement]:
    """Return the statements of a count or a ratio by part: numerator, denominator, reported, expected."""
    return {name: measure_statement(m, scope) for name, m in _parts(scope).items()}


def _parts(scope: Scope) -> dict[str, Measure]:
    indicator = scope.indicator
    measures = {
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reported": indicator.reported,
        "expected": indicator.expected,
    }
    return {name: m for name, m in measures.items() if m is not None}


def assemble(scope: Scope, regions: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per region, period and category with its parts and its value.

    `regions` has region_code, period, reported, expected of every row wanted. A region that reported and counted none of
    a category has 0 there; one whose sum is missing, or that did not report, has nothing. Afterwards `reported` counts the
    units that sent the numerator and the denominator, `answered` those that sent the numerator.
    """
    answer = _grid(scope, regions, frames)
    for name, part in frames.items():
        split = _split(scope, name)
        part = part.dropna(subset=list(split)).rename(columns={"total": name})
        part = part.assign(has_row=True) if name == "numerator" else part
        answer = answer.merge(part, how="left", on=["region_code", "period", *split], suffixes=("_units", ""))
        if f"{name}_units" in answer:
            answer[name] = answer[name].fillna(answer[f"{name}_units"])
    if scope.indicator.numerator is not None and mart_of(scope.indicator.numerator.mart).zero_filled:
        none_counted = answer["has_row"].isna() & (answer["reported"] > 0)
        answer.loc[none_counted, "numerator"] = 0.0
    if "denominator" not in answer:
        answer["denominator"] = np.nan
    answer["answered"] = answer["reported"]
    if scope.indicator.reported is None:
        answer["reported"] = answer["complete"]
    answer = answer.drop(columns=list(scope.by))
    return with_value(scope, answer)


def _split(scope: Scope, name: str) -> tuple[str, ...]:
    """Return the breakdowns a part of the answer is summed by; along one that its mart lacks it is the same for all."""
    return split_by(mart_of(_parts(scope)[name].mart), scope.by)


def _grid(scope: Scope, regions: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return region × period × category; the categories of a period are those counted anywhere in it, above or below.

    A breakdown that no part can tell leaves one row without a category.
    """
    answer = regions
    told = [tuple(b for b in scope.by if b in _split(scope, name)) for name in frames]
    together = max(told, key=len, default=())
    if together:
        split = [frames[name] for name, by in zip(frames, told, strict=True) if by == together]
        seen = pd.concat([part[["period", *together]] for part in split]).dropna().drop_duplicates()
        answer = answer.merge(seen, how="left", on="period")
    answer = answer.assign(**{b: None for b in scope.by if b not in together})
    if not scope.by:
        return answer.assign(category=None)
    whole = answer[list(scope.by)].isna().any(axis=1)
    named = answer[list(scope.by)].astype(object).where(answer[list(scope.by)].notna(), "")
    return answer.assign(category=named.agg(",".join, axis=1).mask(whole, None))


def with_value(scope: Scope, answer: pd.DataFrame) -> pd.DataFrame:
    """Add value, limits and n (the part it rests on) to a frame that has numerator and denominator; nothing is divided by zero."""
    indicator = scope.indicator
    top = answer["numerator"].astype(float).to_numpy()
    bottom = answer["denominator"].astype(float).to_numpy()
    if indicator.denominator is None and indicator.kind == "count":
        value = top * indicator.scale
    else:
        value = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0) * indicator.scale
    lower, upper = np.full_like(top, np.nan), np.full_like(top, np.nan)
    if indicator.interval == "wilson":
        lower, upper = wilson(top, bottom)
    elif indicator.interval == "byar":
        lower, upper = byar(top, bottom)
    n = {"numerator": top, "denominator": bottom}.get(indicator.rests_on or "", np.full_like(top, np.nan))
    return answer.assign(value=value, lower=lower * indicator.scale, upper=upper * indicator.scale, n=n)
