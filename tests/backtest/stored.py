"""A build asked twice: as it was made, and with the sums of its marts stored, however small they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.engine.additive import parts_of
from pipelines.engine.known import Build
from pipelines.engine.observe import Known, Query, all_indicators, observe
from pipelines.engine.resolve import resolved
from pipelines.engine.stored import store_sums, stored_statement
from pipelines.site import Site

SUMMED = [name for name, i in all_indicators().items() if i.kind in ("count", "ratio")]


@contextmanager
def with_sums(build: Path, site: Site, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a copy of a build in which every measure of a mart with a row is stored."""
    path = folder / "stored.duckdb"
    shutil.copyfile(build, path)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as con:
        store_sums(con, site, 1)
        own = Build(con, site)
        scope = resolved(own, Query("headcount"))
        assert len(own.stored) > 10 and all(stored_statement(own, scope, m) is not None for m in parts_of(scope).values())
        yield con


def unlike(plain: duckdb.DuckDBPyConnection, stored: duckdb.DuckDBPyConnection, site: Site, queries: list[Query]) -> list[str]:
    """Return the questions that are not answered alike, with what differs."""
    found, known = [], (Known(), Known())
    for query in queries:
        computed, looked_up = (observe(con, site, query, own) for con, own in zip((plain, stored), known, strict=True))
        try:
            pd.testing.assert_frame_equal(computed, looked_up, check_exact=False, rtol=1e-9, atol=1e-9)
        except AssertionError as error:
            found.append(f"{query}: {error}")
    return found
