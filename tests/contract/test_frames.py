"""What the reader hands on is what the declaration promises: columns, types, codes, bounds, for a sample of every dataset."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

from pipelines.core.codelist import CodeList
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.extract.reading import read_file
from pipelines.site import parse_site, site_text

DATASETS = collect("pipelines.datasets", Dataset)
CODES = collect("pipelines.codelists", CodeList)
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
TYPES = {"number": "float64", "integer": "float64", "money": "float64", "date": "datetime64[us]", "boolean": "boolean"}


def _declared(column: Column, required: bool) -> pa.Column:
    checks = []
    if column.codelist:
        checks.append(pa.Check.isin(CODES[column.codelist].titles))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum))
    return pa.Column(TYPES.get(column.kind), checks, nullable=not required)


def schema_of(dataset: Dataset) -> pa.DataFrameSchema:
    """The schema a dataset's clean rows satisfy; private columns are not among them."""
    columns = {c.name: _declared(c, c.name in dataset.required) for c in dataset.columns if dataset.keeps(c)}
    source = {"period": pa.Column(nullable=False), "source_row": pa.Column("int64", pa.Check.ge(2))}
    if any(c.kind == "id_number" for c in dataset.columns):
        source["person_key"] = pa.Column(checks=pa.Check.str_length(64, 64), nullable=dataset.unnamed is not None)
    return pa.DataFrameSchema({**columns, **source}, unique=list(dataset.key) if dataset.key else None)


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_a_sample_is_read_as_declared(name: str) -> None:
    files = [p for p in SAMPLE.iterdir() if p.stem.startswith(name) and p.stem.removeprefix(name).strip("_0123456789") == ""]
    assert len(files) == 1, f"one sample sheet for {name}"
    reading = read_file(files[0], parse_site(site_text("demo")), b"k" * 32)
    tables = [t for t in reading.tables if t.dataset == name]
    assert tables and not reading.problems
    frame = pd.concat([t.frame for t in tables])
    checked = schema_of(DATASETS[name]).validate(frame, lazy=True)
    assert len(checked) == len(frame) > 0
    private = {c.name for c in DATASETS[name].columns if not DATASETS[name].keeps(c)}
    assert private.isdisjoint(frame.columns), "what is private stays in the archive"


def test_the_schema_refuses_what_is_not_declared() -> None:
    reading = read_file(SAMPLE / "population.csv", parse_site(site_text("demo")), b"k" * 32)
    broken = reading.tables[0].frame.assign(persons=-1.0)
    with pytest.raises(pa.errors.SchemaErrors):
        schema_of(DATASETS["population"]).validate(broken, lazy=True)
