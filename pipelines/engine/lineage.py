"""From an indicator, or a statement, to the marts, staging tables and datasets behind it: found by reading the SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.core.indicator import Indicator
from pipelines.engine.marts import mart_of
from pipelines.warehouse.build import SQL
from pipelines.warehouse.portable import references, sql_files
from pipelines.warehouse.site_tables import SITE_TABLES

Layer = Literal["mart", "staging", "raw", "site", "frame"]
FRAME: frozenset[str] = frozenset(
    ("place", "place_span", "place_stand", "place_trait", "data_span", "reference_day", "reporting", "period", "unit_span")
)  # where and when: every number stands in it, so it is named and not followed to the registers it is made of
KIND_MARTS: Mapping[str, tuple[str, ...]] = {  # what the engine's own statements of a kind read
    "flow": ("presence",), "survival": ("presence",), "published": ("income_published",), "statistic": ("person_pay_year",),
}


@dataclass(frozen=True, slots=True)
class Lineage:
    """Tables behind a number by layer, and which table reads which; `datasets` are those whose rows the tables are made of."""

    layers: Mapping[str, Layer]
    reads: Mapping[str, tuple[str, ...]]

    def of(self, layer: Layer) -> tuple[str, ...]:
        """Return the tables of a layer, in order of name."""
        return tuple(sorted(name for name, own in self.layers.items() if own == layer))

    @property
    def datasets(self) -> tuple[str, ...]:
        """The names of the datasets behind the number."""
        return tuple(name.removeprefix("raw_") for name in self.of("raw"))


def lineage_of(tables: Iterable[str]) -> Lineage:
    """Return what `tables` are made of, down to raw_<dataset>; FRAME and the site's settings are named but not followed."""
    layers: dict[str, Layer] = {}
    reads: dict[str, tuple[str, ...]] = {}
    waiting = sorted(set(tables), reverse=True)
    while waiting:
        name = waiting.pop()
        if name in layers:
            continue
        layers[name] = _layer(name)
        if layers[name] in ("mart", "staging"):
            reads[name] = _reads(name)
            waiting += reversed(reads[name])
    return Lineage(layers, reads)


def lineage_of_sql(statements: Iterable[str]) -> Lineage:
    """Return what statements of the engine read, and what that is made of."""
    return lineage_of(table for sql in statements for table in references(sql))


def lineage_of_indicator(indicator: Indicator) -> Lineage:
    """Return what an indicator is computed from, without a build: what the manual says it reads.

    For kinds with statements of their own it is what those read for every question.
    """
    measures = [m for m in (indicator.numerator, indicator.denominator, indicator.rows, indicator.ranking) if m is not None]
    named = [mart for m in measures for mart in (m.mart, m.having) if mart]
    own = [] if named else KIND_MARTS[indicator.kind]
    return lineage_of([*(mart_of(name).name for name in (*named, indicator.origin) if name), *own])


def _layer(name: str) -> Layer:
    if name in FRAME:
        return "frame"
    if name in SITE_TABLES:
        return "site"
    if name.startswith("raw_"):
        return "raw"
    return "staging" if name.startswith("stg_") else "mart"


@cache
def _files() -> Mapping[str, str]:
    return sql_files(SQL / "staging", SQL / "marts")


@cache
def _reads(name: str) -> tuple[str, ...]:
    """Return the tables that a shipped file reads; none for a table that no file makes (aliases of persons, accounts of files)."""
    sql = _files().get(name)
    return tuple(sorted(references(sql))) if sql is not None else ()


def within(lineage: Lineage, wanted: Collection[str]) -> tuple[str, ...]:
    """Return the datasets of a lineage that are among `wanted` (an indicator's `needs`), in that order."""
    return tuple(name for name in wanted if name in lineage.datasets)
