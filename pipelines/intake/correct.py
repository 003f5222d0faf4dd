"""Correcting rows: what a correction does not mention stays, and is written with it, so that the batch holds the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import pyarrow as pa

from pipelines.core.dataset import Dataset
from pipelines.core.text import Lang, Text
from pipelines.intake.arrive import Arrived
from pipelines.intake.plan import Diff
from pipelines.intake.staging import Staging, TableId
from pipelines.warehouse.build import live_files
from pipelines.warehouse.ledger import Live, LoadKey
from pipelines.warehouse.loads import Carried
from pipelines.warehouse.schema import PERSON, all_datasets, frame_columns, same_key

_PERSON = Text("人员", "the person")
_PERIOD = Text("时期", "the period")


def take_over(
    staging: Staging, loads: Mapping[TableId, Mapping[LoadKey, int]], live: Iterable[Live]
) -> dict[int, dict[LoadKey, Carried]]:
    """Add to the staging the live rows of each arriving load whose key the batch does not bring.

    Returns, by the number of the first file that brings the load, from which batch how many rows were taken over.
    """
    first: dict[LoadKey, TableId] = {}
    for identity in sorted(loads):
        for key in loads[identity]:
            first.setdefault(key, identity)
    corrected = [load for load in live if load.key in first and load.rows]
    found: dict[int, dict[LoadKey, Carried]] = {}
    for name in sorted({load.key.dataset for load in corrected}):
        mine = [load for load in corrected if load.key.dataset == name]
        rows = _take_over_dataset(staging, all_datasets()[name], mine, first)
        for load in mine:
            found.setdefault(first[load.key][0], {})[load.key] = Carried(load.batch, rows.get(load.key, 0))
    return found


def _take_over_dataset(
    staging: Staging, dataset: Dataset, loads: list[Live], first: Mapping[LoadKey, TableId]
) -> dict[LoadKey, int]:
    connection, table = staging.connection, staging.table(dataset)
    live_files(connection, staging.workspace, dataset.name, loads)
    takers = [(load.key.unit, load.key.period, *first[load.key]) for load in loads]
    frame = pd.DataFrame(takers, columns=["unit", "load_period", "file_no", "table_no"])
    connection.register("taker", pa.Table.from_pandas(frame, preserve_index=False))
    same = same_key(dataset, "a", "p")
    known, of_person = "", ""
    if "person_key" in dataset.key and "alias_key" in frame_columns(dataset):  # known without an ID number before, and now with it
        same = same.replace('p."person_key"', "p.known_key")
        known = ", coalesce(k.person_key, l.person_key) as known_key"
        of_person = (
            f" left join (select alias_key, min(person_key) as person_key from {table} where not is_provisional group by 1) k"
            " on k.alias_key = case when l.is_provisional then l.person_key end"
        )
    connection.execute(
        f"create or replace temp table staying as select p.* from (select l.*, t.file_no, t.table_no{known} from live_rows l"
        f" join taker t using (unit, load_period){of_person}) p"
        f" where not exists (select 1 from {table} a where a.unit = p.unit and a.load_period = p.load_period and {same})"
    )
    connection.unregister("taker")
    staging.bring_back(dataset, "staying")
    counts = connection.execute("select unit, load_period, count(*) from staying group by 1, 2").fetchall()
    return {LoadKey(dataset.name, unit, period): count for unit, period, count in counts}


def tell_added(files: Sequence[Arrived], diffs: Iterable[Diff], loads: Mapping[TableId, Mapping[LoadKey, int]]) -> None:
    """Add a note to the first file of each dataset that brings rows nothing loaded has the key of.

    Such a row is added. Where a day or a code of the key was to be put right, the row with the wrong one stays beside it.
    """
    new: dict[str, int] = {}
    for diff in diffs:
        new[diff.dataset] = new.get(diff.dataset, 0) + diff.new
    for dataset, count in sorted(new.items()):
        number = min(number for (number, _), keys in loads.items() if any(key.dataset == dataset for key in keys))
        if count:
            files[number].notes += (_added(all_datasets()[dataset], count),)


def _added(dataset: Dataset, count: int) -> Text:
    zh, en = (_key_titles(dataset, lang) for lang in ("zh", "en"))
    return Text(
        f"{dataset.title.zh}：{count:,} 行的主键（{'、'.join(zh)}）在已加载的数据中没有，作为新增行加入，原有各行不变；如果本意是改正主键中的日期或代码，"
        "旧行仍会保留，请改用替换方式重新报送该单位该时期的全部数据",
        f"{dataset.title.en}: {count:,} row(s) have a key ({', '.join(en)}) that nothing loaded has; they are added as new and every other row "
        "stays. If a day or a code of the key was to be put right, the old row stays too: send all rows of the unit and period anew instead, "
        "to replace",
    )


def _key_titles(dataset: Dataset, lang: Lang) -> list[str]:
    own = {column.name: column.title for column in dataset.columns}
    return list(dict.fromkeys((_PERSON if name in PERSON else own.get(name, _PERIOD)).of(lang) for name in dataset.key))
