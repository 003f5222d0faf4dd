"""What checks read besides the arriving rows: rows loaded before that stay, places with all above them, labels, today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa

from pipelines.core.period import parse_period
from pipelines.intake.arrive import Arrived
from pipelines.intake.places import Places
from pipelines.intake.staging import Staging
from pipelines.warehouse.build import live_files
from pipelines.warehouse.ledger import Live, LoadKey
from pipelines.warehouse.loads import Mode
from pipelines.warehouse.schema import all_datasets, frame_columns, quoted, quoted_list, same_key


def lay_days(staging: Staging, day: date | None) -> None:
    """Make the tables of days: today (`day`, else the site's day), and label_start, the first day of each arriving label."""
    today = day or datetime.now(ZoneInfo(staging.site.time_zone)).date()
    staging.connection.execute("create or replace temp table today as select ?::DATE as day", [today])
    labels = {
        row[0]
        for name in sorted(staging.datasets)
        for row in staging.connection.execute(f"select distinct period from {quoted('in_' + name)}").fetchall()
        if row[0]
    }
    month = staging.site.fiscal_year_start_month
    rows = [(label, str(period.start_on)) for label in sorted(labels) if (period := parse_period(label, month))]
    _table(staging, "label_start", ("label", "start_on"), rows)


def lay_ground(staging: Staging, files: Sequence[Arrived], live: Sequence[Live], mode: Mode, needed: Iterable[str]) -> None:
    """Make what warnings read besides the arriving rows and the tables of days.

    known_<dataset>: arriving rows (file_no, table_no) and live rows that stay (file_no null), for each of the `needed` datasets:
    those of load keys this batch does not replace, of a correction those whose key it does not bring. known_above: place,
    region, level, for every region above a place, itself too. known_unit: place, its unit and the unit's name. known_county:
    place, county, name. sheet_county, sheet_unit: the county, the unit, that a sheet's titles, its name or its file's name mean.
    root, below_root: the codes of the roots and the levels under them.
    """
    _table(staging, "root", ("code",), [(root.code,) for root in staging.site.roots])
    _table(staging, "below_root", ("level",), [(level,) for level in staging.site.levels[1:]])
    arriving = _arriving(staging) if mode == "replace" else set()
    for name in sorted(needed):
        _know(staging, name, [load for load in live if load.key.dataset == name and load.key not in arriving], mode)
    places = staging.places or staging.known_places(live)
    above = list(_above(places))
    names = {code: name.zh for code, name in staging.unit_names(live).items()}
    _table(staging, "known_above", ("place", "region", "level"), above)
    units = [(place, region, names.get(region, region)) for place, region, level in above if level == staging.site.unit_level]
    _table(staging, "known_unit", ("place", "unit", "name"), units)
    _table(staging, "sheet_unit", ("file_no", "table_no", "unit"), _named(files, {unit: name for _, unit, name in units}))
    counties = _counties(places)
    _table(staging, "known_county", ("place", "county", "name"), [(p, c, names.get(c, c)) for p, c in _in_county(places, counties)])
    _table(staging, "sheet_county", ("file_no", "table_no", "county"), _named(files, {c: names[c] for c in counties if c in names}))


def lay_replaced(staging: Staging, live: Sequence[Live], mode: Mode, datasets: Iterable[str]) -> None:
    """Make replaced_<dataset> of each of `datasets`: the live rows this batch replaces, of a correction those whose key it brings."""
    arriving = _arriving(staging)
    for name in sorted(datasets):
        table = f"replaced_{name}"
        _lay_live(staging, name, [load for load in live if load.key.dataset == name and load.key in arriving], table)
        if mode == "correct" and name in staging.datasets:
            staging.connection.execute(f"delete from {quoted(table)} as b where not {_is_brought(name)}")


def _arriving(staging: Staging) -> set[LoadKey]:
    return {key for keys in staging.loads().values() for key in keys}


def _is_brought(name: str) -> str:
    """Return the condition under which the key of a live row b of a dataset stands among the arriving rows."""
    return f"exists (select 1 from {quoted('in_' + name)} as a where {same_key(all_datasets()[name], 'a', 'b')})"


def _lay_live(staging: Staging, name: str, loads: list[Live], table: str) -> None:
    """Make a table of the rows of `loads` of one dataset, with their unit."""
    connection, columns = staging.connection, frame_columns(all_datasets()[name])
    if loads:
        live_files(connection, staging.workspace, name, loads)
        connection.execute(f"create or replace temp table {quoted(table)} as select {quoted_list([*columns, 'unit'])} from live_rows")
    else:
        typed = ", ".join(f"{quoted(c)} {t}" for c, t in columns.items())
        connection.execute(f"create or replace temp table {quoted(table)} ({typed}, unit VARCHAR)")


def _know(staging: Staging, name: str, loads: list[Live], mode: Mode) -> None:
    """Make view known_<name> of the arriving rows and those of `loads`."""
    connection = staging.connection
    chosen, before = quoted_list([*frame_columns(all_datasets()[name]), "unit"]), f"before_{name}"
    _lay_live(staging, name, loads, before)
    if mode == "correct" and name in staging.datasets:
        connection.execute(f"delete from {quoted(before)} as b where {_is_brought(name)}")
    parts = [f"select {chosen}, null::INTEGER as file_no, null::INTEGER as table_no from {quoted(before)}"]
    if name in staging.datasets:
        parts.append(f"select {chosen}, file_no, table_no from {quoted('in_' + name)}")
    connection.execute(f"create or replace temp view {quoted('known_' + name)} as {' union all '.join(parts)}")


def _table(staging: Staging, name: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Make a small table of texts and numbers."""
    frame = pd.DataFrame(list(rows), columns=list(columns))
    numbers = {c: "int64" for c in columns if c.endswith("_no")}
    frame = frame.astype({c: numbers.get(c, "str") for c in columns})
    staging.connection.register("ground_frame", pa.Table.from_pandas(frame, preserve_index=False))
    staging.connection.execute(f"create or replace temp table {quoted(name)} as select * from ground_frame")
    staging.connection.unregister("ground_frame")


def _above(places: Places) -> Iterable[tuple[str, str, str]]:
    levels = {root.code: places.site.root_level for root in places.site.roots}
    for place in (*places.regions, *places.facilities):
        for region in places.path(place):
            yield place, region, levels.get(region) or places.regions[region][1] or ""


def _counties(places: Places) -> set[str]:
    """Return the regions right above the lowest ones; none where the site has but one level of regions."""
    levels = places.site.region_levels
    level = levels[-2] if len(levels) > 1 else ""
    return {code for code, (_, own) in places.regions.items() if own == level}


def _in_county(places: Places, counties: set[str]) -> Iterable[tuple[str, str]]:
    for place in (*places.regions, *places.facilities):
        yield from ((place, region) for region in places.path(place) if region in counties)


def _named(files: Sequence[Arrived], places: Mapping[str, str]) -> Iterable[tuple[int, int, str]]:
    """Yield file, table and place where one place's name alone stands in the titles, else the sheet's name, else the file's."""
    for file in files:
        for number, table in enumerate(file.tables):
            titles = " ".join(file.heads[number].titles)
            found = _meant(titles, places) or _meant(table.source_sheet, places) or _meant(file.name, places)
            if found:
                yield file.number, number, found


def _meant(text: str, places: Mapping[str, str]) -> str | None:
    named = {code: name for code, name in places.items() if len(name) > 1 and name in text}
    longest = [code for code, name in named.items() if not any(name in other and name != other for other in named.values())]
    return longest[0] if len(longest) == 1 else None
