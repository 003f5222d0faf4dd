"""What a load changes: its rows against the live rows it replaces, by key."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.intake.plan import Diff
from pipelines.intake.staging import Staging, TableId
from pipelines.warehouse.build import live_files
from pipelines.warehouse.ledger import Live, LoadKey
from pipelines.warehouse.schema import all_datasets, content_columns, quoted, quoted_list

_COMPARE = """
with arriving as (select unit, load_period, hash({key}) as k, hash({content}) as said from {table}),
     present as (select unit, load_period, hash({key}) as k, hash({content}) as said from live_rows),
     matched as (
       select coalesce(a.unit, p.unit) as unit, coalesce(a.load_period, p.load_period) as load_period, a.k as new_k, p.k as old_k,
              a.said = p.said as is_same
       from (select * from arriving semi join live_loads using (unit, load_period)) a
       full join present p on a.unit = p.unit and a.load_period = p.load_period and a.k = p.k)
select unit, load_period, count(*) filter (old_k is null), count(*) filter (not is_same), count(*) filter (new_k is null),
       count(*) filter (is_same)
from matched group by 1, 2
"""


def compare(staging: Staging, loads: dict[TableId, dict[LoadKey, int]], live: Iterable[Live]) -> list[Diff]:
    """Return one diff for each load key that arrives, in order of dataset, period and unit."""
    arriving: dict[LoadKey, int] = {}
    for rows in loads.values():
        for key, count in rows.items():
            arriving[key] = arriving.get(key, 0) + count
    replaced = [load for load in live if load.key in arriving]
    found: dict[LoadKey, Diff] = {}
    for dataset in sorted({load.key.dataset for load in replaced}):
        for diff in _compare_dataset(staging, dataset, [load for load in replaced if load.key.dataset == dataset]):
            found[LoadKey(dataset, diff.unit, diff.period)] = diff
    for key, count in arriving.items():
        if key not in found:
            found[key] = Diff(dataset=key.dataset, unit=key.unit, period=key.period, new=count, changed=0, gone=0, unchanged=0)
    return sorted(found.values(), key=lambda d: (d.dataset, d.period, d.unit))


def _compare_dataset(staging: Staging, name: str, loads: list[Live]) -> list[Diff]:
    dataset = all_datasets()[name]
    live_files(staging.connection, staging.workspace, name, loads)
    rows = staging.connection.execute(_COMPARE.format(
        key=quoted_list(dataset.key), content=quoted_list(content_columns(dataset)), table=quoted(f"in_{name}")
    )).fetchall()
    return [
        Diff(dataset=name, unit=unit, period=period, new=new, changed=changed, gone=gone, unchanged=same)
        for unit, period, new, changed, gone, same in rows
    ]
