"""A few of the rows a load changes or drops: where they stand and what differs, of a person never a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.core.dataset import Dataset
from pipelines.intake.plan import Change, Example
from pipelines.intake.staging import Staging
from pipelines.warehouse.schema import PERSON, content_columns, frame_columns, key_terms, quoted

EACH, MOST = 3, 200  # of either kind: for each load, and for each dataset
_CHANGED = """
with few as (
  select m.unit, m.load_period, m.place, m.old_k, t.file_no, t.source_row from matched m join {table} t on t.rowid = m.place
  where not m.is_same
  qualify row_number() over (partition by m.unit, m.load_period order by t.file_no, t.source_row) <= {each} limit {most})
select s.unit, s.load_period, a.from_file, s.file_no, s.source_row, {key}, {before}, {after}
from few s join {table} a on a.rowid = s.place
join live_rows p on p.unit = s.unit and p.load_period = s.load_period and hash({hashed}) = s.old_k
order by all
"""
_GONE = """
with few as (
  select unit, load_period, old_k from matched where new_k is null
  qualify row_number() over (partition by unit, load_period order by old_file, old_row) <= {each} limit {most})
select s.unit, s.load_period, p.file, p.source_row, {key}
from few s join live_rows p on p.unit = s.unit and p.load_period = s.load_period and hash({hashed}) = s.old_k
order by all
"""
Examples = dict[tuple[str, str], list[Example]]


def find_examples(staging: Staging, dataset: Dataset, files: Mapping[int, str]) -> Examples:
    """Return examples by unit and load period, from the tables `matched` and `live_rows` a comparison has made."""
    key, content = shown_key(dataset), content_columns(dataset)
    named = {
        "table": staging.table(dataset), "hashed": ", ".join(key_terms(dataset, "p")), "each": EACH, "most": MOST,
        "key": _texts("p", key), "before": _texts("p", content), "after": _texts("a", content),
    }
    found: Examples = {}
    for unit, period, earlier, number, row, told, before, after in staging.connection.execute(_CHANGED.format(**named)).fetchall():
        changes = _changes(dataset, content, before, after)
        made = Example(kind="changed", file=earlier or files.get(number, ""), row=row, key=_key(key, told), changes=changes)
        found.setdefault((unit, period), []).append(made)
    for unit, period, file, row, told in staging.connection.execute(_GONE.format(**named)).fetchall():
        found.setdefault((unit, period), []).append(Example(kind="gone", file=file, row=row, key=_key(key, told)))
    return found


def shown_key(dataset: Dataset) -> list[str]:
    """Return the columns of the key that tell of no person."""
    personal = {c.name for c in dataset.columns if c.personal} | set(PERSON)
    return [name for name in dataset.key if name not in personal and name != "period"]


def is_of_persons(dataset: Dataset) -> bool:
    """Say whether a row of the dataset is about a person, so that none of its values is shown."""
    return "person_key" in frame_columns(dataset)


def _texts(alias: str, columns: Sequence[str]) -> str:
    """Return the SQL of a list of columns as text."""
    return f"[{', '.join(f'{alias}.{quoted(name)}::VARCHAR' for name in columns)}]::VARCHAR[]"


def _key(columns: Sequence[str], values: Sequence[str | None]) -> dict[str, str]:
    return {name: value for name, value in zip(columns, values, strict=True) if value is not None}


def _changes(dataset: Dataset, columns: Sequence[str], before: Sequence[str | None], after: Sequence[str | None]) -> tuple[Change, ...]:
    personal = {c.name for c in dataset.columns if c.personal}
    found = []
    for name, old, new in zip(columns, before, after, strict=True):
        if old != new:
            is_hidden = is_of_persons(dataset) or name in personal
            found.append(Change(column=name, before=None if is_hidden else old or "", after=None if is_hidden else new or ""))
    return tuple(found)
