"""The content hash of a table: the same rows give the same hash, whatever their order and whoever sent them."""

from __future__ import annotations

from pipelines.warehouse.connect import Connection
from pipelines.warehouse.schema import quoted

_NOT_HASHED = frozenset({"batch", "file", "made_at", "build"})


def table_columns(connection: Connection, table: str) -> dict[str, str]:
    """Return column -> type of a table."""
    rows = connection.execute(
        "select column_name, data_type from duckdb_columns() where table_name = ? and schema_name = 'main' order by column_index",
        [table],
    ).fetchall()
    return dict(rows)


def table_hash(connection: Connection, table: str, columns: list[str] | None = None) -> tuple[int, str]:
    """Return the number of rows and the content hash of a table.

    Fractions are compared to ten digits: sums over several threads differ in the last ones.
    """
    kinds = table_columns(connection, table)
    names = columns if columns is not None else [name for name in kinds if name not in _NOT_HASHED]
    exact = table.startswith(("raw_", "stg_", "in_"))
    parts = [
        f"printf('%.10g', {quoted(n)})" if kinds[n] in ("DOUBLE", "FLOAT") and not exact else quoted(n) for n in names
    ] or ["0"]
    row = connection.execute(
        f"select count(*), coalesce(sum(hash({', '.join(parts)})::HUGEINT), 0) from {quoted(table)}"
    ).fetchone()
    assert row is not None
    return int(row[0]), f"{int(row[1]):032x}"
