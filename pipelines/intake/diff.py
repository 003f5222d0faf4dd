"""What a load changes: its rows against the live rows it replaces, by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.intake.examples import find_examples
from pipelines.intake.plan import Diff
from pipelines.intake.staging import Staging
from pipelines.warehouse.build import live_files
from pipelines.warehouse.ledger import Live, LoadKey
from pipelines.warehouse.schema import all_datasets, content_columns, key_terms, quoted_list

_COMPARE = """
create or replace temp table matched as
with arriving as (select unit, load_period, hash({key}) as k, hash({content}) as said, rowid as place from {table}),
     present as (select unit, load_period, hash({key}) as k, hash({content}) as said, batch, file, source_row from live_rows)
select coalesce(a.unit, p.unit) as unit, coalesce(a.load_period, p.load_period) as load_period, a.k as new_k, p.k as old_k,
       a.said = p.said as is_same, a.place, p.batch as old_batch, p.file as old_file, p.source_row as old_row
from (select * from arriving semi join live_loads using (unit, load_period)) a
full join present p on a.unit = p.unit and a.load_period = p.load_period and a.k = p.k
"""
_COUNT = """
select unit, load_period, count(*) filter (old_k is null), count(*) filter (not is_same), count(*) filter (new_k is null),
       count(*) filter (is_same)
from matched group by 1, 2
"""
_LOST = "select unit, load_period, old_batch, count(*) from matched where new_k is null or not is_same group by all order by all"


def compare(
    staging: Staging, loads: Iterable[LoadKey], live: Iterable[Live], names: Mapping[str, Text], files: Mapping[int, str]
) -> list[Diff]:
    """Return one diff for each of `loads`, in order of dataset, period and unit, but for empty ones that replace nothing.

    `names` are what the units are called, `files` the names of the arriving files by number.
    """
    arriving, rows = set(loads), _rows(staging)
    replaced = [load for load in live if load.key in arriving and load.rows]
    found: dict[LoadKey, Diff] = {}
    for name in sorted({load.key.dataset for load in replaced}):
        for diff in _compare_dataset(staging, all_datasets()[name], [x for x in replaced if x.key.dataset == name], files):
            found[LoadKey(name, diff.unit, diff.period)] = replace(diff, name=names.get(diff.unit))
    for key in arriving - set(found):
        if rows.get(key):
            found[key] = Diff(
                dataset=key.dataset, unit=key.unit, name=names.get(key.unit), period=key.period, new=rows[key], changed=0, gone=0, unchanged=0
            )
    return sorted(found.values(), key=lambda d: (d.dataset, d.period, d.unit))


def _rows(staging: Staging) -> dict[LoadKey, int]:
    rows: dict[LoadKey, int] = {}
    for found in staging.loads().values():
        for key, count in found.items():
            rows[key] = rows.get(key, 0) + count
    return rows


def _compare_dataset(staging: Staging, dataset: Dataset, loads: list[Live], files: Mapping[int, str]) -> list[Diff]:
    connection, table = staging.connection, staging.table(dataset)
    live_files(connection, staging.workspace, dataset.name, loads)
    connection.execute(_COMPARE.format(key=", ".join(key_terms(dataset)), content=quoted_list(content_columns(dataset)), table=table))
    counts = connection.execute(_COUNT).fetchall()
    examples = find_examples(staging, dataset, files) if any(changed or gone for _, _, _, changed, gone, _ in counts) else {}
    lost: dict[tuple[str, str], dict[str, int]] = {}
    for unit, period, batch, rows in connection.execute(_LOST).fetchall():
        lost.setdefault((unit, period), {})[batch] = rows
    return [
        Diff(
            dataset=dataset.name, unit=unit, period=period, new=new, changed=changed, gone=gone, unchanged=same,
            examples=tuple(examples.get((unit, period), ())), lost=lost.get((unit, period), {}),
        )
        for unit, period, new, changed, gone, same in counts
    ]
