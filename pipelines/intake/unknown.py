"""Places that rows name and no register knows: kept and counted as unassigned where the site has one root, but told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.core.errors import Problem
from pipelines.core.text import Text
from pipelines.intake.staging import Staging
from pipelines.warehouse.build import live_files
from pipelines.warehouse.ledger import Live
from pipelines.warehouse.schema import all_datasets, quoted

EXAMPLES = 5
_REGISTERS = {"region": "region_code", "facility": "facility_code"}
_NAMED_ABOVE = {"region": "parent_code", "facility": "region_code"}  # what a register's own rows say of another place


@dataclass(frozen=True, slots=True)
class Unknown:
    """Rows of one table (spreadsheet numbers) that name places nobody has registered; `codes` are the first few of `places`."""

    file: int
    table: int
    dataset: str
    rows: tuple[int, ...]
    places: int
    codes: tuple[str, ...]

    def problem(self, file: str, sheet: str) -> Problem:
        """Return the warning: the rows stay in."""
        column = all_datasets()[self.dataset].column(_column(self.dataset))
        what = Text("机构", "facility") if column.name == "facility_code" else Text("地区", "region")
        reason = Text(
            f"{what.zh}代码不在名录中，归入“未归属”（{len(self.rows)} 行，{self.places} 个代码）",
            f"not in the register, counted as unassigned ({len(self.rows)} row(s), {self.places} code(s))",
        )
        remedy = Text(f"请加载{what.zh}名录，或更正代码", f"load the {what.en} register, or correct the code")
        return Problem(
            file=file, sheet=sheet, row=self.rows[0], also=self.rows[1:], column=column.title.zh, found=", ".join(self.codes),
            reason=reason, remedy=remedy, severity="warning",
        )


def unknown_places(staging: Staging, live: Sequence[Live]) -> list[Unknown]:
    """Return, by file and dataset, what rows in the staging name without a register; empty where such rows are kept out."""
    if len(staging.site.roots) > 1:
        return []
    named = [name for name in sorted(staging.datasets) if all_datasets()[name].place]
    if not named:
        return []
    _know_places(staging, live)
    return [unknown for name in named for unknown in _of_dataset(staging, name)]


def _column(dataset: str) -> str:
    """Return the column in which rows of a dataset name a place they do not register themselves."""
    return _NAMED_ABOVE.get(dataset) or all_datasets()[dataset].place


def _know_places(staging: Staging, live: Sequence[Live]) -> None:
    """Make table known_place: every code of the registers, arriving and live, and the site's root."""
    connection = staging.connection
    connection.execute("create or replace temp table known_place as select ?::VARCHAR as place", [staging.site.roots[0].code])
    for name, code in _REGISTERS.items():
        loads = [load for load in live if load.key.dataset == name]
        if loads:
            live_files(connection, staging.workspace, name, loads)
            connection.execute(f"insert into known_place select distinct {quoted(code)} from live_rows")
        if name in staging.datasets:
            connection.execute(f"insert into known_place select distinct {quoted(code)} from {quoted('in_' + name)}")


def _of_dataset(staging: Staging, name: str) -> list[Unknown]:
    place = quoted(_column(name))
    below = list(staging.site.levels[1:])
    only, values = (" and list_contains(?, level)", [below]) if name == "region" else ("", [])
    rows = staging.connection.execute(
        "with missing as (select file_no, table_no, "
        f"{place} as place, list(source_row) as rows, min(source_row) as first from {quoted('in_' + name)}"
        f" where {place} is not null and {place} not in (select place from known_place where place is not null){only} group by 1, 2, 3)"
        f" select file_no, table_no, list_sort(flatten(list(rows))), count(*), list(place order by first, place)[1:{EXAMPLES}]"
        " from missing group by 1, 2 order by 1, 2",
        values,
    ).fetchall()
    return [Unknown(file, table, name, tuple(numbers), places, tuple(codes)) for file, table, numbers, places, codes in rows]
