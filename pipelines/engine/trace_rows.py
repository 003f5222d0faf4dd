"""The rows a number is made of, one statement a part: what the engine sums or counts, before it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipelines.core.indicator import Measure
from pipelines.core.mart import Mart
from pipelines.engine.flow import CHANGE, COUNTED, flow_rows
from pipelines.engine.flow import STATISTICS as FLOWS
from pipelines.engine.kept import kept_rows
from pipelines.engine.scope import Scope, Statement, category_of, identifier
from pipelines.engine.survival import survival_rows

DATED: Mapping[str, tuple[str, ...]] = {
    "state": ("from_on", "to_on"), "spell": ("from_on", "to_on"), "event": ("on_date",), "stock": ("period as of_period",),
    "flow": ("period as of_period",),
}  # fmt: skip
COUNTS = "counts"  # what a row adds to its part


# statistics whose n is the rows themselves; others weigh or choose among them
COUNTING_ROWS = ("median", "median_age", "mean", "p90_p10", "highest_lowest", "pay_growth_same_person")


def row_statements(scope: Scope, statements: Mapping[str, Statement]) -> dict[str, Statement]:
    """Return, by part (numerator, denominator, rows, ...), the statement of the rows behind a number of `scope`.

    Each gives region_code, period, the breakdowns (or `category`), who or what the row is about, and its share of the part.
    `statements` are those of the number itself, which for published figures and pay are rows already.
    """
    indicator = scope.indicator
    if indicator.kind == "flow":
        return {"presences": flow_rows(scope)}
    if indicator.kind == "survival":
        has_dates = any("presence" in s.sql for s in statements.values())
        by_roster = any("roster_year" in s.sql for s in statements.values())
        return {"spells": survival_rows(scope, by_roster)} if has_dates else {}
    named = {"numerator": indicator.numerator, "denominator": indicator.denominator, "rows": indicator.rows}
    measures = {part: m for part, m in named.items() if m is not None}
    if measures:
        return {part: measure_rows(m, scope, summed=part != "rows") for part, m in measures.items()}
    return {part: s for part, s in statements.items() if "person_key" in s.sql or part == "published"}


def measure_rows(measure: Measure, scope: Scope, *, summed: bool) -> Statement:
    """Return the statement of the rows of a mart that a measure is summed (or, for a statistic, read) from."""
    kept = kept_rows(measure, scope)
    mart, known = kept.mart, (*kept.mart.columns, *kept.mart.details)
    counts = f"m.{identifier(measure.column, known)} as {COUNTS}"
    also = [f"m.{identifier(c, (*known, *mart.categories))}" for c in measure.also]
    columns = [*_about(measure, mart, kept.by), *(f"{category_of((b,), mart.categories)} as {b}" for b in kept.by), *also, counts]
    adds = f" and m.{measure.column} <> 0" if summed else f" and m.{measure.column} is not null"
    return kept.select(f"s.region_code, s.period, {', '.join(columns)}", joins=adds)


def _about(measure: Measure, mart: Mart, by: tuple[str, ...]) -> list[str]:
    """Return the columns that say what a row of a mart is about: place, person, days, and what the measure is kept to."""
    kept_to = [name for name, _ in measure.where if name in (*mart.categories, *mart.filters) and name not in by]
    group = ["staff_group"] if "staff_group" in mart.categories and "staff_group" not in (*by, *kept_to) else []
    names = ["place_code", *(["person_key"] if mart.persons else []), *DATED[mart.time], *group, *dict.fromkeys(kept_to)]
    return [f"m.{name}" for name in names]


def of_category(rows: pd.DataFrame, by: tuple[str, ...], category: str | None) -> pd.DataFrame:
    """Return the rows of one category; a breakdown they cannot tell is the same for all."""
    if category is None:
        return rows
    if "category" in rows and rows["category"].notna().any():
        return rows[rows["category"] == category].reset_index(drop=True)
    for name, code in zip(by, category.split(","), strict=True):
        if name in rows:
            rows = rows[rows[name] == code]
    return rows.reset_index(drop=True)


def sums_of(scope: Scope, part: str, rows: pd.DataFrame) -> dict[str, float]:
    """Return what the rows of one region and period add up to, by column of the observation (numerator, denominator, n)."""
    if part in ("numerator", "denominator"):
        measure = getattr(scope.indicator, part)
        if scope.indicator.kind == "statistic" or measure.exposure:  # what it makes of the rows is its own: shares of both, person-years
            return {}
        return {part: float(rows[COUNTS].sum())}
    if part == "presences":
        return _flow_sums(scope, rows)
    if part == "spells":
        sums = {"numerator": float(rows["event"].sum())}
        return {**sums, "n": float(len(rows))} if scope.indicator.statistic == "kaplan_meier" and not scope.indicator.months else sums
    counts_rows = scope.indicator.statistic in COUNTING_ROWS
    return {"n": float(len(rows))} if counts_rows else {}


def _flow_sums(scope: Scope, rows: pd.DataFrame) -> dict[str, float]:
    total = {name: float(rows[name].sum()) for name in COUNTED}
    if scope.indicator.statistic == CHANGE:
        return {"numerator": total["closing"] - total["opening"], "denominator": total["opening"]}
    total["mean_headcount"] = (total["opening"] + total["closing"]) / 2
    top, bottom = FLOWS[scope.indicator.statistic]
    return {"numerator": total[top], "denominator": total[bottom]}


def plain(value: Any) -> Any:
    """Return a cell as a plain value: None where it is missing, a day as ISO text, a whole number as such."""
    if value is None or value is pd.NaT or value != value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
