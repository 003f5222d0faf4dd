"""What of a build may leave, for everything that makes one."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.site import Site
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.norm_tables import Row
from pipelines.warehouse.released import Withheld


def release(connection: Connection, site: Site, before: tuple[Withheld, ...]) -> Mapping[str, list[Row]]:
    """Return the rows of the tables that may leave (`warehouse.released`); a site that keeps everything inside spends nothing."""
    if set(site.profiles) <= {"internal"}:
        return {}
    from pipelines.engine.release.made import released_tables

    return released_tables(connection, site, before)
