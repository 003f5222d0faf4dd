"""The files of the demo: the same bytes again, read by the loader as planted, in agreement with each other."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.demo import FILES, NOT_COLLECTED, Truth, generate
from pipelines.extract.reading import Reading, read_file
from pipelines.site import DATA, parse_site, site_text
from pipelines.warehouse.schema import all_datasets

SITE = parse_site(site_text("demo"))
SECRET = b"0" * 32


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's files."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def truth(folder: Path) -> Truth:
    """The demo, written."""
    return generate(folder)


def read(folder: Path, name: str) -> Reading:
    """Read one file as the loader does."""
    return read_file(folder / name, SITE, SECRET)


def test_the_files_are_as_many_as_the_progress_display_expects(folder: Path, truth: Truth) -> None:
    assert len(truth.files) == FILES
    assert {p.name for p in folder.iterdir()} == {f.name for f in truth.files} | {"truth.json"}
    assert sum(f.datasets.get("pay", 0) for f in truth.files) <= 350_000
    assert sum(f.rows for f in truth.files) <= 600_000
    assert json.loads((folder / "truth.json").read_text(encoding="utf-8")) == truth.document


def test_the_same_seed_gives_the_same_bytes(folder: Path, truth: Truth, demo_workspace: Path) -> None:
    again = demo_workspace / "incoming"  # written by the demo's own command, in a process of its own or another's
    assert json.loads((again / "truth.json").read_text(encoding="utf-8")) == truth.document
    for file in truth.files:
        assert (again / file.name).read_bytes() == (folder / file.name).read_bytes(), file.name


def test_headers_are_those_the_declarations_know(folder: Path, truth: Truth) -> None:
    seen = set()
    for file in (f for f in truth.files if any(w in f.name for w in ("措勤县", "阿里地区", "地区名录", "价格指数", "工作时间标准"))):
        tables = read(folder, file.name).tables
        assert {t.dataset for t in tables} == set(file.datasets), file.name
        seen |= set(file.datasets)
    assert seen == set(all_datasets()) - NOT_COLLECTED


def test_every_mistake_meets_the_fate_on_record(folder: Path, truth: Truth) -> None:
    planted = [(f, p) for f in truth.files for p in f.planted]
    assert 14 <= len(planted) <= 30
    for file, slip in planted:
        reading = read(folder, file.name)
        table = next(t for t in reading.tables if t.source_sheet == slip.sheet)
        kept_out = set(zip(reading.quarantine["source_sheet"], reading.quarantine["source_row"], strict=True))
        found = "quarantine" if (slip.sheet, slip.row) in kept_out else "duplicate" if table.duplicate else "read"
        assert found == ("read" if slip.outcome == "told" else slip.outcome), slip
        assert ((table.frame["source_row"] == slip.row).sum() > 0) == (slip.outcome in ("read", "told")) or slip.outcome == "duplicate"
        assert len(reading.quarantine) == sum(p.outcome == "quarantine" for p in file.planted)


def test_files_without_mistakes_are_read_whole(folder: Path, truth: Truth) -> None:
    wanted = ("地区名录", "价格指数", "措勤县", "阿里地区", "阳泉市", "工作时间标准")
    for file in (f for f in truth.files if any(w in f.name for w in wanted) and not f.planted):
        reading = read(folder, file.name)
        assert not reading.problems and {t.dataset for t in reading.tables} == set(file.datasets)
        for dataset, rows in file.datasets.items():
            tables = [t for t in reading.tables if t.dataset == dataset]
            if dataset not in ("population", "service"):  # a row there is a record for each kind
                assert sum(t.rows_in - t.ignored for t in tables) == rows, file.name
            assert sum(len(t.frame) for t in tables) >= rows, file.name


def test_rosters_returns_and_spells_agree(folder: Path, truth: Truth) -> None:
    roster = pd.concat([t.frame for t in read(folder, "花名册_普兰县_历年.xlsx").tables])
    spells = read(folder, "任职记录_普兰县.xlsx").tables[0].frame
    counts = pd.concat([t.frame for t in read(folder, "人员年报_普兰县.xlsx").tables])
    for year in (2015, 2018, 2022):
        day = pd.Timestamp(year, 12, 31)
        on_roster = roster[roster["as_at"] == day]
        in_post = spells[(spells["start_on"] <= day) & (spells["end_on"].isna() | (spells["end_on"] >= day))]
        pairs = [set(zip(f["person_key"], f["facility_code"], strict=True)) for f in (on_roster, in_post)]
        assert pairs[0] == pairs[1] and len(pairs[0]) > 30
        main = on_roster[on_roster["is_main_post"].astype(bool)]
        returned = counts[counts["period"] == str(year)]
        assert main.groupby("facility_code").size().to_dict() == returned.groupby("facility_code")["headcount"].sum().astype(int).to_dict()


@pytest.mark.parametrize("path", sorted((DATA / "sample").glob("*.csv")), ids=lambda p: p.stem)
def test_sample_sheets_load(path: Path) -> None:
    reading = read_file(path, SITE, SECRET)
    assert not reading.problems and len(reading.quarantine) == 0
    assert [t.dataset for t in reading.tables] == [path.stem.removesuffix("_2023")]
    assert len(reading.tables[0].frame) >= 2


def test_there_is_a_sample_for_every_dataset() -> None:
    samples = {p.stem.removesuffix("_2023") for p in (DATA / "sample").iterdir()}
    assert samples == set(collect("pipelines.datasets", Dataset))
