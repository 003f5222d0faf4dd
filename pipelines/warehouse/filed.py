"""What was filed, counted over every dataset alike: rows by place and period, how many fields are filled, rows by sheet."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.schema import build_datasets, quoted

FILED_TABLES: dict[str, str] = {
    "filed": "dataset VARCHAR, place_code VARCHAR, period VARCHAR, rows BIGINT",
    "filled": "dataset VARCHAR, place_code VARCHAR, period VARCHAR, column_name VARCHAR, asked BIGINT, filled BIGINT",
    "doubted": "dataset VARCHAR, place_code VARCHAR, period VARCHAR, doubt VARCHAR, rows BIGINT, checked BIGINT",
    "sheet_filed": "dataset VARCHAR, batch VARCHAR, file VARCHAR, source_sheet VARCHAR, unit VARCHAR, period VARCHAR, rows BIGINT",
}


def count_filed(connection: Connection) -> None:
    """Make the FILED_TABLES from the raw tables of a build.

    `filed`, `filled` and `doubted` hold datasets of places only. `filled` counts the wanted columns of a dataset: `asked` are the
    rows in which a value is asked for, `filled` those that have one. `doubted` counts its doubts: `checked` are the rows that say
    enough to judge, `rows` those in doubt.
    """
    for name, columns in FILED_TABLES.items():
        connection.execute(f"create table {quoted(name)} ({columns})")
    for dataset in build_datasets().values():
        raw = quoted(f"raw_{dataset.name}")
        if not _has_rows(connection, raw):
            continue
        connection.execute(
            f"insert into sheet_filed select ?, batch, file, source_sheet, unit, period, count(*) from {raw} group by all", [dataset.name]
        )
        if dataset.place:
            _count_places(connection, dataset, raw)
            _count_doubts(connection, dataset, raw)


def _has_rows(connection: Connection, table: str) -> bool:
    return connection.execute(f"select 1 from {table} limit 1").fetchone() is not None


def _count_places(connection: Connection, dataset: Dataset, raw: str) -> None:
    """Count rows, and for each wanted column those asked and filled, in one pass."""
    place, values, counts = quoted(dataset.place), [], []
    for number, wanted in enumerate(dataset.wanted):
        asked = f"{quoted(wanted.given)} is not null" if wanted.given else "true"
        if wanted.among:
            asked = f"list_contains(?, {quoted(wanted.given)})"
            values += [list(wanted.among)] * 2
        counts.append(
            f", count(*) filter ({asked}) as asked_{number}, count({quoted(wanted.column)}) filter ({asked}) as filled_{number}"
        )
    connection.execute(
        f"create or replace temp table counted as select {place} as place_code, period, count(*) as rows{''.join(counts)} from {raw}"
        f" where {place} is not null group by all",
        values,
    )
    connection.execute("insert into filed select ?, place_code, period, rows from counted", [dataset.name])
    for number, wanted in enumerate(dataset.wanted):
        connection.execute(
            f"insert into filled select ?, place_code, period, ?, asked_{number}, filled_{number} from counted where asked_{number} > 0",
            [dataset.name, wanted.column],
        )
    connection.execute("drop table counted")


def _count_doubts(connection: Connection, dataset: Dataset, raw: str) -> None:
    place = quoted(dataset.place)
    for doubt in dataset.doubts:
        connection.execute(
            f"insert into doubted select ?, {place}, period, ?, count(*) filter ({doubt.condition}), count({doubt.condition}) from {raw}"
            f" where {place} is not null group by {place}, period having count({doubt.condition}) > 0",
            [dataset.name, doubt.name],
        )
