"""Counts and ratios: Σ numerator ÷ Σ denominator over the places of a region, at any level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.interval import byar, wilson
from pipelines.core.indicator import Indicator, Measure
from pipelines.core.mart import Mart
from pipelines.core.period import DAYS_PER_YEAR
from pipelines.engine.groups import divided, numbers
from pipelines.engine.kept import IN_TIME, kept_rows, split_by
from pipelines.engine.marts import mart_of
from pipelines.engine.regions import Floats, Objects, Regions
from pipelines.engine.scope import Columns, Scope, Statement, category_of, identifier


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
    return {name: measure_statement(m, scope) for name, m in parts_of(scope).items()}


def parts_of(scope: Scope) -> dict[str, Measure]:
    """Return what a count or a ratio sums, by part."""
    indicator = scope.indicator
    measures = {
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reported": indicator.reported,
        "expected": indicator.expected,
    }
    return {name: m for name, m in measures.items() if m is not None}


def assemble(scope: Scope, regions: Regions, parts: Mapping[str, Columns]) -> dict[str, NDArray[Any]]:
    """Return the columns of one row per region, period and category with its parts and its value.

    A region that reported and counted none of a category has 0 there; one whose sum is missing, or that did not report, has
    nothing. Afterwards `reported` counts the units that sent the numerator and the denominator, `answered` those that sent the numerator.
    """
    indicator = scope.indicator
    told = {name: _split(scope, name) for name in parts}
    grid = _grid(scope, regions, parts, told)
    columns = {name: counts[grid.rows] for name, counts in regions.counts.items()}
    columns["told_share"] = divided(columns["complete"], columns["expected"])
    has_row = np.zeros(len(grid.rows), dtype=bool)
    for name, part in parts.items():
        total, found = _totals(grid, regions, part, told[name])
        has_row = found if name == "numerator" else has_row
        columns[name] = np.where(np.isnan(total), columns[name], total) if name in columns else total
    if indicator.numerator is not None and mart_of(indicator.numerator.mart).zero_filled:
        columns["numerator"] = np.where(~has_row & (columns["reported"] > 0), 0.0, columns["numerator"])
    bottom = columns.setdefault("denominator", np.full(len(grid.rows), np.nan))
    columns["answered"] = columns["reported"]
    if indicator.reported is None:
        columns["reported"] = columns["complete"]
    keys = {"region_code": regions.region_code[grid.rows], "period": regions.period[grid.rows], "category": grid.category}
    return {**keys, **columns, **values_of(indicator, columns["numerator"], bottom)}


def _split(scope: Scope, name: str) -> tuple[str, ...]:
    """Return the breakdowns a part of the answer is summed by; along one that its mart lacks it is the same for all."""
    return split_by(mart_of(parts_of(scope)[name].mart), scope.by)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Region × period × category: `rows` of the regions, the code of each breakdown that is told (None where there is none), the category."""

    rows: NDArray[np.int64]
    codes: Mapping[str, Objects]
    category: Objects


def _grid(scope: Scope, regions: Regions, parts: Mapping[str, Columns], told: Mapping[str, tuple[str, ...]]) -> _Grid:
    """Return the grid of an answer; the categories of a period are those counted anywhere in it, above or below.

    A breakdown that no part can tell leaves rows without a category.
    """
    together = max(told.values(), key=len, default=())
    size = len(regions.period)
    if not together:
        return _Grid(np.arange(size), {}, np.full(size, None, dtype=object))
    seen: dict[str, dict[tuple[str, ...], None]] = {}
    for part in (part for name, part in parts.items() if told[name] == together):
        for period, *codes in zip(part["period"].tolist(), *(part[b].tolist() for b in together), strict=True):
            if None not in codes:
                seen.setdefault(period, {})[tuple(codes)] = None
    none: tuple[str | None, ...] = (None,) * len(together)
    each: list[list[tuple[str | None, ...]]] = [[*seen.get(label, ())] or [none] for label in regions.labels]
    period = numbers(regions.period, regions.labels)
    rows = np.repeat(np.arange(size), np.array([len(found) for found in each], dtype=np.int64)[period])
    found = [codes for label in period.tolist() for codes in each[label]]
    names = dict(zip(together, (_objects(column) for column in zip(*found, strict=True)), strict=True)) if found else {}
    whole = together != scope.by
    return _Grid(rows, names, _objects(None if whole or None in codes else ",".join(map(str, codes)) for codes in found))


def _objects(values: Any) -> Objects:
    listed = list(values)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column


def _totals(grid: _Grid, regions: Regions, part: Columns, split: tuple[str, ...]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the total of a part in each row of the grid, NaN where it has none, and which rows have one (be it missing)."""
    total = np.full(len(grid.rows), np.nan)
    keys, wanted = regions.keys(part["region_code"], part["period"]), regions.keys(regions.region_code, regions.period)[grid.rows]
    known = keys >= 0
    for name in split:
        codes = {code: n for n, code in enumerate(c for c in dict.fromkeys(part[name].tolist()) if c is not None)}
        own, asked = numbers(part[name], codes), numbers(grid.codes[name], codes) if name in grid.codes else np.full(len(total), -1)
        known &= own >= 0
        keys, wanted = keys * len(codes) + own, np.where(asked < 0, -1, wanted * len(codes) + asked)
    keys, sums = keys[known], part["total"][known]
    if not len(keys):
        return total, np.zeros(len(total), dtype=bool)
    order = np.argsort(keys)
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    found = keys[order[place]] == wanted
    total[found] = sums[order[place[found]]]
    return total, found


def with_value(scope: Scope, answer: pd.DataFrame) -> pd.DataFrame:
    """Add value, limits and n (the part it rests on) to a frame that has numerator and denominator; nothing is divided by zero."""
    top, bottom = (answer[side].astype(float).to_numpy() for side in ("numerator", "denominator"))
    return answer.assign(**values_of(scope.indicator, top, bottom))


def values_of(indicator: Indicator, top: Floats, bottom: Floats) -> dict[str, Floats]:
    """Return value, limits and n of numerators and denominators; nothing is divided by zero."""
    if indicator.denominator is None and indicator.kind == "count":
        value = top * indicator.scale
    else:
        value = divided(top, bottom) * indicator.scale
    lower, upper = np.full_like(top, np.nan), np.full_like(top, np.nan)
    if indicator.interval == "wilson":
        lower, upper = wilson(top, bottom)
    elif indicator.interval == "byar":
        lower, upper = byar(top, bottom)
    n = {"numerator": top, "denominator": bottom}.get(indicator.rests_on or "", np.full_like(top, np.nan))
    return {"value": value, "lower": lower * indicator.scale, "upper": upper * indicator.scale, "n": n}
