"""Units the files of a load do not mention although their neighbours are in them: what they sent before stays as it is.

Unless a title over the table says that the sheet is the whole of the records: then what they sent before is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipelines.core.codelist import fold
from pipelines.core.text import Text
from pipelines.extract.own_sheets import WHOLE
from pipelines.intake.arrive import Arrived
from pipelines.intake.places import Places
from pipelines.intake.staging import Staging, TableId
from pipelines.warehouse.ledger import Live, LoadKey
from pipelines.warehouse.schema import all_datasets

EXAMPLES = 5
Topic = tuple[str, str]  # dataset, period


def tell_kept(
    files: Sequence[Arrived], staging: Staging, loads: Mapping[TableId, Mapping[LoadKey, int]], live: Sequence[Live]
) -> dict[int, set[LoadKey]]:
    """Add a note to the first file of each dataset and period that leaves out units beside those it brings.

    Beside means under the same parent. Nothing is said where every file replaces the whole site. Returns, by file, the loads of
    units left out by sheets that declare themselves whole: they are empty now.
    """
    if staging.site.sender_level == staging.site.root_level or staging.places is None:
        return {}
    passed = [(file.number, key) for file in files if file.seen for key in file.seen.keys]
    brought, first = _by_topic([*((number, key) for (number, _), keys in loads.items() for key in keys), *passed])
    there, _ = _by_topic((0, load.key) for load in live if load.rows)
    kept = {topic: _beside(staging.places, units, there.get(topic, set()) - units) for topic, units in brought.items()}
    kept = {topic: units for topic, units in kept.items() if units and not files[first[topic]].seen}
    names = staging.unit_names(live) if kept else {}
    whole = _declared(files, loads)
    empty: dict[int, set[LoadKey]] = {}
    for topic, units in sorted(kept.items()):
        number = whole.get(topic, first[topic])
        files[number].notes += (_note(topic, units, names, topic in whole),)
        if topic in whole:
            empty.setdefault(number, set()).update(LoadKey(topic[0], unit, topic[1]) for unit in units)
    return empty


def _declared(files: Sequence[Arrived], loads: Mapping[TableId, Mapping[LoadKey, int]]) -> dict[Topic, int]:
    """Return the datasets and periods of which a sheet says that it is the whole, with the sheet's file."""
    found: dict[Topic, int] = {}
    for (number, table), keys in loads.items():
        said = fold(" ".join(files[number].heads[table].titles))
        if any(fold(words) in said for words in (WHOLE.zh, WHOLE.en)):
            for key in keys:
                found.setdefault((key.dataset, key.period), number)
    return found


def _by_topic(keys: Iterable[tuple[int, LoadKey]]) -> tuple[dict[Topic, set[str]], dict[Topic, int]]:
    """Return the units of each dataset and period, and the first file that brings it."""
    units: dict[Topic, set[str]] = {}
    first: dict[Topic, int] = {}
    for number, key in keys:
        topic = (key.dataset, key.period)
        units.setdefault(topic, set()).add(key.unit)
        first.setdefault(topic, number)
    return units, first


def _beside(places: Places, brought: set[str], others: set[str]) -> list[str]:
    """Return those of `others` that share a parent with a unit that is brought."""
    parents = {places.parent(unit) for unit in brought} - {None}
    return sorted(unit for unit in others if places.parent(unit) in parents)


def _note(topic: Topic, units: Sequence[str], names: Mapping[str, Text], is_whole: bool) -> Text:
    title, period = all_datasets()[topic[0]].title, f" {topic[1]}" if topic[1] else ""
    more = len(units) > EXAMPLES
    called = "、".join(names[unit].zh if unit in names else unit for unit in units[:EXAMPLES])
    codes, rest = ", ".join(units[:EXAMPLES]), ", ..." if more else ""
    which = f"{called} {'等 ' if more else '共 '}{len(units)} 个单位"
    if is_whole:
        return Text(
            f"{title.zh}{period}：标题写明“{WHOLE.zh}”，文件中没有的 {which}，其原有数据不再计入",
            f'{title.en}{period}: the title says "{WHOLE.en}"; what {len(units)} unit(s) not in the file sent before no longer counts: {codes}{rest}',
        )
    return Text(
        f"{title.zh}{period}：文件中没有 {which}，其已有数据保留不变；如已没有记录，请在表头上方写明“{WHOLE.zh}”后重新上报",
        f"{title.en}{period}: keeps what was loaded before for {len(units)} unit(s) not in these files: {codes}{rest}; where they have no "
        f'more records, write "{WHOLE.en}" above the headers and send it again',
    )
