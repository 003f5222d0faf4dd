"""The tables of a build that hold what may leave, and what an earlier build hid: cells that stay hidden while they are unchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pipelines.site import Site
from pipelines.warehouse.connect import Connection, open_build
from pipelines.warehouse.norm_tables import Row

RELEASE_TABLES: dict[str, str] = {
    "released": "profile VARCHAR, indicator VARCHAR, region_code VARCHAR, level VARCHAR, period VARCHAR, breakdown VARCHAR, category VARCHAR,"
                " at_time DOUBLE, numerator DOUBLE, denominator DOUBLE, value DOUBLE, lower DOUBLE, upper DOUBLE, n DOUBLE, reported DOUBLE,"
                " expected DOUBLE, status VARCHAR",
    "released_account": "profile VARCHAR, cells BIGINT, primary_hidden BIGINT, complementary BIGINT, kept_hidden BIGINT, shown BIGINT,"
                        " fractional BIGINT",
    "released_hidden": "profile VARCHAR, cell VARCHAR, value BIGINT, was_hidden BOOLEAN",
}
Withheld = tuple[str, str, int | None]  # profile, cell, its value then (None: stays hidden whatever it is now)
Complete = Callable[[Connection, Site, tuple[Withheld, ...]], Mapping[str, list[Row]]]


def nothing_added(connection: Connection, site: Site, before: tuple[Withheld, ...]) -> Mapping[str, list[Row]]:
    """Add nothing and release nothing: the tables of what may leave are there, and empty."""
    return {}


def hidden_in(path: Path) -> tuple[Withheld, ...]:
    """Return what a build hides, with the values; nothing for a build that is gone or older than these tables."""
    return _rows(path, "select profile, cell, value from released_hidden order by profile, cell")


def kept_hidden_in(path: Path, tables: Mapping[str, tuple[int, str]]) -> tuple[Withheld, ...]:
    """Return the cells a build of these tables hides because the one before it did, so that it can be made again without that one."""
    if not hides_any(tables):
        return ()
    return _rows(path, "select profile, cell, null from released_hidden where was_hidden order by profile, cell")


def hides_any(tables: Mapping[str, tuple[int, str]]) -> bool:
    """Return whether a build with these tables (rows and content hash) hides cells: one that does not need not be opened to tell."""
    return tables.get("released_hidden", (0, ""))[0] > 0


def account_in(path: Path) -> list[dict[str, object]]:
    """Return how many cells of a build are printed, hidden and shown, a row a profile; none for an older build."""
    with open_build(path) as connection:
        known = connection.execute("select count(*) from duckdb_tables() where table_name = 'released_account'").fetchone()
        rows = connection.execute("select * from released_account order by profile desc").fetchall() if known and known[0] else []
    names = [column.split()[0] for column in RELEASE_TABLES["released_account"].split(", ")]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _rows(path: Path, statement: str) -> tuple[Withheld, ...]:
    if not path.is_file():
        return ()
    with open_build(path) as connection:
        known = connection.execute("select count(*) from duckdb_tables() where table_name = 'released_hidden'").fetchone()
        return tuple(connection.execute(statement).fetchall()) if known and known[0] else ()
