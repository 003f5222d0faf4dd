"""The columns of raw tables and cleaned files, taken from the declarations."""

from __future__ import annotations

from functools import cache

from pipelines.core.column import Kind
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect

SQL_TYPE: dict[Kind, str] = {
    "text": "VARCHAR", "code": "VARCHAR", "period": "VARCHAR", "id_number": "VARCHAR", "integer": "DOUBLE", "number": "DOUBLE",
    "money": "DOUBLE", "date": "DATE", "moment": "TIMESTAMP", "boolean": "BOOLEAN",
}
PERSON = {
    "person_key": "VARCHAR", "is_provisional": "BOOLEAN", "alias_key": "VARCHAR", "name_key": "VARCHAR", "birth_year": "BIGINT",
    "sex": "VARCHAR",
}
SOURCE = {"period": "VARCHAR", "published_label": "VARCHAR", "source_sheet": "VARCHAR", "source_row": "BIGINT"}
BATCH = {"batch": "VARCHAR", "file": "VARCHAR", "unit": "VARCHAR"}
NOT_CONTENT = frozenset({"published_label", "source_sheet", "source_row", "batch", "file", "unit", "load_period", "name_key"})
CHECKED_ONLY = frozenset({"name_key"})  # kept with the cleaned rows for the checks of what comes later; no build holds it


@cache
def _declared() -> dict[str, Dataset]:
    return collect("pipelines.datasets", Dataset)


def all_datasets() -> dict[str, Dataset]:
    """Return every declared dataset by name: looked for once, as a load asks for them thousands of times."""
    return dict(_declared())


def build_datasets() -> dict[str, Dataset]:
    """Return the datasets whose rows go into builds: all but those of the private store."""
    return {name: dataset for name, dataset in all_datasets().items() if not dataset.is_private}


def frame_columns(dataset: Dataset) -> dict[str, str]:
    """Return column -> SQL type of the clean rows of a dataset, in order.

    Private columns are not among them, but in the private store's own datasets, where only ID numbers stay behind.
    """
    columns = {c.name: SQL_TYPE[c.kind] for c in dataset.columns if dataset.keeps(c)}
    if any(c.kind == "id_number" for c in dataset.columns):
        columns |= {name: kind for name, kind in PERSON.items() if name not in columns}
    return columns | SOURCE


def names_persons(dataset: Dataset) -> bool:
    """Say whether the rows of a dataset are about persons by their keys."""
    return set(PERSON) <= set(frame_columns(dataset))


def raw_columns(dataset: Dataset) -> dict[str, str]:
    """Return column -> SQL type of table raw_<dataset>: the clean rows and where they came from."""
    return {name: kind for name, kind in cleaned_columns(dataset).items() if name not in CHECKED_ONLY}


def cleaned_columns(dataset: Dataset) -> dict[str, str]:
    """Return column -> SQL type of the files of cleaned rows: what builds hold, and what only checks read."""
    return frame_columns(dataset) | BATCH


def content_columns(dataset: Dataset) -> list[str]:
    """Return the columns that make up what a row says, leaving out where it was read."""
    return [name for name in frame_columns(dataset) if name not in NOT_CONTENT]


def dated_by(dataset: Dataset) -> str:
    """Return the date column that splits an undated dataset into loads by year, "" when it is replaced whole.

    A register row in force from a day, or a change of places on a day, belongs to its year, so that files of several years
    do not replace one another; spells are replaced whole for their reporting unit.
    """
    return dataset.dated_by if dataset.period == "none" else ""


def split_by(dataset: Dataset) -> str:
    """Return the column by whose values loads are kept apart, "" for most datasets.

    Where several send for one place, each replaces what it sent itself: two hospitals that answer the same clinics.
    Where a form brings one code of a key column only, as a constant, files of other forms bring the other codes of the same
    place and period: a list of registered patients does not replace the residents.
    """
    if dataset.sent_by:
        return dataset.sent_by
    coded = [c.name for c in dataset.columns if c.codelist and c.name in dataset.key]
    return next((name for name in coded if any(name in sheet.constants for sheet in dataset.sheets)), "")


def key_terms(dataset: Dataset, row: str = "") -> list[str]:
    """Return SQL expressions that are the same in two rows when these are one record; `row` is the alias their columns stand under."""
    of = f"{row}." if row else ""
    apart = [f"case when {of}{quoted(blank)} is null then {of}{quoted(other)} end" for blank, other in dataset.told_apart]
    return [*(f"{of}{quoted(name)}" for name in dataset.key), *apart]


def same_key(dataset: Dataset, one: str, other: str) -> str:
    """Return the SQL condition that rows under two aliases are one record."""
    pairs = zip(key_terms(dataset, one), key_terms(dataset, other), strict=True)
    return " and ".join(f"{left} is not distinct from {right}" for left, right in pairs)


def quoted(name: str) -> str:
    """Return a declared identifier as SQL; raises ValueError for one that is not plain."""
    if not name.isidentifier() or not name.isascii():
        raise ValueError(f"{name!r} is not a plain identifier")
    return f'"{name}"'


def quoted_list(names: list[str] | tuple[str, ...]) -> str:
    """Return declared identifiers as a comma-separated SQL list."""
    return ", ".join(quoted(name) for name in names)
