"""Every kind of damage a clerk's workbook comes with is loaded rightly or told at its cell; nothing wrong is loaded in silence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.extract.reading import Reading, read_file
from pipelines.site import Site, parse_site, site_text
from tests.faults.corpus import cells, days, files, people, shape, stacked, totals
from tests.faults.corpus.damage import Damage, canonical, same
from tests.faults.corpus.good import GOOD, PEOPLE, Good

SECRET = b"k" * 32
KINDS: list[Damage] = [*cells.KINDS, *people.KINDS, *days.KINDS, *shape.KINDS, *stacked.KINDS, *totals.KINDS, *files.KINDS]


@pytest.fixture(scope="module")
def site() -> Site:
    return parse_site(site_text("blank"))


def _records(good: Good, frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    names = list(good.loaded()[0])
    return [tuple(map(canonical, row)) for row in frame[names].itertuples(index=False, name=None)]


def _frame(reading: Reading, good: Good) -> pd.DataFrame:
    frames = [table.frame for table in reading.tables if table.dataset == good.dataset]
    return pd.concat(frames, ignore_index=True)


def _keys_of_people(good: Good, frame: pd.DataFrame) -> list[str]:
    return sorted(frame["person_key"]) if "person_key" in frame.columns else []


def test_there_are_150_kinds_and_no_two_are_called_alike() -> None:
    names = [damage.what for damage in KINDS]
    assert len(names) >= 150 and not [name for name, count in Counter(names).items() if count > 1]
    assert {damage.good.dataset for damage in KINDS} >= {good.dataset for good in GOOD}, "a good workbook is never damaged"


@pytest.mark.parametrize("good", GOOD, ids=lambda good: f"{good.dataset}-{good.stem}")
def test_a_good_workbook_is_loaded_as_it_is_written(good: Good, tmp_path: Path, site: Site) -> None:
    path = same("nothing", good, lambda draft: None).draft().write(tmp_path)
    reading = read_file(path, site, SECRET)
    assert not reading.problems, [problem.line("en") for problem in reading.problems]
    expected = [tuple(map(canonical, row.values())) for row in good.loaded()]
    assert Counter(_records(good, _frame(reading, good))) == Counter(expected)


@pytest.mark.parametrize("damage", KINDS, ids=lambda damage: damage.what)
def test_a_damage_is_read_rightly_or_told_at_its_cell(damage: Damage, tmp_path: Path, site: Site) -> None:
    draft, good = damage.draft(), damage.good
    reading = read_file(draft.write(tmp_path), site, SECRET)
    lines = [problem.line(lang) for problem in reading.problems for lang in ("zh", "en")]
    for table in reading.tables:
        assert table.rows_in == len(table.frame) + table.quarantined + table.duplicate + table.ignored
    assert not [line for line in lines if "\n" in line or any(number in line for _, number, _, _ in PEOPLE)], "a line is broken or tells an ID"
    if damage.refused:
        assert not reading.tables and [damage.refused in p.reason.en for p in reading.problems] == [True], lines
        return
    assert damage.noted in " | ".join(note.en for note in reading.notes)
    where = {(problem.row, problem.column) for problem in reading.problems}
    assert where == damage.told, lines
    for problem in (p for p in reading.problems if p.place):  # the cell that will be marked is one under (or in) the header that is named
        named = [row for row in draft.rows if len(row) >= problem.place and row[problem.place - 1] == problem.column]
        assert named or problem.column not in good.header, problem
    assert {problem.sheet for problem in reading.problems} <= {"" if draft.ending == "csv" else draft.sheet}
    frame = _frame(reading, good)
    expected = Counter(tuple(map(canonical, row.values())) for row in good.loaded())
    assert len(frame) == expected.total() - damage.lost
    rows = {row for row, _ in damage.told} if damage.differs else set()
    loaded = Counter(_records(good, frame[~frame["source_row"].isin(rows)]))
    assert loaded <= expected, f"loaded, and not what was written: {loaded - expected}"
