"""The regions and periods an answer must have, with the units expected in each and those that reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.engine.groups import grouped, numbers
from pipelines.engine.known import Build
from pipelines.engine.scope import ALL, Columns, Scope, Statement
from pipelines.engine.status import datasets_beside, needed_datasets, reporting_statement

Floats = NDArray[np.float64]
Objects = NDArray[np.object_]
COUNTS = ("expected", "reported", "complete")


@dataclass(frozen=True, slots=True)
class Regions:
    """Rows region × period (one each): `counts` are expected, reported and complete units; `codes` and `labels` number regions and periods."""

    region_code: Objects
    period: Objects
    counts: Columns
    codes: Mapping[str, int]
    labels: Mapping[str, int]

    @classmethod
    def of(cls, region_code: Objects, period: Objects, counts: Columns) -> Regions:
        """Return rows with their regions and periods numbered."""
        numbered = ({code: n for n, code in enumerate(dict.fromkeys(column))} for column in (region_code, period))
        return cls(region_code, period, counts, *numbered)

    def keys(self, region_code: Objects, period: Objects) -> NDArray[np.int64]:
        """Return one number for each pair of a region and a period, -1 for a region or period that has no row here."""
        if len(self.labels) == 1 and np.array_equal(region_code, self.region_code) and np.array_equal(period, self.period):
            return np.arange(len(period))  # a map of one period, in its own order
        places, times = numbers(region_code, self.codes), numbers(period, self.labels)
        return np.where((places < 0) | (times < 0), -1, places * len(self.labels) + times)

    def kept(self, rows: NDArray[Any]) -> Regions:
        """Return some of the rows, by place or by a mask."""
        return Regions.of(self.region_code[rows], self.period[rows], {name: counts[rows] for name, counts in self.counts.items()})

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame: region_code, period, expected, reported, complete."""
        return pd.DataFrame({"region_code": self.region_code, "period": self.period, **self.counts})


def columns_of(build: Build, statement: Statement) -> Columns:
    """Return the columns of a statement's answer, never to be changed: who asks a build often is given what was kept of the last time."""
    return build.known.columns(_key(statement), lambda: _fetched(build, statement))


def _key(statement: Statement) -> tuple[str, str]:
    return statement.sql, repr(sorted(statement.params.items()))


def _fetched(build: Build, statement: Statement) -> Columns:
    found = build.con.execute(statement.sql, dict(statement.params) or None).fetchnumpy()
    return {name: _plain(column) for name, column in found.items()}


def _plain(column: NDArray[Any]) -> NDArray[Any]:
    """Return a column with what is missing marked in it: whole numbers are then floats, and what is neither number nor day objects."""
    missing = np.ma.getmaskarray(column) if isinstance(column, np.ma.MaskedArray) else None
    values = np.ma.getdata(column)
    if missing is not None and missing.any():
        kind = values.dtype.kind
        values = values if kind == "M" else values.astype(float if kind in "iuf" else object)
        values[missing] = np.datetime64("NaT") if kind == "M" else np.nan if kind in "iuf" else None
    values.setflags(write=False)
    return values


def regions_of(build: Build, scope: Scope) -> Regions:
    """Return the rows an answer must have.

    A region without a reporting unit in a period (not founded yet, abolished) is left out unless it was asked for; a root
    never is. The whole span of the data is told by its last year.
    """
    if not scope.is_whole:
        regions = _counted(build, scope)
        if scope.region:
            return regions
        roots = numbers(regions.region_code, {r.code: 1 for r in scope.site.roots}) > 0
        stand = (regions.counts["expected"] > 0) | roots
        return regions if stand.all() else regions.kept(stand)
    years = [p for p in build.periods.values() if p.kind in ("year", "fiscal_year")]
    if years:
        last = regions_of(build, replace(scope, periods=(max(years, key=lambda p: p.end_on),), is_whole=False))
        return Regions.of(last.region_code, np.full(len(last.period), ALL, dtype=object), last.counts)
    codes = [r.code for r in scope.site.roots] if scope.level == scope.site.root_level else []
    found = np.array([c for c in codes if scope.region in (None, c)], dtype=object)
    return Regions.of(found, np.full(len(found), ALL, dtype=object), {name: np.zeros(len(found)) for name in COUNTS})


def _counted(build: Build, scope: Scope) -> Regions:
    """Return the units of every region and period of a scope; of a build asked often those of the whole level are looked up once."""
    if scope.region is None or not (build.is_asked_often and scope.is_of_units):
        return _looked_up(build, scope)[0]
    whole, where = _looked_up(build, replace(scope, region=None, parent=None))
    return whole.kept(where == whole.codes.get(scope.region, -1))


def _looked_up(build: Build, scope: Scope) -> tuple[Regions, NDArray[np.int64]]:
    statement = reporting_statement(scope)
    key = _key(statement)
    told = build.known.get(("told", *key), lambda: _Told.of(_fetched(build, statement)))
    needs, beside = needed_datasets(scope), datasets_beside(scope)
    counts = build.known.get((*key, *needs, None, *beside), lambda: told.counts(frozenset(needs), frozenset(beside)))
    return replace(told.regions, counts=counts), told.where


@dataclass(frozen=True, slots=True)
class _Told:
    """What the units of each of `regions` told: `units` told `sets[told]` (empty: nothing) in the row `row`; `where` is each row's region."""

    regions: Regions
    where: NDArray[np.int64]
    row: NDArray[np.int64]
    told: NDArray[np.int64]
    sets: tuple[frozenset[str], ...]
    units: Floats

    @classmethod
    def of(cls, found: Columns) -> _Told:
        """Return what a statement of reporting found."""
        keys, groups = grouped({**found, "category": np.full(len(found["period"]), None)}, "")
        regions = Regions.of(keys["region_code"], keys["period"], {})
        where = numbers(regions.region_code, regions.codes)
        texts = {text: n for n, text in enumerate(dict.fromkeys(found["told"].tolist()))}
        sets = tuple(frozenset(text.split(" ")) if text else frozenset[str]() for text in texts)
        told = numbers(found["told"], texts)
        return cls(regions, where, groups.group, told, sets, found["units"].astype(float))

    def counts(self, needs: frozenset[str], beside: frozenset[str]) -> Columns:
        """Return the units expected in each row, those that sent what is needed, and those that sent what is beside it as well."""
        is_sent = [[bool(told), bool(told & needs), bool(told & needs) and bool(not beside or told & beside)] for told in self.sets]
        flags = np.array(is_sent, dtype=float).reshape(-1, len(COUNTS))[self.told]
        size = len(self.regions.period)
        return {name: np.bincount(self.row, weights=self.units * flag, minlength=size) for name, flag in zip(COUNTS, flags.T, strict=True)}
