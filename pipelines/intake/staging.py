"""The scratch database of one load: clean rows of all its files, their reporting units, and what stands twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipelines.core.dataset import Dataset
from pipelines.core.text import Text
from pipelines.extract.reading import Table
from pipelines.intake.dated import load_period
from pipelines.intake.places import UNASSIGNED, Places, is_whole_site
from pipelines.intake.registers import Registers
from pipelines.intake.waiting import Waiting
from pipelines.site import Site
from pipelines.warehouse.build import live_files
from pipelines.warehouse.connect import Connection, open_staging
from pipelines.warehouse.content import file_hashes
from pipelines.warehouse.ledger import Live, LoadKey
from pipelines.warehouse.schema import all_datasets, content_columns, frame_columns, quoted, quoted_list
from pipelines.warehouse.workspace import Workspace

TableId = tuple[int, int]  # number of the file in the batch, number of the table in the file


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one table that share a reason for being left out: `rows` are spreadsheet row numbers.

    A row stands in it once for each record it became. `column` holds the `value`, the dataset's place where it is not said.
    """

    table: TableId
    dataset: str
    value: str
    rows: tuple[int, ...]
    column: str = ""


@dataclass(eq=False)
class Staging:
    """Clean rows waiting to be loaded, one table in_<dataset> for each dataset the files bring.

    `keeper` is the workspace whose secret keys the people, where it is not the one rows are staged for; rows of the private
    store are not even staged where `is_without_private`.
    """

    workspace: Workspace
    folder: Path
    keeper: Workspace | None = None
    is_without_private: bool = False
    connection: Connection = field(init=False)
    datasets: set[str] = field(default_factory=set)
    places: Places | None = None  # as known when rows were placed last; None where every row has the same unit
    renamed: set[str] = field(default_factory=set)  # datasets in which names of places were replaced by codes

    _waiting: Waiting = field(default_factory=Waiting)

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True)  # what does not fit into memory lies there for a while
        self.connection = open_staging(self.folder)

    def close(self) -> None:
        """Close the scratch database; the folder may then be removed."""
        self.connection.close()

    def secret(self) -> bytes:
        """Return the key of the person keys."""
        return (self.keeper or self.workspace).secret()

    def takes(self, dataset: str) -> bool:
        """Say whether rows of a dataset are staged here."""
        return not (self.is_without_private and all_datasets()[dataset].is_private)

    @property
    def site(self) -> Site:
        """The settings of the workspace."""
        return self.workspace.site

    def table(self, dataset: Dataset) -> str:
        """Return the quoted name of the table in_<dataset>, made where it is not there yet.

        `from_batch` and `from_file` are of rows that were loaded before and stand here again; null for rows just read.
        """
        target = quoted(f"in_{dataset.name}")
        if dataset.name not in self.datasets:
            typed = ", ".join(f"{quoted(c)} {t}" for c, t in frame_columns(dataset).items())
            self.connection.execute(
                f"create table {target} ({typed}, file_no INTEGER, table_no INTEGER, load_period VARCHAR, unit VARCHAR,"
                " from_batch VARCHAR, from_file VARCHAR)"
            )
            self.datasets.add(dataset.name)
        return target

    def add(self, file: int, tables: Sequence[Table]) -> None:
        """Take over the clean rows of a file; a workbook with a sheet for each year is put away at once."""
        by_dataset: dict[str, list[pd.DataFrame]] = {}
        for number, table in enumerate(tables):
            if self.takes(table.dataset):
                by_dataset.setdefault(table.dataset, []).append(table.frame.assign(table_no=number))
        for name, frames in by_dataset.items():
            self._add(file, all_datasets()[name], pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0])

    def _add(self, file: int, dataset: Dataset, rows: pd.DataFrame) -> None:
        self.table(dataset)
        frame = rows[[*(c for c in frame_columns(dataset) if c in rows.columns), "table_no"]]
        if self._waiting.add(dataset.name, frame, file):
            self._settle(dataset)

    def settle(self) -> None:
        """Put away the rows that wait."""
        for name in self._waiting.datasets:
            self._settle(all_datasets()[name])

    def _settle(self, dataset: Dataset) -> None:
        columns, target = frame_columns(dataset), self.table(dataset)
        arriving = self._waiting.take(dataset.name)
        self.connection.register("arriving", arriving)
        there = set(arriving.column_names)
        chosen = ", ".join(f"cast({quoted(c) if c in there else 'null'} as {t}) as {quoted(c)}" for c, t in columns.items())
        self.connection.execute(
            f"insert into {target} select {quoted_list(list(columns))}, file_no, table_no, {load_period(dataset, self.site)}, ?, null, null"
            f" from (select {chosen}, file_no, table_no from arriving)",
            [self.site.roots[0].code if is_whole_site(self.site) else None],
        )
        self.connection.unregister("arriving")

    def bring_back(self, dataset: Dataset, source: str) -> None:
        """Take in rows that were loaded before from table `source`, shaped as live_rows with the file_no and table_no they go to."""
        columns = quoted_list(list(frame_columns(dataset)))
        self.connection.execute(
            f"insert into {self.table(dataset)} select {columns}, file_no, table_no, load_period, unit, batch, file from {quoted(source)}"
        )

    def drop_file(self, number: int) -> None:
        """Leave out every row of a file."""
        for name in self.datasets:
            self.connection.execute(f"delete from {quoted('in_' + name)} where file_no = ?", [number])

    def place(self, live: Iterable[Live]) -> None:
        """Give every row its reporting unit, from the register among the arriving and the live rows."""
        if is_whole_site(self.site):
            return
        self.places = self.known_places(live)
        rows = [(place, unit) for place, unit in self.places.units().items() if unit is not None]
        frame = pd.DataFrame(rows, columns=["place", "unit"], dtype="str")
        self.connection.register("place_unit_frame", pa.Table.from_pandas(frame, preserve_index=False))
        self.connection.execute("create or replace temp table place_unit as select * from place_unit_frame")
        for name in sorted(self.datasets):
            self._place_dataset(all_datasets()[name])

    def _place_dataset(self, dataset: Dataset) -> None:
        place = dataset.place or ("region_code" if "region_code" in frame_columns(dataset) else "")
        home = self.site.roots[0].code if len(self.site.roots) == 1 else ""
        fallback = "null" if dataset.place and not home else "?"
        unit = "p.unit"
        if dataset.name == "region" and self.site.sender_level != self.site.root_level:
            unit = "case when p.unit is not null then coalesce(t.parent_code, t.region_code) end"
        elif not place:
            unit = "null"
        join = f"left join place_unit p on p.place = t.{quoted(place)}" if place else "cross join (select 1) p"
        table = quoted(f"in_{dataset.name}")
        self.connection.execute(
            f"create or replace table placed as select t.* replace (coalesce({unit}, {fallback}) as unit) from {table} t {join}",
            [home + UNASSIGNED if dataset.place else home] if fallback == "?" else [],
        )
        self.connection.execute(f"drop table {table}")
        self.connection.execute(f"alter table placed rename to {table}")
        if dataset.place and home:
            self._gather(table, home)

    def _gather(self, table: str, home: str) -> None:
        """Let rows under places nobody knows go with their sheet."""
        found = self.connection.execute(
            f"select file_no, table_no, list(distinct unit) from {table} group by all having bool_or(unit = ?)", [home + UNASSIGNED]
        ).fetchall()
        for file, number, units in found if self.places is not None else ():
            unit = self.places.unassigned(home, sorted({*units} - {home + UNASSIGNED}))
            self.connection.execute(
                f"update {table} set unit = ? where file_no = ? and table_no = ? and unit = ?", [unit, file, number, home + UNASSIGNED]
            )

    def known_places(self, live: Iterable[Live]) -> Places:
        """Return the register among the live and the arriving rows."""
        known = list(live)
        regions = {code: (parent, level) for code, parent, level in self._newest("region", known, "region_code, parent_code, level", "valid_from")}
        facilities = {row[0]: row[1] for row in self._newest("facility", known, "facility_code, region_code", "period")}
        return Places(self.site, regions, facilities)

    def registers(self, live: Sequence[Live]) -> Registers:
        """Return the codes and names of every place, from the registers among the live and the arriving rows."""
        names = {
            register: {row[0]: row[1] for row in self._newest(register, list(live), f"{register}_code, {name}", order)}
            for register, name, order in (("region", "name_zh", "valid_from"), ("facility", "facility_name", "period"))
        }
        return Registers(self.known_places(live), names["region"], names["facility"])

    def unit_names(self, live: Sequence[Live]) -> dict[str, Text]:
        """Return what reporting units are called: roots, regions and, where they send files themselves, facilities.

        Names are those of the newest version among the live and the arriving rows.
        """
        names = {root.code: root.name for root in self.site.roots}
        if self.site.sender_level == self.site.facility_level:
            names |= {code: Text(zh, zh) for code, zh in self._newest("facility", list(live), "facility_code, facility_name", "period") if zh}
        for code, zh, en in self._newest("region", list(live), "region_code, name_zh, name_en", "valid_from"):
            if zh:
                names[code] = Text(zh, en or zh)
        return names | {code + UNASSIGNED: Text(f"{name.zh}/未归属", f"{name.en}, unassigned") for code, name in names.items()}

    def _newest(self, dataset: str, live: list[Live], columns: str, order: str) -> list[tuple[str, ...]]:
        """Return `columns` of the register, oldest version first, arriving rows after live ones."""
        rows: list[tuple[str, ...]] = []
        loads = [load for load in live if load.key.dataset == dataset]
        if loads:
            live_files(self.connection, self.workspace, dataset, loads)
            rows += self.connection.execute(f"select {columns} from live_rows order by batch, {order} nulls first").fetchall()
        if dataset in self.datasets:
            rows += self.connection.execute(
                f"select {columns} from {quoted('in_' + dataset)} order by {order} nulls first, file_no desc, table_no desc, source_row desc"
            ).fetchall()  # of two rows of one version the first is kept, so it speaks last
        return rows

    def take_unplaced(self) -> list[LeftOut]:
        """Leave out, and return by place, the rows whose place lies under no root."""
        found: list[LeftOut] = []
        for name in sorted(self.datasets):
            dataset = all_datasets()[name]
            if dataset.place:
                found += self._take(dataset, "unit is null", dataset.place)
        return found

    def _take(self, dataset: Dataset, where: str, value: str) -> list[LeftOut]:
        table = quoted(f"in_{dataset.name}")
        rows = self.connection.execute(
            f"select file_no, table_no, coalesce({quoted(value)}::VARCHAR, ''), list(source_row) from {table} where {where}"
            " group by 1, 2, 3 order by 1, 2, min(source_row)"
        ).fetchall()
        if rows:
            self.connection.execute(f"delete from {table} where {where}")
        return [LeftOut((file, number), dataset.name, text, tuple(sorted(numbers))) for file, number, text, numbers in rows]

    def leave_out(self, dataset: str, table: TableId, rows: Sequence[int], column: str, value: str) -> LeftOut:
        """Leave out every record of some spreadsheet rows of a table, for what their `column` holds."""
        gone = self.connection.execute(
            f"delete from {quoted('in_' + dataset)} where file_no = ? and table_no = ? and list_contains(?, source_row) returning source_row",
            [*table, list(rows)],
        ).fetchall()
        return LeftOut(table, dataset, value, tuple(sorted(row[0] for row in gone)), column)

    def loads(self) -> dict[TableId, dict[LoadKey, int]]:
        """Return rows by table and load key of what is still in."""
        found: dict[TableId, dict[LoadKey, int]] = {}
        for name in sorted(self.datasets):
            rows = self.connection.execute(
                f"select file_no, table_no, unit, load_period, count(*) from {quoted('in_' + name)} group by all order by all"
            ).fetchall()
            for file, number, unit, period, count in rows:
                found.setdefault((file, number), {})[LoadKey(name, unit or "", period)] = count
        return found

    def content_hashes(self) -> dict[int, str]:
        """Return file -> the hash of what its clean rows say, whatever its name, format or order of rows."""
        parts: dict[int, list[str]] = {}
        for name in sorted(self.datasets):
            hashes = file_hashes(self.connection, f"in_{name}", content_columns(all_datasets()[name]))
            for number, (count, value) in hashes.items():
                parts.setdefault(number, []).append(f"{name}:{count}:{value}")
        return {number: " ".join(said) for number, said in parts.items()}
