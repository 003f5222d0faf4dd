"""Provenance of one number: the statements, the tables, the files, and the rows that add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.engine.lineage import Lineage, lineage_of_sql
from pipelines.engine.observe import fetch, observe, resolve, statements_of
from pipelines.engine.scope import Query, Scope, Statement
from pipelines.engine.sources import SourceRow, rows_behind, sheets_behind
from pipelines.engine.trace_rows import of_category, row_statements, sums_of
from pipelines.site import Site
from pipelines.warehouse.connect import Connection

CLOSE = 1e-9  # of the figure itself: sums of fractions in another order


@dataclass(frozen=True, slots=True)
class Check:
    """What the rows of a part add up to beside what the observation says, for one region and period."""

    region_code: str
    period: str
    column: str
    shown: float
    summed: float

    @property
    def agrees(self) -> bool:
        """Whether the two are the same number."""
        return abs(self.shown - self.summed) <= CLOSE * max(1.0, abs(self.shown))


@dataclass(frozen=True, slots=True)
class Trace:
    """All that stands behind a number.

    `observations` is the number as `observe` answers it, `statements` what was run for it, `lineage` the tables it is made of and
    `needed` the datasets the indicator rests on, of which `sheets` were filed for the region and periods. `rows` are the rows
    of the marts by part, `checks` their sums, `source_rows` the rows of files about the same persons or places.
    """

    observations: pd.DataFrame
    statements: Mapping[str, Statement]
    lineage: Lineage
    needed: tuple[str, ...]
    sheets: list[dict[str, object]]
    rows: Mapping[str, pd.DataFrame] = field(repr=False)
    checks: tuple[Check, ...]
    source_rows: tuple[SourceRow, ...] = field(repr=False)


def trace(con: Connection, site: Site, query: Query, category: str | None = None, *, with_rows: bool = True) -> Trace:
    """Return what stands behind the answer to `query` on the open build `con`, kept to one `category` where it is broken down.

    `with_rows` False leaves the rows out (profiles other than the internal one may not see them). Raises XiangyiError as
    `observe` does, and USAGE for a breakdown without a category or a category that is not there.
    """
    scope = resolve(con, site, query)
    observations = _of_category(observe(con, site, query), scope, category)
    statements = statements_of(con, scope)
    lineage = lineage_of_sql(s.sql for name, s in statements.items() if name != "reporting")
    needed = tuple(name for name in scope.indicator.needs if name in lineage.datasets)
    sheets = sheets_behind(con, scope, lineage.datasets)
    rows: dict[str, pd.DataFrame] = {}
    if with_rows:
        found = row_statements(scope, statements)
        rows = {part: of_category(fetch(con, s), scope.by, category) for part, s in found.items()}
    sources = rows_behind(con, scope, lineage.datasets, _everybody(rows)) if rows else []
    return Trace(observations, statements, lineage, needed, sheets, rows, _checks(scope, observations, rows), tuple(sources))


def _of_category(observations: pd.DataFrame, scope: Scope, category: str | None) -> pd.DataFrame:
    there = [str(c) for c in observations["category"].dropna().unique()]
    if category is None and not scope.by:
        return observations
    if category is None or category not in there:
        found = category or "?"
        listed = ", ".join(there) or "-"
        raise XiangyiError(
            Text(f"--category 为“{found}”；按 {','.join(scope.by) or '-'} 分组的类别有：{listed}",
                 f'--category is "{found}"; by {",".join(scope.by) or "-"} there are: {listed}'),
            ExitCode.USAGE,
        )  # fmt: skip
    return observations[observations["category"] == category].reset_index(drop=True)


def _everybody(rows: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the persons and places of every part."""
    kept = [frame[[c for c in ("person_key", "place_code") if c in frame]] for frame in rows.values()]
    return pd.concat(kept, ignore_index=True)


def _checks(scope: Scope, observations: pd.DataFrame, rows: Mapping[str, pd.DataFrame]) -> tuple[Check, ...]:
    """Return the sums of each part beside the observation; a figure that is not there has nothing to be checked against."""
    found = []
    for _, told in observations.drop_duplicates(["region_code", "period"]).iterrows():
        for part, frame in rows.items():
            own = frame[(frame["region_code"] == told["region_code"]) & (frame["period"] == told["period"])]
            for column, summed in sums_of(scope, part, own).items():
                shown = told[column]
                if pd.notna(shown):
                    found.append(Check(str(told["region_code"]), str(told["period"]), column, float(shown), summed))
    return tuple(found)
