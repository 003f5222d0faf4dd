"""The content hash of a table: the same rows give the same hash, whatever their order and whoever sent them."""

from __future__ import annotations

from pipelines.warehouse.connect import Connection
from pipelines.warehouse.schema import quoted

NOTHING = (0, f"{0:032x}")  # rows and hash of a table without rows
_NOT_HASHED = frozenset({"batch", "file", "made_at", "build"})


def blank_tables(connection: Connection) -> set[str]:
    """Return the tables known to have no rows."""
    return {row[0] for row in connection.execute("select table_name from duckdb_tables() where estimated_size = 0").fetchall()}


def table_hashes(connection: Connection) -> dict[str, tuple[int, str]]:
    """Return rows and content hash of every table of a build.

    Fractions of marts are compared to ten digits: sums over several threads differ in the last ones.
    """
    blank = blank_tables(connection)
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, name, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'main' and not internal"
        " and table_name in (select table_name from duckdb_tables() where not temporary) order by table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append((name, kind))
    return {table: NOTHING if table in blank else _table_hash(connection, table, kinds) for table, kinds in columns.items()}


def _table_hash(connection: Connection, table: str, kinds: list[tuple[str, str]]) -> tuple[int, str]:
    exact = table.startswith(("raw_", "stg_"))
    parts = [
        f"printf('%.10g', {quoted(name)})" if kind in ("DOUBLE", "FLOAT") and not exact else quoted(name)
        for name, kind in kinds if name not in _NOT_HASHED
    ]
    return _hash(connection, f"select hash({', '.join(parts or ['0'])}) as h from {quoted(table)}")


def file_hashes(connection: Connection, table: str, columns: list[str]) -> dict[int, tuple[int, str]]:
    """Return the number of rows and the content hash of the rows of each file in a staging table: once over the table for all."""
    names = ", ".join(quoted(name) for name in columns)
    found = connection.execute(
        f"select file_no, count(*), sum(hash({names})::HUGEINT) from {quoted(table)} group by file_no order by file_no"
    ).fetchall()
    return {int(number): (int(count), f"{int(total):032x}") for number, count, total in found}


def _hash(connection: Connection, hashes: str) -> tuple[int, str]:
    """Add the hashes of all rows: the sum does not depend on their order, and a row that stands twice counts twice."""
    row = connection.execute(f"select count(*), coalesce(sum(h::HUGEINT), 0) from ({hashes})").fetchone()
    return (int(row[0]), f"{int(row[1]):032x}") if row else NOTHING
