"""Make a build: raw tables from the live loads, site tables, then staging and marts by the shipped SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.core.dataset import Dataset
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.alias import ALIAS_TABLES, merge_provisional
from pipelines.warehouse.connect import Connection, open_scratch
from pipelines.warehouse.content import table_hashes
from pipelines.warehouse.filed import FILED_TABLES, count_filed
from pipelines.warehouse.history import Contents, Record
from pipelines.warehouse.killpoint import KillPoint, reach
from pipelines.warehouse.loads import Live, day_of, now
from pipelines.warehouse.model import Model, Progress, model_of
from pipelines.warehouse.norm_tables import Row
from pipelines.warehouse.order import sql_files
from pipelines.warehouse.released import RELEASE_TABLES, Complete, nothing_added
from pipelines.warehouse.schema import (
    all_datasets,
    build_datasets,
    cleaned_columns,
    key_terms,
    quoted,
    quoted_list,
    raw_columns,
)
from pipelines.warehouse.site_tables import SITE_TABLES, period_rows, site_rows
from pipelines.warehouse.workspace import Workspace

SQL = Path(__file__).resolve().parent.parent / "sql"
INFO_TABLES: dict[str, str] = {
    "build_info": "build VARCHAR, made_at VARCHAR, batch VARCHAR, site VARCHAR, is_synthetic BOOLEAN",
    "batch_info": "batch VARCHAR, made_at VARCHAR, state VARCHAR, files VARCHAR, rows BIGINT, sender VARCHAR, mode VARCHAR,"
                  " undone_at VARCHAR, undone_by VARCHAR, made_on DATE",
    "quality": "batch VARCHAR, file VARCHAR, dataset VARCHAR, form VARCHAR, source_sheet VARCHAR, rows_in BIGINT, loaded BIGINT,"
               " quarantined BIGINT, duplicate BIGINT, ignored BIGINT",
    "load_info": "dataset VARCHAR, unit VARCHAR, period VARCHAR, split VARCHAR, batch VARCHAR, rows BIGINT, came_on DATE",
}


def make_build(
    workspace: Workspace, contents: Contents, path: Path, progress: Progress, sql: Path = SQL,
    complete: Complete = nothing_added,
) -> dict[str, tuple[int, str]]:
    """Write a new build of `contents` to `path`; return rows and content hash of each table.

    `sql` is the folder of the shipped SQL, `complete` adds to finished marts and gives the rows of the tables that may leave.
    The file is closed and complete (checkpointed, no write-ahead log beside it) when this returns.
    """
    connection = open_scratch(path, sum(load.rows for load in contents.live))
    try:
        connection.begin()  # a commit for each of a hundred small tables costs more than making them
        _raw_tables(connection, workspace, contents.live)
        merge_provisional(connection)
        count_filed(connection)
        _info_tables(connection, workspace, contents)
        create_tables(connection, SITE_TABLES, {**site_rows(workspace.site), "period": _periods(connection, workspace)})
        connection.commit()
        reach(KillPoint.BUILD_RAW)
        _run_sql(connection, sql, progress)
        reach(KillPoint.BUILD_MARTS)
        create_tables(connection, RELEASE_TABLES, complete(connection, workspace.site, contents.withheld))
        reach(KillPoint.BUILD_RELEASED)
        tables = _account(connection)
        connection.execute("CHECKPOINT")
        reach(KillPoint.CHECKPOINT)
    finally:
        connection.close()
    leftover = path.with_name(path.name + ".wal")
    if leftover.exists():
        raise XiangyiError(
            Text(f"{leftover.name} 未写入数据版本；请检查磁盘空间后重试", f"{leftover.name} was not written into the build; check the disk space and try again"),
            ExitCode.DAMAGED,
        )
    return tables


def shipped_model(sql: Path = SQL) -> Model:
    """Return the model of the shipped SQL, or of that in another folder."""
    return model_of(sql_files(sql / "staging", sql / "marts"), known_tables())


def known_tables() -> list[str]:
    """Return every table a shipped SQL file may read besides those of other files."""
    return [*(f"raw_{name}" for name in build_datasets()), *SITE_TABLES, *INFO_TABLES, *ALIAS_TABLES, *FILED_TABLES]


def create_tables(connection: Connection, tables: Mapping[str, str], rows: Mapping[str, list[Row]]) -> None:
    """Make small tables and fill them."""
    for name, columns in tables.items():
        connection.execute(f"create table {quoted(name)} ({columns})")
        _insert(connection, name, rows.get(name, []))


def _insert(connection: Connection, table: str, rows: list[Row]) -> None:
    """Insert rows all at once, as columns: a build of many files has tens of thousands of loads to write down."""
    if not rows:
        return
    connection.register("rows_to_insert", pa.table({f"c{place}": list(values) for place, values in enumerate(zip(*rows, strict=True))}))
    connection.execute(f"insert into {quoted(table)} select * from rows_to_insert")
    connection.unregister("rows_to_insert")


def _raw_tables(connection: Connection, workspace: Workspace, live: Iterable[Live]) -> None:
    """Make raw_<dataset> for every dataset: the rows of its live loads, empty where there are none."""
    by_dataset: dict[str, list[Live]] = {}
    for load in live:
        by_dataset.setdefault(load.key.dataset, []).append(load)
    for name, dataset in build_datasets().items():
        columns = raw_columns(dataset)
        table = quoted(f"raw_{name}")
        connection.execute(f"create table {table} ({', '.join(f'{quoted(c)} {t}' for c, t in columns.items())})")
        loads = by_dataset.get(name, [])
        if loads:
            _fill_raw(connection, workspace, dataset, loads)


def _fill_raw(connection: Connection, workspace: Workspace, dataset: Dataset, loads: list[Live]) -> None:
    table, columns = quoted(f"raw_{dataset.name}"), quoted_list(list(raw_columns(dataset)))
    live_files(connection, workspace, dataset.name, loads)
    row = connection.execute(f"insert into {table} select {columns} from live_rows").fetchone()
    expected = sum(load.rows for load in loads)
    if row is None or row[0] != expected:
        raise XiangyiError(
            Text(f"{dataset.title.zh}：台账记 {expected} 行，清洗后的文件有 {row and row[0]} 行；请重新加载原文件",
                 f"{dataset.title.en}: the ledger counts {expected} rows, the cleaned files hold {row and row[0]}; load the original files again"),
            ExitCode.DAMAGED,
        )
    batches = connection.execute(f"select count(distinct batch) from {table}").fetchone()
    if batches is not None and batches[0] > 1:
        _newest_of_each_key(connection, dataset)
    connection.execute("drop view live_rows; drop view cleaned_rows; drop table live_loads")


def live_files(connection: Connection, workspace: Workspace, dataset: str, loads: Iterable[Live]) -> None:
    """Make view live_rows: the cleaned rows of the given loads of one dataset (with table live_loads beside it).

    `batch` and `file` say where a row was read; in a correction rows taken over come from earlier batches. Columns that a
    file older than the declaration lacks are null.
    """
    loads = [load for load in loads if load.rows]
    connection.execute("create or replace temp table live_loads(load_batch VARCHAR, unit VARCHAR, load_period VARCHAR)")
    _insert(connection, "live_loads", [(x.batch, x.key.unit, x.key.period) for x in loads])
    files = [str(workspace.cleaned_file(batch, dataset)) for batch in sorted({x.batch for x in loads})]
    missing = [f for f in files if not Path(f).is_file()]
    if missing:
        raise XiangyiError(
            Text(f"清洗后的文件 {missing[0]} 不见了；请重新加载原文件", f"the cleaned file {missing[0]} is gone; load the original file again"),
            ExitCode.DAMAGED,
        )
    held = _cleaned_rows(connection, all_datasets()[dataset], files)
    all_live = held == sum(load.rows for load in loads)
    chosen = "" if all_live else " semi join live_loads using (load_batch, unit, load_period)"
    connection.execute(f"create or replace temp view live_rows as select * from cleaned_rows{chosen}")


def _cleaned_rows(connection: Connection, dataset: Dataset, files: list[str]) -> int:
    """Make view cleaned_rows of every column the declaration names, and return how many rows the files hold."""
    columns = {**cleaned_columns(dataset), "load_period": "VARCHAR"}
    if not files:
        nothing = ", ".join(f"null::{kind} as {quoted(name)}" for name, kind in columns.items())
        connection.sql(f"select {nothing}, null::VARCHAR as load_batch where false").create_view("cleaned_rows", replace=True)
        return 0
    relation = connection.read_parquet(files, union_by_name=True)
    there = set(relation.columns)
    chosen = [quoted(name) if name in there else f"null::{kind} as {quoted(name)}" for name, kind in columns.items()]
    counted_in = "coalesce(load_batch, batch)" if "load_batch" in there else "batch"
    relation.project(f"{', '.join(chosen)}, {counted_in} as load_batch").create_view("cleaned_rows", replace=True)
    row = connection.execute("select count(*) from cleaned_rows").fetchone()
    return 0 if row is None else int(row[0])


def _newest_of_each_key(connection: Connection, dataset: Dataset) -> None:
    """Keep one row for each key where several batches bring it: a place that moved to another unit is not counted twice."""
    table, key = quoted(f"raw_{dataset.name}"), ", ".join(key_terms(dataset))
    connection.execute(
        f"delete from {table} where rowid in (select rowid from {table}"
        f" where period in (select period from {table} group by period having count(distinct batch) > 1)"
        f" qualify row_number() over (partition by period, {key} order by batch desc, rowid) > 1)"
    )


def _periods(connection: Connection, workspace: Workspace) -> list[Row]:
    """Return the rows of `period` for what is in the raw tables."""
    labels: set[str] = set()
    for name, dataset in build_datasets().items():
        if dataset.period != "none":
            labels |= {r[0] for r in connection.execute(f"select distinct period from {quoted('raw_' + name)}").fetchall() if r[0]}
    spells = connection.execute("select min(start_on), max(coalesce(end_on, start_on)) from raw_employment").fetchone()
    dated: tuple[date, date] | None = spells if spells and spells[0] else None
    return period_rows(sorted(labels), dated, workspace.site)


def _info_tables(connection: Connection, workspace: Workspace, contents: Contents) -> None:
    """Write which batches and files the build was made from, undone ones too, the account of their rows, and when loads came."""
    zone = workspace.site.time_zone
    batches = [_columns_of("batch_info", {**record, "made_on": day_of(str(record["made_at"]), zone)}) for record in contents.batches]
    quality = [_columns_of("quality", record) for record in contents.quality]
    info: list[Row] = [(contents.build, now(), contents.batch, workspace.site.name, workspace.site.is_synthetic)]
    loads: list[Row] = [
        (x.key.dataset, x.key.unit, *_label_and_split(x.key.period), x.batch, x.rows, day_of(contents.came[x.key], zone))
        for x in contents.live
    ]
    create_tables(connection, INFO_TABLES, {"build_info": info, "batch_info": batches, "quality": quality, "load_info": loads})


def _label_and_split(period: str) -> tuple[str, str]:
    """Part a load's period into its label and the code after it, "" where it is not split by one."""
    label, _, split = period.partition("/")
    return label, split


def _columns_of(table: str, record: Record) -> Row:
    """Return a record of the ledger in the order of an info table's columns."""
    return tuple(record[column.split()[0]] for column in INFO_TABLES[table].split(", "))


def _run_sql(connection: Connection, folder: Path, progress: Progress) -> None:
    """Run every staging and marts file in the order of its references; the text comes from the shipped files alone."""
    shipped_model(folder).make(connection, progress)


def _account(connection: Connection) -> dict[str, tuple[int, str]]:
    """Write table `built` with rows and content hash of every table, and return them."""
    tables = {name: found for name, found in table_hashes(connection).items() if name not in INFO_TABLES}
    rows: list[Row] = [(name, *found) for name, found in tables.items()]
    create_tables(connection, {"built": "table_name VARCHAR, rows BIGINT, hash VARCHAR"}, {"built": rows})
    return tables
