"""Rows of a batch that stand twice: within one file that is told on reading, here it is told between files and sheets."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.intake.staging import LeftOut, Staging, TableId
from pipelines.warehouse.schema import all_datasets, content_columns, key_terms, quoted_list


def take_repeated(staging: Staging) -> tuple[dict[TableId, int], list[LeftOut]]:
    """Leave out rows whose key an earlier table of the batch brought for the same period, or an earlier row of the same
    table where places were given by name: the same place by its code and by its name was two keys on reading.

    Returns how many of each table said the same (duplicates), and those that said something else (conflicts).
    """
    duplicates: dict[TableId, int] = {}
    conflicts: list[LeftOut] = []
    for name in sorted(staging.datasets):
        same, other = _of_dataset(staging, all_datasets()[name])
        for identity, count in same.items():
            duplicates[identity] = duplicates.get(identity, 0) + count
        conflicts += other
    return duplicates, conflicts


def _of_dataset(staging: Staging, dataset: Dataset) -> tuple[dict[TableId, int], list[LeftOut]]:
    connection, table = staging.connection, staging.table(dataset)
    shared = connection.execute(
        f"create or replace temp table shared as select load_period from {table} group by 1"
        " having ? or count(distinct file_no * 100000 + table_no) > 1", [dataset.name in staging.renamed]
    ).fetchone()
    if shared is None or shared[0] == 0:
        return {}, []
    terms, content = key_terms(dataset), quoted_list(content_columns(dataset))
    named, key = (", ".join(f"{term} as k{i}" for i, term in enumerate(terms)), ", ".join(f"k{i}" for i in range(len(terms))))
    connection.execute(
        "create or replace temp table repeated as"
        f" with h as (select rowid as place, file_no, table_no, source_row, hash({content}) as said, load_period, {named}"
        f"   from {table} semi join shared using (load_period)),"
        " n as (select place, file_no, table_no, source_row, said, row_number() over w as nth, first_value(said) over w as first_said"
        f"   from h window w as (partition by load_period, {key} order by file_no, table_no, source_row))"
        " select place, file_no, table_no, source_row, said = first_said as is_same from n where nth > 1"
    )
    rows = connection.execute(
        "select file_no, table_no, is_same, list(source_row) from repeated group by 1, 2, 3 order by 1, 2"
    ).fetchall()
    connection.execute(f"delete from {table} where rowid in (select place from repeated)")
    same = {(file, number): len(numbers) for file, number, is_same, numbers in rows if is_same}
    other = [LeftOut((f, n), dataset.name, "", tuple(sorted(numbers))) for f, n, is_same, numbers in rows if not is_same]
    return same, other
