"""Files, batches and rows of files behind a number: who sent what, when, on which sheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.core.dataset import Dataset
from pipelines.core.period import Period, parse_period
from pipelines.engine.scope import Scope, Statement
from pipelines.engine.trace_rows import plain
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.schema import all_datasets, build_datasets, quoted, raw_columns

KEY_SHOWN = 10  # characters of a person key: enough to tell people of one answer apart, too few to look one up elsewhere
_WITHIN = """
with within as (
    select $region as unit
    union
    select distinct place_code as unit from place_span where region_code = $region
    union
    select distinct region_code as unit from place_span where place_code = $region
),
placed as (
    select batch, file, bool_or(replace(unit, '.unassigned', '') in (select unit from within)) as is_near
    from sheet_filed where coalesce(unit, '') <> '' group by batch, file
)"""
_IS_NEAR = """case
    when coalesce(f.unit, '') = '' then coalesce(p.is_near, true)
    else replace(f.unit, '.unassigned', '') in (select unit from within) end"""
_FILES = f"""{_WITHIN}
select distinct f.dataset, f.file
from sheet_filed as f left join placed as p on f.batch = p.batch and f.file = p.file
where f.rows > 0 and {_IS_NEAR}
order by dataset, file"""
_SHEETS = f"""{_WITHIN}
select f.dataset, f.file, f.source_sheet, f.batch, any_value(b.sender) as sender, any_value(b.made_at) as received_at,
    any_value(b.state) as state, any_value(b.mode) as mode, min(f.period) as first_period, max(f.period) as last_period,
    count(distinct f.unit) as units, sum(f.rows) as rows, any_value(q.rows_in) as rows_in, any_value(q.loaded) as loaded,
    any_value(q.quarantined) as quarantined, any_value(q.duplicate) as duplicate, any_value(q.ignored) as ignored
from sheet_filed as f
left join placed as p on f.batch = p.batch and f.file = p.file
left join batch_info as b on f.batch = b.batch
left join quality as q on f.batch = q.batch and f.file = q.file and f.dataset = q.dataset
    and coalesce(f.source_sheet, '') = coalesce(q.source_sheet, '')
where list_contains($datasets, f.dataset) and list_contains($periods, f.dataset || '/' || coalesce(f.period, ''))
    and ($region is null or {_IS_NEAR})
group by f.dataset, f.file, f.source_sheet, f.batch
order by f.dataset, f.batch, f.file, f.source_sheet"""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a file: the dataset, where it stands, and its values but for personal ones; the person key is cut short."""

    dataset: str
    batch: str
    file: str
    sheet: str
    row: int
    values: dict[str, Any]


def sheets_behind(con: Connection, scope: Scope, datasets: Sequence[str]) -> list[dict[str, Any]]:
    """Return the sheets of `datasets` that were filed for the region (by the rule of `files_behind`) and the periods asked for, as plain values.

    One entry per sheet: dataset, file, source_sheet, batch, sender, received_at, state, mode, first_period, last_period, units,
    rows (of the region and periods), and the account of the whole sheet (rows_in, loaded, quarantined, duplicate, ignored).
    """
    periods = [f"{name}/{label}" for name in datasets for label in filed_periods(con, scope, name)]
    params = {"datasets": list(datasets), "periods": periods, "region": scope.region or scope.parent}
    return [{k: plain(v) if k != "received_at" else v for k, v in row.items()} for row in _records(con, _SHEETS, params)]


def files_behind(con: Connection, region: str) -> dict[str, list[str]]:
    """Return by data set the files that brought rows of a region, of what lies in it or around it; by name.

    Rows of no place (prices, rates of subsidies) are those of everybody, but in a file of other places theirs.
    """
    found: dict[str, list[str]] = {}
    for row in _records(con, _FILES, {"region": region}):
        found.setdefault(str(row["dataset"]), []).append(str(row["file"]))
    return found


def filed_periods(con: Connection, scope: Scope, dataset: str) -> list[str]:
    """Return the labels under which a dataset was filed that bear on the periods asked for.

    Those that overlap them; where none does, the last before them. What has no label (registers, spells) always does.
    """
    statement = "select distinct coalesce(period, '') as period from sheet_filed where dataset = $dataset"
    labels = [str(row["period"]) for row in _records(con, statement, {"dataset": dataset})]
    dated = {label: p for label in labels if (p := parse_period(label, scope.site.fiscal_year_start_month))}
    undated = [label for label in labels if label not in dated]
    if scope.is_whole or not scope.periods:
        return sorted(labels)
    first, last = min(p.start_on for p in scope.periods), max(p.end_on for p in scope.periods)
    found = [label for label, p in dated.items() if p.start_on <= last and p.end_on >= first]
    return sorted([*undated, *(found or _last_before(dated, scope.periods))])


def _last_before(dated: dict[str, Period], asked: Sequence[Period]) -> list[str]:
    earlier = {label: p for label, p in dated.items() if p.end_on < min(a.start_on for a in asked)}
    newest = max((p.end_on for p in earlier.values()), default=None)
    return [label for label, p in earlier.items() if p.end_on == newest]


def rows_behind(con: Connection, scope: Scope, datasets: Sequence[str], rows: pd.DataFrame) -> list[SourceRow]:
    """Return the rows of files that the rows of a number stand on: those of its persons or, where it names none, of its places."""
    people = sorted(set(rows["person_key"].dropna())) if "person_key" in rows else []
    places = sorted(set(rows["place_code"].dropna())) if "place_code" in rows else []
    found: list[SourceRow] = []
    for name in datasets:
        statement = _raw_statement(con, scope, build_datasets()[name], people, places) if name in build_datasets() else None
        if statement is not None:
            found += [_source_row(name, row) for row in _records(con, statement.sql, statement.params)]
    return found


def _raw_statement(con: Connection, scope: Scope, dataset: Dataset, people: list[str], places: list[str]) -> Statement | None:
    """Return the statement of a dataset's rows about some persons, else about some places; None where it is about neither."""
    columns = raw_columns(dataset)
    about, wanted = ("person_key", people) if "person_key" in columns and people else (dataset.place, places)
    if not about or about not in columns or not wanted:
        return None
    labels = filed_periods(con, scope, dataset.name)
    upto = [p.end_on for p in scope.periods]
    dated = f" and ({quoted(dataset.dated_by)} is null or {quoted(dataset.dated_by)} <= $upto)" if dataset.dated_by and upto else ""
    spliced = ", ".join(quoted(name) for name in columns if name not in _hidden(dataset))
    sql = (
        f"select {spliced} from {quoted('raw_' + dataset.name)} where {quoted(about)} in (select unnest($wanted))"
        f" and coalesce(period, '') in (select unnest($labels)){dated} order by batch, file, source_sheet, source_row"
    )
    return Statement(sql, {"wanted": wanted, "labels": labels, **({"upto": max(upto)} if dated else {})})


def _hidden(dataset: Dataset) -> Collection[str]:
    return {"alias_key", "published_label", "unit", *(c.name for c in all_datasets()[dataset.name].columns if c.personal)}


def _source_row(dataset: str, row: dict[str, Any]) -> SourceRow:
    where = ("batch", "file", "source_sheet", "source_row")
    values = {name: masked(name, value) for name, value in row.items() if name not in where}
    said = {name: value for name, value in values.items() if value not in (None, "")}
    return SourceRow(dataset, row["batch"], row["file"] or "", row["source_sheet"] or "", int(row["source_row"] or 0), said)


def masked(name: str, value: Any) -> Any:
    """Return a cell as a plain value, a person key cut short."""
    return value[:KEY_SHOWN] if name == "person_key" and isinstance(value, str) else plain(value)


def _records(con: Connection, sql: str, params: Any) -> list[dict[str, Any]]:
    answer = con.execute(sql, dict(params))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
