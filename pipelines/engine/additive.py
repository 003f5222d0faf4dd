"""Counts and ratios: Σ numerator ÷ Σ denominator over the places of a region, at any level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipelines.analysis.interval import byar, wilson
from pipelines.core.indicator import Measure
from pipelines.engine.scope import Scope, Statement, identifier, scope_cte

# What each mart can be broken down by; a denominator without the column is the same for every category.
MART_CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "workforce_stock": ("staff_group", "sex", "age_band", "licence", "rurality", "remoteness"),
    "training_stock": ("staff_group", "licence", "rurality", "remoteness"),
    "population_place": ("rurality", "remoteness"),
    "facility_stock": ("rurality", "remoteness"),
    "payment_place": ("payment_stream", "rurality", "remoteness"),
}
MART_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "workforce_stock": ("headcount", "fte"),
    "training_stock": ("trained",),
    "population_place": ("persons",),
    "facility_stock": ("facilities", "matched", "in_link_register", "linked", "linked_active_30", "linked_active_90"),
    "payment_place": ("amount",),
}
# Marts in which a place that reported and has no row counted none; a population that is not there is not known.
ZERO_FILLED = ("workforce_stock", "training_stock", "facility_stock", "payment_place")
# Marts whose rows count in one view or in several, and the categories that are views of their own (return_stock.sql).
MART_VIEWS: Mapping[str, tuple[str, ...]] = {"workforce_stock": ("sex", "age_band", "licence")}
VIEWED_COLUMN = "headcount"  # what the views tell apart; every other column stands in the view `total`
FILTERS = ("staff_group", "sex", "age_band", "licence", "population_kind", "payment_stream", "role")


def measure_statement(measure: Measure, scope: Scope) -> Statement:
    """Return the statement that sums one measure: region_code, period, category (null without a breakdown), total.

    A breakdown by staff group shows every group reported, so it lifts the base.
    """
    mart = identifier(measure.mart, tuple(MART_CATEGORIES))
    column = identifier(measure.column, MART_COLUMNS[mart])
    by = scope.by if scope.by in MART_CATEGORIES[mart] else None
    category = f"m.{identifier(by, MART_CATEGORIES[mart])}" if by else "cast(null as varchar)"
    params: dict[str, Any] = dict(scope.base_params)
    conditions = []
    for place, (name, values) in enumerate(measure.where):
        conditions.append(f"list_contains($where{place}, m.{identifier(name, FILTERS)})")
        params[f"where{place}"] = list(values)
    if measure.base and by != "staff_group":
        conditions.append("m.staff_group in (select staff_group from site_base where base = $base)")
        params["base"] = measure.base
    if measure.population:
        conditions.append("m.population_kind = $population_kind")
        params["population_kind"] = scope.site.population_kind
    view = view_of(measure, by)
    if view is not None:
        conditions.append(f"m.counts_{identifier(view, ('total', *MART_VIEWS[mart]))}")
    kept = " and ".join(["list_contains($periods, m.period)", *conditions])
    sql = f"""
with {scope_cte()}
select s.region_code, m.period, {category} as category, sum(m.{column}) as total
from {mart} as m
inner join scope as s on m.place_code = s.place_code and m.period = s.period
where {kept}
group by all"""
    return Statement(sql, params)


def view_of(measure: Measure, by: str | None) -> str | None:
    """Return the view a measure is summed in: the category it is kept to, else the one it is broken down by, else `total`.

    Raises ValueError for a measure kept to two categories, which an annual return does not tell together.
    """
    views = MART_VIEWS.get(measure.mart)
    if views is None:
        return None
    kept = [name for name, _ in measure.where if name in views]
    if len(kept) > 1:
        raise ValueError(f"{measure.mart}: {kept} are not told together by every source")
    if measure.column != VIEWED_COLUMN:
        return "total"
    return kept[0] if kept else by if by in views else "total"


def statements_additive(scope: Scope) -> dict[str, Statement]:
    """Return the statements of a count or a ratio by part: numerator, denominator, reported, expected."""
    indicator = scope.indicator
    measures = {
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reported": indicator.reported,
        "expected": indicator.expected,
    }
    return {name: measure_statement(m, scope) for name, m in measures.items() if m is not None}


def assemble(scope: Scope, regions: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per region, period and category with its parts and its value.

    `regions` has region_code, period, reported, expected of every row wanted. A region that reported and counted none of
    a category has 0 there; one whose sum is missing, or that did not report, has nothing. Afterwards `reported` counts the
    units that sent the numerator and the denominator, `answered` those that sent the numerator.
    """
    answer = _grid(scope, regions, frames)
    for name, part in frames.items():
        split = _is_split(scope, name)
        shared = ["region_code", "period", *(["category"] if split else [])]
        part = part.dropna(subset=["category"]) if split else part
        part = part.assign(has_row=True) if name == "numerator" else part
        part = part.rename(columns={"total": name})[[*shared, name, *(["has_row"] if name == "numerator" else [])]]
        answer = answer.merge(part, how="left", on=shared, suffixes=("_units", ""))
        if f"{name}_units" in answer:
            answer[name] = answer[name].fillna(answer[f"{name}_units"])
    if scope.indicator.numerator is not None and scope.indicator.numerator.mart in ZERO_FILLED:
        none_counted = answer["has_row"].isna() & (answer["reported"] > 0)
        answer.loc[none_counted, "numerator"] = 0.0
    if "denominator" not in answer:
        answer["denominator"] = np.nan
    answer["answered"] = answer["reported"]
    if scope.indicator.reported is None:
        answer["reported"] = answer["complete"]
    return with_value(scope, answer)


def _is_split(scope: Scope, name: str) -> bool:
    """Say whether a part of the answer is summed by category; one whose mart lacks the breakdown is the same for all."""
    measure: Measure = getattr(scope.indicator, name)
    return scope.by is not None and scope.by in MART_CATEGORIES[measure.mart]


def _grid(scope: Scope, regions: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return region × period × category; the categories of a period are those counted anywhere in it, above or below."""
    if scope.by is None:
        return regions.assign(category=None)
    split = [frames[name] for name in ("numerator", "denominator") if name in frames and _is_split(scope, name)]
    seen = pd.concat([part[["period", "category"]] for part in split]).dropna().drop_duplicates()
    return regions.merge(seen, how="left", on="period")


def with_value(scope: Scope, answer: pd.DataFrame) -> pd.DataFrame:
    """Add value, limits and n to a frame that has numerator and denominator; nothing is divided by zero."""
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
    per_head = indicator.unit == "currency_per_person"
    count = bottom if indicator.interval == "wilson" or per_head else top
    counts_people = per_head or indicator.unit in ("person", "per_1000", "share", "facility")
    n = count if counts_people else np.full_like(top, np.nan)
    return answer.assign(value=value, lower=lower * indicator.scale, upper=upper * indicator.scale, n=n)
