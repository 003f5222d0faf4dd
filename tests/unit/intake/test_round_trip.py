"""Template, filled in, loaded, exported: what comes out is what was filled in, for every dataset."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.extract.person import person_key, sex_of
from pipelines.intake.batch import LoadResult, check_files, load_files
from pipelines.intake.form import Form
from pipelines.intake.records import RecordForm, read_records, write_records
from pipelines.intake.template import chosen_datasets, write_template
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.filling import HEADER_ROW, LISTS, PERIOD_ABOVE, Row, fill, generated_rows

EACH = 16  # rows Hypothesis makes for a dataset; some share a key and count once
FEWEST = 500  # cases that must be compared, whatever datasets there are
DATASETS = {d.name: d for d in chosen_datasets([])}
PUBLIC = {name: d for name, d in DATASETS.items() if not d.is_private}


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    """Rows for every dataset."""
    return {name: generated_rows(Form(dataset), EACH) for name, dataset in DATASETS.items()}


@pytest.fixture(scope="module")
def loaded(rows: dict[str, list[Row]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, LoadResult]:
    """One workbook of every dataset, written by the template, filled in and loaded."""
    folder = tmp_path_factory.mktemp("round")
    book = folder / "填报.xlsx"
    write_template(list(DATASETS.values()), book, "zh")
    fill(book, rows)
    workspace = Workspace.create(folder / "workspace", site_text("yangquan"))
    return workspace, load_files(workspace, [book], None, lambda plan: True)


@pytest.fixture(scope="module")
def exported(loaded: tuple[Workspace, LoadResult], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A workbook of the loaded records of each dataset that is in builds."""
    folder = tmp_path_factory.mktemp("exported")
    found = {name: folder / f"{name}.xlsx" for name in PUBLIC}
    for name, path in found.items():
        write_records(read_records(loaded[0], DATASETS[name], "zh"), path, "zh")
    return found


def expected(dataset: Dataset, row: Row, secret: bytes) -> tuple[Any, ...]:
    """Return a filled row as it is to come out: by person key, codes by title, personal columns gone."""
    number = row.get("id_number")
    known = {**row, "person_key": person_key(number, secret) if number else None}
    if number and "sex" in row and row["sex"] is None:
        known["sex"] = sex_of(number)
    return tuple(shown(c.column, known.get(c.column.name)) for c in RecordForm(dataset).columns)


def shown(column: Column, value: Any) -> Any:
    """Return a value as the exported cell holds it."""
    if value is None:
        return None
    if column.codelist:
        return LISTS[column.codelist].titles[value].zh
    if column.kind == "boolean":
        return "是" if value else "否"
    return round(float(value), 9) if isinstance(value, float | int) else value


def came_out(dataset: Dataset, path: Path) -> Counter[tuple[Any, ...]]:
    """Return the rows of an exported workbook."""
    book = openpyxl.load_workbook(path)
    columns = [c.column for c in RecordForm(dataset).columns]
    found: Counter[tuple[Any, ...]] = Counter()
    for sheet in book.worksheets:
        assert [cell.value for cell in sheet[HEADER_ROW]][: len(columns)] == [c.header for c in RecordForm(dataset).columns]
        for cells in sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=len(columns)):
            assert not [c.coordinate for c in cells if c.data_type == "f"], "a formula"
            found[tuple(cell(column, c.value) for column, c in zip(columns, cells, strict=True))] += 1
    return found


def cell(column: Column, value: Any) -> Any:
    """Return a cell's value by the kind of its column."""
    if isinstance(value, datetime) and column.kind == "date":
        assert (value.hour, value.minute) == (0, 0)
        return date(value.year, value.month, value.day)
    return round(float(value), 9) if isinstance(value, float | int) and not isinstance(value, bool) else value


def test_everything_that_was_filled_in_is_loaded(rows: dict[str, list[Row]], loaded: tuple[Workspace, LoadResult]) -> None:
    plan = loaded[1].plan
    assert [p.line("zh") for p in plan.problems if p.severity == "error"] == []
    tables = {t.dataset: t for t in plan.files[0].tables}
    assert {name: t.loaded for name, t in tables.items()} == {name: len(found) for name, found in rows.items()}
    assert {t.ignored for t in tables.values()} == {1}, "the example row, and nothing else, is left out by rule"


@pytest.mark.parametrize("name", PUBLIC)
def test_what_was_filled_in_comes_out(
    name: str, rows: dict[str, list[Row]], loaded: tuple[Workspace, LoadResult], exported: dict[str, Path]
) -> None:
    secret = loaded[0].secret()
    filled = Counter(expected(DATASETS[name], row, secret) for row in rows[name])
    assert came_out(DATASETS[name], exported[name]) == filled
    if Form(DATASETS[name]).asks_period:
        assert [sheet["B2"].value for sheet in openpyxl.load_workbook(exported[name]).worksheets] == [PERIOD_ABOVE]


def test_names_and_phones_are_kept_apart_as_filled_in(rows: dict[str, list[Row]], loaded: tuple[Workspace, LoadResult]) -> None:
    workspace, result = loaded
    for name in DATASETS.keys() - PUBLIC.keys():
        assert result.batch is not None
        kept = pd.read_parquet(workspace.cleaned_file(result.batch, name))
        names = [c.name for c in DATASETS[name].columns if c.kind in ("text", "code")]
        filled = {(person_key(row["id_number"], workspace.secret()), *(row[n] for n in names)) for row in rows[name]}
        found = {tuple(None if pd.isna(x) else x for x in r) for r in kept[["person_key", *names]].itertuples(index=False)}
        assert found == filled


def test_there_were_enough_cases(rows: dict[str, list[Row]], exported: dict[str, Path]) -> None:
    compared = sum(len(rows[name]) for name in exported)
    assert compared >= FEWEST
    assert min(len(rows[name]) for name in exported) >= 5, "a dataset that is hardly tried"


def test_an_export_of_what_has_no_people_loads_as_unchanged(loaded: tuple[Workspace, LoadResult], exported: dict[str, Path]) -> None:
    without_people = [path for name, path in exported.items() if all(c.kind != "id_number" for c in DATASETS[name].columns)]
    plan = check_files(loaded[0], without_people, None)
    assert [p.line("zh") for p in plan.problems if p.severity == "error"] == []
    assert {(d.new, d.changed, d.gone) for d in plan.diffs} <= {(0, 0, 0)}
    assert len(without_people) >= 10
