"""Rows loaded before under places nobody knew: what replaces them, and what is said of those that stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipelines.core.text import Text
from pipelines.intake.arrive import Arrived
from pipelines.intake.places import UNASSIGNED
from pipelines.intake.staging import TableId
from pipelines.warehouse.ledger import Ledger, Live, LoadKey
from pipelines.warehouse.schema import all_datasets

_SENT = """
select distinct m.unit from load u join load m using(batch, file_no, dataset, period)
where u.batch = ? and u.dataset = ? and u.unit = ? and u.period = ? and u.rows > 0 and m.unit <> u.unit and m.rows > 0
"""
_FILES = """
select distinct f.name from load u join batch_file f using(batch, file_no)
where u.batch = ? and u.dataset = ? and u.unit = ? and u.period = ? and u.rows > 0 order by 1
"""


def replace_unassigned(
    files: Sequence[Arrived], loads: Mapping[TableId, Mapping[LoadKey, int]], live: Iterable[Live], ledger: Ledger
) -> dict[int, set[LoadKey]]:
    """Return, by file, the unassigned loads that are empty now: every unit they came with is sent again.

    A code that was put right moves its row to the unit it belongs to; the row must not stay behind and count twice. Where only
    some of the units are sent again nothing tells whose the rows are: they stay, and the first file's notes say so.
    """
    found: dict[int, set[LoadKey]] = {}
    brought: dict[tuple[str, str], dict[str, int]] = {}
    for (number, _), keys in loads.items():
        for key in keys:
            brought.setdefault((key.dataset, key.period), {}).setdefault(key.unit, number)
    for load in live:
        here = brought.get((load.key.dataset, load.key.period), {})
        if not here or not load.rows or not load.key.unit.endswith(UNASSIGNED) or load.key.unit in here:
            continue
        where = (load.batch, load.key.dataset, load.key.unit, load.key.period)
        sent = {str(row["unit"]) for row in ledger.select(_SENT, *where)}
        names = [str(row["name"]) for row in ledger.select(_FILES, *where)]
        is_whole = bool(sent) and sent <= set(here)
        number = min(here[unit] for unit in sent) if is_whole else min(here.values())
        files[number].notes += (_note(load, names, is_whole),)
        if is_whole:
            found.setdefault(number, set()).add(load.key)
    return found


def _note(load: Live, names: Sequence[str], is_whole: bool) -> Text:
    title, period = all_datasets()[load.key.dataset].title, f" {load.key.period}" if load.key.period else ""
    zh, en = "、".join(names), ", ".join(names)
    if is_whole:
        return Text(
            f"{title.zh}{period}：此前随 {zh} 入库的“未归属” {load.rows:,} 行由本次上报替换，不再计入",
            f"{title.en}{period}: {load.rows:,} unassigned row(s) that came with {en} are replaced by this load and no longer count",
        )
    return Text(
        f"{title.zh}{period}：此前随 {zh} 入库的“未归属” {load.rows:,} 行仍在计入；如本次已改正其代码，请把该文件整份改正后重新上报，"
        f"或撤销批次 {load.batch}，以免重复计算",
        f"{title.en}{period}: {load.rows:,} unassigned row(s) that came with {en} still count; if their codes are put right here, send "
        f"that whole file again corrected, or undo batch {load.batch}, or they count twice",
    )
