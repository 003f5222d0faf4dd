"""What the engine adds to finished marts, for everything that makes a build."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.site import Site
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.norm_tables import Row
from pipelines.warehouse.released import Withheld

MANY_ROWS = 200_000  # of a mart: fewer are summed within 10 ms when asked


def complete(connection: Connection, site: Site, before: tuple[Withheld, ...]) -> Mapping[str, list[Row]]:
    """Store the sums of large marts, and return the rows of the tables that may leave (`warehouse.released`).

    A small site stores nothing, and one that keeps everything inside releases nothing: neither then loads the engine.
    """
    largest = connection.execute("select max(estimated_size) from duckdb_tables()").fetchone()
    if largest is not None and (largest[0] or 0) >= MANY_ROWS:
        from pipelines.engine.stored import store_sums

        store_sums(connection, site, MANY_ROWS)
    if set(site.profiles) <= {"internal"}:
        return {}
    from pipelines.engine.release.made import released_tables

    return released_tables(connection, site, before)
