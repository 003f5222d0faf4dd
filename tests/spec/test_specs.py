"""Every indicator does what its specification says, through the real files, staging, marts and engine."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.core.dataset import Dataset
from pipelines.core.errors import ExitCode
from pipelines.core.indicator import OBSERVATION_COLUMNS, Indicator
from pipelines.core.registry import collect
from pipelines.engine.observe import observe
from pipelines.intake.batch import load_files
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.workspace import Workspace
from tests.spec.manual import manual
from tests.spec.reading import FOLDER, Example, Spec, all_specs, number, person_number, read_spec, read_table

SPECS = all_specs()
RULES = ("annual_snapshots", "boundary_changes")  # of several indicators at once
NUMBERS = {"numerator", "denominator", "value", "lower", "upper", "n", "reported", "expected", "at"}
TOLERANCE = {"lower": 5e-4, "upper": 5e-4}  # limits are written to four decimals, everything else exactly


def build(spec: Spec, folder: Path) -> Workspace:
    """Write the given tables as CSV files and load them through the front door."""
    workspace = Workspace.create(folder / "workspace", (FOLDER / "site.toml").read_text(encoding="utf-8"))
    files = []
    for dataset, rows in {**read_spec(FOLDER / "places.md").given, **spec.given}.items():
        files.append(folder / f"{dataset}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows({k: person_number(v) for k, v in row.items()} for row in rows)
    result = load_files(workspace, files, None, lambda plan: True)
    assert result.exit_code is ExitCode.OK, [p.line("en") for p in result.plan.problems]
    assert {t.dataset for f in result.plan.files for t in f.tables} == {f.stem.split()[0] for f in files}
    return workspace


def differences(answer: pd.DataFrame, example: Example) -> list[str]:
    """Return how an answer differs from the written rows: rows that are missing or too many, cells that are not the same."""
    columns = list(example.rows[0])
    names = [c for c in columns if c not in NUMBERS or c == "at"]  # one row a time
    found = {tuple(_key(c, row[c]) for c in names): row for row in answer[[*OBSERVATION_COLUMNS]].to_dict("records")}
    wanted = {tuple(_key(c, row[c]) for c in names): row for row in example.rows}
    assert len(found) == len(answer) and len(wanted) == len(example.rows), f"{names} do not tell the rows apart"
    said = [f"not written down: {key}" for key in found.keys() - wanted.keys()]
    said += [f"missing: {key}" for key in wanted.keys() - found.keys()]
    for key in found.keys() & wanted.keys():
        for column in (c for c in columns if c in NUMBERS and c != "at"):
            if not _same(found[key][column], number(wanted[key][column]), TOLERANCE.get(column, 1e-9)):
                said.append(f"{key} {column}: {found[key][column]}, written {wanted[key][column]}")
    return said


def _key(column: str, value: Any) -> str:
    """Return what tells a row apart; a time is told apart as a number, however it is written."""
    text = _text(value)
    return f"{number(text):.6f}" if column == "at" and text != "-" else text


def _text(value: Any) -> str:
    return "-" if value is None or value != value else str(value)


def _same(found: Any, wanted: float | None, tolerance: float) -> bool:
    if found is None or found != found:
        return wanted is None
    return wanted is not None and abs(float(found) - wanted) <= tolerance * max(1.0, abs(wanted))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Spec], Workspace]:
    """Build a specification's workspace; those that are given the same tables share one."""
    known: dict[str, Workspace] = {}

    def workspace_of(spec: Spec) -> Workspace:
        key = repr(spec.given)
        if key not in known:
            known[key] = build(spec, tmp_path_factory.mktemp(spec.name))
        return known[key]

    return workspace_of


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.name)
def test_the_engine_answers_as_written(spec: Spec, built: Callable[[Spec], Workspace]) -> None:
    workspace = built(spec)
    connection, _, _ = open_current(workspace)
    with connection:
        for example in spec.examples:
            answer = observe(connection, workspace.site, example.query)
            assert differences(answer, example) == [], example.command


def test_every_indicator_has_its_specification() -> None:
    declared = collect("pipelines.indicators", Indicator)
    specified = {e.query.indicator for s in SPECS for e in s.examples}
    assert declared.keys() - specified == set()


def test_a_specification_is_named_after_its_indicator() -> None:
    assert [s.name for s in SPECS if s.name not in {*RULES, *(e.query.indicator for e in s.examples)}] == []
    assert [s.name for s in SPECS if not (FOLDER / f"{s.name}.md").is_file()] == []


def test_a_wrong_number_a_missing_row_and_a_row_too_many_are_seen() -> None:
    blank: dict[str, Any] = dict.fromkeys(OBSERVATION_COLUMNS)
    answer = pd.DataFrame([{**blank, "region_code": "1", "value": 2.0}, {**blank, "region_code": "2", "value": 0.5}])
    right = ({"region_code": "1", "value": "2"}, {"region_code": "2", "value": "1/2"})
    assert differences(answer, Example("observe x", right)) == []
    assert differences(answer, Example("observe x", ({**right[0], "value": "3"}, right[1])))
    assert differences(answer, Example("observe x", ({**right[0], "value": "-"}, right[1])))
    assert differences(answer, Example("observe x", right[:1]))
    assert differences(answer, Example("observe x", (*right, {"region_code": "3", "value": "1"})))


@pytest.mark.parametrize("text", ["# x\n## Perhaps\n| a |\n|---|\n| 1 |\n", "# x\n## When `observe y`\n", "# x\n## Given z\nno table\n"])
def test_a_specification_that_cannot_be_read_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError):
        read_spec(tmp_path / "x.md")


def test_a_table_keeps_blank_cells() -> None:
    assert read_table("| a | b |\n|---|---|\n| 1 | |\n") == [{"a": "1", "b": ""}]


def test_the_manual_shows_every_declaration_and_its_examples() -> None:
    printed = manual()
    declared = [*collect("pipelines.indicators", Indicator), *collect("pipelines.datasets", Dataset)]
    assert [name for name in declared if f"\n## {name}: " not in printed] == []
    assert [e.command for s in SPECS for e in s.examples if f"### When `{e.command}`" not in printed] == []
