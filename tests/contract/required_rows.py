"""Which required records a build holds no row of: for a test of a workspace that is said to be complete, such as the demo's."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from pipelines.requirements import REQUIREMENTS, Requirement
from pipelines.warehouse.schema import build_datasets, quoted, raw_columns


def missing_rows(connection: duckdb.DuckDBPyConnection, requirements: Iterable[Requirement] = REQUIREMENTS) -> list[str]:
    """Return, for each record or code without a row in an open build, `A05 facility.network`; empty when all is there.

    A column counts when some row has a value in it. What stays in the archive (numbers of licences) is in no build and is passed over.
    """
    found = []
    for requirement in requirements:
        for name, columns in requirement.records:
            kept = raw_columns(build_datasets()[name])
            asked = [c for c in columns if c in kept]
            (counts,) = connection.execute(f"select {', '.join(f'count({quoted(c)})' for c in asked)} from {quoted('raw_' + name)}").fetchall()
            found += [f"{requirement.code} {name}.{c}" for c, count in zip(asked, counts, strict=True) if not count]
        for name, column, codes in requirement.codes:
            rows = connection.execute(f"select distinct {quoted(column)} from {quoted('raw_' + name)}").fetchall()
            found += [f"{requirement.code} {name}.{column} = {code}" for code in codes if (code,) not in rows]
    return found
